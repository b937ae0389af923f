"""Invented students: who is in which school and grade in which year, and what groups they belong to."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

KALYNA = "Kalyna Bilingual School"
MEADOWLARK = "Meadowlark School"
GRADES = range(5)
A_GRADE = {KALYNA: 72, MEADOWLARK: 44}  # students; 5 grades of 72 are 360
STAYING = 0.94  # the share of a grade that is still there a year later


@dataclass(frozen=True)
class Student:
    """One invented student; `ability` is in standard deviations around the middle of the grade."""

    code: str
    given_name: str
    family_name: str
    programme: str
    english_learner: str
    lunch: str
    ability: float


@dataclass(frozen=True)
class Seat:
    """A student in a school and grade in one school year."""

    student: Student
    school: str
    ending: int
    grade: int


def seats(endings: list[int], *, seed: int) -> list[Seat]:
    """Return every student of every year: most move up a grade, some leave, others take their place."""
    random = Random(seed)
    made: list[Seat] = []
    for school, n in A_GRADE.items():
        classes: dict[int, list[Student]] = {}
        for ending in endings:
            above = {grade + 1: staying(students, random) for grade, students in classes.items()}
            classes = {grade: filled(above.get(grade, []), n, school, random) for grade in GRADES}
            made += [Seat(s, school, ending, grade) for grade in GRADES for s in classes[grade]]
    return made


def staying(students: list[Student], random: Random) -> list[Student]:
    return [student for student in students if random.random() < STAYING]


def filled(known: list[Student], n: int, school: str, random: Random) -> list[Student]:
    """Return `known` and as many new students as the grade has seats left."""
    return known + [new_student(school, random) for _ in range(n - len(known))]


def new_student(school: str, random: Random) -> Student:
    given, family = names()
    bilingual = school == KALYNA and random.random() < 0.78
    learner = random.random() < (0.24 if school == KALYNA else 0.14)
    lunch = random.random() < (0.22 if school == KALYNA else 0.38)
    return Student(
        code=f"{random.randrange(10**6, 10**7)}",
        given_name=random.choice(given),
        family_name=random.choice(family),
        programme="English-Ukrainian" if bilingual else "English",
        english_learner="Yes" if learner else "No",
        lunch="Yes" if lunch else "No",
        ability=random.gauss(0.12 * bilingual - 0.55 * learner - 0.5 * lunch, 1.0),
    )


@cache
def names() -> tuple[list[str], list[str]]:
    lists = tomllib.loads(files("aimline.cli.sample").joinpath("names.toml").read_text(encoding="utf-8"))
    return lists["given"], lists["family"]
