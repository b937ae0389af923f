"""A hundred files that are no table of results are refused in words, in little memory and time (trust.md 3 and 6)."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from aimline.exchange.recognition import recognise
from tests.warehouse.malformed import refusals
from tests.warehouse.malformed.refusals import Make

MOST_MEMORY_KB = 1_000_000
# Look at a file in a process of its own, and say how much memory that took at most. (What `resource` tells may be the
# size of whoever started the process.)
LOOK = r"""
import pathlib, re, sys
from aimline.exchange.recognition import recognise
recognise(pathlib.Path(sys.argv[1]))
print(re.search(r"VmHWM:\s*(\d+)", pathlib.Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.parametrize(("make", "code", "n_files"), refusals.REFUSED)
def test_it_is_refused_and_says_why_and_what_to_do(tmp_path: Path, make: Make, code: str, n_files: int) -> None:
    for seed in range(n_files):
        path = tmp_path / "upload"
        path.write_bytes(make(random.Random(seed)))

        problems = recognise(path).problems

        assert [problem.code for problem in problems] == [code], f"seed {seed}"
        assert str(problems[0].message)
        assert str(problems[0].hint)


@pytest.mark.parametrize("make", [refusals.million_columns, refusals.without_lines, refusals.swelling_gzip])
def test_the_largest_of_them_stay_under_a_gigabyte(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "upload"
    path.write_bytes(make(random.Random(0)))

    looked = subprocess.run([sys.executable, "-c", LOOK, str(path)], check=True, capture_output=True, text=True)

    assert int(looked.stdout) < MOST_MEMORY_KB
