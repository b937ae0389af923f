"""What every step of a plan needs: the roster, what is stored, and the names found so far."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from aimline.apps.intake.actions.rosters.plan import Plan, Ref
from aimline.apps.intake.actions.rosters.stored import Stored
from aimline.domain import calendar
from aimline.exchange.oneroster.roster import Roster

STUDENT, TEACHER = "student", "teacher"
FAMILY = frozenset({"parent", "guardian", "relative"})


@dataclass(frozen=True)
class Wishes:
    """What a person chose: attributes to fill (name to trait), and accounts known to be the same people.

    `same_students` are numbers whose student here is the one in the file, `other_students` numbers that passed on.
    `digits` is how many a student's number has, 1 where they differ and are right, 0 where nobody said.
    `keys_stand` says that keys are right as they are, also where those here have other zeros before them.
    """

    attributes: tuple[tuple[str, str], ...] = (("Sex", "sex"),)
    same_people: frozenset[str] = frozenset()
    same_students: frozenset[str] = frozenset()
    other_students: frozenset[str] = frozenset()
    digits: int = 0
    keys_stand: bool = False


@dataclass
class Work:
    """A plan in the making."""

    roster: Roster
    stored: Stored
    source: str
    today: date
    wishes: Wishes
    plan: Plan = field(default_factory=Plan)
    schools: dict[str, Ref] = field(default_factory=dict)
    rooms: dict[str, Ref] = field(default_factory=dict)
    students: dict[str, Ref] = field(default_factory=dict)
    people: dict[str, Ref] = field(default_factory=dict)
    dates: dict[int, tuple[date, date]] = field(default_factory=dict)

    @property
    def yesterday(self) -> date:
        return self.today - timedelta(days=1)

    def main_year(self) -> int:
        return self.roster.main_year(self.today) or calendar.ending_of(self.today)

    def dates_of(self, ending: int) -> tuple[date, date]:
        """Return the first and last day of a school year; one nobody described has the default dates."""
        if ending not in self.dates:
            known, usual = self.stored.years.get(ending), calendar.default_year(ending)
            self.dates[ending] = (known.starts_on, known.ends_on) if known else (usual.starts_on, usual.ends_on)
        return self.dates[ending]

    def school_at(self, place: str) -> Ref | None:
        """Return the school a place of the roster is or lies in."""
        return self.schools.get(self.roster.school_of(place) or place)

    def gone_students(self) -> set[Ref]:
        """Return the stored students of whom the roster says, by every key it has for them, that they left.

        Whom it does not name, but a row that was kept out does, may have lost the row to the same mistake.
        """
        keys = dict[Ref, list[str]]()
        for key, known in self.stored.students.items():
            keys.setdefault(known.pk, []).append(key)
        users, unsure = self.roster.users, self.roster.in_kept_out
        left = {key for key in self.stored.students if users.leaves(key) and (key in users.go or key not in unsure)}
        return {ref for ref, own in keys.items() if left.issuperset(own)}

    def usual_start(self) -> date:
        """Return from when something counts that the roster gives no day: the year's first day, at most today."""
        return min(self.dates_of(self.main_year())[0], self.today)

    def last_day(self, starts_on: date, ends_on: date | None) -> date:
        """Return the day on which a stored row ends that is no longer so."""
        last = max(starts_on, self.yesterday)
        return min(last, ends_on) if ends_on else last

    def is_active(self, ends_on: date | None) -> bool:
        return ends_on is None or ends_on >= self.today
