"""What a district holds: how many results count, of which years and tests, and what came in last.

It is counted from the list of files, so a page that asks never opens the results themselves (decision 6).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import Viewer, may_import
from aimline.apps.results.models import Administration, Batch, BatchState, Segment, SegmentKind


@dataclass(frozen=True)
class YearOfResults:
    """A school year by its ending, how many results of it count, and the names of its tests."""

    ending: int
    n_results: int
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Stock:
    """What one district holds, the newest year first, and the last import that counts."""

    district: Unit
    years: tuple[YearOfResults, ...]
    last: Batch | None


def stocks(viewer: Viewer, schools: Iterable[Unit]) -> list[Stock]:
    """Return what the districts of these schools hold for which the viewer may bring results, by their names."""
    districts = {school.district_id: school.district for school in schools if school.district}
    kept = [district for district in districts.values() if may_import(viewer, district)]
    return [stock_of(district) for district in sorted(kept, key=lambda district: district.name)]


def stock_of(district: Unit) -> Stock:
    live = Segment.objects.filter(district=district, kind=SegmentKind.CURRENT, made_in__isnull=False, retired_in=None)
    counts = live.values_list("school_year").annotate(n=Sum("n_rows")).filter(n__gt=0).order_by("-school_year")
    given = Administration.objects.filter(district=district).order_by("measure__name", "pk")
    tests: dict[int, dict[str, None]] = {}
    for year, name in given.values_list("school_year", "measure__name"):
        tests.setdefault(year, {})[name] = None
    last = Batch.objects.filter(district=district, state=BatchState.COMMITTED).select_related("created_by")
    return Stock(
        district,
        tuple(YearOfResults(year, n, tuple(tests.get(year, ()))) for year, n in counts),
        last.order_by("-committed_at", "-pk").first(),
    )
