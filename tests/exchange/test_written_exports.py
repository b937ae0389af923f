"""The guess on exports written as files, invented, with what a person says of each (`python -m benchmarks.guesses`).

Those that begin with "e" are of an examiner who saw no code. The first twelve of them were scored before anything was
mended by them (4 wholly right), then used; the last twelve were sealed until that mending was done, scored once
(4 wholly right), and then used too. Those that begin with "o" are our own.
"""

import pytest

from benchmarks import guesses

EXPORTS = {path.name: (path, truth) for path, truth in guesses.exports(guesses.FOLDER)}
# A level that stands beside letters of books, or beside a text level and a total: which of them it is about.
KNOWN = {"e_fountas_pinnell.csv", "e_dra2.csv"}


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_guessed_as_a_person_says(name: str) -> None:
    path, truth = EXPORTS[name]

    assert bool(guesses.faults(path, truth)) == (name in KNOWN)
