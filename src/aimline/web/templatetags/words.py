"""Sentences of the domain in the reader's language."""

from django.template import Library
from django.utils.translation import gettext

from aimline.domain.words import Message, translate

register = Library()


@register.filter
def say(sentence: object) -> str:
    """Write a sentence of the domain in the reader's language; plain text stays as it is."""
    text = translate(sentence, gettext) if isinstance(sentence, Message) else str(sentence)
    # A value and its sign stay on one line.
    return text.replace(" %", "\u00a0%")
