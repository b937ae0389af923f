"""Domain sentences in templates: `{{ message|say }}`."""

from django import template
from django.utils.translation import gettext

from aimline.domain.words import Message

register = template.Library()


@register.filter
def say(message: object) -> str:
    """Return a sentence in the reader's language; plain text stays as it is."""
    if isinstance(message, Message):
        return gettext(message.text).format(**message.values)
    return str(message)
