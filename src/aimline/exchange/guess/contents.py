"""What the values of a column look like: numbers, grades, dates, levels in words, lexile codes."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from aimline.exchange import cell_errors, serials
from aimline.exchange.grades import GRADE_FORM, parse_grade
from aimline.exchange.guess.heads import plain
from aimline.exchange.mapping import DATE_FORMATS, LOST_ZERO, MISSING
from aimline.exchange.numbers import read_number

MOSTLY = 0.8
TIME_OF_DAY = re.compile(r"[T ]+\d{1,2}:\d{2}.*$")
LEXILE = re.compile(r"^(BR|EM)?-?\d{1,4}[LQ]$", re.IGNORECASE)
WORDED_GRADE = re.compile(GRADE_FORM, re.IGNORECASE)
YEAR = re.compile(r"^(19|20|21)\d\d$")
YEARS = re.compile(r"(19|20)\d\d\s*[-/_–]\s*((19|20)?\d\d)\b")
LADDER = re.compile(
    r"\b(below|basic|proficient|advanced|meets?|meeting|met|expectations?|satisfaction|exceed\w*|approach\w*|partial\w*|nearly|standards?|benchmark|risk|"
    r"intensive|strategic|core|urgent|watch|intervention|on track|off track|grade levels?|beginning|"
    r"emerging|emergent|capable|expert|progressing|demonstrating|transitional|extending|"
    r"(?:un)?successful|developing|expanding|bridging|entering|reaching|master\w*|pass\w*|fail\w*|satisfactory|limited|minimal|"
    r"level [0-9ivx]+|l[1-6]|tier|somewhat|moderate\w*|minimally|well developed|normal|elevated|"
    r"low|average|avg|loavg|hiavg|high(?! school)|needs?|excellen\w*|merit|achiev\w*|"
    r"distinguished|distinction|novice|apprentice|healthy|strong|expected|depth|working|secure|ready|conditional\w*|acceptable|chronic|established|consolidating|"
    r"earlier|later|exploring|responding|building|integrating|early|mid|late|"
    r"ahead|behind|above|at|well|some|not yet|satisfaisant|maitrise|seuil|niveau|insuffisant|moyen|"
    r"fort|faible|fragile|satisfaisante|besoins?|avance|debutant|basico|avanzado|"
    r"green|yellow|amber|red|blue|orange|gold|silver|bronze|platinum|credit|commended|additional support|support)\b"
)
SHORT_LEVELS = ("on", "b", "a", "m", "e", "n", "na", "nm", "ap", "ex", "wts", "exs", "gds", "u", "bb", "pp", "pr", "ad")
YES_NO = {"y", "n", "yes", "no", "true", "false", "t", "f", "oui", "non"}
# Forms without signs between day, month and year, and how many figures they have.
LOOSE_FORMATS = {"%m%y": 4, "%y%m": 4, "%m%Y": 6, "%m%d%y": 6, "%Y%m": 6, "%Y%m%d": 8, "%m%d%Y": 8}
MOST_LEVELS = 15
LONGEST_LOOKED_AT = 300
FEW = 8
# Words for "there is no result", wherever one would stand.
ABSENCES = {
    "",
    "absent",
    "absente",
    "abs",
    "ausente",
    "not tested",
    "non evalue",
    "excused",
    "exempt",
    "exempte",
    "dispense",
    "exento",
    "not assessed",
    "not ordered",
    "not taken",
    "not administered",
    "unratable",
    "not attempted",
    "did not attempt",
    "dna",
    "discontinue",
    "discontinued",
    "incomplete",
    "not available",
    "n a",
    "inc",
    "no data",
    "no score",
    "not scored",
    "dnf",
    "did not finish",
    "invalid",
    "withdrawn",
    "medical",
}


@dataclass(frozen=True)
class Contents:
    """The filled values of one column; shares are of those, 0..1."""

    n: int
    n_filled: int
    values: tuple[str, ...]
    numbers: tuple[float, ...] = field(repr=False)
    number_share: float
    grade_share: float
    level_share: float
    lexile_share: float
    date_formats: tuple[str, ...]
    loose_formats: tuple[str, ...] = ()
    raw: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The different values, in their order of appearance."""
        return tuple(dict.fromkeys(self.values))

    @property
    def filled_share(self) -> float:
        return self.n_filled / self.n if self.n else 0.0

    @property
    def is_numeric(self) -> bool:
        return self.number_share >= 0.6

    @property
    def is_yes_no(self) -> bool:
        return bool(self.values) and {word.lower() for word in self.words} <= YES_NO

    @property
    def are_years(self) -> bool:
        if any("%d" in form for form in self.date_formats):
            return False  # 2024-04-14 begins like two years
        return bool(self.values) and all(YEAR.match(value) or YEARS.search(value) for value in self.values)

    @property
    def is_scale_of_levels(self) -> bool:
        """Whether the values are few words or few small whole numbers, as levels are."""
        few = len(self.words) <= MOST_LEVELS
        small = bool(self.numbers) and all(number == int(number) and 0 <= number <= 9 for number in self.numbers)
        return few and (small if self.is_numeric else True)


def look(values: Sequence[str], n: int) -> Contents:
    """Look at the values of one column in the first `n` rows; of a long one its beginning tells what it is."""
    told = tuple(value.strip()[:LONGEST_LOOKED_AT] for value in values)
    found = (value for value in told if value not in MISSING and plain(value) not in ABSENCES)
    filled = tuple(value for value in found if not cell_errors.is_one(value))
    numbers = tuple(number for value in filled if math.isfinite(number := read_number(value.rstrip("%"))))
    days = [value for value in filled if value.strip("0")]  # some programs write a day that there is not as 0
    n_filled = len(filled)
    return Contents(
        n=n,
        n_filled=n_filled,
        values=filled,
        numbers=numbers,
        number_share=_share(len(numbers), n_filled),
        grade_share=_share(sum(1 for value in filled if is_grade(value)), n_filled),
        level_share=_share(sum(1 for value in filled if is_level(value)), n_filled),
        lexile_share=_share(sum(1 for value in filled if LEXILE.match(value)), n_filled),
        date_formats=formats_of(days, [form for form in DATE_FORMATS if form not in LOOSE_FORMATS and "%" in form]),
        raw=told,
        loose_formats=loose_formats_of(days),
    )


def loose_formats_of(days: Sequence[str]) -> tuple[str, ...]:
    """Name the forms without signs in which values can be read as days, where a head says that they are."""
    found = formats_of(days, [*LOOSE_FORMATS]) if are_as_long(days) else ()
    return found or ((serials.SERIAL,) if serials.are_serials(days) else ())


def are_as_long(values: Sequence[str]) -> bool:
    """Whether values have as many letters each, but for the zero that some may have lost."""
    lengths = {len(value) for value in values}
    return len(lengths) == 1 or (len(lengths) == 2 and max(lengths) - min(lengths) == 1 and max(lengths) in (6, 8))


def are_years(values: Sequence[str]) -> bool:
    """Tell whether all values of a column look like calendar years: they are no scores."""
    return all(YEAR.match(value) for value in values)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def is_grade(text: str) -> bool:
    """Tell whether a word is a grade as files write it: 3, 3rd, Grade 3, Year 3, 3e année, K."""
    if parse_grade(text) is not None:
        return True
    found = WORDED_GRADE.match(text.strip())
    return found is not None and int(found[1]) <= 13


def is_level(text: str) -> bool:
    """Tell whether a value reads like a level: "Meets Expectations", "Some risk", "Level 3"."""
    words = plain(text)
    if not words or words.replace(" ", "").isdigit():
        return False
    return LADDER.search(words) is not None or words in SHORT_LEVELS


def formats_of(values: Sequence[str], forms: Sequence[str]) -> tuple[str, ...]:
    """Name the date forms in which nearly all values can be read."""
    days = [TIME_OF_DAY.sub("", value) for value in values]
    if not days:
        return ()
    # Most columns hold no days at all: a few of their values tell.
    usual = Counter(days).most_common(FEW)
    few, n_few = [day for day, _ in usual], sum(n for _, n in usual)
    # Figures alone are read by the forms without signs alone, which have as many.
    figures = all(map(str.isdigit, few))
    forms = [form for form in forms if (form in LOOSE_FORMATS) == figures and fits_length(few, form)]
    forms = [form for form in forms if 2 * sum(n for day, n in usual if _reads(with_zero(day, form), form)) >= n_few]
    forms = [form for form in forms if fits_length(days, form)]
    counted = [(form, sum(1 for day in days if _reads(with_zero(day, form), form))) for form in forms]
    return tuple(form for form, n in counted if n >= MOSTLY * len(days))


@lru_cache
def mixed_formats_of(values: tuple[str, ...]) -> tuple[str, ...]:
    """Name the date forms that read the most values, where a head says that they are days but no form reads nearly all.

    Days such as 2026-10-14 are read beside any form. The values in other forms are for the preview to name.
    """
    days = Counter(TIME_OF_DAY.sub("", value) for value in values if not serials.ISO.fullmatch(value))
    counted = {form: sum(n for day, n in days.items() if _is_day(day, form)) for form in DATE_FORMATS if "%d" in form}
    counted[serials.SERIAL] = sum(n for day, n in days.items() if serials.are_serials((day,)))
    most = max(counted.values())
    if most == 0:
        return ("%Y-%m-%d",) if any(map(serials.ISO.fullmatch, values)) else ()
    return tuple(form for form, n in counted.items() if n == most)


def _is_day(text: str, form: str) -> bool:
    return fits_length((text,), form) and _reads(with_zero(text, form), form)


def fits_length(days: Sequence[str], form: str) -> bool:
    """Whether days without signs between their parts have as many figures as the form: 202411 is no 1 January."""
    return form not in LOOSE_FORMATS or all(len(with_zero(day, form)) == LOOSE_FORMATS[form] for day in days)


def with_zero(day: str, form: str) -> str:
    """Give a day without signs back the zero that a spreadsheet took from its month."""
    return day.zfill(LOST_ZERO[form]) if form in LOST_ZERO and len(day) == LOST_ZERO[form] - 1 else day


def read_day(text: str, forms: Sequence[str]) -> date | None:
    """Read a day in the first of these forms that fits, whatever hour stands behind it; None where none does."""
    for form in forms:
        try:
            return datetime.strptime(TIME_OF_DAY.sub("", text), form).date()  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
    return None


def _reads(text: str, form: str) -> bool:
    try:
        day = datetime.strptime(text, form).date()  # noqa: DTZ007  # a day has no time zone
    except ValueError:
        return False
    return date(1990, 1, 1) <= day <= date(2100, 1, 1)
