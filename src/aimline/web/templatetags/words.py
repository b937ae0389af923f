"""Sentences of the domain in the reader's language."""

from functools import lru_cache

from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from aimline.charts.drawing import Table
from aimline.domain.words import Message, translate

register = Library()


@register.filter
def say(sentence: object) -> str:
    """Write a sentence of the domain in the reader's language; plain text stays as it is."""
    text = translate(sentence, gettext) if isinstance(sentence, Message) else str(sentence)
    # A value and its sign stay on one line.
    return text.replace(" %", "\u00a0%")


@register.filter
def status(word: str) -> SafeString:
    """Draw a status word as `_status.html` does: there are seven of them, and a list shows dozens."""
    return drawn(word, get_language())


@register.filter
def table(shown: Table) -> SafeString:
    """Draw a table as `_table.html` does: most charts stand still between two looks, and so does the table beside."""
    return tabled(shown)


@lru_cache(maxsize=256)
def tabled(shown: Table) -> SafeString:
    return render_to_string("_table.html", {"table": shown})


@lru_cache(maxsize=64)
def drawn(word: str, language: str | None) -> SafeString:
    return render_to_string("_status.html", {"status": word})
