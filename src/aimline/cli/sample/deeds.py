"""What people of the sample do, each deed on its day and through the action everybody uses."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from aimline.apps.goals.actions import amendments, closing, drafts, locking
from aimline.apps.goals.actions.amendments import Change
from aimline.apps.goals.models import Goal
from aimline.apps.monitoring.actions import activating, adjusting, amending, checking_in, ending, planning
from aimline.apps.organizations.queries import calendar_of
from aimline.apps.results.models import Measure
from aimline.cli.sample.people import Division
from aimline.domain.cadence import next_check_in
from aimline.domain.goal import Layer


@dataclass(frozen=True)
class Intent:
    """A goal as its team would say it: who writes, whom it is about, how far by when, and how."""

    place: str
    writer: str
    second: str
    measure: str
    target: float
    by: str
    result: str
    why: str
    grades: tuple[int, ...] = ()
    strategies: tuple[drafts.StrategyLine, ...] = ()
    who_brings_data: str = ""
    reason: str = ""
    visibility: str = "school"


@dataclass
class Record:
    """The division with its goals by key."""

    division: Division
    goals: dict[str, Goal] = field(default_factory=dict)

    def goal(self, key: str) -> Goal:
        """Return a goal as it is now."""
        return Goal.objects.select_related("unit", "unit__parent", "district", "measure", "cohort").get(
            pk=self.goals[key].pk
        )


def line(kind: str, text: str, *, differs: str = "", basis: str = "") -> drafts.StrategyLine:
    """Write one strategy."""
    return drafts.StrategyLine(None, kind, text, differs, basis)


def write(record: Record, key: str, intent: Intent, on: date) -> None:
    """Start a goal and save its studio page once."""
    viewer = record.division.viewer(intent.writer, on)
    record.goals[key] = drafts.start(viewer, record.division.places[intent.place])
    fill_in(record, key, intent, on)


def fill_in(record: Record, key: str, intent: Intent, on: date) -> None:
    """Save a draft's studio page once; plan, stops and rules follow the proposal."""
    viewer, goal = record.division.viewer(intent.writer, on), record.goals[key]
    known = {row.text: row.uuid for row in goal.strategies.all()}
    kept = tuple(replace(line, uuid=known.pop(line.text, None)) for line in intent.strategies)
    left = tuple(drafts.StrategyLine(uuid, "instruction", "") for uuid in known.values())
    measure = Measure.objects.filter(district=goal.district, code=intent.measure).first()
    content = drafts.Content(
        grades=intent.grades,
        measure=measure.uuid if measure else None,
        result=intent.result,
        target=intent.target,
        deadline_words=intent.by,
        why=intent.why,
        visibility=intent.visibility,
        unmet_a_reason=intent.reason,
        strategies=(*kept, *left),
    )
    plan = planning.PlanContent(
        data_looked_at="Class results by student, and three pieces of work", who_brings_data=intent.who_brings_data
    )
    planning.save(viewer, goal.uuid, planning.Studio(content=content, plan=plan), version=goal.version)


def begin(record: Record, key: str, intent: Intent, on: date) -> None:
    """Write a goal, let a second member sign on, and activate it on the same day."""
    write(record, key, intent, on)
    activate(record, key, intent, on)


def begin_again(record: Record, key: str, intent: Intent, on: date, *, ended: str) -> None:
    """Carry a goal that ended forward, write what is new in it, and activate it on the same day."""
    viewer = record.division.viewer(intent.writer, on)
    record.goals[key] = planning.carry_forward(viewer, record.goals[ended].uuid)
    fill_in(record, key, intent, on)
    activate(record, key, intent, on)


def activate(record: Record, key: str, intent: Intent, on: date) -> None:
    """Let a second member sign on, and lock the goal."""
    goal = record.goals[key]
    drafts.sign_on(record.division.viewer(intent.second, on), goal.uuid)
    activating.activate(record.division.viewer(intent.writer, on), goal.uuid)


def ask_for_review(record: Record, key: str, intent: Intent, on: date) -> None:
    """Write a goal and hand it to the leader one level up."""
    write(record, key, intent, on)
    locking.ask_for_review(record.division.viewer(intent.writer, on), record.goals[key].uuid)


def endorse(record: Record, key: str, leader: str, on: date) -> None:
    """Let the leader endorse a goal, which begins with it."""
    activating.endorse_and_activate(record.division.viewer(leader, on), record.goals[key].uuid)


def send_back(record: Record, key: str, leader: str, on: date, *, why: str) -> None:
    """Return a goal to its writers with the leader's words."""
    locking.send_back(record.division.viewer(leader, on), record.goals[key].uuid, why=why)


def look(
    record: Record, key: str, who: tuple[str, str], on: date, *, on_track: str, adjust: str, celebration: str,
    no_data: str = "", decision: str = "keep",
) -> None:  # fmt: skip
    """Hold a check-in and let a second member answer."""
    first, second = (record.division.viewer(person, on) for person in who)
    goal = record.goal(key)
    known = calendar_of(first, goal.district)
    held = checking_in.check_in(
        first,
        goal,
        checking_in.Look(
            next_on=next_check_in(on, calendar=known),
            on_track=on_track,
            what_to_adjust=adjust,
            celebration=celebration,
            no_data_reason=no_data,
            decision=decision,
        ),
    )
    checking_in.answer_too(second, record.goal(key), held, agrees=True)


def adjust(record: Record, key: str, who: str, on: date, *, option: str, text: str, short_name: str) -> None:
    """Change what the team does, from the next day on."""
    starts_on = on + timedelta(days=1)
    different = adjusting.Different(
        option=option, text=text, short_name=short_name, starts_on=starts_on, review_on=starts_on + timedelta(days=28)
    )
    adjusting.adjust(record.division.viewer(who, on), record.goal(key), different)


def raise_target(record: Record, key: str, who: str, on: date, *, target: float, why: str) -> None:
    """Aim higher."""
    amending.amend(
        record.division.viewer(who, on), record.goal(key), Change(target=target), explanation=why, sharpens=False,
        version=None,
    )  # fmt: skip


def ask_for_correction(record: Record, key: str, who: str, on: date, *, change: Change, code: str, why: str) -> None:
    """Ask a second person to put a wrong record right."""
    goal = record.goal(key)
    amendments.ask_for_correction(record.division.viewer(who, on), goal, change, code=code, explanation=why)


def approve(record: Record, key: str, who: str, on: date) -> None:
    """Approve the correction somebody asked for, as the second person."""
    goal = record.goal(key)
    asked = goal.amendments.get(state=amendments.REQUESTED)
    amending.decide_correction(record.division.viewer(who, on), goal, asked, approve=True)


def say_purpose(record: Record, key: str, place: str, who: str, on: date, purpose: drafts.Purpose) -> None:
    """Write what a place is for, and put it to use."""
    viewer = record.division.viewer(who, on)
    goal = drafts.start(viewer, record.division.places[place], layer=Layer.PURPOSE)
    drafts.save_purpose(viewer, goal.uuid, purpose, version=goal.version)
    locking.begin_purpose(viewer, goal.uuid)
    record.goals[key] = goal


def cancel(record: Record, key: str, leader: str, on: date, *, code: str, why: str) -> None:
    """Cancel a goal in use for a listed reason."""
    closing.cancel(record.division.viewer(leader, on), record.goal(key), code=code, explanation=why)


def close(record: Record, key: str, who: str, on: date, learned: closing.Learned) -> None:
    """Close a goal on its last reading, as met or not."""
    ending.close(record.division.viewer(who, on), record.goal(key), learned)


def put_away(record: Record, key: str, who: str, on: date) -> None:
    """Put a goal away that was closed and reflected on."""
    closing.put_away(record.division.viewer(who, on), record.goals[key].uuid)
