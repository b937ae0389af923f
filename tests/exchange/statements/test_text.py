"""Plain text: letters, lines, paragraphs, lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimline.exchange.statements import text


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
def test_letters_are_read_however_they_are_stored(name: str) -> None:
    said = "85 % des élèves de 3e année réussiront – “bien”.\nDeux lignes."
    assert text.decode(said.replace("\n", "\r\n").encode(name)) == said


def test_ukrainian_without_a_mark_is_read_too() -> None:
    said = "До 30 травня 2026 року 80 % учнів 3 класу читатимуть на рівні."
    assert text.decode(said.encode("utf-16-le")) == said
    assert text.decode(said.encode("utf-8")) == said


@given(st.binary(max_size=300))
def test_any_bytes_become_some_text(packed: bytes) -> None:
    assert "\r" not in text.decode(packed)


def test_blank_lines_part_passages_and_wrapped_lines_are_joined() -> None:
    assert text.passages("\n\nBy May\nwe will\n \n\nread.\n") == ["By May we will", "read."]


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("1. By May we read.\n2) By June we write\nmore.", ["By May we read.", "By June we write more."]),
        ("• One goal here\n• Another goal", ["One goal here", "Another goal"]),
        ("By May\nwe will read", ["By May we will read"]),
        ("Two goals:\n- One\n- Two", ["Two goals: - One - Two"]),
        ("- Only one", ["Only one"]),
        ("85% of students", ["85% of students"]),
        ("3.0 is the mean", ["3.0 is the mean"]),
        ("(a) First goal\n(b) Second goal", ["First goal", "Second goal"]),
    ],
)
def test_a_list_in_a_cell_is_several_statements(cell: str, parts: list[str]) -> None:
    assert text.split_list(cell) == parts
