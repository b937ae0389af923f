"""Columns that tell of one result: its scores, levels and days, and which of them speaks for it."""

from dataclasses import dataclass, field

from aimline.exchange.guess.column import Column
from aimline.exchange.guess.heads import Head, plain

# The best score first: what stands beside it is told of the same performance, only in another way.
RANKS = ("scale", "composite", "score", "ability", "bare", "rate", "percent", "raw", "lexile", "percentile",
         "nce", "stanine", "equivalent")  # fmt: skip
STRONG = frozenset(RANKS[:9])
CONFIDENCE = {
    "scale": 0.95, "composite": 0.9, "score": 0.9, "ability": 0.85, "bare": 0.75, "rate": 0.9, "percent": 0.75,
    "raw": 0.7, "lexile": 0.75, "unknown": 0.45, "stanine": 0.5, "nce": 0.5, "percentile": 0.5,
    "equivalent": 0.45, "": 0.75,
}  # fmt: skip
SCALES = {
    "scale": "scale score", "composite": "composite score", "score": "score", "ability": "ability estimate",
    "bare": "score", "rate": "words per minute", "percent": "percent", "raw": "raw score", "stanine": "stanine",
    "nce": "normal curve equivalent", "lexile": "lexile", "percentile": "percentile", "unknown": "number",
    "equivalent": "grade equivalent", "": "level",
}  # fmt: skip
NOT_OF_WORDS = frozenset(["ic", "nrc", "items", "numbers", "numerals", "digits", "problems", "facts"])
LOOKS_LIKE, MOST_OF_LEVEL = 0.6, 0.7
FEWEST_ALIKE = 5
OF_WHOLE, ENOUGH = frozenset(["scale", "composite", "score"]), 0.9


@dataclass
class Group:
    """Columns of one subject or subtest and window."""

    stem: frozenset[str]
    label: str
    season: str
    scores: list[tuple[str, Column]] = field(default_factory=list)
    levels: list[Column] = field(default_factory=list)
    dates: list[Column] = field(default_factory=list)
    names: list[Column] = field(default_factory=list)
    graded: list[Column] = field(default_factory=list)
    flags: list[Column] = field(default_factory=list)
    place: int = 0

    @property
    def columns(self) -> list[Column]:
        """Its scores and levels."""
        return [*(column for _, column in self.scores), *self.levels]

    @property
    def kind(self) -> str:
        """The kind of the best score; empty where there is only a level."""
        return self.best[0] if self.best else ""

    @property
    def best(self) -> tuple[str, Column] | None:
        """The best score with its kind."""
        fullest = max(
            (column.contents.filled_share for kind, column in self.scores if _is_of_whole(kind, column)), default=0.0
        )
        return min(
            self.scores,
            # A scale that many rows lack, as one of some subjects only, does not speak for all of them.
            key=lambda entry: (
                entry[0] in OF_WHOLE and entry[1].contents.filled_share < ENOUGH * fullest,
                # A scale that runs through all grades tells of growth, and stands beside the score of a test.
                _rank("ability" if entry[1].head.phrase.startswith("vertical") else entry[0]),
                entry[1].head.rank,
            ),
            default=None,
        )

    @property
    def score(self) -> str:
        return self.best[1].head.column if self.best else ""

    @property
    def told(self) -> Column | None:
        """The level people speak of; none where there is none."""
        fullest = max((column.contents.filled_share for column in self.levels), default=0.0)
        # What only some earn, as a certificate, is not the level of all.
        full = [column for column in self.levels if column.contents.filled_share >= MOST_OF_LEVEL * fullest]
        return max(full, key=_likeness, default=None)

    @property
    def level(self) -> str:
        return self.told.head.column if self.told else ""

    @property
    def head(self) -> Head:
        """The head of the best score, or else of the level; a group has one of them."""
        return self.best[1].head if self.best else (self.told or self.levels[0]).head

    @property
    def confidence(self) -> float:
        return CONFIDENCE[self.kind]


def _is_of_whole(kind: str, column: Column) -> bool:
    return kind in OF_WHOLE or (kind == "raw" and "total" in column.head.words)


def scale(kind: str, head: str) -> str:
    """Name the scale of a column of scores in words, by its kind and its head; a head without a kind is of a score."""
    said = {*plain(head).split()}
    if kind == "lexile" and "quantile" in said:
        return "quantile"
    if kind == "rate" and said & NOT_OF_WORDS:
        return "items per minute"
    return SCALES.get(kind or "score", "score")


def _rank(kind: str) -> int:
    return RANKS.index(kind) if kind in RANKS else len(RANKS)


def _likeness(column: Column) -> tuple[float, ...]:
    """How much a column looks like the level people speak of."""
    contents, words = column.contents, set(column.head.words)
    main = bool({"performance", "achievement", "proficiency"} & words)
    norm = bool({"quintile", "quartile", "rating", "tier", "code", "number"} & words)
    return (
        # The same words in every row name the set of levels, not the level of a student.
        len(contents.words) > 1 or contents.n_filled < FEWEST_ALIKE,
        not contents.is_yes_no,
        # "Accuracy: High" tells how well some work went, "Zone" beside it what was reached.
        column.head.kind != "percent",
        contents.level_share >= LOOKS_LIKE,
        main,
        not contents.is_numeric,
        not norm,
        -len(words),
    )
