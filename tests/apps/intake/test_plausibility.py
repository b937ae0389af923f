"""A file that does not look like what is here is held, and stored when somebody says that it is right."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from aimline.apps.intake import actions
from aimline.apps.intake.actions.committing import Held
from aimline.apps.intake.models import SavedMapping, Upload, UploadState
from aimline.apps.journal.models import Entry
from tests.apps.intake.conftest import Office, mapping, students, table


def a_year(office: Office, year: str, score: int = 40) -> Upload:
    return office.stage(office.keeper, table(students(24, year=year, score=score)), place=office.district)


def test_a_mean_that_jumps_holds_the_file_until_somebody_says_it_is_right(office: Office) -> None:
    office.bring(office.keeper, table(students(24, year="2024", score=10)), place=office.district)
    upload = a_year(office, "2025", score=20)

    assert upload.report["doubts"][0].startswith("Mathematics test Spring: the mean of the same grades was ")
    with pytest.raises(Held):
        actions.commit(office.keeper, upload, version=upload.version)
    actions.commit(office.keeper, upload, version=upload.version, confirmed=True)
    last = Entry.objects.filter(verb="commit import").latest("pk")
    assert last.after["confirmed"] == upload.report["doubts"]


def test_a_usual_year_and_a_correction_of_it_are_not_held(office: Office) -> None:
    office.bring(office.keeper, table(students(24, year="2024")), place=office.district)
    office.bring(office.keeper, table(students(24, year="2025", score=44)), place=office.district)

    assert a_year(office, "2025", score=46).report["doubts"] == []


@pytest.mark.parametrize(("times", "is_held"), [(10, True), (1, False)], ids=["another scale", "a month later"])
def test_tests_without_a_term_are_held_beside_those_of_other_days(office: Office, times: int, *, is_held: bool) -> None:
    dated = (
        mapping(without=("year",)).split("[[years]]")[0].replace('score = "Score"', 'score = "Score"\ndate = "Year"')
    )
    dated = dated.replace("maximum = 100\n", "")
    first = [(*row[:3], f"2024-10-{place % 3 + 7:02}", *row[4:]) for place, row in enumerate(students(24))]
    later = [
        (*row[:3], f"2024-11-{place % 3 + 4:02}", str(int(row[4]) * times), row[5]) for place, row in enumerate(first)
    ]
    office.bring(office.keeper, table(first), place=office.district, map_text=dated)

    doubts = office.stage(office.keeper, table(later), place=office.district, map_text=dated).report["doubts"]
    assert [doubt.endswith("as if on another scale.") for doubt in doubts] == [True] * is_held


def test_a_school_is_held_beside_its_own_results_only(office: Office) -> None:
    far = students(24, school="other_school", year="2024", score=1)
    office.bring(office.keeper, table(far), place=office.district)
    steward = office.world.viewer("steward")
    here = office.stage(steward, table(students(24, score=75)), place=office.world.places["school"])

    assert here.report["doubts"] == []


def numbered(form: str, *, year: str = "2025", grade: str = "4", n: int = 24) -> str:
    rows = students(n, year=year, grade=grade)
    return table([(row[0], form.format(place), *row[2:]) for place, row in enumerate(rows, 1)])


def test_numbers_that_lost_their_zeros_are_held_and_put_right_by_their_digits(office: Office) -> None:
    office.bring(office.keeper, numbered("{:06}", year="2024"), place=office.district)

    lost = office.stage(office.keeper, numbered("{}"), place=office.district)
    right = "student_digits = 6\n" + mapping()
    mended = office.stage(office.keeper, numbered("{}"), place=office.district, map_text=right)
    amounts = office.stage(office.keeper, numbered("{}.0"), place=office.district, map_text=right)
    added = office.stage(office.keeper, numbered("{:07}", n=2), place=office.district)
    as_they_are = "student_digits = 1\n" + mapping()  # --answer digits=any
    said = office.bring(office.keeper, numbered("{:07}", n=2), place=office.district, map_text=as_they_are)

    assert [doubt[:43] for doubt in lost.report["doubts"]] == ["Students who are not here by their numbers,"]
    assert "Numbers here have 6 digits" in lost.report["doubts"][0]
    assert (mended.report["doubts"], mended.report["n_new_students"]) == ([], 0)
    assert (amounts.report["doubts"], amounts.report["n_new_students"]) == ([], 0)
    assert amounts.report["warnings"][0].startswith("Numbers in Student are written as 1.0, as where a spreadsheet")
    assert "without the zeros before them" in added.report["doubts"][0]
    assert (said.report["doubts"], said.report["n_new_students"]) == ([], 2)
    assert "student_digits" not in SavedMapping.objects.get().text  # the next file may have lost some


def test_names_that_slipped_against_the_numbers_hold_a_file_and_another_way_to_write_them_does_not(
    office: Office,
) -> None:
    families = ("de Lark", "Finch", "de Wren", "Heron")  # a particle is no name that agrees
    names = [f"{given},{family}" for family in families for given in ("Ána", "Benjamin")]

    def doubts(names: list[str]) -> tuple[list[str], list[str]]:
        lines = [f"10,school,n{n},{name},4,2025,M,40,No" for n, name in enumerate(names)]
        upload = office.stage(office.keeper, "\n".join([table([]).strip(), *lines]) + "\n", place=office.district)
        return upload.report["doubts"], upload.report["warnings"]

    first = "\n".join(f"10,school,n{n},{name},4,2024,M,40,No" for n, name in enumerate(names))
    office.bring(office.keeper, table([]) + first + "\n", place=office.district)
    otherwise = [f"{family},{given[:3].replace('Á', 'A')}" for given, family in (name.split(",") for name in names)]
    initials = [f"{name[0]}.,{name.split(',')[1].upper()}" for name in names]

    slipped, _ = doubts([*names[3:], *names[:3]])

    assert len(slipped) == 1
    assert slipped[0].startswith("8 of 8 students have other names in this file than here under the same numbers (n0, ")
    assert doubts(otherwise) == doubts(initials) == doubts(["Анна,Ларк", *names[1:]]) == ([], [])
    held, told = doubts(["Bo,Crane", *names[1:]])
    assert (held, [text[:75] for text in told]) == (
        [],
        ["Students who have other names in this file than here under the same numbers"],
    )


def test_new_students_are_held_where_those_of_their_grades_are_here_and_an_intake_is_not(office: Office) -> None:
    office.bring(office.keeper, numbered("a{}", year="2024"), place=office.district)

    def doubts(text: str) -> object:
        return office.stage(office.keeper, text, place=office.district).report["doubts"]

    told = "24 of 24 students are new, in grades of schools that already have 24 students. Look whether the column of"
    told = f"{told} student numbers is the right one, and its numbers those of earlier files."
    assert doubts(numbered("b{}", year="2024")) == doubts(numbered("b{}", grade="5")) == [told]
    assert doubts(numbered("a{}", grade="5")) == doubts(numbered("b{}")) == []  # they moved up; a new grade 4


def test_an_unknown_school_is_held_where_schools_are_known(office: Office) -> None:
    upload = office.stage(office.keeper, table(students(3, school="elm")), place=office.district)

    assert upload.report["doubts"][0].startswith("Schools that are not here yet: 1 (elm).")


def test_the_page_asks_once_and_stores_what_is_confirmed(office: Office) -> None:
    cache.clear()
    office.bring(office.keeper, table(students(24, year="2024", score=10)), place=office.district)
    upload = a_year(office, "2025", score=20)
    client = office.world.client("installation_steward")

    seen = client.get(f"/imports/{upload.uuid}/").content.decode()
    assert "Is this right?" in seen
    assert "ready to be stored, once you have looked at what is odd." in seen
    assert "nothing has to be mended" not in seen
    held = press(client, upload, seen)
    assert "further than whole groups move" in held
    press(client, upload, held, confirm="on")

    upload.refresh_from_db()
    assert upload.state == UploadState.COMMITTED


def press(client: Client, upload: Upload, page: str, **pressed: str) -> str:
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.S) if "/commit/" in form)
    fields = dict(re.findall(r'name="(key|version)" value="([^"]*)"', form))
    client.post(f"/imports/{upload.uuid}/commit/", fields | pressed, follow=True)
    return client.get(f"/imports/{upload.uuid}/").content.decode()
