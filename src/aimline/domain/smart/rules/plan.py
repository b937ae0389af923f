"""PL: what a goal's plan and its monitoring still need, and when it has gone quiet (domain.md 4.8)."""

from collections.abc import Callable
from datetime import date, timedelta

from aimline.domain.cadence import MAX_DAYS, overdue
from aimline.domain.rule import RuleKind
from aimline.domain.smart.plans import ActionStep, Checkpoint, Look, Plan, Watched
from aimline.domain.smart.report import Severity
from aimline.domain.smart.rule import Hit, Rule, Sample
from aimline.domain.strategy import Evidence, Strategy, StrategyKind, StrategyState, plan_gaps
from aimline.domain.trend import Trend
from aimline.domain.words import say

_UNTOUCHED = timedelta(days=60)
_DECIDE = timedelta(days=14)
_CELEBRATE = timedelta(days=45)
_LOOKS = 3
_QUIET = frozenset({Trend.FLAT, Trend.DECLINING})


def _gap(code: str) -> Callable[[Watched], Hit | None]:
    """Ask the plan's own gaps; without any strategy PL-01 says it all."""

    def find(seen: Watched) -> Hit | None:
        if not seen.plan.alive:
            return None
        gaps = (gap for gap in plan_gaps(seen.plan.strategies, reasons=seen.plan.reasons) if gap.code == code)
        first = next(gaps, None)
        return Hit(values={"ask": first.message}) if first else None

    return find


def _no_strategy(seen: Watched) -> Hit | None:
    return None if seen.plan.alive or seen.plan.borrows_strategies else Hit()


def _loose_step(seen: Watched) -> Hit | None:
    step = next((each for each in seen.plan.steps if not each.owner.strip() or each.due_on is None), None)
    return Hit(values={"step": step.text}) if step else None


def _no_schedule(seen: Watched) -> Hit | None:
    plan = seen.plan
    return None if plan.borrows_schedule or (plan.checkpoints and plan.cadence_days) else Hit()


def _missing_kind(seen: Watched) -> Hit | None:
    missing = [kind for kind in RuleKind if kind not in seen.plan.rule_kinds]
    if not missing or seen.plan.borrows_strategies:
        return None
    return Hit(values={"kind": missing[0].replace("_", " ")})


def _empty_checkpoint(seen: Watched) -> Hit | None:
    empty = next((each for each in seen.plan.checkpoints if not each.assessment.strip()), None)
    return Hit(values={"day": empty.on}) if empty else None


def _rare(seen: Watched) -> Hit | None:
    days = seen.plan.cadence_days
    return Hit(values={"days": days}) if days is not None and days > MAX_DAYS else None


def _overdue(seen: Watched) -> Hit | None:
    last = max((look.on for look in seen.plan.looks), default=seen.plan.activated_on)
    if last is None or not overdue(last, today=seen.today, calendar=seen.calendar):
        return None
    return Hit(values={"day": last})


def _no_data(seen: Watched) -> Hit | None:
    due = [each for each in seen.plan.checkpoints if each.on <= seen.today and not each.has_data]
    return Hit(values={"assessment": due[-1].assessment or say("data")}) if len(due) >= 2 else None


def _forgotten(seen: Watched) -> Hit | None:
    plan = seen.plan
    touched = plan.touched_on or plan.activated_on
    if touched is None or plan.deadline is None:
        return None
    quiet = seen.today - touched >= _UNTOUCHED and plan.deadline - seen.today > _UNTOUCHED
    return Hit(values={"day": touched}) if quiet else None


def _undecided(seen: Watched) -> Hit | None:
    fired, decided = seen.plan.rule_fired_on, seen.plan.decided_on
    if fired is None or (decided is not None and decided >= fired):
        return None
    return Hit(values={"day": fired}) if seen.today - fired >= _DECIDE else None


def _flat(seen: Watched) -> Hit | None:
    plan = seen.plan
    last = sorted(plan.looks, key=lambda look: look.on)[-_LOOKS:]
    used = any(each.state in (StrategyState.IN_USE, StrategyState.SELECTED) for each in plan.strategies)
    flat = len(last) == _LOOKS and all(look.trend in _QUIET for look in last)
    changed = flat and plan.adjusted_on is not None and plan.adjusted_on >= last[0].on
    return Hit(values={"n": _LOOKS}) if used and flat and not changed else None


def _uncelebrated(seen: Watched) -> Hit | None:
    plan = seen.plan
    since = plan.celebrated_on or plan.activated_on
    if since is None or plan.rose_on is None or plan.rose_on <= since:
        return None
    return Hit(values={"day": plan.rose_on}) if seen.today - since > _CELEBRATE else None


def _off_agenda(seen: Watched) -> Hit | None:
    return Hit() if seen.plan.on_agenda is False else None


_TODAY = date(2026, 1, 12)
_TEACH = Strategy(
    StrategyKind.INSTRUCTION,
    "Blend sounds in small groups",
    "in groups of four",
    is_new=True,
    evidence=Evidence.RESEARCH,
)
_SEE = Strategy(StrategyKind.ASSESSMENT, "Three-word exit check")
_HELP = Strategy(StrategyKind.INTERVENTION, "Second round on Thursdays")
_MORE = Strategy(StrategyKind.EXTENSION, "Write own sentences")
_OLD = Strategy(StrategyKind.INSTRUCTION, "Phonics lesson as before")
_ALL = (_TEACH, _SEE, _HELP, _MORE)
_FALL = (
    Checkpoint(date(2025, 10, 17), "October CFA", has_data=True),
    Checkpoint(date(2025, 12, 12), "December CFA", has_data=True),
)
_QUIET_LOOKS = tuple(Look(date(2025, month, 10), Trend.FLAT) for month in (10, 11, 12))


def _shown(text: str, plan: Plan) -> Sample[Watched]:
    return Sample(text, Watched(plan, _TODAY))


RULES: tuple[Rule[Watched], ...] = (
    Rule(
        "PL-01",
        Severity.BLOCK,
        "No strategies.",
        "A goal without a plan is a wish, and wishes teach nobody.",
        _shown("A plan without strategies.", Plan()),
        _shown("Small-group blending, an exit check, a second round on Thursdays, own sentences.", Plan(_ALL)),
        "There is no strategy yet.",
        "How will this happen?",
        _no_strategy,
        guard="A short-term goal and a classroom goal may borrow the plan of the goal above.",
    ),
    Rule(
        "PL-02",
        Severity.WARN,
        "No instruction strategy, or no assessment approach.",
        "Learning changes when teaching changes, and only seeing it tells.",
        _shown("One strategy: small-group blending.", Plan((_TEACH,))),
        _shown("Small-group blending, and a three-word exit check.", Plan((_TEACH, _SEE))),
        "One half of the work has no strategy yet.",
        "{ask}",
        _gap("PL-02"),
    ),
    Rule(
        "PL-03",
        Severity.ADVISE,
        "No answer for students who have not learned it, or for those who already know it.",
        "Every class has both, on the very first day.",
        _shown("Teaching and an exit check, and nothing else.", Plan((_TEACH, _SEE))),
        _shown("Teaching, an exit check, a second round on Thursdays, own sentences.", Plan(_ALL)),
        "Two of the four questions are easy to forget.",
        "{ask}",
        _gap("PL-03"),
        guard="A written reason why one is left out answers the question.",
    ),
    Rule(
        "PL-04",
        Severity.ADVISE,
        "No strategy is new, or nobody said how it differs.",
        "What stays the same brings students the same.",
        _shown("The phonics lesson as before.", Plan((_OLD, _SEE))),
        _shown("Blending in groups of four, instead of the whole class.", Plan((_TEACH, _SEE))),
        "Same work, same result?",
        "What will be different from before?",
        _gap("PL-04"),
    ),
    Rule(
        "PL-05",
        Severity.ADVISE,
        "No strategy says what makes people expect it to work.",
        "Students' time is too short for what nobody has reason to trust.",
        _shown("An exit check, without any reason.", Plan((_OLD, _SEE))),
        _shown("Small-group blending: research on early reading.", Plan((_TEACH, _SEE))),
        "No strategy names a reason yet.",
        "What makes you expect it to work?",
        _gap("PL-05"),
    ),
    Rule(
        "PL-06",
        Severity.WARN,
        "An action step without an owner or a date.",
        "What nobody is to do by any day does not reach students.",
        _shown("Step: order decodable books.", Plan(_ALL, steps=(ActionStep("Order decodable books"),))),
        _shown(
            "Step: order decodable books, Ms. Rivera, by 26 January 2026.",
            Plan(_ALL, steps=(ActionStep("Order decodable books", "Ms. Rivera", date(2026, 1, 26)),)),
        ),
        "“{step}” has no owner or no date.",
        "Who, by when?",
        _loose_step,
    ),
    Rule(
        "PL-07",
        Severity.BLOCK,
        "No days to look at data.",
        "Help that comes after the last test comes too late.",
        _shown("No checkpoints and no rhythm.", Plan(_ALL)),
        _shown("Every four weeks, with the October and December CFA.", Plan(checkpoints=_FALL, cadence_days=28)),
        "There are no days to look yet.",
        "When will you look?",
        _no_schedule,
        guard="A classroom goal may borrow the team's days.",
    ),
    Rule(
        "PL-08",
        Severity.BLOCK,
        "One of the three decision rules (on track, adjust, intensify) is missing.",
        "Agreed beforehand, a change comes in time; argued afterwards, it comes late.",
        _shown("Only: on track, we go on.", Plan(rule_kinds=frozenset({RuleKind.ON_TRACK}))),
        _shown("On track we go on, below we adjust, twice below we intensify.", Plan(rule_kinds=frozenset(RuleKind))),
        "There is no rule for “{kind}” yet.",
        "Decide now what would make you change course.",
        _missing_kind,
        guard="A short-term goal borrows the rules of its annual goal.",
    ),
    Rule(
        "PL-09",
        Severity.WARN,
        "A day to look without an assessment behind it.",
        "A meeting without student work talks about something else.",
        _shown("13 February 2026: no assessment.", Plan(checkpoints=(Checkpoint(date(2026, 2, 13)),))),
        _shown("13 February 2026: February CFA.", Plan(checkpoints=(Checkpoint(date(2026, 2, 13), "February CFA"),))),
        "There is no assessment behind {day}.",
        "Which data will you have on that day?",
        _empty_checkpoint,
    ),
    Rule(
        "PL-10",
        Severity.WARN,
        "More than 31 days between two looks.",
        "Six unseen weeks are a sixth of a child's school year.",
        _shown("A look every 45 days.", Plan(cadence_days=45)),
        _shown("A look every 28 days.", Plan(cadence_days=28)),
        "{days} days between two looks is long.",
        "Monthly at least?",
        _rare,
    ),
    Rule(
        "PL-11",
        Severity.WARN,
        "The last review is more than 31 days ago.",
        "What nobody looks at, nobody can mend for students.",
        _shown("Last review on 14 October 2025, today 12 January 2026.", Plan(looks=(Look(date(2025, 10, 14)),))),
        _shown("Last review on 18 December 2025, today 12 January 2026.", Plan(looks=(Look(date(2025, 12, 18)),))),
        "Last look: {day}.",
        "Five questions, five minutes: shall we?",
        _overdue,
        guard="Vacations of more than two weeks do not count.",
    ),
    Rule(
        "PL-12",
        Severity.WARN,
        "Two planned days have passed without data.",
        "A chart that has stopped cannot tell who needs help.",
        _shown(
            "October and December CFA: not entered.",
            Plan(checkpoints=tuple(Checkpoint(each.on, each.assessment) for each in _FALL)),
        ),
        _shown("October and December CFA: entered.", Plan(checkpoints=_FALL)),
        "The chart has stopped.",
        "Can someone enter {assessment}?",
        _no_data,
    ),
    Rule(
        "PL-13",
        Severity.WARN,
        "Nobody has touched the goal for 60 days, and more than 60 days remain.",
        "Set in August and forgotten until June: the students of this year will not come back.",
        _shown(
            "Last touched on 20 October 2025, due on 22 May 2026.",
            Plan(touched_on=date(2025, 10, 20), deadline=date(2026, 5, 22)),
        ),
        _shown(
            "Last touched on 18 December 2025, due on 22 May 2026.",
            Plan(touched_on=date(2025, 12, 18), deadline=date(2026, 5, 22)),
        ),
        "Untouched since {day}.",
        "Still alive? Recommit, adjust or hand over.",
        _forgotten,
    ),
    Rule(
        "PL-14",
        Severity.WARN,
        "A decision rule has spoken, and nothing was decided for two weeks.",
        "Two weeks of waiting are two weeks of the same lesson.",
        _shown("The rule spoke on 15 December 2025; no decision.", Plan(rule_fired_on=date(2025, 12, 15))),
        _shown(
            "The rule spoke on 15 December 2025; decided on 19 December.",
            Plan(rule_fired_on=date(2025, 12, 15), decided_on=date(2025, 12, 19)),
        ),
        "The rule you agreed on has spoken on {day}.",
        "What do you decide?",
        _undecided,
    ),
    Rule(
        "PL-15",
        Severity.ADVISE,
        "Three reviews flat or declining, and the strategy is still the same.",
        "Students have shown that they need something else.",
        _shown("Three flat looks, no change.", Plan(_ALL, looks=_QUIET_LOOKS)),
        _shown(
            "Three flat looks; since November the groups are smaller.",
            Plan(_ALL, looks=_QUIET_LOOKS, adjusted_on=date(2025, 11, 12)),
        ),
        "Same plan, flat line over {n} looks.",
        "Which family of change: more of it, something else, or help?",
        _flat,
    ),
    Rule(
        "PL-16",
        Severity.ADVISE,
        "A reading rose above the line, and nobody has celebrated for 45 days.",
        "Children and teachers go on with what is seen.",
        _shown(
            "Above the line on 12 December 2025, last celebration on 20 October.",
            Plan(rose_on=date(2025, 12, 12), celebrated_on=date(2025, 10, 20)),
        ),
        _shown(
            "Above the line on 12 December 2025, celebrated on 15 December.",
            Plan(rose_on=date(2025, 12, 12), celebrated_on=date(2025, 12, 15)),
        ),
        "Something went well on {day}.",
        "Who says it aloud?",
        _uncelebrated,
    ),
    Rule(
        "PL-17",
        Severity.ADVISE,
        "The goal is not a standing item of the unit's meetings.",
        "What is on the agenda is what students' time is spent on.",
        _shown("Not on the team's agenda.", Plan(on_agenda=False)),
        _shown("A standing item of the team's meetings.", Plan(on_agenda=True)),
        "This goal is on no agenda.",
        "Shall we put it there?",
        _off_agenda,
        guard="Silent where the program does not know the meetings.",
    ),
)
