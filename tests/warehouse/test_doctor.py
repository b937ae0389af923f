import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aimline.warehouse import segments
from aimline.warehouse.doctor import Segment, State, examine

NOW = datetime(2025, 6, 30, 12, tzinfo=UTC)


def make_file(path: Path, *, age: timedelta = timedelta()) -> Path:
    path.write_bytes(b"results")
    moment = (NOW - age).timestamp()
    os.utime(path, (moment, moment))
    return path


def make_segment(path: Path, state: State = State.LIVE) -> Segment:
    return Segment(path, state, *segments.measure_file(path))


def codes(folder: Path, *known: Segment) -> list[tuple[str, bool]]:
    return [(finding.code, finding.removable) for finding in examine(folder, known, now=NOW)]


def test_a_whole_warehouse_has_no_findings(tmp_path: Path) -> None:
    live, retired = make_file(tmp_path / "a.parquet"), make_file(tmp_path / "b.parquet")

    assert codes(tmp_path, make_segment(live), make_segment(retired, State.RETIRED)) == []


def test_a_missing_file_is_found(tmp_path: Path) -> None:
    segment = make_segment(make_file(tmp_path / "a.parquet"))
    segment.path.unlink()

    assert codes(tmp_path, segment) == [("file_missing", False)]


def test_a_changed_file_is_found(tmp_path: Path) -> None:
    segment = make_segment(make_file(tmp_path / "a.parquet"))
    segment.path.write_bytes(b"resultz")

    assert codes(tmp_path, segment) == [("digest_differs", False)]


def test_a_file_nobody_knows_is_found_but_never_removable(tmp_path: Path) -> None:
    make_file(tmp_path / "a.parquet", age=timedelta(days=9))
    make_file(tmp_path / "b.parquet.writing", age=timedelta(days=9))

    assert codes(tmp_path) == [("file_stray", False), ("file_stray", False)]


def test_a_file_begun_a_day_ago_may_be_removed_a_younger_one_not(tmp_path: Path) -> None:
    old = make_file(tmp_path / "a.parquet.writing", age=timedelta(hours=25))
    young = make_file(tmp_path / "b.parquet.writing", age=timedelta(hours=23))
    known = [Segment(path.with_suffix(""), State.WRITING) for path in (old, young)]

    (finding,) = examine(tmp_path, known, now=NOW)

    assert (finding.code, finding.path, finding.removable) == ("writing_stopped", old, True)


def test_a_finished_file_whose_commit_never_came_may_be_removed_after_a_day(tmp_path: Path) -> None:
    path = make_file(tmp_path / "a.parquet", age=timedelta(hours=25))

    assert codes(tmp_path, Segment(path, State.WRITING)) == [("writing_stopped", True)]
