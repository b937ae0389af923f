"""What a rule offers instead: sentences with blanks, and where the words of today move to."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter

from aimline.domain.goal import Stop
from aimline.domain.smart.statement import Fields

BLANK = "__"


class Place(StrEnum):
    """Where words are at home that are no progress goal."""

    STRATEGY = "strategy"
    ACTION_STEP = "action_step"
    PURPOSE = "purpose"
    PROGRESS = "progress"
    EVIDENCE = "evidence"
    SET_ASIDE = "set_aside"
    SHORT_STEP = "short_step"


@dataclass(frozen=True)
class Draft:
    """A sentence to take over: `pattern` with named places; places without a value are blanks.

    `shown` says how a blank is written where two lines do not say enough ("__ students").
    """

    pattern: str
    values: Mapping[str, str]
    shown: Mapping[str, str]

    @property
    def blanks(self) -> tuple[str, ...]:
        """The names of the blanks, in the order of the sentence."""
        places = (name for _, name, _, _ in Formatter().parse(self.pattern) if name)
        return tuple(dict.fromkeys(name for name in places if name not in self.values))

    def filled(self, **values: str) -> str:
        """Write the sentence with these values in its blanks."""
        known = {**self.values, **values}
        blanks = {name: self.shown.get(name, BLANK) for name in self.blanks}
        text = self.pattern.format_map({**blanks, **known})
        return text[:1].upper() + text[1:]

    def __str__(self) -> str:
        """Write the sentence with its blanks."""
        return self.filled()


def plain(text: str) -> Draft:
    """Make a draft of a sentence that has no blanks of ours."""
    return Draft("{text}", {"text": text}, {})


@dataclass(frozen=True)
class Rewrite:
    """One offer: `drafts` to choose from (or, where `all_of_them`, to take over together).

    `kept` moves today's words to another `place`; `fields` are the fields once the offer is taken;
    `stops` are interim benchmarks to be planned beside an unchanged sentence.
    """

    drafts: tuple[Draft, ...] = ()
    all_of_them: bool = False
    place: Place | None = None
    kept: str = ""
    fields: Fields | None = None
    stops: tuple[Stop, ...] = ()
    told: str = ""

    def __str__(self) -> str:
        """Write the offer, a line a draft."""
        return "\n".join(str(draft) for draft in self.drafts) or self.told
