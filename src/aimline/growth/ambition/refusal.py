"""What the program does not rate, and why (growth.md 2.8)."""

from aimline.domain.refusal import AimlineError
from aimline.domain.words import Message, say


class NotRated(AimlineError):
    """A question that has no honest answer; the message says why, the hint what would have one."""


def demand_students(n: int) -> None:
    """Refuse a group of nobody. Raises NotRated."""
    if n <= 0:
        raise NotRated(
            "no-students",
            say("There are no students in this group, so there is nothing to rate."),
            say("Choose a group with students, or give their number."),
        )


def demand_same_test(baseline: str, result: str) -> None:
    """Refuse a comparison across tests, cut scores or scale editions. Raises NotRated."""
    if baseline != result:
        raise NotRated(
            "different-test",
            say(
                "Baseline and result come from different tests or editions: {one} and {other}.",
                one=baseline,
                other=result,
            ),
            say("Set a new baseline on the test that will give the result."),
        )


def demand_between(value: float, low: float, high: float, *, what: Message) -> None:
    """Refuse a value off its scale: it is a slip of the pen, not an ambition. Raises NotRated."""
    if not low <= value <= high:
        raise NotRated(
            "off-scale",
            say("{what} is {value}, outside {low} to {high}.", what=what, value=value, low=low, high=high),
            say("Check the number and the scale."),
        )


def demand_years(years: float, *, shortest: float, longest: float) -> None:
    """Refuse to look less than six weeks or more than three years ahead. Raises NotRated."""
    if not shortest <= years <= longest:
        raise NotRated(
            "horizon",
            say(
                "The time to the result is {years} years; this comparison is rated from 6 weeks to 3 years.",
                years=years,
            ),
            say("Set a milestone within three years, or use common assessments for shorter times."),
        )
