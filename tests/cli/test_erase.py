"""Of a student who was erased no byte is left in the data folder of an installation."""

import gzip
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from tests.cli import results_file
from tests.cli.conftest import Run
from tests.cli.results_file import HEADER, MAPPING, rows
from tests.conftest import NewInstallation

CODE, GIVEN, FAMILY = "QX4711", "Zephyrine", "Okonkwo-Lind"
MARKS = (CODE, GIVEN, FAMILY)


def named(lines: list[str]) -> str:
    """Give every line of a file names, and the student of this test a result of their own."""
    all_lines = [*(f"{line},Ada,Invented" for line in lines), f"10,asp,{CODE},4,2025,M,61,No,{GIVEN},{FAMILY}"]
    return "\n".join([f"{HEADER},First,Last", *all_lines]) + "\n"


def bytes_of(data: Path) -> Iterator[tuple[Path, bytes]]:
    """Give everything that lies in a folder, unpacked where it is packed."""
    for path in data.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        if path.suffix == ".parquet":
            content = repr(duckdb.sql(f"select * from '{path}'").fetchall()).encode()
        elif content.startswith(b"\x1f\x8b"):
            content = gzip.decompress(content)
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                content = b"".join(packed.read(name) for name in packed.namelist())
        yield path, content


def traces(data: Path) -> set[str]:
    return {mark for _, content in bytes_of(data) for mark in MARKS if mark.encode() in content}


def test_an_erased_student_leaves_no_trace_in_any_file(
    run: Run, new_installation: NewInstallation, tmp_path: Path
) -> None:
    names = 'student = "Student"\ngiven_name = "First"\nfamily_name = "Last"'
    mapping = results_file.write(tmp_path, "mapping.toml", MAPPING.replace('student = "Student"', names))
    data = ["--data", new_installation(tmp_path / "data"), "--today", "2025-06-30"]
    for number, packed in enumerate([named(rows(20)).encode(), gzip.compress(named(rows(30, first=15)).encode())]):
        file = results_file.write(tmp_path, f"{number}.csv{'.gz' if number else ''}", packed)
        assert run("import", file, "--mapping", mapping, "--confirm", *data).returncode == 0
    assert traces(tmp_path / "data") == set(MARKS)

    shown = run("erase", CODE, "--reason", "family", "--dry-run", *data)
    unsure = run("erase", CODE, "--reason", "family", *data)
    assert traces(tmp_path / "data") == set(MARKS)
    done = run("erase", f"{GIVEN} {FAMILY}", "--reason", "family", "--yes", *data)

    assert "Results: 1 of 2025; 2 rows in the log." in shown.stdout
    assert unsure.returncode == 2
    assert "Nothing was erased." in unsure.stderr
    assert done.returncode == 0, done.stderr
    assert traces(tmp_path / "data") == set()
    found = json.loads(run("doctor", "--json", *data[:2]).stdout)
    assert [each for each in found if each["level"] == "trouble"] == []
    current = [str(path) for path in (tmp_path / "data").glob("warehouse/current/**/*.parquet")]
    assert duckdb.sql(f"select count(distinct student) from read_parquet({current})").fetchall() == [(45,)]
