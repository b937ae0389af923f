"""The law of the program, over random sequences of everything that may be tried (domain.md 2.8)."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from aimline.domain import amendment
from aimline.domain.aimline import expected, line_of
from aimline.domain.amendment import Amendment, AmendmentKind, CorrectionCode
from aimline.domain.goal import Baseline, Comparison, Denominator, GroupRule, Level, Locked, Stop, narrows
from aimline.domain.measure import Direction, Kind, Measure, Metric, at_least_as_good
from aimline.domain.refusal import AimlineError

START = date(2025, 9, 15)
DAYS = st.integers(1, 260).map(lambda n: START + timedelta(days=n))
VALUES = st.integers(0, 100).map(float)
GRADES = st.frozensets(st.integers(0, 5), max_size=3)
STOPS = st.lists(st.builds(Stop, DAYS, VALUES), max_size=3).map(tuple)
PEOPLE = st.sampled_from(["lead", "colleague", "principal", ""])


class AnyoneTriesAnything(RuleBasedStateMachine):
    """People raise, lower, hurry, delay, swap and correct; what passes is never easier."""

    @initialize(direction=st.sampled_from(Direction))
    def agree_on_a_goal(self, direction: Direction) -> None:
        start, end = (40.0, 60.0) if direction is Direction.UP else (60.0, 40.0)
        measure = Measure("Unit test", Kind.CFA, Metric.PERCENT_PROFICIENT, direction, "%", 0, 100)
        self.goal = Locked(
            level=Level.TEAM,
            group=GroupRule("Grades 2 and 3", frozenset({2, 3})),
            result="read",
            measure=measure,
            baseline=Baseline(start, START, 60, "fall"),
            target=end,
            starts_on=START,
            deadline=date(2026, 5, 1),
            deadline_words="",
            stops=(Stop(date(2026, 1, 15), 50.0),),
            comparison=Comparison.SAME_STUDENTS,
            denominator=Denominator.MATCHED,
            proxies=(),
            locked_on=START,
        )
        self.made: list[Amendment] = []
        self.refused = 0

    def attempt(self, wanted: Locked, **told: object) -> None:
        try:
            if told:
                self.goal, made = amendment.correct(self.goal, wanted, **told)  # type: ignore[arg-type]
            else:
                self.goal, made = amendment.amend(self.goal, wanted, requested_by="lead", on=START)
        except AimlineError:
            self.refused += 1
        else:
            self.made.append(made)

    @rule(target_value=VALUES)
    def set_the_target(self, target_value: float) -> None:
        self.attempt(replace(self.goal, target=target_value))

    @rule(day=DAYS, stops=STOPS)
    def set_deadline_and_stops(self, day: date, stops: tuple[Stop, ...]) -> None:
        self.attempt(replace(self.goal, deadline=day, stops=stops))

    @rule(day=DAYS)
    def hurry(self, day: date) -> None:
        try:
            self.goal, made = amendment.bring_forward(self.goal, day, requested_by="lead", on=START)
            self.made.append(made)
        except AimlineError:
            self.refused += 1

    @rule(day=DAYS, value=VALUES)
    def add_a_stop(self, day: date, value: float) -> None:
        self.attempt(replace(self.goal, stops=tuple(sorted((*self.goal.stops, Stop(day, value)), key=lambda s: s.on))))

    @rule(grades=GRADES)
    def change_the_group(self, grades: frozenset[int]) -> None:
        self.attempt(replace(self.goal, group=GroupRule("Changed", grades)))

    @rule(value=VALUES)
    def change_the_baseline(self, value: float) -> None:
        self.attempt(replace(self.goal, baseline=replace(self.goal.baseline, value=value)))

    @rule(value=VALUES, code=st.sampled_from(CorrectionCode), second=PEOPLE)
    def correct_the_target(self, value: float, code: CorrectionCode, second: str) -> None:
        self.attempt(
            replace(self.goal, target=value),
            code=code, explanation="typed wrong", requested_by="lead", approved_by=second, on=START,
        )  # fmt: skip

    @rule(target_value=VALUES, day=DAYS, n_days=st.integers(0, 30))
    def sharpen(self, target_value: float, day: date, n_days: int) -> None:
        try:
            self.goal, made = amendment.sharpen(
                self.goal,
                replace(self.goal, target=target_value, deadline=day),
                today=START + timedelta(days=n_days),
                first_result_on=None,
                requested_by="lead",
            )
            self.made.append(made)
        except AimlineError:
            self.refused += 1

    @invariant()
    def nothing_is_easier_without_two_people(self) -> None:
        for made in getattr(self, "made", []):
            if made.kind is AmendmentKind.CORRECTION:
                assert made.code is not None
                assert made.approved_by not in ("", made.requested_by)
            else:
                _assert_nowhere_easier(made.before, made.after)

    @invariant()
    def the_trail_is_whole(self) -> None:
        trail = getattr(self, "made", [])
        if trail:
            assert trail[-1].after == self.goal
        assert all(earlier.after == later.before for earlier, later in pairwise(trail))


def _assert_nowhere_easier(before: Locked, after: Locked) -> None:
    direction = before.measure.direction
    assert at_least_as_good(direction, after.target, before.target)
    assert after.deadline <= before.deadline
    assert after.baseline == before.baseline
    assert after.measure == before.measure
    assert not narrows(after.group, before.group)
    for n in range(0, 260, 7):
        day = START + timedelta(days=n)
        old, new = expected(line_of(before), day), expected(line_of(after), day)
        assert at_least_as_good(direction, new, old) or new == pytest.approx(old, abs=1e-6)


TestAnyoneTriesAnything = AnyoneTriesAnything.TestCase
TestAnyoneTriesAnything.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
