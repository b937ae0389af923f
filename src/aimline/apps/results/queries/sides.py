"""What was counted of a group's students, and of those among them who are in one student group, in one question."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import NotVisible, Viewer, may_see_place
from aimline.apps.results.models import Administration, Measure
from aimline.apps.results.queries import Answer, Counts, current_files, engine, generation, rule_rows
from aimline.apps.results.queries.reality import kept
from aimline.domain.goal import Condition, GroupRule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aimline.warehouse.engine import Table

WHOLE, PART = 0, 1
NOBODY = Counts(0, 0, 0, 0, None)


@dataclass(frozen=True)
class Sides:
    """What was counted of all students at one administration, and of the part that is in the student group."""

    whole: Counts
    part: Counts


def counts_of_sides(
    viewer: Viewer,
    unit: Unit,
    rule: GroupRule,
    part: Condition,
    measure: Measure,
    given: Sequence[Administration],
    *,
    listed: bytes = b"",
) -> tuple[Sides, ...]:
    """Return both sides at each administration in `given`, as far as shares need them.

    `listed` is the frozen list of a goal for the same students; its part are those who were in the student group at the
    first administration. Otherwise whoever fits on the test day counts. Asked once for a generation of results, and
    kept. The numbers are exact: outside the staff who teach these students they may be shown only through the door.
    """
    if not may_see_place(viewer, unit):
        raise NotVisible
    made = generation(unit.district or unit)
    followed = hashlib.sha256(listed).hexdigest()
    key = f"sides {unit.pk} {rule} {part} {measure.pk} {[each.pk for each in given]} {followed} {made}"
    return kept(key, lambda: ask(viewer, unit, rule, part, measure, given, listed))


def ask(
    viewer: Viewer,
    unit: Unit,
    rule: GroupRule,
    part: Condition,
    measure: Measure,
    given: Sequence[Administration],
    listed: bytes,
) -> tuple[Sides, ...]:
    from aimline.warehouse.engine import column

    narrow = replace(rule, conditions=(*rule.conditions, part))
    rows = [rule_rows(unit, each, measure, goal=side) for side, each in ((WHOLE, rule), (PART, narrow))]
    rows = [each for each in rows if each]
    files = current_files(viewer, unit.district or unit, school_years={each.school_year for each in given})
    if not rows or not files:
        return tuple(Sides(NOBODY, NOBODY) for _ in given)
    goals: Table = {name: column([value for each in rows for value in each[name]]) for name in rows[0]}
    tables: dict[str, Table] = {
        "administrations": {"administration": column([each.pk for each in given])},
        "by_median": {"measure": column([])},
    }
    if listed:
        question, lists = "readings_of_lists", followed(viewer, unit, measure, given[0], goals, listed)
    else:
        question, lists = "readings", {"goals": goals}
    answers = cast(list[Answer], engine().ask(question, files, values={}, tables=tables | lists))  # its columns
    found = {(answer[0], answer[1]): Counts(*answer[4:]) for answer in answers}
    return tuple(Sides(found.get((WHOLE, each.pk), NOBODY), found.get((PART, each.pk), NOBODY)) for each in given)


def followed(
    viewer: Viewer, unit: Unit, measure: Measure, start: Administration, goals: "Table", listed: bytes
) -> "dict[str, Table]":
    """Turn a frozen list into two: all its students, and those who were in the student group at the start."""
    import numpy as np

    from aimline.warehouse.engine import column

    everyone = np.frombuffer(listed, dtype="<i4").astype(np.int64)
    own = np.intersect1d(everyone, fitting(viewer, unit, start, goals))
    asked: dict[str, list[int | None]] = {
        "goal": [WHOLE, PART],
        "cohort": [WHOLE, PART],
        "measure": [measure.pk] * 2,
    }
    sides = np.repeat(np.array([WHOLE, PART], dtype=np.int64), [len(everyone), len(own)])
    members: Table = {
        "cohort": sides,
        "measure": np.full(len(sides), measure.pk),
        "student": np.concatenate([everyone, own]),
    }
    return {"goals": {name: column(values) for name, values in asked.items()}, "members": members}


def fitting(viewer: Viewer, unit: Unit, start: Administration, goals: "Table") -> "NDArray[np.int64]":
    """Return the students who were in the student group at the start."""
    import numpy as np

    files = current_files(viewer, unit.district or unit, school_years={start.school_year})
    values = {"administration": start.pk, "tested_only": 0}
    rows = engine().ask("students_fitting", files, values=values, tables={"goals": goals})
    return np.array(sorted({int(str(student)) for side, student in rows if side == PART}), dtype=np.int64)
