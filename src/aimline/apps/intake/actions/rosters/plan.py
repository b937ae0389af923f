"""What a roster would change in a district, as plain values: two plans that say the same are equal."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from aimline.apps.intake.actions.rosters.stored import Term
from aimline.domain.words import Message, say

Row = TypeVar("Row")
Ref = int | str  # the id of what is stored, or the roster's key of what will be
MOST_LEAVERS_SHARE = 0.10
N_SAMPLES = 5
N_NAMED = 40


class School(NamedTuple):
    """A school; one that is known already gets the roster's name for it."""

    ref: Ref
    key: str
    name: str
    code: str


class Room(NamedTuple):
    """A classroom of a school."""

    ref: Ref
    key: str
    name: str
    code: str
    grades: tuple[int, ...]
    subject: str
    school: Ref


class Year(NamedTuple):
    """A school year with its terms; it stays a proposal until a person describes it."""

    ending: int
    starts_on: date
    ends_on: date
    spans: tuple[Term, ...]


class Student(NamedTuple):
    """A student; `names` are the ids to remember: (source, value)."""

    ref: Ref
    given_name: str
    family_name: str
    names: tuple[tuple[str, str], ...]


class Passing(NamedTuple):
    """A number that goes to another student; it was this one's until `ends_on`."""

    number: str
    student: int
    ends_on: date


class Adult(NamedTuple):
    """A person who teaches; `key` is empty where the roster's name is remembered already."""

    ref: Ref
    key: str
    name: str
    email: str


class Stay(NamedTuple):
    """A student in a school and grade for a school year."""

    pk: int
    student: Ref
    school: Ref
    ending: int
    grade: int
    starts_on: date
    ends_on: date


class Span(NamedTuple):
    """A student's seat or a teacher's part; `is_room` tells a classroom from a school."""

    pk: int
    key: str
    owner: Ref
    place: Ref
    is_room: bool
    starts_on: date
    ends_on: date | None


class Holding(NamedTuple):
    """A student in a group; `instead` is the membership that ends for it, 0 for none."""

    student: Ref
    attribute: str
    value: str
    starts_on: date
    instead: int


class End(NamedTuple):
    """A stored row, and its last day from now on; `place` is where it counts."""

    pk: int
    ends_on: date
    place: int = 0


@dataclass
class Difference(Generic[Row]):
    """One kind of thing: what is new, what changes, what ends, and how many stay as they are."""

    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    ended: list[End] = field(default_factory=list)
    n_same: int = 0

    def counts(self) -> dict[str, int]:
        return {"new": len(self.new), "changed": len(self.changed), "ended": len(self.ended), "unchanged": self.n_same}


class Leaving(NamedTuple):
    """More of a kind would end than a usual day explains."""

    what: str
    n_leaving: int
    n_before: int


class Doubt(NamedTuple):
    """Something that has to be settled first: what it is about, and the sentence for a person."""

    about: str
    message: Message


@dataclass
class Plan:
    """All that a roster would change; `notes` counts what was set aside, with a few samples, by its code.

    `held` are the keys of students whose rows were left out because they describe somebody else.

    Nothing of it is stored while there are `doubts`.
    """

    schools: Difference[School] = field(default_factory=Difference)
    classrooms: Difference[Room] = field(default_factory=Difference)
    school_years: Difference[Year] = field(default_factory=Difference)
    students: Difference[Student] = field(default_factory=Difference)
    people: Difference[Adult] = field(default_factory=Difference)
    enrolments: Difference[Stay] = field(default_factory=Difference)
    class_places: Difference[Span] = field(default_factory=Difference)
    memberships: Difference[Span] = field(default_factory=Difference)
    student_groups: Difference[Holding] = field(default_factory=Difference)
    passings: list[Passing] = field(default_factory=list)
    held: set[str] = field(default_factory=set)
    notes: dict[str, list[str]] = field(default_factory=dict)
    leavings: list[Leaving] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def kinds(self) -> Iterator[tuple[str, Difference]]:  # type: ignore[type-arg]  # one of each kind
        for name, value in vars(self).items():
            if isinstance(value, Difference):
                yield name, value

    def counts(self) -> dict[str, dict[str, int]]:
        return {name: difference.counts() for name, difference in self.kinds()}

    @property
    def is_empty(self) -> bool:
        """True when everything the roster says is stored already."""
        return not any(d.new or d.changed or d.ended for _, d in self.kinds())

    @property
    def other_names(self) -> list[Message]:
        """Say which district or schools have other names here: somebody has to confirm that they are the same."""
        return self.said(PLACES)

    def note(self, code: str, sample: str) -> None:
        self.notes.setdefault(code, []).append(sample)

    def said(self, codes: Collection[str] = ()) -> list[Message]:
        """Say what was set aside or left as it is, and what to do about it; of `codes` alone, where some are named."""
        return [
            say(text, n=len(self.notes[code]), samples=shown(code, self.notes[code]))
            for code, text in NOTES.items()
            if self.notes.get(code) and (not codes or code in codes)
        ]


def shown(code: str, samples: list[str]) -> str:
    """Write a few of many; of what a person has to decide or look at one by one, more."""
    own, most = list(dict.fromkeys(samples)), N_NAMED if code in NAMED else N_SAMPLES
    return ", ".join(own[:most]) + (" ..." if len(own) > most else "")


ASKS = ("same-email", "number-held", "key-held")  # what only a person can decide
PLACES = ("other-district", "other-school")  # what somebody has to confirm
NAMED = (*ASKS, *PLACES, "number-new", "number-passed", "number-joined")
NOTES: Mapping[str, str] = {
    "other-district": "The roster names another district than the one it would come into: {samples}.",
    "other-school": "Schools that have the code of a school here, and no word of its name: {n} ({samples}).",
    "same-email": "People whose e-mail an account here uses already: {n} ({samples}). Nothing was taken over, and they "
    "get no part. Where it is the same person, say so by the e-mail.",
    "email-twice": "People who share their e-mail with somebody else in the file, and are kept without it: {n} "
    "({samples}).",
    "no-role": "Rows with roles that no file gives here: {n} ({samples}). Give them on the Places page.",
    "family": "Rows that name parents, guardians or relatives, who get no account from a file: {n}.",
    "no-grade": "Students without a grade that can be read: {n} ({samples}). They are kept, but in no grade list.",
    "no-school": "Classes of no school that the file or this district knows: {n} ({samples}). They were left out.",
    "nowhere": "Class enrollments that name a class or user that was left out: {n} ({samples}).",
    "code-twice": "Students who share their number with another one in the file: {n} ({samples}). It was not used.",
    "number-new": "Students whose number changes: {n} ({samples}). Stored results stay with the student they were "
    "given to; results that come in from now on find the student by the new number.",
    "number-passed": "Numbers that pass to another student: {n} ({samples}). Results of days from now on are the other "
    "one's under them; those of earlier days go to the student who had the number then where that is clear, and are "
    "asked about where it is not.",
    "number-held": "Numbers in the file that belong here to a student of another name, who is not in the file: {n} "
    "({samples}). Nobody was put together: who is new was left out, who is known comes without the number. Is it the "
    "same student, or has the number passed on? Say so by the number.",
    "number-joined": "Students who come under a sourcedId that is new here, and were known by number and both names: "
    "{n} ({samples}).",
    "key-held": "Students whose sourcedId comes with another given name, family name and number: {n} ({samples}). "
    "Nothing of theirs was changed. Is it the same student? Say so by the new number. Is it another one? Then the "
    "other system has given a sourcedId away twice: have it give the new student one of their own, and export the "
    "roster again.",
    "school-gone": "Schools that are no longer in the file: {n} ({samples}). They stay as they are.",
    "year-kept": "School years that a person described, and that stay as they are: {n} ({samples}).",
    "no-slot": "Student groups for which there is no free column, and that were left out: {n} ({samples}).",
    "terms-overlap": "Terms that overlap another one of their kind, and were left out: {n} ({samples}).",
}
