"""The mapping screen as it is filled in: from a mapping to its forms, and back."""

import json
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any  # the answers of a form row are of mixed kinds

from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext as _

from aimline.apps.intake.forms.choices import ALWAYS, ROLES
from aimline.apps.intake.forms.tables import Columns, Groups, Measures, Results, Rows, Years
from aimline.domain.measure import Metric, default_direction, unit_of
from aimline.exchange import first_mapping, mapping_checks
from aimline.exchange import mapping as mapped
from aimline.exchange.calendar_words import read_ending
from aimline.exchange.mapping import CREATABLE, DATE_FORMATS, DECIMALS, Mapping, StatusWords, undated
from aimline.exchange.proposal import readable
from aimline.exchange.vocabulary import Vocabulary

Renames = Table[str, Table[str, str]]
MOST_VALUES = 12
NOBODY_KNOWS = "-"
SHOWN = ("measure", "window", "score", "level", "date")
PLACES = {"school_name": "school", "district_name": "district"}


def columns_initial(mapping: Mapping) -> dict[str, object]:
    """Return a mapping as the columns form shows it."""
    return {
        "source": mapping.source,
        "not_tested": ", ".join(mapping.status.not_tested),
        "excused": ", ".join(mapping.status.excused),
        "date_format": "" if "date_format" in mapping.unsure else mapping.date_format,
        "decimal": mapping.decimal,
        "windows": "" if mapping.windows == "day" else mapping.windows,
        "student_digits": mapping.student_digits or None,
        "unsure": list(mapping.unsure),
        **{f"column_{role}": column for role, column in shown_columns(mapping).items()},
        **{f"always_{role}": word for role, word in mapping.constants.items()},
    }


def shown_columns(mapping: Mapping) -> dict[str, str]:
    """Return the column of each role, one that is told once as that of the place alone."""
    return {role: column for role, column in mapping.columns.items() if not is_told_once(role, mapping)}


def is_told_once(role: str, mapping: Mapping) -> bool:
    """Tell whether a place's name is what tells it apart: one column for both, which is shown as that of the place."""
    return role in PLACES and mapping.columns[role] == mapping.columns.get(PLACES[role])


def years_initial(mapping: Mapping, words: Vocabulary) -> list[dict[str, object]]:
    """Return one row for every school year and window in the file; those with a day are ticked."""
    coming = undated(mapping)
    known = {(year.value, year.window_value): year for year in mapping.years}
    rows: list[dict[str, object]] = []
    for (value, window), n_rows in sorted(words.times.items()):
        year = known.get((value, window))
        if value:
            rows.append(
                {
                    "value": value, "window_value": window, "n_rows": n_rows,
                    "use": year is not None and year not in coming,
                    "ending": year.ending if year else read_ending(value), "given_on": year and year.given_on,
                }
            )  # fmt: skip
    return sorted(rows, key=lambda row: str(row["given_on"] or ""))


def measures_initial(mapping: Mapping, words: Vocabulary) -> list[dict[str, object]]:
    """Return one row for every test the mapping describes, with the number of its rows in the file."""
    return [
        {
            "value": measure.value, "n_rows": words.measures.get(measure.value, 0), "use": True,
            "name": measure.name, "subject": measure.subject, "kind": measure.kind, "metric": measure.metric,
            "levels": "\n".join(measure.levels), "proficient_from": measure.proficient_from,
            "cut": measure.cut, "times": "100" if measure.times == 100 else "",
            "yearly": measure.yearly, "minimum": measure.minimum, "maximum": measure.maximum,
        }
        for measure in mapping.measures
    ]  # fmt: skip


def results_initial(mapping: Mapping) -> list[dict[str, object]]:
    """Return one row for every group of columns that holds a result."""
    return [
        {"use": True, "kept": json.dumps(asdict(group)), **{key: getattr(group, key) for key in SHOWN}}
        for group in mapping.results
    ]


def groups_initial(mapping: Mapping, words: Vocabulary) -> list[dict[str, object]]:
    """Return one row for every column of few words that has no other part to play; mapped groups are ticked."""
    named = {group.column: group.name for group in mapping.groups}
    taken = {
        *mapping.columns.values(),
        *(name for group in mapping.results for _, name in mapping_checks.columns_of(group)),
    }
    return [
        {"column": column, "use": column in named, "name": titled(named.get(column, column))}
        for column, found in words.words.items()
        if column not in taken and 1 < len(found) <= MOST_VALUES
    ]


def titled(word: str) -> str:
    """Write a column's name the way people write a heading: "english_learner" becomes "English learner"."""
    plain = readable(word)
    return plain[:1].upper() + plain[1:]


def constants_of(columns: Columns) -> dict[str, str]:
    """Return the words that stand for every row, where no column was chosen."""
    given = columns.cleaned_data
    always = {role: given[f"always_{role}"].strip() for role in ALWAYS if not given[f"column_{role}"]}
    return {role: word for role, word in always.items() if word}


def columns_of(columns: Columns, base: Mapping) -> dict[str, str]:
    """Return the chosen column of each role; a place whose name told it apart goes on by it while it stays chosen."""
    chosen = {role: column for role in ROLES if (column := columns.cleaned_data[f"column_{role}"])}
    names = {
        role: base.columns[role]
        for role, place in PLACES.items()
        if role in base.columns and is_told_once(role, base) and chosen.get(place) == base.columns[role]
    }
    return {role: (names | chosen)[role] for role in ROLES if role in names | chosen}


@dataclass(frozen=True)
class Answers:
    """The mapping screen as it was sent: one form for the columns and four tables of rows."""

    columns: Columns
    years: Rows
    measures: Rows
    groups: Rows
    results: Rows

    @property
    def are_valid(self) -> bool:
        """Every part is looked at, so that all that is missing is said at once."""
        parts = (self.columns, self.years, self.measures, self.groups, self.results)
        return all([part.is_valid() for part in parts]) and self.are_judged

    @property
    def are_judged(self) -> bool:
        """Where nothing says from which level on a student is proficient, a person says it, or that nobody knows.

        What is said of one test holds for all that have the same levels and say nothing else.
        """
        if "levels" not in self.columns.cleaned_data["unsure"]:
            return True
        told = [row.cleaned_data for row in self.measures.forms]
        said = {row["levels"]: row["proficient_from"] for row in told if row.get("use") and row["proficient_from"]}
        for row in told:
            if is_unjudged(row):
                row["proficient_from"] = said.get(row["levels"], "")
        unsaid = [row for row in self.measures.forms if is_unjudged(row.cleaned_data)]
        for row in unsaid:
            row.add_error("proficient_from", _("Choose one of the levels, or write - where nobody knows."))
        return not unsaid

    @property
    def compared(self) -> list[Form]:
        """Return the columns by which students are compared."""
        return [row for row in self.groups if row["use"].value()]

    @property
    def not_compared(self) -> list[Form]:
        """Return the columns by which students could be compared too."""
        return [row for row in self.groups if not row["use"].value()]

    def mapping(self, base: Mapping, renames: Renames) -> Mapping:
        """Return the mapping these answers describe; what the screen does not show stays as in the one it began with.

        `renames` shortens the words of a group's column ("ELL: Yes" to "Yes").
        """
        given = self.columns.cleaned_data
        columns, constants = columns_of(self.columns, base), constants_of(self.columns)
        name, old = constants.get("measure"), base.constants.get("measure")
        if name and old:
            constants["measure"] = old
        known = {measure.value: measure for measure in base.measures}
        made = replace(
            base,
            source=given["source"],
            columns=columns,
            instead={role: names for role, names in base.instead.items() if role in columns},
            constants=constants,
            years=tuple(year_of(each) for each in chosen(self.years)),
            measures=tuple(measure_of(each, known.get(each["value"])) for each in chosen(self.measures)),
            results=tuple(result_of(each) for each in chosen(self.results)),
            groups=tuple(
                mapped.Group(each["name"] or each["column"], each["column"], renames.get(each["column"], {}))
                for each in chosen(self.groups)
            ),
            status=StatusWords(listed(given["not_tested"]), listed(given["excused"]), base.status.not_scored),
            create=CREATABLE,
            date_format=given["date_format"] or DATE_FORMATS[0],
            decimal=given["decimal"] or DECIMALS[0],
            student_digits=given["student_digits"] or 0,
            windows=given["windows"],
            unsure=(),
        )
        return first_mapping.called(made, name) if name and old else made


def answers(data: QueryDict, *, header: Sequence[str]) -> Answers:
    """Read the mapping screen from a request."""
    return Answers(
        Columns(data, header=header),
        Years(data, prefix="years"),
        Measures(data, prefix="measures"),
        Groups(data, prefix="groups"),
        Results(data, prefix="results", form_kwargs={"header": header}),
    )


def chosen(rows: Rows) -> list[dict[str, Any]]:
    """Return the answers of the rows that are ticked."""
    return [row.cleaned_data for row in rows.forms if row.cleaned_data.get("use")]


def year_of(row: dict[str, Any]) -> mapped.Year:
    """Return one ticked school year; a missing year of ending is told by the mapping's own check."""
    return mapped.Year(
        value=row["value"], ending=row["ending"] or 0, given_on=row["given_on"],
        window_value=row["window_value"], window=row["window_value"],
    )  # fmt: skip


def measure_of(row: dict[str, Any], known: mapped.Measure | None) -> mapped.Measure:
    """Return one ticked test; its unit follows from how it is counted."""
    levels = tuple(row["levels"].splitlines())
    same_levels = known is not None and known.levels == levels
    begun = known or mapped.Measure(value=row["value"], name=row["name"])
    return replace(
        begun,
        value=row["value"], name=row["name"] or row["value"], subject=row["subject"], kind=row["kind"] or "state",
        metric=row["metric"], unit=unit_of(Metric(row["metric"])), levels=levels,
        level_words=begun.level_words if same_levels else {}, level_starts=begun.level_starts if same_levels else (),
        proficient_from=level_chosen(row), cut=row["cut"], yearly=row["yearly"],
        minimum=row["minimum"], maximum=row["maximum"], times=100.0 if row["times"] else None,
        direction=default_direction(Metric(row["metric"])).value,
    )  # fmt: skip


def is_unjudged(row: dict[str, Any]) -> bool:
    """Tell whether a ticked test is counted by level and nothing says which level is enough."""
    by_level = row.get("use") and row["metric"] == Metric.PERCENT_PROFICIENT and row["levels"].strip()
    return bool(by_level) and not row["proficient_from"].strip() and row["cut"] is None


def level_chosen(row: dict[str, Any]) -> str:
    """Return the level from which on a student is proficient; a dash says that nobody knows."""
    chosen_level = str(row["proficient_from"].strip())
    return "" if chosen_level == NOBODY_KNOWS and NOBODY_KNOWS not in row["levels"].splitlines() else chosen_level


def result_of(row: dict[str, Any]) -> mapped.Results:
    """Return one ticked group of columns; what is not shown of it stays as it was."""
    shown = {key: row[key] for key in SHOWN}
    try:
        kept = json.loads(row["kept"] or "{}")
        return mapped.Results(**{**kept, **shown, "each": {}})
    except (ValueError, TypeError):  # a hidden field somebody changed by hand
        return mapped.Results(**shown)


def listed(text: str) -> tuple[str, ...]:
    """Return the words of a list with commas."""
    return tuple(word.strip() for word in text.split(",") if word.strip())
