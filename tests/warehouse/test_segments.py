from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aimline.warehouse import segments
from aimline.warehouse.segments import COLUMNS, FileNameUsed, Merge
from aimline.warehouse.workspace import Workspace, parquet

Result = tuple[int, int, float | None, int]
"""Student, administration, value, batch."""


def write_log(workspace: Workspace, name: str, results: Sequence[Result]) -> Path:
    """Write a log file of one district and year with these results."""
    given_columns = {"student": 0, "administration": 1, "value": 2, "batch": 3}
    rows = ", ".join(
        "(" + ", ".join("null" if value is None else str(value) for value in result) + ")" for result in results
    )
    fixed = {
        "district": "1",
        "school_year": "2025",
        "measure": "3",
        "school": "4",
        "status": "0",
        "line": "2",
    }
    columns = ", ".join(
        f"{column if column in given_columns else fixed.get(column, 'null')}::{kind} as {column}"
        for column, kind in COLUMNS
    )
    workspace.folder.mkdir(exist_ok=True)
    target = workspace.folder / "log" / f"{name}.parquet"
    with workspace.open() as connection:
        source = f"(values {rows}) as given({', '.join(given_columns)})"
        written = segments.write(connection, f"select {columns} from {source} order by student", target)
    assert written.n_rows == len(results)
    return target


def read(workspace: Workspace, path: Path) -> list[tuple[int, int, float | None, int]]:
    with workspace.open() as connection:
        query = f"select student, administration, value, batch from {parquet([path])} order by all"
        return connection.execute(query).fetchall()


def merge(workspace: Workspace, current: Sequence[Path], added: Path, name: str) -> Path:
    target = workspace.folder / "current" / f"{name}.parquet"
    segments.merge(workspace, [Merge(tuple(current), (added,), target)])
    return target


def test_a_later_batch_wins_row_by_row_also_without_a_value(workspace: Workspace) -> None:
    first = write_log(workspace, "1", [(1, 9, 50.0, 1), (2, 9, 60.0, 1)])
    second = write_log(workspace, "2", [(2, 9, None, 2), (3, 9, 70.0, 2)])

    current = merge(workspace, [merge(workspace, [], first, "a")], second, "b")

    assert read(workspace, current) == [(1, 9, 50.0, 1), (2, 9, None, 2), (3, 9, 70.0, 2)]


def test_withdrawal_reveals_what_was_there_before(workspace: Workspace) -> None:
    logs = [
        write_log(workspace, "1", [(1, 9, 50.0, 1)]),
        write_log(workspace, "2", [(1, 9, 51.0, 2), (2, 9, 61.0, 2)]),
        write_log(workspace, "3", [(1, 9, 52.0, 3), (2, 9, 62.0, 3), (3, 9, 72.0, 3)]),
    ]
    current: list[Path] = []
    for name, log in zip("abc", logs, strict=True):
        current = [merge(workspace, current, log, name)]

    # Batch 2 is not live any more, so batch 1 is what batch 3 had covered.
    target = workspace.folder / "current" / "d.parquet"
    segments.withdraw(workspace, current, logs, target, batch=3, live=[1, 3])

    assert read(workspace, target) == [(1, 9, 50.0, 1)]


def test_a_file_in_place_has_the_size_and_digest_it_claims(workspace: Workspace) -> None:
    log = write_log(workspace, "1", [(1, 9, 50.0, 1)])
    target = workspace.folder / "current" / "a.parquet"

    (written,) = segments.merge(workspace, [Merge((), (log,), target)])

    assert (written.path, written.n_rows) == (target, 1)
    assert segments.measure_file(target) == (written.n_bytes, written.sha256)
    assert [path.name for path in target.parent.iterdir()] == ["a.parquet"]


def test_a_name_is_never_used_twice(workspace: Workspace) -> None:
    log = write_log(workspace, "1", [(1, 9, 50.0, 1)])

    with pytest.raises(FileNameUsed):
        merge(workspace, [merge(workspace, [], log, "a")], log, "a")


def test_compacting_keeps_every_row_of_every_batch(workspace: Workspace) -> None:
    logs = [write_log(workspace, "1", [(1, 9, 50.0, 1)]), write_log(workspace, "2", [(1, 9, 51.0, 2)])]

    written = segments.compact(workspace, logs, workspace.folder / "log" / "both.parquet")

    assert written.n_rows == 2
    rebuilt = segments.rebuild(workspace, [written.path], workspace.folder / "a.parquet", live=[1])
    assert read(workspace, rebuilt.path) == [(1, 9, 50.0, 1)]


def test_current_is_empty_when_every_batch_is_withdrawn(workspace: Workspace) -> None:
    log = write_log(workspace, "1", [(1, 9, 50.0, 1)])
    current = merge(workspace, [], log, "a")

    written = segments.withdraw(workspace, [current], [log], workspace.folder / "b.parquet", batch=1, live=[1])

    assert written.n_rows == 0


def test_places_are_named_by_kind_district_and_year() -> None:
    path = segments.place(Path("warehouse"), kind="log", district=3, school_year=2025, token="abc")

    assert path == Path("warehouse/log/3/2025/abc.parquet")


# Exact in binary: the helpers write values into SQL as text.
EIGHTHS = st.integers(0, 72).map(lambda n: n / 8)
keys = st.dictionaries(st.tuples(st.integers(1, 3), st.integers(1, 2)), st.none() | EIGHTHS, min_size=1)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(batches=st.lists(keys, min_size=1, max_size=4), data=st.data())
def test_current_is_always_what_the_log_says(
    tmp_path_factory: pytest.TempPathFactory,
    batches: list[dict[tuple[int, int], float | None]],
    data: st.DataObject,
) -> None:
    folder = tmp_path_factory.mktemp("law")
    workspace = Workspace(folder, folder / "tmp", memory_mb=256)
    logs: list[Path] = []
    current: list[Path] = []
    for number, batch in enumerate(batches, 1):
        logs.append(write_log(workspace, f"l{number}", [(*key, value, number) for key, value in batch.items()]))
        current = [merge(workspace, current, logs[-1], f"m{number}")]
    live = set(range(1, len(batches) + 1))
    for number in data.draw(st.lists(st.sampled_from(sorted(live)), unique=True)):
        target = folder / f"w{number}.parquet"
        segments.withdraw(workspace, current, logs, target, batch=number, live=sorted(live))
        live.discard(number)
        current = [target]

    expected = {
        key: (value, number)
        for number, batch in enumerate(batches, 1)
        if number in live
        for key, value in batch.items()
    }
    rebuilt = segments.rebuild(workspace, logs, folder / "rebuilt.parquet", live=sorted(live))
    assert read(workspace, current[0]) == sorted((*key, *rest) for key, rest in expected.items())
    assert read(workspace, rebuilt.path) == read(workspace, current[0])
