"""Settled 28: over 400 lines, over 50 or deeper than 3 is where a second look becomes a stop."""

import ast
from pathlib import Path

from tests.architecture.source import ROOT, SOURCE, functions, name_of, python_files, templates

MOST_LINES_A_FILE = 400
MOST_LINES_A_FUNCTION = 50
DEEPEST = 3
MOST_LINES_A_TEMPLATE = 100
MOST_LINES_A_SCRIPT = 150
BRANCHES = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match, ast.AsyncFor, ast.AsyncWith)


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    found = {name_of(p): n_lines(p) for p in python_files(SOURCE, ROOT / "tests") if n_lines(p) > MOST_LINES_A_FILE}
    assert found == {}


def test_no_function_is_longer_than_fifty_lines() -> None:
    found = {
        f"{name_of(path)}: {function.name}": length(function)
        for path in python_files()
        for function in functions(path)
        if length(function) > MOST_LINES_A_FUNCTION
    }
    assert found == {}


def test_nothing_is_nested_deeper_than_three() -> None:
    found = {
        f"{name_of(path)}: {function.name}": depth(function.body)
        for path in python_files()
        for function in functions(path)
        if depth(function.body) > DEEPEST
    }
    assert found == {}


def test_no_template_is_longer_than_a_hundred_lines() -> None:
    assert {name_of(p): n_lines(p) for p in templates() if n_lines(p) > MOST_LINES_A_TEMPLATE} == {}


def test_no_script_of_ours_is_longer_than_a_hundred_and_fifty_lines() -> None:
    ours = [p for p in SOURCE.rglob("static/**/*.js") if "vendor" not in p.parts]
    assert {name_of(p): n_lines(p) for p in ours if n_lines(p) > MOST_LINES_A_SCRIPT} == {}


def n_lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def depth(body: list[ast.stmt]) -> int:
    """How many branches stand inside one another; an elif stands beside its if, not below it."""
    return max((depth_of(statement) for statement in body), default=0)


def depth_of(statement: ast.stmt) -> int:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return 0
    if not isinstance(statement, BRANCHES):
        return 0
    inner = [depth(block) for block in blocks(statement)]
    if isinstance(statement, ast.If) and len(statement.orelse) == 1 and isinstance(statement.orelse[0], ast.If):
        return max(1 + depth(statement.body), depth_of(statement.orelse[0]))
    return 1 + max(inner, default=0)


def blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    found = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
    found += [handler.body for handler in getattr(statement, "handlers", [])]
    found += [case.body for case in getattr(statement, "cases", [])]
    return found
