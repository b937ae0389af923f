"""A CASE package is read whole, and what is wrong with it is told in words, with its place."""

from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from aimline.exchange import case_file
from aimline.exchange.case_file import CaseUnreadable
from tests.exchange.case_files import package, write

Told = dict[str, Any]


def test_standards_come_with_code_grades_and_subject_each_below_its_parent(tmp_path: Path) -> None:
    read = case_file.read(write(tmp_path / "case.json", package()))

    assert (read.key, read.title, read.problems) == ("doc", "Lark Mathematics", ())
    assert [(one.key, one.code, one.grades, one.parent, one.subject) for one in read.items] == [
        ("i1", "4.NF", (4,), "", "mathematics"), ("i2", "4.NF.1", (4,), "i1", "mathematics"),
        ("i3", "4.NF.2", (4, 5), "i1", "mathematics"), ("i4", "K.CC.1", (0,), "", "mathematics"),
    ]  # fmt: skip


def twice(told: Told) -> None:
    told["CFItems"].append(dict(told["CFItems"][0]))


def nameless(told: Told) -> None:
    told["CFItems"].append({"fullStatement": "Words"})


def silent(told: Told) -> None:
    told["CFItems"].append({"identifier": "i9", "humanCodingScheme": "4.X"})


def dangling(told: Told) -> None:
    told["CFAssociations"][1]["destinationNodeURI"]["identifier"] = "nowhere"


def circle(told: Told) -> None:
    told["CFAssociations"][0]["destinationNodeURI"]["identifier"] = "i2"


def nul(told: Told) -> None:
    told["CFItems"].append({"identifier": "i9", "fullStatement": "Count\0 on"})


def half_a_letter(told: Told) -> None:
    told["CFItems"].append({"identifier": "i9", "fullStatement": "Count on \ud83d"})


@pytest.mark.parametrize(
    ("damage", "where", "said", "n_items"),
    [
        (twice, "CFItems[4]", "occurs before, at CFItems[0]", 4),
        (nameless, "CFItems[4]", "has no identifier", 4),
        (silent, "CFItems[4]", "The standard 4.X says nothing", 4),
        (nul, "CFItems[4]", "characters that cannot be seen", 4),
        (half_a_letter, "CFItems[4]", "characters that cannot be seen", 4),
        (dangling, "CFAssociations[1]", "not in the file: nowhere", 4),
        (circle, "CFAssociations", "Standards that lie below themselves: 2", 4),
    ],
)
def test_what_is_wrong_with_an_entry_is_told_and_the_others_stand(
    tmp_path: Path, damage: Callable[[Told], None], where: str, said: str, n_items: int
) -> None:
    told = package()
    damage(told)
    read = case_file.read(write(tmp_path / "case.json", told))

    (problem,) = read.problems
    assert problem.where == where
    assert said in str(problem.message)
    assert len(read.items) == n_items


def test_a_large_framework_takes_seconds(tmp_path: Path) -> None:
    told = package()
    item, child = told["CFItems"][0], told["CFAssociations"][1]
    told["CFItems"] = [item | {"identifier": f"i{n}"} for n in range(12_000)]
    told["CFAssociations"] = [child | {"originNodeURI": {"identifier": f"i{n}"}} for n in range(12_000) if n != 1]
    path, began = write(tmp_path / "case.json", told), process_time()

    assert len(case_file.read(path).items) == 12_000
    assert process_time() - began < 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"CFDocument": {"identifier": "d"},\n "CFItems": [', "no JSON: line 2, column 14"),
        (b"\xff\xfe{", "not text in UTF-8"),
        (b"[1, 2]", "no CASE package"),
        (b'{"CFItem": {}}', "names no framework"),
        (b'{"CFDocument": {"identifier": "d"}, "CFItems": []}', "has no standards"),
        (b"[" * 200_000, "nests too deeply"),
        (b'{"CFItems": ' + b"1" * 5_000 + b"}", "a number of thousands of digits"),
    ],
)
def test_a_file_that_is_no_package_is_refused_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(content)
    with pytest.raises(CaseUnreadable, match=said):
        case_file.read(path)
