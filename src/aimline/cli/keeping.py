"""`aimline compact`, `aimline erase` and `aimline retain`: keeping house in the results of an installation."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aimline.cli import options
from aimline.cli.counting import counted
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

if TYPE_CHECKING:
    from aimline.apps.keeping.actions.retaining import Aged
    from aimline.apps.keeping.queries import Holdings
    from aimline.apps.organizations.models import Student, Unit
    from aimline.apps.organizations.policy import Viewer

Place = Annotated[str | None, typer.Option(metavar="CODE", help="The district; without it, every district you keep.")]


class NoSuchDistrict(AimlineError):
    """`--place` names no district the viewer keeps."""


class WhichStudent(AimlineError):
    """The words name no student, or more than one."""


class NotConfirmed(AimlineError):
    """Nobody said that the student is to be erased."""


def compact(
    *, place: Place = None, person: options.As = None, data: options.Data = None, today: options.Today = None
) -> None:
    """Pack the many small files of the log together; what anybody reads stays as it is."""
    viewer = enter(data, today, person)
    from aimline.apps.keeping.actions.compacting import compact as pack

    for district in kept(viewer, place):
        packed = pack(viewer, district)
        rows, files = counted(packed.n_rows_gone, "row", "rows"), counted(packed.n_before, "file", "files")
        gone = f", without {rows} taken back long ago" if packed.n_rows_gone else ""
        what = f"{files} of the log became {packed.n_after}{gone}" if packed.n_before else "nothing to do"
        sys.stdout.write(f"{district.name}: {what}.\n")


def erase(
    student: Annotated[
        str, typer.Argument(metavar="STUDENT", help="The student's code or name, or the id of its page.")
    ],
    *,
    reason: Annotated[str, typer.Option(metavar="family|law|mistake", help="Why; the journal keeps this word only.")],
    place: Place = None,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking again.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and erase nothing.")] = False,
    person: options.As = None,
    data: options.Data = None,
    today: options.Today = None,
) -> None:
    """Erase one student for good: rows, results, lists, kept files. Cannot be undone."""
    viewer = enter(data, today, person)
    from aimline.apps.keeping import actions, queries
    from aimline.apps.keeping.actions import erasing
    from aimline.apps.keeping.models import Reason

    if reason not in Reason.values:
        raise typer.BadParameter("Choose family, law or mistake.", param_hint="--reason")
    found = one_student(viewer, student, kept(viewer, place))
    actions.note_look(viewer, found)
    for line in holdings_told(found, queries.codes(viewer, found), queries.holdings(viewer, found)):
        sys.stdout.write(line + "\n")
    if dry_run:
        return
    confirm(yes=yes)
    done = erasing.carry_out(viewer, erasing.ask(viewer, found, Reason(reason)))
    if done.finished_at is None:
        sys.stdout.write(
            "Erased: nothing counts this student any more. An import is being stored right now, so its files are\n"
            "looked through afterwards: `aimline doctor --mend` does it, and so does the next night.\n"
        )
        return
    sys.stdout.write("Erased. No table and no file of this installation names this student any more, apart from what\n"
                     "people wrote in their own words. Backups made before still do, and so may the files that\n"
                     "results came from, wherever they lie.\n")  # fmt: skip


def retain(
    *,
    years: Annotated[
        int | None, typer.Option(metavar="N", help="From now on keep results of N school years before the present one.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and let nothing go.")] = False,
    place: Place = None,
    person: options.As = None,
    data: options.Data = None,
    today: options.Today = None,
) -> None:
    """Let go of what was kept long enough; the background worker does the same every night."""
    viewer = enter(data, today, person)
    from aimline.apps.keeping.actions import retaining

    named = kept(viewer, place)
    if years is not None and not dry_run:
        for district in named:
            retaining.keep_years(viewer, district, years)
    found = retaining.aged(viewer, place=named[0] if place is not None else None, years=years)
    if not dry_run:
        retaining.let_go(viewer, found)
    for line in aged_told(found, would="would go" if dry_run else "went"):
        sys.stdout.write(line + "\n")


def enter(data: Path | None, today: "options.Today", person: str | None) -> "Viewer":
    from aimline.cli import installation

    installation.enter(data=data, today=today, only_look=True)
    installation.migrate()
    return installation.viewer(person)


def kept(viewer: "Viewer", place: str | None) -> "list[Unit]":
    """Return the districts the viewer keeps, or the one that is named."""
    from aimline.apps.keeping import policy

    policy.require_keeper(viewer)
    found = policy.districts(viewer)
    if place is None:
        return list(found)
    named = list(found.filter(code=place))
    if not named:
        raise NoSuchDistrict(
            "no-such-district",
            say("There is no district {code} that you keep.", code=place),
            say("Look for its code on the Places page."),
        )
    return named


def one_student(viewer: "Viewer", text: str, districts: "list[Unit]") -> "Student":
    """Return the one student the words mean; a code of another system may look like the id of a page."""
    from uuid import UUID

    from aimline.apps.keeping import queries
    from aimline.apps.organizations.policy import NotVisible

    try:
        return queries.student(viewer, UUID(text))
    except (ValueError, NotVisible):
        found = [each for each in queries.students(viewer, text) if each.district in districts]
    coded = [each for each in found if text.strip().lower() in map(str.lower, queries.codes(viewer, each))]
    match coded or found:
        case [one]:
            return one
        case []:
            raise WhichStudent(
                "no-such-student",
                say("There is no student {name} in a district you keep.", name=text),
                say("Write the code exactly as it stands in the files, or the name."),
            )
        case several:
            listed = ", ".join(
                f"{each.uuid} ({', '.join([*queries.codes(viewer, each), each.district.name])})" for each in several
            )
            raise WhichStudent(
                "which-student",
                say("{n} students or more are called that.", n=queries.N_FOUND)
                if len(several) > queries.N_FOUND
                else say("{n} students are called that.", n=len(several)),
                say("Name one: {ids}.", ids=listed),
            )


def holdings_told(student: "Student", codes: list[str], there: "Holdings") -> Iterator[str]:
    name = f"{student.given_name} {student.family_name}".strip() or "A student without a name"
    yield f"{name}, {student.district.name}; called {', '.join(codes) or 'nothing'} in files."
    years = ", ".join(f"{n} of {year}" for year, n in sorted(there.rows.items()))
    yield f"Results: {years or 'none'}; {counted(there.n_log_rows, 'row', 'rows')} in the log."
    yield f"Enrolments: {there.n_enrolments}; places in classes: {there.n_seats}; student groups: {there.n_groups}."
    yield f"Lists of goals that follow this student: {there.n_lists}; their readings so far stay as they are."
    yield "Kept copies of files that name this student go as well."
    if there.is_elsewhere:
        yield "The same person has a record in another district, which stays: its own data steward decides."


def confirm(*, yes: bool) -> None:
    """Ask once more; without a terminal only `--yes` will do."""
    if yes or (sys.stdin.isatty() and typer.confirm("Erase this student for good?")):
        return
    raise NotConfirmed("not-confirmed", say("Nothing was erased."), say("Add --yes to erase without being asked."))


def aged_told(found: "Aged", *, would: str) -> Iterator[str]:
    yield f"Copies of files brought over 30 days ago that {would}: {len(found.copies)}."
    yield f"Files of results out of use that {would}: {len(found.out_of_use)}."
    years = sorted({year for each in found.years.values() for year in each})
    yield f"School years whose results {would}: {', '.join(map(str, years)) or 'none'}."
