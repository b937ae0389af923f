"""What is worth saying aloud: the program proposes, people publish (domain.md 2.13, settled.md 36)."""

from collections.abc import Sequence
from datetime import date

from aimline.domain.calendar import Calendar
from aimline.domain.decision import Compared, Verdict, compare, seen
from aimline.domain.goal import Locked
from aimline.domain.measure import gain, is_percent, quantity
from aimline.domain.trend import Observed
from aimline.domain.words import Message, say


def propose(
    goal: Locked, observations: Sequence[Observed], verdict: Verdict, *, today: date, calendar: Calendar | None = None
) -> Message | None:
    """Propose one thing to celebrate in the readings; none where nothing rose (INV-54).

    A rise within chance is worded as an early sign. Below the line nothing is proposed: people may
    celebrate there all the same (settled.md 36).
    """
    readings = seen(goal, observations, today=today)
    if not readings:
        return None
    if verdict.target_reached:
        return say("The target is reached. Who and what made it happen?")
    compared = [compare(goal, reading, calendar) for reading in readings]
    if compared[-1].is_above and not any(each.is_above for each in compared[:-1]):
        return say("For the first time above the line by more than chance. What did you do differently?")
    return _step(goal, compared[-1], before=readings[-2].value if len(readings) > 1 else goal.baseline.value)


def _step(goal: Locked, latest: Compared, *, before: float) -> Message | None:
    step = gain(goal.measure.direction, before, latest.reading.value)
    if step <= 0 or latest.is_below:
        return None
    value = quantity(goal.measure, latest.reading.value)
    if step > latest.tolerance:
        return say("A step of more than chance: now {value}. Something works; say what.", value=value)
    return say("An early sign: now {value}. It may be chance; the effort is not.", value=value)


def distance(goal: Locked, value: float) -> Message:
    """Say how much of the way is behind, "19 of 23 points", also where the goal was not met (settled.md 36)."""
    won = gain(goal.measure.direction, goal.baseline.value, value)
    whole = abs(goal.target - goal.baseline.value)
    unit = "points" if is_percent(goal.measure.metric) else goal.measure.unit
    return say("{won} of {whole} {unit}", won=round(float(won), 1), whole=round(float(whole), 1), unit=unit)
