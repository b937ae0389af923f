"""Every edge case of growth.md 2.8."""

import pytest

from aimline.domain.ambition import Ambition
from aimline.domain.measure import Direction
from aimline.growth.ambition import benchmark, chances, cohorts, fluency, judging, same_content, scale, wording
from aimline.growth.ambition.level import Year
from aimline.growth.ambition.refusal import NotRated
from aimline.growth.references.shelf import NoReference, Shelf, shipped


def cohort(share: float, n: int, target: float, **more: object) -> cohorts.Question:
    return cohorts.Question((Year(2025, share, n),), target, **more)  # type: ignore[arg-type] # named as the fields


def said(found: chances.Chances) -> str:
    return " ".join(str(note) for note in found.notes)


def refused(question: judging.Question) -> str:
    with pytest.raises(NotRated) as refusal:
        judging.judge(question)
    assert str(refusal.value.message).endswith(".")
    assert str(refusal.value.hint).endswith(".")
    return refusal.value.code


def test_an_unknown_size_of_the_result_is_that_of_the_baseline() -> None:
    assert judging.judge(cohort(0.6, 75, 0.7)) == judging.judge(cohort(0.6, 75, 0.7, n_result=75))


@pytest.mark.parametrize("question", [cohort(0.6, 0, 0.7), cohort(0.6, 75, 0.7, n_result=0)])
def test_a_group_of_nobody_is_not_rated(question) -> None:
    assert refused(question) == "no-students"


@pytest.mark.parametrize(("share", "target"), [(0.0, 1.0), (1.0, 0.0), (0.0, 0.0), (1.0, 1.0)])
def test_nothing_is_ever_certain(share, target) -> None:
    found = judging.judge(cohort(share, 10_000, target))
    assert 0.001 <= found.p_same <= 0.999
    assert 0.001 <= found.p_strong <= 0.999


def test_a_target_below_the_baseline_is_allowed_and_named() -> None:
    found = judging.judge(cohort(49 / 75, 75, 0.65))
    assert found.rating is Ambition.TOO_EASY
    assert "not above the baseline" in said(found)


def test_a_target_between_two_students_counts_the_higher() -> None:
    assert judging.judge(cohort(0.5, 7, 0.85)).needed == 6


def test_at_a_hundred_percent_one_student_decides() -> None:
    assert "one student decides" in said(judging.judge(cohort(0.8, 30, 1.0)))


@pytest.mark.parametrize(("n", "team_only"), [(9, True), (10, False)])
def test_a_group_below_ten_is_for_the_team_alone(n, team_only) -> None:
    assert judging.judge(cohort(0.5, n, 0.7)).team_only is team_only


@pytest.mark.parametrize("years", [0.1, 3.1])
def test_cohorts_are_rated_from_six_weeks_to_three_years(years) -> None:
    assert refused(cohort(0.5, 50, 0.7, years=years)) == "horizon"


def test_more_than_three_years_ahead_the_evidence_is_borrowed() -> None:
    own = tuple(scale.OwnGain(6.0, 25) for _ in range(8))
    near = scale.Question(200, 206, 24, 15.0, "5", "reading", own=own)
    far = scale.Question(200, 224, 24, 15.0, "5", "reading", years=4, own=own)
    assert (judging.judge(near).evidence, judging.judge(far).evidence) == ("own", "borrowed")


@pytest.mark.parametrize(
    "question",
    [
        cohort(0.5, 50, 0.6, baseline_test="2024", result_test="2025"),
        scale.Question(200, 206, 24, 15.0, "5", "reading", baseline_test="a", result_test="b"),
        same_content.Question(0.5, 0.8, 24, baseline_test="a", result_test="b"),
        benchmark.Question(0.5, 0.6, 24, 0.7, baseline_test="a", result_test="b"),
    ],
)
def test_two_different_tests_are_not_compared(question) -> None:
    assert refused(question) == "different-test"


def test_the_same_students_are_no_successive_cohorts() -> None:
    assert refused(cohort(0.5, 50, 0.6, same_students=True)) == "same-students"


def test_a_rubric_target_above_the_scale_is_a_slip_of_the_pen() -> None:
    assert refused(same_content.Question(2.3, 4.5, 24, students=False, top=4)) == "off-scale"


@pytest.mark.parametrize(
    "question",
    [
        cohort(0.5, 50, 1.2),
        cohort(1.5, 50, 0.8),
        benchmark.Question(0.5, 1.2, 24, 0.7),
        benchmark.Question(-0.1, 0.5, 24, 0.7),
        fluency.Question(45, 900, "2", "fall", "spring"),
        scale.Question(200, float("nan"), 24, 15.0, "5", "reading"),
        cohort(0.5, 50, float("nan")),
    ],
)
def test_values_off_their_scale_are_not_rated(question) -> None:
    assert refused(question) == "off-scale"


def test_nothing_can_be_gained_at_the_top() -> None:
    assert refused(same_content.Question(1.0, 1.0, 24)) == "nothing-to-gain"
    down = same_content.Question(0.0, 0.0, 24, direction=Direction.DOWN)
    assert refused(down) == "nothing-to-gain"


@pytest.mark.parametrize(("start", "end"), [("spring", "fall"), ("fall", "fall"), ("summer", "fall")])
def test_seasons_follow_each_other(start, end) -> None:
    assert refused(fluency.Question(45, 75, "2", start, end)) == "seasons"


def test_a_scale_needs_a_spread_and_time() -> None:
    assert refused(scale.Question(200, 206, 24, 0.0, "5", "reading")) == "no-spread"
    assert refused(scale.Question(200, 206, 24, 15.0, "5", "reading", years=0)) == "no-spread"


def test_a_spread_of_zero_in_the_own_history_does_not_make_it_certain() -> None:
    found = judging.judge(same_content.Question(0.5, 0.75, 24, own_gains=(0.4, 0.4, 0.4)))
    none = judging.judge(same_content.Question(0.5, 0.75, 24))
    assert 0.6 * none.sd < found.sd < none.sd


def test_one_own_unit_leaves_the_borrowed_spread() -> None:
    one = judging.judge(same_content.Question(0.5, 0.75, 24, own_gains=(0.9,)))
    assert one.evidence == "mixed"
    assert one.sd > 0.2 * 0.5


def test_after_a_decline_the_first_thing_is_to_stop_it() -> None:
    falling = tuple(Year(2020 + at, 0.75 - 0.05 * at, 150) for at in range(6))
    found = judging.judge(cohorts.Question(falling, 0.68))
    assert found.p_strong < 0.20
    assert "First stop the decline" in said(found)


@pytest.mark.parametrize(
    ("down", "up"),
    [
        (cohort(0.24, 150, 0.16, direction=Direction.DOWN), cohort(0.76, 150, 0.84)),
        (
            cohorts.Question((Year(2023, 0.3, 90), Year(2025, 0.24, 150)), 0.16, direction=Direction.DOWN),
            cohorts.Question((Year(2023, 0.7, 90), Year(2025, 0.76, 150)), 0.84),
        ),
        (
            cohort(0.24, 150, 0.16, direction=Direction.DOWN, pairs=(cohorts.Pair(0.3, 80, 0.2, 80),),
                   reference=cohorts.Reference(0.3, 0.1)),
            cohort(0.76, 150, 0.84, pairs=(cohorts.Pair(0.7, 80, 0.8, 80),), reference=cohorts.Reference(0.7, 0.1)),
        ),
        (
            benchmark.Question(0.4, 0.3, 60, 0.7, own_changes=(-0.05, -0.1), direction=Direction.DOWN),
            benchmark.Question(0.6, 0.7, 60, 0.7, own_changes=(0.05, 0.1)),
        ),
        (
            same_content.Question(0.4, 0.2, 30, direction=Direction.DOWN),
            same_content.Question(0.6, 0.8, 30),
        ),
    ],
)  # fmt: skip
def test_lower_is_better_is_the_mirror_of_higher_is_better(down, up) -> None:
    one, other = judging.judge(down), judging.judge(up)
    assert (one.p_same, one.p_strong, one.rating) == (
        pytest.approx(other.p_same),
        pytest.approx(other.p_strong),
        other.rating,
    )
    assert one.mean == pytest.approx(1 - other.mean)
    assert one.band == pytest.approx((1 - other.band[1], 1 - other.band[0]))
    assert one.needed == one.n - (other.needed or 0)


def test_pairs_of_comparable_cohorts_are_own_evidence() -> None:
    pairs = tuple(cohorts.Pair(0.5, 100, 0.58, 100) for _ in range(5))
    with_them, without = judging.judge(cohort(0.6, 75, 0.7, pairs=pairs)), judging.judge(cohort(0.6, 75, 0.7))
    assert (with_them.evidence, without.evidence) == ("own", "borrowed")
    assert with_them.p_same > without.p_same


def test_a_missing_year_is_bridged_and_widens() -> None:
    whole = tuple(Year(ending, 0.6, 80) for ending in (2022, 2023, 2024, 2025))
    gap = tuple(year for year in whole if year.ending != 2024)
    assert judging.judge(cohorts.Question(gap, 0.7)).sd > judging.judge(cohorts.Question(whole, 0.7)).sd


def test_the_benchmark_of_a_season_without_own_years_is_a_placeholder_of_six_points() -> None:
    found = judging.judge(benchmark.Question(0.5, 0.6, 60, 0.7))
    assert (found.mean, found.sd, found.evidence) == (0.5, pytest.approx(0.06, abs=0.0001), "borrowed")


def test_a_shown_rating_stays_until_a_probability_clearly_left_it() -> None:
    fresh = judging.judge(cohort(49 / 75, 75, 0.66))
    assert fresh.rating is Ambition.TOO_EASY
    assert 0.50 <= fresh.p_same < 0.53
    assert judging.judge(cohort(49 / 75, 75, 0.66), shown=Ambition.REALISTIC).rating is Ambition.REALISTIC
    assert judging.judge(cohort(49 / 75, 75, 0.60), shown=Ambition.REALISTIC).rating is Ambition.TOO_EASY


def test_usual_gains_come_from_imported_norms_before_published_ones() -> None:
    from aimline.growth.references import reading

    text = (
        "id,citation,url,licence_note,redistributable,norm_edition,subject,grade,season_start,season_end,mean_growth\n"
        "ours,cited,,own licence,no,2020,reading,5,fall,spring,10\n"
    )
    shelf = shipped().with_packs(*reading.read_csv(text, name="ours.csv"))
    question = scale.Question(200, 210, 24, 15.0, "5", "reading")
    found = judging.judge(question, shelf=shelf)
    assert found.p_same == pytest.approx(0.5)
    assert found.unchecked == ()
    assert "printed source" in said(judging.judge(question))


def test_without_any_reference_the_question_is_refused() -> None:
    with pytest.raises(NoReference, match="annual_gain, science"):
        judging.judge(scale.Question(200, 210, 24, 15.0, "5", "science"))
    with pytest.raises(NoReference):
        judging.judge(cohort(0.6, 75, 0.7), shelf=Shelf())


def test_chances_are_said_in_words() -> None:
    found = judging.judge(cohort(49 / 75, 75, 0.75))
    assert str(wording.chances(found)) == (
        "If nothing changes: about 1 chance in 5. With a strong effort: a little under even."
    )
    assert "possible with a strong effort" in str(wording.rating(found))
    assert "results from elsewhere" in str(wording.evidence(found))
    assert [str(wording.chance(p)) for p in (0.001, 0.5, 0.999)] == ["hardly any chance", "even", "almost certain"]
