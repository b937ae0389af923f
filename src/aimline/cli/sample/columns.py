"""What the columns of the sample's files mean: the mapping a data steward would save once."""

from aimline.cli.sample import results, years
from aimline.exchange.mapping import Group, Mapping, Measure, StatusWords, Year

SOURCE = "school-office"
DISTRICT_CODE, DISTRICT = "PR", "Prairie Rose School Division"
COLUMNS = {
    "student": "student_number", "given_name": "given_name", "family_name": "family_name", "school": "school_code",
    "school_name": "school", "grade": "grade", "year": "school_year", "window": "window", "measure": "measure",
    "score": "score", "level": "level",
}  # fmt: skip
GROUPS = (
    Group("Programme", "programme"),
    Group("English learner", "english_learner"),
    Group("Lunch programme", "lunch_programme"),
)
MEASURES = (
    Measure(
        value=results.SCREENER, name="Oral reading fluency screener", subject="Reading", kind="screener",
        metric="percent_at_benchmark", unit="%",
        levels=results.SCREENER_LEVELS, proficient_from="At benchmark",
    ),
    Measure(
        value=results.NUMERACY, name="Common numeracy assessment", subject="Mathematics", kind="cfa",
        metric="percent_proficient", unit="%", minimum=0, maximum=100,
        levels=results.NUMERACY_LEVELS, proficient_from="Proficient",
    ),
    Measure(
        value=results.PROBE, name="One-minute reading probe", subject="Reading", kind="probe", metric="wcpm",
        unit="words/min", minimum=0, maximum=160,
    ),
    Measure(
        value=results.PROVINCIAL, name="Provincial reading assessment", subject="Reading", kind="state",
        metric="percent_meeting_standard", unit="%", minimum=0, maximum=100,
        levels=results.PROVINCIAL_LEVELS, proficient_from="Meeting", yearly=True,
    ),
)  # fmt: skip


def mapping(endings: list[int]) -> Mapping:
    """Return the mapping for the school years given."""
    return Mapping(
        source=SOURCE,
        columns=COLUMNS,
        constants={"district": DISTRICT_CODE, "district_name": DISTRICT},
        years=tuple(
            Year(
                value=f"{ending - 1}-{ending % 100:02d}",
                ending=ending,
                given_on=years.given_on(ending, window),
                window_value=window,
                window=window,
            )
            for ending in endings
            for window in years.GIVEN
        ),
        measures=MEASURES,
        groups=GROUPS,
        status=StatusWords(not_tested=("Absent",)),
        create=("students", "enrolments"),
    )
