"""Every feature folder looks like its neighbour, and every file is named for what it is."""

import ast
import re

from tests.architecture.source import APPS, ROOT, SOURCE, functions, name_of, python_files

IN_AN_APP = {
    "models", "policy", "queries", "actions", "pages", "forms", "views", "api", "tasks", "urls", "admin", "apps",
    "templates", "migrations", "management", "__init__",
}  # fmt: skip
ROOMS = {"domain", "exchange", "growth", "warehouse", "charts", "reports", "apps", "web", "cli"}
NAMELESS = {"utils", "util", "common", "misc", "base", "manager", "managers", "handler", "handlers", "processor",
            "processors", "helper", "helpers", "core", "tools"}  # fmt: skip
QUERIES_OF_THE_OPERATOR = {"broken_links", "first_broken"}  # they return places in a chain, no content


def test_an_app_has_only_the_files_of_the_architecture() -> None:
    strange = [
        name_of(entry)
        for app in sorted(APPS.iterdir())
        if app.is_dir() and app.name != "__pycache__"
        for entry in sorted(app.iterdir())
        if entry.name != "__pycache__" and entry.stem not in IN_AN_APP
    ]
    assert strange == []


def test_the_house_has_the_rooms_that_were_decided() -> None:
    rooms = {entry.name for entry in SOURCE.iterdir() if entry.is_dir() and (entry / "__init__.py").exists()}
    assert rooms == ROOMS


def test_nothing_bears_a_name_that_says_nothing() -> None:
    parts = [(path, part) for path in python_files(SOURCE, ROOT / "tests") for part in path.relative_to(ROOT).parts]
    assert [name_of(path) for path, part in parts if part.removesuffix(".py") in NAMELESS] == []


def test_a_document_of_this_project_speaks_of_this_project_alone() -> None:
    machine = re.compile(r"/(?:home|root|work|tmp/wt)/[a-z]|/Users/[a-z]|\bissue [0-9]")
    texts = [p for p in ROOT.glob("docs/**/*.md")] + [*ROOT.glob("*.md"), *python_files(SOURCE, ROOT / "tests")]
    assert [name_of(path) for path in texts if machine.search(path.read_text(encoding="utf-8"))] == []


def test_dates_end_in_on_and_moments_in_at_in_every_table() -> None:
    from django.apps import apps
    from django.db import models

    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("aimline."):
            continue
        for field in model._meta.get_fields():
            if isinstance(field, models.DateTimeField):
                fits = field.name.endswith("_at") or field.name in {"at", "since", "writing_since", "last_login"}
            elif isinstance(field, models.DateField):
                fits = field.name.endswith("_on") or field.name in {"on", "deadline", "effective_from"}
            else:
                continue
            wrong += [] if fits else [f"{model.__name__}.{field.name}"]
    assert wrong == []


def test_a_query_asks_first_who_is_looking() -> None:
    """Functions that return rows take the viewer first, or narrow rows that another query gave."""
    wrong = [
        f"{name_of(path)}: {function.name}"
        for path in python_files(APPS)
        if path.stem == "queries" or path.parent.name == "queries"
        for function in functions(path)
        if returns_rows(function) and function.name not in QUERIES_OF_THE_OPERATOR
        if not knows_the_viewer(function)
    ]
    assert wrong == []


def knows_the_viewer(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    if not function.args.args:
        return False
    first = function.args.args[0]
    given = ast.unparse(first.annotation) if first.annotation else ""
    return first.arg in {"viewer", "self"} or given.startswith("QuerySet")


def returns_rows(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return function.returns is not None and "QuerySet" in ast.unparse(function.returns)
