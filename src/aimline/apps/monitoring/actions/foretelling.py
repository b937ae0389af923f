"""What the readings of goals foretell: worked out when they arrive, from what is usual here where there is a group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import mean, median
from typing import TYPE_CHECKING

from aimline.apps.goals.models import Goal
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.models import Outlook, Reading
from aimline.apps.monitoring.queries.ambition import comparable
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.queries import BY_SHARE, generation
from aimline.apps.results.queries.changes import changes
from aimline.domain.aimline import tolerance
from aimline.domain.calendar import Calendar, school_weeks
from aimline.domain.goal import Comparison, Locked
from aimline.domain.measure import Direction, Metric

if TYPE_CHECKING:
    from aimline.growth.monitoring.group import Rise
    from aimline.growth.monitoring.judging import Limits, Verdict
    from aimline.growth.monitoring.prior import Grid, SlopePrior
    from aimline.growth.monitoring.series import Series

WEEK = 7
FEWEST_FOR_A_GROUP = 8
WORDS = 10.0  # how far one score of words a minute jumps: the unit of the model
GRADES_WITH_NORMS = range(1, 7)
LEAST_NOISE = 0.05  # of the way from start to target, where the spread of single scores is not known


@dataclass(frozen=True)
class Foretold:
    """The chance of the target in time and the middle 80 % of where it may end, in the measure's unit."""

    chance: float
    low: float
    high: float
    version: str
    rests_on: Mapping[str, object]


@dataclass(frozen=True)
class Watched:
    """A goal with its own readings, the oldest first, and the calendar of its district."""

    goal: Goal
    locked: Locked
    readings: tuple[Reading, ...]
    calendar: Calendar

    def week(self, on: date) -> float:
        """Count school weeks from the start; in a break the count stands still."""
        return school_weeks(self.calendar, self.locked.baseline.on, on)


def watched(goal: Goal, calendar: Calendar) -> Watched | None:
    """Return a goal that can be followed; none where a test answers once a year or nothing was read yet."""
    locked = queries.locked(goal)
    own = [each for each in goal.readings.all() if each.measure_id == goal.measure_id and each.n]
    own.sort(key=lambda each: each.on)
    before_the_end = bool(own) and own[-1].on < locked.deadline
    return Watched(goal, locked, tuple(own), calendar) if before_the_end and not locked.measure.yearly else None


def foretell(viewer: Viewer, goals: Sequence[Goal], calendars: Mapping[int, Calendar]) -> None:
    """Store what the readings of these goals say about their end, in place of what was said before."""
    # SciPy comes with the first readings, not with the first page.
    from aimline.growth.monitoring.judging import Limits
    from aimline.growth.references.shelf import shipped

    limits = shipped().prior(Limits, "verdict")
    followed = [each for goal in goals if (each := watched(goal, calendars[goal.district_id]))]
    by_share = {each.goal.pk: of_share(viewer, each) for each in followed if each.locked.measure.metric in BY_SHARE}
    found = by_share | of_means([each for each in followed if each.goal.pk not in by_share], calendars)
    readings = {each.goal.pk: each.readings for each in followed}
    for goal in goals:
        keep(goal, found.get(goal.pk), readings.get(goal.pk, ()), limits, today=viewer.today)


def keep(goal: Goal, found: Foretold | None, readings: Sequence[Reading], limits: "Limits", *, today: date) -> None:
    assert goal.target is not None
    assert goal.deadline is not None
    plan = queries.plan_of(goal)
    is_weekly = plan is not None and plan.cadence_days <= WEEK
    told: dict[str, object] = {"chance": None, "low": None, "high": None, "is_enough": False, "n_points": 0}
    if found:
        told = {
            "chance": found.chance, "low": found.low, "high": found.high, "version": found.version,
            "rests_on": dict(found.rests_on), "alarm_below": limits.alarm_weekly if is_weekly else limits.alarm_monthly,
            "is_enough": len(readings) >= limits.fewest_points, "n_points": len(readings),
            "last_on": readings[-1].on, "last_value": readings[-1].value,
        }  # fmt: skip
    about = {"made_on": today, "target": goal.target, "deadline": goal.deadline}
    goal.outlook, _ = Outlook.objects.update_or_create(goal=goal, defaults={**about, **told})


def of_share(viewer: Viewer, each: Watched) -> Foretold | None:
    """Follow a share of students: counts on interim checks, with a term for forms that differ (growth.md 3.7)."""
    from aimline.growth.monitoring import group

    goal, falls = each.locked, each.locked.measure.direction is Direction.DOWN
    counted = [(0.0, goal.baseline.value, goal.baseline.n)]
    counted += [(each.week(reading.on), reading.value, reading.n) for reading in each.readings]
    shares = [(week, 100 - value if falls else value, n) for week, value, n in counted]
    checks = [group.Check(week, round(share * n / 100), n) for week, share, n in shares]
    target = 1 - goal.target / 100 if falls else goal.target / 100
    try:
        follows = goal.comparison is Comparison.SAME_STUDENTS
        rise = usual_rise(viewer, each, same_students=follows)
        found = group.forecast(
            checks, target=target, due_week=each.week(goal.deadline), rise=rise, same_students=follows
        )
    except group.NoChecks:
        return None
    ends = sorted(100 * (1 - edge) if falls else 100 * edge for edge in found.band)
    rests_on = {"checks": found.n_checks, "learned_from": rise.n if rise else 0}
    return Foretold(found.chance, ends[0], ends[1], found.version, rests_on)


def usual_rise(viewer: Viewer, each: Watched, *, same_students: bool) -> "Rise | None":
    """Learn what is usual from how groups like this one changed in earlier years; none where they are few."""
    from aimline.growth.monitoring import group

    goal, known = each.goal, each.locked
    assert goal.measure is not None
    found = changes(
        viewer,
        goal.measure,
        made=generation(goal.district),
        start=known.baseline.on,
        end=known.deadline,
        same_students=same_students,
    )
    like_it = comparable(found, grades=sorted(known.group.grades), n=known.baseline.n)
    if len(like_it) < FEWEST_FOR_A_GROUP:
        return None
    falls = known.measure.direction is Direction.DOWN

    def check(value: float, n: int) -> group.Check:
        return group.Check(0.0, round((100 - value if falls else value) * n / 100), n)

    ends = [(check(one.before, one.n_before), check(one.after, one.n_after)) for one in like_it]
    return group.learn_rise(ends, same_students=same_students)


def of_means(followed: Sequence[Watched], calendars: Mapping[int, Calendar]) -> dict[int, Foretold]:
    """Follow means of scores by the averaged model, goals on one measure and grade together."""
    families: dict[tuple[int, str], list[Watched]] = {}
    for each in followed:
        assert each.goal.measure_id is not None
        families.setdefault((each.goal.measure_id, grade_of(each)), []).append(each)
    found: dict[int, Foretold] = {}
    for (measure_id, grade), own in families.items():
        every = own + companions(own, measure_id, grade, calendars)
        told = judged(every, grade)
        found |= {each.goal.pk: verdict for each, verdict in zip(own, told[: len(own)], strict=True) if verdict}
    return found


def companions(own: Sequence[Watched], measure_id: int, grade: str, calendars: Mapping[int, Calendar]) -> list[Watched]:
    """Return other goals in use on the same measure, to learn from what is usual here; none where they are few.

    Only groups that may be shown teach others what is usual.
    """
    others = Goal.objects.filter(measure_id=measure_id, state="active", district_id__in=list(calendars))
    others = others.exclude(pk__in=[each.goal.pk for each in own]).select_related("district", "measure", "unit", "plan")
    found = [watched(goal, calendars[goal.district_id]) for goal in others.prefetch_related(*queries.short())]
    fitting = [
        each for each in found
        if each and grade_of(each) == grade and min(r.n for r in each.readings) >= each.goal.district.n_min
    ]  # fmt: skip
    return fitting if len(own) + len(fitting) >= FEWEST_FOR_A_GROUP else []


def judged(every: Sequence[Watched], grade: str) -> list[Foretold | None]:
    """Judge goals on one measure in one pass: from eight on, each learns what is usual from the others."""
    from aimline.growth.monitoring import judging
    from aimline.growth.monitoring.series import NoSeries

    usual, models, unit = what_is_usual(every, grade)
    try:
        verdicts = judging.judge_group(
            [series_of(each) for each in every],
            usual,
            now_weeks=[each.week(each.readings[-1].on) for each in every],
            plan=judging.Plan(longest_gap=52.0, tolerance=unit * WORDS, unit=unit),
            models=models,
        )
    except NoSeries:
        return [None] * len(every)
    return [told(verdict, len(every)) for verdict in verdicts]


def told(verdict: "Verdict", n_together: int) -> Foretold:
    low, _, high = verdict.band
    rests_on = {
        "prior_share": verdict.prior_share, "residual_sd": verdict.residual_sd, "slope": verdict.slope,
        "sources": list(verdict.sources), "learned_from": n_together if n_together >= FEWEST_FOR_A_GROUP else 0,
    }  # fmt: skip
    return Foretold(verdict.chance, min(low, high), max(low, high), verdict.version, rests_on)


def series_of(each: Watched) -> "Series":
    from aimline.growth.monitoring.series import Point, Series

    goal = each.locked
    return Series(
        baseline=goal.baseline.value,
        points=tuple(Point(each.week(reading.on), reading.value) for reading in each.readings),
        target=goal.target,
        due_week=each.week(goal.deadline),
        direction=goal.measure.direction,
        baseline_noise=1.0,
        phases=tuple(each.week(on) for on in changed_on(each)),
    )


def changed_on(each: Watched) -> list[date]:
    """Return the days on which a strategy changed; whatever was begun after the lock came with an adjustment."""
    locked_on = each.goal.locked_on or date.max
    days = {line.starts_on for line in each.goal.strategies.all() if line.starts_on}
    return sorted(day for day in days if day > locked_on)


def what_is_usual(every: Sequence[Watched], grade: str) -> "tuple[SlopePrior, Grid, float]":
    """Give what is usual before the readings speak: published growth of oral reading, else nothing but their spread.

    A group's mean jumps less than one student's score: the model's unit is what chance does to these readings.
    """
    from aimline.growth.monitoring import prior
    from aimline.growth.references.shelf import shipped

    words, unit = prior.grid(shipped()), median(noise(each) for each in every) / WORDS
    series = [series_of(each) for each in every]
    models = words.scaled(unit, centre=mean(one.sign * one.baseline for one in series))
    if grade:
        return prior.oral_reading(shipped(), grade), replace(models, wander=words.wander), unit
    needed = mean(abs(one.needed_slope) for one in series if one.due_week > 0)
    return prior.without_norms(needed_slope=needed, unit=unit, shelf=shipped()), models, unit


def noise(each: Watched) -> float:
    """Return what chance does to a goal's readings, in the measure's unit; never less than a small part of the way."""
    goal = each.locked
    known = (tolerance(goal.measure, one.value, one.n, one.deviation) for one in each.readings)
    return max(median(known), abs(goal.target - goal.baseline.value) * LEAST_NOISE)


def grade_of(each: Watched) -> str:
    """Return the grade by which usual growth is known; empty where it is not."""
    grades = each.locked.group.grades
    if each.locked.measure.metric is not Metric.WCPM or len(grades) != 1:
        return ""
    grade = next(iter(grades))
    return str(grade) if grade in GRADES_WITH_NORMS else ""
