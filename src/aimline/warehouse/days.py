"""SQL that reads the day of a test, as a mapping says that days are written."""

from aimline.exchange import serials
from aimline.exchange.mapping import LOST_ZERO, Mapping
from aimline.warehouse.workspace import quote

# What stands after a date: 2023-08-21T17:28:05.852Z, 1/2/2026 6:27.
TIME_OF_DAY = r"[T ]+[0-9]{1,2}:[0-9]{2}.*$"


def number_of(mapping: Mapping) -> str:
    """Give the SQL of the day of a row, counted from 1970, null where its date cannot be read."""
    forms = dict.fromkeys((mapping.date_format, "%Y-%m-%d"))
    bare = f"regexp_replace(date_text, {quote(TIME_OF_DAY)}, '')"
    day = f"(case when contains(date_text, ':') then {bare} else date_text end)"
    readings = ", ".join(_reading(day, form) for form in forms)
    return f"(coalesce({readings}) - date '1970-01-01')::integer"


def _reading(day: str, form: str) -> str:
    """Give the SQL of a text read as a date in one form, null where it is none."""
    start = serials.STARTS.get(form)
    if start is None:
        return f"try_strptime({_with_lost_zero(day, form)}, {quote(form)})::date"
    number = f"floor(try_cast({day} as double))::integer"
    return f"(case when regexp_full_match({day}, {quote(serials.FORM.pattern)}) then date '{start}' + {number} end)"


def _with_lost_zero(day: str, form: str) -> str:
    """Give a day without signs the zero that a spreadsheet took: 4232025 is 04232025."""
    length = LOST_ZERO.get(form)
    return f"(case when length({day}) = {length - 1} then '0' || {day} else {day} end)" if length else day
