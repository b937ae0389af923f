"""The report of an import as a file to keep: where it stands, what it holds and changes, and what was left out."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from aimline.apps.intake.models import Upload
from aimline.apps.intake.pages import (
    called,
    class_count,
    contents,
    frameworks,
    is_counted,
    is_roster,
    rosters,
    state_words,
)
from aimline.apps.intake.pages.left_out import csv_line, rows_left_out
from aimline.charts.drawing import Table
from aimline.domain.words import write
from aimline.exchange.oneroster.finding import place_in

Row = tuple[str, str, str]  # the part of the report, what is told, and how much or what it is


def report_lines(upload: Upload) -> Iterator[str]:
    """Give the report of an import line by line as CSV; what was left out comes last, row by row."""
    yield csv_line((_("Part"), _("What"), _("Value")))
    for row in (*about(upload), *told(upload)):
        yield csv_line(row)
    for file, line, column, value, message, hint in rows_left_out(upload):
        where = ", ".join(part for part in (place_in(file, line), column, value) if part)
        yield csv_line((_("Left out"), where, f"{message} {hint}".strip()))


def about(upload: Upload) -> tuple[Row, ...]:
    """Tell which import this is."""
    part = _("Import")
    place = upload.place.name if upload.place else _("Several districts")
    rows = (
        (part, _("File"), called(upload)),
        (part, _("For"), place),
        (part, _("Brought by"), upload.by.name),
        (part, _("On"), write(upload.at.date())),
        (part, _("Where it stands"), state_words(upload)),
    )
    return (*rows, (part, _("What happened"), upload.message)) if upload.message else rows


def told(upload: Upload) -> tuple[Row, ...]:
    """Tell what was found in the file; nothing before it was looked at."""
    if is_roster(upload):
        return of_roster(upload) if "told" in upload.report["roster"] else ()
    if upload.is_framework:
        return of_framework(upload) if "brought" in upload.report["framework"] else ()
    if is_counted(upload):
        return (*of_facts(class_count.facts(upload)), *of_table(class_count.counts_table(upload)))
    return of_results(upload) if "counts" in upload.report else ()


def of_results(upload: Upload) -> tuple[Row, ...]:
    report = upload.report
    return (
        *of_facts(contents.facts(report["counts"])),
        *of_table(contents.given_table(report)),
        *((_("What it changes"), line, "") for line in contents.made(report)),
        *((_("Worth knowing"), line, "") for line in contents.told(report)),
    )


def of_roster(upload: Upload) -> tuple[Row, ...]:
    found = upload.report["roster"]["told"]
    kinds = (_("New"), _("Changed"), _("Ended"), _("As before"))
    return (
        *(
            (str(rosters.NAMES.get(name, name)), kind, str(n))
            for name, counts in found["counts"].items()
            for kind, n in zip(kinds, counts.values(), strict=True)
        ),
        *((_("Worth knowing"), note, "") for note in found["notes"]),
    )


def of_framework(upload: Upload) -> tuple[Row, ...]:
    found = upload.report["framework"]
    return (*of_facts(frameworks.facts(found["brought"])), *of_table(frameworks.subjects(found["subjects"])))


def of_facts(facts: Sequence[contents.Fact]) -> tuple[Row, ...]:
    return tuple((_("Counted"), fact.label, fact.value) for fact in facts)


def of_table(table: Table) -> tuple[Row, ...]:
    """Write each line of a table as what it is about and its last number."""
    return tuple((table.caption, ", ".join(cell for cell in row[:-1] if cell), row[-1]) for row in table.rows)
