"""A file of results on the command line: kept, its columns understood, every row checked."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from aimline.cli import place as places
from aimline.cli import preview
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

if TYPE_CHECKING:
    from aimline.apps.intake.models import Upload
    from aimline.apps.organizations.policy import Viewer

NOTHING_SAID: Mapping[str, Sequence[str]] = {}


class NoSuchSheet(AimlineError):
    """`--sheet` names no sheet of the file."""


class NotStored(AimlineError):
    """The file could not be stored; the message says why."""


@dataclass(frozen=True)
class Meaning:
    """What the columns of a file mean: a mapping as TOML, else answers to what a guess leaves open."""

    mapping: str
    sheet: str = ""
    alike_sheets: bool = False
    answers: Sequence[str] = ()
    district: str | None = None


def bring(
    viewer: "Viewer",
    file: Path,
    meaning: Meaning,
    *,
    place: str | None,
    whose: Mapping[str, Sequence[str]] = NOTHING_SAID,
    quiet: bool,
) -> "Upload":
    """Receive and stage a file; raises `NotStored` when nothing of it can be read."""
    from django.conf import settings

    from aimline.apps.intake import actions
    from aimline.apps.intake.models import UploadState
    from aimline.cli import taking_up

    if meaning.answers and meaning.mapping:
        hint = say("Say it in the mapping file, or leave --mapping away.")
        raise NotStored("answer-beside-mapping", say("--answer is about what Aimline itself proposes."), hint)
    with working("Keeping a copy of the file", quiet=quiet), file.open("rb") as stream:
        upload = actions.receive(viewer, file.name, stream, place=places.named(viewer, place))
    try:
        if upload.state != UploadState.REFUSED:
            with taking_up.sign(settings.DATA, taking_up.IMPORT + str(upload.uuid)):
                upload = check(viewer, upload, meaning, whose, quiet=quiet)
    except AimlineError:
        give_up(viewer, upload)
        raise
    if upload.state == UploadState.REFUSED:
        give_up(viewer, upload)
        raise NotStored("not-stored", say("{why}", why=upload.message), say("Nothing was stored."))
    return upload


def check(
    viewer: "Viewer", upload: "Upload", meaning: Meaning, whose: Mapping[str, Sequence[str]], *, quiet: bool
) -> "Upload":
    """Say what the columns of a kept file mean, and check every row; again with answers that are asked for."""
    from aimline.apps.intake import actions
    from aimline.apps.intake.actions.staging import Obstacle

    with working("Reading the file", quiet=quiet):
        text = text_of(viewer, upload, meaning)
        places.require_place(viewer, upload, text)
        upload = actions.map_columns(viewer, upload, text, version=upload.version)
    with working("Checking every row", quiet=quiet):
        # Who writes a mapping that creates places has said so; what is guessed waits for a person.
        upload = actions.stage(viewer, upload, expects_schools=bool(meaning.mapping))
        if any(whose.values()) and Obstacle.WHOSE_NUMBERS in upload.report.get("obstacles", ()):
            upload = actions.say_whose(viewer, upload, version=upload.version, **whose)
            upload = actions.stage(viewer, upload, expects_schools=bool(meaning.mapping))
        places.require_named(viewer, upload)
    return upload


def text_of(viewer: "Viewer", upload: "Upload", meaning: Meaning) -> str:
    """Return what the columns mean, as TOML: what was said, else what is guessed."""
    text = of_sheet(meaning) if meaning.mapping else guess(viewer, upload, meaning)
    return places.in_district(text, meaning.district) if meaning.district else text


def of_sheet(meaning: Meaning) -> str:
    """Return a mapping as TOML for the sheets that were asked for, else for what it names."""
    from aimline.exchange import mapping_file

    if not meaning.sheet and not meaning.alike_sheets:
        return meaning.mapping
    said = mapping_file.parse(meaning.mapping)
    alike = meaning.alike_sheets or said.alike_sheets
    return mapping_file.dump(replace(said, sheet=meaning.sheet or said.sheet, alike_sheets=alike))


def guess(viewer: "Viewer", upload: "Upload", meaning: Meaning) -> str:
    """Return the mapping that the Import page would propose, with what it asks answered, as TOML."""
    from aimline.apps.intake import queries
    from aimline.exchange import answers, mapping_file

    sheet, given = meaning.sheet, meaning.answers
    file = queries.first_look(upload, sheet=sheet, alike=meaning.alike_sheets)
    if sheet and file.sheet != sheet:
        names = ", ".join(file.sheets)
        hint = say("Its sheets are: {names}.", names=names) if names else say("Leave --sheet away.")
        raise NoSuchSheet("no-such-sheet", say("The file has no filled sheet called '{name}'.", name=sheet), hint)
    proposed, _, _ = queries.proposal_for(viewer, upload, file)
    calendar = queries.calendar_for(upload)
    for text in given:
        proposed = answers.given(proposed, text, calendar=calendar, today=viewer.today)
    if left := answers.questions(proposed):
        here = preview.shortened(queries.tests_here(viewer, upload).values_list("name", flat=True))
        offered = [str(say("Tests that are here: {names}.", names=here))] if "name" in proposed.unsure and here else []
        raise NotStored("open-questions", say("{why}", why=" ".join([*left, *offered])), say("Nothing was stored."))
    is_named = any(each.strip().lower().startswith("name=") for each in given)
    return mapping_file.dump(queries.joined(viewer, upload, proposed) if is_named else proposed)


def give_up(viewer: "Viewer", upload: "Upload") -> None:
    """Put a file aside that will not be stored, so that no copy of it stays."""
    from aimline.apps.intake import actions

    upload.refresh_from_db()
    actions.discard(viewer, upload, version=upload.version)


@contextmanager
def working(what: str, *, quiet: bool) -> Iterator[None]:
    """Show that something is going on, on a terminal; a pipe stays clean."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as progress:
        progress.add_task(what, total=None)
        yield
