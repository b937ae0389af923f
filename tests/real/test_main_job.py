"""The main job on the real file: from results to a kept goal, as of autumn 2024 and summer 2025."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client

from aimline.apps.accounts.models import Person
from aimline.apps.goals.actions import drafts, locking
from aimline.apps.goals.models import Goal
from aimline.apps.intake import actions as intake
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.monitoring.actions import activating, planning
from aimline.apps.monitoring.models import Reading, Verdict
from aimline.apps.organizations.models import Enrolment, Membership, Role, Student, Unit
from aimline.apps.organizations.policy import Viewer
from aimline.apps.organizations.queries import viewer_of
from aimline.apps.results import queries as results
from aimline.apps.results.models import Measure
from aimline.domain.goal import Comparison, GroupRule
from aimline.exchange import mapping_file

AUTUMN, SUMMER = date(2024, 9, 15), date(2025, 6, 30)
MAPPING = Path(__file__).with_name("state.toml")


@dataclass
class Main:
    """The installation the job is done in, and who does it."""

    file: Path
    keeper: Person
    principal: Person
    leader: Person

    def viewer(self, person: Person, today: date) -> Viewer:
        return viewer_of(person, today=today, now=datetime(today.year, today.month, today.day, 16, tzinfo=UTC))

    def bring(self, *endings: int, today: date) -> Upload:
        """Import the rows of some school years."""
        keeper = self.viewer(self.keeper, today)
        mapping = mapping_file.load(MAPPING)
        wanted = replace(mapping, years=tuple(year for year in mapping.years if year.ending in endings))
        with self.file.open("rb") as stream:
            upload = intake.receive(keeper, self.file.name, stream, place=None)
        upload = intake.map_columns(keeper, upload, mapping_file.dump(wanted), version=upload.version)
        upload = intake.stage(keeper, upload, expects_schools=True)
        assert upload.state == UploadState.STAGED, upload.message
        assert upload.report["in_the_way"] == []
        intake.commit(keeper, upload, version=upload.version)
        return Upload.objects.get(pk=upload.pk)


@pytest.fixture
def main(shared: Path, db: None) -> Main:
    people = [
        Person.objects.create_person(name=name, email=f"{name.lower()}@example.org")
        for name in ("Keeper", "Principal", "Leader")
    ]
    Membership.objects.create(person=people[0], role=Role.INSTALLATION_STEWARD, starts_on=date(2020, 9, 1))
    return Main(shared / "data/longitudinal/sgpdata_long.csv.gz", *people)


def test_a_state_file_becomes_a_kept_goal(main: Main, settings: object) -> None:
    main.bring(2021, 2022, 2023, 2024, today=AUTUMN)
    assert Student.objects.count() == 59_690
    goal = make_goal(main)
    assert (goal.state, goal.comparison) == ("active", "successive_cohorts")
    before = readings(goal)

    upload = main.bring(2025, today=SUMMER)
    assert (Student.objects.count(), Enrolment.objects.count()) == (67_611, 185_160)
    after = readings(goal)
    verdict = Verdict.objects.filter(goal=goal).latest("on")
    assert len(after) == len(before) + 1
    assert after[-1] == expected_reading(main, goal)
    assert verdict.status in {"met", "not_met"}
    assert verdict.rule
    assert "<svg" in page_of(main, goal, settings)

    keeper = main.viewer(main.keeper, SUMMER)
    intake.withdraw(keeper, upload, version=upload.version, why="The state sent a corrected file.")
    assert readings(goal) == before
    assert main.bring(2025, today=SUMMER).state == UploadState.COMMITTED
    assert readings(goal) == after


def make_goal(main: Main) -> Goal:
    """Write, check, endorse and lock: grade 5 mathematics, percent proficient or advanced, successive cohorts."""
    school = busiest_school()
    parts = [(main.principal, Role.PRINCIPAL, school), (main.leader, Role.DISTRICT_LEADER, school.parent)]
    for person, role, unit in parts:
        Membership.objects.create(
            person=person, role=role, unit=unit, district=school.district, starts_on=date(2024, 8, 1)
        )
    principal, leader = main.viewer(main.principal, AUTUMN), main.viewer(main.leader, AUTUMN)
    measure = Measure.objects.get(district=school.district, subject="mathematics")
    [*_, newest] = results.history(principal, school, GroupRule("Grade 5", grades=frozenset({5})), measure)
    goal = drafts.start(principal, school)
    studio = studio_of(goal, measure, target=round(newest.value + 8))
    goal = planning.save(principal, goal.uuid, studio, version=goal.version)
    assert (goal.baseline, goal.baseline_on, goal.baseline_n) == (round(newest.value, 1), date(2024, 4, 15), newest.n)
    assert activating.readiness(principal, goal, activating.calendar_of(principal, goal.district)).report.marks
    locking.ask_for_review(principal, goal.uuid)
    return activating.endorse_and_activate(leader, goal.uuid)


def studio_of(goal: Goal, measure: Measure, *, target: float) -> planning.Studio:
    strategies = (
        drafts.StrategyLine(None, "instruction", "Number talks at the start of every lesson", "daily, not weekly"),
        drafts.StrategyLine(None, "assessment", "A shared fraction check every four weeks", "the same in all classes"),
    )
    content = drafts.Content(
        grades=(5,),
        comparison=Comparison.SUCCESSIVE_COHORTS,
        measure=measure.uuid,
        result="be proficient or advanced in mathematics",
        target=target,
        deadline_words="30 May 2025",
        why="Fractions decide who enjoys algebra later.",
        strategies=strategies,
    )
    return planning.Studio(content, planning.PlanContent(proxy_name="Grade 5 common mathematics assessment"))


def busiest_school() -> Unit:
    """The school of the first district with most fifth-grade enrolments in 2024."""
    from django.db.models import Count

    counted = Enrolment.objects.filter(school_year=2024, grade=5).values("school").annotate(n=Count("pk"))
    return Unit.objects.select_related("parent", "district").get(pk=counted.order_by("-n", "school")[0]["school"])


def readings(goal: Goal) -> list[tuple[date, int, int | None, float]]:
    return list(Reading.objects.filter(goal=goal).order_by("on").values_list("on", "n", "numerator", "value"))


def expected_reading(main: Main, goal: Goal) -> tuple[date, int, int, float]:
    """Count the reading from the file itself, without any of the program."""
    import csv
    import gzip

    school, district = goal.unit.code, goal.unit.parent.code if goal.unit.parent else ""
    with gzip.open(main.file, "rt", encoding="utf-8") as text:
        levels = [
            row["ACHIEVEMENT_LEVEL"]
            for row in csv.DictReader(text)
            if (row["YEAR"], row["GRADE"], row["CONTENT_AREA"]) == ("2024_2025", "5", "MATHEMATICS")
            and (row["SCHOOL_NUMBER"], row["DISTRICT_NUMBER"]) == (school, district)
            and row["SCALE_SCORE"]
        ]
    n_proficient = sum(level in {"Proficient", "Advanced"} for level in levels)
    return date(2025, 4, 15), len(levels), n_proficient, 100 * n_proficient / len(levels)


def page_of(main: Main, goal: Goal, settings: object) -> str:
    settings.TODAY = SUMMER  # type: ignore[attr-defined]  # pytest-django's settings
    client = Client()
    client.force_login(main.principal)
    response = client.get(f"/goals/{goal.uuid}/")
    assert response.status_code == 200
    return response.content.decode()
