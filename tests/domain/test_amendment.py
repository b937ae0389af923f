from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from aimline.domain import amendment
from aimline.domain.amendment import (
    AmendmentKind,
    BaselineNeverChanges,
    CorrectionCode,
    DeadlineNeverMovesLater,
    GroupNeverNarrows,
    NotACorrection,
    NotAnAmendment,
    SharpeningIsOver,
    StopsNeverLowered,
    TargetNeverRecedes,
)
from aimline.domain.cancellation import CancelCode, NoReasonToCancel, cancel
from aimline.domain.goal import Baseline, Comparison, Denominator, Draft, GroupRule, Locked, Stop
from aimline.domain.refusal import AimlineError

ON = date(2025, 10, 1)
MAKE = Callable[..., Locked]
STOPS = (Stop(date(2025, 10, 20), 72), Stop(date(2025, 11, 15), 80))


def test_a_target_may_be_raised_by_its_owner(make_goal: MAKE) -> None:
    goal = make_goal()

    after, made = amendment.raise_target(goal, 90, requested_by="lead", on=ON)

    assert (after.target, made.kind, made.before, made.after) == (90, AmendmentKind.RAISE, goal, after)
    assert str(amendment.describe(made)) == "Target raised on 1 October 2025"


def test_a_target_rises_downwards_where_less_is_better(make_down_goal: MAKE) -> None:
    after, _ = amendment.raise_target(make_down_goal(), 12, requested_by="lead", on=ON)

    assert after.target == 12
    with pytest.raises(TargetNeverRecedes):
        amendment.raise_target(after, 13, requested_by="lead", on=ON)


def test_an_earlier_deadline_outruns_the_stops_after_it(make_goal: MAKE) -> None:
    goal = make_goal(stops=STOPS)

    after, made = amendment.bring_forward(goal, date(2025, 11, 10), words="", requested_by="lead", on=ON)

    assert (after.deadline, after.stops, made.kind) == (date(2025, 11, 10), STOPS[:1], AmendmentKind.EARLIER)


def test_a_stop_on_the_line_or_above_may_be_added(make_goal: MAKE) -> None:
    after, made = amendment.add_stop(make_goal(), Stop(date(2025, 11, 1), 80), requested_by="lead", on=ON)

    assert (len(after.stops), made.kind) == (1, AmendmentKind.ADD_STOP)


def test_more_students_may_be_counted(make_goal: MAKE) -> None:
    wider = GroupRule("Grades 4 and 5", frozenset({4, 5}))

    after, made = amendment.widen_group(make_goal(), wider, requested_by="lead", on=ON)

    assert (after.group, made.kind) == (wider, AmendmentKind.WIDEN_GROUP)


@pytest.mark.parametrize(
    ("change", "refusal", "code"),
    [
        ({"target": 80}, TargetNeverRecedes, "RF-01"),
        ({"deadline": date(2025, 12, 9)}, DeadlineNeverMovesLater, "RF-02"),
        ({"group": GroupRule("Grade 4", frozenset({4}))}, GroupNeverNarrows, "RF-03"),
        ({"denominator": Denominator.TESTED}, GroupNeverNarrows, "RF-03"),
        ({"comparison": Comparison.SUCCESSIVE_COHORTS}, GroupNeverNarrows, "RF-03"),
        ({"stops": STOPS[:1]}, StopsNeverLowered, "RF-06"),
        ({"stops": (STOPS[0], replace(STOPS[1], value=75))}, StopsNeverLowered, "RF-06"),
        ({"stops": (STOPS[0], replace(STOPS[1], on=date(2025, 11, 20)))}, StopsNeverLowered, "RF-06"),
        ({"stops": (*STOPS, Stop(date(2025, 12, 1), 80))}, StopsNeverLowered, "RF-06"),
        ({"baseline": Baseline(58, date(2025, 9, 15), 110, "")}, BaselineNeverChanges, "RF-07"),
        ({"baseline": Baseline(64, date(2025, 9, 15), 110, "")}, BaselineNeverChanges, "RF-07"),
        ({}, NotAnAmendment, "INV-34"),
        ({"result": "try hard"}, NotAnAmendment, "INV-34"),
        ({"target": 90, "result": "try hard"}, NotAnAmendment, "INV-34"),
        ({"deadline_words": "soon"}, NotAnAmendment, "INV-34"),
        ({"target": 130}, NotAnAmendment, "M-06"),
    ],
)
def test_what_would_be_easier_is_refused_with_a_way_on(
    make_goal: MAKE, change: dict[str, object], refusal: type[AimlineError], code: str
) -> None:
    goal = make_goal(stops=STOPS)

    with pytest.raises(refusal) as refused:
        amendment.amend(goal, replace(goal, **change), requested_by="lead", on=ON)  # type: ignore[arg-type]

    assert refused.value.code == code
    assert str(refused.value.hint)


def test_an_easier_measure_is_refused(make_goal: MAKE) -> None:
    goal = make_goal()

    with pytest.raises(GroupNeverNarrows):
        amendment.amend(
            goal, replace(goal, measure=replace(goal.measure, instrument_version="2026")), requested_by="lead", on=ON
        )


def test_a_later_deadline_is_refused_with_its_stops(make_goal: MAKE) -> None:
    with pytest.raises(DeadlineNeverMovesLater) as refused:
        amendment.bring_forward(make_goal(stops=STOPS), date(2026, 1, 5), requested_by="lead", on=ON)

    assert "strategies" in str(refused.value.hint)


@pytest.mark.parametrize(
    "change",
    [
        {"target": 88},
        {"deadline": date(2025, 12, 1)},
        {"result": "add and compare fractions"},
        {"group": GroupRule("All Grade 5 students", frozenset({5}))},
    ],
)
def test_a_young_goal_may_be_sharpened(make_goal: MAKE, change: dict[str, object]) -> None:
    goal = make_goal()
    wanted = replace(goal, **change)  # type: ignore[arg-type]

    after, made = amendment.sharpen(
        goal, wanted, today=ON - timedelta(days=1), first_result_on=None, requested_by="lead"
    )

    assert (after, made.kind) == (wanted, AmendmentKind.SHARPEN)
    assert str(amendment.describe(made)) == "Made clearer on 30 September 2025"


@pytest.mark.parametrize("version", ["", "2025"])
def test_sharpening_may_name_the_measure_and_its_version(make_goal: MAKE, version: str) -> None:
    goal = make_goal()
    unnamed = replace(goal, measure=replace(goal.measure, name="our test", instrument_version=version))
    wanted = replace(goal, measure=replace(goal.measure, instrument_version="2025"))

    after, _ = amendment.sharpen(unnamed, wanted, today=date(2025, 9, 20), first_result_on=None, requested_by="lead")

    assert after.measure.name == "Fractions common assessment"


def test_sharpening_never_eases(make_goal: MAKE) -> None:
    goal = make_goal()
    easier = replace(goal, target=80)
    other = replace(goal, measure=replace(goal.measure, maximum=50))
    same = {"today": date(2025, 9, 20), "first_result_on": None, "requested_by": "lead"}

    with pytest.raises(TargetNeverRecedes):
        amendment.sharpen(goal, easier, **same)  # type: ignore[arg-type]
    with pytest.raises(GroupNeverNarrows):
        amendment.sharpen(goal, other, **same)  # type: ignore[arg-type]
    with pytest.raises(NotAnAmendment):
        amendment.sharpen(goal, goal, **same)  # type: ignore[arg-type]
    with pytest.raises(NotAnAmendment):
        amendment.sharpen(goal, replace(goal, starts_on=date(2025, 9, 17)), **same)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("today", "first_result_on"),
    [(date(2025, 10, 1), None), (date(2025, 9, 20), date(2025, 9, 19))],
)
def test_sharpening_ends_with_a_result_or_two_weeks(make_goal: MAKE, today: date, first_result_on: date | None) -> None:
    goal = make_goal()

    with pytest.raises(SharpeningIsOver):
        amendment.sharpen(
            goal, replace(goal, target=90), today=today, first_result_on=first_result_on, requested_by="lead"
        )


def correct(goal: Locked, wanted: Locked, **changes: object) -> tuple[Locked, amendment.Amendment]:
    told: dict[str, object] = {
        "code": CorrectionCode.DATA_ENTRY_ERROR,
        "explanation": "62 was typed as 58",
        "requested_by": "lead",
        "approved_by": "steward",
        "on": ON,
    }
    return amendment.correct(goal, wanted, **(told | changes))  # type: ignore[arg-type]


def test_a_wrong_record_is_put_right_by_two_people(make_goal: MAKE) -> None:
    goal = make_goal(baseline=Baseline(58, date(2025, 9, 15), 110, "typed"))
    wanted = replace(goal, baseline=Baseline(62, date(2025, 9, 15), 110, "scan"))

    after, made = correct(goal, wanted)

    assert (after.baseline.value, made.before.baseline.value, made.approved_by) == (62, 58, "steward")
    assert str(amendment.describe(made)) == "Corrected on 1 October 2025: 62 was typed as 58"


@pytest.mark.parametrize(
    "changes",
    [
        {"explanation": " "},
        {"approved_by": ""},
        {"approved_by": "lead"},
        {"code": CorrectionCode.CALENDAR_CHANGED},
    ],
)
def test_a_correction_lacks_nothing(make_goal: MAKE, changes: dict[str, object]) -> None:
    goal = make_goal()

    with pytest.raises(NotACorrection):
        correct(goal, replace(goal, target=80), **changes)


def test_a_correction_corrects_something_possible(make_goal: MAKE) -> None:
    goal = make_goal()

    with pytest.raises(NotACorrection):
        correct(goal, goal)
    with pytest.raises(NotAnAmendment):
        correct(goal, replace(goal, target=60))


def test_stops_on_the_line_follow_a_corrected_deadline_and_others_stay(make_goal: MAKE) -> None:
    goal = make_goal(stops=())
    half = goal.baseline.on + (goal.deadline - goal.baseline.on) / 2
    on_it = Stop(half, round((goal.baseline.value + goal.target) / 2, 1))
    own = Stop(half + timedelta(days=7), goal.target)
    goal = replace(goal, stops=(on_it, own))
    later = replace(goal, deadline=goal.deadline + (goal.deadline - goal.baseline.on))

    after = amendment.redrawn(goal, later)

    assert after.stops[0].value == pytest.approx(goal.baseline.value + (goal.target - goal.baseline.value) / 4, abs=0.3)
    assert after.stops[1] == own
    assert amendment.redrawn(goal, goal) == goal


def test_slow_progress_is_no_correction() -> None:
    assert amendment.correction_code("roster_error") is CorrectionCode.ROSTER_ERROR
    with pytest.raises(NotACorrection, match="The goal stays"):
        amendment.correction_code("progress is slower than hoped")


def test_no_code_changes_how_students_are_counted(make_goal: MAKE) -> None:
    goal = make_goal()

    for code in CorrectionCode:
        with pytest.raises(NotACorrection):
            correct(goal, replace(goal, denominator=Denominator.TESTED), code=code)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"target": 80}, True),
        ({"target": 85}, False),
        ({"target": 88}, False),
        ({"deadline": date(2026, 3, 1)}, True),
        ({"deadline": date(2026, 12, 1), "target": 70}, False),
        ({"group": GroupRule("Some", frozenset({5, 6}))}, False),
        ({"group": GroupRule("Others", frozenset({6}))}, True),
        ({"target": None}, False),
        ({"measure": None}, False),
    ],
)
def test_an_easier_twin_is_seen(make_goal: MAKE, draft: Draft, change: dict[str, object], expected: bool) -> None:
    new = replace(draft, **change)  # type: ignore[arg-type]

    assert amendment.is_easier_twin(new, make_goal()) is expected


def test_another_measure_makes_no_twin(make_goal: MAKE, make_down_goal: MAKE) -> None:
    assert not amendment.is_easier_twin(make_down_goal(), make_goal())


def test_a_leader_may_cancel_for_a_listed_reason() -> None:
    made = cancel(code="merged", explanation="Two teams became one", leader="principal", on=ON)

    assert made.code is CancelCode.MERGED


@pytest.mark.parametrize(
    ("code", "explanation", "leader"),
    [("too hard", "we tried", "principal"), ("merged", "", "principal"), ("merged", "one team now", " ")],
)
def test_a_hard_goal_is_not_cancelled(code: str, explanation: str, leader: str) -> None:
    with pytest.raises(NoReasonToCancel) as refused:
        cancel(code=code, explanation=explanation, leader=leader, on=ON)

    assert "unit_closed, measure_withdrawn, merged, created_in_error" in str(refused.value.hint)
