"""Can a reader work out what the door hides, and how much does it show?

Makes random data sets of six kinds, sends each through planner and seal, and hands what comes out to a reader who
knows nothing but the printed numbers, whom they count, and the rules. The reader shares no code with the planner: it
is written from the printed values up, computes ranks in fractions, and finds the least and the greatest size of every
group of fewer than 10 students by linear programmes, in whole students where it gets close. Returns 1 when a group
is found to within fewer than 5 students, when a member of a group learns that all the others have the result, or none
of them, when fewer than 75 % of the safe numbers are shown, or when more than one table of a hundred takes 0.2 s of
the processor.

    python -m benchmarks.disclosure              300 data sets, about two minutes
    python -m benchmarks.disclosure 10000        all of them, about an hour
"""

import math
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import block_diag, csr_array

from aimline.domain.suppression import Atom, Bound, Cell, Line, SafeCell, Shown, Statistic, Table, Told, seal
from aimline.growth.disclosure import plan

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]

SEED = 20260115
N_MIN = 10
WIDTH = 5
UTILITY = 0.75
SECONDS = 0.2
# A group whose size is open by less than this is looked at again in whole students.
NEARLY = 9


@dataclass(frozen=True)
class Group:
    """Whom a number counts: a place in every dimension's table; `weight` as the pages give it."""

    label: str
    mask: Mask
    weight: float = 1.0


@dataclass(frozen=True)
class DataSet:
    """Students in every cell of a cross-classification, and how many have the result (none for means)."""

    kind: str
    n: Counts
    having: Counts | None
    asked: tuple[Group, ...]
    lines: tuple[Line, ...] = ()
    asked_before: tuple[Group, ...] = ()


def main() -> int:
    """Send data sets through the door and attack what comes out."""
    n_sets = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    tally = {kind: Tally() for kind in KINDS}
    for number in range(n_sets):
        rng = np.random.default_rng([SEED, number])
        kind = list(KINDS)[number % len(KINDS)]
        tally[kind].add(number, try_one(KINDS[kind](rng)))
    every = Tally()
    print(f"{'':22}{'tables':>7}{'shown':>8}{'attacked':>10}{'narrow':>8}{'forced':>8}   median    99 %     max")
    for kind, own in tally.items():
        every.join(own)
        print(own.line(kind))
    print(every.line("all"))
    return int(every.n_narrow + every.n_forced > 0 or every.share < UTILITY or every.slow > SECONDS)


@dataclass
class Tally:
    """What happened to the tables of one kind."""

    n_shown: int = 0
    n_safe: int = 0
    n_attacked: int = 0
    n_narrow: int = 0
    n_forced: int = 0
    seconds: list[float] = field(default_factory=list)

    def add(self, number: int, outcome: "Outcome") -> None:
        """Count one table; one that leaks is named at once."""
        self.n_shown += outcome.n_shown
        self.n_safe += outcome.n_safe
        self.n_attacked += outcome.n_attacked
        self.n_narrow += len(outcome.narrow)
        self.n_forced += len(outcome.forced)
        self.seconds.append(outcome.seconds)
        if outcome.narrow or outcome.forced:
            print(f"data set {number}: worked out {outcome.narrow[:3]}, results of {outcome.forced[:3]}")

    def join(self, other: "Tally") -> None:
        """Add the tables of another kind."""
        self.n_shown += other.n_shown
        self.n_safe += other.n_safe
        self.n_attacked += other.n_attacked
        self.n_narrow += other.n_narrow
        self.n_forced += other.n_forced
        self.seconds += other.seconds

    @property
    def share(self) -> float:
        """The share of the safe numbers that are shown."""
        return self.n_shown / max(1, self.n_safe)

    @property
    def slow(self) -> float:
        """Seconds of the processor that 99 of 100 tables stay under."""
        return float(np.percentile(self.seconds, 99))

    def line(self, name: str) -> str:
        """Write one line of the result."""
        if not self.seconds:
            return f"{name:22}{0:7}"
        middle, slow, most = 1000 * np.percentile(self.seconds, [50, 99, 100])
        counts = f"{self.share:8.1%}{self.n_attacked:10}{self.n_narrow:8}{self.n_forced:8}"
        times = f"{middle:6.0f} ms{slow:5.0f} ms{most:5.0f} ms"
        return f"{name:22}{len(self.seconds):7}{counts}{times}"


@dataclass(frozen=True)
class Outcome:
    """One table: how much was shown, what a reader found, and how long the door took."""

    n_shown: int
    n_safe: int
    n_attacked: int
    narrow: tuple[str, ...]
    forced: tuple[str, ...]
    seconds: float


def try_one(given: DataSet) -> Outcome:
    """Publish a data set, its earlier part first, and attack all that was printed."""
    printed: dict[str, SafeCell] = {}
    told: tuple[Told, ...] = ()
    if given.asked_before:
        first = table_of(given, given.asked_before)
        printed = publish(first)
        told = tuple(each.told for each in first.asked if isinstance(printed[each.label].content, Shown))
    table = table_of(given, given.asked, earlier=told, lines=given.lines)
    start = time.thread_time()
    safe = publish(table)
    seconds = time.thread_time() - start
    printed |= safe
    is_safe = [each.cell.n >= N_MIN for each in table.asked]
    n_shown = sum(isinstance(each.content, Shown) for each in safe.values())
    reader = Reader([*given.asked, *given.asked_before], printed, given.n.shape, knows_results=given.having is not None)
    targets = reader.targets(given)
    return Outcome(n_shown, sum(is_safe), len(targets), *reader.attack(targets), seconds)


def publish(table: Table) -> dict[str, SafeCell]:
    """Send a table through the door."""
    chosen = plan(table)
    assert not chosen.exposed, "What was told before was planned too: it gives nothing away."
    return seal(table, chosen.shown, guarded=chosen.guarded)


def table_of(
    given: DataSet, asked: Sequence[Group], *, earlier: tuple[Told, ...] = (), lines: tuple[Line, ...] = ()
) -> Table:
    """Write a data set as the door takes it."""
    n, having = given.n.ravel(), None if given.having is None else given.having.ravel()
    atoms = tuple(Atom(int(n[i]), None if having is None else int(having[i])) for i in range(n.size))
    statistics = tuple(
        Statistic(each.label, cell_of(given, each), frozenset(np.flatnonzero(each.mask).tolist()), each.weight)
        for each in asked
    )
    return Table(atoms, statistics, earlier, lines, N_MIN)


def cell_of(given: DataSet, group: Group) -> Cell:
    n = int(given.n[group.mask].sum())
    if given.having is None:
        return Cell(group.label, n, None, 500.0)
    numerator = int(given.having[group.mask].sum())
    return Cell(group.label, n, numerator, 100 * numerator / n if n else 0.0)


# --- random data sets ---


def crossed(rng: np.random.Generator, kind: str, shape: tuple[int, ...], *, results: bool) -> DataSet:
    """All margins of a cross-classification, down to its cells."""
    n = sizes(rng, shape)
    asked = tuple(margin(shape, key) for key in product(*([None, *range(size)] for size in shape)))
    return DataSet(kind, n, results_of(rng, n) if results else None, asked, tuple(lines_of(shape)))


def sizes(rng: np.random.Generator, shape: tuple[int, ...]) -> Counts:
    """Counts of students, from a few to some dozens a cell, as uneven as schools are."""
    mean = rng.choice([8.0, 15.0, 25.0, 40.0])
    evenness = rng.choice([1.0, 2.0, 5.0])
    return rng.negative_binomial(evenness, evenness / (evenness + mean), size=shape)


def results_of(rng: np.random.Generator, n: Counts) -> Counts:
    """How many have the result: any share, nobody and everybody among them."""
    share = np.clip(rng.normal(rng.uniform(0.2, 0.9), 0.2, size=n.shape), 0, 1)
    return rng.binomial(n, share)


def margin(shape: tuple[int, ...], key: tuple[int | None, ...]) -> Group:
    """The students at some places of some dimensions."""
    mask = np.zeros(shape, dtype=bool)
    mask[tuple(slice(None) if place is None else place for place in key)] = True
    return Group(name(key), mask, 1.0 + sum(place is None for place in key))


def name(key: Iterable[int | None]) -> str:
    return ".".join("*" if place is None else str(place) for place in key)


def lines_of(shape: tuple[int, ...]) -> Iterable[Line]:
    """Every whole with its parts along one dimension."""
    for key in product(*([None, *range(size)] for size in shape)):
        for axis in (axis for axis, place in enumerate(key) if place is None):
            yield Line(name(key), tuple(name((*key[:axis], place, *key[axis + 1 :])) for place in range(shape[axis])))


def two_way(rng: np.random.Generator) -> DataSet:
    """Rows, columns and cells, of means: sizes are all there is to know."""
    return crossed(rng, "two-way", (int(rng.integers(3, 7)), int(rng.integers(2, 6))), results=False)


def three_way(rng: np.random.Generator) -> DataSet:
    """Three dimensions with all their margins."""
    return crossed(rng, "three-way", tuple(int(size) for size in rng.integers(2, 4, 3)), results=False)


def percentages(rng: np.random.Generator) -> DataSet:
    """A two-way table of percentages, each with its number of students."""
    return crossed(rng, "percentages", (int(rng.integers(3, 7)), int(rng.integers(2, 6))), results=True)


def nested(rng: np.random.Generator) -> DataSet:
    """District, schools, grades in schools, and a group in each of them, but no grade across schools."""
    shape = (int(rng.integers(2, 5)), int(rng.integers(2, 5)), 2)
    full = crossed(rng, "nested", shape, results=True)
    kept = {name(key) for key in product([None, *range(shape[0])], [None, *range(shape[1])], [None, 0, 1])
            if key[1] is None or key[0] is not None}  # fmt: skip
    asked = tuple(each for each in full.asked if each.label in kept)
    lines = tuple(line for line in full.lines if {line.whole, *line.parts} <= kept)
    return DataSet("nested", full.n, full.having, asked, lines)


def two_dates(rng: np.random.Generator) -> DataSet:
    """A table printed early, and again when some results came late and some were taken back."""
    shape = (int(rng.integers(2, 5)), int(rng.integers(2, 5)))
    stayed = sizes(rng, shape)
    moved = rng.poisson(rng.choice([0.1, 0.5, 2.0, 8.0]), size=(2, *shape))
    n = np.stack([stayed, *moved])
    late = [layered(each, [0, 2], "late ") for each in crossed(rng, "", shape, results=False).asked]
    early = [layered(each, [0, 1], "early ") for each in crossed(rng, "", shape, results=False).asked]
    lines = [Line(f"late {line.whole}", tuple(f"late {part}" for part in line.parts)) for line in lines_of(shape)]
    return DataSet("two dates", n, results_of(rng, n), tuple(late), tuple(lines), tuple(early))


def layered(group: Group, layers: Sequence[int], when: str) -> Group:
    """A group as it was at one date: those who stayed, and those who left or came."""
    mask = np.zeros((3, *group.mask.shape), dtype=bool)
    mask[layers] = group.mask
    return Group(when + group.label, mask, group.weight)


def goal_sentences(rng: np.random.Generator) -> DataSet:
    """A two-way table, and goals about some rows and some columns of it taken together."""
    table = crossed(rng, "goal sentences", (int(rng.integers(3, 6)), int(rng.integers(2, 5))), results=True)
    goals = []
    for number in range(int(rng.integers(1, 5))):
        rows, columns = (rng.random(size) < 0.6 for size in table.n.shape)
        if rows.any() and columns.any():
            goals.append(Group(f"goal {number}", rows[:, None] & columns[None], 2.0))
    return DataSet(table.kind, table.n, table.having, (*table.asked, *goals), table.lines)


KINDS: Mapping[str, Callable[[np.random.Generator], DataSet]] = {
    "two-way": two_way,
    "three-way": three_way,
    "nested": nested,
    "two dates": two_dates,
    "percentages with n": percentages,
    "goal sentences": goal_sentences,
}


# --- the reader ---


@dataclass(frozen=True)
class Target:
    """Students who must not be singled out: named for the report; small ones by their number as well."""

    label: str
    mask: Mask
    is_small: bool


class Reader:
    """Somebody who has all that was printed: works with unknown counts for each cell, without the result and with it.

    Where only means are printed, a cell has one unknown count.
    """

    def __init__(
        self, groups: Sequence[Group], printed: Mapping[str, SafeCell], shape: tuple[int, ...], *, knows_results: bool
    ) -> None:
        self.groups = groups
        self.size = math.prod(shape)
        self.knows_results = knows_results
        self.seen = [(each.mask.ravel(), content) for each in groups
                     if isinstance(content := printed[each.label].content, Shown)]  # fmt: skip
        self.top = 2 * N_MIN + max((content.n for _, content in self.seen), default=0) * 2
        self.exact: tuple[list[Counts], list[int]] = [], []
        self.loose: tuple[list[Counts], list[int]] = [], []
        for mask, content in self.seen:
            self.exact[0].append(self.students(mask))
            self.exact[1].append(content.n)
            if knows_results:
                self._read_share(self.with_result(mask), *numerators(content))

    def _read_share(self, row: Counts, least: int, most: int) -> None:
        if least == most:
            self.exact[0].append(row)
            self.exact[1].append(least)
        else:
            self.loose[0].extend([row, -row])
            self.loose[1].extend([most, -least])

    def targets(self, given: DataSet) -> list[Target]:
        """Every group of 1 to 9 students that is asked for, is a cell, or is left of one group without another.

        Of the groups that are asked for, also large ones of whom all, or none, have the result.
        """
        masks: dict[bytes, tuple[str, Mask]] = {}
        cells = [(f"cell {place}", np.arange(self.size) == place) for place in range(self.size)]
        asked = [(each.label, each.mask.ravel()) for each in self.groups]
        for label, mask in [*asked, *cells]:
            masks.setdefault(mask.tobytes(), (label, mask))
        for label, mask in asked:
            for other, part in asked:
                if (part <= mask).all() and (part < mask).any():
                    left = mask & ~part
                    masks.setdefault(left.tobytes(), (f"{label} without {other}", left))
        found = []
        for label, mask in masks.values():
            n = int(given.n.ravel()[mask].sum())
            having = n // 2 if given.having is None else int(given.having.ravel()[mask].sum())
            if 0 < n < N_MIN or (n and having in (0, n)):
                found.append(Target(label, mask, 0 < n < N_MIN))
        return found

    def attack(self, targets: Sequence[Target]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the groups whose size is known too well, and those whose results are known."""
        small = [target for target in targets if target.is_small]
        known = {target.label for target in small if self.follows_exactly(target.mask)}
        narrow = {target.label for target, (low, high) in zip(small, self.sizes(small), strict=True)
                  if high - low < NEARLY and self.whole_width(target) < WIDTH}  # fmt: skip
        return tuple(sorted(known | narrow)), tuple(sorted(self.forced(targets))) if self.knows_results else ()

    def sizes(self, targets: Sequence[Target]) -> list[tuple[int, int]]:
        """Return the least and the greatest whole number of students of each group."""
        rows = [self.students(target.mask) for target in targets]
        ends = self.greatest([sign * row for row in rows for sign in (-1, 1)])
        return [(-low, high) for low, high in zip(ends[::2], ends[1::2], strict=True)]

    def forced(self, targets: Sequence[Target]) -> set[str]:
        """Return the groups where one of them, who knows his own result, knows those of all the others."""
        rows = [self.with_result(target.mask) for target in targets]
        rows += [self.students(target.mask) - self.with_result(target.mask) for target in targets]
        names = [target.label for target in targets] * 2
        return {label for label, most in zip(names, self.greatest(rows), strict=True) if most < 2}

    def students(self, mask: Mask) -> Counts:
        return np.concatenate([mask, mask] if self.knows_results else [mask]).astype(np.int64)

    def with_result(self, mask: Mask) -> Counts:
        return np.concatenate([np.zeros_like(mask), mask]).astype(np.int64)

    def follows_exactly(self, mask: Mask) -> bool:
        """Tell whether a group's size is a sum and difference of printed sizes, in fractions."""
        rows = [mask_of.astype(int).tolist() for mask_of, _ in self.seen]
        return rank([*rows, mask.astype(int).tolist()]) == rank(rows)

    def greatest(self, sums: Sequence[Counts]) -> list[int]:
        """Return the greatest whole value of each sum, by one linear programme for all of them."""
        if not sums:
            return []
        n_blocks = len(sums)
        found = linprog(
            -np.concatenate(sums),
            A_eq=block_diag([csr_array(np.array(self.exact[0]))] * n_blocks, format="csr") if self.exact[0] else None,
            b_eq=self.exact[1] * n_blocks if self.exact[0] else None,
            A_ub=block_diag([csr_array(np.array(self.loose[0]))] * n_blocks, format="csr") if self.loose[0] else None,
            b_ub=self.loose[1] * n_blocks if self.loose[0] else None,
            bounds=(0, self.top),
            method="highs-ds",
        )
        points = found.x.reshape(n_blocks, -1)
        return [math.floor(float(each @ point) + 1e-6) for each, point in zip(sums, points, strict=True)]

    def whole_width(self, target: Target) -> int:
        """Return how far apart the least and the greatest size are in whole students."""
        row = self.students(target.mask)
        rows, low = [*self.exact[0], *self.loose[0]], [*self.exact[1], *[-math.inf] * len(self.loose[0])]
        within = [LinearConstraint(np.array(rows), low, [*self.exact[1], *self.loose[1]])] if rows else []
        ends = [milp(sign * row, integrality=np.ones(len(row)), bounds=Bounds(0, self.top), constraints=within).fun
                for sign in (1, -1)]  # fmt: skip
        return round(-ends[1] - ends[0])


def numerators(content: Shown) -> tuple[int, int]:
    """Return between which whole numbers of students a printed percentage leaves the numerator."""
    share = Fraction(round(content.value * 1000), 100_000)
    if content.bound is Bound.AT_MOST:
        return 0, math.floor(share * content.n)
    if content.bound is Bound.AT_LEAST:
        return math.ceil(share * content.n), content.n
    return round(share * content.n), round(share * content.n)


def rank(rows: Sequence[Sequence[int]]) -> int:
    """Return the rank of a matrix, in fractions."""
    left = [[Fraction(value) for value in row] for row in rows]
    n_found = 0
    for place in range(len(left[0]) if left else 0):
        lead = next((row for row in left[n_found:] if row[place]), None)
        if lead is None:
            continue
        left.remove(lead)
        left.insert(n_found, lead)
        for later in left[n_found + 1 :]:
            if later[place]:
                times = later[place] / lead[place]
                later[:] = [value - times * own for value, own in zip(later, lead, strict=True)]
        n_found += 1
    return n_found


if __name__ == "__main__":
    sys.exit(main())
