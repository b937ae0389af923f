"""What every test may rely on beside its environment: the real data next to the project."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.made_once import made_once

SAMPLE_DAY = "2026-03-01"


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
    mine = {name: value for name, value in os.environ.items() if not name.startswith("AIMLINE_")}
    subprocess.run(command, check=True, env=mine, stdout=subprocess.DEVNULL)


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
