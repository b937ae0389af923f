"""A small sample of `benchmarks.disclosure`: the reader who shares no code with the planner."""

import numpy as np
import pytest

from aimline.domain.suppression import SafeCell, Shown, seal
from benchmarks.disclosure import KINDS, N_MIN, SEED, DataSet, Reader, table_of, try_one

N_SETS = 8


def data_sets(kind: str) -> list[DataSet]:
    return [KINDS[kind](np.random.default_rng([SEED, 1, number])) for number in range(N_SETS)]


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_reader_works_out_no_small_group_and_most_numbers_are_shown(kind: str) -> None:
    outcomes = [try_one(given) for given in data_sets(kind)]

    assert [each.narrow for each in outcomes] == [()] * N_SETS
    assert [each.forced for each in outcomes] == [()] * N_SETS
    assert sum(each.n_attacked for each in outcomes) > N_SETS
    assert sum(each.n_shown for each in outcomes) >= 0.6 * sum(each.n_safe for each in outcomes)


def test_the_reader_is_not_blind() -> None:
    """Where only the small cells are hidden, subtraction finds them."""
    n_found = 0
    for given in data_sets("two-way"):
        printed = only_small_ones_hidden(given)
        reader = Reader(given.asked, printed, given.n.shape, knows_results=False)
        narrow, _ = reader.attack(reader.targets(given))
        n_found += bool(narrow)

    assert n_found >= N_SETS - 2


def only_small_ones_hidden(given: DataSet) -> dict[str, SafeCell]:
    table = table_of(given, given.asked)
    printed = seal(table, {each.label for each in table.asked if each.cell.n >= N_MIN})
    assert any(isinstance(each.content, Shown) for each in printed.values())
    return printed
