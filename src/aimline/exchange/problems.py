"""What may be wrong with a row of a file, and the sentences that say so."""

from dataclasses import dataclass

from aimline.domain.words import Message, say

SHOWN_CHARACTERS = 60
REPEATED_CODES = ("repeated_row", "repeated_result")
SHAPE_CODES = (
    "too_few_fields",
    "too_many_fields",
    "open_quote",
    "stray_quote",
    "long_field",
    "hidden_character",
    "damaged_letters",
)


@dataclass(frozen=True)
class FileProblem:
    """Something wrong with a file as a whole; nothing of it can be read until it is mended."""

    code: str
    message: Message
    hint: Message


@dataclass(frozen=True)
class RowProblem:
    """Something wrong with one row: `line` counts from 1 as editors do, `value` is shortened."""

    line: int
    column: str
    value: str
    code: str

    @property
    def message(self) -> Message:
        """Say what is wrong with this row."""
        return say(REASONS[self.code][0], line=self.line, column=self.column, value=self.value)

    @property
    def hint(self) -> Message:
        """Say how to mend it."""
        return say(REASONS[self.code][1], line=self.line, column=self.column, value=self.value)


def shorten(value: str) -> str:
    """Keep the first `SHOWN_CHARACTERS` characters of a value, without control characters."""
    shown = "".join(letter if letter.isprintable() else " " for letter in value[: SHOWN_CHARACTERS + 1])
    return shown if len(shown) <= SHOWN_CHARACTERS else shown[: SHOWN_CHARACTERS - 1] + "…"


# Each reason: what is wrong, and what to do about it. Stored problems carry only the code, so it is stable.
REASONS: dict[str, tuple[str, str]] = {
    "too_few_fields": (
        "This line has fewer fields than the header.",
        "Look for a line break inside a field, or a file that was cut off here.",
    ),
    "too_many_fields": (
        "This line has more fields than the header.",
        "Put quotes around values that contain the separator.",
    ),
    "open_quote": (
        "A quotation mark opened on this line is never closed.",
        "Remove the mark or double it.",
    ),
    "stray_quote": (
        "A quotation mark opened on this line takes in lines below it.",
        "Remove the mark or double it; the lines below were read on their own.",
    ),
    "long_field": (
        "This line has a field that is too long to be a value.",
        "Look for a missing quotation mark, or shorten the field.",
    ),
    "hidden_character": (
        "This line contains characters that cannot be seen (NUL or a change of writing direction).",
        "Export the file again, or delete the line and type it anew.",
    ),
    "damaged_letters": (
        "This line holds letters that cannot be read: the file was cut here, or parts of it were stored differently.",
        "Export the file again as 'CSV UTF-8'.",
    ),
    "cell_failed": (
        "The cell says '{value}': its formula gave no value, or the value was not stored in the file.",
        "Mend the formula or write the value, and save the file; empty the cell where there is nothing to say.",
    ),
    "student_missing": ("There is no student code.", "Fill in the student's code on this line."),
    "student_scientific": (
        "The student code '{value}' was changed by a spreadsheet.",
        "Format the column as text and export the file again.",
    ),
    "code_too_long": (
        "'{value}' is too long for the column {column}.",
        "Look whether the columns of this line have shifted, or shorten the value.",
    ),
    "school_missing": (
        "There is no school.",
        "Fill in the school's code on this line, or bring the file to the school it is of.",
    ),
    "district_missing": (
        "There is no district.",
        "Fill in the district's code on this line, or bring the file to the district it is of.",
    ),
    "grade_missing": ("There is no grade.", "Fill in a grade: PK, K or 1 to 12."),
    "grade_unknown": ("'{value}' is not a grade.", "Grades are PK, K and 1 to 12."),
    "year_missing": ("There is no school year.", "Fill in the school year on this line."),
    "date_unreadable": (
        "'{value}' is not a date in the form of its column.",
        "Correct the date, or say otherwise how the dates are written.",
    ),
    "date_missing": ("There is no date.", "Fill in the date of the test on this line."),
    "year_future": (
        "The tests of {value} are dated after today.",
        "Correct the year on this line, or the date that is given for the whole file.",
    ),
    "date_future": ("The date {value} lies in the future.", "A result needs a date that has passed."),
    "date_too_early": ("The date {value} lies before 1990.", "Correct the date; its year or its century is wrong."),
    "measure_unknown": (
        "'{value}' is not one of the measures this file was said to hold.",
        "Say what it measures, or list it among the values to ignore.",
    ),
    "score_unreadable": (
        "'{value}' is not a score.",
        "Write a number as 47.5, or say which words mean no score and how decimals are written.",
    ),
    "score_out_of_range": (
        "The score {value} lies outside the range of its measure.",
        "Correct the score, or the smallest and largest score of the measure.",
    ),
    "level_unknown": (
        "'{value}' is not one of the levels of this measure.",
        "Add it to the levels of the measure, or to the words for no score.",
    ),
    "status_contradicts": (
        "The row has a score but also says '{value}'.",
        "Remove the score or the word, whichever is wrong.",
    ),
    "status_unknown": (
        "'{value}' is not one of the words for a status of this file.",
        "Say what the word means, or correct it.",
    ),
    "student_elsewhere": (
        "Student {value} belongs to another school here.",
        "If the student has moved to your school, ask your district's data steward to import this line.",
    ),
    "repeated_row": (
        "This line says of student {value} what an earlier line says already.",
        "Nothing is lost: the earlier line is kept.",
    ),
    "repeated_result": (
        "Student {value} has another result of the same test on an earlier line.",
        "The earlier line is kept. Delete the one that is wrong.",
    ),
}
