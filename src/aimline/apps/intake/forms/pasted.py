"""A class set pasted from a spreadsheet: each line goes to the student it names, or else to the next in the list."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aimline.apps.intake.forms.class_set import LEVELS, level_of, listed
from aimline.apps.intake.queries.classes import Pupil

OF_STUDENTS = {"code", "family", "first", "given", "id", "last", "name", "no", "number", "student", "students"}
OF_RESULTS = {"level", "levels", "mark", "marks", "point", "points", "result", "results", "score", "scores"}


@dataclass(frozen=True)
class Roll:
    """The places in the list of a class: by name, which two students may share, and by number in files."""

    names: Mapping[str, Sequence[int]]
    codes: Mapping[str, int]

    def is_name(self, *cells: str) -> bool:
        return plain(" ".join(cells)) in self.names

    def places(self, cells: Sequence[str]) -> Sequence[int]:
        """Return whom some cells may mean: the first is a number, or together they are a name."""
        if cells[0] in self.codes:
            return (self.codes[cells[0]],)
        return self.names.get(plain(" ".join(cells)), ())


@dataclass(frozen=True)
class Filled:
    """The answers with what was pasted; `lost` lines name nobody or two, `doubled` ones a student with two results."""

    data: Mapping[str, str]
    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether a person has to decide on lines that stay in the box."""
        return bool(self.lost or self.doubled)


def fill(data: Mapping[str, str], pupils: Sequence[Pupil]) -> Filled:
    """Put pasted lines into the list; those that name nobody or two, or tell two results of one, stay in the box.

    An empty line keeps its place where results alone go down the list: the student beside it has none.
    """
    roll = roll_of(pupils)
    lines = data.get("pasted", "").rstrip().splitlines()
    first = next((number for number, line in enumerate(lines) if cells_of(line)), 0)
    if lines and is_head(lines[first], data):
        del lines[: first + 1]
    told: dict[int, list[tuple[str, str]]] = defaultdict(list)
    lost, doubled, values = list[str](), list[str](), dict[str, str]()
    for number, line in enumerate(lines):
        places, value = read_line(line, number, roll)
        if value and len(places) == 1 and places[0] < len(pupils):
            told[places[0]].append((line, value))
        elif value:
            lost.append(line)
    for place, found in told.items():
        if len({value for _, value in found}) == 1:
            values[f"value_{place}"] = found[0][1]
        else:
            doubled += [line for line, _ in found]
    left = {*lost, *doubled}
    pasted = "\n".join(line for line in lines if line in left)
    return Filled({**dict(data.items()), **values, "pasted": pasted}, tuple(lost), tuple(doubled))


def read_line(line: str, number: int, roll: Roll) -> tuple[Sequence[int], str]:
    """Return whose result a line may tell, and the result; empty where it tells none."""
    cells = cells_of(line)
    if not cells or roll.is_name(*cells):
        return (), ""
    if len(cells) > 1:
        return roll.places(cells[:-1]), cells[-1]
    name, _comma, value = cells[0].rpartition(",")
    return (roll.places([name]), value.strip()) if roll.is_name(name) else ((number,), cells[0])


def is_head(line: str, data: Mapping[str, str]) -> bool:
    """Tell whether the first line names the columns: only where it says so, since any other word may be a result."""
    cells = cells_of(line)
    levels = listed(data.get("levels", "")) if data.get("scored") == LEVELS else ()
    if not cells or level_of(cells[-1], levels):
        return False
    said = {*plain(cells[0]).split()}
    return bool(said) and said <= (OF_STUDENTS if len(cells) > 1 else OF_STUDENTS | OF_RESULTS)


def roll_of(pupils: Sequence[Pupil]) -> Roll:
    names: dict[str, list[int]] = {}
    for n, pupil in enumerate(pupils):
        names.setdefault(plain(pupil.name), []).append(n)
    return Roll(names, {pupil.code: n for n, pupil in enumerate(pupils)})


def cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in line.replace(";", "\t").split("\t") if cell.strip()]


def plain(name: str) -> str:
    """Write the words of a name in one order, without case, accents and commas."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return " ".join(sorted("".join(c if c.isalnum() else " " for c in bare.casefold()).split()))
