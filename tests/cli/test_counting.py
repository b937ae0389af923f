"""A number agrees with the noun it counts."""

import pytest

from aimline.cli.counting import counted


@pytest.mark.parametrize(("n", "text"), [(0, "0 files"), (1, "1 file"), (2_000, "2,000 files")])
def test_one_thing_is_told_in_the_singular(n: int, text: str) -> None:
    assert counted(n, "file", "files") == text
