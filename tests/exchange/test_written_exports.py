"""The guess on exports written as files, invented, with what a person says of each (`python -m benchmarks.guesses`).

Those that begin with "e" are of an examiner who saw no code. The first twelve of them were scored before anything was
mended by them (4 wholly right), then used; the last twelve were sealed until that mending was done, scored once
(4 wholly right), and then used too. Those that begin with "o" are our own, and so
are those that begin with "s1" and "s2": other assessments, with levels that follow from scores by cuts, scored at
first sight before anything was mended by them (11 of 25, then 5 of 10). Those that begin with "t" are of another
stranger, sealed until they were scored once (4 of 12), and then used. Those that begin with "v" have the heads that
vendors and states publish, over invented rows; most have two to eight rows, as published samples do.
Those that begin with "w" show what strangers found in published heads and the guess had missed: slips of the hand,
days of one part, names of school systems. Those that begin with "x" show a kind of evidence each: points that add up,
two scales that stand in other rows, codes of standards. Those that begin with "y" have heads that only those beside
them explain: points of a year in one letter, sittings in brackets, a beginning that all share.
"""

import pytest

from benchmarks import guesses

EXPORTS = {path.name: (path, truth) for path, truth in guesses.exports(guesses.FOLDER)}
# A level beside letters of books; tests of fitness whose levels lie in numbered columns, and a season in the name of a
# column of programs.
KNOWN = {
    "e_fountas_pinnell.csv", "t_california_fitnessgram.tsv", "t_ts_gold.csv",
}  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_guessed_as_a_person_says(name: str) -> None:
    path, truth = EXPORTS[name]

    assert bool(guesses.faults(path, truth)) == (name in KNOWN)
