"""A school calendar as a TOML file: the days behind "end of Q3", "MOY" and "by winter break"."""

import tomllib
from datetime import date
from pathlib import Path

from aimline.domain.calendar import Break, Calendar, SchoolYear, Term, Window
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say


class CalendarUnreadable(AimlineError):
    """The calendar file is missing or does not say what a school year needs."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(
            "calendar-unreadable",
            say("The calendar {path} could not be read: {problem}.", path=path, problem=problem.rstrip(".")),
            say(
                "A school year needs [[year]] with ending, starts_on and ends_on; "
                "terms, windows and breaks are lists of tables."
            ),
        )


def read(path: Path | None) -> Calendar | None:
    """Read school years: [[year]] with ending, starts_on, ends_on, and its terms, windows and breaks.

    Without a path there is no calendar. Raises CalendarUnreadable.
    """
    if path is None:
        return None
    try:
        pack = tomllib.loads(path.read_text(encoding="utf-8"))
        return Calendar(tuple(_year(one) for one in pack["year"]))
    except KeyError as problem:
        raise CalendarUnreadable(path, f"{problem.args[0]} is missing") from problem
    except (OSError, ValueError, TypeError) as problem:
        raise CalendarUnreadable(path, str(problem)) from problem


def _year(one: dict[str, object]) -> SchoolYear:
    def rows(name: str) -> list[dict[str, object]]:
        found = one.get(name, [])
        if not isinstance(found, list):
            raise TypeError(f"{name} is no list")
        return found

    return SchoolYear(
        _whole(one["ending"]),
        _date(one["starts_on"]),
        _date(one["ends_on"]),
        tuple(
            Term(str(row["kind"]), _whole(row["number"]), _date(row["starts_on"]), _date(row["ends_on"]))
            for row in rows("terms")
        ),
        tuple(Window(str(row["kind"]), _date(row["opens_on"]), _date(row["closes_on"])) for row in rows("windows")),
        tuple(
            Break(_date(row["starts_on"]), _date(row["ends_on"]), str(row.get("name", ""))) for row in rows("breaks")
        ),
    )


def _date(value: object) -> date:
    if type(value) is not date:
        raise TypeError(f"{value} is no day such as 2026-05-29")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value} is no whole number")
    return value
