"""Which columns hold results, and what they are called, where a single word or value decides it."""

from aimline.exchange.guessing import Guess, guess

N = 12
CODES = [f"{18000 + 7 * n}" for n in range(N)]
SCORES = [str(412 + 9 * n) for n in range(N)]


def guessed(**columns: list[str]) -> Guess:
    """Guess a file of students with these columns; a head's double underscore stands for a blank."""
    header = ["Student ID", *(name.replace("__", " ") for name in columns)]
    return guess(header, [list(row) for row in zip(CODES, *columns.values(), strict=True)])


def results(**columns: list[str]) -> list[tuple[str, str]]:
    return [(each.results.score, each.results.level) for each in guessed(**columns).found]


def cycled(*words: str) -> list[str]:
    return [words[n % len(words)] for n in range(N)]


def test_marks_in_thirds_are_levels_of_a_subject() -> None:
    marks = cycled("3+", "4-", "4=", "5-", "3=")

    assert results(English__Attainment=marks, History__Attainment=[*reversed(marks)]) == [
        ("", "English Attainment"), ("", "History Attainment"),
    ]  # fmt: skip
    assert results(English__Attainment=cycled("a", "x1")) == []


def test_a_level_that_all_share_is_one_where_it_reads_like_one() -> None:
    assert results(BERI=SCORES, BERI__Risk=["Normal"] * N) == [("BERI", "BERI Risk")]
    assert results(BERI=SCORES, BERI__Risk=["Zed"] * N) == [("BERI", "")]


def test_an_id_in_the_midst_of_a_head_is_what_a_child_knows() -> None:
    assert results(Sound__ID__Scaled__Score=SCORES) == [("Sound ID Scaled Score", "")]
    assert results(Scaled__Score=SCORES, Score__Record__ID=[f"{n + 10}" for n in range(N)]) == [("Scaled Score", "")]


def test_a_column_that_names_the_subject_again_is_no_level() -> None:
    subjects = cycled("Mathematics", "Reading")
    found = guessed(Subject=subjects, Test__RIT__Score=SCORES, Measurement__Scale=subjects)

    assert [(each.results.score, each.results.level) for each in found.found] == [("Test RIT Score", "")]


def test_grade_equivalents_count_where_a_part_has_nothing_else() -> None:
    equivalents = [f"{2 + n / 10:.1f}" for n in range(N)]
    parts = {"Phonics__GE": equivalents, "Spelling__GE": [*reversed(equivalents)]}

    assert results(**parts) == [("Phonics GE", ""), ("Spelling GE", "")]
    assert results(Phonics__Scale__Score=SCORES, **parts)[0] == ("Phonics Scale Score", "")
    assert results(Phonics__Scale__Score=SCORES, Phonics__GE=equivalents) == [("Phonics Scale Score", "")]


def test_a_test_is_named_by_words_where_its_subject_is_a_code() -> None:
    tests, codes = cycled("Gr 8 Reading", "Gr 8 Mathematics"), cycled("785", "784")

    found = guessed(Subject__Code=codes, Test__Name=tests, Scaled__Score=SCORES)

    assert found.mapping.columns["measure"] == "Test Name"


def test_the_grade_of_an_assessment_is_no_result() -> None:
    assert results(Grade=cycled("3", "4"), Assessment__Grade=cycled("3", "4"), Scale__Score=SCORES) == [
        ("Scale Score", ""),
    ]


def test_the_start_and_the_middle_of_a_year_are_windows_before_a_name() -> None:
    found = guessed(Start__Reading__Score=SCORES, Mid__Reading__Score=SCORES, End__Reading__Score=SCORES)

    assert [each.window for each in found.mapping.results] == ["BOY", "MOY", "EOY"]
    assert "Test Start" in guessed(Test__Start=["9/4/2025"] * N, Scale__Score=SCORES).mapping.columns.values()


def test_a_completion_is_the_day_of_its_window() -> None:
    days = {"completion_fall": ["9/4/2025"] * N, "completion_spring": ["5/4/2026"] * N}

    found = guessed(score_fall=SCORES, score_spring=SCORES, start_date_fall=["9/1/2025"] * N, **days).mapping.results

    assert [each.date for each in found] == ["completion_fall", "completion_spring"]


def test_a_day_of_a_quantile_is_a_day() -> None:
    found = guessed(SMI__LAST__QUANTILE__DATE=["5/7/2025"] * N, SMI__LAST__QUANTILE=SCORES).mapping.columns

    assert (found["date"], found["score"]) == ("SMI LAST QUANTILE DATE", "SMI LAST QUANTILE")


def test_a_descriptive_range_is_a_level() -> None:
    ranges = cycled("Need for Instruction", "Typical", "Strength")

    assert results(RS__T_Score=SCORES, RS__Descriptive__Range=ranges) == [("RS T_Score", "RS Descriptive Range")]


def test_the_beginning_of_words_is_no_window() -> None:
    found = guessed(BegSounds=SCORES, LetterSounds=[*reversed(SCORES)]).found

    assert [each.results.window for each in found] == ["", ""]


def test_a_letter_for_a_battery_may_be_one_that_says_nothing_elsewhere() -> None:
    found = guessed(**{f"Standard__Age__Score__{letter}": SCORES for letter in ("V", "Q", "N")}).mapping.results

    assert [each.measure for each in found] == ["V", "Q", "N"]


def test_the_letter_of_a_book_comes_before_how_well_that_is() -> None:
    levels = cycled("Does Not Meet", "Meets", "Exceeds")

    found = results(Instructional__Level__score=cycled(*"ADEJKM"), Instructional__Level__Perf__Level=levels)

    assert found == [("", "Instructional Level score")]


def test_codes_that_part_the_rows_of_a_student_name_tests() -> None:
    header = ["SSID", "RecordType", "ScaleScore"]
    rows = [[code, kind, score] for code, score in zip(CODES, SCORES, strict=True) for kind in ("01", "02")]

    assert guess(header, rows).mapping.columns["measure"] == "RecordType"


def test_what_students_like_stands_beside_what_they_know() -> None:
    liked = {f"Interest_{what}": cycled("1", "2", "3", "-9") for what in ("LikeMath", "EnjoyReading", "LikeWriting")}
    levels = cycled("1", "2", "3", "4")

    assert results(Reading__Level=levels, **liked) == [("", "Reading Level")]
    assert len(results(**liked)) > 1


def test_more_than_four_quarters_are_questions() -> None:
    answers = {f"Q{n}__({letter})": cycled(*"ABCD") for n, letter in enumerate("CBAAD", 1)}

    assert results(Percent__Correct=SCORES, **answers) == [("Percent Correct", "")]


def test_a_title_names_the_test_of_a_course() -> None:
    found = guessed(Course=["Math 7"] * N, Assessment__Title=["Math Interim 2"] * N, Percent__Correct=SCORES)

    assert found.mapping.columns["measure"] == "Assessment Title"
