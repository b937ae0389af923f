"""What only shows when rows are held against each other: circles, dates in the wrong order, parts nobody has."""

from datetime import date

from aimline.exchange.oneroster.bundle import Bundle, Mode
from aimline.exchange.oneroster.finding import Finding
from aimline.exchange.oneroster.values import day

Values = dict[str, str]
_SPANS = {
    "academicSessions": ("startDate", "endDate"),
    "enrollments": ("beginDate", "endDate"),
    "roles": ("beginDate", "endDate"),
    "lineItems": ("assignDate", "dueDate"),
}
_TREES = ("orgs", "academicSessions")


class Across:
    """Takes the rows of a bundle in the order of its tables and compares them."""

    def __init__(self, bundle: Bundle, *, today: date | None = None) -> None:
        self.bundle, self.today = bundle, today
        self.parents: dict[str, dict[str, tuple[str, int]]] = {name: {} for name in _TREES}
        self.ranges: dict[str, tuple[float, float]] = {}
        self.schools: dict[str, str] = {}
        self.users: dict[str, int] = {}
        self.with_role = set[str]()
        self.numbers: dict[tuple[str, str], int] = {}

    def take(self, table: str, line: int, values: Values, findings: list[Finding]) -> None:
        """Look at one row in the light of those before it."""
        if table in _SPANS:
            self.compare_days(table, line, values, findings)
        if table in _TREES:
            self.parents[table].setdefault(values.get("sourcedId", ""), (values.get("parentSourcedId", ""), line))
        elif table == "users":
            self.users.setdefault(values.get("sourcedId", ""), line)
            self.compare_number(line, values, findings)
        elif table == "roles":
            self.with_role.add(values.get("userSourcedId", ""))
        elif table == "classes":
            self.schools.setdefault(values.get("sourcedId", ""), values.get("schoolSourcedId", ""))
        elif table == "enrollments":
            self.compare_school(line, values, findings)
        elif table == "demographics":
            self.compare_birth(line, values, findings)
        elif table == "lineItems":
            self.take_range(line, values, findings)
        elif table == "results":
            self.compare_score(line, values, findings)

    def finish(self, findings: list[Finding]) -> None:
        """Say what only the whole bundle shows."""
        for table in _TREES:
            self.find_circles(table, findings)
        if self.bundle.modes.get("roles") is Mode.BULK and self.bundle.modes["users"] is Mode.BULK:
            for user, line in self.users.items():
                if user and user not in self.with_role:
                    findings.append(Finding("users.csv", line, "sourcedId", "role-none", user))

    def compare_days(self, table: str, line: int, values: Values, findings: list[Finding]) -> None:
        """An end is exclusive, so it may equal the beginning only for an empty span."""
        begin, end = (day(values.get(name, "")) for name in _SPANS[table])
        if begin is not None and end is not None and end < begin:
            findings.append(Finding(f"{table}.csv", line, _SPANS[table][1], "ends-early", str(end), str(begin)))

    def compare_school(self, line: int, values: Values, findings: list[Finding]) -> None:
        ours, school = values.get("schoolSourcedId", ""), self.schools.get(values.get("classSourcedId", ""), "")
        if ours and school and ours != school:
            findings.append(Finding("enrollments.csv", line, "schoolSourcedId", "class-other-school", ours, school))

    def compare_number(self, line: int, values: Values, findings: list[Finding]) -> None:
        """Students are found by their number, so no two may share one; since 1.2 the role stands in another file."""
        role, number = values.get("role", ""), values.get("identifier", "")
        if not number or role not in ("", "student") or values.get("status") == "tobedeleted":
            return
        first = self.numbers.setdefault((role, number), line)
        if first != line:
            findings.append(Finding("users.csv", line, "identifier", "number-twice", number, str(first)))

    def compare_birth(self, line: int, values: Values, findings: list[Finding]) -> None:
        born_on = day(values.get("birthDate", ""))
        if born_on is not None and self.today is not None and born_on > self.today:
            findings.append(Finding("demographics.csv", line, "birthDate", "born-later", str(born_on)))

    def take_range(self, line: int, values: Values, findings: list[Finding]) -> None:
        least, most = _number(values.get("resultValueMin", "")), _number(values.get("resultValueMax", ""))
        if least is None or most is None:
            return
        if least > most:
            told = Finding("lineItems.csv", line, "resultValueMin", "range-turned", f"{least:g}", f"{most:g}")
            findings.append(told)
            return
        self.ranges[values.get("sourcedId", "")] = (least, most)

    def compare_score(self, line: int, values: Values, findings: list[Finding]) -> None:
        score, span = _number(values.get("score", "")), self.ranges.get(values.get("lineItemSourcedId", ""))
        if score is not None and span is not None and not span[0] <= score <= span[1]:
            shown = f"{span[0]:g} to {span[1]:g}"
            findings.append(Finding("results.csv", line, "score", "score-outside", values["score"], shown))

    def find_circles(self, table: str, findings: list[Finding]) -> None:
        """Follow each row to its top; every row of a circle is told once."""
        parents, safe = self.parents[table], {""}
        for start in parents:
            trail: list[str] = []
            here = start
            while here not in safe and here in parents and here not in trail:
                trail.append(here)
                here = parents[here][0]
            for one in trail[trail.index(here) :] if here in trail else ():
                rule = "pointer-self" if parents[one][0] == one else "pointer-circle"
                told = Finding(f"{table}.csv", parents[one][1], "parentSourcedId", rule, one)
                findings.append(told)
            safe.update(trail)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
