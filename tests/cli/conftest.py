"""The command line as people use it: in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def run() -> Run:
    """Return a function that runs `aimline` with arguments and gives what it said."""

    def aimline(*arguments: str | Path, **variables: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "aimline", *map(str, arguments)]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("AIMLINE_")}
        environment["AIMLINE_TASKS"] = "immediate"
        return subprocess.run(
            command, capture_output=True, text=True, env=environment | {"COLUMNS": "200"} | variables, check=False
        )

    return aimline


@pytest.fixture(scope="session")
def sample(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample district, made once for all tests that only look at it."""
    folder = tmp_path_factory.mktemp("sample") / "district"
    made = run("demo", "--only-make", "--data", folder, "--today", "2026-03-01")
    assert made.returncode == 0, made.stderr
    return folder
