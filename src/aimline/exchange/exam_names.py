"""Names of exams that a file tells by their codes alone."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from aimline.exchange import templates
from aimline.exchange.mapping import Results

CALLED = "exam code"  # the heads of the College Board: "Exam Code 01"


def of(word: str, results: Sequence[Results]) -> str:
    """Name the Advanced Placement exam that a code stands for; empty where it is no code of theirs.

    >>> of("66", [Results("[Exam Code 01]", score="Exam Grade 01")])
    'AP Calculus AB'
    """
    columns = {column for group in results for column in templates.columns(group.measure)}
    name = _names().get(word.zfill(2), "") if columns and all(map(_is_of_codes, columns)) else ""
    return f"AP {name}" if name else ""


def _is_of_codes(column: str) -> bool:
    return column.lower().startswith(CALLED)


@cache
def _names() -> dict[str, str]:
    text = resources.files("aimline.exchange").joinpath("exam_names.toml").read_text(encoding="utf-8")
    return {str(code): str(name) for code, name in tomllib.loads(text).items()}
