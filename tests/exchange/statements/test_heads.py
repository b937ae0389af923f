"""Which columns are about people, which hold goals, and where the head of a table is."""

import pytest

from aimline.exchange.statements import heads
from aimline.exchange.statements.parts import Part

SENTENCE = "By May 2026, 80% of Grade 3 students will read at level."


def part(*rows: str) -> Part:
    return Part("", tuple((number, tuple(row.split("|"))) for number, row in enumerate(rows, 1)))


@pytest.mark.parametrize(
    "name",
    [
        "Author", "Goal owner", "Owner of the goal", "Your e-mail", "Email Address", "Name", "Your name", "Teacher",
        "Last name", "Person(s) Responsible", "Submitted by", "By whom", "Completed By", "Team members", "Principal",
        "Who?", "Student", "Contact", "Courriel", "Nom de l’enseignante", "Rédigé par", "Responsable", "Correo",
        "Автор", "Ім’я вчителя", "Goal lead's signature", "Staff-Member",
    ],
)  # fmt: skip
def test_a_head_about_people_is_known(name: str) -> None:
    assert heads.about_people(name)


@pytest.mark.parametrize(
    "name",
    [
        "Goal", "SMART goal", "Teacher goal", "Teacher's SMART goal", "School name", "Student goal", "Objectif", "Meta",
        "Timeline", "Evidence", "Measure name", "Ціль", "Students' results", "", "#", "Next steps",
    ],
)  # fmt: skip
def test_other_heads_are_not_about_people(name: str) -> None:
    assert not heads.about_people(name)


@pytest.mark.parametrize(
    ("rows", "first", "names"),
    [
        (["Goal|Owner", f"{SENTENCE}|Zoe"], 1, ("Goal", "Owner")),
        (["Lincoln School|", "School:|Lincoln", "#|Goal|Area", f"1|{SENTENCE}|Lit"], 3, ("#", "Goal", "Area")),
        (
            ["|Goal||People", "#|SMART goal|Area|Owner", f"1|{SENTENCE}|Lit|Zoe"],
            2,
            ("#", "SMART goal", "Area", "Owner"),
        ),
        ([f"Goal 1|{SENTENCE}|a", f"Goal 2|{SENTENCE}|b"], 0, ("column 1", "column 2", "column 3")),
        (
            ["What is your SMART goal for this year?|Name", f"{SENTENCE}|Zoe"],
            1,
            ("What is your SMART goal for this year?", "Name"),
        ),
        (["Goals", SENTENCE], 1, ("Goals",)),
        ([SENTENCE, SENTENCE], 0, ("column 1",)),
        (["|", SENTENCE], 0, ("column 1", "column 2")),
        ([f"{SENTENCE}|{SENTENCE}", f"{SENTENCE}|{SENTENCE}"], 0, ("column 1", "column 2")),
    ],
)
def test_the_head_of_a_table_is_found(rows: list[str], first: int, names: tuple[str, ...]) -> None:
    found = heads.look(part(*rows))
    assert (found.first, found.names) == (first, names)


def test_samples_show_sentences_and_never_a_name() -> None:
    found = heads.look(part("Goal|Room|Lead measure|Mail", f"{SENTENCE}|Maria Lopez|12 checks|ana@school.example"))
    assert [(one.name, one.sample) for one in found.columns] == [
        ("Goal", SENTENCE),
        ("Room", ""),
        ("Lead measure", "12 checks"),
    ]


def test_a_form_has_short_labels_before_its_texts() -> None:
    form = part("School|Lincoln", f"SMART goal|{SENTENCE}", "Owner|Zoe")
    assert heads.form_rows(form)[1] == (2, "SMART goal", SENTENCE)
    assert heads.form_rows(part(f"{SENTENCE}|{SENTENCE}")) == []
