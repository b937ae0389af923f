"""What pages may hold: no inline code, no other hosts, one page value."""

import re

import pytest

from tests.architecture.source import APPS, SOURCE, name_of, templates

FRAME = {
    "page", "nav", "me", "version", "help_href", "request", "csrf_token", "is_demo", "block", "forloop", "messages",
    "refusal", "language",
}  # fmt: skip
PATHS = re.compile(r"\{\{\s*([a-z_]+)|\{%\s*(?:if|elif|include [^%]*? with \w+=)\s*(?:not )?([a-z_]+)")
OPENED = re.compile(r"\{%\s*(?:for ([\w, ]+) in|with (\w+)=)|\bas (\w+)\s*(?:%\}|\b)|\bwith (\w+)=|\s(\w+)=[\w.\"']+")


def own_templates():  # type: ignore[no-untyped-def]  # pytest parameters
    return [pytest.param(path, id=name_of(path)) for path in templates()]


@pytest.mark.parametrize("path", own_templates())
def test_a_template_holds_no_style_or_script_of_its_own(path) -> None:  # type: ignore[no-untyped-def]
    text = path.read_text(encoding="utf-8")
    found = re.findall(r"\sstyle=|<style|<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+=|javascript:|hx-on", text)
    assert found == []


@pytest.mark.parametrize("path", own_templates())
def test_a_template_calls_no_other_host(path) -> None:  # type: ignore[no-untyped-def]
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"(?:src|href|action)=[\"'](?:https?:)?//", text) == []


def test_styles_and_scripts_of_ours_call_no_other_host() -> None:
    files = [p for p in SOURCE.rglob("static/**/*") if p.suffix in {".css", ".js"}]
    found = {name_of(p): hosts for p in files if (hosts := calls(p.read_text(encoding="utf-8")))}
    assert found == {}


def calls(text: str) -> list[str]:
    return re.findall(r"url\([\"']?(?:https?:|//|data:)[^)]{0,60}|@import[^;]+|fetch\([\"']https?:[^)]*", text)


def test_a_template_of_an_app_sees_its_page_and_the_frame_alone() -> None:
    """Fragments, whose names begin with an underscore, see what their page hands to them."""
    pages = [path for path in templates() if APPS in path.parents and not path.name.startswith("_")]
    found = {name_of(path): extra for path in pages if (extra := beyond_the_page(path.read_text(encoding="utf-8")))}
    assert found == {}


def beyond_the_page(text: str) -> set[str]:
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.DOTALL)
    opened = {word for names in OPENED.findall(text) for name in names for word in re.split(r"[, ]+", name) if word}
    used = {name for pair in PATHS.findall(text) for name in pair if name}
    return used - opened - FRAME - {"not", "translate"}


def test_every_word_on_a_page_can_be_translated() -> None:
    """Text between tags stands in a translate tag."""
    found = {name_of(path): bare for path in templates() if (bare := bare_words(path.read_text(encoding="utf-8")))}
    assert found == {}


def bare_words(text: str) -> list[str]:
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}|<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"\{% blocktrans(?:late)?.*?%\}.*?\{% endblocktrans(?:late)? %\}", "", text, flags=re.DOTALL)
    text = re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)
    text = re.sub(r"&[a-z]+;|\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    between = [word.strip(" ·\n") for word in re.findall(r">([^<>]*)<", text)]
    return [word for word in between if re.search(r"[A-Za-z]{2}", word) and word != "Aimline"]
