"""`aimline import` and `aimline withdraw`: results come in, and can go again."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aimline.cli import guess as guessing
from aimline.cli import options, preview, roster
from aimline.cli import place as places
from aimline.cli.bringing import Meaning, NotStored, bring, give_up, working
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

if TYPE_CHECKING:
    from aimline.apps.intake.models import Upload
    from aimline.apps.organizations.models import Unit
    from aimline.apps.organizations.policy import Viewer
    from aimline.apps.results.models import Batch

N_LOOKS = 5
Confirm = Annotated[
    bool, typer.Option("--confirm", help="Store results that look unlike those that are here: they are right.")
]
Answers = Annotated[
    list[str] | None,
    typer.Option("--answer", metavar="WHAT=WORD", help="Answer what a file leaves open: dates=day-first."),
]
MappingFile = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="MAP.toml", help="What the columns mean. Without it, it is guessed."),
]
Sheet = Annotated[
    str,
    typer.Option("--sheet", metavar="NAME", help="Which sheet of a workbook; without it the one that holds results."),
]
GuessOnly = Annotated[
    bool, typer.Option("--guess", help="Guess afresh, with --dry-run: show what each column is taken for.")
]
AlikeSheets = Annotated[
    bool, typer.Option("--alike-sheets", help="Read the sheets of the workbook with the same columns, too.")
]
Place = Annotated[
    str | None, typer.Option(metavar="CODE", help="The district or school the file belongs to, if it spans none.")
]
NewDistrict = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The district the file is of, where it is not here yet: it comes in with it."),
]
Problems = Annotated[
    Path | None, typer.Option(metavar="FILE.csv", help="Write every row that has to be mended into this table.")
]
WHOSE = say("Nothing was stored. Add --same-student or --other-student and the number, for each.")
CONFIRM = say("Nothing was stored. If it is right all the same, add --confirm.")


class NoSuchFile(AimlineError):
    """The path names no file."""


def import_file(
    file: Annotated[Path, typer.Argument(help="Results as CSV, CSV.gz or XLSX, or a OneRoster .zip.")],
    *,
    mapping: MappingFile = None,
    place: Place = None,
    new_district: NewDistrict = None,
    problems: Problems = None,
    sheet: Sheet = "",
    alike_sheets: AlikeSheets = False,
    answers: Answers = None,
    confirm: Confirm = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be stored, and store nothing.")] = False,
    guess_only: GuessOnly = False,
    output: Annotated[str, typer.Option("--format", metavar="text|json", help="For people or for machines.")] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    group: roster.Groups = None,
    same_person: roster.SamePeople = None,
    same_student: roster.SameStudents = None,
    other_student: roster.OtherStudents = None,
    system: roster.System = "",
    confirm_leavers: roster.ConfirmLeavers = False,
    confirm_places: roster.ConfirmPlaces = False,
    person: options.As = None,
    data: options.Data = None,
    today: options.Today = None,
) -> None:
    """Import results, or a OneRoster bundle: read it, report what is wrong, store the rest at once."""
    as_json = is_for_machines(output) or as_json
    require_table(file)
    if guess_only and dry_run and mapping is None:
        guessing.show(file, sheet=sheet, today=today or options.day(""), as_json=as_json)  # needs no installation
        return
    from aimline.cli import installation, taking_up
    from aimline.exchange.oneroster.bundle import is_bundle

    installation.enter(data=data, today=today)
    installation.migrate()
    taking_up.end_dead()
    viewer = installation.viewer(person)
    wishes = roster.Choices(group, same_person, same_student, other_student, system, confirm_leavers, confirm_places,
                            answers, dry_run, as_json)  # fmt: skip
    if is_bundle(file):
        meant = {"--mapping": mapping, "--sheet": sheet, "--alike-sheets": alike_sheets}
        refuse_meaning(meant | {"--new-district": new_district})
        finish_roster(viewer, file, places.named(viewer, place), wishes, problems, confirmed=confirm)
        return
    refuse_wishes(wishes.of_rosters())
    meaning = Meaning(text_of(mapping), sheet, alike_sheets, answers or (), new_district)
    upload = bring(viewer, file, meaning, place=place, whose=wishes.whose(), quiet=as_json)
    finish(viewer, upload, problems, dry_run=dry_run, confirmed=confirm, as_json=as_json)


def finish(
    viewer: "Viewer", upload: "Upload", problems: Path | None, *, dry_run: bool, confirmed: bool, as_json: bool
) -> None:
    """Tell what a staged file would bring, and store it unless something is in the way."""
    told, refusal = conclude(viewer, upload, problems, dry_run=dry_run, confirmed=confirmed, as_json=as_json)
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    if refusal is not None:
        raise refusal


def conclude(
    viewer: "Viewer", upload: "Upload", problems: Path | None, *, dry_run: bool, confirmed: bool, as_json: bool
) -> tuple[dict[str, object], NotStored | None]:
    """Store a staged file unless something is in the way; returns what machines want to know, and why it was not."""
    from aimline.apps.intake.actions.staging import Obstacle

    if problems:
        write_problems(upload, problems)
    listed = every_problem(upload) if as_json else []
    if not as_json:
        preview.tell(upload.report)
        tell_twin(viewer, upload)
    doubts = [] if confirmed or dry_run else upload.report["doubts"]
    reasons = [*upload.report["in_the_way"], *doubts]
    batches = () if dry_run or reasons else store(viewer, upload, confirmed=confirmed, quiet=as_json)
    told = answer(upload, listed, batches) if as_json else {}
    if dry_run or reasons:
        give_up(viewer, upload)
    if upload.report["obstacles"] == [Obstacle.IS_HERE]:
        if not as_json:
            sys.stdout.write(f"{upload.report['in_the_way'][0]} There is nothing to do.\n")
        return told, None
    if not reasons:
        return told, None
    is_asked = Obstacle.WHOSE_NUMBERS in upload.report["obstacles"]
    hint = WHOSE if is_asked else CONFIRM if doubts else say("Nothing was stored.")
    return told, NotStored("not-stored", say("{why}", why=" ".join(reasons)), hint)


def tell_twin(viewer: "Viewer", upload: "Upload") -> None:
    """Say that the very same file is stored already, read in another way."""
    from aimline.apps.intake import queries
    from aimline.apps.intake.actions.staging import Obstacle

    twin = queries.same_file(viewer, upload)
    if twin and Obstacle.IS_HERE not in upload.report["obstacles"]:
        sys.stdout.write(
            f"This very file is stored already, read in another way. If that was wrong, take it back first: "
            f"aimline withdraw {twin.uuid} --why ...\n"
        )


def finish_roster(
    viewer: "Viewer",
    file: Path,
    place: "Unit | None",
    wishes: roster.Choices,
    problems: Path | None,
    *,
    confirmed: bool,
) -> None:
    """Store a roster, and then the results of its gradebook, unless they are all here already."""
    from aimline.apps.intake.models import UploadState

    told, results = roster.import_roster(viewer, file, place, wishes)
    refusal = None
    if results is not None and results.state == UploadState.REFUSED:
        refusal = NotStored("not-stored", say("{why}", why=results.message), say("The results were not stored."))
    elif results is not None and results.state == UploadState.STAGED:
        as_json = wishes.as_json
        told["results"], refusal = conclude(
            viewer, results, problems, dry_run=False, confirmed=confirmed, as_json=as_json
        )
    elif results is not None and not wishes.as_json:
        sys.stdout.write("All results of its gradebook are here already.\n")
    if wishes.as_json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    if refusal is not None:
        raise refusal


def is_for_machines(output: str) -> bool:
    """Read `--format`."""
    if output not in ("text", "json"):
        raise typer.BadParameter("Choose text or json.", param_hint="--format")
    return output == "json"


def refuse_meaning(given: Mapping[str, object]) -> None:
    """Refuse what would say what columns mean, beside a roster, which says so itself."""
    for option in (option for option, value in given.items() if value):
        message = say("A OneRoster bundle says itself what its columns mean; {option} is not for it.", option=option)
        raise NotStored("roster-needs-no-meaning", message, say("Leave {option} away.", option=option))


def refuse_wishes(given: Mapping[str, object]) -> None:
    """Refuse what only a roster can go by, beside a file of results."""
    for option in (option for option, value in given.items() if value):
        message = say("{option} is for OneRoster bundles, and this file is none.", option=option)
        raise NotStored("results-need-no-wishes", message, say("Leave {option} away.", option=option))


def require_file(path: Path) -> None:
    if not path.is_file():
        raise NoSuchFile("no-such-file", say("There is no file {name}.", name=str(path)), say("Check the path."))


def require_table(path: Path) -> None:
    """Raise `NoSuchFile`, or `NotStored` for a framework of standards: it has a command of its own."""
    from aimline.exchange import case_file

    require_file(path)
    with path.open("rb") as file:
        if case_file.is_json(file):
            hint = say("Bring a framework in with: aimline standards {name}", name=str(path))
            raise NotStored("no-table", say("This file is JSON, as standards are; results come as a table."), hint)


def text_of(mapping: Path | None) -> str:
    """Return the text of a mapping file; empty where there is none."""
    if mapping is None:
        return ""
    require_file(mapping)
    try:
        return mapping.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise NotStored(
            "mapping-not-text",
            say("The mapping {name} is not a text file in UTF-8.", name=str(mapping)),
            say("Save it as plain text in UTF-8."),
        ) from error


def store(viewer: "Viewer", upload: "Upload", *, confirmed: bool, quiet: bool) -> "tuple[Batch, ...]":
    """Store what was checked; where other results came in meanwhile it is checked again."""
    from aimline.apps.intake import actions
    from aimline.apps.intake.actions.committing import Held, InTheWay, PreviewMoved

    for _ in range(N_LOOKS):
        try:
            with working("Storing the results", quiet=quiet):
                batches = actions.commit(viewer, upload, version=upload.version, confirmed=confirmed)
        except PreviewMoved:
            upload.refresh_from_db()
        except InTheWay:
            give_up(viewer, upload)
            raise
        except Held as held:
            give_up(viewer, upload)
            raise NotStored("held", held.message, CONFIRM) from held
        else:
            upload.refresh_from_db()
            if not quiet:
                sys.stdout.write(f"Stored. To take it back: aimline withdraw {upload.uuid} --why ...\n")
            return batches
    give_up(viewer, upload)
    raise NotStored(
        "busy", say("Other imports kept coming in while this one was being stored."), say("Nothing was stored.")
    )


def every_problem(upload: "Upload") -> list[dict[str, object]]:
    """Return every row that has to be mended, as JSON takes it."""
    from aimline.apps.intake.actions.folders import parsing
    from aimline.apps.intake.pages import sheets_read
    from aimline.exchange.sheet import LINES
    from aimline.warehouse import left_out

    sheets = sheets_read(upload)
    return [
        {
            "file": upload.file_name,
            **({"sheet": sheets[problem.line // LINES]} if len(sheets) > 1 else {}),
            "line": problem.line % LINES,
            "column": problem.column,
            "value": problem.value,
            "code": problem.code,
            "message": str(problem.message),
            "hint": str(problem.hint),
        }
        for problem in left_out.problems(parsing(upload))
    ]


def write_problems(upload: "Upload", path: Path) -> None:
    """Write every row that has to be mended into a table."""
    from aimline.apps.intake.pages.left_out import problem_lines

    with path.open("w", encoding="utf-8-sig", newline="") as table:
        table.writelines(problem_lines(upload))


def answer(upload: "Upload", problems: list[dict[str, object]], batches: "tuple[Batch, ...]") -> dict[str, object]:
    """Return all there is to know of an import, for machines."""
    return {
        "import": str(upload.uuid),
        "state": upload.state,
        "file": upload.file_name,
        "digest": upload.digest,
        **upload.report,
        "problems": problems,
        "batches": [
            {
                "batch": str(batch.uuid),
                "district": batch.district.code,
                "number": batch.number,
                "school_years": batch.school_years,
                "n_rows": batch.n_rows,
                "n_not_scored": batch.n_not_scored,
                "n_problems": batch.n_problems,
            }
            for batch in batches
        ],
    }
