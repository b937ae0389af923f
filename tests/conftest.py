"""What every test may rely on beside its environment: the real data next to the project."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.made_once import made_once

SAMPLE_DAY = "2026-03-01"
NewInstallation = Callable[[Path], Path]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; a test that needs it fails, in words, where it is missing."""
    folder = Path(os.environ.get("AIMLINE_SHARED", Path(__file__).parents[2] / "shared"))
    if not (folder / "data").is_dir():
        pytest.fail(f"The real data are missing: expected {folder / 'data'}; name their place in AIMLINE_SHARED.")
    return folder


@pytest.fixture(scope="session")
def made_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample district, made by the command everybody uses; to be copied, never changed."""
    return made_once(tmp_path_factory, "sample", make_sample)


def make_sample(folder: Path) -> None:
    command = [sys.executable, "-m", "aimline", "demo", "--only-make", "--today", SAMPLE_DAY, "--data", str(folder)]
    subprocess.run(command, check=True, env=plain_environment(), stdout=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def new_installation(tmp_path_factory: pytest.TempPathFactory) -> NewInstallation:
    """Return a function that makes a data folder with its tables and nothing in them, and gives its path.

    Making the tables takes longer than most commands, so they are made once. The sample district, the benchmarks, a
    roster and a server begin without a folder, as a user does.
    """
    tables = made_once(tmp_path_factory, "tables", make_tables)
    return lambda folder: Path(shutil.copytree(tables, folder))


def make_tables(folder: Path) -> None:
    (folder / "incoming").mkdir(parents=True)  # Django asks for it
    settings = {"DJANGO_SETTINGS_MODULE": "aimline.web.settings", "AIMLINE_DATA": str(folder)}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    subprocess.run(command, check=True, env=plain_environment() | settings)


def plain_environment() -> dict[str, str]:
    """The environment without this test run's own data folder."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AIMLINE_")}


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where every test must run (`AIMLINE_NO_SKIPS`), one that did not is as bad as one that did not hold."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("AIMLINE_NO_SKIPS") or reporter is None:  # a worker beside others: the first one counts
        return
    idle = [report for kind in ("skipped", "xfailed", "xpassed") for report in reporter.stats.get(kind, [])]
    if idle and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line(f"{len(idle)} tests did not run, and here every test must.", red=True)
