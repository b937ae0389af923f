"""Start a goal and save its draft, with any gaps (INV-33)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from aimline.apps.goals.actions import values
from aimline.apps.goals.actions.holding import hold
from aimline.apps.goals.models import ENDORSER, Goal, Part, PriorityArea, Revision, Strategy
from aimline.apps.goals.policy import check_may_start, check_may_write, writer
from aimline.apps.goals.queries import baseline_from_data, visible
from aimline.apps.journal import actions as journal
from aimline.apps.organizations.models import Unit, UnitKind
from aimline.apps.organizations.policy import NotVisible, Viewer
from aimline.apps.organizations.queries import calendar_of
from aimline.apps.results.queries.naming import measures
from aimline.apps.standards import queries as standards
from aimline.domain import calendar, point
from aimline.domain.goal import Comparison, Condition, Denominator, GroupRule, Layer, Level, Stop
from aimline.domain.sentence import sentence
from aimline.domain.state import State

EASIER_TWIN = "RF-05"
END_OF_YEAR = "end of year"  # the deadline of a goal about which nobody has said anything yet


@dataclass(frozen=True)
class StrategyLine:
    """A strategy as it was typed; `uuid` is none for one that is new, an empty text takes it away."""

    uuid: uuid.UUID | None
    kind: str
    text: str
    how_it_differs: str = ""
    evidence_basis: str = ""


@dataclass(frozen=True)
class Content:
    """Everything a draft says in its own fields: any of it may be missing or wrong."""

    priority: uuid.UUID | None = None
    grades: tuple[int, ...] = ()
    conditions: tuple[Condition, ...] = ()
    group_label: str = ""
    comparison: Comparison | None = None
    standards: tuple[uuid.UUID, ...] = ()
    measure: uuid.UUID | None = None
    baseline_given: uuid.UUID | None = None
    result: str = ""
    target: float | None = None
    deadline_words: str = ""
    own_words: str | None = None
    why: str = ""
    visibility: str = "school"
    unmet_a_reason: str = ""
    strategies: tuple[StrategyLine, ...] = ()
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True)
class Purpose:
    """What a purpose goal says: no numbers, no dates (INV-24)."""

    title: str
    meaning: str
    why: str
    visibility: str = "school"


@transaction.atomic
def start(viewer: Viewer, unit: Unit, *, layer: Layer = Layer.PROGRESS, prefill: Content | None = None) -> Goal:
    """Begin a draft; what the program knows already is filled in: deadline, group and comparison."""
    check_may_start(viewer, unit)
    district = unit.district or unit
    known = calendar_of(viewer, district)
    goal = Goal(
        district=district,
        unit=unit,
        school_year=calendar.ending_of(viewer.today),
        layer=layer,
        level=Level(unit.kind),
        visibility="district" if unit.kind == UnitKind.DISTRICT else "school",
        language=unit.locale,
        created_by_id=viewer.person_id,
        created_at=viewer.now,
        version=0,
    )
    goal.save()
    Part.objects.create(goal=goal, person_id=writer(viewer), kind="owner", since=viewer.now)
    if layer is Layer.PROGRESS:
        write(viewer, goal, prefill or Content(visibility=goal.visibility), known)
    note(viewer, "start goal", goal)
    return goal


def claim(viewer: Viewer, goal_uuid: uuid.UUID, *, version: int | None, yours: Mapping[str, str]) -> Goal:
    """Take a draft for writing, inside the caller's transaction.

    Raises `NotVisible`, `NotAllowed`, or `StaleVersion` with both texts where somebody saved since `version`.
    """
    goal = take(viewer, goal_uuid)
    check_may_write(viewer, goal)
    if version is not None and version != goal.version:
        theirs = last_words(goal)
        changed = [name for name in {**theirs, **yours} if theirs.get(name, "") != yours.get(name, "")]
        raise journal.StaleVersion(
            theirs={name: theirs.get(name, "") for name in changed},
            yours={name: yours.get(name, "") for name in changed},
        )
    return goal


def take(viewer: Viewer, goal_uuid: uuid.UUID, *, version: int | None = None, yours: str = "") -> Goal:
    """Hold a goal's row for the transaction, or raise `NotVisible`.

    Raises `StaleVersion` where somebody saved after `version` was read; `yours` are the words that met it.
    """
    found = visible(viewer).filter(uuid=goal_uuid).first()
    if found is None:
        raise NotVisible
    hold(found, version=version, yours={"words": yours})
    return visible(viewer).get(pk=found.pk)


def compose(viewer: Viewer, goal: Goal, content: Content, known: calendar.Calendar) -> None:
    """Put what was typed on a goal, without saving; the baseline stays what the data said last."""
    put_group(goal, content)
    put_standards(viewer, goal, content)
    put_measure(viewer, goal, content)
    put_deadline(viewer, goal, content, known)
    goal.result, goal.target = content.result.strip(), content.target
    goal.why, goal.visibility = content.why.strip(), content.visibility
    goal.unmet_a_reason = content.unmet_a_reason.strip()
    put_sentence(goal, content)


def write(viewer: Viewer, goal: Goal, content: Content, known: calendar.Calendar) -> None:
    """Save a draft's content, ask the data for its baseline, and let the sentence write itself."""
    check_may_write(viewer, goal)
    before = promise(goal)
    compose(viewer, goal, content, known)
    if promise(goal) != before:
        # Leave for an easier twin was given for the promise the leader read, not for the next one.
        goal.overrides.filter(rule=EASIER_TWIN).delete()
    areas = PriorityArea.objects.filter(analysis__unit=goal.unit, analysis__school_year=goal.school_year)
    goal.priority = areas.filter(uuid=content.priority).first() if content.priority else None
    put_baseline(viewer, goal, content.baseline_given)
    put_own_sentence(goal)
    if goal.state == State.RETURNED:
        goal.state = State.DRAFT
    goal.save()
    put_strategies(viewer, goal, content.strategies)
    values.put_stops(goal, content.stops)


def promise(goal: Goal) -> tuple[object, ...]:
    """Return what makes one promise easier than another: measure, target, day and students."""
    return goal.measure_id, goal.target, goal.deadline, goal.group_rule


def preview(viewer: Viewer, goal: Goal, content: Content, known: calendar.Calendar) -> None:
    """Put what was typed on a goal that is not going to be saved; the data are asked only about another group."""
    before = (goal.measure_id, goal.group_rule)
    compose(viewer, goal, content, known)
    if (goal.measure_id, goal.group_rule) != before:
        put_baseline(viewer, goal, content.baseline_given)
        put_own_sentence(goal)


def put_group(goal: Goal, content: Content) -> None:
    rule = GroupRule(content.group_label, frozenset(content.grades), content.conditions)
    goal.group_rule = values.stored_rule(rule)
    goal.group_label = content.group_label.strip() or group_words(rule)


def group_words(rule: GroupRule) -> str:
    """Name a group from its rule: "grade 4 students (English learner: Yes)"; nothing for a rule that says nothing."""
    if not rule.grades and not rule.conditions:
        return ""
    *first, last = [grade_word(grade) for grade in sorted(rule.grades)] or [""]
    who = f"students in grades {', '.join(first)} and {last}" if first else f"grade {last} students"
    who = who if rule.grades else "all students"
    limits = "; ".join(f"{c.attribute}: {', '.join(sorted(c.values))}" for c in rule.conditions)
    return f"{who} ({limits})" if limits else who


def grade_word(grade: int) -> str:
    """Write a grade as schools do: PK, K, 1 ..."""
    return {-1: "PK", 0: "K"}.get(grade, str(grade))


def put_standards(viewer: Viewer, goal: Goal, content: Content) -> None:
    """Cite the standards that were chosen; one the goal cites already stays, also when its framework let it go."""
    wanted = {str(key) for key in content.standards}
    if wanted != set(goal.standards):
        chosen = standards.citable(viewer, goal.district, wanted, kept=goal.standards)
        goal.standards = [str(one.uuid) for one in chosen]


def put_measure(viewer: Viewer, goal: Goal, content: Content) -> None:
    if content.measure is None:
        goal.measure = None
    elif goal.measure is None or goal.measure.uuid != content.measure:
        offered = measures(viewer, goal.district)
        goal.measure = next((each for each in offered if each.uuid == content.measure), None)
    goal.direction = goal.measure.direction if goal.measure else "up"
    # A yearly test meets other students each year; anything given more often can follow the same ones.
    usual = Comparison.SUCCESSIVE_COHORTS if goal.measure and goal.measure.is_yearly else Comparison.SAME_STUDENTS
    goal.comparison = content.comparison or (usual if goal.measure else "")
    goal.denominator = counted_in(goal.comparison)


def counted_in(comparison: str) -> Denominator:
    """Return who is counted (INV-10): the way of comparing has decided it, so nobody is asked.

    The list of the same students holds only those with a result at the start, so a reading counts students with
    both results; each year's group counts everyone who was tested.
    """
    return Denominator.MATCHED if comparison == Comparison.SAME_STUDENTS else Denominator.TESTED


def put_deadline(viewer: Viewer, goal: Goal, content: Content, known: calendar.Calendar) -> None:
    words = content.deadline_words.strip()
    named = point.resolve(words, known, today=viewer.today) if words else None
    goal.deadline_words, goal.deadline = words[:80], named.on if named else None


def put_baseline(viewer: Viewer, goal: Goal, given: uuid.UUID | None) -> None:
    """Fill the baseline from the data: the administration asked for, else the newest; nobody types it."""
    found = baseline_from_data(viewer, goal.unit, values.group_of(goal), goal.measure)
    chosen = next((each for each in found if each.administration_uuid == given), found[-1] if found else None)
    goal.baseline = round(chosen.value, 1) if chosen and chosen.value is not None else None
    goal.baseline_on = chosen.given_on if chosen else None
    goal.baseline_n = chosen.n if chosen else None
    goal.baseline_deviation = chosen.sd if chosen else None
    goal.baseline_administration_id = chosen.administration if chosen else None
    named = (str(goal.measure), chosen.window) if chosen else ()
    goal.baseline_source = ", ".join(part for part in named if part)
    goal.n_in_group = chosen.n + chosen.n_not_tested if chosen else None


def put_sentence(goal: Goal, content: Content) -> None:
    goal.statement_mode = values.FROM_FORMULA if content.own_words is None else values.OWN_WORDS
    goal.statement = content.own_words or ""
    put_own_sentence(goal)
    subject = goal.measure.subject if goal.measure else ""
    goal.title = ", ".join(part for part in (goal.group_label, subject) if part)[:200]


def put_own_sentence(goal: Goal) -> None:
    """Let the sentence of the formula follow the fields; own words stay as they were typed."""
    if goal.statement_mode == values.FROM_FORMULA:
        goal.statement = str(sentence(values.draft_of(goal)))


def put_strategies(viewer: Viewer, goal: Goal, lines: tuple[StrategyLine, ...]) -> None:
    known = {row.uuid: row for row in goal.strategies.all()}
    for line in lines:
        row = known.get(line.uuid) if line.uuid else None
        if not line.text.strip():
            if row:
                row.delete()
            continue
        row = row or Strategy(goal=goal, proposed_by_id=viewer.person_id, starts_on=viewer.today)
        row.kind, row.text = line.kind, line.text.strip()
        row.short_name = row.text[:40]
        row.how_it_differs, row.evidence_basis = line.how_it_differs.strip(), line.evidence_basis
        row.save()


@transaction.atomic
def save_purpose(viewer: Viewer, goal_uuid: uuid.UUID, purpose: Purpose, *, version: int | None) -> Goal:
    """Save a purpose goal; it needs meaning, never a number (INV-24)."""
    words = {"Title": purpose.title, "Meaning": purpose.meaning, "Why": purpose.why}
    goal = claim(viewer, goal_uuid, version=version, yours=words)
    goal.title, goal.statement, goal.why = purpose.title[:200], purpose.meaning, purpose.why
    goal.visibility = purpose.visibility
    goal.save(update_fields=["title", "statement", "why", "visibility"])
    keep(viewer, goal, words)
    return goal


def keep(viewer: Viewer, goal: Goal, words: Mapping[str, str], *, why: str = "") -> None:
    """Leave a revision of what was saved, with its words by field, and note it in the journal."""
    before = last_words(goal)
    goal.version += 1
    goal.save(update_fields=["version"])
    kept = {"words": dict(words), "note": why}
    Revision.objects.create(goal=goal, version=goal.version, values=kept, by_id=viewer.person_id, at=viewer.now)
    changed = {name for name in {**before, **words} if before.get(name) != words.get(name)}
    journal.record(
        "save goal",
        person_id=viewer.person_id,
        at=viewer.now,
        noun="goal",
        noun_uuid=goal.uuid,
        district_id=goal.district_id,
        before={name: before.get(name, "") for name in changed},
        after={name: words.get(name, "") for name in changed},
        why=why,
    )


def last_words(goal: Goal) -> dict[str, str]:
    """Return what the newest revision says, by field."""
    newest = goal.revisions.order_by("-version").values_list("values", flat=True).first()
    return dict(newest["words"]) if newest else {}


@transaction.atomic
def sign_on(viewer: Viewer, goal_uuid: uuid.UUID) -> Goal:
    """Put the viewer's own name under the goal; nobody signs for another (INV-40)."""
    goal = claim(viewer, goal_uuid, version=None, yours={})
    if not goal.parts.filter(person_id=writer(viewer)).exclude(kind=ENDORSER).exists():
        Part.objects.create(goal=goal, person_id=writer(viewer), kind="contributor", since=viewer.now)
    note(viewer, "sign on", goal)
    return goal


def note(viewer: Viewer, verb: str, goal: Goal, *, why: str = "", **after: object) -> None:
    journal.record(
        verb,
        person_id=viewer.person_id,
        at=viewer.now,
        noun="goal",
        noun_uuid=goal.uuid,
        district_id=goal.district_id,
        after={"state": goal.state, "statement": goal.statement, **after},
        why=why,
    )
