"""The style sheet keeps its promises: contrast, no other host, no data urls, nothing missing."""

import hashlib
import itertools
import re
from pathlib import Path

import pytest

import aimline.web

STATIC = Path(aimline.web.__file__).parent / "static"
TEMPLATES = Path(aimline.web.__file__).parent / "templates"
STYLE = (STATIC / "aimline.css").read_text(encoding="utf-8")


def tokens(scheme: str) -> dict[str, str]:
    """The colours of one scheme, by name."""
    light, dark = re.findall(r":root \{\s*(--paper: #.*?)\}", STYLE, re.DOTALL)[:2]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light if scheme == "light" else dark))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG 2.2 computes it."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


LETTERS = ("ink", "soft", "teal", "ahead", "on-track", "watch", "off", "no-data")
GROUNDS = ("paper", "card")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("letter", "ground"), itertools.product(LETTERS, GROUNDS))
def test_words_stand_out_from_their_ground(scheme: str, letter: str, ground: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[letter], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("letter", "ground"),
    [("on-teal", "teal"), ("on-teal", "teal-deep"), ("ink", "tint"), ("soft", "tint"), ("ink", "watch-tint"),
     ("ink", "off-tint"), ("ink", "ahead-tint"), ("ink", "teal-tint")],
)  # fmt: skip
def test_words_stand_out_on_coloured_ground(scheme: str, letter: str, ground: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[letter], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), itertools.product(("edge", "teal"), GROUNDS))
def test_edges_and_marks_stand_out_from_their_ground(scheme: str, edge: str, ground: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[edge], colours[ground]) >= 3


@pytest.mark.parametrize("name", ["aimline.css", "vendor/pico/pico.min.css"])
def test_a_style_sheet_asks_no_other_host_and_every_file_it_names_is_there(name: str) -> None:
    sheet = (STATIC / name).read_text(encoding="utf-8")
    named = re.findall(r'url\("?([^")]+)"?\)', sheet)
    assert named
    for address in named:
        assert not address.startswith(("data:", "http", "//"))
        assert ((STATIC / name).parent / address).is_file()


def test_no_template_carries_inline_style_or_script() -> None:
    for template in TEMPLATES.rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", text), template.name
        assert len(text.splitlines()) < 100, template.name


def test_vendored_files_are_the_ones_their_list_names() -> None:
    listed = dict(re.findall(r"^\| ([\w./-]+) \| `([0-9a-f]{64})` \|$", _list(), re.MULTILINE))
    files = (path for path in (STATIC / "vendor").rglob("*") if path.is_file() and path.name != "VENDORED.md")
    found = {
        path.relative_to(STATIC / "vendor").as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
    assert found == listed


def _list() -> str:
    return (STATIC / "vendor" / "VENDORED.md").read_text(encoding="utf-8")
