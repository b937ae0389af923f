"""`aimline import ROSTER.zip`: a OneRoster bundle comes in, seen first, stored at once."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

if TYPE_CHECKING:
    from aimline.apps.intake.actions.rosters import Brought, Preview, Wishes
    from aimline.apps.intake.models import Upload
    from aimline.apps.organizations.models import Unit
    from aimline.apps.organizations.policy import Viewer

N_PLACES = 5


class WhichDistrict(AimlineError):
    """There are several districts, and the command does not say which one the roster is of."""


class NoAnswer(AimlineError):
    """An answer to something that a roster leaves open to nobody."""


class Grouping(StrEnum):
    """A student group that demographics can fill."""

    SEX = "sex"
    RACE = "race"
    NONE = "none"


Groups = Annotated[
    list[Grouping] | None,
    typer.Option(help="A roster: student groups to fill from demographics, again for each; without it, sex."),
]
SamePeople = Annotated[
    list[str] | None,
    typer.Option(metavar="E-MAIL", help="A roster: whoever has this e-mail here is the person in the file."),
]
SameStudents = Annotated[
    list[str] | None,
    typer.Option(metavar="NUMBER", help="The student in the file is the one who has this number here now."),
]
OtherStudents = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NUMBER",
        help="A roster: this number has passed on to the student in the file. Results: they are of who had it then.",
    ),
]
System = Annotated[str, typer.Option(metavar="NAME", help="A roster: the system it comes from.")]
ConfirmLeavers = Annotated[bool, typer.Option("--confirm-leavers", help="A roster: more than a tenth did leave.")]
ConfirmPlaces = Annotated[
    bool, typer.Option("--confirm-places", help="A roster: its district and schools are those here, under other names.")
]

# By what a plan notes or doubts: the options with which a person decides it.
ANSWERS = {
    "same-email": "--same-person E-MAIL",
    "number-held": "--same-student NUMBER or --other-student NUMBER",
    "key-held": "--same-student NUMBER",
    "other-district": "--confirm-places",
    "other-school": "--confirm-places",
    "numbers": "--answer digits=NUMBER or --answer digits=any",
    "keys": "--answer keys=any",
}


@dataclass(frozen=True)
class Choices:
    """What the command line says beside the file."""

    groups: list[Grouping] | None
    same_people: list[str] | None
    same_students: list[str] | None
    other_students: list[str] | None
    system: str
    confirm_leavers: bool
    confirm_places: bool
    answers: list[str] | None
    dry_run: bool
    as_json: bool

    def of_rosters(self) -> dict[str, object]:
        """Return what only a roster can go by, by its option."""
        return {
            "--group": self.groups,
            "--same-person": self.same_people,
            "--system": self.system,
            "--confirm-leavers": self.confirm_leavers,
            "--confirm-places": self.confirm_places,
        }

    def of_zeros(self) -> tuple[int, bool]:
        """Return how many digits a student number has, and whether keys are right; a roster takes no other answer."""
        from aimline.exchange.answers import digits_of

        digits, keys_stand = 0, False
        for text in self.answers or ():
            about, _, word = text.strip().lower().partition("=")
            said = digits_of(word) if about == "digits" else 0
            if not said and (about, word) != ("keys", "any"):
                message = say("A OneRoster bundle leaves nothing open that '{answer}' answers.", answer=text)
                hint = say("Only digits=NUMBER, digits=any and keys=any are for a roster.")
                raise NoAnswer("no-such-answer", message, hint)
            digits, keys_stand = said or digits, keys_stand or not said
        return digits, keys_stand

    def whose(self) -> dict[str, list[str]]:
        """Return what is said of students' numbers, which files of results can go by as well."""
        return {"same_students": self.same_students or [], "other_students": self.other_students or []}


def import_roster(
    viewer: "Viewer", file: Path, place: "Unit | None", chosen: Choices
) -> "tuple[dict[str, object], Upload | None]":
    """Plan, tell, and store unless it is a dry run.

    Returns all there is to know of it, and the results of its gradebook, looked at and not stored. Raises ManyLeavers
    where that has to be confirmed first.
    """
    from django.db import transaction

    from aimline.apps.intake import actions
    from aimline.apps.intake.actions import roster_files, rosters
    from aimline.apps.intake.actions.rosters import order, telling

    brought = read(file)
    known = place or the_district(viewer)
    wishes = wishes_of(chosen)
    # A district that is founded for the bundle comes with it or not at all.
    together: AbstractContextManager[object] = nullcontext() if known else transaction.atomic()
    with file.open("rb") as stream, actions.kept(viewer, file.name, stream, place=known) as upload, together:
        district = known or rosters.found_district(viewer, brought)
        standing = order.standing(district)
        seen = look(viewer, district, brought, wishes, chosen.system)
        is_stored = not chosen.dry_run and not seen.plan.is_empty
        if not chosen.as_json:
            sys.stdout.write("\n".join(told(seen)) + "\n")
        order.require_newest(upload, telling.answer(seen))
        if not chosen.dry_run:
            roster_files.say_again(upload, seen, standing)
        if is_stored:
            confirmed = {"confirm_leavers": chosen.confirm_leavers, "confirm_places": chosen.confirm_places}
            roster_files.store_at_once(viewer, upload, seen, **confirmed)
        elif known is None:
            transaction.set_rollback(True)
    if not chosen.as_json:
        how = (
            f"Stored. To take it back: aimline withdraw {upload.uuid} --why ..." if is_stored else "Nothing was stored."
        )
        sys.stdout.write(how + "\n")
    results = None if chosen.dry_run else roster_files.bring_gradebook(viewer, upload, seen)
    if is_stored:
        roster_files.note_gradebook(upload, results)
    if not chosen.as_json and results is None and seen.gradebook.n_results and not chosen.dry_run:
        sys.stdout.write("All results of its gradebook are here already.\n")
    import_id = str(upload.uuid) if is_stored else ""
    return {"import": import_id, **telling.answer(seen), "stored": is_stored}, results


def read(file: Path) -> "Brought":
    """Read a bundle; a NothingSound names the command that says what is wrong with it."""
    from aimline.apps.intake.actions import rosters

    try:
        return rosters.read(file)
    except rosters.NothingSound as refusal:
        refusal.hint = say("`aimline oneroster check` says what is wrong with it.")
        raise


def look(viewer: "Viewer", district: "Unit", brought: "Brought", wishes: "Wishes", system: str) -> "Preview":
    """Plan what a bundle would change; an OtherSystem also says with which option its question is answered."""
    from aimline.apps.intake.actions import rosters

    try:
        return rosters.look(viewer, district, brought, wishes=wishes, system=system)
    except rosters.OtherSystem as asked:
        hint = "{question} Say it with --system NAME: its earlier name, or that of a second one."
        asked.hint = say(hint, question=str(asked.hint))
        raise


def wishes_of(chosen: Choices) -> "Wishes":
    """Return what the look at a roster goes by."""
    from aimline.apps.intake.actions import rosters

    digits, keys_stand = chosen.of_zeros()
    return rosters.wishes_of(
        groups=[str(one) for one in chosen.groups or [Grouping.SEX]],
        same_people=chosen.same_people or (),
        **chosen.whose(),
        digits=digits,
        keys_stand=keys_stand,
    )


def the_district(viewer: "Viewer") -> "Unit | None":
    """Return the only district the viewer sees, or none where there is none; raises WhichDistrict for several."""
    from aimline.apps.organizations import queries

    found = list(queries.visible_units(viewer).filter(kind="district", archived_on=None).order_by("code", "pk")[:20])
    if len(found) > 1:
        codes = ", ".join(one.code for one in found if one.code)
        raise WhichDistrict(
            "which-district",
            say("There are several districts, and the roster is of one."),
            say("Add --place with its code: {codes}.", codes=codes),
        )
    return found[0] if found else None


def told(seen: "Preview") -> Iterator[str]:
    """Say what the bundle holds, what it would change, and what was set aside."""
    from aimline.apps.intake.actions.rosters import telling

    roster, plan, source = seen.brought.roster, seen.plan, seen.source.partition(":")[2]
    held = ", ".join(f"{name} {n_rows:,}" for name, n_rows in roster.n_rows.items())
    yield f"{seen.brought.file_name}: OneRoster {roster.version}{f' from {source}' if source else ''}. Rows: {held}."
    yield f"For: {seen.district.name}."
    yield from kept_out(seen.brought)
    if plan.is_empty:
        yield "Everything it says is here already."
    else:
        yield f"  {'':<16}{'new':>9}{'changed':>9}{'ended':>9}{'same':>9}"
        for name, counts in plan.counts().items():
            yield f"  {name.replace('_', ' '):<16}" + "".join(f"{n:>9,}" for n in counts.values())
        yield from (f"New {name}: {few}." for name, few in telling.samples(seen).items())
    yield from (str(message) for message in plan.said())
    options = dict.fromkeys(option for code, option in ANSWERS.items() if plan.notes.get(code))
    yield from (f"Say it with {option}." for option in options)
    yield from (str(one.message) for one in plan.doubts)
    yield from (f"Say it with {option}." for option in dict.fromkeys(ANSWERS[one.about] for one in plan.doubts))
    yield from about_gradebook(seen)
    for one in plan.leavings:
        yield f"More than a tenth would leave: {one.what}: {one.n_leaving:,} of {one.n_before:,}. (--confirm-leavers)"


def about_gradebook(seen: "Preview") -> Iterator[str]:
    """Say what the gradebook of a bundle holds, which comes in as results of its own."""
    held = seen.gradebook
    if held.n_results:
        yield (
            f"Results in the gradebook: {held.n_results:,}. Line items: {held.n_line_items:,}, which become measures:"
            f" {held.n_measures:,}, and tests on a day: {held.n_administrations:,}."
        )
    if held.n_in_words:
        yield f"In words only, and counted as not scored: {held.n_in_words:,}."
    if held.n_without_item:
        yield f"Left out, because no bundle has described their line item: {held.n_without_item:,}."


def kept_out(brought: "Brought") -> Iterator[str]:
    """Say which rows cannot be used, with the first places."""
    from aimline.exchange.oneroster.finding import Weight

    n_rows = sum(brought.roster.n_kept_out.values())
    wrong = [one for one in brought.findings if one.weight is Weight.ERROR]
    if not wrong:
        return
    yield f"Rows kept out: {n_rows:,}. What they said before stays as it is. `aimline oneroster check` lists them all."
    yield from (f"  {one.place}  {one.message} {one.hint}" for one in wrong[:N_PLACES])
