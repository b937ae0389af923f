"""Whether a guess says what the answer beside an export says."""

import re
from pathlib import Path

from aimline.exchange import guessing, recognition
from aimline.exchange.guessing import Found, Guess
from tests.exchange.exports.layouts import Export


def guessed(export: Export, folder: Path) -> Guess:
    path = folder / "export.csv"
    path.write_text(export.text(), encoding="utf-8")
    file = recognition.recognise(path)
    assert file.problems == ()
    return guessing.guess(file.header, file.sample, source=export.name)


def faults(export: Export, guess: Guess) -> list[str]:
    """List what is wrong with a guess; nothing when a person would change nothing."""
    columns = guess.mapping.columns
    roles = {"student": ("student",), "grade": ("grade",), "school": ("school", "school_name"),
             "time": ("date", "window", "year")}  # fmt: skip
    found = []
    for name, asked in roles.items():
        given = {columns[role] for role in asked if role in columns}
        right = export.heads(name)
        if (right and not given & right) or (given and not right and name in ("student", "grade")):
            found.append(f"{name} {sorted(given)}")
    if export.heads("measure") and not any(named_by(guess, head) for head in export.heads("measure")):
        found.append(f"measure {columns.get('measure')!r}")
    return [*found, *wrong_results(export, guess.found)]


def wrong_results(export: Export, given: tuple[Found, ...]) -> list[str]:
    right, either_way = export.results(), export.heads("?")
    results = {(each.results.score, each.results.level, each.results.window): each for each in given}
    found = [f"missing {each}" for each in sorted(right.keys() - results.keys())]
    for key in sorted(results.keys() - right.keys()):
        named = {*key[:2], *results[key].results.flags.values()} - {""}
        found += [] if named <= either_way else [f"too much {key}"]
    for key in right.keys() & results.keys():
        said = f"{results[key].subtest} {results[key].results.measure}".lower()
        wanted = re.findall(r"\w+", right[key].lower()) if not right[key].isdigit() else []
        found += [] if all(word in said for word in wanted) else [f"{key} is called {said!r}"]
    return found


def named_by(guess: Guess, column: str) -> bool:
    groups = guess.mapping.results
    return guess.mapping.columns.get("measure") == column or (
        bool(groups) and all(f"[{column}]" in group.measure for group in groups)
    )
