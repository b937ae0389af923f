"""A class that is entered by counts alone: the test, and how many students stood where."""

from collections.abc import Collection
from datetime import date
from typing import Any  # the answers of a form are of mixed kinds

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aimline.apps.intake.forms.class_set import MOST_LEVELS, level_of, listed
from aimline.apps.intake.forms.class_test import ClassTest
from aimline.apps.intake.queries.classes import MOST_STUDENTS, Counting


class ClassCount(ClassTest):
    """A test that is here, or a new one; the counts by level where it has levels, else all and those who met it.

    `names` are those of the tests that were typed in at the school: a new one needs another.
    """

    n = forms.IntegerField(label=gettext_lazy("Students who took it"), min_value=1, max_value=MOST_STUDENTS)
    n_met = forms.IntegerField(label=gettext_lazy("Of them met the standard"), min_value=0)
    n_not_tested = forms.IntegerField(
        label=gettext_lazy("Not tested"), min_value=0, max_value=MOST_STUDENTS, required=False
    )

    def __init__(
        self, *args: object, test: Counting | None, names: Collection[str], today: date, **kwargs: object
    ) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.test, self.names = test, names
        self.fields["levels"].help_text = _("Separated by commas. Leave it empty where only “met” counts.")
        if test is not None:
            for known in ("name", "subject", "levels", "proficient_from"):
                del self.fields[known]
        self.labels = test.labels if test is not None else listed(str(self["levels"].value() or ""))
        if self.labels:
            del self.fields["n"], self.fields["n_met"]
        for place, label in enumerate(self.asked):
            self.fields[f"at_{place}"] = forms.IntegerField(
                label=label, min_value=0, max_value=MOST_STUDENTS, required=False
            )

    @property
    def asked(self) -> tuple[str, ...]:
        """Give the levels that have a field; a test that is here has as many as it has."""
        return self.labels if self.test is not None else self.labels[:MOST_LEVELS]

    @property
    def counts(self) -> list[forms.BoundField]:
        """Give the fields in which students are counted."""
        named = [f"at_{place}" for place in range(len(self.asked))] if self.labels else ["n", "n_met"]
        return [self[name] for name in (*named, "n_not_tested")]

    @property
    def described(self) -> list[forms.BoundField]:
        """Give the fields that describe a test: its day, and the name of a new one."""
        named = ("name", "subject", "given_on")
        return [self[name] for name in named if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Add the counts up, and see that they can be."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.test is None and given.get("name") in self.names:
            self.add_error("name", _("Your school has a test of this name. Choose it above, or give this one another."))
        if self.labels:
            self.add_up(given)
        elif given.get("n") is not None and (given.get("n_met") or 0) > given["n"]:
            self.add_error("n_met", _("No more can meet the standard than took the test."))
        return given

    def add_up(self, given: dict[str, Any]) -> None:
        counts = [given.get(f"at_{place}") or 0 for place in range(len(self.labels))]
        first = self.first_met(given)
        if self.test is None and not 2 <= len(self.labels) <= MOST_LEVELS:
            self.add_error("levels", _("Write from two to ten levels, the lowest first."))
        elif first is None:
            self.add_error("proficient_from", _("Choose one of the levels."))
        elif not sum(counts):
            self.add_error(None, _("Count at least one student."))
        else:
            given["at_levels"] = tuple(zip(self.labels, counts, strict=True))
            given["n"], given["n_met"] = sum(counts), sum(counts[first:])

    def first_met(self, given: dict[str, Any]) -> int | None:
        """Return the place of the first level that meets the standard."""
        if self.test is not None:
            return self.test.first_met
        found = level_of(given.get("proficient_from", "") or "", self.labels)
        given["proficient_from"] = found
        return self.labels.index(found) if found else None
