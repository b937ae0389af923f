"""Two hundred OneRoster bundles with planted defects, and zips that mean harm (trust.md 3 and 6)."""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from aimline.exchange.oneroster.bundle import BundleUnreadable
from aimline.exchange.oneroster.checking import check
from aimline.exchange.oneroster.finding import Weight
from tests.exchange.oneroster.bundles import FILES_1_1, pack
from tests.warehouse.malformed import rosters

N_BUNDLES, N_AT_ONCE = 200, 25


@pytest.mark.parametrize("first", range(0, N_BUNDLES, N_AT_ONCE))
def test_what_is_planted_is_reported_and_no_other_row_is_kept_out(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + N_AT_ONCE):
        made = rosters.make(seed)

        found = check(pack(tmp_path / "bundle.zip", made.files)).findings

        told = {(one.file, one.line, one.column, one.rule) for one in found if one.weight is Weight.ERROR}
        assert told == made.planted, f"seed {seed}"


def outside(path: Path) -> None:
    pack(path, {**FILES_1_1, "../orgs.csv": "x"})


def absolute(path: Path) -> None:
    pack(path, {**FILES_1_1, "/etc/orgs.csv": "x"})


def nested(path: Path) -> None:
    pack(path, {**FILES_1_1, "more.zip": "x"})


def link(path: Path) -> None:
    pack(path, dict(FILES_1_1))
    entry = zipfile.ZipInfo("users.lnk")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(entry, "/etc/passwd")


def many(path: Path) -> None:
    pack(path, FILES_1_1 | {f"file{n}.csv": "x" for n in range(60)})


def swelling(path: Path) -> None:
    pack(path, {**FILES_1_1, "users.csv": b"0" * 30_000_000})


def cut(path: Path) -> None:
    pack(path, dict(FILES_1_1))
    path.write_bytes(path.read_bytes()[:-40])


def no_zip(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 and then nothing")


def locked(path: Path) -> None:
    pack(path, dict(FILES_1_1))
    packed = bytearray(path.read_bytes())
    at = packed.find(b"PK\x01\x02")
    struct.pack_into("<H", packed, at + 8, 1)
    path.write_bytes(packed)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (outside, "bundle-unsafe"), (absolute, "bundle-unsafe"), (nested, "bundle-unsafe"), (link, "bundle-unsafe"),
        (many, "bundle-many"), (swelling, "bundle-swells"), (cut, "bundle-no-zip"), (no_zip, "bundle-no-zip"),
        (locked, "bundle-locked"),
    ],
)  # fmt: skip
def test_a_zip_that_means_harm_is_refused_in_words(tmp_path: Path, make: Callable[[Path], None], code: str) -> None:
    make(tmp_path / "bundle.zip")

    with pytest.raises(BundleUnreadable) as refused:
        check(tmp_path / "bundle.zip")

    assert refused.value.code == code
    assert str(refused.value.message)
    assert str(refused.value.hint)
