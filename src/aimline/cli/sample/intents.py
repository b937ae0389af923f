"""The goals of Prairie Rose, as their teams would say them."""

from aimline.apps.goals.actions.drafts import Purpose
from aimline.cli.sample.deeds import Intent, line
from aimline.cli.sample.results import NUMERACY, PROBE, PROVINCIAL, SCREENER
from aimline.cli.sample.students import KALYNA, MEADOWLARK

FRACTIONS = Intent(
    place=f"{KALYNA} 4", writer="lead_4", second="teacher", measure=NUMERACY, grades=(4,), target=74,
    by="end of third quarter", who_brings_data="Marisol Santos",
    result="show proficiency with fractions and decimals",
    why="Fractions open the door to middle-years mathematics, and half of our students stand outside it.",
    strategies=(
        line("instruction", "Teach every fractions unit with area models before symbols, three lessons a week.",
             differs="Until now symbols came first.", basis="research"),
        line("assessment", "Give a five-question exit check each Thursday and sort the papers together on Friday."),
        line("intervention", "Run a 20-minute number group, four days a week, for students below 60.",
             differs="The support teacher joins the classroom instead of taking students out."),
        line("extension", "Let students who are ready write and swap fraction problems with the grade above."),
    ),
)  # fmt: skip
FLUENT_READERS = Intent(
    place=f"{KALYNA} 3", writer="lead_3", second="teacher_3", measure=SCREENER, grades=(3,), target=63, by="5 June",
    who_brings_data="Solomiya Melnyk",
    result="read at or above benchmark",
    why="A child who reads smoothly in Grade 3 can read to learn in Grade 4, in both our languages.",
    reason="Daily reading in pairs is new here and doubles the time; in January we will know what it can do.",
    strategies=(
        line("instruction", "Partner reading for 15 minutes every day, in English and Ukrainian on turns.",
             differs="Daily instead of when there was time.", basis="research"),
        line("assessment", "Listen to every student read for one minute every second week."),
        line("intervention", "Repeated reading with a support teacher for students below the first line."),
        line("extension", "Students above benchmark prepare and record stories for the Kindergarten."),
    ),
)  # fmt: skip
READING_RATE = Intent(
    place=f"{KALYNA} 2", writer="lead_2", second="teacher_2", measure=PROBE, grades=(2,), target=106, by="5 June",
    who_brings_data="Bohdan Kozak",
    result="read aloud smoothly and with understanding",
    why="Our Grade 2 students come in slower than last year's, and slow reading is tiring reading.",
    strategies=(
        line("instruction", "Phonics lesson of 20 minutes each morning, in the same order in all rooms.",
             basis="research"),
        line("assessment", "One-minute reading once a month, and a word-reading check each Friday."),
        line("intervention", "Small group with the support teacher three times a week."),
        line("extension", "Readers' theatre for students who are past the Grade 2 line."),
    ),
)  # fmt: skip
NUMBER_SENSE = Intent(
    place=f"{KALYNA} 1", writer="lead_1", second="teacher_1", measure=NUMERACY, grades=(1,), target=72, by="5 June",
    who_brings_data="Noor Hassan",
    result="show proficiency in number sense to 20",
    why="Children who see ten as a unit by the end of Grade 1 rarely fall behind later.",
    strategies=(
        line("instruction", "Ten-frame routine at the start of every mathematics lesson.", basis="research"),
        line("assessment", "Short number interview with five students each week."),
        line("intervention", "Counting and grouping games four mornings a week for students who need them."),
        line("extension", "Number riddles to 100 for those who are ready."),
    ),
)  # fmt: skip
SCHOOL_READING = Intent(
    place=KALYNA, writer="principal", second="vice", measure=PROVINCIAL, grades=(3,), target=68, by="5 June",
    who_brings_data="Émile Desjarlais", visibility="public",
    result="meet the provincial reading expectation",
    why="Reading is what families entrust to us first.",
    strategies=(
        line("instruction", "An uninterrupted 90-minute literacy block in every room.",
             differs="No announcements, no visits."),
        line("assessment", "Screen three times a year and talk about every student's path in October and January."),
        line("intervention", "Two support teachers work inside the Grade 3 literacy block."),
        line("extension", "A reading circle with the public library for strong readers."),
    ),
)  # fmt: skip
SCHOOL_NUMERACY = Intent(
    place=KALYNA, writer="vice", second="principal", measure=NUMERACY, grades=(0, 1, 2, 3, 4), target=75, by="5 June",
    result="show proficiency on the common numeracy assessment",
    why="Reading has our attention; our numbers have waited long enough.",
    strategies=(
        line("instruction", "One number talk a day in every room."),
        line("assessment", "Give the common assessment in the same week in all grades."),
    ),
)  # fmt: skip
PATTERNS = Intent(
    place=f"{KALYNA} 2", writer="lead_2", second="support", measure=NUMERACY, grades=(2,), target=70, by="5 June",
    who_brings_data="Esther Flett",
    result="show proficiency with two-digit addition and subtraction",
    why="Half of the grade counts on fingers for what should come easily.",
    strategies=(
        line("instruction", "Number strings three times a week, planned together.", differs="New for all of us."),
        line("assessment", "Exit check each Thursday."),
        line("intervention", "Base-ten group with the support teacher on Tuesdays and Thursdays."),
        line("extension", "Students write problems for the class next door."),
    ),
)  # fmt: skip
COUNTING = Intent(
    place=f"{KALYNA} 0", writer="lead_0", second="teacher_0", measure=NUMERACY, grades=(0,), target=70, by="",
    result="count and compare sets to ten",
    why="",
)  # fmt: skip
MEADOWLARK_NUMERACY = Intent(
    place=f"{MEADOWLARK} 3", writer="lead_m3", second="teacher_m3", measure=NUMERACY, grades=(3,), target=76,
    by="5 June", who_brings_data="Ansel Wiebe",
    result="show proficiency with multiplication facts and their use",
    why="Facts that come easily leave room for thinking.",
    strategies=(
        line("instruction", "Array and area pictures before facts.", basis="research"),
        line("assessment", "Two-minute check every second Friday."),
        line("intervention", "Strategy games at the start of the day."),
        line("extension", "Students plan the school garden beds by area."),
    ),
)  # fmt: skip
MEADOWLARK_COUNTING = Intent(
    place=f"{MEADOWLARK} 2", writer="lead_m2", second="lead_m2", measure=NUMERACY, grades=(2,), target=73, by="5 June",
    result="show proficiency with addition and subtraction to 100",
    why="We want every child to trust their own numbers.",
    strategies=(
        line("instruction", "Number line routine each morning."),
        line("assessment", "Weekly exit check."),
    ),
)  # fmt: skip
MEADOWLARK_READING = Intent(
    place=MEADOWLARK, writer="principal_m", second="principal_m", measure=PROVINCIAL, grades=(3, 4), target=62,
    by="5 June",
    result="meet the provincial reading expectation",
    why="Our readers are strong in Grade 2 and lose ground afterwards.",
    strategies=(line("instruction", "Try to read more."),),
)  # fmt: skip
LAST_FRACTIONS = Intent(
    place=f"{KALYNA} 4", writer="lead_4", second="teacher_4", measure=NUMERACY, grades=(4,), target=74,
    by="end of third quarter", who_brings_data="Chidi Okafor",
    result="show proficiency with whole-number operations",
    why="Operations were the widest gap in our September look.",
    strategies=(
        line("instruction", "One strategy a week, taught the same way in all rooms."),
        line("assessment", "Exit check each Thursday."),
        line("intervention", "Four-day number group for students below 60."),
        line("extension", "Open problems on Fridays."),
    ),
)  # fmt: skip
LAST_RATE = Intent(
    place=f"{KALYNA} 2", writer="lead_2", second="teacher_2b", measure=PROBE, grades=(2,), target=106, by="5 June",
    who_brings_data="Bohdan Kozak",
    result="read aloud smoothly and with understanding",
    why="Reading that flows leaves room for meaning.",
    strategies=(
        line("instruction", "Partner reading three times a week."),
        line("assessment", "One-minute reading once a month."),
    ),
)  # fmt: skip
LAST_NUMBERS = Intent(
    place=f"{KALYNA} 1", writer="lead_1", second="teacher_1", measure=NUMERACY, grades=(1,), target=72, by="5 June",
    who_brings_data="Noor Hassan",
    result="show proficiency in number sense to 20",
    why="Children who see ten as a unit by the end of Grade 1 rarely fall behind later.",
    strategies=(
        line("instruction", "Ten-frame routine at the start of every mathematics lesson.", basis="research"),
        line("assessment", "Short number interview with five students each week."),
        line("intervention", "Counting games two mornings a week for students who need them."),
    ),
)  # fmt: skip
LAST_MEADOWLARK = Intent(
    place=f"{MEADOWLARK} 3", writer="lead_m3", second="teacher_m3", measure=NUMERACY, grades=(3,), target=68,
    by="5 June", who_brings_data="Ansel Wiebe",
    result="show proficiency with addition and subtraction to 1000",
    why="Large numbers stop being frightening once children see how they are built.",
    reason="It is our first goal together, and we want to learn the way of working while we reach it.",
    strategies=(
        line("instruction", "Base-ten pictures before symbols in every unit."),
        line("assessment", "Exit check every second Friday."),
        line("intervention", "A shared group of both classes on Mondays and Wednesdays."),
    ),
)  # fmt: skip
PURPOSE = Purpose(
    title="Every child reads with joy, in two languages",
    meaning="Children leave Grade 4 reading by choice, and at home in the languages of their families.",
    why="A child who reads by choice keeps learning when nobody is teaching.",
    visibility="public",
)
LAST_SCHOOL_NUMBERS = Intent(
    place=MEADOWLARK, writer="principal_m", second="principal_m", measure=NUMERACY, grades=(4,), target=70, by="5 June",
    result="show proficiency on the common numeracy assessment",
    why="Grade 4 was to be the year of numbers.",
    strategies=(
        line("instruction", "One number talk a day in every room."),
        line("assessment", "Give the common assessment in the same week in all grades."),
    ),
)  # fmt: skip
