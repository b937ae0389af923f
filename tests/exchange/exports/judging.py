"""Whether a guess says what the answer beside an export says."""

from pathlib import Path

from aimline.exchange import guessing, recognition
from aimline.exchange.guessing import Guess
from tests.exchange.exports.builder import Export

SHARE_RIGHT = 0.8


def guessed(export: Export, folder: Path) -> Guess:
    path = folder / "export.csv"
    path.write_text(export.text(), encoding="utf-8")
    file = recognition.recognise(path)
    assert file.problems == ()
    return guessing.guess(file.header, file.sample, source=export.name)


def faults(export: Export, guess: Guess) -> list[str]:
    """List what is wrong with a guess; nothing when a person would change nothing."""
    columns, answer = guess.mapping.columns, export.answer
    found = []
    if columns.get("student") != answer.student:
        found.append(f"student {columns.get('student')!r}")
    if answer.school and not {columns.get("school"), columns.get("school_name")} & {*answer.school}:
        found.append(f"school {columns.get('school')!r}")
    if answer.grade and columns.get("grade") != answer.grade:
        found.append(f"grade {columns.get('grade')!r}")
    times = {columns.get(role) for role in ("date", "window", "year")}
    if answer.time and not times & {*answer.time}:
        found.append(f"time {times!r}")
    if answer.measure and not named_by(guess, answer.measure):
        found.append(f"measure {columns.get('measure')!r}")
    measures = {(each.results.score, each.results.level, each.results.window) for each in guess.found}
    found += [f"missing {each}" for each in sorted(answer.measures - measures)]
    found += [f"too much {each}" for each in sorted(measures - answer.measures)]
    return found


def named_by(guess: Guess, column: str) -> bool:
    groups = guess.mapping.results
    return guess.mapping.columns.get("measure") == column or (
        bool(groups) and all(f"[{column}]" in group.measure for group in groups)
    )
