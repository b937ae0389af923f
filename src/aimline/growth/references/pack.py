"""A pack: numbers from one source, with the citation and the licence note that let them be used (growth.md 1.8)."""

from dataclasses import dataclass
from enum import StrEnum

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say


class Redistributable(StrEnum):
    """May the numbers be passed on?"""

    YES = "yes"
    NO = "no"
    ASK = "ask"


@dataclass(frozen=True)
class Row:
    """One number of a source. Empty strings mean "whatever the grade, season ...".

    `sd` is the spread that the source prints beside the value. `checked` is false while the value has not been
    compared with the printed source.
    """

    pack: str
    edition: str
    measure: str
    statistic: str
    value: float
    grade: str = ""
    season: str = ""
    population: str = ""
    sd: float | None = None
    checked: bool = True

    @property
    def key(self) -> str:
        """The row's name in stored verdicts: pack/measure/grade/season/statistic, without the empty parts."""
        return "/".join(part for part in (self.pack, self.measure, self.grade, self.season, self.statistic) if part)


@dataclass(frozen=True)
class Pack:
    """The rows of one source, and where they come from."""

    id: str
    citation: str
    url: str
    licence_note: str
    redistributable: Redistributable
    edition: str
    checked_by: str
    checked_on: str
    rows: tuple[Row, ...]


class Unreadable(AimlineError):
    """A pack that cannot be used as it stands."""

    def __init__(self, name: str, place: str, problem: str) -> None:
        super().__init__(
            "reference-unreadable",
            say("{name}, {place}: {problem}", name=name, place=place, problem=problem),
            say("Compare the file with the template, and give every row a citation and a licence note."),
        )
