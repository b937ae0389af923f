"""The few facts beside a goal's picture: how far, which way, how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aimline.apps.goals.models import Goal
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.models import Outlook
from aimline.apps.monitoring.queries.gaps import WatchedGap
from aimline.apps.monitoring.queries.outlook import outlook_of
from aimline.domain import cadence
from aimline.domain.aimline import students_to_reach, whole_students
from aimline.domain.ambition import Ambition
from aimline.domain.calendar import Calendar
from aimline.domain.celebration import distance
from aimline.domain.decision import Verdict
from aimline.domain.goal import Locked
from aimline.domain.measure import Quantity, is_percent, quantity
from aimline.domain.trend import Observed, Trend
from aimline.domain.words import Message, say

TRENDS = {
    Trend.IMPROVING: say("improving"),
    Trend.DECLINING: say("declining"),
    Trend.FLAT: say("flat: no more than chance"),
    Trend.TOO_FEW: say("too few points yet"),
}


RATINGS = {
    Ambition.TOO_EASY: say("too easy"),
    Ambition.REALISTIC: say("realistic"),
    Ambition.STRETCH: say("a stretch"),
    Ambition.VERY_HARD: say("very hard"),
}


@dataclass(frozen=True)
class Fact:
    """A short name and what there is to say."""

    name: Message
    text: Message


def facts(
    goal: Goal,
    locked: Locked,
    numbers: queries.Numbers,
    verdict: Verdict,
    today: date,
    *,
    last_look: date | None,
    ahead: Outlook | None,
) -> tuple[Fact, ...]:
    """Return the facts of a goal page, in the order of a review: comparison, trend, what lies ahead, time left."""
    found = []
    if numbers.baseline.shown:
        found += comparison(locked, numbers.observed)
        found.append(Fact(say("Trend"), TRENDS[verdict.trend]))
        found += lies_ahead(locked, ahead) if ahead else []
    if goal.state == "active":
        found += time_left(goal, locked, today)
        found += [Fact(say("Last discussed"), days_ago(last_look, today))] if last_look else []
    found.append(Fact(say("Target locked"), say("{on}", on=locked.locked_on)))
    if numbers.baseline.shown:
        found += ambition(goal)
    return tuple(found)


def lies_ahead(locked: Locked, ahead: Outlook) -> list[Fact]:
    """Say the chance in words and where the goal may end, with the readings that it rests on."""
    from aimline.growth.ambition import wording

    if ahead.chance is None or ahead.low is None or ahead.high is None:
        return []
    low, high = Quantity(round(ahead.low, 1), ""), quantity(locked.measure, round(ahead.high, 1))
    likely = Fact(say("Where this leads"), say("{low} to {high}, in 8 of 10 such cases", low=low, high=high))
    if not ahead.is_enough:
        n = say("1 reading so far") if ahead.n_points == 1 else say("{n} readings so far", n=ahead.n_points)
        return [
            likely,
            Fact(say("Chance of the target"), say("too early to say: {readings}, four are needed", readings=n)),
        ]
    text = say("{chance}, from {n} readings", chance=wording.chance(ahead.chance), n=ahead.n_points)
    return [likely, Fact(say("Chance of the target"), text), *_usual(ahead)]


def _usual(ahead: Outlook) -> list[Fact]:
    """Say whether others taught the forecast what is usual; for a share nothing else does, so it is careful."""
    n = ahead.rests_on.get("learned_from", 0)
    if n:
        return [Fact(say("What is usual"), say("learned from {n} others", n=n))]
    if "checks" in ahead.rests_on:
        return [Fact(say("What is usual"), say("not known here yet, so these readings speak alone"))]
    return []


def gap(watched: WatchedGap | None) -> tuple[Fact, ...]:
    """Say what the rule of the gap found and from which counts; nothing where the viewer may not see both sides."""
    if watched is None:
        return ()
    named = say("Gap: {group}", group=watched.group)
    if not watched.days:
        return (Fact(named, watched.sentence),)
    return (Fact(named, say("{found} {points}", found=watched.sentence, points=watched.points)),)


def ambition(goal: Goal) -> list[Fact]:
    """Say how ambitious the target was found when it was locked; nothing where it has changed since."""
    from aimline.growth.ambition import wording

    found = outlook_of(goal)
    if found is None or not found.ambition or found.ambition.get("target") != goal.target:
        return []
    text = say(
        "{rating}: {chance} if nothing changes",
        rating=RATINGS[Ambition(found.ambition["rating"])],
        chance=wording.chance(found.ambition["p_same"]),
    )
    return [Fact(say("When it was set"), text)]


def comparison(locked: Locked, observed: Sequence[Observed]) -> list[Fact]:
    """Compare the newest reading with baseline and target, percentages in whole students too."""
    if not observed:
        return []
    newest, direction = observed[-1], locked.measure.direction
    found = [Fact(say("Since the start"), distance(locked, newest.value))]
    if is_percent(locked.measure.metric) and newest.n:
        there = whole_students(newest.value, newest.n)
        needed = students_to_reach(direction, locked.target, newest.n)
        text = say("{there} now, {needed} at the target, of {n}", there=there, needed=needed, n=newest.n)
        found.append(Fact(say("Students"), text))
    return found


def time_left(goal: Goal, locked: Locked, today: date) -> list[Fact]:
    n_days = (locked.deadline - today).days
    n_points = sum(look.on >= today for look in queries.checkpoints(goal))
    left = say("1 day left") if n_days == 1 else say("{n} days left", n=n_days)
    if n_days < 0:
        return [Fact(say("Over"), say("since {on}", on=locked.deadline))]
    looks = say("1 more look planned") if n_points == 1 else say("{n} more looks planned", n=n_points)
    return [Fact(say("Time"), say("{days}, {looks}", days=left, looks=looks))]


def days_ago(day: date, today: date) -> Message:
    n_days = (today - day).days
    if n_days <= 0:
        return say("today")
    return say("yesterday") if n_days == 1 else say("{n} days ago", n=n_days)


def overdue(goal: Goal, last_look: date | None, *, today: date, calendar: Calendar) -> Message | None:
    """Say that the team's month is over, or nothing (INV-50, PL-11)."""
    since = last_look or goal.locked_on
    if goal.state != "active" or since is None or not cadence.overdue(since, today=today, calendar=calendar):
        return None
    if last_look is None:
        return say("Not looked at together yet. Two questions and a date, under a minute.")
    return say("Last look: {on}. Two questions and a date, under a minute.", on=last_look)


def points_of(locked: Locked, observed: Sequence[Observed], count: int) -> Message:
    """Name the readings a rule looked at: "76 % on 9 January, 69 % on 10 December"."""
    readings = [each for each in observed if each.on > locked.baseline.on][-count:]
    named = [say("{value} on {on}", value=quantity(locked.measure, each.value), on=each.on) for each in readings]
    joined = named[-1]
    for each in reversed(named[:-1]):
        joined = say("{later}, {earlier}", later=joined, earlier=each)
    return joined
