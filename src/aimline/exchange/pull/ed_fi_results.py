"""Results out of Ed-Fi: a table with one result a row, and the mapping that says what its columns and tests are.

Ed-Fi describes each test (scales, levels, lowest scores), so nothing has to be guessed but what it does not say: from
which level on a student counts as proficient, and in which window a test without a period was given.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aimline.exchange import level_order, proposal
from aimline.exchange import mapping as meaning
from aimline.exchange.mapping import LONGEST_LEVEL, LONGEST_OF_MEASURE, Measure, StatusWords
from aimline.exchange.pull.ed_fi_roster import NAMES, Stay, grade, stays
from aimline.exchange.pull.paging import Json
from aimline.exchange.pull.store import Row, Store

COLUMNS = {
    "student": "Student", "given_name": "Given name", "family_name": "Family name", "school": "School",
    "school_name": "School name", "grade": "Grade", "date": "Date", "window": "Window", "measure": "Test",
    "score": "Score", "level": "Level", "status": "Status",
}  # fmt: skip
SOURCE = "Ed-Fi"
NOT_TESTED, EXCUSED, NOT_SCORED = "not tested", "excused", "not scored"
WAIVED = re.compile(r"exempt|waive|refus|alternate", re.IGNORECASE)
RANKS = re.compile(r"percentile|stanine|normal curve|\bnce\b|equivalent|rank", re.IGNORECASE)  # no scale to grow on
SCALE = re.compile(r"scale", re.IGNORECASE)
YEARLY = re.compile(r"state|summative|accountability", re.IGNORECASE)
OFTEN = re.compile(r"formative|progress|class|diagnostic", re.IGNORECASE)
SEASONS = {8: "Fall", 9: "Fall", 10: "Fall", 11: "Fall", 12: "Winter", 1: "Winter", 2: "Winter"}  # else Spring
A_LEVEL = "Level"


@dataclass
class Test:
    """A test as Ed-Fi describes it: `main` is the scale its levels go with."""

    word: str
    subject: str
    is_yearly: bool
    is_often: bool
    main: str
    levels: tuple[str, ...]
    bounds: Mapping[str, tuple[float, float]]
    seen: dict[str, tuple[str, set[str]]] = field(default_factory=dict)  # measure > its scale and the levels met


def write_results(path: Path, store: Store) -> tuple[int, meaning.Mapping]:
    """Write the sittings of a store as a table; returns how many rows it has, and its mapping."""
    tests, people = tests_of(store), People(store)
    n_rows = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(COLUMNS.values()))
        writer.writeheader()
        for sitting in store.rows("studentAssessments"):
            test = tests.get(sitting.values["test"]) or unknown_test(tests, sitting.values["test"])
            for line in lines(sitting.values, test, people):
                writer.writerow({COLUMNS[role]: said for role, said in line.items()})
                n_rows += 1
    return n_rows, mapping_of(tests.values())


class People:
    """Who a student is, and where on which day."""

    def __init__(self, store: Store) -> None:
        self.names = {row.key: (row.values["given_name"], row.values["family_name"]) for row in store.rows("students")}
        self.schools = {row.key: row.values["name"] for row in store.rows("schools")}
        self.stays = dict[str, list[Stay]]()
        for stay in stays(store):
            self.stays.setdefault(stay.student, []).append(stay)

    def stay(self, student: str, day: str) -> Stay | None:
        """Return the attendance of that day, else the latest that began before, else the first."""
        listed = sorted(self.stays.get(student, []), key=lambda stay: stay.starts_on)
        begun = [stay for stay in listed if stay.starts_on <= day]
        valid = [stay for stay in begun if not stay.ends_on or day < stay.ends_on]
        fitting = valid or begun or listed[:1]
        return fitting[-1] if fitting else None


def lines(sitting: Json, test: Test, people: People) -> Iterator[dict[str, str]]:
    """Give the rows of one sitting: one for each scale of the test and of each of its parts."""
    student, day = sitting["student"], sitting["date"]
    stay, names = people.stay(student, day), people.names.get(student, ("", ""))
    school = sitting["school"] or (stay.school if stay else "")
    reached = grade(sitting["grade"])
    if reached is None and stay is not None:
        reached = stay.grade
    whole = {
        "student": student, "given_name": names[0], "family_name": names[1], "school": school,
        "school_name": people.schools.get(school, ""), "date": day, "window": window_of(sitting, test),
        "grade": "" if reached is None else NAMES.get(reached, str(reached)),
    }  # fmt: skip
    for part in sitting["parts"]:
        for word, score, level in outcomes(part, test):
            status = "" if score or level else status_of(sitting["not_tested"])
            yield whole | {"measure": word, "score": score, "level": level, "status": status}


def status_of(reason: str) -> str:
    if not reason:
        return NOT_SCORED
    return EXCUSED if WAIVED.search(reason) else NOT_TESTED


def window_of(sitting: Json, test: Test) -> str:
    """Name the window: the period where there is one; a state test has the year; others the season or the day."""
    if sitting["period"]:
        return str(sitting["period"])
    if test.is_yearly:
        return "Year"
    month = sitting["date"][5:7]
    if test.is_often or not month.isdigit():
        return str(sitting["date"])
    return SEASONS.get(int(month), "Spring")


def outcomes(part: Json, test: Test) -> Iterator[tuple[str, str, str]]:
    """Give measure, score and level for each scale; the level stands with its own scale, else with the main one."""
    scores = {one["method"]: one["result"] for one in part["scores"] if one["type"] != A_LEVEL and one["result"]}
    told = [(one["method"], one["level"]) for one in part["levels"] if one["level"]]
    told = told or [(one["method"], one["result"]) for one in part["scores"] if one["type"] == A_LEVEL]
    main = test.main if test.main in scores or not scores else main_of(list(scores))
    at = {method if method in scores else main: level for method, level in reversed(told)}
    for method in scores or {main: ""}:
        word = measure_word(test, part["part"], method)
        level = at.get(method, "")
        test.seen.setdefault(word, (method, set()))[1].update([level] if level else [])
        yield word, scores.get(method, ""), level


def measure_word(test: Test, part: str, method: str) -> str:
    """Name a measure: the test, its part, and the scale unless it is the main one."""
    word = ": ".join(filter(None, (test.word, part)))
    named = word if method in (test.main, "") else f"{word} ({method})"
    return " ".join(named.split())[: LONGEST_OF_MEASURE["value"]]


def main_of(methods: Sequence[str]) -> str:
    """Choose the scale that levels go with: a scale score before others, and ranks last."""
    return min(methods, key=lambda name: (bool(RANKS.search(name)), not SCALE.search(name)), default="")


def tests_of(store: Store) -> dict[str, Test]:
    """Describe every test; two of one title are one measure, as long as they have the same levels."""
    found = dict[str, Test]()
    levels_of = dict[str, tuple[str, ...]]()
    for row in store.rows("assessments"):
        test = described(row)
        if levels_of.setdefault(test.word, test.levels) != test.levels:
            test.word = f"{test.word} ({row.key.rpartition('|')[2]})"
        found[row.key] = test
    return found


def described(row: Row) -> Test:
    told = row.values
    methods = [one["method"] for one in told["scores"] if one["method"] and one["type"] != A_LEVEL]
    levels = {one["level"]: number(one["minimum"]) for one in told["levels"] if one["level"]}
    bounds = {one["method"]: (number(one["minimum"]), number(one["maximum"])) for one in told["scores"]}
    return Test(
        word=told["title"] or row.key.rpartition("|")[2],
        subject=next(iter(told["subjects"]), "").lower(),
        is_yearly=bool(YEARLY.search(told["category"])),
        is_often=bool(OFTEN.search(told["category"])),
        main=main_of(methods),
        levels=tuple(in_order(levels)),
        bounds={name: (low, high) for name, (low, high) in bounds.items()
                if low is not None and high is not None and low < high},
    )  # fmt: skip


def unknown_test(tests: dict[str, Test], key: str) -> Test:
    """A sitting of a test that the service does not describe to us."""
    test = Test(key.rpartition("|")[2], "", is_yearly=False, is_often=False, main="", levels=(), bounds={})
    return tests.setdefault(key, test)


def number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def in_order(levels: Mapping[str, float | None]) -> list[str]:
    """Put levels in order by their lowest scores where all have one, else by what their words mean."""
    starts = set(levels.values())
    if None not in starts and len(starts) == len(levels):
        return sorted(levels, key=lambda level: levels[level] or 0.0)
    return level_order.in_order(list(levels), levels)


def mapping_of(tests: Iterable[Test]) -> meaning.Mapping:
    """Say what the columns and tests of the table are; ranks are set aside, because nobody grows on them."""
    measures, ranks = dict[str, Measure](), list[str]()
    for test in tests:
        for word, (method, met) in test.seen.items():
            if RANKS.search(method):
                ranks.append(word)
            else:
                measures.setdefault(word, measure_of(word, test, method, met))
    return meaning.Mapping(
        source=SOURCE,
        columns=COLUMNS,
        measures=tuple(measures[word] for word in sorted(measures)),
        status=StatusWords(not_tested=(NOT_TESTED,), excused=(EXCUSED,), not_scored=(NOT_SCORED,)),
        ignore_measures=tuple(sorted(set(ranks))),
        create=("places", "students", "enrolments"),
        date_format="%Y-%m-%d",
        may_be_empty=("grade",),
    )


def measure_of(word: str, test: Test, method: str, met: set[str]) -> Measure:
    """Describe one measure: the levels of its test, with those that only its results name put in by their words."""
    is_whole = word == test.word
    own = test.levels if is_whole or met & set(test.levels) else ()
    levels = in_order(dict.fromkeys([*own, *sorted(met)])) if met - set(own) else own
    shown = [level[:LONGEST_LEVEL] for level in levels]
    begins = level_order.proficient_from(shown)
    low, high = test.bounds.get(method, (None, None)) if is_whole else (None, None)
    return Measure(
        value=word,
        name=word,
        subject=(test.subject or proposal.subject_of(word))[: LONGEST_OF_MEASURE["subject"]],
        kind="state" if test.is_yearly else "screener",
        metric="percent_proficient" if begins else "mean_score",
        minimum=low,
        maximum=high,
        levels=tuple(shown),
        proficient_from=begins,
        yearly=test.is_yearly,
    )
