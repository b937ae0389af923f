from pathlib import Path

import duckdb
import pytest

from aimline.warehouse import workspace as workspaces
from aimline.warehouse.workspace import Workspace, connect, quote, watched


def test_only_the_given_folders_can_be_read(workspace: Workspace, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")

    with workspace.open() as connection, pytest.raises(duckdb.PermissionException):
        connection.execute(f"from read_csv({quote(str(secret))})")


@pytest.mark.parametrize(
    "statement",
    ["set enable_external_access = true", "set memory_limit = '9GB'", "install httpfs", "load httpfs"],
)
def test_settings_and_extensions_are_locked(workspace: Workspace, statement: str) -> None:
    with workspace.open() as connection, pytest.raises(duckdb.Error):
        connection.execute(statement)


def test_what_is_held_is_opened_once_and_each_opening_has_tables_of_its_own(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Workspace] = []
    monkeypatch.setattr(workspaces, "connect", lambda one: opened.append(one) or connect(one))

    with workspace.held():
        for _ in range(2):
            with workspace.open() as connection:
                connection.execute("create temp table told as select 1 as n")
                with pytest.raises(duckdb.Error):
                    connection.execute("set enable_external_access = true")
    with workspace.open() as connection, pytest.raises(duckdb.CatalogException):
        connection.execute("from told")

    assert opened == [workspace, workspace]


def test_what_spills_stays_in_the_data_folder(workspace: Workspace) -> None:
    with workspace.open() as connection:
        (folder,) = connection.execute("select current_setting('temp_directory')").fetchall()[0]

    assert Path(folder).is_relative_to(workspace.folder)
    assert Path(folder).is_absolute()


def test_work_larger_than_memory_spills_and_finishes_and_tells_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspaces, "EVERY_S", 0.01)
    told: list[float] = []
    small = Workspace(tmp_path, tmp_path / "spill", memory_mb=64, n_threads=1)

    with small.open() as connection, watched(connection, told.append):
        query = "select count(*) from (select r, row_number() over (order by hash(r)) from range(3_000_000) t(r))"
        assert connection.execute(query).fetchall() == [(3_000_000,)]
    assert told[-1] == 1.0
    assert len(told) > 1
    assert all(0.0 <= share <= 1.0 for share in told)
