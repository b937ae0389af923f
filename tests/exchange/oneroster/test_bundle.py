"""Zips that must not be opened are refused with a reason (trust.md 3)."""

import zipfile
from pathlib import Path

import pytest

from aimline.exchange.limits import Limits
from aimline.exchange.oneroster.bundle import BundleUnreadable, open_bundle
from tests.exchange.oneroster.bundles import FILES_1_1, pack


def refused(path: Path, *, limits: Limits | None = None) -> str:
    with pytest.raises(BundleUnreadable) as caught:
        open_bundle(path, limits=limits)
    assert str(caught.value.hint)
    return caught.value.code


@pytest.mark.parametrize("name", ["../orgs.csv", "/etc/orgs.csv", "C:\\orgs.csv", "inner.zip", "a/../../b.csv"])
def test_entries_that_lead_elsewhere_are_never_opened(tmp_path: Path, name: str) -> None:
    assert refused(pack(tmp_path / "bundle.zip", FILES_1_1 | {name: "x"})) == "bundle-unsafe"


def test_a_link_is_never_followed(tmp_path: Path) -> None:
    path = pack(tmp_path / "bundle.zip", dict(FILES_1_1))
    link = zipfile.ZipInfo("users-link.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(link, "/etc/passwd")
    assert refused(path) == "bundle-unsafe"


def test_a_locked_zip_asks_for_one_without_a_password(tmp_path: Path) -> None:
    path = pack(tmp_path / "bundle.zip", dict(FILES_1_1))
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)
    assert refused(path) == "bundle-locked"


def test_what_is_no_zip_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(b"sourcedId,name\n1,Lark\n")
    assert refused(path) == "bundle-no-zip"


def test_a_zip_that_swells_or_holds_too_much_is_refused(tmp_path: Path) -> None:
    bomb = pack(tmp_path / "bomb.zip", FILES_1_1 | {"resources.csv": "0" * 30_000_000})
    assert refused(bomb) == "bundle-swells"
    many = pack(tmp_path / "many.zip", {f"{n}.csv": "" for n in range(51)})
    assert refused(many) == "bundle-many"
    assert refused(many, limits=Limits(file_bytes=10)) == "bundle-large"
