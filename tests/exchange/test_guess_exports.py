"""The guess on exports of assessments without a profile: all those it was developed on, and one look at others."""

from pathlib import Path

import pytest

from tests.exchange.exports import (
    developed_fifth,
    developed_first,
    developed_fourth,
    developed_second,
    developed_third,
    judging,
)
from tests.exchange.exports.builder import Export

DEVELOPED = [
    *developed_first.EXPORTS,
    *developed_second.EXPORTS,
    *developed_third.EXPORTS,
    *developed_fourth.EXPORTS,
    *developed_fifth.EXPORTS,
]


@pytest.mark.parametrize("export", DEVELOPED, ids=lambda export: export.name)
def test_an_export_is_guessed_as_a_person_would_say(export: Export, tmp_path: Path) -> None:
    assert judging.faults(export, judging.guessed(export, tmp_path)) == []
