"""What a district holds: how many results count, of which years and tests, and what came in last.

Results are counted from the list of files. Only of which administrations they are is asked of the files themselves,
once while they are live: an administration stays when its results are withdrawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import NotAllowed, Viewer, may_import
from aimline.apps.results.models import Administration, Batch, BatchState, ClassCount, Measure, Segment, SegmentKind
from aimline.apps.results.queries import current_files, engine
from aimline.apps.results.queries.naming import nameable
from aimline.apps.results.queries.reality import kept


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
    return [stock_of(viewer, district) for district in sorted(kept, key=lambda district: district.name)]


def stock_of(viewer: Viewer, district: Unit) -> Stock:
    """Return what one district holds, for those who bring its results; raises `NotAllowed`."""
    if not may_import(viewer, district):
        raise NotAllowed
    live = Segment.objects.filter(district=district, kind=SegmentKind.CURRENT, made_in__isnull=False, retired_in=None)
    counts = live.values_list("school_year").annotate(n=Sum("n_rows")).filter(n__gt=0).order_by("-school_year")
    tests = tests_by_year(viewer, district)
    last = Batch.objects.filter(district=district, state=BatchState.COMMITTED).select_related("created_by")
    return Stock(
        district,
        tuple(YearOfResults(year, n, tuple(tests.get(year, ()))) for year, n in counts),
        last.order_by("-committed_at", "-pk").first(),
    )


def tests_by_year(viewer: Viewer, district: Unit) -> dict[int, dict[str, None]]:
    """Return the names of the tests of each school year on which a result or a class that was counted stands.

    Those that the viewer may not name are left out.
    """
    counted = ClassCount.objects.filter(district=district, batch__state=BatchState.COMMITTED)
    standing = with_results(viewer, district) | set(counted.values_list("administration", flat=True))
    named = {each.pk: each.name for each in nameable(viewer, district, Measure.objects.filter(district=district))}
    given = Administration.objects.filter(district=district).order_by("measure__name", "pk")
    tests: dict[int, dict[str, None]] = {}
    for number, year, test in given.values_list("pk", "school_year", "measure"):
        if number in standing and test in named:
            tests.setdefault(year, {})[named[test]] = None
    return tests


def with_results(viewer: Viewer, district: Unit) -> set[int]:
    """Return the ids of the administrations of which a district's live files hold results."""
    files = current_files(viewer, district)
    rows = kept(
        f"administrations {files}", lambda: engine().ask("affected_administrations", files, values={}, tables={})
    )
    return {number for _, _, number, *_ in rows if isinstance(number, int)}
