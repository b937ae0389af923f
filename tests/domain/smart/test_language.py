"""What constructions of the language mean: shares that will do something, cuts, comparisons, people who are told to."""

import pytest

from aimline.domain.smart import check, to_json
from tests.domain.year_2026 import CALENDAR, TODAY


def read(text: str) -> dict[str, object]:
    given = to_json(check(text, today=TODAY, calendar=CALENDAR))
    slots = {name: slot["value"] if slot else None for name, slot in given["slots"].items()}
    return {"layer": given["layer"], **given["marks"], **slots}


@pytest.mark.parametrize(
    ("text", "baseline", "target"),
    [
        ("90% of ninth graders will earn 6 or more credits by June, up from 78% last year.", 78, 90),
        ("80% of our band students (32 of 40) will play a scale with no more than 3 errors by May 8.", None, 80),
        ("Every Year 1 child will read 40 of the 45 common words by June.", None, 100),
        ("All of our Grade 4 students will score 3 or higher on the opinion rubric by March.", None, 100),
        ("Every one of our Grade 5 students will pass the decimals CFA by May.", None, 100),
        ("All Tier 2 readers at or above benchmark on Acadience, EOY.", None, 100),
        ("60% of students identified for Tier 3 support will exit it before spring break.", None, 60),
        ("75% of our Running Start students will join a college visit before spring break.", None, 75),
        ("By spring, 80% of kindergartners to write their name and 20 letters, from 45% now.", 45, 80),
        ("Sample: 70% to be fluent in number bonds to 10, by June.", None, 70),
        ("Our scores: 41% on the fall CFA against a district average of 55%; by May it will be 60%.", 41, 60),
        ("Grade 8 pass rate will reach 80% by June, above the district's 74%.", None, 80),
        ("The state average on the Grade 4 test is 55%; ours is 48%. We will reach 60% by June.", 48, 60),
        ("Our district's rate is 55%. We will reach 60% by June.", 55, 60),
        ("By June 30 of 40 marks or better for 85% of pupils (2025: 74%).", 74, 85),
        ("Grade 8 pass rate will rise from 61% to the district's 74% by June.", 61, 74),
        ("The essay mean will climb from 2.4 to 3.0 on the 4-trait rubric.", 2.4, 3.0),
        ("Maya will write a 3-sentence paragraph scoring 8/10 on the checklist, up from 4/10.", 4, 8),
        ("The student will ask for a break in 4 of 5 opportunities.", None, 80),
        ("Maintain the Grade 12 graduation rate at or above 94%.", None, 94),
        ("Reading 52→60 (STAAR) and tardies 410→300 in Grade 7, both by May.", 52, 60),
        ("The share at mastery rises from 66% in 2024 and 69% in 2025 to 75% in 2026.", 69, 75),
        ("Have three quarters of the class able to catch a ball, up from half.", 50, 75),
        ("Raise fluency by 100L on the Achieve3000 LevelSet in Grade 6.", None, None),
        ("More Class 2 pupils will know their facts to 20.", None, None),
        ("ELL students will show a gain of at least 0.5 on the composite score (fall average 2.9).", 2.9, None),
        ("The pass rate is up 6 points to 71% by June.", None, 71),
        ("All students will do well in math on the district assessment.", None, None),
        ("The principal and two coaches will complete 10 walkthroughs a week.", None, None),
    ],
)
def test_a_number_is_what_its_construction_makes_it(text: str, baseline: float | None, target: float | None) -> None:
    told = read(text)
    assert (told["baseline"], told["target"]) == (baseline, target)


@pytest.mark.parametrize(
    ("text", "mark", "deadline"),
    [
        ("85% of staff will say on the June survey that they feel heard.", "partly", "2026-06-30"),
        ("Grade 3 phonics will improve on the winter DIBELS.", "partly", "2026-02-28"),
        ("Belonging will grow from 63% to 72% on the survey given each spring.", "not_met", None),
        ("By the end of the course, 80% of Chemistry students will pass the lab practical.", "met", "2026-06-12"),
        ("As measured by the EOY Star, third graders at benchmark will grow from 39% to 60%.", "met", "2026-05-22"),
        ("7 in 10 Year 5 pupils will pass the fractions check.", "not_met", None),
        ("Reading will grow from 52% (Fall 2025) to 65% (Spring 2026) in Grade 3.", "partly", "2026-05-31"),
        ("Reading will grow from 52% (Fall 2025) to 65% in Grade 3.", "not_met", None),
    ],
)
def test_a_date_that_names_a_coming_test_is_the_deadline(text: str, mark: str, deadline: str | None) -> None:
    told = read(text)
    assert (told["T"], told["deadline"]) == (mark, deadline)


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        ("Move Grade 7 mastery from 40% to 60% on the unit test by March.", "progress"),
        ("We will move Grade 4 fluency from 60 to 90 wcpm by May.", "progress"),
        ("Bring the gap between boys and girls down from 24 points to 16 points.", "progress"),
        ("To reach 92% attendance in the alternative program, compared with 86% the year before.", "progress"),
        ("Make sure fewer of our little ones are behind in language.", "progress"),
        ("It would be wonderful if twice as many of our girls chose Computing.", "progress"),
        ("Each student in the academy to present once.", "progress"),
        ("Raise math achievement through better lessons and engaged families.", "progress"),
        ("To ensure that all Grade 4 students solve two-step problems.", "progress"),
        ("Math: 62% → 70% | Reading: 58% → 67% | Grade 5 | MAP | May 2026", "progress"),
        ("Move the Grade 7 advisory to first period.", "activity"),
        ("Site council to weigh the timetable.", "activity"),
        ("Author visits to be promoted through assemblies.", "activity"),
        ("The share of graduates in apprenticeships has risen from 9% to 16%.", "no_goal"),
        ("Students must keep a 2.0 average to be eligible for sports.", "no_goal"),
        ("Which of these is a goal? a) 80% passing b) buy tablets", "no_goal"),
    ],
)
def test_what_a_sentence_is_shows_in_its_verb(text: str, layer: str) -> None:
    assert read(text)["layer"] == layer


@pytest.mark.parametrize(
    ("text", "group", "mark"),
    [
        ("Students in our Welding II course will pass the safety test.", "Students in our Welding II course", "met"),
        ("Students in care will graduate.", "Students in care", "met"),
        ("Learners in Studio 3 will decode nonsense words.", "Learners in Studio 3", "met"),
        ("Students with reading disabilities will decode nonsense words.", "Students with reading disabilities", "met"),
        ("Students who scored below 190 will decode nonsense words.", "Students who scored below 190", "met"),
        ("This year our Running Start students will decode nonsense words.", "our Running Start students", "met"),
        ("S3 pupils will decode nonsense words.", "S3 pupils", "met"),
        ("My Tier 2 phonics group will decode nonsense words.", "My Tier 2 phonics group", "met"),
        ("By the end of the 1st semester all juniors will write a thesis statement.", "all juniors", "met"),
        ("Students in each demographic group will decode nonsense words.", "Students", "partly"),
        ("80% des eleves de 3e annee reussiront la dictee.", "eleves de 3e annee", "met"),
    ],
)
def test_a_group_is_named_by_what_stands_around_it(text: str, group: str, mark: str) -> None:
    told = read(text)
    assert (told["student_group"], told["S"]) == (group, mark)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Run a career fair for Grade 8.", "Grade 8"),
        ("Provide all new pupils with a buddy.", "all new pupils"),
        ("Refurbish the Year 9 science lab.", None),
        ("Our coach will model number strings in every Grade 3 room.", None),
    ],
)
def test_adults_act_for_a_group_and_on_things_that_bear_its_name(text: str, group: str | None) -> None:
    assert read(text)["student_group"] == group


@pytest.mark.parametrize(
    "text",
    [
        "Reading fluency and number sense for Grade 2 students will improve by June.",
        "Grade 4 students will get better at multiplication as well as persuasive writing.",
    ],
)
def test_skills_of_two_areas_are_two_goals_and_each_gets_a_draft(text: str) -> None:
    finding = next(one for one in check(text, today=TODAY, calendar=CALENDAR).findings if one.code == "S-05")
    assert finding.rewrite is not None
    for draft in finding.rewrite.drafts:
        assert "S-05" not in {one.code for one in check(str(draft), today=TODAY, calendar=CALENDAR).findings}


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        ("Reduce office referrals for defiance by 20 percent compared to last year.", "progress"),
        ("Mean SAT score to rise from 498 to 513 for juniors tested in April.", "progress"),
        ("The mean rose from 498 to 513 for juniors tested in April 2025.", "no_goal"),
    ],
)
def test_a_change_that_is_to_be_made_is_no_report(text: str, layer: str) -> None:
    assert read(text)["layer"] == layer


@pytest.mark.parametrize(
    ("text", "layer", "mark"),
    [
        (
            "Teachers will confer weekly so that 85% of Grade 5 pupils elaborate evidence in May.",
            "progress",
            "partly",
        ),
        ("Schools shall effect a 3-point reduction in chronic absence among boys.", "progress", "partly"),
        ("Reach higher. Dig deeper. Class of 2030!", "no_goal", "cannot_tell"),
        ("Two teachers from each department attend a workshop and report back.", "activity", "not_met"),
    ],
)
def test_adults_who_move_a_result_are_told_from_those_who_act(text: str, layer: str, mark: str) -> None:
    told = read(text)
    assert (told["layer"], told["R"]) == (layer, mark)


def test_what_students_cannot_do_yet_is_no_end() -> None:
    told = read("By June our kindergarteners will count to 100 (17 of 22 can't yet).")
    assert (told["baseline"], told["target"]) == (None, None)


def test_all_is_heard_through_a_number() -> None:
    told = read("All thirty-five Grade 5 students will pass the decimals CFA by May 29.")
    assert (told["target"], told["unit"]) == (100, "%")


@pytest.mark.parametrize(
    ("text", "baseline", "target"),
    [
        ("By June, 80% of students will read at benchmark and 75% will meet the math benchmark.", None, 80),
        ("Twenty students from the 45 on the list will be off it by June.", None, None),
        ("80% des eleves de mathematiques 20S obtiendront au moins 60% au bulletin.", None, 80),
    ],
)
def test_the_first_promise_counts_and_a_whole_does_not(text: str, baseline: float | None, target: float | None) -> None:
    told = read(text)
    assert (told["baseline"], told["target"]) == (baseline, target)


def test_a_date_that_names_a_report_is_no_deadline() -> None:
    assert read("Students on track will be 80%, up from 68% (end-of-year report).")["T"] == "not_met"


def test_what_students_do_is_their_result_although_adults_may_do_it_too() -> None:
    assert read("The number of student visits to the nurse will be lower than last year.")["R"] == "met"
