"""Add the rows of an import inside its commit, where it only has to store what is laid out already."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager

from aimline.apps.intake.actions.creating import Additions
from aimline.apps.intake.actions.in_bulk import chunks_of, insert, run, update
from aimline.apps.intake.queries.meaning import NUMBERING
from aimline.apps.organizations.models import (
    Attribute,
    Enrolment,
    ExternalId,
    GroupMembership,
    SchoolYear,
    Student,
    StudentGroup,
    Unit,
)
from aimline.apps.results.models import Administration, Measure, MeasureLevel
from aimline.apps.standards.models import Standard
from aimline.exchange.mapping import Mapping
from aimline.warehouse import identity
from aimline.warehouse.enrolments import Told
from aimline.warehouse.identity import Matched
from aimline.warehouse.staged import Staged
from aimline.warehouse.workspace import Row, Workspace


def add_places(additions: Additions) -> None:
    """Add the districts and schools nobody knew."""
    Unit.objects.bulk_create(additions.units)


def add(additions: Additions, newcomers: Iterable[Row], told: Told) -> None:
    """Add everything else; runs inside the commit's transaction, once its places are there and its heads locked."""
    SchoolYear.objects.bulk_create(additions.years)
    Measure.objects.bulk_create(additions.measures)
    MeasureLevel.objects.bulk_create(additions.levels)
    Administration.objects.bulk_create(additions.administrations)
    Attribute.objects.bulk_create(additions.attributes)
    StudentGroup.objects.bulk_create(additions.groups)
    add_students(newcomers)
    add_belonging(told)


def link_standards(staged: Staged, mapping: Mapping, measures: Sequence[int]) -> None:
    """Say which standards of its district each measure of the file tests, where the mapping names them."""
    wanted = {
        (pk, key)
        for entry, pk in zip(staged.administrations, measures, strict=True)
        for key in mapping.measures[entry.measure].standards
    }
    districts = dict(Measure.objects.filter(pk__in={pk for pk, _ in wanted}).values_list("pk", "district_id"))
    known = Standard.objects.filter(district__in=set(districts.values()), key__in={key for _, key in wanted})
    ids = {(district, key): pk for pk, district, key in known.values_list("pk", "district_id", "key")}
    link = Standard.measures.through
    link._default_manager.bulk_create(
        [
            link(measure_id=pk, standard_id=ids[(districts[pk], key)])
            for pk, key in sorted(wanted)
            if (districts[pk], key) in ids
        ],
        ignore_conflicts=True,
    )


def newcomers(additions: Additions, staged: Staged, workspace: Workspace) -> AbstractContextManager[Iterator[Row]]:
    """List the students nobody knew, before the transaction.

    Who appears in two districts is linked to the older record.
    """
    everybody = Matched(additions.ids.students, additions.elsewhere)
    return identity.newcomers(workspace, staged, additions.ids.districts, everybody, additions.is_new_student)


def add_students(newcomers: Iterable[Row]) -> None:
    """Add the students nobody knew, with their codes."""
    for some in chunks_of(newcomers):
        insert(
            Student._meta.db_table,
            ("id", "uuid", "district_id", "given_name", "family_name", "same_as_id"),
            [(pk, uuid, district, *rest) for pk, uuid, district, _, *rest in some],
        )
        insert(
            ExternalId._meta.db_table,
            ("district_id", "source", "kind", "value", "student_id"),
            [(district, NUMBERING, "student", code, pk) for pk, _, district, code, *_ in some],
        )


def add_belonging(told: Told) -> None:
    """Add who was where and in which group; an enrolment that is there already stays as it is."""
    insert(
        Enrolment._meta.db_table,
        ("district_id", "student_id", "school_id", "school_year", "grade", "starts_on", "ends_on"),
        told.new_enrolments(),
        unless_there=True,
    )
    table = GroupMembership._meta.db_table
    run(f"DELETE FROM {table} WHERE id = %s", told.memberships_gone())
    update(table, ("starts_on", "ends_on"), told.longer_memberships())
    insert(table, ("student_id", "group_id", "starts_on", "ends_on"), told.new_memberships())
