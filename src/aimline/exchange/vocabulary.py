"""Which words a file uses: school years and windows, measures, levels, and what its other columns say."""

import io
import itertools
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from aimline.exchange import cell_errors, records, sheet, sum_lines, templates
from aimline.exchange.mapping import MISSING, Results
from aimline.exchange.numbers import read_number
from aimline.exchange.recognition import Format, Recognised, open_bytes

MOST_ROWS = 500_000
CHUNK = 20_000
MOST_WORDS = 60
MOST_DAYS = 20_000  # results of which the days are kept until it is known how they repeat
THOUSAND = 3
SAYS_YES = ("1", "y", "yes", "true", "t", "x", "oui", "o", "met", "meets")


@dataclass(frozen=True)
class LevelUse:
    """How often a level occurs with a measure, how many of its rows carry a score, and the mean of those scores."""

    n: int
    n_scored: int
    mean: float | None


@dataclass(frozen=True)
class Spread:
    """The scores of one measure: how many, the largest and smallest, and those that 19 of 20 keep within."""

    n: int
    usual_largest: float
    largest: float
    usual_smallest: float
    smallest: float


@dataclass(frozen=True)
class Vocabulary:
    """Words and how many rows use them; columns with more than `MOST_WORDS` different words have no entry.

    `times` counts (year, window), `measures` the words of the measure column, `levels` is keyed by (measure,
    level), `spreads` by measure. Where the file has no such column its word is the empty text. `decimal` is
    a comma where the scores are written so; `score_words` are the words that stand where a score would.
    `sum_lines` are words that stand for a student on lines that sum others up.
    `days` count by measure how many students took it on the same days, of the first rows.
    `filled` counts for each group of columns of a wide file the rows in which it holds a result.
    """

    n_rows: int
    is_whole: bool
    words: Mapping[str, Mapping[str, int]]
    times: Mapping[tuple[str, str], int]
    measures: Mapping[str, int]
    levels: Mapping[tuple[str, str], LevelUse]
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    decimal: str = "."
    score_words: tuple[str, ...] = ()
    filled: tuple[int, ...] = ()
    sum_lines: tuple[str, ...] = ()
    days: Mapping[str, Mapping[frozenset[str], int]] = field(default_factory=dict)


def collect(
    file: Recognised,
    columns: Mapping[str, str],
    results: Sequence[Results] = (),
    *,
    missing: Sequence[str] = MISSING,
    most_rows: int = MOST_ROWS,
) -> Vocabulary:
    """Read a file once and count its words; `columns`, `results` and `missing` are as in a mapping.

    At most `most_rows` rows are read: enough for a first proposal; what a later row says differently is
    counted by the preview.
    """
    tally = _Tally(file.header, columns, results, missing)
    shortest = len(file.header) - file.n_empty_tail
    read = (
        [*row, *[""] * (len(file.header) - len(row))] for row in rows(file) if shortest <= len(row) <= len(file.header)
    )
    taken = itertools.islice(read, most_rows)
    while chunk := list(itertools.islice(taken, CHUNK)):
        tally.add(chunk)
    return Vocabulary(
        n_rows=tally.n_rows,
        is_whole=tally.n_rows < most_rows,
        words={file.header[place]: dict(found) for place, found in tally.words.items()},
        times=dict(tally.times),
        measures={word: n for word, n in tally.measures.items() if not cell_errors.is_one(word)},
        levels={key: tally.use(key) for key in tally.levels if not any(map(cell_errors.is_one, key))},
        spreads=tally.spreads(),
        decimal="," if tally.has_commas and not tally.has_points and file.delimiter != "," else ".",
        score_words=tuple(sorted(tally.score_words)),
        filled=tuple(tally.filled),
        sum_lines=tuple(tally.sum_lines),
        days=tally.days_by_measure(),
    )


def rows(file: Recognised) -> Iterator[list[str]]:
    """Give the rows below the header as text, without any check of their shape."""
    if file.format is Format.XLSX:
        yield from (row for _, row in sheet.rows_below(file.path, file.read, file.n_above + file.n_head))
        return
    with (
        open_bytes(file.path, file.format) as packed,
        io.TextIOWrapper(packed, encoding=file.encoding, errors="replace", newline="") as text,
    ):
        table = records.rows((line.replace("\0", "") for line in text), file.delimiter)
        filled = (row for row in table if any(row))
        yield from itertools.islice(filled, file.n_above + file.n_head, None)


class _Tally:
    """Counts column by column, a chunk of rows at a time: that is what makes it quick."""

    def __init__(
        self, header: Sequence[str], columns: Mapping[str, str], results: Sequence[Results], missing: Sequence[str]
    ) -> None:
        self.header = list(header)
        self.places = {role: header.index(column) for role, column in columns.items() if column in header}
        self.results = results
        self.filled = [0] * len(results)
        self.missing = frozenset(missing)
        self.group_places = {
            header.index(name) for group in results for name in _columns_of(group) if name in self.header
        }
        self.words: dict[int, Counter[str]] = {place: Counter() for place in range(len(header))}
        self.times: Counter[tuple[str, str]] = Counter()
        self.measures: Counter[str] = Counter()
        self.levels: Counter[tuple[str, str]] = Counter()
        self.scores: dict[tuple[str, str], list[float]] = {}
        self.score_words: set[str] = set()
        self.sum_lines: dict[str, None] = {}
        self.days: dict[tuple[str, str], set[str]] = {}
        self.has_commas = self.has_points = False
        self.n_rows = 0

    def add(self, chunk: Sequence[Sequence[str]]) -> None:
        """Count the words of some rows, all as wide as the header."""
        wanted = {*self.words, *self.places.values(), *self.group_places}
        table = enumerate(zip(*chunk, strict=True))
        columns = {place: [word.strip() for word in column] for place, column in table if place in wanted}
        self.n_rows += len(chunk)
        for role in ("student", "given_name", "family_name"):
            named = dict.fromkeys(columns[self.places[role]] if role in self.places else ())
            self.sum_lines |= dict.fromkeys(sum_lines.words(named))
        for place, counter in list(self.words.items()):
            counter.update(columns[place])
            if len(counter) > MOST_WORDS:
                # Codes, names and scores: nobody picks from a list of these.
                del self.words[place]
        if not self.results:
            self.add_days(
                self.of_row("measure", columns, len(chunk)), self.of_row("date", columns, len(chunk)), columns
            )
            roles = ("year", "window", "measure", "level", "score")
            self.add_readings(*(self.of_row(role, columns, len(chunk)) for role in roles))
        for place, group in enumerate(self.results):
            self.add_group(place, group, columns, len(chunk))

    def add_days(self, measures: Sequence[str], days: Sequence[str], columns: Mapping[int, Sequence[str]]) -> None:
        """Keep the days of each student and test, of the first rows."""
        if "student" in self.places and len(self.days) < MOST_DAYS:
            students = columns[self.places["student"]]
            for student, measure, day in zip(students, measures, days, strict=True):
                if day:
                    self.days.setdefault((measure, student), set()).add(day)

    def days_by_measure(self) -> dict[str, Counter[frozenset[str]]]:
        """Count the students of each measure who took it on the same days."""
        counted: dict[str, Counter[frozenset[str]]] = {}
        for (measure, _), days in self.days.items():
            counted.setdefault(measure, Counter())[frozenset(days)] += 1
        return counted

    def of_row(self, role: str, columns: Mapping[int, Sequence[str]], n: int) -> Sequence[str]:
        """Give what a role's column says; nothing where there is none."""
        return columns[self.places[role]] if role in self.places else [""] * n

    def add_group(self, place: int, group: Results, columns: Mapping[int, Sequence[str]], n: int) -> None:
        """Count the results of one group of columns; rows where it is empty do not count."""
        named = {name: columns[self.header.index(name)] for name in _columns_of(group) if name in self.header}
        nothing = [""] * n
        years = named.get(group.year) or self.of_row("year", columns, n)
        windows = _written(group.window, named, n) if group.window else self.of_row("window", columns, n)
        measures = _written(group.measure, named, n)
        self.add_days(measures, named.get(group.date) or self.of_row("date", columns, n), columns)
        levels = _flagged(group, named) if group.flags else named.get(group.level, nothing)
        scores = named.get(group.score, nothing)
        read = list(zip(years, windows, measures, levels, scores, strict=True))
        kept = [row for row in read if row[2] and not self.missing.issuperset(row[3:])]
        self.filled[place] += len(kept)
        if kept:
            self.add_readings(*zip(*kept, strict=True))

    def add_readings(
        self,
        years: Sequence[str],
        windows: Sequence[str],
        measures: Sequence[str],
        levels: Sequence[str],
        scores: Sequence[str],
    ) -> None:
        """Count results by time, measure, level and score."""
        self.times.update(zip(years, windows, strict=True))
        self.measures.update(measures)
        keys = list(zip(measures, levels, strict=True))
        self.levels.update(keys)
        for key, score in zip(keys, scores, strict=True):
            if score:
                self.add_score(key, score)

    def add_score(self, key: tuple[str, str], text: str) -> None:
        """Count what stands in the score column, and how its decimals are written."""
        number = read_number(text)
        self.scores.setdefault(key, []).append(number)
        if not math.isnan(number):
            # "1,250" may be a thousand; only another number of decimals tells that a comma is the decimal sign.
            self.has_commas = self.has_commas or ("," in text and len(text.partition(",")[2]) != THOUSAND)
            self.has_points = self.has_points or "." in text
        elif len(self.score_words) < MOST_WORDS:
            self.score_words.add(text)

    def spreads(self) -> dict[str, Spread]:
        """Sum up the scores of each measure."""
        by_measure: dict[str, list[float]] = {}
        for (measure, _), scores in self.scores.items():
            by_measure.setdefault(measure, []).extend(score for score in scores if not math.isnan(score))
        return {measure: _spread(sorted(scores)) for measure, scores in by_measure.items() if scores}

    def use(self, key: tuple[str, str]) -> LevelUse:
        """Sum up one measure and level."""
        scores = [score for score in self.scores.get(key, []) if not math.isnan(score)]
        return LevelUse(self.levels[key], len(scores), sum(scores) / len(scores) if scores else None)


def _spread(scores: Sequence[float]) -> Spread:
    n, usual = len(scores), (len(scores) - 1) * 19 // 20
    return Spread(n, scores[usual], scores[-1], scores[n - 1 - usual], scores[0])


def _columns_of(group: Results) -> list[str]:
    named = [group.score, group.level, group.date, group.year, *group.flags.values()]
    return [name for name in named if name] + templates.columns(group.measure) + templates.columns(group.window)


def _written(template: str, named: Mapping[str, Sequence[str]], n: int) -> list[str]:
    if not templates.columns(template):
        return [template] * n
    return [templates.fill(template, {name: column[row] for name, column in named.items()}) for row in range(n)]


def _flagged(group: Results, named: Mapping[str, Sequence[str]]) -> list[str]:
    levels: list[str] = []
    for said in zip(*(named[column] for column in group.flags.values()), strict=True):
        yes = (level for level, word in zip(group.flags, said, strict=True) if word.lower() in SAYS_YES)
        levels.append(next(yes, group.otherwise if any(said) else ""))
    return levels
