"""A guess is as sure as what it leaves unexplained lets it be."""

import pytest

from aimline.exchange import guessing

KNOWN = ["Student ID", "Grade", "Test Date", "Reading Scale Score"]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (KNOWN, "sure"),
        (["Student ID", "Room", "Test Date", "Reading Scale Score"], "fair"),
        ([*KNOWN, "Wugs"], "unsure"),
    ],
)
def test_a_guess_is_sure_where_all_is_explained(header: list[str], said: str) -> None:
    rows = [[str(4100 + 7 * n), "4", f"2026-01-{10 + n}", str(480 + 13 * n % 90), str(30 + n)] for n in range(9)]

    found = guessing.guess(header, [row[: len(header)] for row in rows])

    assert found.sureness == said
