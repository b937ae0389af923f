"""Why a file of goals cannot be read, and what to do: nothing is ever lost, the file stays as it is."""

from collections.abc import Sequence

from aimline.domain.refusal import AimlineError
from aimline.domain.words import Message, say

KINDS = say("Aimline reads CSV, Excel (.xlsx), Word (.docx) and plain text.")


class PlanUnreadable(AimlineError):
    """The file cannot be read as a list of goals."""


def missing(name: str) -> PlanUnreadable:
    """There is no such file."""
    hint = say("Look at the spelling, or drag the file into the terminal to write its whole name.")
    return PlanUnreadable("plan-missing", say("There is no file {name}.", name=name), hint)


def closed(name: str) -> PlanUnreadable:
    """The file is there, and the operating system does not open it."""
    hint = say("Close it in other programs, or ask its owner for the right to read it.")
    return PlanUnreadable("plan-closed", say("The file {name} could not be opened.", name=name), hint)


def empty() -> PlanUnreadable:
    """No statement anywhere."""
    hint = say("Open it and look: each goal needs a line, a cell or a paragraph of its own.")
    return PlanUnreadable("plan-empty", say("There is no statement in this file."), hint)


def too_large(most: int) -> PlanUnreadable:
    """More bytes than a plan has."""
    message = say("The file is larger than {most} MB, far more than a plan.", most=most // 1_000_000)
    return PlanUnreadable("plan-too-large", message, say("Save only the sheet or pages with the goals, and read that."))


def too_many(most: int) -> PlanUnreadable:
    """More statements than one run judges."""
    message = say("The file holds more than {most} statements.", most=most)
    return PlanUnreadable(
        "plan-too-many", message, say("Split it, for example by school, and read one part at a time.")
    )


def too_wide(most: int) -> PlanUnreadable:
    """More columns than a table of goals has."""
    message = say("The table has more than {most} columns.", most=most)
    return PlanUnreadable("plan-too-wide", message, say("Delete the columns you do not need."))


def damaged(kind: Message) -> PlanUnreadable:
    """The file begins like one of its kind and does not go on like it."""
    hint = say("Open it in the program that made it, save it once more, and try again. The file was not changed.")
    return PlanUnreadable("plan-damaged", say("This {kind} is damaged or was cut off.", kind=kind), hint)


def locked() -> PlanUnreadable:
    """The file is protected with a password."""
    hint = say("Open it, save a copy without a password, and read the copy.")
    return PlanUnreadable("plan-locked", say("The file is protected with a password."), hint)


def hollow() -> PlanUnreadable:
    """A packed file that unpacks to far more than it may."""
    hint = say("Save only the sheet or pages with the goals, and read that.")
    return PlanUnreadable("plan-hollow", say("The file unpacks to far more than a plan would."), hint)


def guarded() -> PlanUnreadable:
    """A document with a type declaration, which no word processor writes and attackers use."""
    hint = say("Open it in a word processor, save it as a new .docx file, and read that.")
    return PlanUnreadable("plan-guarded", say("The document holds parts that no word processor writes."), hint)


def foreign(kind: Message) -> PlanUnreadable:
    """A kind of file that is not read."""
    hint = say("{kinds} Open it and save it as one of these.", kinds=KINDS)
    return PlanUnreadable("plan-foreign", say("This is {kind}.", kind=kind), hint)


def which_column(columns: Sequence[tuple[str, str]]) -> PlanUnreadable:
    """Several columns hold sentences; each is named with a sample."""
    message = say("More than one column could hold the goals:\n{columns}", columns=_listed(columns))
    hint = say("Say which one, for example: --text-column '{name}'", name=columns[0][0])
    return PlanUnreadable("plan-which-column", message, hint)


def no_column(columns: Sequence[tuple[str, str]]) -> PlanUnreadable:
    """No column holds sentences."""
    if not columns:
        return empty()
    message = say("No column of this file holds sentences:\n{columns}", columns=_listed(columns))
    hint = say("If one of them holds the goals all the same, say so: --text-column '{name}'", name=columns[0][0])
    return PlanUnreadable("plan-no-column", message, hint)


def wrong_column(name: str, columns: Sequence[tuple[str, str]]) -> PlanUnreadable:
    """There is no column of the name that was given."""
    message = say("There is no column '{name}'. The file has:\n{columns}", name=name, columns=_listed(columns))
    if not columns:
        message = say("There is no column '{name}' in this file.", name=name)
    hint = say("Write the name as the first line of the table has it.")
    return PlanUnreadable("plan-wrong-column", message, hint)


def about_people(name: str) -> PlanUnreadable:
    """The column that was asked for says who wrote a goal."""
    message = say("The column '{name}' is about people, and plan lint never reads who wrote a goal.", name=name)
    return PlanUnreadable("plan-about-people", message, say("Name the column that holds the goals."))


def no_columns_here() -> PlanUnreadable:
    """`--text-column` was given for a file without columns."""
    hint = say("Leave --text-column out: every line or paragraph is read.")
    return PlanUnreadable("plan-no-columns-here", say("This file is plain text and has no columns."), hint)


def _listed(columns: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"  {name}: {sample}" if sample else f"  {name}" for name, sample in columns)
