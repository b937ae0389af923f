"""OneRoster bundles with defects planted in known places: a seed gives the same bundle every time."""

import csv
import io
import random
from dataclasses import dataclass

from tests.exchange.oneroster.bundles import FILES_1_1

Tables = dict[str, list[list[str]]]
Place = tuple[str, int, str, str]  # file, line, column, rule
HIDDEN = "Ana\N{RIGHT-TO-LEFT OVERRIDE}"


@dataclass(frozen=True)
class Malformed:
    """The files of a bundle and what must be reported of them."""

    files: dict[str, str | bytes]
    planted: frozenset[Place]


# One value that cannot be: file, column, value, rule. Each goes into a row of its own on which no other row leans.
VALUES = (
    ("users.csv", "givenName", "", "value-missing"),
    ("users.csv", "role", "wizard", "value-word"),
    ("users.csv", "enabledUser", "perhaps", "value-flag"),
    ("users.csv", "orgSourcedIds", "nowhere", "pointer-dangling"),
    ("users.csv", "sourcedId", "u1", "id-twice"),
    ("users.csv", "givenName", HIDDEN, "value-hidden"),
    ("users.csv", "familyName", "x" * 33_000, "value-long"),
    ("enrollments.csv", "classSourcedId", "k99", "pointer-dangling"),
    ("enrollments.csv", "userSourcedId", "u99", "pointer-dangling"),
    ("enrollments.csv", "beginDate", "31/12/2025", "value-date"),
    ("enrollments.csv", "endDate", "2025-01-01", "ends-early"),
    ("enrollments.csv", "role", "", "value-missing"),
    ("orgs.csv", "parentSourcedId", "d99", "pointer-dangling"),
    ("orgs.csv", "type", "castle", "value-word"),
    ("academicSessions.csv", "schoolYear", "2025/26", "value-year"),
    ("academicSessions.csv", "endDate", "2025-02-30", "value-date"),
    ("results.csv", "lineItemSourcedId", "l99", "pointer-dangling"),
    ("results.csv", "score", "=2+2", "value-number"),
    ("results.csv", "scoreDate", "03/04/2025", "value-date"),
    ("lineItems.csv", "resultValueMin", "90", "range-turned"),
    ("demographics.csv", "birthDate", "2.3.2015", "value-date"),
)  # fmt: skip


def make(seed: int) -> Malformed:
    """Make one bundle of a small school with some rows spoilt."""
    chance = random.Random(seed)
    tables = {name: [*csv.reader(io.StringIO(text))] for name, text in FILES_1_1.items()}
    places: set[Place] = set()
    for file, column, value, rule in chance.sample(VALUES, chance.randrange(1, 6)):
        # Demographics have the ids of users, so the row that is there is spoilt.
        line, row = (2, tables[file][1]) if file == "demographics.csv" else further_row(tables[file], chance)
        row[tables[file][0].index(column)] = value
        places.add((file, line, column, rule))
    if chance.random() < 0.3:
        places |= circle(tables["orgs.csv"])
    if chance.random() < 0.3:
        places.add(short_row(tables[file := chance.choice(["users.csv", "enrollments.csv"])], file, chance))
    files: dict[str, str | bytes] = {name: written(rows) for name, rows in tables.items()}
    for spoil in chance.sample([lost_file, twice_named, lost_column, other_letters], chance.randrange(0, 2)):
        places |= spoil(files, tables, chance)
    return Malformed(files, frozenset(place for place in places if place[0] in files or not place[1]))


def further_row(rows: list[list[str]], chance: random.Random) -> tuple[int, list[str]]:
    """Add sound rows like the last one of a table, with ids of their own; give one of them with its line."""
    for _ in range(chance.randrange(1, 5)):
        rows.append([f"{rows[-1][0]}x", *rows[1][1:]])
    return len(rows), rows[-1]


def circle(orgs: list[list[str]]) -> set[Place]:
    """Two schools that are each above the other."""
    parent = orgs[0].index("parentSourcedId")
    for name, above in (("ring1", "ring2"), ("ring2", "ring1")):
        row = list(orgs[2])
        row[0], row[parent] = name, above
        orgs.append(row)
    return {("orgs.csv", len(orgs) - n, "parentSourcedId", "pointer-circle") for n in (0, 1)}


def short_row(rows: list[list[str]], file: str, chance: random.Random) -> Place:
    rows.append(["lost", *rows[1][1:3]])
    return file, len(rows), "", "row-fields"


def lost_file(files: dict[str, str | bytes], _: Tables, __: random.Random) -> set[Place]:
    del files["demographics.csv"]
    return {("demographics.csv", 0, "", "file-missing")}


def twice_named(files: dict[str, str | bytes], tables: Tables, _: random.Random) -> set[Place]:
    rows = [[*row, "more" if n else "title"] for n, row in enumerate(tables["categories.csv"])]
    files["categories.csv"] = written(rows)
    return {("categories.csv", 1, "title", "header-twice")}


def lost_column(files: dict[str, str | bytes], tables: Tables, _: random.Random) -> set[Place]:
    files["categories.csv"] = written([row[:-1] for row in tables["categories.csv"]])
    return {("categories.csv", 1, "title", "header-missing")}


def other_letters(files: dict[str, str | bytes], tables: Tables, _: random.Random) -> set[Place]:
    files["categories.csv"] = written([*tables["categories.csv"], ["cat2", "", "", "Épreuve"]]).encode("latin-1")
    return {("categories.csv", len(tables["categories.csv"]) + 1, "title", "file-encoding")}


def written(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
