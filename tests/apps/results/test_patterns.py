"""What stands out on the Data page: from numbers the viewer may see, beyond chance, with where to begin."""

from dataclasses import replace

import pytest

from aimline.apps.results.models import Measure
from aimline.apps.results.pages import patterns
from tests.apps.conftest import World


def shown(results: World, name: str, grade: str = "4") -> patterns.Patterns | None:
    answer = results.client(name).get("/data/", {"grade": grade, "school": str(results.places["school"].uuid)})
    found: patterns.Patterns | None = answer.context["page"].patterns
    return found


def test_groups_are_held_against_the_others_and_where_to_begin_is_said(results: World) -> None:
    found = shown(results, "principal", "all")

    assert found is not None
    assert [str(line) for line in found.begin] == [
        "English learner: Yes: about 3 students short of the share of all, "
        "29 points deep; that the gap is real is nearly sure"
    ]
    assert "What stands out" in results.client("lead").get("/data/").content.decode()


def test_small_groups_are_named_neither_strength_nor_gap(results: World) -> None:
    found = shown(results, "lead")

    assert found is not None
    assert (found.strengths, found.gaps) == ((), ())
    assert str(found.quiet) == "No group stands out by more than chance may do."


def test_a_viewer_from_outside_is_told_nothing_about_hidden_groups(results: World) -> None:
    found = shown(results, "district_leader")

    assert found is None


def test_means_are_not_counted_in_students(results: World) -> None:
    Measure.objects.update(metric="mean_score")

    assert shown(results, "lead") is None


@pytest.mark.parametrize(("confidence", "word"), [(0.95, "nearly sure"), (0.6, "likely"), (0.2, "open")])
def test_a_priority_says_its_parts(confidence: float, word: str) -> None:
    from aimline.growth.patterns.priorities import Priority

    one = Priority("English learners", reach=5.2, confidence=confidence, weight=1.0, depth=0.18)

    assert str(patterns.parts(one)).endswith(f"18 points deep; that the gap is real is {word}")
    assert "about 1 student short" in str(patterns.parts(replace(one, reach=1.1)))
