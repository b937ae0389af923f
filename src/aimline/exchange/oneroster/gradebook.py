"""The gradebook of a bundle as a table with one result a row, and the mapping that says what its columns and tests are.

A line item belongs to one class. Line items of one title, course and range of points are one measure, so that a test
that several classes took can be compared; each grading period in which it was given is one administration.
"""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TextIO

from aimline.domain.measure import Metric, unit_of
from aimline.exchange import mapping as meaning
from aimline.exchange.mapping import LONGEST_OF_MEASURE, Measure, StatusWords
from aimline.exchange.oneroster.roster import Class, LineItem, Roster, Score

COLUMNS = {
    "student": "Student", "school": "School", "grade": "Grade", "date": "Date", "window": "Window",
    "measure": "Line item", "score": "Score", "status": "Status",
}  # fmt: skip
NOT_TESTED, EXCUSED, NOT_SCORED = "not tested", "excused", "not scored"
STATUS = {"exempt": EXCUSED, "not submitted": NOT_TESTED}  # else handed in, and not scored to the end
SCORED = "fully graded"
LONGEST_WINDOW = 60
STARTS_IN_MONTH = 8


@dataclass(frozen=True)
class Item:
    """A line item with all that its results need to know, so that later bundles need not repeat it."""

    title: str
    course: str
    course_title: str
    subject: str
    class_: str
    school: str
    grade: str
    category: str
    session: str
    due_on: str
    lowest: float | None
    highest: float | None
    standards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What the receiver calls things: students and schools by their keys in the bundle, standards by theirs."""

    students: Mapping[str, str]
    schools: Mapping[str, str]
    standards: Mapping[str, str]


@dataclass(frozen=True)
class Counts:
    """What a gradebook holds: `n_results` of them `n_in_words` only; the rest could not be placed.

    `digest` tells one gradebook from another, whatever the rest of its bundle says.
    """

    n_line_items: int
    n_measures: int
    n_administrations: int
    n_results: int
    n_in_words: int
    n_without_item: int
    digest: str


def items_of(roster: Roster) -> dict[str, Item]:
    """Describe every line item of a bundle whose class the bundle holds."""
    standards = dict[str, list[str]]()
    for link in roster.item_objectives.stand.values():
        standards.setdefault(link.owner, []).append(link.standard)
    found = dict[str, Item]()
    for key, line in roster.line_items.stand.items():
        room = roster.classes.stand.get(line.class_)
        if room is not None:
            found[key] = described(roster, line, room, tuple(sorted(standards.get(key, ()))))
    return found


def described(roster: Roster, line: LineItem, room: Class, standards: tuple[str, ...]) -> Item:
    course, session = roster.courses.stand.get(room.course), roster.sessions.stand.get(line.session)
    grades = room.grades or (course.grades if course else ())
    return Item(
        title=line.title,
        course=room.course or line.class_,
        course_title=course.title if course else "",
        subject=room.subject or (course.subject if course else ""),
        class_=line.class_,
        school=roster.school_of(room.place),
        grade=str(grades[0]) if len(grades) == 1 else "",
        category=roster.categories.stand.get(line.category, ""),
        session=session.title if session else "",
        due_on=line.due_on.isoformat(),
        lowest=line.lowest,
        highest=line.highest,
        standards=standards,
    )


def as_told(item: Item) -> dict[str, object]:
    """Write an item as plain values; `from_told` reads them."""
    return asdict(item) | {"standards": list(item.standards)}


def from_told(told: Mapping[str, object]) -> Item:
    """Read what `as_told` wrote."""
    item = Item(**told)  # type: ignore[arg-type]  # the fields of an item, as kept
    return replace(item, standards=tuple(item.standards))


def counts(roster: Roster, items: Mapping[str, Item]) -> Counts:
    """Count what a gradebook would bring."""
    windows = windows_of(items)
    told = [*roster.scores.stand.values(), *roster.scores.go.values()]
    placed = [one for one in told if one.item in items]
    used = {one.item for one in placed}
    words = {key: word_of(items[key]) for key in used}
    return Counts(
        n_line_items=len(used),
        n_measures=len(set(words.values())),
        n_administrations=len({(words[key], windows[key], year_of(items[key].due_on)) for key in used}),
        n_results=len(placed),
        n_in_words=sum(one.is_in_words and not one.score for one in placed),
        n_without_item=len(told) - len(placed),
        digest=digest_of(roster, {key: items[key] for key in sorted(used)}),
    )


def digest_of(roster: Roster, used: Mapping[str, Item]) -> str:
    digest = hashlib.sha256(repr(used).encode())
    standards = roster.score_objectives.stand
    parts: dict[str, Mapping[str, object]] = {
        "stand": roster.scores.stand, "go": roster.scores.go, "standards": standards,
    }  # fmt: skip
    for part, rows in parts.items():
        for key in sorted(rows):
            digest.update(f"{part} {key} {rows[key]}".encode())
    return digest.hexdigest()


def windows_of(items: Mapping[str, Item]) -> dict[str, str]:
    """Name the window of each line item: its grading period, numbered where a class did the same again in it."""
    times, found = Counter[tuple[str, ...]](), dict[str, str]()
    for key, item in sorted(items.items(), key=lambda pair: (pair[1].due_on, pair[0])):
        place = (word_of(item), item.class_, item.session, str(year_of(item.due_on)))
        times[place] += 1
        period = item.session[: LONGEST_WINDOW - 6] or item.due_on
        found[key] = period if times[place] == 1 else f"{period} ({times[place]})"
    return found


def write_results(
    file: TextIO, roster: Roster, items: Mapping[str, Item], known: Known, source: str
) -> meaning.Mapping:
    """Write the results of a gradebook as a table; returns its mapping. A result to be deleted counts as not scored."""
    windows, measures = windows_of(items), dict[str, Measure]()
    own = dict[str, list[tuple[str, str]]]()
    for link in roster.score_objectives.stand.values():
        if link.score and link.standard in known.standards:
            own.setdefault(link.owner, []).append((link.standard, link.score))
    writer = csv.DictWriter(file, list(COLUMNS.values()))
    writer.writeheader()
    for key, one in (*roster.scores.stand.items(), *roster.scores.go.items()):
        item, student = items.get(one.item), known.students.get(one.student)
        if item is None or student is None:
            continue
        measure = measures.setdefault(word_of(item), measure_of(item))
        goes = key in roster.scores.go
        line = line_of(roster, one, item, known) | {"student": student, "window": windows[one.item]}
        for word, told in told_by(one, measure, goes=goes):
            writer.writerow(as_row(line | told | {"measure": word}))
        for standard, score in own.get(key, ()):
            part = measures.setdefault(*part_of(item, standard, known.standards[standard]))
            writer.writerow(as_row(line | {"score": score, "status": "", "measure": part.value}))
    return meaning.Mapping(
        source=source,
        columns=COLUMNS,
        measures=tuple(measures[word] for word in sorted(measures)),
        status=StatusWords(not_tested=(NOT_TESTED,), excused=(EXCUSED,), not_scored=(NOT_SCORED,)),
        date_format="%Y-%m-%d",
        year_starts_in_month=STARTS_IN_MONTH,
        may_be_empty=("grade",),
    )


def line_of(roster: Roster, one: Score, item: Item, known: Known) -> dict[str, str]:
    """Say who and where; a score typed in another school year than the work was due counts on the due date."""
    user, due_on = roster.users.stand.get(one.student), date.fromisoformat(item.due_on)
    same_year = year_of(one.scored_on.isoformat()) == year_of(item.due_on)
    grade = user.grade if user is not None and user.grade is not None else None
    return {
        "school": known.schools.get(item.school, item.school),
        "grade": item.grade if grade is None else NAMES.get(grade, str(grade)),
        "date": (one.scored_on if same_year else due_on).isoformat(),
    }


NAMES = {0: "K", -1: "PK"}


def told_by(one: Score, measure: Measure, *, goes: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the score where the work is graded to its end, else why there is none."""
    if one.score and one.status == SCORED and not goes:
        yield measure.value, {"score": one.score, "status": ""}
    else:
        yield measure.value, {"score": "", "status": NOT_SCORED if goes else STATUS.get(one.status, NOT_SCORED)}


def as_row(line: Mapping[str, str]) -> dict[str, str]:
    return {COLUMNS[role]: said for role, said in line.items()}


def year_of(day: str) -> int:
    """Name the school year of a day by the year in which it ends."""
    year, month = int(day[:4]), int(day[5:7])
    return year + (month >= STARTS_IN_MONTH)


def word_of(item: Item) -> str:
    """Return what tells one measure from another: course, title and range of points."""
    return shortened(f"{item.course}|{item.title}|{points(item)}")


def points(item: Item) -> str:
    ends = ("" if end is None else f"{end:g}" for end in (item.lowest, item.highest))
    return "-".join(ends)


def shortened(word: str) -> str:
    most = LONGEST_OF_MEASURE["value"]
    return word if len(word) <= most else f"{word[: most - 9]}|{hashlib.sha256(word.encode()).hexdigest()[:8]}"


def measure_of(item: Item) -> Measure:
    """Describe the measure of a line item."""
    name = f"{item.title} ({item.course_title})" if item.course_title else item.title
    in_order = item.lowest is not None and item.highest is not None and item.lowest < item.highest
    return Measure(
        value=word_of(item),
        name=name[: LONGEST_OF_MEASURE["name"]],
        subject=item.subject[: LONGEST_OF_MEASURE["subject"]],
        kind="cfa",
        metric=Metric.MEAN_SCORE.value,
        unit=unit_of(Metric.MEAN_SCORE),
        minimum=item.lowest if in_order else None,
        maximum=item.highest if in_order else None,
        standards=item.standards,
    )


def part_of(item: Item, standard: str, code: str) -> tuple[str, Measure]:
    """Describe what a line item says about one standard."""
    whole = measure_of(item)
    word = shortened(f"{whole.value}|{standard}")
    name = f"{whole.name}: {code or standard}"[: LONGEST_OF_MEASURE["name"]]
    return word, replace(whole, value=word, name=name, minimum=None, maximum=None, standards=(standard,))
