"""What a single value must look like, by the kind of its column."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from aimline.exchange.letters import UNSEEN
from aimline.exchange.oneroster.layout import Column, Kind, Layout

GRADES = frozenset({"IT", "PR", "PK", "TK", "KG", "PS", "UG", "Other"} | {f"{grade:02d}" for grade in range(1, 14)})
HIDDEN = re.compile(f"[{UNSEEN}]")
LONGEST = 32_768
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_YEAR = re.compile(r"(19|20|21)\d{2}")


@lru_cache(maxsize=4_096)
def day(text: str) -> date | None:
    """Read a day such as 2026-05-29, or None."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_moment(text: str) -> bool:
    return bool(_MOMENT.fullmatch(text)) and day(text[:10]) is not None


_FITS: dict[Kind, tuple[Callable[[str], object], str]] = {
    Kind.DATE: (day, "value-date"),
    Kind.MOMENT: (_is_moment, "value-moment"),
    Kind.FLAG: (lambda text: text.lower() in {"true", "false"}, "value-flag"),
    Kind.NUMBER: (_NUMBER.fullmatch, "value-number"),
    Kind.YEAR: (_YEAR.fullmatch, "value-year"),
    Kind.EMAIL: (_EMAIL.fullmatch, "value-email"),
    Kind.GRADES: (lambda text: all(one in GRADES for one in listed(text)), "value-grade"),
}


def listed(text: str) -> list[str]:
    """Split a list inside one field at its commas."""
    return [one.strip() for one in text.split(",") if one.strip()]


def broken(column: Column, text: str, layout: Layout) -> str:
    """Give the rule that a value breaks by itself, or an empty text; the value is stripped and not empty."""
    if len(text) > LONGEST:
        return "value-long"
    if (not text.isascii() and HIDDEN.search(text)) or "\0" in text:
        return "value-hidden"
    if column.kind is Kind.WORD:
        return "" if layout.allows(column.target, text) else "value-word"
    fits, rule = _FITS.get(column.kind, (None, ""))
    return rule if fits is not None and not fits(text) else ""
