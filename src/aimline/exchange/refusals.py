"""Why a file cannot be read as a table of results, or what is odd in it, in words."""

from collections.abc import Sequence

from aimline.domain.words import say
from aimline.exchange.problems import FileProblem

N_NAMED = 5


def twice(names: Sequence[str]) -> FileProblem:
    message = say("The column '{name}' occurs more than once.", name=names[0])
    if len(names) > 1:
        more = " ..." if len(names) > N_NAMED else ""
        listed = ", ".join(names[:N_NAMED]) + more
        message = say("{n} columns occur more than once: {names}.", n=len(names), names=listed)
    hint = say("Each of them got a number; look whether the right one is read.")
    return FileProblem("duplicate_header", message, hint)


def stray_cells(names: Sequence[str]) -> FileProblem:
    text = "Formulas without a value stand far from the table and were not read: {names}."
    message = say(text, names=", ".join(names))
    return FileProblem("stray_cells", message, say("Look whether anything is missing; else let them be."))


def merged_cells(names: Sequence[str]) -> FileProblem:
    text = "Cells merged over several rows were read for the first of these rows only, in: {names}."
    hint = say(
        "Where each row should have what they say, split the cells, fill them down, and bring the workbook again."
    )
    return FileProblem("merged_cells", say(text, names=_quoted(names)), hint)


def no_header() -> FileProblem:
    message = say("No line of this file names its columns: the first is a row like the others, and is read as one.")
    hint = say("The columns are called by their place; look at each of them and say what it holds.")
    return FileProblem("no_header", message, hint)


def quoted_head(line: int) -> FileProblem:
    text = "Line {line}, at the head of the file, opens a quotation mark that is never closed, or closed too late."
    hint = say("The line was read without the mark; look whether the columns have their names, or remove it.")
    return FileProblem("quoted_head", say(text, line=line), hint)


def unstored(names: Sequence[str]) -> FileProblem:
    text = "The workbook holds formulas without their values in: {names}. They cannot be read."
    message = say(text, names=_quoted(names))
    hint = say("Open the workbook in a spreadsheet program, save it, and bring it again.")
    return FileProblem("unstored", message, hint)


def no_such_sheet(wanted: str, names: tuple[str, ...]) -> FileProblem:
    message = say("The workbook has no filled sheet called '{name}'.", name=wanted)
    return FileProblem("no_such_sheet", message, say("Its sheets are: {names}.", names=", ".join(names)))


def several_sheets(name: str, names: tuple[str, ...], read: tuple[str, ...]) -> FileProblem:
    message = say("The workbook has {n} sheets; '{name}' looks most like results and is read.", n=len(names), name=name)
    others = ", ".join(each for each in names if each not in read)
    text = (
        "Not read: {names}. Sheets with the same columns can be read together; others are imports of their own, which"
        " the page of this one offers once it is stored."
    )
    return FileProblem("several_sheets", message, say(text, names=others))


def empty() -> FileProblem:
    return FileProblem(
        "empty", say("The file is empty."), say("Export it again and look into it before you upload it.")
    )


def no_rows() -> FileProblem:
    return FileProblem(
        "no_rows",
        say("The file names its columns but has no row below them."),
        say("Look whether it was exported for the right students and days, and export it again."),
    )


def too_large(most: int) -> FileProblem:
    message = say("The file is larger than {most} MB.", most=most // 1_000_000)
    return FileProblem("too_large", message, say("Split it by school year, or ask a steward to raise the limit."))


def not_a_table(kind: str) -> FileProblem:
    message = say("This is not a table of results; it looks like this: {kind}.", kind=kind)
    return FileProblem("not_a_table", message, say("Upload a CSV, a CSV packed with gzip, or an Excel file (.xlsx)."))


def single_column() -> FileProblem:
    return FileProblem(
        "single_column",
        say(
            "Only one column was found; fields may be separated by comma, semicolon, tab, vertical bar, caret or tilde."
        ),
        say("Export the table again with one of these separators and a first line that names the columns."),
    )


def cut() -> FileProblem:
    return FileProblem(
        "cut",
        say("The packed file is damaged or was cut off."),
        say("Download or export it again, then upload it."),
    )


def bomb() -> FileProblem:
    return FileProblem(
        "unpacks_too_large",
        say("The file unpacks to far more than a table of results would."),
        say("Upload it unpacked, or ask a steward to raise the limit."),
    )


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names[:N_NAMED]) + (" ..." if len(names) > N_NAMED else "")
