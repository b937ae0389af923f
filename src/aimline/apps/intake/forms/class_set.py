"""A class set as it is typed in: the test, and a value for each student."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any  # the answers of a form are of mixed kinds

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aimline.apps.intake.actions.class_sets import EXCUSED, NOT_TESTED
from aimline.apps.intake.forms.class_test import ClassTest
from aimline.apps.intake.queries.classes import Pupil

MOST_LEVELS = 10
LONGEST_PASTE = 60_000
WORDS = {"a": NOT_TESTED, "abs": NOT_TESTED, "absent": NOT_TESTED, "e": EXCUSED, "ex": EXCUSED, "exc": EXCUSED,
         "excused": EXCUSED}  # fmt: skip
POINTS, LEVELS = "points", "levels"


class ClassSet(ClassTest):
    """The test and how it is scored, and for each student a field of the name `value_N`."""

    scored = forms.ChoiceField(
        label=gettext_lazy("Scored in"),
        widget=forms.RadioSelect,
        choices=[(POINTS, gettext_lazy("points")), (LEVELS, gettext_lazy("levels of a rubric"))],
    )
    most = forms.FloatField(label=gettext_lazy("Most points there are"), required=False, min_value=0.5)
    enough = forms.FloatField(label=gettext_lazy("Meets the standard from"), required=False, min_value=0)
    pasted = forms.CharField(
        label=gettext_lazy("Paste from a spreadsheet"), required=False, max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One student a line: name or number, then the result. Results alone go down the list."),
    )  # fmt: skip

    def __init__(self, *args: object, pupils: Sequence[Pupil], today: date, **kwargs: object) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.pupils = pupils
        for n, pupil in enumerate(pupils):
            self.fields[f"value_{n}"] = forms.CharField(label=pupil.name, required=False, max_length=80)

    @property
    def scale(self) -> dict[str, Any]:
        """Give how the test is scored: its points, or its levels."""
        given, levels = self.cleaned_data, listed(self.cleaned_data["levels"])
        if given["scored"] == LEVELS:
            return {"levels": levels, "proficient_from": level_of(given["proficient_from"], levels)}
        return {"most": given["most"], "enough": given["enough"]}

    @property
    def lines(self) -> list[forms.BoundField]:
        """Give the field of each student."""
        return [self[f"value_{n}"] for n in range(len(self.pupils))]

    def clean(self) -> dict[str, Any]:
        """Read every value by how the test is scored; what cannot be read is said beside it."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        levels = listed(given.get("levels", ""))
        if given.get("scored") == LEVELS and not 2 <= len(levels) <= MOST_LEVELS:
            self.add_error("levels", _("Write from two to ten levels, the lowest first."))
        if (
            given.get("scored") == LEVELS
            and given.get("proficient_from")
            and not level_of(given["proficient_from"], levels)
        ):
            self.add_error("proficient_from", _("Choose one of the levels."))
        if given.get("scored") == POINTS and not given.get("most"):
            self.add_error("most", _("Write how many points there are."))
        self.read_values(given, levels)
        return given

    def read_values(self, given: dict[str, Any], levels: Sequence[str]) -> None:
        read = {n: self.read(n, given, levels) for n in range(len(self.pupils)) if given.get(f"value_{n}", "").strip()}
        if not read and not self.errors:
            self.add_error(None, _("Type at least one result."))
        given["values"] = {n: value for n, value in read.items() if value}

    def read(self, n: int, given: Mapping[str, Any], levels: Sequence[str]) -> str:
        said = str(given[f"value_{n}"]).strip()
        word = WORDS.get(said.casefold(), "")
        if given.get("scored") == LEVELS:
            # A rubric may have a level "A" or "E": its own words come first.
            value = level_of(said, levels) or word
            if not value:
                self.add_error(f"value_{n}", _("Write one of the levels, or its number."))
            return value
        number = said.replace(",", ".")
        if not word and not is_points(number, given.get("most")):
            self.add_error(f"value_{n}", _("Write points from 0 to the most there are, “absent” or “excused”."))
        return word or number


def is_points(text: str, most: float | None) -> bool:
    try:
        return 0 <= float(text) <= (most if most is not None else float("inf"))
    except ValueError:
        return False


def listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


def level_of(said: str, levels: Sequence[str]) -> str:
    """Find a level by its words, by their beginning where only one begins so, or by its number; empty where none is."""
    if said.isdecimal() and not any(level == said for level in levels):
        return levels[int(said) - 1] if 0 < int(said) <= len(levels) else ""
    whole = [level for level in levels if level.casefold() == said.casefold()]
    begun = [level for level in levels if level.casefold().startswith(said.casefold())]
    return whole[0] if whole else begun[0] if len(begun) == 1 else ""
