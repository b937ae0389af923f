"""A data folder of its own for each test run, and tasks done at once; loaded before Django reads its settings."""

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path

os.environ["AIMLINE_DATA"] = tempfile.mkdtemp(prefix="aimline-test-")
(Path(os.environ["AIMLINE_DATA"]) / "incoming").mkdir()
os.environ["AIMLINE_TASKS"] = "immediate"
os.environ["AIMLINE_MODE"] = "embedded"
os.environ.pop("AIMLINE_TODAY", None)
atexit.register(shutil.rmtree, os.environ["AIMLINE_DATA"], ignore_errors=True)


def pytest_collection_finish() -> None:
    """What has been read by now stays until the end: nothing of it is looked at again in search of what may go."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)
