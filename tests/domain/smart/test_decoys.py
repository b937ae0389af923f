"""Numbers beside a goal that a careful reader takes for none of its values, and dates that say when it is due."""

import pytest

from tests.domain.smart.test_language import read


@pytest.mark.parametrize(
    ("text", "baseline", "target"),
    [
        # The size of a change is no end of it.
        ("We want to up the pass rate 8 points in Biology.", None, None),
        ("The share at mastery will go up at least 6 points by June.", None, None),
        ("Grade 6 will gain 12 points from September to May on the STAR.", None, None),
        ("Grade 4 readers will grow 9 RIT points from fall to spring.", None, None),
        ("Enrolment in band will rise by 4 percent for girls in Grade 8.", None, None),
        ("Attendance shall rise by half of one percent this year.", None, None),
        ("The mean will rise by a quarter of a point on the rubric.", None, None),
        ("We ask for a 4% annual increase in readers at benchmark.", None, None),
        ("Tardies are at 60 a week. Half of that by Thanksgiving.", None, None),
        ("Decrease office referrals 10% and course failures 15% by June.", None, None),
        # Names, codes, lines of a plan, spans of content.
        ("Goal 2, indicator 3: Grade 5 science will increase by 5 points.", None, None),
        ("Pupils in the MATH 180 course will gain 60 points by May.", None, None),
        ("Grade 3 facts 0-12: 45% fluent in October, 80% by June.", 45, 80),
        ("80% of Math 20S students will earn at least 60% by June.", None, 80),
        ("80% of Math 20 will earn a credit by June.", None, 80),
        ("Teachers will finish the handbook, vol. 2, by May.", None, None),
        ("School 14 pupil achievement will match the district.", None, None),
        ("Provide tutors so that pupils read one to one.", None, None),
        # What is told with a goal: givens, counts of things, whom it is about.
        ("Given 20 new words, Mara will read them with 85% accuracy by May.", None, 85),
        ("Students will subtract within 1000 with 85% accuracy by March.", None, 85),
        ("Students will use evidence from two texts to support a claim.", None, None),
        ("Students meeting the rule of 30 service hours will increase.", None, None),
        ("We expect a 15% drop in the 240 tardies of semester 1.", None, None),
        ("Pupils below 85 on the entry check will average 97 by Easter.", None, 97),
        ("Students scoring in the 20th-30th percentile range will reach the 45th percentile.", None, 45),
        ("Students reading below 90 words per minute will gain 20 words per minute by June.", None, None),
        ("Pupils with attendance between 80 and 90 percent will lift it by 4 points.", None, None),
        ("Our SIP target is 60% of the students now at Level 1 moving up by June.", None, 60),
        ("In class 6, students two or more grade levels behind will reach 70% by June.", None, 70),
        ("The share with a good score (Attainment 8 > 50) will be 68% in June, from 59%.", 59, 68),
        ("88% of Period 3 will get a 70 or above on the final.", None, 88),
        ("80% of the class will meet 2 of the 12 standards by May.", None, 80),
        # Ranges, chains and rows.
        ("On the fall survey 70-75% of ninth graders will say they belong.", None, 70),
        ("The median rises from 198 (37th percentile) to 206 (52nd percentile).", 198, 206),
        ("Raise the share from 41% (2024) to 50% (2026) to 60% (2028).", 41, 60),
        ("Raise the share from 62% to 75% and then 85%.", 62, 85),
        ("By October 31 80% of them will line up, and by January 30, 95%.", None, 95),
        ("Proficiency in grade 5: 2026: 53%; 2027: 57%; 2028: 61%.", None, 61),
        ("End of course, all sections: approaches 80, meets 50, masters 25 by May 2026.", None, 80),
        ("Our goals are attendance of 94% and 75% of students on the honor roll.", None, 75),
        # What is, and what is to come.
        ("Our Algebra students are at 61% on the pretest and should be at 85% by June.", 61, 85),
        ("We average 15 referrals a month. By spring we should be at 8 or fewer.", 15, 8),
        ("Pupils reading 50 wpm in the fall will read 115 wpm by the end of May.", 50, 115),
        ("Attendance, which fell to 88% and was 91% last year, will reach 93% by June.", 91, 93),
        ("25 of 30 students in 8C will get 65% or more compared to 14 in term 1.", 14, 25),
        ("At least 2 in 3 Year 6 pupils will reach the standard (2025: 58%).", 58, 66.7),
        ("The average score of 3.0 or better on the essay, by the end of Q3.", None, 3.0),
        # None at all.
        ("Zero expulsions this year.", None, 0),
        ("We want to have no missing assignments by June.", None, 0),
        ("No student in Room 4 will be reading below level K by June.", None, 0),
        ("Not one Grade 12 student will leave without a plan.", None, 0),
        ("None of our seniors will leave without a plan by June.", None, 0),
        ("No more than 5 students will fail.", None, 5),
        ("There will be no class on Friday.", None, None),
        # An end that its head names, and the number of a goal.
        ("Fewer late slips. Baseline 840. Goal 610.", 840, 610),
        ("Grade 6 essay mean: now 2.1; goal 2.9", 2.1, 2.9),
        ("Grade 2 | fluency | now 48 wcpm | goal 70 | June", 48, 70),
        ("Grade 7 attendance rises from 88% to 93% under Goal 2.", 88, 93),
        ("Goal 3. Raise Grade 4 fractions from 50% to 65%.", 50, 65),
        ("Les garçons obtiendront 72 %, au lieu de 58 %, d'ici juin.", 58, 72),
    ],
)
def test_a_number_beside_the_goal_is_none_of_its_values(
    text: str, baseline: float | None, target: float | None
) -> None:
    told = read(text)
    assert (told["baseline"], told["target"]) == (baseline, target)


@pytest.mark.parametrize(
    ("text", "mark", "deadline"),
    [
        ("Between now and the winter benchmark, Grade 2 will gain 20 wcpm.", "partly", "2026-02-28"),
        ("Grade 5 push-ups will improve from the Sept. to the May fitness test.", "partly", "2026-05-31"),
        ("Decrease worry on the fall-to-spring check-in by 15 percent.", "partly", "2026-05-31"),
        ("On the spring climate survey 80% of tenth graders will feel safe.", "partly", "2026-05-31"),
        ("Students will decode words with 90% accuracy by week 12.", "partly", "2025-11-17"),
        ("Fluency will go from 11 to 17 by the end of the six-week cycle.", "partly", "2025-10-13"),
        ("By the end of the block (6 weeks) the mean moves from 11 to 17.", "partly", "2025-10-13"),
        ("By graduation, 90% of seniors will have a plan.", "partly", "2026-06-12"),
        ("Fewer students will fail in semester two than in semester one.", "met", "2026-06-12"),
        ("Grade 8 math will go from 18% to 24% on the LEAP 2025.", "not_met", None),
        ("85% will score 75 or higher on the end-of-course exam.", "not_met", None),
        ("Train peer mediators and start the program after Thanksgiving.", "not_met", None),
    ],
)
def test_a_date_is_due_where_a_reader_says_so(text: str, mark: str, deadline: str | None) -> None:
    told = read(text)
    assert (told["T"], told["deadline"]) == (mark, deadline)
