"""`aimline import FILE --guess --dry-run`: what each column is taken for, and the first results, storing nothing."""

import dataclasses
import json
import re
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any  # what goes to machines is of mixed kinds

from aimline.domain.refusal import AimlineError

if TYPE_CHECKING:
    from aimline.exchange.first_mapping import FirstMapping
    from aimline.exchange.mapping import Mapping, Measure, Results
    from aimline.exchange.recognition import Recognised
    from aimline.exchange.vocabulary import Vocabulary
    from aimline.warehouse.workspace import Workspace

N_RESULTS = 20
OF_A_TITLE = 0.6  # how sure is what a title above the columns says
NOT_IN_FILE = "(not in the file)"
NAMES = ("given_name", "family_name")  # that tell students apart where no code does
ROLES = ("student", "given_name", "family_name", "school", "district", "grade", "year", "date")
EPOCH = date(1970, 1, 1)
SAYS = {
    "sure": "Nothing in this file is left unexplained. Have a look at the first results all the same.",
    "fair": "Look at the student, the grade and the first results: one of their columns was told by its values alone.",
    "unsure": "Check each measure: some columns are not explained, or a result was told by little.",
}

OPEN = "Every column is explained; what the file leaves open only you can say."


class NotATable(AimlineError):
    """Nothing of the file can be read."""


def show(file: Path, *, sheet: str, today: date, as_json: bool) -> None:
    """Print what a file is taken for."""
    found = answer(file, sheet=sheet, today=today)
    if as_json:
        sys.stdout.write(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    else:
        tell(found)


def answer(path: Path, *, sheet: str = "", today: date) -> dict[str, Any]:
    """Guess the mapping of a file, read the file through it, and return both; nothing is kept.

    Raises NotATable with the reason when the file is no table.
    """
    file, mapping, told = proposed(path, sheet=sheet, today=today)
    return {**told, **read(file, mapping, today=today)}


def proposed(path: Path, *, sheet: str = "", today: date) -> "tuple[Recognised, Mapping, dict[str, Any]]":
    """Guess the mapping of a file, and return it with what there is to tell of it, before any row is read.

    Raises NotATable with the reason when the file is no table.
    """
    from aimline.domain.calendar import Calendar
    from aimline.exchange import (
        answers,
        file_names,
        first_mapping,
        mapping_checks,
        proposal,
        recognition,
        settled,
        vocabulary,
    )

    file = recognition.recognise(path, sheet=sheet)
    if file.problems:
        raise NotATable(file.problems[0].code, file.problems[0].message, file.problems[0].hint)
    first = first_mapping.propose(file, source=file_names.stem(path.name), today=today)
    words = vocabulary.collect(file, first.mapping.columns, first.mapping.results, missing=first.mapping.missing)
    mapping = proposal.complete(first.mapping, words, calendar=Calendar(), today=today)
    words = proposal.with_constants(words, mapping)
    open_questions = mapping_checks.check(with_places(mapping), file.header)
    return (
        file,
        mapping,
        {
            "file": path.name,
            "sheet": file.sheet or None,
            "alike_sheets": list(file.alike),
            "profile": first.profile or None,
            "n_rows": words.n_rows,
            "sureness": str(first.guess.sureness) if first.guess else "sure",
            "mapping": mapping_of(first, mapping, words),
            "questions": [
                {
                    "about": each.key,
                    "question": str(each.message),
                    "what_to_do": str(each.hint),
                    "answers": list(answers.CHOICES.get(each.key, ())),
                }
                for each in open_questions
            ],
            "notes": settled.sentences(mapping, file, today=today) + settled.orders_told(mapping, words),
            "otherwise": settled.otherwise(mapping),
        },
    )


def with_places(mapping: "Mapping") -> "Mapping":
    """Fill in where a file does not say whose results it holds; an import takes it from the place it goes to."""
    constants, when_empty = dict(mapping.constants), dict(mapping.when_empty)
    for role in ("district", "school"):
        if role in mapping.columns:
            when_empty.setdefault(role, NOT_IN_FILE)
        elif role not in constants:
            constants[role] = NOT_IN_FILE
    return dataclasses.replace(mapping, constants=constants, when_empty=when_empty)


def mapping_of(first: "FirstMapping", mapping: "Mapping", words: "Vocabulary") -> dict[str, Any]:
    """Write the mapping for machines: each part with its column and how sure it is, 0..1."""
    sure = {reason.role: reason for reason in first.guess.reasons} if first.guess else {}
    parts: dict[str, Any] = {}
    for role in ROLES:
        column = mapping.columns.get(role)
        confidence = 1.0 if first.profile else sure[role].confidence if role in sure else 0.3
        parts[role] = {"column": column, "confidence": round(confidence, 2)} if column else None
        if role in mapping.constants and not column:
            sure_of_title = 0.0 if role in mapping.unsure else OF_A_TITLE
            parts[role] = {"column": None, "value": mapping.constants[role], "confidence": sure_of_title}
    if not parts["student"] and (names := [mapping.columns[role] for role in NAMES if role in mapping.columns]):
        parts["student"] = {"column": None, "name_columns": names, "confidence": 0.3}
    for place in ("school", "district"):
        if parts[place]:
            parts[place]["name_column"] = mapping.columns.get(f"{place}_name")
    if parts["date"]:
        parts["date"]["format"] = mapping.date_format
    elif days := [group.date for group in mapping.results if group.date]:
        parts["date"] = {"column": list(dict.fromkeys(days)), "confidence": 0.9, "format": mapping.date_format}
    for role in ("year", "grade"):
        own = [getattr(group, role) for group in mapping.results if getattr(group, role)]
        if own and not parts[role]:
            parts[role] = {"column": list(dict.fromkeys(own)), "confidence": 0.9}
    confidence = 1.0 if first.profile else sure["window"].confidence if "window" in sure else 0.0
    parts["term"] = term_of(mapping, parts, confidence)
    parts["groups"] = [{"name": group.name, "column": group.column} for group in mapping.groups]
    parts["measures"] = list(measures_of(first, mapping, words))
    return parts


def term_of(mapping: "Mapping", parts: dict[str, Any], confidence: float) -> dict[str, Any] | None:
    """Say where the term stands: in a column of its own, or in that of the year ("Fall 2024")."""
    if "window" in mapping.columns:
        return {"column": mapping.columns["window"], "confidence": round(confidence, 2)}
    if parts["year"] and any(year.window for year in mapping.years):
        if not parts["year"]["column"]:
            terms = list(dict.fromkeys(year.window for year in mapping.years if year.window))
            return {"column": None, "terms": terms, "confidence": parts["year"]["confidence"]}
        return {"column": parts["year"]["column"], "confidence": parts["year"]["confidence"]}
    terms = list(dict.fromkeys(group.window for group in mapping.results if group.window))
    return {"column": None, "terms": terms, "confidence": 0.9} if terms else None


def measures_of(first: "FirstMapping", mapping: "Mapping", words: "Vocabulary") -> Any:
    """Give each measure with the columns its results come from, one entry for each group of columns."""
    from aimline.exchange.mapping import Results

    long = Results("[*]", score=mapping.columns.get("score", ""), level=mapping.columns.get("level", ""))
    for place, group in enumerate(mapping.results or (long,)):
        for measure in mapping.measures:
            if mapping.results and not stands_for(group.measure, measure.value):
                continue
            if not may_name(group.measure, measure.value, words):
                continue
            if any(is_closer(other.measure, group.measure, measure.value) for other in mapping.results):
                continue
            yield entry_of(first, mapping, measure, group, place, words)


def entry_of(
    first: "FirstMapping", mapping: "Mapping", measure: "Measure", group: "Results", place: int, words: "Vocabulary"
) -> dict[str, Any]:
    """Write one measure and its columns."""
    from aimline.exchange import templates
    from aimline.exchange.guess import grouping, heads

    found = [each for each in (first.guess.found if first.guess else ()) if each.results.score == group.score]
    found = [each for each in found if each.results.level == group.level] or found
    kind = heads.read(group.score).kind if group.score else ""
    level_columns = list(group.flags.values()) if group.flags else None
    whole = measure.value.rpartition(": ")
    is_parted = len(templates.columns(group.measure)) + (": " in group.measure) > 1 or bool(whole[0])
    return {
        "measure": measure.name,
        "subject": measure.subject,
        "subtest": (found[0].subtest if found and found[0].subtest else whole[2] if is_parted else "") or None,
        "score_column": group.score or None,
        "scale": found[0].scale if found else grouping.scale(kind, group.score) if group.score else "level",
        "level_column": group.level or level_columns,
        "levels": list(measure.levels),
        "proficient_from": measure.proficient_from or None,
        "measure_column": mapping.columns.get("measure")
        or (mapping.results and templates.columns(group.measure))
        or None,
        "term": group.window or None,
        "date_column": group.date or None,
        "n_results": words.measures.get(measure.value, 0),
        "confidence": found[0].confidence if found else 1.0 if first.profile else 0.4,
    }


def stands_for(template: str, word: str) -> bool:
    """Tell whether a template with columns in brackets may have given a word."""
    from aimline.exchange import templates

    form = "".join("(.+)" if is_column else re.escape(piece) for piece, is_column in templates.parts(template))
    return re.fullmatch(form, word) is not None


def may_name(template: str, word: str, words: "Vocabulary") -> bool:
    """Tell whether a word stands in the column that alone names a result, where its words are known."""
    column = template[1:-1]
    return template != f"[{column}]" or column not in words.words or word in words.words[column]


def is_closer(template: str, other: str, word: str) -> bool:
    """Tell whether a word comes rather from one template than from another: the one that says more of it itself."""
    from aimline.exchange import templates

    said, said_other = (
        sum(len(piece) for piece, is_column in templates.parts(each) if not is_column) for each in (template, other)
    )
    return said > said_other and stands_for(template, word)


def read(file: "Recognised", mapping: "Mapping", *, today: date) -> dict[str, Any]:
    """Read a file through a mapping in a folder that goes again; return its counts, problems and first results."""
    from aimline.exchange import mapping_checks, unpacking
    from aimline.exchange.mapping import undated
    from aimline.warehouse import staging
    from aimline.warehouse.workspace import Workspace

    dated = tuple(year for year in mapping.years if year not in undated(mapping))
    ready = dataclasses.replace(with_places(mapping), years=dated, unsure=())
    if mapping_checks.check(ready, file.header):
        return {"counts": None, "problems": [], "results": []}
    with tempfile.TemporaryDirectory(prefix="aimline-guess-") as folder:
        workspace = Workspace(Path(folder), Path(folder) / "tmp")
        staged = staging.stage(workspace, unpacking.unpack(file, workspace.folder), ready, today=today)
        return {
            "counts": dataclasses.asdict(staged.counts),
            "problems": [
                {"line": each.line, "column": each.column, "value": each.value, "message": str(each.message)}
                for each in staged.problems[:N_RESULTS]
            ],
            "results": results(workspace, ready),
        }


def results(workspace: "Workspace", mapping: "Mapping") -> list[dict[str, Any]]:
    """Return the first results that would be stored, in the order of the file."""
    from aimline.warehouse import left_out

    found = []
    for row in left_out.first_results(workspace, most=N_RESULTS):
        measure = mapping.measures[row.measure]
        found.append(
            {
                "line": row.line,
                "student": row.student,
                "school": None if row.school == NOT_IN_FILE else row.school,
                "grade": row.grade,
                "school_year": row.school_year,
                "term": row.window or None,
                "date": date.fromordinal(EPOCH.toordinal() + row.day).isoformat(),
                "measure": measure.name,
                "score": row.value,
                "level": measure.levels[row.level - 1] if row.level else None,
                "status": STATUSES[row.status],
            }
        )
    return found


STATUSES = ("scored", "not tested", "excused", "not scored")


def tell(found: dict[str, Any]) -> None:
    """Print the guess for people."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, soft_wrap=True, markup=False)
    if found["profile"]:
        console.print(f"This is an export we know: {found['profile']}.")
    columns = Table("Part", "Column", "How sure", box=None, header_style="bold", pad_edge=False)
    for role in (*ROLES, "term"):
        part = found["mapping"][role]
        if part:
            named = part["column"] or part.get("terms") or f"always {part['value']}"
            shown = ", ".join(named) if isinstance(named, list) else named
            columns.add_row(role.replace("_", " "), shown, f"{part['confidence']:.0%}")
    console.print(columns)
    heads = ("Measure", "Score", "Scale", "Level", "Term", "Results", "How sure")
    measures = Table(*heads, box=None, header_style="bold", pad_edge=False)
    counted = set[str]()
    for each in found["mapping"]["measures"]:
        level = each["level_column"]
        shown = ", ".join(level) if isinstance(level, list) else level or ""
        told = (each["measure"], each["score_column"] or "", each["scale"], shown, each["term"] or "")
        # The count is of the whole measure: it stands once, not beside each of its terms.
        n_results = "" if each["measure"] in counted else f"{each['n_results']:,}"
        counted.add(each["measure"])
        measures.add_row(*told, n_results, f"{each['confidence']:.0%}")
    console.print(measures)
    console.print(OPEN if found["questions"] and found["sureness"] == "sure" else SAYS[found["sureness"]])
    for question in found["questions"]:
        console.print(f"{question['question']} {question['what_to_do']}")
        if question["answers"]:
            console.print(f"Import it with {' or '.join(f'--answer {each}' for each in question['answers'])}.")
    for note in found["notes"]:
        console.print(note)
    if found["sheet"] and found["alike_sheets"]:
        console.print(f"Import it with --alike-sheets to read these, too: {', '.join(found['alike_sheets'])}.")
    if said := found["otherwise"]:
        console.print(f"To have it otherwise, import it with {' '.join(f'--answer {answer}' for answer in said)}.")
