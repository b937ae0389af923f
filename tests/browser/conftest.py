"""The sample district, served, and a browser to look at it with."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import served
from tests.browser.served import Installation

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's browser; where there is none, the reason is reported."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("No Chromium here. On Debian or Ubuntu: sudo apt-get install chromium")
    return found


# One a module: playwright keeps an event loop while it is open, and Django refuses its database beside one.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def sample_folder(chromium: str, made_sample: Path) -> Path:
    return made_sample


@pytest.fixture(scope="module")
def district(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The sample district, fresh for each file of tests."""
    folder = served.copy_of(sample_folder, tmp_path_factory.mktemp("district") / "data")
    today = str(Installation("", folder).sample["today"])
    with served.serve(folder, today=today) as installation:
        yield installation
