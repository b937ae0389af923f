"""Measures, administrations and results as a viewer may ask for them."""

import uuid
from collections.abc import Collection
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import STAFF, NotVisible, Viewer, may_see_place
from aimline.apps.results.models import Administration, Head, Measure, Segment, SegmentKind
from aimline.domain import measure as domain


def measures(viewer: Viewer, district: Unit) -> QuerySet[Measure]:
    """Return a district's measures with their levels, by subject and name; restricted ones only for staff."""
    if not may_see_place(viewer, district):
        raise NotVisible
    found = Measure.objects.filter(district=district).prefetch_related("levels")
    if not any(part.role in STAFF for part in viewer.parts):
        found = found.filter(restricted=False)
    return found.order_by("subject", "name", "instrument_version", "pk")


def measure(viewer: Viewer, district: Unit, measure_uuid: uuid.UUID) -> Measure:
    """Return one measure of a district, or raise `NotVisible`."""
    found = measures(viewer, district).filter(uuid=measure_uuid).first()
    if found is None:
        raise NotVisible
    return found


def administrations(viewer: Viewer, measure: Measure) -> QuerySet[Administration]:
    """Return the administrations of a measure, the newest last."""
    if not may_see_place(viewer, measure.district):
        raise NotVisible
    return Administration.objects.filter(measure=measure).order_by("given_on", "pk")


def measure_value(row: Measure) -> domain.Measure:
    """Return a stored measure as the method knows it; an open end of its range becomes 0 or 100 for percentages."""
    metric = domain.Metric(row.metric)
    percent = domain.is_percent(metric)
    return domain.Measure(
        name=row.name,
        kind=domain.Kind(row.kind),
        metric=metric,
        direction=domain.Direction(row.direction),
        unit=domain.unit_of(metric) if percent else row.unit or domain.unit_of(metric),
        minimum=0.0 if percent else (row.minimum if row.minimum is not None else float("-inf")),
        maximum=100.0 if percent else (row.maximum if row.maximum is not None else float("inf")),
        instrument_version=row.instrument_version,
        min_meaningful_change=row.min_meaningful_change,
        yearly=row.is_yearly,
    )


def generation(district: Unit) -> int:
    """Return the number of the district's newest generation of results; 0 before the first import."""
    return Head.objects.filter(district=district).values_list("generation", flat=True).first() or 0


def current_files(
    viewer: Viewer, district: Unit, *, school_years: Collection[int] | None = None
) -> tuple[Path, ...]:
    """Return the live files of a district's current results, oldest school year first."""
    if not may_see_place(viewer, district):
        raise NotVisible
    live = Segment.objects.filter(
        district=district, kind=SegmentKind.CURRENT, made_in__isnull=False, retired_in=None
    )
    if school_years is not None:
        live = live.filter(school_year__in=school_years)
    return tuple(settings.DATA / path for path in live.order_by("school_year", "pk").values_list("path", flat=True))
