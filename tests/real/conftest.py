"""Where the real data lie: beside the project, never inside it."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = Path(os.environ.get("AIMLINE_SHARED", REPOSITORY.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.fail(f"The real data are missing: there is no {folder / 'data'}. Set AIMLINE_SHARED.")
    return folder


@pytest.fixture(scope="session")
def state_file(shared: Path) -> Path:
    path = shared / "data" / "longitudinal" / "sgpdata_long.csv.gz"
    if not path.is_file():
        pytest.fail(f"The real results are missing: {path} does not exist.")
    return path


@pytest.fixture(scope="session")
def state_mapping() -> Path:
    return Path(__file__).parent / "state.toml"
