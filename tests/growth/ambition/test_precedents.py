"""How many comparable teams moved this much."""

from aimline.growth.ambition import precedents


def test_own_changes_answer_from_eight_on() -> None:
    gains = [0.02, 0.05, 0.10, -0.03, 0.04, 0.12, 0.01, 0.00]
    found = precedents.among_own(gains, 0.10)
    assert found is not None
    assert (found.share, found.n) == (0.25, 8)
    assert str(found.sentence) == "Of 8 comparable teams here, 25 % moved this much."
    assert precedents.among_own(gains[:7], 0.10) is None


def test_public_results_answer_for_the_size_of_the_cohort() -> None:
    found = precedents.among_public(0.12, n=75, grade=4)
    assert found is not None
    assert (found.share, found.n, found.gain) == (0.18, 424, 10)
    assert str(found.sentence) == "Of 424 comparable groups in public results, 18 % rose by 10 points or more."
    assert found.source == "colorado-changes/change_percent_proficient/3/40-80/share_10"


def test_public_results_are_silent_below_five_points_and_ten_students() -> None:
    assert precedents.among_public(0.04, n=75, grade=4) is None
    assert precedents.among_public(0.12, n=9, grade=4) is None


def test_the_largest_cohorts_have_no_upper_end() -> None:
    found = precedents.among_public(0.20, n=25_000, grade=8)
    assert found is not None
    assert found.n == 227
