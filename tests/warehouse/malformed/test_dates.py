"""Dates that can be read in two ways are asked once, in words, and never guessed (trust.md 3)."""

from datetime import date
from pathlib import Path

from aimline.exchange import first_mapping, mapping_checks
from aimline.exchange.recognition import recognise
from tests.warehouse.malformed import dates

N_FILES = 60


def test_what_a_date_leaves_open_is_asked_once_and_nothing_else_is(tmp_path: Path) -> None:
    for seed in range(N_FILES):
        made = dates.make(seed)
        path = tmp_path / "upload.csv"
        path.write_bytes(made.content)
        file = recognise(path)

        mapping = first_mapping.propose(file, source="office", today=date(2025, 6, 30)).mapping
        asked = [each for each in mapping_checks.check(mapping) if each.key == "date_format"]

        assert len(asked) == made.is_ambiguous, f"seed {seed}"
        assert made.is_ambiguous or mapping.date_format == made.shape, f"seed {seed}"
        assert all(str(each.message).endswith((".", "?")) and str(each.hint) for each in asked)
