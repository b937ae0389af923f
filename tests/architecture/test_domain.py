"""The method is plain Python: importing it brings in the standard library and nothing else."""

import ast
import json
import subprocess
import sys

from tests.architecture.source import SOURCE, name_of, python_files, tree

LIST_MODULES = """
import json, pkgutil, sys, importlib
before = set(sys.modules)
import aimline.domain
for module in pkgutil.walk_packages(aimline.domain.__path__, "aimline.domain."):
    importlib.import_module(module.name)
print(json.dumps(sorted({name.split(".")[0] for name in set(sys.modules) - before})))
"""
CLOCK = {"today", "now", "utcnow", "time", "monotonic"}
CLOCKLESS = ("domain", "exchange", "growth", "warehouse", "charts", "reports")


def test_importing_the_domain_brings_in_only_the_standard_library() -> None:
    said = subprocess.run([sys.executable, "-c", LIST_MODULES], capture_output=True, text=True, check=True).stdout
    assert set(json.loads(said)) - {"aimline"} <= set(sys.stdlib_module_names)


def test_nobody_below_the_apps_looks_at_the_clock() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for room in CLOCKLESS
        for path in python_files(SOURCE / room)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args
        if node.func.attr in CLOCK and ast.unparse(node.func.value) in {"date", "datetime", "time", "timezone"}
    ]
    assert found == []


def test_the_checker_answers_without_django_or_the_warehouse() -> None:
    heavy = "'django', 'duckdb', 'numpy', 'scipy', 'numba'"
    program = f"import sys; import aimline.cli; print([m for m in ({heavy}) if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
