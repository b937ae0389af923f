"""Days as a spreadsheet counts them: 46034 is 12 January 2026, where a cell is not formatted as a date."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

SERIAL, SERIAL_1904 = "serial", "serial-1904"
# Day 0. Excel takes 1900 for a leap year, so that of the days after its February is one earlier.
STARTS = {SERIAL: date(1899, 12, 30), SERIAL_1904: date(1904, 1, 1)}
EXAMPLES = {SERIAL: "46034", SERIAL_1904: "44572"}
FORM = re.compile(r"[0-9]{5}(?:[.][0-9]+)?")
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST, LAST = date(2000, 1, 1), date(2050, 1, 1)


def read(text: str, form: str) -> date | None:
    """Read a day as a spreadsheet counts it, with or without the time of day behind the point."""
    return STARTS[form] + timedelta(days=int(text.split(".", maxsplit=1)[0])) if FORM.fullmatch(text) else None


def are_serials(values: Sequence[str]) -> bool:
    """Tell whether values are days as a spreadsheet counts them, in the years of schools today.

    Some cells of such a column may be formatted as dates.
    """
    counted = [value for value in values if not ISO.fullmatch(value)]
    days = [read(value, SERIAL) for value in counted]
    return bool(days) and all(day is not None and FIRST <= day < LAST for day in days)
