"""Every profile of a vendor can be read, knows its own files, and is laid out for what a file has."""

import dataclasses

import pytest

from aimline.exchange import profiles, templates
from aimline.exchange.mapping import Mapping, Measure, Results

PROFILE = Mapping(
    source="Office",
    columns={"student": "Local ID", "school": "School", "grade": "Grade"},
    instead={"student": ("State ID",)},
    recognise=("Grade", "Fall Score"),
    results=(
        Results(
            measure="{part}", window="{season}", score="{season} {part}", level="{season} {part} Level",
            each={"season": ("Fall", "Spring"), "part": ("Score", "Words")},
        ),
        Results(measure="[Area]", score="Fall Score"),
    ),
    measures=(Measure("{part}", "Office {part}", each={"part": ("Score", "Words")}),),
)  # fmt: skip
HEADER = ("State ID", "Grade", "Fall Score", "Fall Score Level", "Spring Words")


@pytest.mark.parametrize("name", profiles.shipped())
def test_a_profile_names_what_tells_its_files_apart(name: str) -> None:
    profile = profiles.shipped()[name]

    header = sorted({*profile.recognise, *profile.columns.values()})
    assert profiles.find(header) is not None
    assert len(profile.recognise) >= 3


@pytest.mark.parametrize("name", profiles.shipped())
def test_every_level_word_of_a_profile_means_a_level(name: str) -> None:
    measures = profiles.shipped()[name].measures

    assert all(set(measure.level_words.values()) <= set(measure.levels) for measure in measures)
    assert all(measure.proficient_from in ("", *measure.levels) for measure in measures)


def test_only_what_the_file_has_is_laid_out() -> None:
    found = profiles.lay_out(PROFILE, HEADER)

    assert found.columns == {"student": "State ID", "grade": "Grade"}
    assert found.instead == {}
    assert found.results == (
        Results("Score", score="Fall Score", level="Fall Score Level", window="Fall"),
        Results("Words", score="Spring Words", window="Spring"),
    )
    assert [measure.name for measure in found.measures] == ["Office Score", "Office Words"]


def test_further_columns_of_a_role_stay_in_order() -> None:
    found = profiles.lay_out(PROFILE, (*HEADER, "Local ID"))

    assert (found.columns["student"], found.instead) == ("Local ID", {"student": ("State ID",)})


def test_a_profile_without_a_fingerprint_fits_nothing() -> None:
    assert not profiles.fits(dataclasses.replace(PROFILE, recognise=()), HEADER)


def test_an_unknown_header_has_no_profile() -> None:
    assert profiles.find(("a", "b")) is None


@pytest.mark.parametrize(
    ("template", "row", "text"),
    [
        ("[Subject]: [Area]", {"Subject": "Math", "Area": "Number"}, "Math: Number"),
        ("[Subject]: [Area]", {"Subject": "Math", "Area": ""}, ""),
        ("Reading", {}, "Reading"),
    ],
)
def test_a_column_in_brackets_stands_for_what_it_says(template: str, row: dict[str, str], text: str) -> None:
    assert templates.fill(template, row) == text
    assert templates.columns(template) == list(row)
