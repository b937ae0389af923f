"""When things happen in Prairie Rose: its today, its school years, the days on which measures are given."""

from datetime import date, timedelta

from aimline.domain.calendar import Break, SchoolYear, Term, Window

N_YEARS = 3
# Window: the day on which it is given, as (months after the September in which the year starts, day of the month).
GIVEN = {
    "BOY": (0, 18),
    "October": (1, 16),
    "November": (2, 13),
    "December": (3, 11),
    "MOY": (4, 9),
    "February": (5, 13),
    "March": (6, 13),
    "Spring": (8, 12),
    "EOY": (8, 28),
}


def today_of(clock: date) -> date:
    """Return the latest 12 January that is not in the future (settled 1)."""
    this_year = date(clock.year, 1, 12)
    return this_year if this_year <= clock else date(clock.year - 1, 1, 12)


def day(ending: int, months: int, number: int) -> date:
    """Return a day of a school year, moved off a weekend to the Friday before."""
    month = 9 + months
    found = date(ending - 1, month, number) if month <= 12 else date(ending, month - 12, number)
    return found - timedelta(days=max(0, found.weekday() - 4))


def given_on(ending: int, window: str) -> date:
    """Return the day on which a window's measures are given in the school year ending in `ending`."""
    return day(ending, *GIVEN[window])


def school_year(ending: int) -> SchoolYear:
    """Describe one school year: three terms, three testing windows, the breaks of southern Manitoba."""
    starts, ends = day(ending, 0, 4), day(ending, 9, 29)
    halves = [day(ending, 2, 28), day(ending, 6, 20)]
    monday = date(ending, 3, 30) - timedelta(days=date(ending, 3, 30).weekday())
    quarters = [day(ending, 1, 31), day(ending, 4, 30), day(ending, 6, 20)]
    return SchoolYear(
        ending=ending,
        starts_on=starts,
        ends_on=ends,
        terms=(
            *terms("trimester", [starts, *halves, ends]),
            *terms("quarter", [starts, *quarters, ends]),
            *terms("semester", [starts, quarters[1], ends]),
        ),
        windows=(
            Window("BOY", day(ending, 0, 8), day(ending, 0, 26)),
            Window("MOY", day(ending, 4, 5), day(ending, 4, 23)),
            Window("EOY", day(ending, 8, 18), day(ending, 9, 5)),
        ),
        breaks=(
            Break(date(ending - 1, 12, 22), date(ending, 1, 2), "Winter break"),
            Break(monday, monday + timedelta(days=4), "Spring break"),
        ),
    )


def terms(kind: str, edges: list[date]) -> tuple[Term, ...]:
    """Return the terms between the given edges: each begins on the day after the one before it ends."""
    starts = [edges[0], *(edge + timedelta(days=1) for edge in edges[1:-1])]
    spans = zip(starts, edges[1:], strict=True)
    return tuple(Term(kind=kind, number=n, starts_on=a, ends_on=b) for n, (a, b) in enumerate(spans, 1))
