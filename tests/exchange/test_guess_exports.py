"""The guess on exports of assessments without a profile, invented after real ones with the answer beside each.

The sets 3 to 7 and 9 to 12 were kept back until the guess was done, looked at once, and then used to mend it. At first
look 8 of 15, 6 of 12, 7 of 12, 7 of 10 and 7 of 10 were right in every column; then 4 of 12, 7 of 10, 4 of 6 and
8 of 10. `docs/explanation/how-well-unknown-files-are-guessed.md` has all first looks.
What a guess still gets wrong stands in `KNOWN`.
"""

from pathlib import Path

import pytest

from aimline.exchange.guessing import Guess
from tests.exchange.exports import judging, layouts
from tests.exchange.exports.layouts import Export

FOLDER = Path(__file__).parent / "exports"
EXPORTS = [export for path in sorted(FOLDER.glob("set_*.txt")) for export in layouts.load(path)]
# Levels under a word that no score shares, a second scale of the same test.
KNOWN = {
    "PALS-K wide fall spring", "Georgia Milestones EOG", "Florida FAST PM", "MAP Reading Fluency",
}  # fmt: skip


@pytest.fixture(scope="module")
def guesses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Guess]:
    folder = tmp_path_factory.mktemp("exports")
    return {export.name: judging.guessed(export, folder) for export in EXPORTS}


@pytest.mark.parametrize("export", [each for each in EXPORTS if each.name not in KNOWN], ids=lambda export: export.name)
def test_an_export_is_guessed_as_a_person_would_say(export: Export, guesses: dict[str, Guess]) -> None:
    assert judging.faults(export, guesses[export.name]) == []


def test_no_other_export_is_guessed_wrong_than_is_known(guesses: dict[str, Guess]) -> None:
    assert {each.name for each in EXPORTS if judging.faults(each, guesses[each.name])} == KNOWN


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_what_only_stands_beside_a_score_is_never_the_score(export: Export, guesses: dict[str, Guess]) -> None:
    beside = ("percentile", "ptile", "%ile", "npr", "growth", "sgp", "standard error", "csem", "lexile", "stanine")

    scores = [each.results.score.lower() for each in guesses[export.name].found]

    assert [score for score in scores for word in beside if word in score and "mindset" not in score] == []
