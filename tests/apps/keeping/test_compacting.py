from dataclasses import replace
from datetime import timedelta

import duckdb
import pytest

from aimline.apps.intake import actions
from aimline.apps.intake.actions import files
from aimline.apps.intake.models import Upload
from aimline.apps.journal.models import Entry
from aimline.apps.keeping.actions.compacting import Packed, compact
from aimline.apps.organizations.policy import NotAllowed
from aimline.apps.results.models import Head, Segment, SegmentKind
from tests.apps.intake.conftest import Office, scores


def log_of(office: Office, school_year: int) -> list[Segment]:
    return list(Segment.objects.filter(files.LIVE, kind=SegmentKind.LOG, school_year=school_year))


def test_the_log_of_a_year_becomes_one_file_and_nothing_that_is_read_changes(kept: Office) -> None:
    before, before_packed = Head.objects.get(district=kept.district), scores(kept.district)

    packed = compact(kept.keeper, kept.district)

    assert packed == Packed(n_before=2, n_after=1, n_rows_gone=0)
    assert [segment.n_rows for segment in log_of(kept, 2025)] == [6]
    assert [len(log_of(kept, year)) for year in (2024, 2025)] == [1, 1]
    after = Head.objects.get(district=kept.district)
    assert (after.generation, after.last_batch_number) == (before.generation + 1, before.last_batch_number)
    assert scores(kept.district) == before_packed
    assert Entry.objects.filter(verb="compact").count() == 1


def test_rows_packed_with_others_can_be_taken_back_and_go_when_that_is_long_ago(kept: Office) -> None:
    compact(kept.keeper, kept.district)
    second = Upload.objects.order_by("pk")[1]

    actions.withdraw(kept.keeper, second, version=second.version, why="Wrong class.")

    assert values_of(kept, 2025) == [40.0, 41.0, 42.0, 43.0]
    assert compact(kept.keeper, kept.district) == Packed(0, 0, 0)
    later = replace(kept.keeper, now=kept.keeper.now + timedelta(days=31))
    assert compact(later, kept.district) == Packed(n_before=1, n_after=1, n_rows_gone=2)
    assert compact(later, kept.district) == Packed(0, 0, 0)


def test_only_a_keeper_of_the_district_packs_its_log(office: Office) -> None:
    for name in ("principal", "steward", "district_leader"):
        with pytest.raises(NotAllowed):
            compact(office.world.viewer(name), office.district)


def values_of(office: Office, school_year: int) -> list[float]:
    [segment] = files.current(office.district.pk, school_year)
    with duckdb.connect() as connection:
        return [row[0] for row in connection.sql(f"select value from '{files.path_of(segment)}' order by 1").fetchall()]
