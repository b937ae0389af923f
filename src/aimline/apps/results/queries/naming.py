"""The tests of a district that a viewer may read by name: the one place that decides it.

What a teacher calls a quiz of a few children is for the staff who teach them (settled 6).
"""

from collections.abc import Collection, Iterable
from typing import cast

from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import STAFF, NotVisible, Viewer, may_see_place, teaches_at
from aimline.apps.results import policy
from aimline.apps.results.models import OF_A_CLASS, BatchState, ClassCount, Measure
from aimline.apps.results.queries import current_files, engine, school_in
from aimline.apps.results.queries.reality import kept

Taken = tuple[int, int | None, int | None]  # a test, a school, a grade


def measures(viewer: Viewer, district: Unit, *, cited: Collection[int | None] = ()) -> list[Measure]:
    """Return a district's measures with their levels, by subject and name; restricted ones only for staff.

    Of tests that a teacher typed in only those the viewer may name, and those with an id in `cited`: whoever sees
    what cites them reads their names there.
    """
    if not may_see_place(viewer, district):
        raise NotVisible
    found = Measure.objects.filter(district=district).select_related("district").prefetch_related("levels")
    if not any(part.role in STAFF for part in viewer.parts):
        found = found.filter(restricted=False)
    ordered = found.order_by("subject", "name", "instrument_version", "pk")
    return nameable(viewer, district, ordered, cited=cited)


def nameable(
    viewer: Viewer, district: Unit, found: Iterable[Measure], *, cited: Collection[int | None] = ()
) -> list[Measure]:
    """Leave out the tests of a district that a teacher typed in and no student of the viewer's took."""
    listed = list(found)
    typed = {each.pk for each in listed if is_typed(each.source)} - {*cited}
    hidden = typed - taken_by_students_of(viewer, district, typed) if typed else typed
    return [each for each in listed if each.pk not in hidden]


def is_typed(source: str) -> bool:
    """Tell whether the measures of a source were typed in by teachers."""
    return source.startswith(OF_A_CLASS)


def taken_by_students_of(viewer: Viewer, district: Unit, tests: set[int]) -> set[int]:
    """Return which tests have results in a grade, or the counts of a class, that the viewer teaches or leads."""
    counts = ClassCount.objects.filter(batch__state=BatchState.COMMITTED, administration__measure__in=tests)
    found = counts.values_list("administration__measure_id", "place_id", "place__path", "place__grades").distinct()
    places, own = list(found), {*teaches_at(viewer)}
    taken = takers(viewer, district, tests)
    taken |= {(test, school_in(path), grade) for test, _, path, grades in places for grade in grades or [None]}
    schools = Unit.objects.in_bulk({school for _, school, _ in taken if school is not None})
    theirs = {
        test
        for test, school, grade in taken
        if school in schools and policy.sees_exactly(viewer, schools[school], grade)
    }
    return theirs | {test for test, place, _, _ in places if place in own}


def takers(viewer: Viewer, district: Unit, tests: set[int]) -> set[Taken]:
    """Return in which schools and grades tests have results; asked once while a district's files are live."""
    from aimline.warehouse.engine import column

    files, wanted = current_files(viewer, district), sorted(tests)
    tables = {"tests": {"measure": column(wanted)}}
    rows = kept(f"takers {wanted} {files}", lambda: engine().ask("takers", files, values={}, tables=tables))
    return {*cast(list[Taken], rows)}  # the question's columns
