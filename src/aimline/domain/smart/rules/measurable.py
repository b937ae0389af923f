"""M: which data, from where, to where (domain.md 4.3)."""

from datetime import date

from aimline.domain.goal import Level
from aimline.domain.measure import Metric, is_percent
from aimline.domain.smart.case import Case
from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.report import Severity
from aimline.domain.smart.rewrites import (
    aligned_grades,
    both_readings,
    in_formula,
    in_students,
    newer_start,
    one_ruler,
    proxy,
)
from aimline.domain.smart.rule import Hit, Need, Rule, Sample, SentenceRule
from aimline.domain.smart.statement import Fields
from aimline.domain.smart.verbs import VerbClass
from aimline.domain.words import say

_SHORT_WEEKS = 8
_OLD_DAYS = 120
_SMALL_GROUP = 10
_OWN_TESTS = frozenset({Level.CLASSROOM, Level.TEACHER, Level.STUDENT})
_SOONER = listed("measurable", "sooner")
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_SOFT, _STATE_SHARE, _GRADE_SHARE = (
    VerbClass.SOFT,
    Metric.PERCENT_MEETING_STANDARD,
    Metric.PERCENT_GRADE_AT_LEAST,
)


def _no_measure(case: Case) -> Hit | None:
    numbers = case.baseline is not None and (case.target is not None or case.amount is not None)
    return None if case.measured or numbers else Hit()


def _unnamed_measure(case: Case) -> Hit | None:
    numbers = case.baseline is not None and case.target is not None
    named = case.statement.measure is not None or case.statement.hints.self_naming
    return Hit() if numbers and not named else None


def _no_target(case: Case) -> Hit | None:
    return None if case.target is not None or case.amount is not None else Hit()


def _no_baseline(case: Case) -> Hit | None:
    return Hit() if case.baseline is None else None


def _soft_verb(case: Case) -> Hit | None:
    soft = case.statement.verb_class is _SOFT and case.target is None
    return Hit(case.statement.result.span if case.statement.result else None) if soft else None


def _too_few_data(case: Case) -> Hit | None:
    if case.fields.has_proxy:
        return None
    if case.fields.n_readings is not None:
        needed = 2 if (case.weeks or 0) <= _SHORT_WEEKS else 3
        return Hit() if case.fields.n_readings < needed else None
    yearly = case.fields.yearly if case.fields.yearly is not None else case.metric is _STATE_SHARE
    return Hit() if yearly and not _other_instrument(case) else None


def _other_instrument(case: Case) -> bool:
    """An assessment of our own in the sentence ("Until then we follow the writing CFA") shows movement sooner."""
    names = (name.lower().split() for name in case.statement.hints.instruments)
    return any(not _SOONER.isdisjoint(words) for words in names)


def _misfit(case: Case) -> Hit | None:
    if not case.misfits:
        return None
    top = 100.0 if case.unit == "%" else case.fields.maximum or case.statement.hints.scale_top
    slot = case.statement.target or case.statement.baseline
    return Hit(slot.span if slot else None, {"top": top})


def _percent_of_what(case: Case) -> Hit | None:
    slot = case.statement.change_amount
    alone = slot is not None and case.unit == "%" and case.target is None and case.fields.target is None
    return Hit(slot.span) if alone and slot is not None else None


def _grades(case: Case) -> Hit | None:
    if case.metric is not _GRADE_SHARE:
        return None
    aligned = case.fields.grades_aligned or "metric_aligned" in case.statement.hints.found
    return None if aligned else Hit(case.statement.metric.span if case.statement.metric else None)


def _not_common(case: Case) -> Hit | None:
    own = "teacher_own" in case.statement.hints.found and case.fields.level not in _OWN_TESTS
    return Hit(case.statement.measure.span if case.statement.measure else None) if own else None


def _old_baseline(case: Case) -> Hit | None:
    on = case.fields.baseline_on
    old = on is not None and (case.starts_on - on).days > _OLD_DAYS
    if on is not None and (old or not case.fields.baseline_is_theirs):
        return Hit(values={"start": say("{day}", day=on) if old else say("another group")})
    return None if case.fields.baseline_is_theirs else Hit(values={"start": say("another group")})


def _few_students(case: Case) -> Hit | None:
    n = case.fields.n_students
    if not n or n >= _SMALL_GROUP or case.metric is None or not is_percent(case.metric):
        return None
    return Hit(values={"n": n, "points": 100 / n}) if case.counted_of is None else None


def _two_rulers(case: Case) -> Hit | None:
    return (
        Hit(case.statement.target.span if case.statement.target else None)
        if case.statement.hints.rulers_differ
        else None
    )


RULES: tuple[SentenceRule, ...] = (
    Rule(
        "M-01",
        Severity.BLOCK,
        "No instrument and no metric that names itself.",
        "Without a measure students never learn whether their work has paid off.",
        Sample("Kindergarten students will know their letters."),
        Sample("Kindergarten students will name 24 letters on the letter-naming probe, up from 11."),
        "No measure is named yet.",
        "What would you look at: a CFA, the screener, a benchmark?",
        _no_measure,
        in_formula,
        guard="Numbers for start and target get M-10 instead.",
    ),
    Rule(
        "M-02",
        Severity.BLOCK,
        "No target number.",
        "A team that has not said how far cannot know when to celebrate.",
        Sample("More Grade 9 students will pass biology."),
        Sample("The share of Grade 9 students passing biology will rise from 71% to 84%."),
        "There is no number to reach yet.",
        "How many, or what share?",
        _no_target,
        in_formula,
    ),
    Rule(
        "M-03",
        Severity.BLOCK,
        "No baseline.",
        "Without a start nobody can see growth.",
        Sample("By May 29, 80% of Grade 3 students will be proficient on the place-value CFA."),
        Sample("By May 29, 80% of Grade 3 students will be proficient on the place-value CFA, up from 55%."),
        "The start is missing.",
        "Where are they now? Without a start we cannot see growth.",
        _no_baseline,
        in_formula,
    ),
    Rule(
        "M-04",
        Severity.BLOCK,
        "A soft verb (understand, know, appreciate) is the only result.",
        "Understanding that never shows cannot be taught towards.",
        Sample("Grade 7 students will understand integers."),
        Sample("Grade 7 students will demonstrate proficiency in integer operations on the unit CFA."),
        "Understanding shows in something.",
        "What will they do, on which assessment?",
        _soft_verb,
        in_formula,
    ),
    Rule(
        "M-05",
        Severity.BLOCK,
        "Too few data points before the deadline, or a yearly test without an earlier signal.",
        "Students cannot wait a year to learn that something does not work.",
        Sample("The share of Grade 6 students meeting state writing standards will rise from 60% to 68%."),
        Sample(
            "The share of Grade 6 students meeting state writing standards will rise from 60% to 68%. "
            "Until then we follow the common writing CFA on at least two dates."
        ),
        "With this measure you would learn the answer once, at the end.",
        "Which common assessment can show movement sooner?",
        _too_few_data,
        proxy,
        guard="An interim common assessment in the monitoring plan with two dates answers it.",
    ),
    Rule(
        "M-06",
        Severity.BLOCK,
        "The number does not lie on the scale.",
        "A number off its scale measures nothing.",
        Sample("Grade 5 essays will improve from 70 to 85 on our 4-point rubric."),
        Sample("Grade 5 essays will improve from 2.1 to 2.9 on our 4-point rubric."),
        "This scale goes up to {top}.",
        "Which unit are these numbers in?",
        _misfit,
        in_formula,
    ),
    Rule(
        "M-07",
        Severity.WARN,
        "A gain in percent on a percentage, without from and to.",
        "Two people read it as two different goals.",
        Sample("Grade 4 spelling scores will rise by 12%."),
        Sample("Grade 4 spelling scores will rise from 60% to 72%."),
        "From 60: 15 points is 75, 15 percent is 69.",
        "Points or percent, and from where?",
        _percent_of_what,
        both_readings,
    ),
    Rule(
        "M-08",
        Severity.WARN,
        "Course grades that are not marked as aligned to standards.",
        "Grades mix learning with effort and behaviour.",
        Sample("The share of Geometry students with a B or better will rise from 40% to 55%."),
        Sample(
            "The share of Geometry students with a B or better in standards-based grades will rise from 40% to 55%."
        ),
        "These grades may mix in effort and behaviour.",
        "Are they aligned to standards, or would a common assessment say it better?",
        _grades,
        aligned_grades,
    ),
    Rule(
        "M-09",
        Severity.WARN,
        "Each teacher measures with a test of their own.",
        "Students in different rooms would be held to different rulers.",
        Sample("Grade 6 will rise from 40% to 55% as measured by each teacher's tests."),
        Sample("Grade 6 will rise from 40% to 55% as measured by the common unit test."),
        "If each class uses another test, the numbers cannot be compared.",
        "Which common assessment could you all give?",
        _not_common,
        in_formula,
        guard="A classroom, a teacher and a student may use a test of their own.",
    ),
    Rule(
        "M-10",
        Severity.ADVISE,
        "Numbers stand in the sentence, but the assessment does not.",
        "Families should know what stands behind a number.",
        Sample("Grade 2 will grow from 40% to 65% proficient in subtraction."),
        Sample("Grade 2 will grow from 40% to 65% proficient in subtraction, as measured by the subtraction CFA."),
        "The assessment is not named in the sentence.",
        "Which assessment is it, so families know it too?",
        _unnamed_measure,
        in_formula,
    ),
    Rule(
        "M-11",
        Severity.ADVISE,
        "The baseline is older than 120 days, or from other students.",
        "Students have changed since.",
        Sample(
            "Grade 3 will grow from 45% to 60% on the fraction CFA.",
            note="Baseline of 3 March 2025, the goal starts on 1 September 2025.",
            fields=Fields(baseline_on=date(2025, 3, 3)),
        ),
        Sample(
            "Grade 3 will grow from 45% to 60% on the fraction CFA.",
            note="Baseline of 29 August 2025.",
            fields=Fields(baseline_on=date(2025, 8, 29)),
        ),
        "This start is from {start}.",
        "Is there a newer result of these students?",
        _old_baseline,
        newer_start,
        needs=Need.FIELDS,
    ),
    Rule(
        "M-12",
        Severity.ADVISE,
        "Percentages of fewer than ten students.",
        "One child more or less looks like a trend.",
        Sample(
            "Our Tier 3 group will go from 50% to 83% on the blending probe.",
            note="6 students.",
            fields=Fields(n_students=6),
        ),
        Sample(
            "Our Tier 3 group will go from 3 to 5 of 6 students on the blending probe.",
            note="6 students.",
            fields=Fields(n_students=6),
        ),
        "With {n} students each one is {points} points.",
        "Would counting students say it better?",
        _few_students,
        in_students,
        needs=Need.FIELDS,
    ),
    Rule(
        "M-13",
        Severity.BLOCK,
        "Baseline and target come from different measures.",
        "Growth between two rulers is no growth.",
        Sample("Grade 2 will go from 55% on the pretest to 80% on the state test."),
        Sample("Grade 2 will go from 55% to 80% on the unit CFA."),
        "Start and finish must use the same ruler.",
        "Which of the two measures will you keep?",
        _two_rulers,
        one_ruler,
    ),
)
