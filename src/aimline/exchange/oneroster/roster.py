"""What the sound rows of a bundle say: places, terms, people, who is where, from when to when."""

from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Place:
    """An org: `kind` is its OneRoster type; `code` what the district itself calls it."""

    name: str
    kind: str
    code: str
    parent: str


@dataclass(frozen=True, slots=True)
class Session:
    """A year, semester, term or grading period, first and last day included; `ending` names its school year."""

    title: str
    kind: str
    starts_on: date
    ends_on: date
    ending: int


@dataclass(frozen=True, slots=True)
class Course:
    """What a class takes from its course where it says nothing itself."""

    grades: tuple[int, ...]
    subject: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Class:
    """A class of a school, in the sessions it is taught in."""

    title: str
    code: str
    grades: tuple[int, ...]
    subject: str
    course: str
    place: str
    sessions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class User:
    """A student or an adult; `code` is the district's own number; only version 1.1 says role and places here."""

    given_name: str
    family_name: str
    code: str
    email: str
    grade: int | None
    is_enabled: bool
    role: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A role of a user at a place; in version 1.1 the user's own row says it, without days."""

    user: str
    role: str
    place: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Enrollment:
    """A user in a class, as student or otherwise; days are included, and missing where the file names none."""

    class_: str
    user: str
    role: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Traits:
    """What demographics say of a student; empty where the file says nothing."""

    sex: str
    race: str


@dataclass(frozen=True, slots=True)
class LineItem:
    """One column of a gradebook: something a class did by a day, for points between `lowest` and `highest`."""

    title: str
    class_: str
    category: str
    session: str
    due_on: date
    lowest: float | None
    highest: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """What a student has in a line item; `score` is the number as written, empty where there is none."""

    item: str
    student: str
    status: str
    score: str
    is_in_words: bool
    scored_on: date


@dataclass(frozen=True, slots=True)
class Objective:
    """A standard that a line item or a result is about; a result may have a score of its own for it."""

    owner: str
    standard: str
    score: str


@dataclass
class Listed(Generic[Thing]):
    """The rows of one file by their key: those that stand, those marked to go, and those kept out as unsound.

    `is_all` says that the file is there as the whole set and was read to its end, so that what it does not name
    is no longer so.
    """

    stand: dict[str, Thing] = field(default_factory=dict)
    go: dict[str, Thing] = field(default_factory=dict)
    kept_out: set[str] = field(default_factory=set)
    is_there: bool = False
    is_all: bool = False

    def leaves(self, key: str) -> bool:
        """True when the file says that a thing is no longer so; a row that could not be read says nothing."""
        if key in self.stand or key in self.kept_out:
            return False
        return self.is_all or key in self.go


@dataclass
class Roster:
    """One bundle, read: `n_rows` counts every row of every file, `n_kept_out` those that were not sound.

    `in_kept_out` are the users whom a row that was kept out names: their own, or one that says where they are.
    """

    version: str
    system: str
    modes: dict[str, str]
    n_rows: dict[str, int] = field(default_factory=dict)
    n_kept_out: dict[str, int] = field(default_factory=dict)
    in_kept_out: set[str] = field(default_factory=set)
    places: Listed[Place] = field(default_factory=Listed)
    sessions: Listed[Session] = field(default_factory=Listed)
    courses: Listed[Course] = field(default_factory=Listed)
    classes: Listed[Class] = field(default_factory=Listed)
    users: Listed[User] = field(default_factory=Listed)
    parts: Listed[Part] = field(default_factory=Listed)
    enrollments: Listed[Enrollment] = field(default_factory=Listed)
    traits: Listed[Traits] = field(default_factory=Listed)
    categories: Listed[str] = field(default_factory=Listed)
    line_items: Listed[LineItem] = field(default_factory=Listed)
    scores: Listed[Score] = field(default_factory=Listed)
    item_objectives: Listed[Objective] = field(default_factory=Listed)
    score_objectives: Listed[Objective] = field(default_factory=Listed)

    @property
    def says_parts_in_users(self) -> bool:
        """In version 1.1 a user's row names all places of the user; later a file of roles does."""
        return self.version == "1.1"

    def main_year(self, today: date) -> int | None:
        """Name the school year the bundle is about: the newest that has begun, else the first to come."""
        begun = [one.ending for one in self.sessions.stand.values() if one.starts_on <= today]
        return max(begun) if begun else min((one.ending for one in self.sessions.stand.values()), default=None)

    def school_of(self, place: str) -> str:
        """Give the key of the school a place is or lies in; an empty text when the bundle names none."""
        for _ in range(len(self.places.stand)):
            found = self.places.stand.get(place)
            if found is None:
                return ""
            if found.kind == "school":
                return place
            place = found.parent
        return ""
