"""A district's numbers beside those of its schools: who has the whole and all parts but one subtracts (growth.md 6.3).

A district's table has its schools as parts, and each school tells its own numbers on pages of its own. What one of them
told or hid counts for the other.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from aimline.apps.publication.models import Release
from aimline.domain.suppression import Atom, Statistic, Table, Told, scope_of

WHOLE_DISTRICT = "district"


def population(measure: int, school: int | None, day: object) -> str:
    """Name the results of one measure on one day, at one school or (none) in the whole district."""
    return f"results {measure} {school or WHOLE_DISTRICT} {day}"


def kin_of(name: str, labels: Collection[str]) -> frozenset[str]:
    """Return the populations that count some of the same students: for a school its district, for a district the
    schools among its labels."""
    kind, measure, school, day = name.split(" ", 3)
    if school != WHOLE_DISTRICT:
        return frozenset({f"{kind} {measure} {WHOLE_DISTRICT} {day}"})
    schools = {scope_of(label).school for label in labels}
    return frozenset(f"{kind} {measure} {each} {day}" for each in schools if each is not None)


def told_by_grades(table: Table, told: Mapping[str, int]) -> Iterator[Told]:
    """Return the numbers of a table that follow from what was told (n by label) of its grades, one after the other."""
    scopes = [(scope_of(label), n) for label, n in told.items()]
    grades = [(scope, n) for scope, n in scopes if len(scope.grades) == 1 and not scope.groups]
    for each in table.asked:
        own = scope_of(each.label)
        inside = [n for scope, n in grades if own.school == scope.school and own.holds(scope)]
        if each.label not in told and inside and sum(inside) == each.cell.n:
            numerator = each.cell.numerator
            yield replace(each.told, numerators=None if numerator is None else (numerator, numerator))


def leaving_few(table: Table, told: Mapping[str, int], closed: Mapping[str, int]) -> Iterator[str]:
    """Return the numbers of a school or grade that leave few students of a whole when the told grades are taken away.

    `told` and `closed` are numbers of students by label; of `closed` wholes, which were hidden, nothing may be left to
    guess either: their grades must not add up to them.
    """
    wholes = [(scope_of(label), n, low) for known, low in ((told, 1), (closed, 0)) for label, n in known.items()]
    grades = [(scope, n) for scope, n, _ in wholes if len(scope.grades) == 1 and not scope.groups]
    for each in (each for each in table.asked if not scope_of(each.label).groups):
        own = scope_of(each.label)
        others = [(scope, n) for scope, n in grades if scope.school == own.school and not own.holds(scope)]
        inside = [n for scope, n in grades if own.holds(scope) and scope != own]
        around = [
            (n - each.cell.n - sum(m for part, m in others if scope.holds(part)), low)
            for scope, n, low in wholes
            if scope != own and not scope.groups and scope.school == own.school and scope.holds(own)
        ]
        if inside:
            around.append((each.cell.n - sum(inside), 1))
        if any(low <= rest < table.n_min for rest, low in around):
            yield each.label


def closed_by(rows: Sequence[Release], n_min: int) -> dict[str, int]:
    """Return the schools (n by label) that a district hid beside a small one while it showed the whole."""
    found: dict[str, int] = {}
    for row in rows:
        hidden = {cell["label"]: cell["n"] for cell in row.cells if not cell["shown"] and cell["label"] in row.atoms}
        if any(cell["shown"] and cell["label"] not in row.atoms for cell in row.cells):
            found |= {
                label: n
                for label, n in hidden.items()
                if any(0 < m < n_min for other, m in hidden.items() if other != label)
            }
    return found


def beside_district(table: Table, rows: Sequence[Release]) -> Table:
    """Return a school's table with the smallest school that its district hid together with it, as one more atom.

    A district that shows its whole hides a small school and at least one other. That other school's number, told or
    worked out from its own page, would give the small one away; so the reader is taken to know their sum, as if
    everything else had been told.
    """
    by_label = {each.label: each for each in table.asked}
    for row in rows:
        hidden = {cell["label"]: cell for cell in row.cells if not cell["shown"] and cell["label"] in row.atoms}
        is_whole_shown = any(cell["shown"] and cell["label"] not in row.atoms for cell in row.cells)
        for label in hidden.keys() & by_label.keys():
            others = [cell for name, cell in hidden.items() if name != label and 0 < cell["n"] < table.n_min]
            if is_whole_shown and others:
                table = _with(table, by_label[label], min(others, key=lambda cell: (cell["n"], cell["label"])))
    return table


def _with(table: Table, own: Statistic, small: dict[str, int | None]) -> Table:
    """Add the atom of a small school elsewhere, and what its sum with the own number tells."""
    n, numerator = small["n"] or 0, small["numerator"]
    if any(atom.numerator is None for atom in table.atoms):
        numerator = None
    members = own.members | {len(table.atoms)}
    both = None if numerator is None or own.cell.numerator is None else own.cell.numerator + numerator
    told = Told(members, own.cell.n + n, None if both is None else (both, both))
    return replace(table, atoms=(*table.atoms, Atom(n, numerator)), earlier=(*table.earlier, told))
