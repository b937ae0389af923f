"""The room of numerics knows the domain, NumPy and SciPy, and costs nothing until it computes."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.source import SOURCE, name_of, python_files, tree

ALLOWED = {"numpy", "scipy"}
KERNELS = {"growth/percentiles/pivoting.py"}  # compiled when first used; see docs/decisions/0023-numba.md


def test_growth_imports_the_domain_numpy_and_scipy_alone() -> None:
    found = {
        (path.relative_to(SOURCE).as_posix(), package)
        for path in python_files(SOURCE / "growth")
        for package in packages_of(path)
        if package not in ALLOWED | set(sys.stdlib_module_names)
    }
    assert found <= {(kernel, "numba") for kernel in KERNELS}


def test_growth_knows_nothing_of_the_house_but_the_domain() -> None:
    found = [
        f"{name_of(path)}: {module}"
        for path in python_files(SOURCE / "growth")
        for module in modules_of(path)
        if module.startswith("aimline.") and module.split(".")[1] not in {"domain", "growth"}
    ]
    assert found == []


def test_looking_into_growth_loads_nothing_heavy() -> None:
    program = "import sys; import aimline.growth; print([m for m in ('numpy', 'scipy', 'numba') if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"


def packages_of(path: Path) -> set[str]:
    return {module.split(".")[0] for module in modules_of(path)} - {"aimline"}


def modules_of(path: Path) -> list[str]:
    names = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names += [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    return names
