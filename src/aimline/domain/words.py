"""Sentences for people, kept apart from their values so that they can be translated."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """A sentence with named places and the values that fill them; `str()` gives it in English."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)


def say(text: str, **values: object) -> Message:
    """Make a sentence; `text` is also its key in the translation catalogues."""
    return Message(text, values)
