"""Numbers that goals tell loosely: the start behind the end, the cut alone, all of them, a share without people."""

from datetime import date

import pytest

from aimline.domain.calendar import Calendar, default_year
from aimline.domain.smart import check

TODAY = date(2025, 9, 1)
CALENDAR = Calendar((default_year(2026),))
READ = (
    # text, baseline, target, change
    ("Attendance of Grade 9 students to 95%, course passing to 90%, and belonging to 80%.", None, 95, None),
    ("Lift Grade 3 reading from 41% to 55% and math to 50% by June.", 41, 55, None),
    ("In June, 65% get a 3 on the Grade 4 opinion rubric. (October: 44%.)", 44, 65, None),
    ("Choral sight reading: 38% secure in the autumn check, 60% secure in the spring check.", 38, 60, None),
    ("Choral sight reading was 38% secure in the autumn check, 40% at midterm.", 38, None, None),
    ("Choir: 38% in the autumn check, 49% in the winter check, 60% in the spring check.", 38, 60, None),
    ("Referrals on the bus: 5.2 per week in October, 2.5 per week by May 1.", 5.2, 2.5, None),
    ("Grade 2 students will gain 1.5 words per week on the ORF probe.", None, None, 1.5),
    ("Fewer failures and fewer zeros in Algebra 1; 12% change in each.", None, None, 12),
    ("Office referrals in Grade 7 reduced to 40 by June.", None, 40, None),
    ("Referrals in Grade 7 were reduced to 40 last year.", 40, None, None),
    ("Reading will go up, grades K thru 5.", None, None, None),
    ("The number of Grade 6 suspensions will be zero by June.", None, 0, None),
    ("Not one Grade 12 leaver will be without a plan in June; four out of 50 were last year.", 8, 0, None),
    ("C or better in Biology for our repeaters: 33% last year and 60% this.", 33, 60, None),
    ("Grade 5 MAP math: reach RIT 221 by May.", None, 221, None),
    ("One third of our Grade 8 singers match pitch now; one half is the aim for June.", 33.3, 50, None),
    ("Spelling conventions in Grade 6 to be at 4 or above", None, 4, None),
    ("The percentage of Grade 2 students at or above the 50th percentile on STAR will increase.", None, None, None),
    ("By Grade 3, all students will read at grade level.", None, 100, None),
    ("By the Grade 3 year, every bilingual student reads a chapter book.", None, 100, None),
    ("All 31 dancers will perform the routine at 96 bpm by May.", None, 100, None),
    ("All my Grade 1 students will name 26 letters by June (11 of 20 can do so now).", 55, 100, None),
    ("Every week the number of tardies of our students will be counted.", None, None, None),
    ("We will ensure that all students succeed", None, None, None),
    ("All of our families attend at least one of three math nights.", None, None, None),
    ("Staff write the pacing guide, due at the end of Q1 (10/24).", None, None, None),
    ("Students at mastery on the fraction task (10/24) now.", 41.7, None, None),
    ("9 students on the list now, 4 students on it by semester.", 9, 4, None),
    ("Kindergarten: 50 children at mastery on the letter check. Start: 35 children.", 35, 50, None),
    ("Students at 75%+ on the lab task will number 15 of 20 by May; in the first lab it was 8.", 8, 15, None),
    ("75%+ of Grade 6 students will pass the lab task by May.", None, 75, None),
    ("At least 2 out of every 3 newcomers reach level 3 on the WIDA within four years of entry", None, 66.7, None),
    ("Lates of Grade 8 students took 63 days in the last term; we'd like that to be 40 days by June.", 63, 40, None),
    ("A 52% pass rate in Grade 10 math; 70% is what we want by June.", 52, 70, None),
    ("Our Grade 4 mean on the rubric will be 3.4; it is 2.7.", 2.7, 3.4, None),
    ("Grade 6 students will run the mile in under 11 minutes by May.", None, 11, None),
    ("Theo (age 11) will ask for help by May; now 20% of the time.", 20, None, None),
    ("Goal 1.2: Raise attendance of Grade 9 students.", None, None, None),
    ("Priority 3, metric 2: attendance of Grade 9 students at 94%", None, 94, None),
    ("Given a visual, Sam will ask for help in 3/4 opportunities (baseline 1/4) by May.", 25, 75, None),
    ("Our Grade 2 mean on the rubric moves from 2/5 to 3.5/5.", 2, 3.5, None),
    ("Our Tier 3 group averages 1.4 on the rubric; we want them averaging 2.2 by May.", 1.4, 2.2, None),
    ("Year 9 maths grade 4+: 51% (2025 results) -> 60% in August 2026.", 51, 60, None),
    ("Our runners -- 21 of 60 in the fall -- ought to number 40 by May 8 2026.", 21, 40, None),
    ("We would like 18 of the 24 children to hit 30 correct by May; only 9 could in September.", 9, 18, None),
    ("Writing of our Grade 3 students: 12 pct. points more at proficient in June.", None, None, 12),
    ("Three eighths of our 4-year-olds met the benchmark last fall; five eighths will by May.", 37.5, 62.5, None),
    ("Tardies of Grade 9 students: < 40 a month (it was 90)", 90, 40, None),
    ("Physics 2 quiz pass rate to 80%", None, 80, None),
    ("Writing 2 to 3 on the rubric for our Grade 4 students by May", 2, 3, None),
    ("Reading stamina of Year 2: 6 minutes → 18 minutes", 6, 18, None),
    ("For ELs: 65% meeting growth on ACCESS by May", None, 65, None),
    ("Median SGP of 58 for grades 4-8", None, 58, None),
    ("Our Algebra repeaters, of whom 3 in 10 could graph a line, will reach 6 in 10 on the check.", 30, 60, None),
    ("More students in accelerated math (from 18 girls to 35) by 2027-28", 18, 35, None),
    ("A reduction of 15% in referrals of Grade 7 students.", None, None, 15),
    ("Tardies of Grade 7 students will decline 20% as compared to last year.", None, None, 20),
    ("Better attendance from 6-8.", None, None, None),
    ("Better scores on the rubric from 6-8 points", 6, 8, None),
    ("Grade 6 scores will grow from 41% on LEAP 360 to 58% in May.", 41, 58, None),
    ("16 enfants sur 24 reconnaissent leur prénom en septembre; cible de 21 sur 24 en juin.", 66.7, 87.5, None),
    ("L'élève demandera de l'aide 3 fois sur 4 d'ici juin.", None, 75, None),
    ("Les élèves de 4e, de 38 % l'an dernier, seront à 55 % au test commun en juin.", 38, 55, None),
    ("Les élèves augmenteront leur score moyen de 0,5 à la grille (échelle de 1 à 4) d'ici juin.", None, None, 0.5),
    ("Bulletins avec au moins 65 % en sciences, hausse de 6 points pour les élèves de 2e.", None, None, 6),
)  # fmt: skip


@pytest.mark.parametrize(("text", "baseline", "target", "change"), READ)
def test_what_is_told_loosely_is_read(text, baseline, target, change):
    slots = check(text, today=TODAY, calendar=CALENDAR).slots
    said = (slots.baseline, slots.target, slots.change_amount)
    assert tuple(None if slot is None else slot.value for slot in said) == (baseline, target, change)


LAYERS = (
    ("80% of the band students will perform a scale at tempo, scoring 4 on the rubric, up from 50%.", "progress"),
    ("SEND pupils to make at least expected progress by July 2026", "progress"),
    ("Send a newsletter home to families by October.", "activity"),
    ("On-time arrival for grades K-2 rises from 81% to 92% by the end of Q2, using sign-in records.", "progress"),
    ("Describe how each goal was chosen.", "no_goal"),
    ("Suspensions were lowest in October and highest in the week before winter break.", "no_goal"),
    ("Lower suspensions before winter break. They were highest in the fall.", "progress"),
)


@pytest.mark.parametrize(("text", "layer"), LAYERS)
def test_what_stands_beside_a_goal_does_not_hide_it(text, layer):
    assert check(text, today=TODAY, calendar=CALENDAR).layer == layer


IN_JANUARY = (
    # What is over is no target, and what tells whom is meant is no report.
    ("Grade 4 reading: 45% proficient in 2024, 41% proficient in 2025.", "no_goal", None),
    ("School climate survey: 71% favorable in fall 2024, 66% favorable in spring 2025.", "no_goal", None),
    ("Tardies per month: 12 in 2024, 9 in 2025.", "no_goal", None),
    ("Math gap of Grade 9 boys: 14 points last spring, 8 points next time", "progress", 8),
    ("We are at 45%; the state is at 52%.", "no_goal", None),
    ("Currently 41% of Grade 3 and 45% of Grade 4 are proficient.", "no_goal", None),
    ("Grade 4 reading: 45% proficient in 2024, 60% proficient in 2027.", "progress", 60),
    ("In May, 3rd graders write opinion pieces; 70% get a 3. (Sept: 51%.)", "progress", 70),
    ("Every student who was below benchmark in fall is at benchmark by June.", "progress", 100),
    ("By June, students reading at level J who were at level E in September.", "progress", None),
    ("Fewer referrals by June than there were last year.", "progress", None),
    ("Our rubric average will move from 2-3.", "progress", 3),
    ("Raise the Grade 2 phonics score from 8-12.", "progress", 12),
    ("All 25 students will read at grade level by June.", "progress", 100),
    ("SEND A NEWSLETTER HOME TO FAMILIES BY OCTOBER.", "activity", None),
)


@pytest.mark.parametrize(("text", "layer", "target"), IN_JANUARY)
def test_what_is_over_is_no_target(text, layer, target):
    report = check(text, today=date(2026, 1, 12), calendar=CALENDAR)
    slot = report.slots.target
    assert (report.layer, None if slot is None else slot.value) == (layer, target)
