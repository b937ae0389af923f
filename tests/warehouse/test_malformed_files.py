"""Files damaged at random are refused or reported, never crash, and every row is accounted for (trust.md 6)."""

import gzip
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from aimline.domain.refusal import AimlineError
from aimline.exchange.mapping import Mapping
from aimline.exchange.recognition import recognise
from aimline.exchange.unpacking import unpack
from aimline.warehouse.staging import stage
from aimline.warehouse.workspace import Workspace

HEADER = "student,first,last,school,grade,year,subject,score,level,ell"
ROW = '{0:03},Zoé,"B, x",N,{1},2024,R,{2},high,ELL: Yes'
SPLINTERS = (b'"', b",", b"\n", b"\r", b"\0", b"\xff", b'""', b";", "\u202e".encode(), b"'", b"9" * 20, b"1e99")
N_FILES = 40


def damage(content: bytes, chance: random.Random) -> bytes:
    """Overwrite, insert, delete, repeat: from one to a hundred times."""
    damaged = bytearray(content)
    strokes: tuple[Callable[[int], None], ...] = (
        lambda at: damaged.__setitem__(slice(at, at + 1), bytes([chance.randrange(256)])),
        lambda at: damaged.__setitem__(slice(at, at), chance.choice(SPLINTERS)),
        lambda at: damaged.__delitem__(slice(at, at + chance.randrange(30))),
        lambda at: damaged.__setitem__(slice(at, at), damaged[at : at + 50]),
    )
    for _ in range(chance.choice((1, 3, 20, 100))):
        chance.choice(strokes)(chance.randrange(len(damaged) or 1))
    return bytes(damaged)


def test_damaged_files_are_refused_or_reported_and_every_row_is_counted(tmp_path: Path, usual_mapping: Mapping) -> None:
    chance = random.Random(3)
    whole = "\n".join([HEADER, *(ROW.format(n, n % 12 + 1, 500 + n) for n in range(60))]).encode()
    n_read = 0
    for number in range(N_FILES):
        workspace = Workspace(tmp_path / str(number), tmp_path / str(number) / "tmp", memory_mb=128)
        workspace.folder.mkdir()
        source = workspace.folder / "upload"
        damaged = damage(whole, chance)
        source.write_bytes(gzip.compress(damaged, mtime=0) if number % 10 == 0 else damaged)
        try:
            file = unpack(recognise(source), workspace.folder)
            staged = stage(workspace, file, usual_mapping, today=date(2025, 6, 30))
        except AimlineError:
            continue
        n_read += 1
        counts = staged.counts
        assert counts.n_records == file.n_records + file.n_problems
        assert counts.n_records == counts.n_stored + counts.n_wrong + counts.n_set_aside
        assert all(str(problem.message) and str(problem.hint) for problem in staged.problems)
    assert n_read > N_FILES / 4


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_packed_file_cut_anywhere_is_refused(tmp_path: Path, cut: float) -> None:
    packed = gzip.compress("\n".join([HEADER, *(ROW.format(n, 3, n) for n in range(5000))]).encode())
    source = tmp_path / "upload"
    source.write_bytes(packed[: int(len(packed) * cut)])

    assert [problem.code for problem in recognise(source).problems] == ["cut"]
