"""DuckDB, opened so that it can touch only the folders it is given."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from threading import Event, Thread
from types import MappingProxyType
from typing import TYPE_CHECKING

from aimline.exchange.progress import Tell, nobody

if TYPE_CHECKING:
    import duckdb

Row = tuple[int | str | None, ...]
PARSER_MEMORY_MB = 512
CHUNK = 20_000
EVERY_S = 0.25
AS_WRITTEN = "join_order,build_side_probe_side"


@dataclass(frozen=True)
class Workspace:
    """Where DuckDB may work: it reads and writes in `folder`, spills to `temporary`, and reads `readable`.

    `temporary` lies inside the data folder, because what spills are student rows (settled.md 25). Where
    `joins_as_written`, each join looks up the rows before it in the list it names: the engine would guess which of the
    two is small.
    """

    folder: Path
    temporary: Path
    readable: tuple[Path, ...] = ()
    memory_mb: int = PARSER_MEMORY_MB
    n_threads: int = 2
    joins_as_written: bool = False

    def reading(self, *paths: Path) -> "Workspace":
        """Give a workspace that reads these files too: itself where it may, so that what is held serves."""
        more = tuple(path for path in paths if path not in self.readable and path.parent != self.folder)
        return replace(self, readable=(*self.readable, *more)) if more else self

    @contextmanager
    def open(self) -> Iterator["duckdb.DuckDBPyConnection"]:
        """Open a fresh in-memory database in the order of trust.md 3 and close it afterwards.

        Temporary tables and registered arrays are gone with it. Inside `held` the database is the one that is held.
        """
        connection = self._connection()
        try:
            yield connection
        finally:
            connection.close()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold one database for all that is opened of this workspace inside the block, in this thread.

        Opening costs some 20 ms, which is most of what a small import takes.
        """
        kept: list[duckdb.DuckDBPyConnection] = []
        before = _held.set({**_held.get(), self: kept})
        try:
            yield
        finally:
            _held.reset(before)
            for connection in kept:
                connection.close()

    def _connection(self) -> "duckdb.DuckDBPyConnection":
        kept = _held.get().get(self)
        if kept is None:
            return connect(self)
        if not kept:
            kept.append(connect(self))
        return kept[0].cursor()


# The databases that are held, by their workspace; the list is empty until somebody opens it.
_held: ContextVar[Mapping[Workspace, list["duckdb.DuckDBPyConnection"]]] = ContextVar(
    "held", default=MappingProxyType({})
)


def connect(workspace: Workspace) -> "duckdb.DuckDBPyConnection":
    """Open DuckDB for a workspace; the caller closes it. After this no setting can be changed."""
    import duckdb

    workspace.temporary.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(config={"threads": workspace.n_threads})
    settings = (
        f"temp_directory = {quote(str(workspace.temporary.resolve()))}",
        f"memory_limit = '{workspace.memory_mb}MB'",
        f"allowed_directories = {_paths([workspace.folder])}",
        f"allowed_paths = {_paths(workspace.readable)}",
        # A result file never changes under its name, so its footer need not be read twice.
        "parquet_metadata_cache = true",
        # How far a question has come is asked for from outside; nothing is printed.
        "enable_progress_bar = true",
        "enable_progress_bar_print = false",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "enable_external_access = false",
        f"disabled_optimizers = {quote(AS_WRITTEN if workspace.joins_as_written else '')}",
        "lock_configuration = true",
    )
    connection.execute("; ".join(f"set {setting}" for setting in settings))
    return connection


@contextmanager
def watched(connection: "duckdb.DuckDBPyConnection", tell: Tell) -> Iterator[None]:
    """Tell several times a second how far the one question has come that is asked inside this block."""
    if tell is nobody:
        yield
        return
    over = Event()
    watcher = Thread(target=_watch, args=(connection, tell, over), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
    tell(1.0)


def _watch(connection: "duckdb.DuckDBPyConnection", tell: Tell, over: Event) -> None:
    while not over.wait(EVERY_S):
        percent = connection.query_progress()
        if percent >= 0:  # else the engine has not begun, or cannot tell
            tell(percent / 100)


def rows_of(connection: "duckdb.DuckDBPyConnection", query: str) -> Iterator[Row]:
    """Ask a query, and give its rows later, never all of them at once."""
    found = connection.execute(query)
    return chain.from_iterable(iter(lambda: found.fetchmany(CHUNK), []))


def quote(text: str) -> str:
    """Write a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def quote_all(texts: Iterable[str]) -> str:
    """Write texts as an SQL list in brackets."""
    return f"({', '.join(quote(text) for text in texts)})"


def parquet(paths: Sequence[Path]) -> str:
    """Write the SQL that reads these Parquet files, which have one schema."""
    return f"read_parquet({_paths(paths)})"


def _paths(paths: Sequence[Path]) -> str:
    return "[" + ", ".join(quote(str(path.resolve())) for path in paths) + "]"


def trouble() -> type[Exception]:
    """Name what DuckDB raises when it cannot go on, for callers who have to tell somebody."""
    import duckdb

    return duckdb.Error
