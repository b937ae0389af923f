import pytest

from aimline.exchange.guessing import guess

DAYS = ("2024-09-03", "2025-01-14")


def windows(head: str, first: str, second: str, *, days: tuple[str, str] = DAYS) -> str:
    """Guess the window of a file in which each of eight students has two rows."""
    rows = [
        (f"90{student}", word, day, f"{400 + 7 * student + 20 * n}")
        for student in range(10, 18)
        for n, (word, day) in enumerate(zip((first, second), days, strict=True))
    ]
    return guess(("Student ID", head, "Date Taken", "Reading Scale Score"), rows).mapping.columns.get("window", "")


@pytest.mark.parametrize("head", ["Reason", "Test Reason", "Kind"])
def test_a_short_word_with_a_running_number_in_the_order_of_days_is_a_window(head: str) -> None:
    assert windows(head, "PM1", "PM2") == head


@pytest.mark.parametrize(
    ("first", "second"), [("PM2", "PM1"), ("PM1", "PM3"), ("Form1", "Form2"), ("A1", "A2"), ("PM1", "AB2")]
)
def test_other_words_with_numbers_are_no_windows(first: str, second: str) -> None:
    assert not windows("Kind", first, second)


def test_rows_of_one_day_are_of_one_window() -> None:
    assert not windows("Kind", "PM1", "PM2", days=(DAYS[0], DAYS[0]))


def test_texts_that_all_say_one_window_name_tests() -> None:
    assert not windows("Titled", "2024 Math Benchmark 2", "2024 ELA Benchmark 2")
