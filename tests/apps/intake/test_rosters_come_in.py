"""A OneRoster bundle becomes places, terms, people and who is where; leavers end, and nothing vanishes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from aimline.apps.accounts.models import Person
from aimline.apps.intake.actions import rosters
from aimline.apps.journal.models import Entry
from aimline.apps.organizations.models import (
    Enrolment,
    ExternalId,
    GroupMembership,
    Membership,
    SchoolYear,
    Seat,
    Student,
    Unit,
)
from aimline.apps.organizations.policy import NotAllowed
from aimline.cli import roster
from tests.apps.conftest import World
from tests.exchange.oneroster.bundles import FILES_1_1, FILES_1_2, changed, pack

Files = dict[str, str]
Bring = Callable[..., rosters.Preview]


@pytest.fixture
def bring(world: World, tmp_path: Path) -> Bring:
    """Return a function that looks at a bundle and, unless told otherwise, stores it."""

    def bringing(files: Files, *, later: int = 0, only_look: bool = False, **wishes: object) -> rosters.Preview:
        viewer = world.viewer("installation_steward")
        viewer = replace(viewer, today=viewer.today + timedelta(days=later))
        confirmed = {name: bool(wishes.pop(name, False)) for name in ("confirm_leavers", "confirm_places")}
        system = str(wishes.pop("system", ""))
        wanted = {"groups": frozenset({"sex"}), "same_people": frozenset()} | wishes
        bundle = pack(tmp_path / "roster.zip", dict(files))
        chosen = rosters.wishes_of(**wanted)
        preview = rosters.look(viewer, world.places["district"], rosters.read(bundle), wishes=chosen, system=system)
        if not only_look:
            rosters.commit(viewer, preview, **confirmed)
        return preview

    return bringing


# Classes that leave grade and subject to their course.
SPARSE = changed("classes.csv", ",05,c1,", ",,c1,", changed("classes.csv", ",Mathematics,", ",,"))


def without(name: str, line: str, files: Files = FILES_1_1) -> Files:
    return changed(name, next(one for one in files[name].splitlines(keepends=True) if one.startswith(line)), "", files)


def delta(name: str, rows: str, files: Files = FILES_1_1) -> Files:
    """Make a bundle of changes to one file."""
    manifest = files["manifest.csv"].replace(",bulk", ",absent").replace(f"{name},absent", f"{name},delta")
    return {"manifest.csv": manifest, f"{name}.csv": files[f"{name}.csv"].splitlines()[0] + "\n" + rows}


def test_a_bundle_becomes_places_people_and_who_is_where(bring: Bring, world: World) -> None:
    bring(FILES_1_1)

    school = Unit.objects.get(name="Meadow School")
    room = Unit.objects.get(name="5A Mathematics")
    student = Student.objects.get(family_name="Lark")
    assert (school.parent, school.code, room.parent, room.path) == (
        world.places["district"], "M1", school, f"{school.path}{room.pk}/",
    )  # fmt: skip
    assert (room.grades, room.subject, room.code) == ([5], "mathematics", "5A")
    seat, stay = Seat.objects.get(), Enrolment.objects.get()
    assert (seat.student, seat.classroom, seat.starts_on) == (student, room, date(2025, 8, 25))
    assert seat.ends_on == date(2026, 6, 11)  # OneRoster names the first day that no longer counts
    assert (stay.student, stay.school, stay.school_year, stay.grade) == (student, school, 2026, 5)
    assert (stay.starts_on, stay.ends_on) == (date(2025, 8, 25), date(2026, 6, 12))
    held = GroupMembership.objects.get()
    assert (held.group.attribute.name, held.group.value, held.ends_on) == ("Sex", "Female", None)


def test_a_teacher_gets_a_part_at_school_and_classroom_but_no_way_to_sign_in(bring: Bring) -> None:
    bring(FILES_1_1)

    teacher = Person.objects.get(name="Bo Finch")
    parts = Membership.objects.filter(person=teacher).order_by("unit__kind").values_list("unit__name", "role")
    assert list(parts) == [("5A Mathematics", "teacher"), ("Meadow School", "teacher")]
    assert teacher.email == "bo.finch@example.org"
    assert not teacher.has_usable_password()
    assert not Person.objects.filter(name__in=["Ana Lark", "Cy Lark"]).exists()


def test_years_and_terms_are_proposed_and_those_of_a_person_stay(bring: Bring, world: World) -> None:
    bring(FILES_1_1)

    year = SchoolYear.objects.get(ending=2026)
    assert (year.starts_on, year.ends_on, year.is_proposed) == (date(2025, 8, 25), date(2026, 6, 12), True)
    assert list(year.spans.filter(kind="term").values_list("name", "number")) == [("term", 1)]

    SchoolYear.objects.update(is_proposed=False, starts_on=date(2025, 9, 1))
    again = bring(FILES_1_1)
    assert SchoolYear.objects.get().starts_on == date(2025, 9, 1)
    assert again.plan.notes["year-kept"] == ["2026"]


@pytest.mark.parametrize("files", [FILES_1_1, FILES_1_2], ids=["1.1", "1.2"])
@pytest.mark.parametrize("later", [0, 30])
def test_the_same_bundle_again_changes_nothing(bring: Bring, files: Files, later: int) -> None:
    first = bring(files)
    n_entries = Entry.objects.count()

    again = bring(files, later=later)

    assert not first.plan.is_empty
    assert again.plan.is_empty
    assert Entry.objects.count() == n_entries


def test_a_bundle_is_one_entry_in_the_journal_with_digest_and_counts(bring: Bring) -> None:
    seen = bring(FILES_1_1)

    entry = Entry.objects.get(verb="import roster")
    assert entry.after["digest"] == seen.brought.digest
    assert entry.after["counts"]["class_places"] == {"new": 1, "changed": 0, "ended": 0, "unchanged": 0}


def test_a_file_marked_absent_ends_nothing(bring: Bring) -> None:
    bring(FILES_1_1)
    manifest = FILES_1_1["manifest.csv"].replace(",bulk", ",absent").replace("orgs,absent", "orgs,bulk")

    later = bring({"manifest.csv": manifest, "orgs.csv": FILES_1_1["orgs.csv"]}, later=1)

    assert later.plan.is_empty


def test_who_is_no_longer_in_a_whole_set_ends_yesterday_once_confirmed(bring: Bring, world: World) -> None:
    bring(FILES_1_1)
    gone = without("enrollments.csv", "e1", without("users.csv", "u1", without("demographics.csv", "u1")))
    gone |= {"results.csv": FILES_1_1["results.csv"].splitlines()[0] + "\n"}

    with pytest.raises(rosters.ManyLeavers) as held:
        bring(gone, later=1)
    assert "Meadow School: 1 of 1" in str(held.value.message)
    assert Seat.objects.get().ends_on == date(2026, 6, 11)

    bring(gone, later=1, confirm_leavers=True)
    assert (Seat.objects.get().ends_on, Enrolment.objects.get().ends_on) == (date(2026, 1, 12), date(2026, 1, 12))
    assert GroupMembership.objects.get().ends_on == date(2026, 1, 12)
    assert Student.objects.filter(family_name="Lark").exists()
    assert bring(gone, later=9).plan.is_empty


def test_who_comes_back_goes_on(bring: Bring) -> None:
    bring(FILES_1_1)
    gone = without("enrollments.csv", "e1", without("users.csv", "u1", without("demographics.csv", "u1")))
    gone |= {"results.csv": FILES_1_1["results.csv"].splitlines()[0] + "\n"}
    bring(gone, later=1, confirm_leavers=True)

    bring(FILES_1_1, later=2)

    assert (Seat.objects.get().ends_on, Enrolment.objects.get().ends_on) == (date(2026, 6, 11), date(2026, 6, 12))
    assert GroupMembership.objects.filter(ends_on=None).count() == 1


def test_a_row_that_cannot_be_read_ends_nothing(bring: Bring) -> None:
    bring(SPARSE)

    begins = "e1,,,k1,s1,u1,student,false,"
    damaged = changed("enrollments.csv", f"{begins}2025-08-25", f"{begins}soon", SPARSE)
    cut = changed("enrollments.csv", "e2,,,k1,s1,u2,teacher,true,2025-08-25,2026-06-12\n", 'e2,,,"k1', SPARSE)

    assert bring(damaged, later=1).plan.is_empty
    assert bring(cut, later=1).plan.is_empty
    for name, old, new in (
        ("users.csv", "u1,,,true", "u1,,,perhaps"),  # only the row of the user says that the last day counts
        ("users.csv", "u1,,,true", ",,,true"),  # so the enrollment names somebody who is not in the file
        ("academicSessions.csv", "y26,,,2025-26,schoolYear,2025", "y26,,,2025-26,schoolYear,25"),
        ("courses.csv", "Mathematics 5,M5", ",M5"),
    ):
        assert bring(changed(name, old, new, SPARSE), later=1).plan.is_empty, (name, new)


def test_changes_alone_touch_only_what_they_name(bring: Bring) -> None:
    bring(FILES_1_1)
    row = "e1,tobedeleted,2026-01-12T08:00:00Z,k1,s1,u1,student,false,2025-08-25,2026-06-12\n"

    bring(delta("enrollments", row), later=1, confirm_leavers=True)

    assert Seat.objects.get().ends_on == date(2026, 1, 12)
    assert not Membership.objects.filter(person__name="Bo Finch").exclude(ends_on=None).exclude(
        ends_on=date(2026, 6, 11)
    )  # fmt: skip
    assert Enrolment.objects.get().ends_on == date(2026, 6, 12)


def test_a_change_to_a_user_needs_no_roles_beside_it(bring: Bring) -> None:
    bring(FILES_1_2)
    row = "u1,active,2026-01-12T08:00:00Z,true,ana.lark,{SIS:1001},Anna,Larke,,1001,,,,,06,,,,,,s1,\n"

    bring(delta("users", row, FILES_1_2), later=1)

    student = Student.objects.get(family_name="Larke")
    assert (student.given_name, Enrolment.objects.get(student=student).grade) == ("Anna", 6)
    assert Seat.objects.get().ends_on == date(2026, 6, 11)
    assert bring(delta("users", row, FILES_1_2), later=2).plan.is_empty


def test_a_student_marked_to_go_leaves_class_school_and_groups(bring: Bring) -> None:
    bring(FILES_1_1)
    row = FILES_1_1["users.csv"].splitlines()[1].replace("u1,,", "u1,tobedeleted,2026-01-12T08:00:00Z")

    bring(delta("users", row + "\n"), later=1, confirm_leavers=True)

    ends = {Seat.objects.get().ends_on, Enrolment.objects.get().ends_on, GroupMembership.objects.get().ends_on}
    assert ends == {date(2026, 1, 12)}


def test_a_teacher_switched_off_loses_every_part_the_roster_gave(bring: Bring) -> None:
    bring(FILES_1_1)
    off = changed("users.csv", "u2,,,true", "u2,,,false")

    bring(off, later=1, confirm_leavers=True)

    ends = set(Membership.objects.filter(person__name="Bo Finch").values_list("ends_on", flat=True))
    assert ends == {date(2026, 1, 12)}


def test_what_a_person_gave_is_never_ended_by_a_roster(bring: Bring, world: World) -> None:
    before = set(Membership.objects.values_list("pk", "ends_on"))

    bring(FILES_1_1)
    bring(without("enrollments.csv", "e2"), later=1, confirm_leavers=True)

    assert before <= set(Membership.objects.values_list("pk", "ends_on"))


@pytest.mark.parametrize(
    "role",
    ["districtAdministrator", "principal", "siteAdministrator", "systemAdministrator", "aide", "counselor", "parent"],
)
def test_a_file_gives_no_role_that_reaches_further(bring: Bring, role: str) -> None:
    n_people = Person.objects.count()
    files = changed("roles.csv", "ext:tutor", role, changed("enrollments.csv", "u2,teacher", "u1,student", FILES_1_2))
    n_parts = Membership.objects.count()

    seen = bring(files)

    assert (Membership.objects.count(), Person.objects.count()) == (n_parts, n_people)
    assert seen.plan.notes["family" if role == "parent" else "no-role"] == [role]


def test_an_account_of_the_same_e_mail_is_told_and_not_taken_over(bring: Bring) -> None:
    account = Person.objects.create_person(name="Bo F.", email="bo.finch@example.org", password="a quiet sentence")

    seen = bring(FILES_1_1)
    assert seen.plan.notes["same-email"] == ["bo.finch@example.org"]
    assert not Membership.objects.filter(person=account).exists()

    bring(FILES_1_1, same_people=frozenset({"Bo.Finch@example.org"}))
    assert Membership.objects.filter(person=account, role="teacher").count() == 2
    account.refresh_from_db()
    assert account.name == "Bo F."
    assert account.check_password("a quiet sentence")


def test_results_and_rosters_know_a_student_by_the_same_number(bring: Bring, world: World) -> None:
    district = world.places["district"]
    known = Student.objects.create(district=district, given_name="Ana", family_name="Lark")
    ExternalId.objects.create(district=district, source="local", kind="student", value="1001", student=known)

    seen = bring(FILES_1_1)

    assert Student.objects.get() == known
    assert seen.plan.counts()["students"] == {"new": 0, "changed": 1, "ended": 0, "unchanged": 0}


def test_a_school_is_known_by_its_code_or_by_its_name(bring: Bring, world: World) -> None:
    bring(changed("orgs.csv", "Meadow School,school,M1", "Aspen School,school,"))

    assert Unit.objects.filter(name="Aspen School").count() == 1
    assert Seat.objects.get().classroom.parent == world.places["school"]


def test_a_district_or_school_of_another_name_is_asked_about(bring: Bring, world: World) -> None:
    foreign = changed("orgs.csv", "Northfield,district", "Heron Valley Schools,district")
    foreign = changed(
        "orgs.csv", "Meadow School,school,M1", f"Bittern Elementary,school,{world.places['school'].code}", foreign
    )

    with pytest.raises(rosters.OtherPlaces, match="Heron Valley Schools → Northfield") as held:
        bring(foreign)
    assert "Bittern Elementary → Aspen School" in str(held.value)

    bring(foreign, confirm_places=True)
    assert Seat.objects.get().classroom.parent == world.places["school"]
    alike = changed("orgs.csv", "Bittern Elementary", "Bittern School", foreign)
    alike = changed("orgs.csv", "Heron Valley Schools", "Northfield School Division No. 10", alike)
    assert not bring(alike, later=1).plan.other_names


def test_passwords_are_never_kept(bring: Bring) -> None:
    bring(changed("users.csv", "T1,bo.finch@example.org,,,,,", "T1,bo.finch@example.org,,,,,open sesame"))

    assert not Person.objects.get(name="Bo Finch").has_usable_password()


def test_race_is_kept_only_where_it_is_chosen(bring: Bring) -> None:
    bring(FILES_1_1)
    assert set(GroupMembership.objects.values_list("group__value", flat=True)) == {"Female"}

    bring(FILES_1_1, groups=frozenset({"sex", "race"}))
    assert set(GroupMembership.objects.values_list("group__value", flat=True)) == {"Female", "White"}


def test_a_trait_that_changes_ends_one_group_and_begins_another(bring: Bring) -> None:
    bring(FILES_1_1)

    bring(changed("demographics.csv", "female", "male"), later=1)

    held = GroupMembership.objects.order_by("pk").values_list("group__value", "ends_on")
    assert list(held) == [("Female", date(2026, 1, 12)), ("Male", None)]


def test_a_class_no_longer_there_is_archived_and_comes_back(bring: Bring) -> None:
    bring(FILES_1_1)
    row = "k1,tobedeleted,2026-01-12T08:00:00Z,5A Mathematics,05,c1,5A,homeroom,Room 5,s1,t1,Mathematics,,\n"

    bring(delta("classes", row), later=1)
    assert Unit.objects.get(name="5A Mathematics").archived_on == date(2026, 1, 13)

    bring(FILES_1_1, later=2)
    assert Unit.objects.get(name="5A Mathematics").archived_on is None


def test_another_system_is_asked_about_before_everything_comes_twice(bring: Bring, world: World) -> None:
    before = bring(FILES_1_1)
    renamed = changed("manifest.csv", "Lark SIS", "Lark SIS 5")

    with pytest.raises(rosters.OtherSystem) as asked:
        bring(renamed)
    assert "--" not in str(asked.value.hint)  # pages show it as well
    brought = replace(before.brought, roster=replace(before.brought.roster, system="Lark SIS 5"))
    with pytest.raises(rosters.OtherSystem) as asked:
        roster.look(world.viewer("installation_steward"), before.district, brought, before.wishes, "")
    assert "Say it with --system NAME" in str(asked.value.hint)

    assert bring(renamed, system="Lark SIS").plan.is_empty


def test_a_bundle_of_two_districts_is_refused(bring: Bring) -> None:
    with pytest.raises(rosters.SpansDistricts):
        bring(changed("orgs.csv", "d1,,,Northfield", "d2,,,Wren Division,district,WD,\nd1,,,Northfield"))


def test_a_plan_that_somebody_overtook_is_refused(bring: Bring, world: World) -> None:
    seen = bring(FILES_1_1, only_look=True)
    bring(FILES_1_1)

    with pytest.raises(rosters.PlanMoved):
        rosters.commit(world.viewer("installation_steward"), seen)


@pytest.mark.parametrize("name", ["teacher", "principal", "steward", "district_leader", "outsider", "leaver"])
def test_who_may_not_import_for_the_district_brings_no_roster(world: World, tmp_path: Path, name: str) -> None:
    brought = rosters.read(pack(tmp_path / "roster.zip", dict(FILES_1_1)))

    with pytest.raises(NotAllowed):
        rosters.look(world.viewer(name), world.places["district"], brought, wishes=rosters.Wishes())


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        # Its only org is a department below a school that is not there, so nothing hangs together.
        ("Test_full_data_set", (0, 0, 0)),
        ("Test_minimal_data_set", (0, 0, 0)),
        ("oneroster_test_data", (1, 1, 1)),
        ("v1p2_full_dataset", (0, 0, 0)),
    ],
)
def test_foreign_samples_come_in_as_far_as_they_are_sound(
    world: World, shared: Path, name: str, counts: tuple[int, int, int]
) -> None:
    viewer = world.viewer("installation_steward")
    brought = rosters.read(shared / "data" / "oneroster-moodle" / f"{name}.zip")

    seen = rosters.look(viewer, world.places["district"], brought, wishes=rosters.Wishes())
    rosters.commit(viewer, seen)

    assert (Seat.objects.count(), len(seen.plan.classrooms.new), len(seen.plan.schools.new)) == counts
    assert rosters.look(viewer, world.places["district"], brought, wishes=rosters.Wishes()).plan.is_empty
