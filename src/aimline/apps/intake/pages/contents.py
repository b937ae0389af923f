"""What a file that was looked at holds and what it changes, in words and counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any  # a stored report is plain JSON

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aimline.apps.intake.actions.class_sets import EXCUSED, NOT_TESTED
from aimline.charts.drawing import Table
from aimline.domain.words import Message


@dataclass(frozen=True)
class Fact:
    """A number with its name."""

    label: str
    value: str


def facts(counts: dict[str, int]) -> tuple[Fact, ...]:
    """Return the counts of a file that are not zero."""
    named = [
        (_("Results"), "n_records"), (_("With a score"), "n_scored"), (_("Not tested"), "n_not_tested"),
        (_("Excused"), "n_excused"), (_("Without a score"), "n_not_scored"), (_("Set aside"), "n_set_aside"),
        (_("Left out"), "n_wrong"),
    ]  # fmt: skip
    return tuple(Fact(label, number_format(counts[name], force_grouping=True)) for label, name in named if counts[name])


def given_table(report: dict[str, Any]) -> Table:
    """Return the rows by test, school year and window, all districts together."""
    n_rows: dict[tuple[str, int, str, str], int] = {}
    for each in report["administrations"]:
        key = (each["measure"], each["school_year"], each["window"], each["given_on"])
        n_rows[key] = n_rows.get(key, 0) + each["n_rows"]
    rows = tuple(
        (
            measure if window == given_on else f"{measure} {window}".strip(),
            year_words(year),
            day(given_on),
            number_format(n, force_grouping=True),
        )
        for (measure, year, window, given_on), n in sorted(n_rows.items(), key=lambda row: (row[0][0], row[0][3]))
    )
    headers = (_("Test"), _("School year"), _("Day"), _("Results"))
    return Table(caption=_("What came in"), headers=headers, rows=rows, is_read_as_line=True)


def typed_table(typed: Sequence[tuple[str, str]]) -> Table:
    """Return what was typed in, a student at a time."""
    words = {NOT_TESTED: _("absent"), EXCUSED: _("excused")}
    rows = tuple((name, words.get(result, result)) for name, result in typed)
    return Table(caption=_("What was typed in"), headers=(_("Student"), _("Result")), rows=rows)


def year_words(ending: int) -> str:
    """Write a school year: 2024/25."""
    return f"{ending - 1}/{ending % 100:02}"


def day(text: str) -> str:
    """Write a stored day the way people read it."""
    return str(Message("{day}", {"day": date.fromisoformat(text)}))


def made(report: dict[str, Any]) -> tuple[str, ...]:
    """Return what the file adds to what is here: results, places and students."""
    lines = []
    if sentence := compared(report["compared"]):
        lines.append(sentence)
    if report["new_districts"]:
        lines.append(_("Districts: %(names)s.") % {"names": some(report["new_districts"])})
    if report["new_schools"]:
        lines.append(_("Schools: %(names)s.") % {"names": some(report["new_schools"])})
    n_new = report["n_new_students"]
    if n_new:
        new = ngettext("%(n)s student who is not here yet.", "%(n)s students who are not here yet.", n_new)
        lines.append(new % {"n": number_format(n_new, force_grouping=True)})
    return tuple(lines)


def adds(report: dict[str, Any]) -> bool:
    """Tell whether places or students come in with the results."""
    return bool(report["new_districts"] or report["new_schools"] or report["n_new_students"])


def compared(counts: dict[str, int]) -> str:
    """Return what the rows do to earlier results; empty where there are none."""
    n_changed, n_same = counts["n_changed"], counts["n_same"]
    if not n_changed and not n_same:
        return ""
    words = {name: number_format(n, force_grouping=True) for name, n in counts.items()}
    return _("Results: %(n_new)s new, %(n_changed)s change an earlier result, %(n_same)s the same as before.") % words


def some(names: list[str], most: int = 6) -> str:
    """Return a few names, and how many more there are."""
    if len(names) <= most:
        return ", ".join(names)
    return _("%(names)s and %(n)s more") % {"names": ", ".join(names[:most]), "n": len(names) - most}


def told(report: dict[str, Any]) -> tuple[str, ...]:
    """Return what stays because its cells are empty, which a preview tells at its head, and what is worth knowing."""
    return (*report.get("left", ()), *notes(report))


def notes(report: dict[str, Any]) -> tuple[str, ...]:
    """Return what is worth knowing and no problem."""
    lines = list(report["warnings"])
    for word, n in report["set_aside"].items():
        aside = ngettext(
            "%(n)s row of “%(word)s” is set aside, as the columns page says.",
            "%(n)s rows of “%(word)s” are set aside, as the columns page says.",
            n,
        )
        lines.append(aside % {"n": number_format(n, force_grouping=True), "word": word})
    n_twice = report["n_in_two_schools"]
    if n_twice:
        twice = ngettext(
            "%(n)s student was in two schools in one year; both are kept.",
            "%(n)s students were in two schools in one year; both are kept.",
            n_twice,
        )
        lines.append(twice % {"n": number_format(n_twice, force_grouping=True)})
    return tuple(lines)
