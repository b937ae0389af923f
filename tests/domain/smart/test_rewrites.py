"""The law of offers: taking one silences the finding that made it, and brings nothing new that blocks."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aimline.domain.calendar import Calendar
from aimline.domain.goal import Level
from aimline.domain.measure import Metric
from aimline.domain.smart import Fields, Finding, Offers, Severity, catalogue, check
from aimline.domain.smart.draft import Draft, plain

TODAY = date(2025, 9, 1)
CALENDAR = Calendar()
BLOCKING = (Severity.BLOCK, Severity.REDIRECT)
BEFORE_ACTIVATION = {"T-06", "M-05"}
WORDS = {
    "deadline": "14 November 2025",
    "group": "Grade 5 students",
    "skill": "comparing fractions",
    "measure": "the common unit CFA",
    "focus": "newcomers",
    "focus_baseline": "31",
    "focus_target": "50",
    "proxy": "the common unit CFA",
    "behaviour": "confer with four writers",
    "rhythm": "every day",
    "hope": "a year in which every page opens a door",
    "audience": "every child in our rooms",
    "reason": "reading is how they meet the world",
}


STEPS = (12, 18, 25, 33, 42, 6, 3, 0.6, 0.3, 1.2, 1)


def numbers_of(draft: Draft, step: float) -> dict[str, str]:
    """Give sensible numbers for blanks: on the scale of the sentence, and `step` better than the other number."""
    counted = re.search(r"of (\d+)", str(draft))
    rubric = "4-point" in str(draft) and "%" not in str(draft)
    top = int(counted.group(1)) if counted else 4 if rubric else 100
    low = 1.0 if counted else 2.1 if rubric else 48.0
    step = max(1, round(step * top / 100)) if counted else min(step, 1) if rubric else step
    if "reduce" in draft.pattern:
        low, step = low + step, -step
    known = {name: draft.values[name] for name in ("baseline", "target") if name in draft.values}
    if not known:
        start, end = low, low + step
    elif "baseline" in known:
        start = read(known["baseline"])
        end = start + step
    else:
        end = read(known["target"])
        start = end - step
    values = {"baseline": start, "target": end}
    percent = top == 100 and "%" not in draft.pattern and draft.pattern.endswith("{target}.") and not known
    return {
        name: f"{min(max(values[name], 0), top):g}{'%' if percent else ''}" for name in draft.blanks if name in values
    }


def read(text: str) -> float:
    """Read a number of a draft; of "9 of 24" the students counted."""
    return float(text.split(" of ", maxsplit=1)[0])


def written(draft: Draft, step: float) -> str:
    values = {name: WORDS[name] for name in draft.blanks if name in WORDS}
    if "deadline" in draft.blanks:
        later = TODAY + timedelta(weeks=12, days=4)
        values["deadline"] = f"{later:%-d %B %Y}"
    return draft.filled(**values, **numbers_of(draft, step))


def judge(text: str, case: dict) -> tuple[Finding, ...]:
    return check(text, today=TODAY, **case).findings


def broken(text: str, case: dict, findings: tuple[Finding, ...], finding: Finding) -> list[str]:
    """Take an offer in every one of its drafts, with some sensible number in its blanks; list what it broke."""
    rewrite = finding.rewrite
    if rewrite is None:
        return []
    before = {one.code for one in findings if one.severity in BLOCKING}
    taken = case | {"fields": rewrite.fields or case["fields"]}
    said = []
    for draft in rewrite.drafts or (plain(text),):
        tries = (problem(written(draft, step), taken, finding, before) for step in STEPS)
        first = next(tries)
        if first and {"baseline", "target"}.intersection(draft.blanks):
            first = first if all(tries) else ""
        said += [first] if first else []
    return said


def problem(after: str, taken: dict, finding: Finding, before: set[str]) -> str:
    """Say what a sentence that was taken over still leaves open, or blocks anew."""
    found = judge(after, taken)
    new = {one.code for one in found if one.severity in BLOCKING} - before - BEFORE_ACTIVATION
    if finding.message.text in {one.message.text for one in found if one.code == finding.code}:
        return f"{finding.code} stays: {after!r}"
    return f"{finding.code} brings {sorted(new)}: {after!r}" if new else ""


SENTENCE_SAMPLES = [rule for rule in catalogue.RULES if rule.rewrite is not None]


@pytest.mark.parametrize("rule", SENTENCE_SAMPLES, ids=lambda rule: f"{rule.code} {rule.what[:12]}")
def test_every_offer_on_the_samples_holds(rule):
    sample = rule.sample
    case = {"calendar": sample.calendar, "layer": sample.layer, "fields": sample.fields}
    findings = judge(sample.text, case)
    found = [one for one in findings if one.code == rule.code]
    assert [line for one in found for line in broken(sample.text, case, findings, one)] == []


SENTENCE = "By May 22, 2026, Grade 4 students will grow from 45% to 60% in fractions on the unit CFA."


@pytest.mark.parametrize(
    ("code", "text", "fields"),
    [
        ("X-01", SENTENCE, Fields(group="Grade 4 students", measure="Fraction CFA", target=65.0)),
        ("X-01", SENTENCE, Fields(group="Grade 5 students")),
        ("X-01", "From 3 to 6 of 8 Grade 4 students will read well by May 22, 2026.", Fields(target=90.0)),
        ("X-02", "By May 22, 2026, Grade 4 students will reduce math from 45% to 60%.", Fields(baseline=48.0)),
        ("T-06", "Grade 4 students read well\nby May 22, 2026 from 45% to 60%", Fields()),
        ("RF-14", "Every learner reads with joy.", Fields(metric=Metric.PERCENT_PROFICIENT, target=65.0)),
        ("RF-08", "Students will", Fields()),
    ],
)
def test_every_offer_holds_beside_what_fields_tell(code, text, fields):
    case = {"calendar": CALENDAR, "layer": None, "fields": fields}
    findings = judge(text, case)
    assert code in {one.code for one in findings}
    assert [line for one in findings for line in broken(text, case, findings, one)] == []


GROUPS = ("", "students", "all students", "Grade 4 students", "third-grade students", "struggling readers",
          "our low kids", "students receiving Tier 2 support", "Leo", "more students",
          "all Grade 6 students")  # fmt: skip
SKILLS = ("fractions", "reading", "math", "reading fluency", "solving two-step word problems", "writing", "phonics",
          "science scores", "informational writing", "chronic absence", "this week's word list")  # fmt: skip
VERBS = ("will improve in", "will demonstrate proficiency in", "will understand", "will master", "will get better at",
         "will read", "will use", "will reduce", "will grow in")  # fmt: skip
NUMBERS = ("", "from 45% to 60%", "from 84% to 85%", "to 85%", "from 2.1 to 2.9 on our 4-point rubric", "by 15%",
           "from 70 to 85 on our 4-point rubric", "from 45 to 75 words per minute", "from 62% to 130%",
           "from 20% to 95%", "from 60% to 45%", "from 9 of 24 to 18 of 24", "by 10 points",
           "from 50% to 70% and in addition from 40% to 60%")  # fmt: skip
MEASURES = ("", "on the unit CFA", "as measured by each teacher's quizzes", "on the screener",
            "as measured by the state test", "on common rubrics")  # fmt: skip
DATES = ("", "by spring", "by May 22, 2026", "over time", "by 3/4/2026", "by 12 May 2019", "by December 25, 2025",
         "in three weeks", "by the end of the third quarter", "by June", "this school year")  # fmt: skip
OTHERS = (
    "Teachers will post learning targets in every room.",
    "We will hold data meetings every week.",
    "Write a pacing guide for Grade 8.",
    "By holding daily conferences, Grade 3 writing will rise from 2.1 to 2.8.",
    "Teachers will use exit slips so that Grade 5 students grow from 45% to 60% in fractions.",
    "95% of students will turn in their portfolios.",
    "90% of staff will feel prepared to teach phonics.",
    "Students will use journals every day.",
    "Every learner thrives here.",
    "Agenda: fall data, field trip.",
    "Grade 3 reading is low because families do not care.",
    "Reduce Grade 7 tardies from 12 to 18 by May 15.",
    "The share of Geometry students with a B or better will rise from 40% to 55%.",
    "Grade 2 will go from 55% on the pretest to 80% on the state test.",
    "The share of Grade 6 students meeting state writing standards will rise from 60% to 68% by June.",
    "Every Grade 1 student reads at grade level by June.",
    "By 5 June 2026, chronic absence among Grade 9 students will fall from 24% to 16%.",
    "By 20 March 2026 the gap between newcomers and all Grade 4 students on reading CFAs will shrink from 27 to 18.",
    "Grade 3 fluency will rise from 50% to 60%, with particular focus on newcomers.",
)


@st.composite
def goals(draw: st.DrawFn) -> str:
    parts = [draw(st.sampled_from(part)) for part in (GROUPS, VERBS, SKILLS, NUMBERS, MEASURES, DATES)]
    parts[2] = parts[2] if parts[0] else "grow"
    return " ".join(part for part in parts if part).capitalize() + "."


FIELDS = st.builds(
    Fields,
    group=st.sampled_from((None, None, "Grade 4 students")),
    measure=st.sampled_from((None, None, "Fraction CFA")),
    metric=st.sampled_from((None, None, Metric.PERCENT_PROFICIENT)),
    baseline=st.sampled_from((None, None, 48.0)),
    baseline_on=st.sampled_from((None, date(2025, 8, 28), date(2025, 3, 3))),
    target=st.sampled_from((None, None, 65.0, 99.0)),
    deadline=st.sampled_from((None, None, date(2025, 12, 25), date(2026, 5, 22), date(2025, 9, 20))),
    level=st.sampled_from((None, Level.TEAM, Level.SCHOOL, Level.CLASSROOM)),
    n_students=st.sampled_from((None, None, 22, 8, 4)),
    parent_deadline=st.sampled_from((None, date(2026, 1, 30))),
    last_data_on=st.sampled_from((None, date(2026, 1, 16))),
    n_short_goals=st.sampled_from((None, 0)),
)
OFFERS = st.sampled_from(
    (
        Offers(),
        Offers(baseline=48, baseline_on=date(2025, 8, 29), targets=(62.0, 68.0), dates=(date(2025, 12, 5),)),
        Offers(groups=("Grade 4 students",), measures=("the fraction CFA",), skills=("comparing fractions",)),
    )
)


@given(st.one_of(goals(), st.sampled_from(OTHERS)), FIELDS, OFFERS)
@settings(max_examples=400, deadline=None)
def test_taking_an_offer_silences_its_finding_and_brings_no_new_block(text, fields, offers):
    case = {"calendar": CALENDAR, "layer": None, "fields": fields, "offers": offers}
    findings = judge(text, case)
    assert [line for one in findings for line in broken(text, case, findings, one)] == []
