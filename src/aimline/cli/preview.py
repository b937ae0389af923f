"""What a file would bring, said in a terminal."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

Report = dict[str, Any]  # the JSON of a staged upload
N_SHOWN = 20
N_LINES = 5
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars", "^": "carets", "~": "tildes"}


def tell(report: Report) -> None:
    """Print what the file would bring: how it was read, counts, administrations, what is wrong."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    tell_form(console, report["read_as"])
    tell_counts(console, report)
    tell_administrations(console, report["administrations"])
    tell_set_aside(console, report["set_aside"])
    tell_problems(console, report)


def tell_form(console: "Console", read_as: Report) -> None:
    """Say how the file was read, where that was not plain: a wrong guess would show in names and columns."""
    from aimline.exchange.letters import named

    letters = named(read_as["encoding"])
    separator = SEPARATORS.get(read_as["delimiter"], "")
    if letters:
        console.print(f"Letters were read as {letters}: look whether names with accents are right.")
    if separator:
        console.print(f"Columns were read as separated by {separator}.")
    read = read_as.get("read", ())
    if others := [name for name in read_as.get("sheets", ()) if name not in read]:
        console.print(f"Sheets that were read: {', '.join(read)}. Not read: {', '.join(others)}.")
        console.print("Bring the file again with --sheet NAME, or with --alike-sheets for all of the same columns.")


def tell_counts(console: "Console", report: Report) -> None:
    counts = report["counts"]
    without = counts["n_stored"] - counts["n_scored"]
    console.print(
        f"Rows: {counts['n_records']:,}. To store: {counts['n_stored']:,} (without a result: {without:,}). "
        f"To mend: {counts['n_wrong']:,}. Set aside: {counts['n_set_aside']:,}."
    )
    console.print(
        f"Students: {report['n_students']:,} (new: {report['n_new_students']:,}). "
        f"In two schools in one year: {report['n_in_two_schools']:,}."
    )
    compared = report["compared"]
    if compared["n_changed"] or compared["n_same"]:
        console.print(
            f"Results that are new: {compared['n_new']:,}. That change an earlier one: {compared['n_changed']:,}. "
            f"The same as before: {compared['n_same']:,}."
        )
    for line in (*report["doubts"], *report["asks"], *report["left"], *report["warnings"]):
        console.print(line)
    if said := report["otherwise"]:
        console.print(f"To have it otherwise, add {' or '.join(f'--answer {answer}' for answer in said)}.")
    for what in ("districts", "schools"):
        if new := report[f"new_{what}"]:
            console.print(f"New {what} ({len(new)}): {shortened(new)}.")


def tell_administrations(console: "Console", administrations: list[dict[str, Any]]) -> None:
    """Print each administration once; several districts that gave the same test are summed up."""
    from rich.table import Table

    rows: dict[tuple[str, str, str, str], list[dict[str, Any]]] = {}
    for each in administrations:
        key = (each["measure"], str(each["school_year"]), each["window"], each["given_on"])
        rows.setdefault(key, []).append(each)
    if not rows:
        return
    several = len({each["district"] for each in administrations}) > 1
    heads = ["Measure", "School year", "Window", "Given on", "Rows", *(["Districts"] if several else [])]
    table = Table(*heads, box=None, header_style="bold", pad_edge=False)
    table.columns[4].justify = "right"
    for key, given in sorted(rows.items(), key=lambda row: (row[0][0], row[0][3])):
        districts = [shortened(sorted(each["district"] for each in given))] if several else []
        table.add_row(*key, f"{sum(each['n_rows'] for each in given):,}", *districts)
    console.print(table)


def tell_set_aside(console: "Console", set_aside: dict[str, int]) -> None:
    if set_aside:
        words = shortened([f"{value} ({n:,})" for value, n in set_aside.items()])
        console.print(f"Set aside, not stored: {words}.")


def tell_problems(console: "Console", report: Report) -> None:
    """Print what is wrong, the same thing once with all its lines."""
    from rich.table import Table

    found = report["problems"]
    if not found:
        return
    table = Table(
        "Lines", "Column", "Value", "What is wrong", "What to do", box=None, header_style="bold", pad_edge=False
    )
    for each in found[:N_SHOWN]:
        told = (each["column"], each["value"], each["message"], each["hint"])
        table.add_row(lines_of(each, report["read_as"].get("read", ())), *told)
    console.print(table)
    if sum(report["problem_counts"].values()) > sum(each["n"] for each in found[:N_SHOWN]):
        console.print("There is more to mend: `--problems FILE.csv` writes every line into a table.")


def lines_of(problem: dict[str, Any], sheets: Sequence[str]) -> str:
    """Write the first lines of a problem, and how many more there are."""
    more = problem["n"] - len(problem["lines"])
    from aimline.exchange.sheet import place_of

    return ", ".join(place_of(line, sheets) for line in problem["lines"]) + (f" and {more:,} more" if more else "")


def shortened(words: Iterable[str]) -> str:
    """Write the first few of many."""
    listed = list(words)
    more = len(listed) - N_LINES
    return ", ".join(listed[:N_LINES]) + (f" and {more:,} more" if more > 0 else "")
