"""The command line as people use it: in a process of its own."""

import os
import shutil
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
def sample(made_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample district of this worker's own, for tests that only look at it."""
    return Path(shutil.copytree(made_sample, tmp_path_factory.mktemp("sample") / "district"))
