from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any  # the changes of a mapping are of mixed kinds

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aimline.exchange import mapping_file
from aimline.exchange.grades import parse_grade
from aimline.exchange.mapping import Group, Mapping, Measure, Results, UnusableMapping, Year
from aimline.exchange.mapping_checks import check

READING = Measure("READ", "Reading", levels=("low", "high"), proficient_from="high")
GOOD = Mapping(
    source="test",
    columns={"student": "ID", "school": "SCH", "district": "DIST", "year": "Y", "measure": "M", "score": "S"},
    years=(Year("24", 2024, date(2024, 4, 15)),),
    measures=(READING,),
)


def test_a_complete_mapping_has_no_problems() -> None:
    assert check(GOOD, ("ID", "SCH", "DIST", "Y", "M", "S")) == ()


@pytest.mark.parametrize(
    ("mapping", "key"),
    [
        (replace(GOOD, columns={**GOOD.columns, "pupil": "P"}), "columns.pupil"),
        (replace(GOOD, columns={k: v for k, v in GOOD.columns.items() if k != "student"}), "columns.student"),
        (replace(GOOD, columns={k: v for k, v in GOOD.columns.items() if k != "score"}), "columns.score"),
        (replace(GOOD, columns={k: v for k, v in GOOD.columns.items() if k != "year"}), "columns.year"),
        (replace(GOOD, constants={"score": "3"}), "constants.score"),
        (replace(GOOD, constants={"school": "A"}), "constants.school"),
        (replace(GOOD, years=()), "years"),
        (replace(GOOD, years=(*GOOD.years, *GOOD.years)), "years"),
        (replace(GOOD, years=(Year("24", 24, date(2024, 4, 15)),)), "years.24"),
        (replace(GOOD, years=(Year("24", 2024),)), "years.24"),
        (replace(GOOD, measures=()), "measures"),
        (replace(GOOD, measures=(READING, READING)), "measures"),
        (replace(GOOD, measures=(replace(READING, direction="sideways"),)), "measures.READ.direction"),
        (replace(GOOD, measures=(replace(READING, proficient_from="top"),)), "measures.READ.proficient_from"),
        (replace(GOOD, measures=(replace(READING, minimum=9, maximum=1),)), "measures.READ.minimum"),
        (replace(GOOD, measures=(replace(READING, cuts={"13": 4}),)), "measures.READ.cuts.13"),
        (replace(GOOD, create=("planets",)), "create"),
        (replace(GOOD, date_format="%q"), "date_format"),
        (replace(GOOD, groups=tuple(Group(f"g{n}", "ID") for n in range(13))), "groups"),
    ],
)
def test_what_cannot_work_names_its_key(mapping: Mapping, key: str) -> None:
    problems = check(mapping)

    assert [problem.key for problem in problems] == [key]
    assert str(problems[0].message).endswith(".")
    assert str(problems[0].hint).endswith(".")


def test_a_missing_column_is_named_and_those_present_are_listed() -> None:
    (problem,) = check(GOOD, ("ID", "SCH", "DIST", "Y", "M", "RESULT"))

    assert str(problem.message) == "The file has no column 'S'."
    assert "RESULT" in str(problem.hint)


@pytest.mark.parametrize(("text", "grade"), [("PK", -1), ("k", 0), ("KG", 0), (" 3 ", 3), ("03", 3), ("12", 12)])
def test_grades_are_numbers(text: str, grade: int) -> None:
    assert parse_grade(text) == grade


@pytest.mark.parametrize("text", ["13", "", "thirty", "-3", "1" * 5_000])
def test_what_is_not_a_grade_is_none(text: str) -> None:
    assert parse_grade(text) is None


def test_a_mapping_survives_paper() -> None:
    odd = replace(
        GOOD,
        source='Say "hi" \\ \n\x7f é',
        groups=(Group("english learner", "ELL", {"ELL: Yes": "Yes"}),),
        measures=(
            replace(READING, cuts={"K": 3.5}, minimum=0.0, yearly=True),
            Measure("", "Writing", cut=2.0),
        ),
        create=("places",),
    )

    assert mapping_file.load(mapping_file.dump(odd)) == odd


@settings(max_examples=25)
@given(st.text(max_size=20), st.text(max_size=20))
@example("Umfrage \U0001f600 \\ud83d", "\x7f\x00\n\r\u2028\ufeff\U0010ffff")
def test_a_mapping_in_any_letters_survives_paper(word: str, other: str) -> None:
    mapping = replace(GOOD, source=word, columns={**GOOD.columns, other: word}, grades={word: other})

    assert mapping_file.parse(mapping_file.dump(mapping)) == mapping


def test_a_wide_mapping_survives_paper() -> None:
    wide = replace(
        GOOD,
        columns={"student": "ID", "school": "SCH", "district": "DIST", "year": "Y"},
        results=(
            Results("Reading: [M]", score="S", window="Fall", date="D"),
            Results("State", flags={"Masters": "X", "Meets": "W"}, otherwise="Below", each={"n": ("1", "2")}),
        ),
        measures=(replace(READING, level_words={"lo": "low"}, level_starts=(1.0, 2.5), times=100.0),),
        instead={"student": ("State ID", "CB_ID")},
        when_empty={"school": "100"},
        grades={"99": ""},
        recognise=("S", "M"),
        may_be_empty=("grade",),
        student_digits=6,
    )

    assert mapping_file.load(mapping_file.dump(wide)) == wide


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"results": (Results("R"),)}, "results.1"),
        ({"results": (Results("R", score="S"),)}, "results"),
        ({"unsure": ("date_format",)}, "date_format"),
        ({"may_be_empty": ("score",)}, "may_be_empty"),
        ({"measures": (replace(READING, level_words={"x": "middle"}),)}, "measures.READ.level_words.x"),
        ({"measures": (replace(READING, level_starts=(1.0,)),)}, "measures.READ.level_starts"),
    ],
)
def test_what_cannot_work_of_a_wide_mapping_names_its_key(change: dict[str, Any], key: str) -> None:
    assert key in [problem.key for problem in check(replace(GOOD, **change))]


def test_a_column_of_a_group_that_is_missing_is_named() -> None:
    columns = {role: column for role, column in GOOD.columns.items() if role not in ("measure", "score")}
    wide = replace(GOOD, columns=columns, results=(Results("[Area]", score="S", level="L"),))

    found = check(wide, ("ID", "SCH", "DIST", "Y", "S"))

    assert sorted(problem.key for problem in found) == ["results.1.level", "results.1.measure"]


def test_a_mapping_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(mapping_file.dump(GOOD), encoding="utf-8")

    assert mapping_file.load(path) == GOOD


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("this is not toml", ""),
        ('columns = "ID"', "columns"),
        ("[columns]\nstudent = 3", "columns"),
        ("[columns]\nstudent = 'x'\n[instead]\nstudent = 'y'", "instead"),
        ("[[measures]]\nvalue = 'M'\nname = 'M'\nlevel_starts = 'a'", "measures.level_starts"),
        ("[[measures]]\nvalue = 'M'\nname = 'M'\nlevls = []", "measures.levls"),
        ("[[years]]\nvalue = '24'\nending = '2024'", "years.ending"),
        ("[[years]]\nvalue = '24'\nending = 2024\ngiven_on = 'May'", "years.given_on"),
        ("years = 3", "years"),
        ("[groups]\nell = 'ELL'", "groups"),
        ("[groups.ell]\nvalues = {}", "groups.ell.column"),
        ("[status]\nabsent = ['x']", "status.absent"),
        ("[[measures]]\nvalue = 'M'\nname = 'M'\ncut = true", "measures.cut"),
        ("[[measures]]\nvalue = 'M'\nname = 'M'\ncuts = { 3 = 'x' }", "measures.cuts"),
        ("[[measures]]\nvalue = 'M'\nname = 'M'\nmaximum = inf", "measures.maximum"),
        ("[[measures]]\nvalue = 'M'\nname = 'M'\nminimum = nan", "measures.minimum"),
        ("[[measures]]\nvalue = 'M'\nname = 'M'\ncut = 1" + "0" * 400, "measures.cut"),
        ("[[measures]]\nvalue = 'M'\nname = 'M'\ncuts = { 3 = -inf }", "measures.cuts"),
    ],
)
def test_a_wrong_key_on_paper_is_named(text: str, key: str) -> None:
    source = text if text.startswith("this") else f"source = 'x'\n{text}"

    with pytest.raises(UnusableMapping) as refused:
        mapping_file.load(source)

    assert refused.value.problems[0].key == key
