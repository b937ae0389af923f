"""Sentences for people, kept apart from their values so that they can be translated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Message:
    """A sentence with named places and the values that fill them; `str()` gives it in English."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return _fill(self.text, self.values)


def say(text: str, **values: object) -> Message:
    """Make a sentence; `text` is also its key in the translation catalogues."""
    return Message(text, values)


def translate(message: Message, lookup: Callable[[str], str]) -> str:
    """Write a sentence in the language of `lookup`, the sentences inside it as well."""
    inside = {
        name: translate(value, lookup) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    return _fill(lookup(message.text), inside)


def write(value: object) -> str:
    """Write one value in English: dates as "27 March 2026", numbers with two decimals below 10, else with one."""
    if isinstance(value, date):
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    if isinstance(value, float):
        return f"{value:.{decimals(value)}f}".rstrip("0").rstrip(".")
    return str(value)


def decimals(value: float) -> int:
    """Tell how many decimals say something: on a scale of 4 points a hundredth does, on one of 100 it does not."""
    return 2 if abs(value) < 10 else 1


def _fill(text: str, values: Mapping[str, object]) -> str:
    return text.format_map({name: _Written(value) for name, value in values.items()}) if values else text


@dataclass(frozen=True)
class _Written:
    """A value that is written the way people read it, unless the sentence gives it a format of its own."""

    value: object

    def __format__(self, format_spec: str) -> str:
        return format(self.value, format_spec) if format_spec else write(self.value)
