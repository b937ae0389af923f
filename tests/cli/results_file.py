"""A results file and its mapping, made up for the command line's tests."""

from pathlib import Path

HEADER = "District,School,Student,Grade,Year,Subject,Score,Learner"
MAPPING = """
source = "Test office"
create = ["places", "students", "enrolments"]

[columns]
district = "District"
school = "School"
student = "Student"
grade = "Grade"
year = "Year"
measure = "Subject"
score = "Score"

[[measures]]
value = "M"
name = "Mathematics test"
minimum = 0
maximum = 100
cut = 50

[groups.english_learner]
column = "Learner"

[[years]]
value = "2024"
ending = 2024
given_on = 2024-04-15

[[years]]
value = "2025"
ending = 2025
given_on = 2025-04-15

[[years]]
value = "2027"
ending = 2027
given_on = 2027-04-15
"""


def rows(n: int, *, district: str = "10", year: int = 2025, first: int = 0) -> list[str]:
    """Return one line for each student."""
    return [
        f"{district},asp,s{place},{place % 6 + 3},{year},M,{place % 100},{'Yes' if place % 4 else 'No'}"
        for place in range(first, first + n)
    ]


def text(lines: list[str]) -> str:
    return "\n".join([HEADER, *lines]) + "\n"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_mapping(folder: Path) -> Path:
    return write(folder, "mapping.toml", MAPPING)
