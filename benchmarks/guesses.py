"""How many unknown exports are guessed wholly right: `python -m benchmarks.guesses [FOLDER]`.

Each export lies beside NAME.truth.json, written by a person who looked at the file and not at the program: the columns
of student, school, grade, date and term (`also` lists others that are as right, of scores too), and for each measure
its score, level, subtest, season and date (of both, a list of what is as right). What is `secondary` may be stored or
not, and so may a measure that is not `required`.
"""

import itertools
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any  # answers and truths are of mixed kinds

from aimline.cli import guess
from aimline.domain.refusal import AimlineError

FOLDER = Path(__file__).parents[1] / "tests/exchange/exports/written"
TODAY = date(2026, 11, 30)
SAME_SEASONS = {"boy": "fall", "autumn": "fall", "aut": "fall", "moy": "winter", "eoy": "spring", "spr": "spring",
                "september": "fall", "january": "winter", "may": "spring", "q": "quarter",
                "sept": "fall", "sep": "fall", "jan": "winter", "feb": "february", "mar": "march", "apr": "april",
                "jun": "june", "jul": "july", "aug": "august", "oct": "october", "nov": "november", "dec": "december",
                "start": "fall", "beginning": "fall", "middle": "winter", "end": "spring",
                "t": "term", "p": "period", "periodo": "period", "tri": "trimester", "wk": "week"}  # fmt: skip
CALENDAR = {"fall", "winter", "spring", "summer", "year"}
LONGEST_SMALL_WORD = 2
ROLES = ("student", "school", "grade", "term", "date")


def exports(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Give each export of a folder with what a person says of it."""
    for truth in sorted(folder.glob("*.truth.json")):
        name = truth.name.removesuffix(".truth.json")
        export = next(path for path in folder.glob(f"{name}.*") if path != truth)
        yield export, json.loads(truth.read_text(encoding="utf-8"))


def faults(path: Path, truth: dict[str, Any]) -> list[str]:
    """List what a person would have to change in the guess for a file; empty where nothing."""
    try:
        _, _, told = guess.proposed(path, today=TODAY)
    except AimlineError as refused:
        return [f"it is refused: {refused}"]
    mapping = told["mapping"]
    return [*wrong_roles(mapping, truth), *wrong_measures(mapping, truth)]


def wrong_roles(mapping: dict[str, Any], truth: dict[str, Any]) -> Iterator[str]:
    also = truth.get("also", {})
    as_another = {name for role in ROLES for name in columns_of(mapping, role) & names(also.get(role))}
    for role in ROLES:
        given = columns_of(mapping, role) | (columns_of(mapping, "year") if role == "term" else set())
        named = names(truth.get(role))
        right = named | names(also.get(role))
        if role == "date":
            right |= {name for measure in truth["measures"] for name in names(measure.get("date"))}
        if named and not given & right and not named & as_another:
            yield f"{role} is {sorted(given)} and not {sorted(right)}"
        if given - right and (role == "date" or not named):
            yield f"{role} is {sorted(given - right)}"


def wrong_measures(mapping: dict[str, Any], truth: dict[str, Any]) -> Iterator[str]:
    instead = names(truth.get("also", {}).get("score"))
    known = names(truth.get("secondary")) | instead
    for wanted in truth["measures"]:
        known |= names(wanted["score"]) | names(wanted.get("level"))
        column = (wanted["score"] or wanted["level"]).strip()
        given = stored_as(column, mapping)
        if not given and instead and wanted.get("required", True):
            # Another column that says the same, as points and their percentage do, may stand for one measure.
            other = max(sorted(instead), key=lambda name: n_alike(name, column))
            given = stored_as(other, mapping)
            instead -= {other}
        if given:
            yield from wrong_measure(mapping, given[0], wanted, truth)
        elif wanted.get("required", True):
            yield f"'{column}' is no measure"
    yield from wrong_over_time(mapping, truth)
    for each in mapping["measures"]:
        stored = names(each["score_column"] or each["level_column"])
        if stored - known:
            yield f"{sorted(stored)} is a measure"


def wrong_over_time(mapping: dict[str, Any], truth: dict[str, Any]) -> Iterator[str]:
    """What was measured in several windows is one measure, and not one for each of them."""
    for name in dict.fromkeys((each.get("name", ""), str(each.get("subtest"))) for each in truth["measures"]):
        wanted = [each for each in truth["measures"] if (each.get("name", ""), str(each.get("subtest"))) == name]
        columns = [(each["score"] or each["level"]).strip() for each in wanted]
        given = {one["measure"] for column in columns for one in stored_as(column, mapping)[:1]}
        told = {str(each.get("season")) for each in wanted}
        if (
            len(told) == len(wanted) > 1
            and len(given) > 1
            and not any(each.get("subtest_is") == "column" for each in wanted)
        ):
            yield f"'{name[0]}' is {len(given)} measures: {sorted(given)}"


def n_alike(first: str, second: str) -> int:
    """Count the letters that are the same at the beginning of two names."""
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))
    return sum(1 for _ in same)


def stored_as(column: str, mapping: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in mapping["measures"] if column in names(each["score_column"] or each["level_column"])]


def wrong_measure(
    mapping: dict[str, Any], given: dict[str, Any], wanted: dict[str, Any], truth: dict[str, Any]
) -> Iterator[str]:
    column, level = wanted["score"] or wanted["level"], wanted.get("level")
    levels = names(level) | names(truth.get("also", {}).get("level"))
    if level and not levels & (names(given["level_column"]) | {column}) and wanted.get("required", True):
        yield f"the level of '{column}' is {given['level_column']!r} and not '{level}'"
    if not is_in_window(given, wanted):
        yield f"the season of '{column}' is {given['term']!r} and not {wanted.get('season')!r}"
    if wanted.get("date") and not names(wanted["date"]) & (names(given["date_column"]) | columns_of(mapping, "date")):
        yield f"the date of '{column}' is {given['date_column']!r}"
    subtests = names(wanted.get("subtest"))
    if wanted.get("subtest_is") == "column":
        also = truth.get("also", {})
        right = subtests | names(also.get("subtest")) | names(also.get("test"))
        if not names(given["measure_column"]) & right:
            yield f"'{column}' is named by {given['measure_column']!r} and not by {sorted(right)}"
    elif (
        len(truth["measures"]) > 1
        and is_told(subtests, column, level)
        and not any(called(given, each) for each in subtests)
    ):
        yield f"'{column}' is called '{given['measure']}' and not {sorted(subtests)}"


def is_in_window(given: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether the window is right; of a sitting with a day of its own, "Form A", the day tells it."""
    told, named = seasons(given["term"]), [seasons(each) for each in names(wanted.get("season"))]
    is_dated = bool(names(wanted.get("date")) & names(given["date_column"]))
    if is_dated and not told & CALENDAR:
        return True
    return any(each <= told for each in named) if told else not named


def is_told(subtests: set[str], *columns: str | None) -> bool:
    """Whether the heads hold a word of a subtest: nobody can read "Mother Tongue" in "MT MARK"."""
    heads = [word for column in columns for word in plain_words(column)]
    return any(word.startswith(head) or head.startswith(word)
               for subtest in subtests for word in plain_words(subtest) for head in heads
               if len(word) > LONGEST_SMALL_WORD)  # fmt: skip


def called(given: dict[str, Any], subtest: str) -> bool:
    """Whether a measure is called by a word of its subtest, or that by its short form."""
    if given["measure"] == "Overall" and subtest.lower() in ("mean", "total", "overall", "composite"):
        return True
    said = plain_words(given["measure"]) + plain_words(given["subtest"])
    initials = "".join(word[0] for word in said if word != "and")
    if len(subtest) > LONGEST_SMALL_WORD and subtest.lower() in initials:
        return True  # "EBRW" of evidence-based reading and writing
    wanted = [word for word in plain_words(subtest) if len(word) > LONGEST_SMALL_WORD]
    return not wanted or any(word.startswith(other) or other.startswith(word) for word in wanted for other in said)


def columns_of(mapping: dict[str, Any], role: str) -> set[str]:
    part = mapping.get(role) or {}
    return names(part.get("column")) | names(part.get("name_column")) | names(part.get("name_columns"))


def names(value: str | list[str] | None) -> set[str]:
    """Return the names, without the blanks around them that a heading may have."""
    return {name.strip() for name in ([value] if isinstance(value, str) else value or ())}


def seasons(text: str | None) -> set[str]:
    letters = unicodedata.normalize("NFKD", text or "").lower()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return {SAME_SEASONS.get(word, word) for word in re.findall(r"[^\W\d_]+|\d+", bare)}


def plain_words(text: str | None) -> list[str]:
    return re.findall(r"[^\W_]+", (text or "").lower())


def main(folder: Path) -> None:
    found = {path.name: faults(path, truth) for path, truth in exports(folder)}
    for name, wrong in found.items():
        print("wrong" if wrong else "right", name)
        print(*(f"    {each}" for each in wrong), sep="\n") if wrong else None
    n_right = sum(not wrong for wrong in found.values())
    print(f"{n_right} of {len(found)} wholly right")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
