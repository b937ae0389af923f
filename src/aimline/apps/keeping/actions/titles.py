"""Take a student out of names: those of files, of where results come from, of tests, and what mappings say.

A file called "Lee_Ana.csv" also names the source of its results, a test, and a mapping that is offered again.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any  # rows of several tables, and whatever JSON holds

from django.db.models import Model, Q, QuerySet
from django_tasks_db.models import DBTaskResult

from aimline.apps.connections.models import Pull
from aimline.apps.goals.models import Goal
from aimline.apps.intake.models import LineItem, SavedMapping, Upload
from aimline.apps.keeping.actions.copies import LONG
from aimline.apps.organizations.models import Unit
from aimline.apps.results.models import Administration, Batch, Measure
from aimline.exchange import mapping_file
from aimline.exchange.mapping import UnusableMapping

ERASED = "(erased)"
NEVER = r"(?!)"
# Days and ids hold numbers that may be the code of a student.
NEVER_A_STUDENT = re.compile(r"\d{4}-\d\d-\d\d|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}")


@dataclass(frozen=True)
class Sought:
    """A student's codes and both names, and the imports that brought results of the student.

    A short code is also a grade or part of the name of a test, and one name alone is also that of others.
    """

    codes: Sequence[str]
    given_name: str
    family_name: str
    uploads: Sequence[str] = ()

    @property
    def anywhere(self) -> re.Pattern[str]:
        """Any code, or both names beside each other, between all kinds of signs: Lee_Ana-1001.csv."""
        return pattern(self.codes, self.given_name, self.family_name)

    @property
    def surely(self) -> re.Pattern[str]:
        """The same without short codes, for words that later files are compared with."""
        return pattern([code for code in self.codes if len(code) >= LONG], self.given_name, self.family_name)

    @property
    def alone(self) -> re.Pattern[str]:
        """Any code and either name, for a file that holds nobody else."""
        return pattern([*self.codes, *filter(None, (self.given_name, self.family_name))], "", "")

    def is_own(self, upload: Upload) -> bool:
        """True for an import that brought results of this student and of nobody else."""
        return str(upload.uuid) in self.uploads and upload.report.get("n_students") == 1


def pattern(codes: Sequence[str], given_name: str, family_name: str) -> re.Pattern[str]:
    words = sorted(map(re.escape, codes), key=len, reverse=True)
    if given_name and family_name:
        pair = re.escape(given_name), re.escape(family_name)
        words = [r"[\W_]+".join(pair), r"[\W_]+".join(reversed(pair)), *words]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_])" if words else NEVER, re.IGNORECASE)


def blanked(value: Any, told: re.Pattern[str]) -> Any:
    """Return plain values, or a mapping, without the words; numbers, days and ids stay."""
    if isinstance(value, str):
        return value if NEVER_A_STUDENT.fullmatch(value) and not told.fullmatch(value) else told.sub(ERASED, value)
    if isinstance(value, list | tuple):
        return type(value)(blanked(each, told) for each in value)
    if isinstance(value, dict):
        return {blanked(key, told): blanked(each, told) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: blanked(getattr(value, field.name), told) for field in fields(value)})
    return value


def blank_titles(district: Unit, sought: Sought) -> None:
    """Take a student out of every name that was made of a file's, in the tables of a district."""
    own = names_of_own_files(sought)
    renamed = rename_sources(district, sought, own)
    for mapped, column in mapping_texts(district):
        for pk, text in list(mapped.values_list("pk", column)):
            if (new := without(text, sought, renamed, own)) != text:
                mapped.filter(pk=pk).update(**{column: new})
    for written, column, told in written_names(district, sought):
        for pk, value in list(written.values_list("pk", column)):
            new = blanked(value, told)
            if (new := blanked(new, sought.alone) if str(value).lower() in own else new) != value:
                put(written.get(pk=pk), column, new)
    forget_tasks(sought.surely)


def names_of_own_files(sought: Sought) -> set[str]:
    """Return in small letters how the files are called that hold this student and nobody else, and their sources."""
    own = [upload for upload in Upload.objects.filter(uuid__in=sought.uploads) if sought.is_own(upload)]
    named = [(upload.file_name, upload.mapping) for upload in own]
    return {name.lower() for file_name, text in named for name in (file_name, source_of(text))} - {""}


def written_names(district: Unit, sought: Sought) -> Iterator[tuple[QuerySet[Any], str, re.Pattern[str]]]:
    """Give the columns that hold names of files and tests, and what must not stand in them."""
    here = Q(place__district=district) | Q(place=None)
    for names in (Upload.objects.filter(here), Batch.objects.filter(district=district)):
        yield names, "file_name", sought.anywhere
    for column in ("made_from", "name"):
        yield SavedMapping.objects.filter(here), column, sought.anywhere
    for column in ("code", "name", "subject"):
        yield Measure.objects.filter(district=district), column, sought.surely
    yield Administration.objects.filter(district=district), "window", sought.surely
    for column in ("key", "told"):
        yield LineItem.objects.filter(district=district), column, sought.surely
    yield Goal.objects.filter(district=district), "baseline_source", sought.surely
    yield Pull.objects.filter(connection__district=district), "message", sought.surely


def put(row: Model, column: str, value: object) -> None:
    """Store a new name; where another row has it, with a number behind."""
    rows, n = type(row)._default_manager, 1
    clashes = [each.fields for each in row._meta.total_unique_constraints if column in each.fields]
    given = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    new = value
    while any(rows.filter(**{**{name: given[name] for name in fields}, column: new}).exists() for fields in clashes):
        n += 1
        new = f"{value} {n}"
    rows.filter(pk=row.pk).update(**{column: new})


def mapping_texts(district: Unit) -> Iterator[tuple[QuerySet[Any], str]]:
    here = Q(place__district=district) | Q(place=None)
    yield Upload.objects.filter(here), "mapping"
    yield SavedMapping.objects.filter(here), "text"


def without(text: str, sought: Sought, renamed: Mapping[str, str], own: set[str]) -> str:
    """Return a mapping without the student and under its new source; one that cannot be read any more goes."""
    escaped = "\\u" in text
    if not escaped and not sought.alone.search(text):
        return text
    try:
        mapping = mapping_file.parse(text)
        told = sought.alone if mapping.source.lower() in own else sought.surely
        new = replace(blanked(mapping, told), source=renamed.get(mapping.source, mapping.source))
        if new == mapping:
            return text
        mapping_file.parse(mapping_file.dump(new))
    except UnusableMapping:
        return ""
    return mapping_file.dump(new)


def rename_sources(district: Unit, sought: Sought, own: set[str]) -> dict[str, str]:
    """Rename every source of results that was called after a student; returns the new names by the old ones."""
    tables = (Measure.objects.filter(district=district), Batch.objects.filter(district=district))
    known = {name for table in tables for name in table.values_list("source", flat=True)}
    texts = (text for rows, column in mapping_texts(district) for text in rows.values_list(column, flat=True))
    known |= {source_of(text) for text in texts}
    renamed = dict[str, str]()
    for old in sorted(known):
        plain = sought.anywhere.sub(ERASED, old)
        plain = sought.alone.sub(ERASED, plain) if old.lower() in own else plain
        if plain == old:
            continue
        renamed[old] = unused(plain, known)
        known.add(renamed[old])
        for table in tables:
            table.filter(source=old).update(source=renamed[old])
    return renamed


def source_of(text: str) -> str:
    """Return the source a mapping names."""
    try:
        return str(tomllib.loads(text).get("source", ""))
    except tomllib.TOMLDecodeError:
        return ""


def unused(name: str, known: set[str]) -> str:
    """Return a name that no other source has: tests of two sources must not become one."""
    numbered = (f"{name} {n}" for n in range(2, len(known) + 3))
    return name if name not in known else next(each for each in numbered if each not in known)


def forget_tasks(told: re.Pattern[str]) -> None:
    """Remove the notes of finished work that name a student: what was asked for, and where it stopped."""
    done = DBTaskResult.objects.finished()
    named = [
        pk for pk, asked, traceback in done.values_list("pk", "args_kwargs", "traceback")
        if told.search(f"{asked} {traceback}")
    ]  # fmt: skip
    DBTaskResult.objects.filter(pk__in=named).delete()
