"""Earlier results under a number that another student has now go to who had it then, or are asked about."""

import pytest

from aimline.apps.intake import actions
from aimline.apps.intake.actions.committing import InTheWay, PreviewMoved
from aimline.apps.intake.actions.folders import parsing
from aimline.apps.intake.models import Upload
from aimline.warehouse.former_numbers import kept
from aimline.warehouse.left_out import first_results
from tests.apps.intake.conftest import Office, mapping, scores
from tests.apps.intake.test_plausibility import press
from tests.apps.intake.test_rosters_come_in import Bring, bring
from tests.apps.intake.test_who_is_who import ANA, BO, roster

__all__ = ["bring"]  # a fixture

HEAD = "District,School,Student,First,Last,Grade,Year,Subject,Score,Learner\n"
BARE = mapping(create=["enrolments"]).split("[[years]]")[0]
DATED = BARE.replace('year = "Year"', 'date = "Year"')
TERMS = {"a": ("Term 1", "2025-10-15"), "b": ("", "2025-10-15"), "c": ("Early", "2025-08-20")}
UNDATED = BARE + "".join(
    f'[[years]]\nvalue = "{value}"\nending = 2026\nwindow = "{window}"\ngiven_on = {day}\n'
    for value, (window, day) in TERMS.items()
)


@pytest.fixture
def passed(bring: Bring, office: Office, request: pytest.FixtureRequest) -> Office:
    """Pass the number 1001 from Ana Lark to Cy Finch; 9 January 2026 is the last day on which it was hers."""
    bring(roster(ANA), later=-3)
    first = rows(("2024", "40", "Ana,Lark"))
    office.bring(office.keeper, first, place=office.district, map_text=mapping(create=["enrolments"]))
    bring(roster(getattr(request, "param", "u1 1099 Ana Lark"), "u9 1001 Cy Finch"), later=-2)
    return office


def rows(*said: tuple[str, str, str]) -> str:
    return HEAD + "".join(f"10,M1,1001,{name},4,{day},M,{score},No\n" for day, score, name in said)


def stage(office: Office, text: str, map_text: str) -> Upload:
    return office.stage(office.keeper, text, place=office.district, map_text=map_text)


def whose(upload: Upload) -> list[str]:
    """Return whose each row of a staged file is; nobody's where that is asked."""
    asked = {told.day for told in kept(parsing(upload))}
    return [
        "Ana" if row.student != "1001" else "?" if row.day in asked else "Cy"
        for row in first_results(parsing(upload), most=9)
    ]


def test_earlier_results_find_who_had_the_number_then(passed: Office) -> None:
    cases = [
        ("2026-01-09", "Ana,Lark", "Ana"),
        ("2025-12-01", "Cy,FINCH", "Cy"),  # the roster came later than the number
        ("2026-01-10", "Ana,Lark", "Cy"),  # from that day on the number is his
        ("2025-12-03", "Bo,Lark", "?"),
        ("2024-03-04", ",", "Ana"),  # without a name: only she was here then
        ("2025-12-05", ",", "?"),  # both were
    ]
    upload = stage(passed, rows(*((day, "70", name) for day, name, _ in cases)), DATED)

    assert whose(upload) == [name for _, _, name in cases]
    assert (upload.report["obstacles"], upload.report["n_new_students"]) == (["whose-numbers"], 0)
    with pytest.raises(InTheWay, match="1001"):
        actions.commit(passed.keeper, upload, version=upload.version, confirmed=True)

    client = passed.world.client("installation_steward")
    for answer, name in (("same_students", "Cy"), ("other_students", "Ana")):
        page = client.get(f"/imports/{upload.uuid}/").content.decode()
        press(client, upload, page, again="yes", **{answer: "1001"})
        upload.refresh_from_db()
        # It decides what was asked, and nothing that names or enrolments tell.
        assert whose(upload) == [each.replace("?", name) for _, _, each in cases]


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        (["1001", "1002"], {"u1": 1, "u2": 2}),
        (["1001"], {"u1": 1}),  # nothing is asked of the number she has now, which the file does not have
    ],
)
def test_numbers_that_two_students_swapped_are_asked_about_once(
    bring: Bring, office: Office, numbers: list[str], found: dict[str, int]
) -> None:
    bring(roster(ANA, BO), later=-3)
    bring(roster("u1 1002 Ana Lark", "u2 1001 Bo Wren"), later=-2)
    lines = "".join(f"10,M1,{number},,,4,2025-12-05,M,{number[-2:]},No\n" for number in numbers)
    upload = stage(office, HEAD + lines, DATED)
    assert f": {len(numbers)} ({', '.join(numbers)})" in upload.report["in_the_way"][0]

    then = actions.say_whose(office.keeper, upload, same_students=[], other_students=numbers, version=upload.version)
    upload = actions.stage(office.keeper, then)
    actions.commit(office.keeper, upload, version=upload.version, confirmed=True)

    assert scores(office.district) == found


@pytest.mark.parametrize(
    ("name", "same", "other", "asked", "told"),
    [
        (",", ["1002"], ["1001"], ["1001", "1002"], "under two numbers: 2 (1001, 1002)"),
        ("Bo,Wren", ["1001"], [], ["1001"], "under two numbers: 1 (1001)"),  # names say whose 1002 is
        (",", [], ["1001"], ["1002"], "to another student since these tests: 1 (1002)"),
        (",", ["1001", "1002"], [], [], ""),
    ],
)
def test_answers_that_give_one_student_two_results_of_a_test_are_asked_for_again(
    bring: Bring, office: Office, name: str, same: list[str], other: list[str], asked: list[str], told: str
) -> None:
    bring(roster(ANA, BO), later=-3)
    bring(roster("u1 1002 Ana Lark", "u2 1001 Bo Wren"), later=-2)
    lines = f"10,M1,1001,,,4,2025-12-05,M,1,No\n10,M1,1002,{name},4,2025-12-05,M,2,No\n"
    upload = stage(office, HEAD + lines, DATED)

    said = actions.say_whose(office.keeper, upload, same_students=same, other_students=other, version=upload.version)
    upload = actions.stage(office.keeper, said)

    assert sorted({each.student for each in kept(parsing(upload))}) == asked
    assert told in " ".join(upload.report["in_the_way"])
    assert bool(upload.report["in_the_way"]) is bool(asked)


def test_a_preview_that_does_not_know_what_is_open_is_made_again(passed: Office) -> None:
    upload = stage(passed, rows(("2025-12-05", "70", ",")), DATED)
    (parsing(upload).folder / "undecided.json").unlink()  # as an earlier version left it

    with pytest.raises(PreviewMoved, match="made by an earlier version"):
        actions.commit(passed.keeper, upload, version=upload.version, confirmed=True)

    upload.refresh_from_db()
    assert upload.report["obstacles"] == ["whose-numbers"]


def test_without_days_the_last_day_of_the_term_decides(passed: Office) -> None:
    upload = stage(passed, rows(*((term, "70", ",") for term in TERMS)), UNDATED)

    # The term and the year end later than the number; in August neither student was enrolled.
    assert whose(upload) == ["Cy", "Cy", "?"]


@pytest.mark.parametrize("passed", ["u1 - Ana Lark"], indirect=True)
def test_who_has_no_number_any_more_gets_earlier_results(passed: Office) -> None:
    text = rows(("2026-01-09", "70", "Ana,Lark"))

    passed.bring(passed.keeper, text, place=passed.district, map_text=DATED)

    assert scores(passed.district) == {"u1": 70}
