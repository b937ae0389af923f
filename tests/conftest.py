"""What every test may rely on beside its environment: the real data next to the project."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; a test that needs it fails, in words, where it is missing."""
    folder = Path(os.environ.get("AIMLINE_SHARED", Path(__file__).parents[2] / "shared"))
    if not (folder / "data").is_dir():
        pytest.fail(f"The real data are missing: expected {folder / 'data'}; name their place in AIMLINE_SHARED.")
    return folder


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
