"""What every route of the access table is asked about: one of everything at home, and one in a far district."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from aimline.apps.connections.models import Connection
from aimline.apps.goals.models import Amendment, Goal, Revision
from aimline.apps.intake.actions import receive
from aimline.apps.intake.models import SavedMapping, Upload
from aimline.apps.monitoring.models import CheckIn, Plan
from aimline.apps.organizations.models import Membership, Student, Unit, UnitKind
from aimline.apps.results.models import Measure
from aimline.apps.standards.models import Standard
from tests.apps.conftest import NOW, START, TODAY, World

FILE = b"student,school,grade,year,measure,score\n1,10,4,2025,NUM,71\n"
DRAFTS = {"studio", "studio-check", "studio-review", "studio-override"}
ENDED = {"goal-carry-forward", "goal-put-away"}
# A form that would go through: rights are then all that stands between it and its effect.
FILLED: Mapping[str, Mapping[str, str]] = {
    "add-district": {"kind": "district", "name": "Eastwind"},
    "add-place": {"kind": "team", "name": "Grade 5 team"},
    "add-person": {"name": "New Colleague", "email": "new@example.org", "role": "teacher"},
    "mapping": {"name": "Office", "version": "1"},
    "import-discard": {"version": "1"},
    "goal-decide": {"answer": "decline"},
}


@dataclass(frozen=True)
class Things:
    """One of everything that has an address, around one team."""

    unit: Unit
    draft: Goal
    active: Goal
    ended: Goal
    amendment: Amendment
    check_in: CheckIn
    upload: Upload
    membership: Membership
    mapping: SavedMapping
    connection: Connection
    student: Student
    standard: Standard

    def arguments(self, route: str, names: list[str]) -> dict[str, uuid.UUID]:
        """Return the ids a route's address asks for."""
        known = {
            "unit_uuid": self.unit.uuid,
            "goal_uuid": self.goal_for(route).uuid,
            "amendment_uuid": self.amendment.uuid,
            "check_in_uuid": self.check_in.uuid,
            "upload_uuid": self.upload.uuid,
            "mapping_uuid": self.mapping.uuid,
            "membership_uuid": self.membership.uuid,
            "connection_uuid": self.connection.uuid,
            "student_uuid": self.student.uuid,
            "standard_uuid": self.standard.uuid,
        }
        return {name: known[name] for name in names}

    def goal_for(self, route: str) -> Goal:
        """Return the goal that is at the stage a route is about."""
        if route in DRAFTS:
            return self.draft
        return self.ended if route in ENDED else self.active


def make_things(world: World, team: Unit, school: Unit, author: str) -> Things:
    """Add one of everything around a team; rows are plain, because only rights are tested here."""
    person = world.people[author]
    measure = Measure.objects.create(
        district=team.district, source="office", code="NUM", name="Numeracy", subject="Mathematics", kind="cfa",
        metric="percent_proficient", direction="up", unit="%",
    )  # fmt: skip
    goals = [make_goal(team, measure, state, person.pk) for state in ("draft", "active", "not_met")]
    amendment = Amendment.objects.create(
        goal=goals[1], kind="correction", reason_code="data_entry_error", explanation="The paper says 41.",
        before={"baseline": {"value": 40.0, "n": 24}}, after={"baseline": {"value": 41.0, "n": 24}},
        requested_by=person, requested_at=NOW, state="requested",
    )  # fmt: skip
    check_in = CheckIn.objects.create(
        district=team.district, goal=goals[1], on=TODAY, status="no_data", no_data_reason="snow", decision="keep",
        next_on=date(2026, 2, 6), by=person, at=NOW, answers={"on_track": "yes", "what_to_adjust": "nothing"},
    )  # fmt: skip
    upload = receive(world.viewer("installation_steward"), "a.csv", BytesIO(FILE), place=school)
    membership = Membership.objects.filter(unit=team).order_by("pk")[0]
    mapping = SavedMapping.objects.create(
        place=school, key=str(school.pk), name="Office", text="", made_from="a.csv", made_by=person, used_at=NOW
    )
    connection = Connection.objects.create(
        district=team.district, name="SIS", kind="oneroster", address="https://sis.example.org", system="SIS",
        token_address="https://sis.example.org/token", client_key="key", sealed_secret="", by=person, changed_at=NOW,
    )  # fmt: skip
    student = Student.objects.create(district=team.district, given_name="Ada", family_name="Invented")
    standard = Standard.objects.create(district=team.district, key="s1", order=0, code="4.NF.1", text="Fractions")
    return Things(team, *goals, amendment, check_in, upload, membership, mapping, connection, student, standard)


def make_goal(team: Unit, measure: Measure, state: str, person: int) -> Goal:
    locked = {"locked_on": START, "locked_at": NOW, "starts_on": START} if state != "draft" else {}
    ended = {"closed_on": TODAY, "final_value": 60.0, "was_met": False} if state == "not_met" else {}
    goal = Goal.objects.create(
        district=team.district, unit=team, school_year=2026, level=UnitKind.TEAM, state=state, title="Fractions",
        statement="More of grade 4 will do fractions.", why="It opens doors.", visibility="school",
        comparison="successive_cohorts", group_label="grade 4 students", group_rule={"grades": [4], "conditions": []},
        measure=measure, baseline=40, baseline_on=START, baseline_n=24, target=70, target_floor=70,
        result="do fractions", deadline=date(2026, 6, 5), created_by_id=person, created_at=NOW, **locked, **ended,
    )  # fmt: skip
    Plan.objects.create(goal=goal)
    Revision.objects.create(goal=goal, version=1, values={"words": {}}, by_id=person, at=NOW)
    return goal
