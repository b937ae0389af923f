"""What every test may rely on: a data folder of its own, tasks done at once, and the real data beside the project."""

import os
import tempfile
from pathlib import Path

import pytest

os.environ["AIMLINE_DATA"] = tempfile.mkdtemp(prefix="aimline-test-")
os.environ["AIMLINE_TASKS"] = "immediate"
os.environ.pop("AIMLINE_TODAY", None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; a test that needs it fails, in words, where it is missing."""
    folder = Path(os.environ.get("AIMLINE_SHARED", Path(__file__).parents[2] / "shared"))
    if not (folder / "data").is_dir():
        pytest.fail(f"The real data are missing: expected {folder / 'data'}; name their place in AIMLINE_SHARED.")
    return folder
