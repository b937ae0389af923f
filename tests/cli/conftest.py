"""The command line as people use it: in a process of its own."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.warm import Warm

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Return a function that runs `aimline` with arguments and gives what it said."""
    warm = Warm(tmp_path_factory.mktemp("warm"))

    def aimline(*arguments: str | Path, **variables: str) -> "subprocess.CompletedProcess[str]":
        environment = {k: v for k, v in os.environ.items() if not k.startswith("AIMLINE_")}
        environment |= {"AIMLINE_TASKS": "immediate", "COLUMNS": "200"}
        return warm.run([str(argument) for argument in arguments], environment | variables)

    yield aimline
    warm.end()


@pytest.fixture(scope="session")
def sample(made_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample district of this worker's own, for tests that only look at it."""
    return Path(shutil.copytree(made_sample, tmp_path_factory.mktemp("sample") / "district"))
