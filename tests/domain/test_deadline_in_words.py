"""A deadline is said as it was named, with its day beside it."""

from datetime import date

import pytest

from aimline.domain.sentence import deadline_in_words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("5 June", "5 June 2026"),
        ("by June 5", "5 June 2026"),
        ("June 5, 2026", "5 June 2026"),
        ("2026-06-05", "5 June 2026"),
        ("end of year", "end of year (5 June 2026)"),
    ],
)
def test_a_deadline_named_by_its_date_is_said_once(words: str, said: str) -> None:
    assert str(deadline_in_words(date(2026, 6, 5), words)) == said
