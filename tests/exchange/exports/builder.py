"""Exports of assessments, invented after the way real ones are laid out, each with the right answer beside it."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

N_ROWS = 24
GIVEN = ("Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gus", "Hana")
FAMILY = ("Berg", "Roy", "Lund", "Okoro", "Silva", "Tran", "Weiss", "Yilmaz", "Zanetti")
Cell = str | int | float
Values = Cell | Sequence[Cell] | Callable[[int], Cell]


@dataclass(frozen=True)
class Answer:
    """What a person would say the columns are; measures are (score column, level column) with the window if wide."""

    student: str
    measures: frozenset[tuple[str, str, str]]
    school: tuple[str, ...] = ()
    grade: str = ""
    time: tuple[str, ...] = ()
    measure: str = ""


@dataclass(frozen=True)
class Export:
    """One file as an assessment's website gives it."""

    name: str
    columns: dict[str, Values]
    answer: Answer
    above: str = ""
    delimiter: str = ","
    n_rows: int = field(default=N_ROWS)

    def text(self) -> str:
        out = io.StringIO()
        out.write(self.above)
        table = csv.writer(out, delimiter=self.delimiter, lineterminator="\n")
        table.writerow(self.columns)
        for row in range(self.n_rows):
            table.writerow([value_of(values, row) for values in self.columns.values()])
        return out.getvalue()


def value_of(values: Values, row: int) -> Cell:
    if callable(values):
        return values(row)
    if isinstance(values, str | int | float):
        return values
    return values[row % len(values)]


def given(row: int) -> str:
    return GIVEN[row % len(GIVEN)]


def family(row: int) -> str:
    return FAMILY[row % len(FAMILY)]


def code(start: int, step: int = 7) -> Callable[[int], Cell]:
    """Numbers of students, each another one."""
    return lambda row: start + step * row


def pupil(start: int, each: int) -> Callable[[int], Cell]:
    """Numbers of students who have several rows."""
    return lambda row: start + row // each


def spread(low: int, high: int, step: int = 17) -> Callable[[int], Cell]:
    """Whole numbers over a range, in no order."""
    return lambda row: low + (row * step) % (high - low + 1)


def decimal(low: float, high: float, step: float = 1.7) -> Callable[[int], Cell]:
    return lambda row: round(low + (row * step) % (high - low), 1)


def day(month: int, year: int, form: str = "{m}/{d}/{y}") -> Callable[[int], Cell]:
    """Days of one month, past the twelfth as well."""
    return lambda row: form.format(m=month, d=row % 27 + 1, y=year, mm=f"{month:02}", dd=f"{row % 27 + 1:02}")


def wide(*measures: tuple[str, str] | tuple[str, str, str]) -> frozenset[tuple[str, str, str]]:
    return frozenset((each[0], each[1], each[2] if len(each) > 2 else "") for each in measures)
