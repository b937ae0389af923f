"""A roster's students stay who they are: a number may pass on, and nobody becomes somebody else by it."""

import re
import uuid

import pytest

from aimline.apps.intake.actions import receiving, rosters
from aimline.apps.intake.models import UploadState
from aimline.apps.intake.pages import rosters as pages
from aimline.apps.intake.queries import classes
from aimline.apps.organizations.models import ExternalId, Unit
from tests.apps.intake.conftest import Office
from tests.apps.intake.test_roster_page import bring as bring_page
from tests.apps.intake.test_roster_page import newest, press, rows, withdraw
from tests.apps.intake.test_rosters_come_in import Bring, Files, bring
from tests.exchange.oneroster.bundles import FILES_1_1

__all__ = ["bring", "bring_page"]  # fixtures

Names = dict[str, str]


def roster(*students: str) -> Files:
    """Make a bundle of students, each as "key number Given Family"; "-" is no number."""
    users = FILES_1_1["users.csv"].splitlines()[0] + "\n"
    places = FILES_1_1["enrollments.csv"].splitlines()[0] + "\n"
    for key, number, given, family in (one.split(maxsplit=3) for one in students):
        users += f"{key},,,true,s1,student,{key},,{given},{family},,{number.strip('-')},,,,,05,\n"
        places += f"e{key},,,k1,s1,{key},student,false,2025-08-25,2026-06-12\n"
    gone = {"demographics.csv", "results.csv"}
    short = {name: FILES_1_1[name].splitlines()[0] + "\n" for name in gone}
    return FILES_1_1 | short | {"users.csv": users, "enrollments.csv": places}


def numbers() -> Names:
    """Return who has each number that means somebody now."""
    found = ExternalId.objects.filter(source="local", kind="student")
    return {one.value: f"{one.student.given_name} {one.student.family_name}" for one in found if one.student}


ANA, BO = "u1 1001 Ana Lark", "u2 1002 Bo Wren"
NEW, PASSED, HELD, JOINED = "number-new", "number-passed", "number-held", "number-joined"


@pytest.mark.parametrize(
    ("first", "second", "expected", "told"),
    [
        # A known student gets another number, and a new one hers.
        ((ANA,), ("u1 1099 Ana Lark", "u9 1001 Cy Finch"), {"1099": "Ana Lark", "1001": "Cy Finch"}, (NEW, PASSED)),
        # Hers is left empty: what the file says of the other one counts.
        ((ANA,), ("u1 - Ana Lark", "u9 1001 Cy Finch"), {"1001": "Cy Finch"}, (PASSED,)),
        ((ANA, BO), ("u1 1002 Ana Lark", "u2 1001 Bo Wren"), {"1002": "Ana Lark", "1001": "Bo Wren"}, (NEW, PASSED)),
        # Nobody else takes the earlier number: it means her as well.
        ((ANA,), ("u1 1099 Ana Lark",), {"1001": "Ana Lark", "1099": "Ana Lark"}, (NEW,)),
        # Two of the file share one: she keeps it, and the other comes without.
        ((ANA,), (ANA, "u9 1001 Ana Lark"), {"1001": "Ana Lark"}, ("code-twice",)),
        # She is not in the file, and nothing but the number speaks for the new one.
        ((ANA, BO), (BO, "u9 1001 Cy Finch"), {"1001": "Ana Lark", "1002": "Bo Wren"}, (HELD, "nowhere")),
        ((ANA, BO), ("u2 1001 Bo Wren",), {"1001": "Ana Lark", "1002": "Bo Wren"}, (HELD,)),
        # A new key of the system for the same student; one name alone is that of others as well.
        ((ANA,), ("u9 1001 Ana LARK",), {"1001": "Ana LARK"}, (JOINED,)),
        (("u1 1001 Ana-María O’Lark",), ("u9 1001 Ana O'Lark",), {"1001": "Ana O'Lark"}, (JOINED,)),
        ((ANA,), ("u9 1001 Ana Finch",), {"1001": "Ana Lark"}, (HELD, "nowhere")),
        ((ANA,), ("u9 1001 Cy Lark",), {"1001": "Ana Lark"}, (HELD, "nowhere")),
        # Her key with nothing of hers is somebody else's, and a new student with her number is not she for sure.
        ((ANA,), ("u1 1099 Cy Finch",), {"1001": "Ana Lark"}, ("key-held", "nowhere")),
        (
            (ANA, BO),
            ("u1 1002 Bo Wren", "u2 1001 Ana Lark"),
            {"1001": "Ana Lark", "1002": "Bo Wren"},
            ("key-held", "nowhere"),
        ),
        ((ANA,), ("u1 1099 Cy Finch", "u9 1001 Di Wren"), {"1001": "Ana Lark"}, ("key-held", HELD, "nowhere")),
        ((ANA,), ("u1 1001 Cy Finch",), {"1001": "Cy Finch"}, ()),
    ],
)
def test_a_number_never_makes_one_student_another(
    bring: Bring, first: tuple[str, ...], second: tuple[str, ...], expected: Names, told: tuple[str, ...]
) -> None:
    bring(roster(*first))
    ana = ExternalId.objects.get(value="u1").student

    seen = bring(roster(*second), later=1, confirm_leavers=True)

    assert numbers() == expected
    assert set(seen.plan.notes) == set(told)
    assert ExternalId.objects.get(value="u1").student == ana
    assert bring(roster(*second), later=2).plan.is_empty


def test_a_key_that_describes_somebody_else_changes_nothing_until_it_is_said_to_be_the_same(bring: Bring) -> None:
    bring(roster("u1 1001 Ana de Lark"))
    before = rows()
    renamed = roster("u1 1099 Cy de Finch")

    told = bring(renamed, later=1).plan.said(("key-held",))

    assert (rows(), numbers()) == (before, {"1001": "Ana de Lark"})
    assert "1 (1001 → 1099)" in str(told[0])
    bring(renamed, later=2, same_students=["1099"])
    assert numbers() == {"1001": "Cy de Finch", "1099": "Cy de Finch"}


@pytest.mark.parametrize(("answer", "name"), [("same_students", "Cy Finch"), ("other_students", "Ana Lark")])
def test_a_person_says_whose_number_it_is(bring_page, answer: str, name: str) -> None:
    client, seen = bring_page(roster(ANA, BO))
    press(client, seen, store="yes")
    client, held = bring_page(roster(BO, "u9 1001 Cy Finch"))
    assert "Nobody was put together" in held.content.decode()
    assert '<details id="otherwise" open>' in held.content.decode()
    assert "--same-student" not in held.content.decode()

    left_open = newest()
    left_open.state = UploadState.COMMITTED  # stored with the question open, it goes on to be told
    assert any("Nobody was put together" in note for note in pages.roster(left_open).notes)
    # Answers for results are none for a roster, and take nothing of it away.
    sent = {"key": str(uuid.uuid4()), "version": newest().version, "again": "yes"}
    client.post(f"/imports/{newest().uuid}/commit/", sent)
    assert newest().state == UploadState.STAGED

    looked = press(client, held, again="yes", groups="sex", **{answer: "1001, 7"})
    assert "Nobody was put together" not in looked.content.decode()
    press(client, looked, store="yes", confirm_leavers="on")

    one, other = (ExternalId.objects.get(value=key).student for key in ("u1", "u9"))
    assert (one == other) is (answer == "same_students")
    assert (str(one.given_name), one.family_name) == tuple(name.split())
    assert numbers()["1001"] == "Cy Finch"


@pytest.mark.parametrize("second", [("u1 1099 Ana Lark", "u9 1001 Cy Finch", BO), ("u1 1002 Ana L", "u2 1001 Bo Wren")])
def test_a_withdrawn_roster_gives_back_names_and_numbers(bring_page, second: tuple[str, ...]) -> None:
    client, seen = bring_page(roster(ANA, BO))
    press(client, seen, store="yes")
    before, names = rows(), numbers()
    client, held = bring_page(roster(*second))
    press(client, held, store="yes")
    assert numbers() != names

    withdraw(client)

    assert (rows(), numbers()) == (before, names)
    assert not ExternalId.objects.filter(source__startswith="local:").exists()


def test_a_row_that_cannot_be_read_lets_no_number_go(bring: Bring) -> None:
    bring(roster(ANA))
    damaged = roster("u1 1001 Ana Lark", "u9 1001 Ana Lark")
    damaged["users.csv"] = damaged["users.csv"].replace("u1,,,true", "u1,,,perhaps")

    seen = bring(damaged, later=1)

    assert numbers() == {"1001": "Ana Lark"}
    assert seen.plan.notes["number-held"] == ["1001"]
    assert not ExternalId.objects.filter(value="u9").exists()


def test_one_number_cannot_have_both_answers() -> None:
    with pytest.raises(receiving.BothAnswers):
        rosters.wishes_of(groups=(), same_people=(), same_students=["1"], other_students=["1"])


def test_lost_zeros_are_held_and_put_right_by_their_digits(bring: Bring) -> None:
    bring(roster("u1 001001 Ana Lark", "07 001002 Bo Wren"))
    lost = roster("u1 1001 Ana Lark", "7 1002 Bo Wren", "u9 1003 Cy Finch")

    with pytest.raises(rosters.DoubtfulKeys, match=r"Student numbers .*: 2 of 3, .* have up to 6 digits") as held:
        bring(lost, later=1)
    assert "Keys (sourcedId) in users.csv that are not here, but are with other zeros before them: 1 of 3" in str(
        held.value
    )
    mended = roster("u1 1001 Ana Lark", "07 1002 Bo Wren", "u9 1003 Cy Finch")
    bring(mended, later=1, digits=6)
    assert numbers() == {"001001": "Ana Lark", "001002": "Bo Wren", "001003": "Cy Finch"}
    bring(roster("u1 1001 Ana Lark", "07 001002 Bo Wren", "u9 001003 Cy Finch"), later=2, digits=1)
    assert numbers()["1001"] == "Ana Lark"


@pytest.mark.parametrize(
    ("wishes", "left"),
    [
        ({"digits": 6}, ["keys"]),  # numbers get their zeros back, and keys are as they were
        ({"digits": 1}, ["keys"]),
        ({"keys_stand": True}, ["numbers"]),
        ({"digits": 6, "keys_stand": True}, []),
    ],
)
def test_what_is_said_of_numbers_says_nothing_of_keys(bring: Bring, wishes: dict[str, int], left: list[str]) -> None:
    bring(roster("u1 001001 Ana Lark", "07 001002 Bo Wren"))

    seen = bring(roster("u1 1001 Ana Lark", "7 1002 Bo Wren"), later=1, only_look=True, **wishes)

    assert [one.about for one in seen.plan.doubts] == left


def test_a_person_says_on_the_page_that_keys_are_right(bring_page) -> None:
    client, seen = bring_page(roster("07 1002 Bo Wren"))
    press(client, seen, store="yes")
    client, held = bring_page(roster("7 1002 Bo Wren"))
    assert "Keys (sourcedId) in users.csv" in held.content.decode()

    still = press(client, held, again="yes", digits="1")
    assert "Keys (sourcedId) in users.csv" in still.content.decode()
    # Nothing can be stored yet, so nothing is to be confirmed; the page leads to what is asked.
    assert "confirm_leavers" not in still.content.decode()
    assert 'href="#otherwise"' in still.content.decode()
    right = press(client, still, again="yes", keys_stand="on")
    assert re.search(r'name="confirm_leavers"[^>]* required', right.content.decode())
    press(client, right, store="yes", confirm_leavers="on")

    assert newest().state == UploadState.COMMITTED


def test_a_class_list_has_the_newest_number(bring: Bring, office: Office) -> None:
    bring(roster(ANA))
    bring(roster("u1 1099 Ana Lark"), later=1)

    assert [each.code for each in classes.pupils(office.keeper, Unit.objects.get(name="5A Mathematics"))] == ["1099"]


def test_enter_in_a_field_that_answers_looks_again_and_never_stores(bring_page) -> None:
    _, seen = bring_page(FILES_1_1)
    forms = re.findall(r"<form.*?</form>", seen.content.decode(), re.S)

    with_field = next(form for form in forms if 'name="same_people"' in form)
    assert re.findall(r'<button[^>]* name="(\w+)"', with_field) == ["again"]
