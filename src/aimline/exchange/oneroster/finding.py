"""One thing that is wrong with a OneRoster bundle: where, by which rule, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum

from aimline.domain.words import Message, say

SHOWN_CHARACTERS = 60


class Weight(StrEnum):
    """An error keeps a row out; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Rule:
    """What a rule says when it is broken, and what to do about it."""

    weight: Weight
    message: str
    hint: str


@dataclass(frozen=True)
class Finding:
    """A place in a bundle where a rule is broken; `line` counts from 1 as editors do, 0 for the file as a whole."""

    file: str
    line: int
    column: str
    rule: str
    value: str = ""
    other: str = ""

    @property
    def place(self) -> str:
        """Write where it is, as `place_in` does."""
        return place_in(self.file, str(self.line or ""))

    @property
    def weight(self) -> Weight:
        """Tell whether the row is kept out."""
        return RULES[self.rule].weight

    @property
    def message(self) -> Message:
        """Say what is wrong here."""
        return self._said(RULES[self.rule].message)

    @property
    def hint(self) -> Message:
        """Say how to mend it."""
        return self._said(RULES[self.rule].hint)

    def _said(self, text: str) -> Message:
        shown = self.value if len(self.value) <= SHOWN_CHARACTERS else self.value[: SHOWN_CHARACTERS - 1] + "…"
        clean = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in shown)
        return say(text, file=self.file, column=self.column, value=clean, other=self.other)


def place_in(file: str, lines: str) -> str:
    """Write a file and the lines in it as editors and search tools do; the file alone where there is no line."""
    return f"{file}:{lines}" if lines else file


_ERROR, _WARNING = Weight.ERROR, Weight.WARNING
RULES: dict[str, Rule] = {
    "bundle-large": Rule(
        _ERROR, "The bundle is larger than allowed.", "Ask your data steward, or export less at once."
    ),
    "bundle-no-zip": Rule(
        _ERROR, "This file is no zip that can be opened.", "Export the OneRoster bundle again as one .zip file."
    ),
    "bundle-many": Rule(
        _ERROR, "The zip holds {value} files.", "A bundle has at most {other}; pack only its CSV files."
    ),
    "bundle-swells": Rule(
        _ERROR, "Unpacked, the bundle would be larger than allowed.", "Ask your data steward, or export less at once."
    ),
    "bundle-unsafe": Rule(
        _ERROR, "The zip holds '{value}', which is never opened.", "Pack only the CSV files themselves."
    ),
    "bundle-locked": Rule(_ERROR, "The zip is locked with a password.", "Export it without one."),
    "manifest-missing": Rule(
        _ERROR, "There is no manifest.csv.", "Every bundle needs one: it says the version and which files come with it."
    ),
    "manifest-version": Rule(
        _ERROR,
        "The manifest gives the version '{value}'; the bundle is read as {other}.",
        "Write oneroster.version as 1.1 or 1.2.",
    ),
    "manifest-edition": Rule(_WARNING, "The manifest's own version is '{value}'.", "Write manifest.version as 1.0."),
    "manifest-value": Rule(
        _WARNING,
        "The manifest says '{value}' of {other}.",
        "A file is absent, bulk or delta; here its presence decides, and it is read as bulk.",
    ),
    "manifest-unknown": Rule(
        _WARNING, "The manifest names {other}, which this version does not have.", "Remove the line, or mend its name."
    ),
    "manifest-silent": Rule(
        _WARNING, "The manifest does not mention {other}.", "Add a line that says absent, bulk or delta."
    ),
    "file-missing": Rule(
        _ERROR, "The manifest promises {file}, and it is not there.", "Add the file, or declare it absent."
    ),
    "file-undeclared": Rule(
        _ERROR,
        "{file} is there although the manifest calls it absent or does not name it.",
        "It is not read. Declare it bulk or delta, or remove it.",
    ),
    "file-unknown": Rule(
        _WARNING, "{file} is no file of this version.", "It is not read. Remove it, or mend its name."
    ),
    "file-twice": Rule(_ERROR, "{file} is a second {other}.", "Only the first is read. Pack each file once."),
    "file-name-case": Rule(
        _WARNING, "{file} is spelt differently.", "Name it exactly {other}; it is read all the same."
    ),
    "file-in-folder": Rule(
        _WARNING, "{file} lies in a folder of the bundle.", "Put all files at the top; it is read all the same."
    ),
    "file-empty": Rule(_ERROR, "{file} has no header.", "The first line names the columns, even when no row follows."),
    "file-utf-16": Rule(_ERROR, "{file} is written in UTF-16.", "Nothing of it is read. Export the bundle with UTF-8."),
    "file-delimiter": Rule(
        _ERROR, "{file} has '{value}' between its columns.", "Nothing of it is read. Put commas between them."
    ),
    "file-encoding": Rule(
        _ERROR, "This line is not UTF-8.", "Export the bundle with UTF-8; the row is read without its damaged letters."
    ),
    "header-missing": Rule(_ERROR, "The column {column} is missing.", "Add it; every row needs a value there."),
    "header-optional": Rule(_WARNING, "The column {column} is missing.", "Add it, even when it stays empty."),
    "header-misspelt": Rule(
        _WARNING, "There is a column '{value}'.", "{column} seems to be meant; it is read as that."
    ),
    "header-unknown": Rule(
        _WARNING,
        "There is a column '{value}' that this version does not have.",
        "Name it metadata.{value}, or remove it.",
    ),
    "header-twice": Rule(_ERROR, "The column {column} stands there twice.", "Remove one; the first is read."),
    "header-nameless": Rule(_WARNING, "A column has no name.", "Name it, or remove it; it is not read."),
    "header-order": Rule(
        _WARNING,
        "The columns stand in another order than the standard's.",
        "Any order is read; some programs need the exact one.",
    ),
    "row-fields": Rule(
        _ERROR,
        "This line has {value} fields, the header {other}.",
        "Look for an unquoted comma or a line break inside a field, or a file that was cut off here.",
    ),
    "row-quotes": Rule(
        _ERROR, "The quotation marks of this line do not close.", "Double each mark inside a quoted field."
    ),
    "value-missing": Rule(_ERROR, "{column} is empty.", "Fill it in; a row without it cannot be read."),
    "value-hidden": Rule(
        _ERROR,
        "{column} holds characters that cannot be seen.",
        "Type the value anew; NUL and direction marks are refused.",
    ),
    "value-long": Rule(
        _ERROR, "{column} is longer than 32,768 characters.", "Shorten it, or look for a missing quotation mark."
    ),
    "value-date": Rule(_ERROR, "'{value}' is no date.", "Write dates as 2026-05-29."),
    "value-moment": Rule(_WARNING, "'{value}' is no date with a time.", "Write it as 2026-05-29T14:30:00Z."),
    "value-flag": Rule(_ERROR, "'{value}' is neither true nor false.", "Write true or false."),
    "value-number": Rule(_ERROR, "'{value}' is no number.", "Write it as 47.5, without a unit."),
    "value-year": Rule(_ERROR, "'{value}' is no school year.", "Write the year in which it ends, as 2026."),
    "value-email": Rule(_WARNING, "'{value}' does not look like an e-mail address.", "Mend it or leave it empty."),
    "value-grade": Rule(
        _WARNING,
        "'{value}' is no grade of the usual list.",
        "Usual are IT, PR, PK, TK, KG, 01 to 13, PS, UG and Other.",
    ),
    "value-word": Rule(_ERROR, "{column} says '{value}'.", "It takes {other}."),
    "value-case": Rule(_WARNING, "{column} says '{value}'.", "Write it exactly as {other}; it is read as that."),
    "value-space": Rule(_WARNING, "'{value}' begins or ends with a space.", "Remove the space; it is read without it."),
    "secret-present": Rule(
        _WARNING, "{column} holds passwords.", "They are dropped unread. Leave the column empty in the next export."
    ),
    "status-in-bulk": Rule(
        _WARNING, "{column} is filled in a bulk file.", "In 1.2 it stays empty in bulk files; here it is not used."
    ),
    "status-missing": Rule(_ERROR, "{column} is empty in a delta file.", "A delta must say what changed, and when."),
    "id-twice": Rule(
        _ERROR, "{column} '{value}' stands on line {other} already.", "Each row needs its own; the first is kept."
    ),
    "number-twice": Rule(
        _WARNING,
        "{column} '{value}' stands on line {other} already.",
        "Give each user one of their own; for students it is not used while two share it.",
    ),
    "pointer-dangling": Rule(_ERROR, "{column} '{value}' is not in {other}.csv.", "Add it there, or mend it here."),
    "pointer-circle": Rule(
        _ERROR, "'{value}' is its own ancestor.", "Mend {column}, so that every line leads to a top."
    ),
    "pointer-self": Rule(_ERROR, "{column} points to its own row.", "Leave it empty at the top."),
    "ends-early": Rule(_ERROR, "It ends on {value}, before it begins on {other}.", "Mend one of the two dates."),
    "born-later": Rule(
        _WARNING, "The day of birth {value} has not come yet.", "Mend the year, or leave birthDate empty."
    ),
    "range-turned": Rule(_ERROR, "The smallest value {value} is above the largest {other}.", "Swap them."),
    "score-outside": Rule(
        _WARNING, "The score {value} lies outside {other} of its line item.", "Mend the score or the line item's range."
    ),
    "role-none": Rule(
        _WARNING,
        "The user '{value}' has no row in roles.csv.",
        "Since 1.2 a person's part stands there; without it nobody sees them.",
    ),
    "class-other-school": Rule(
        _WARNING,
        "The class belongs to school '{other}', the row says '{value}'.",
        "Mend schoolSourcedId, or the class.",
    ),
}
