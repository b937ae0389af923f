"""Norm tables and rules of thumb: domain.md 4.4 and 2.5.4."""

from datetime import date, timedelta

import pytest

from aimline.domain.ambition import Ambition, Band, bands, judge, judgement_of, norms
from aimline.domain.calendar import Break, Calendar, SchoolYear
from aimline.domain.measure import Direction, Metric
from aimline.domain.smart import Fields, check
from aimline.domain.words import say

START = date(2025, 9, 1)


def judged(metric, baseline, target, *, weeks=36, direction=Direction.UP, **known):
    return judge(
        metric,
        baseline=baseline,
        target=target,
        direction=direction,
        starts_on=START,
        deadline=START + timedelta(weeks=weeks),
        **known,
    )


@pytest.mark.parametrize(
    ("target", "band", "word"),
    [
        (54.9, Band.TOO_EASY, Ambition.TOO_EASY),
        (55, Band.MODEST, Ambition.REALISTIC),
        (59.9, Band.MODEST, Ambition.REALISTIC),
        (60, Band.STRETCH, Ambition.STRETCH),
        (80, Band.STRETCH, Ambition.STRETCH),
        (80.1, Band.VERY_AMBITIOUS, Ambition.VERY_HARD),
        (90, Band.VERY_AMBITIOUS, Ambition.VERY_HARD),
        (90.1, Band.BEYOND, Ambition.VERY_HARD),
    ],
)
def test_a_gain_in_percent_proficient_falls_into_its_band(target, band, word):
    judgement = judged(Metric.PERCENT_PROFICIENT, 50, target)
    assert (judgement.band, judgement.ambition) == (band, word)


@pytest.mark.parametrize(
    ("metric", "baseline", "target", "direction", "known", "band"),
    [
        (Metric.PERCENT_MEETING_STANDARD, 60, 64, Direction.UP, {}, Band.STRETCH),
        (Metric.PERCENT_MEETING_STANDARD, 60, 63, Direction.UP, {}, Band.MODEST),
        (Metric.RUBRIC_MEAN, 2.1, 3.1, Direction.UP, {"scale_top": 4}, Band.STRETCH),
        (Metric.RUBRIC_MEAN, 2.1, 2.2, Direction.UP, {"scale_top": 4}, Band.TOO_EASY),
        (Metric.CHRONIC_ABSENCE, 24, 16, Direction.DOWN, {}, Band.STRETCH),
        (Metric.CHRONIC_ABSENCE, 24, 12, Direction.DOWN, {}, Band.VERY_AMBITIOUS),
    ],
)
def test_other_metrics_have_bands_of_their_own(metric, baseline, target, direction, known, band):
    assert judged(metric, baseline, target, direction=direction, **known).band is band


@pytest.mark.parametrize(("weeks", "ratio"), [(32, 0.59), (24, 0.78), (12, 1.56)])
def test_thirty_words_in_grade_two_compare_with_typical_growth_as_specified(weeks, ratio):
    judgement = judged(Metric.WCPM, 45, 75, weeks=weeks, grade=2)
    assert judgement.ratio == pytest.approx(ratio, abs=0.01)


def test_growth_at_the_tenth_percentile_of_grade_five_is_recomputed():
    typical, percentile = norms()[5].typical(64, "fall")
    assert (percentile, round(typical, 1)) == (10, 1.2)


@pytest.mark.parametrize(
    ("metric", "baseline", "target", "known"),
    [
        (Metric.PERCENT_FAVOURABLE, 50, 60, {}),
        (Metric.GAP, 20, 30, {}),
        (Metric.PERCENT_PROFICIENT, 60, 60, {}),
        (Metric.PERCENT_PROFICIENT, 60, 50, {}),
        (Metric.PERCENT_PROFICIENT, 60, 75, {"weeks": 80}),
        (Metric.RUBRIC_MEAN, 2.0, 3.0, {}),
        (Metric.WCPM, 40, 60, {}),
        (Metric.WCPM, 40, 60, {"grade": 9}),
        (Metric.WCPM, 40, 60, {"grade": 2, "weeks": 0}),
    ],
)
def test_no_word_is_given_where_no_table_fits(metric, baseline, target, known):
    assert judged(metric, baseline, target, **known) is None


@pytest.mark.parametrize(
    ("target", "word"),
    [
        (60, Ambition.TOO_EASY),
        (70, Ambition.TOO_EASY),
        (80, Ambition.REALISTIC),
        (98, Ambition.STRETCH),
        (120, Ambition.VERY_HARD),
    ],
)
def test_words_per_minute_are_judged_by_the_ratio_to_typical_growth(target, word):
    assert judged(Metric.WCPM, 40, target, weeks=30, grade=2).ambition is word


def test_a_group_at_the_norm_that_grows_a_little_less_is_realistic():
    assert judged(Metric.WCPM, 50, 85, weeks=25, grade=2).ambition is Ambition.REALISTIC


def test_the_limits_of_every_band_grow():
    assert all(list(limits) == sorted(set(limits)) and len(limits) == 4 for limits in bands().values())


def test_without_a_day_of_school_before_the_deadline_the_norms_say_nothing():
    pause = Break(date(2025, 12, 20), date(2026, 1, 4), "winter break")
    year = SchoolYear(2026, date(2025, 8, 25), date(2026, 6, 12), breaks=(pause,))
    judgement = judge(
        Metric.WCPM,
        baseline=50,
        target=70,
        direction=Direction.UP,
        starts_on=date(2025, 12, 22),
        deadline=date(2026, 1, 2),
        grade=2,
        calendar=Calendar((year,)),
    )
    assert judgement is None


def test_a_rating_from_data_stands_where_a_rule_of_thumb_would():
    found = judgement_of(Ambition.VERY_HARD, 12.0, say("of 140 comparable teams, 2 % moved this much"))
    fields = Fields(
        metric=Metric.PERCENT_PROFICIENT, baseline=62.0, target=74.0, direction=Direction.UP, judgement=found
    )

    report = check("Grade 4 will grow from 62% to 74% on the fractions CFA.", today=START, fields=fields)

    assert (report.judgement, found.band) == (found, Band.VERY_AMBITIOUS)
    assert "A-03" in {finding.code for finding in report.findings}
