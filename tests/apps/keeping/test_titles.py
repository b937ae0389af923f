"""Names that hold a student: cut to their column, found without reading every mapping, and nobody else's."""

import pytest

from aimline.apps.intake.actions import saved_mappings
from aimline.apps.intake.models import SavedMapping, Upload
from aimline.apps.keeping.actions import erasing, titles
from aimline.apps.keeping.actions.titles import Sought
from aimline.apps.keeping.models import Erasure, Reason
from aimline.apps.organizations.models import ExternalId, Student
from aimline.apps.results.models import Batch, Measure
from aimline.exchange import mapping_file
from tests.apps.built_once import BuiltOnce
from tests.apps.intake.conftest import Office, mapping, students, table

SOURCE = "s1 " + 57 * "x"  # as long as a source can be


def student_s1() -> Student:
    return ExternalId.objects.select_related("student__district").get(kind="student", value="s1").student


def erase(office: Office) -> Erasure:
    return erasing.carry_out(office.keeper, erasing.ask(office.keeper, student_s1(), Reason.FAMILY))


@pytest.fixture
def named_after(office: Office) -> Office:
    """A file of results of which the source is called after a student."""
    bring_named(office)
    return office


@BuiltOnce
def bring_named(office: Office) -> None:
    map_text = mapping().replace("Test office", SOURCE)
    office.bring(office.keeper, table(students(4)), place=office.district, map_text=map_text)


def test_names_that_grow_too_long_are_cut_to_their_column(named_after: Office) -> None:
    Batch.objects.update(file_name="s1 " + 252 * "x")
    SavedMapping.objects.update(name="s1 " + 117 * "x")

    assert erase(named_after).finished_at is not None

    cut = "(erased) " + 51 * "x"
    assert {Measure.objects.get().source, Batch.objects.get().source} == {cut}
    assert mapping_file.parse(SavedMapping.objects.get().text).source == cut
    assert [len(Batch.objects.get().file_name), len(SavedMapping.objects.get().name)] == [255, 120]


def test_two_names_that_are_cut_to_the_same_stay_two() -> None:
    assert titles.unused(80 * "x", {60 * "x"}) == 58 * "x" + " 2"


def test_the_next_file_of_the_kind_goes_by_the_mapping_that_was_renamed(named_after: Office) -> None:
    erase(named_after)
    saved = SavedMapping.objects.get()

    assert saved.key == saved_mappings.key_of(mapping_file.parse(saved.text))
    named_after.bring(
        named_after.keeper, table(students(3, year="2024")[2:]), place=named_after.district, map_text=saved.text
    )
    assert SavedMapping.objects.count() == 1


def test_only_mappings_that_can_name_the_student_are_read(named_after: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(3):
        text = mapping().replace("Test office", f"Office {n}")
        named_after.stage(named_after.keeper, table(students(4 + n)[2:]), place=named_after.district, map_text=text)
    words = Sought(["s1"], "Ada", "s1")
    read = list[str]()
    parse = mapping_file.parse
    monkeypatch.setattr(mapping_file, "parse", lambda text: (read.append(text), parse(text))[1])

    titles.blank_titles(named_after.district, words)

    assert Upload.objects.count() == 4
    assert read
    assert all("Office" not in text for text in read)


ADA = Sought(["15", "zq-90817"], "Ada", "Lark")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('no mapping = ["Ada", 15]', 'no mapping = ["Ada", 15]'),
        ('no mapping = "Ada Lark", "Ada"', 'no mapping = "(erased)", "Ada"'),
        (r'no mapping = "Ad\u0061\tLark"', 'no mapping = "(erased)"'),
        (r'no mapping = "zq\u002d90817 \ud83d\ude00"', 'no mapping = "(erased) \U0001f600"'),
    ],
)
def test_a_text_that_is_no_mapping_loses_the_student_alone(text: str, left: str) -> None:
    assert titles.without(text, ADA, {}, set()) == left


def test_a_text_of_a_file_of_nobody_else_loses_either_name() -> None:
    text = 'no mapping = ["Ada", 15]'

    assert titles.without(text, ADA, {}, {text.lower()}) == 'no mapping = ["(erased)", (erased)]'


def test_a_mapping_that_cannot_be_written_anew_gets_the_new_source() -> None:
    text = 'source = "List 15"\nunknown = 1\n'

    assert titles.without(text, ADA, {"List 15": "List (erased)"}, set()) == 'source = "List (erased)"\nunknown = 1\n'


def test_the_only_name_of_a_student_is_taken_out_of_reports(office: Office) -> None:
    office.bring(office.keeper, table(students(4)), place=office.district)
    Student.objects.filter(pk=student_s1().pk).update(given_name="", family_name="Suharto")
    Upload.objects.update(message="Suharto is in two schools.", file_name="Suharto Prize.csv")

    erase(office)

    told = Upload.objects.get()
    assert (told.message, told.file_name) == ("(erased) is in two schools.", "Suharto Prize.csv")


def test_what_was_read_before_is_not_read_again_while_others_wait(
    named_after: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = mapping().replace("Test office", "Others")
    named_after.bring(named_after.keeper, table(students(4)[2:]), place=named_after.district, map_text=other)
    close, read, source_of, reports = erasing.close, list[str](), titles.source_of, list[int]()
    told_in = erasing.told_in

    def closing(*known: object) -> bool:
        with monkeypatch.context() as watched:
            watched.setattr(titles, "source_of", lambda text: (read.append(text), source_of(text))[1])
            watched.setattr(erasing, "told_in", lambda each, words: (reports.append(each.pk), told_in(each, words))[1])
            return close(*known)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(erasing, "close", closing)
    assert erase(named_after).finished_at is not None

    assert (read, reports) == ([], [])
    assert mapping_file.parse(SavedMapping.objects.order_by("pk")[0].text).source.startswith("(erased)")
