"""Show as much as may be shown (growth.md 6.4).

First by ranks alone: what weighs most is shown first, and nothing that would let a small group be worked out
exactly. Then the attacker looks at the whole: while it pins a group down, the cheapest of the numbers that pin it is
hidden. At the end each hidden number is tried once more, so that none is hidden in vain, as long as the programmes of
the whole plan are few: a page waits for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aimline.domain.suppression.tables import Members, Statistic, Table, Told
from aimline.growth.disclosure.moves import PRIME, Counts
from aimline.growth.disclosure.needs import Need, needs_of, needs_of_rests
from aimline.growth.disclosure.worlds import Attack, Known, attack, know, pinning, real

# Hidden numbers are tried again until a plan has cost this much, about an eighth of a second: a programme takes as long
# as some atoms, and longer with its own. Counted, not timed: the same table gives the same plan on every machine.
_COST_AT_MOST = 1000
_COST_OF_PROGRAMME = 30


@dataclass(frozen=True)
class Plan:
    """Which labels may be shown; `guarded` cannot be worked out from them, `exposed` could be already before."""

    shown: frozenset[str]
    guarded: tuple[Members, ...]
    exposed: tuple[Members, ...]


def plan(table: Table) -> Plan:
    """Choose what to show of a table. The same table gives the same plan, in whatever order it is asked for."""
    return _Planner(table).plan()


class _Planner:
    """The state of one plan: the worlds that prove it safe, and what no plan can protect any more."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.ranked = [each for each in sorted(table.asked, key=_weight) if _may_be_shown(each, table)]
        self.worlds = real(table)[None]
        self.needs = needs_of(table)
        self.exposed: dict[Members, None] = {}
        self.n_programmes = 0

    def plan(self) -> Plan:
        shown = self._released(self._repaired(self._by_rank()))
        small = [need.members for need in self._all_needs(shown) if need.width]
        return Plan(frozenset(each.label for each in shown), tuple(dict.fromkeys(small)), tuple(self.exposed))

    def _all_needs(self, shown: Sequence[Statistic]) -> list[Need]:
        needs = [*self.needs, *needs_of_rests(self.table, (each.label for each in shown))]
        return [need for need in needs if need.members not in self.exposed]

    def _known(self, shown: Sequence[Statistic]) -> Known:
        return know(self.table, [*(each.told for each in shown), *self.table.earlier])

    def _attack(self, known: Known, shown: Sequence[Statistic], worlds: Counts) -> Attack:
        tried = attack(known, self._all_needs(shown), worlds)
        self.n_programmes += tried.n_programmes
        return tried

    def _by_rank(self) -> list[Statistic]:
        """Take what weighs most first, and leave out what would let something be worked out exactly."""
        spaces = _Spaces(self.table, [], self.needs)
        return [each for each in self.ranked if spaces.took(each)]

    def _repaired(self, shown: list[Statistic]) -> list[Statistic]:
        """Hide the cheapest number that pins a group down, until none is pinned."""
        while True:
            known = self._known(shown)
            tried = self._attack(known, shown, self.worlds)
            self.worlds = tried.worlds
            if not tried.failed:
                return shown
            sources = pinning(known, tried.failed[0])
            self.n_programmes += len(tried.failed[0].directions)
            mine = [shown[source] for source in sources if source < len(shown)]
            if mine:
                cheapest = max(mine, key=_weight)
                shown = [each for each in shown if each is not cheapest]
            else:
                # The ledger alone gives it away: nothing that is shown or hidden now can change that.
                self.exposed[tried.failed[0].members] = None

    def _released(self, shown: list[Statistic]) -> list[Statistic]:
        """Show what turns out to be hidden in vain."""
        spaces = _Spaces(self.table, shown, self.needs)
        for each in self.ranked:
            if self.n_programmes * (_COST_OF_PROGRAMME + len(self.table.atoms)) > _COST_AT_MOST:
                break
            if each in shown or not spaces.allow(each.told):
                continue
            known = self._known([*shown, each])
            tried = self._attack(known, [*shown, each], self.worlds[known.fit(self.worlds)])
            if not tried.failed:
                shown, self.worlds = [*shown, each], tried.worlds
                spaces.take(each.told)
        return shown


def _may_be_shown(statistic: Statistic, table: Table) -> bool:
    return statistic.cell.n >= table.n_min and statistic.label not in table.barred


def _weight(statistic: Statistic) -> tuple[float, str]:
    """What weighs most comes first: students times importance (growth.md 6.4, step 4)."""
    return -statistic.importance * statistic.cell.n, statistic.label


class _Spaces:
    """What follows exactly from told numbers: sizes of groups from all of them, results from those told exactly."""

    def __init__(self, table: Table, shown: Sequence[Statistic], needs: Sequence[Need]) -> None:
        self.sizes = _Space(len(table.atoms), [need.members for need in needs if need.width])
        self.results = _Space(len(table.atoms), [need.members for need in needs if need.top])
        for each in (*table.earlier, *(statistic.told for statistic in shown)):
            self.take(each)

    def took(self, statistic: Statistic) -> bool:
        """Take a number in, unless something that must stay open would follow from it."""
        if self.allow(statistic.told):
            self.take(statistic.told)
            return True
        return False

    def allow(self, told: Told) -> bool:
        """Tell whether nothing that must stay open follows from this number and those before."""
        return self.sizes.allows(told.members) and (not told.is_exact or self.results.allows(told.members))

    def take(self, told: Told) -> None:
        """Take a number in."""
        self.sizes.take(told.members)
        if told.is_exact:
            self.results.take(told.members)


class _Space:
    """The space of told sums, with guarded groups reduced by it: one that becomes nought is determined."""

    def __init__(self, n_atoms: int, guarded: Sequence[Members]) -> None:
        self.n_atoms = n_atoms
        self.rows: list[tuple[int, Counts]] = []
        self.guarded = np.array([self._row(each) for each in guarded], dtype=np.int64).reshape(len(guarded), n_atoms)

    def allows(self, members: Members) -> bool:
        """Tell whether no guarded group would be determined by this sum."""
        return bool(self._left(*self._lead(members)).any(axis=1).all())

    def take(self, members: Members) -> None:
        """Take a sum in; groups that it determines are guarded no more."""
        lead, row = self._lead(members)
        left = self._left(lead, row)
        self.guarded = left[left.any(axis=1)]
        self.rows.append((lead, row))

    def _left(self, lead: int, row: Counts) -> Counts:
        left: Counts = (self.guarded - self.guarded[:, lead, None] * row) % PRIME
        return left

    def _lead(self, members: Members) -> tuple[int, Counts]:
        """Reduce a sum by what is in the space already; return the place of its leading one too."""
        row = self._row(members)
        for lead, other in self.rows:
            row = (row - row[lead] * other) % PRIME
        if not row.any():
            return 0, row
        lead = int(np.flatnonzero(row)[0])
        return lead, row * pow(int(row[lead]), -1, PRIME) % PRIME

    def _row(self, members: Members) -> Counts:
        row = np.zeros(self.n_atoms, dtype=np.int64)
        row[sorted(members)] = 1
        return row
