"""Take a student out of names: those of files, of where results come from, of tests, and what mappings say.

A file called "Lee_Ana.csv" also names the source of its results, a test, and a mapping that is offered again.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any  # rows of several tables, and whatever JSON holds

from django.db.models import Model, Q, QuerySet
from django_tasks_db.models import DBTaskResult

from aimline.apps.connections.models import Pull
from aimline.apps.goals.models import Goal
from aimline.apps.intake.actions import saved_mappings
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
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U000([0-9A-Fa-f]{5})|(.))", re.DOTALL)
SOURCE = re.compile(r"^\s*source\s*=[^\n]*", re.MULTILINE)


@dataclass(frozen=True)
class Read:
    """What was read of mappings before the database is held: their sources, and whether they hold some words."""

    sources: dict[str, str]
    naming: dict[tuple[str, re.Pattern[str]], bool]

    def source_of(self, text: str) -> str:
        if text not in self.sources:
            self.sources[text] = source_of(text)
        return self.sources[text]

    def names(self, text: str, told: re.Pattern[str]) -> bool:
        if (text, told) not in self.naming:
            self.naming[text, told] = bool(told.search(text) or told.search(spelled_out(text)))
        return self.naming[text, told]


@dataclass(frozen=True)
class Sought:
    """A student's codes and both names, and the imports that brought results of the student.

    A short code is also a grade or part of the name of a test, and one name alone is also that of others.
    """

    codes: Sequence[str]
    given_name: str
    family_name: str
    uploads: Sequence[str] = ()
    read: "Read" = field(default_factory=lambda: Read({}, {}), compare=False)

    @cached_property
    def anywhere(self) -> re.Pattern[str]:
        """Any code, or both names beside each other, between all kinds of signs: Lee_Ana-1001.csv."""
        return pattern(self.codes, self.given_name, self.family_name)

    @cached_property
    def in_reports(self) -> re.Pattern[str]:
        """The same, and the only name of a student who has one: it is the whole name of somebody in the file."""
        names = [name for name in (self.given_name, self.family_name) if name]
        return pattern([*self.codes, *names], "", "") if len(names) == 1 else self.anywhere

    @cached_property
    def surely(self) -> re.Pattern[str]:
        """Long codes and both names, for words that later files are compared with."""
        return pattern([code for code in self.codes if len(code) >= LONG], self.given_name, self.family_name)

    @cached_property
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


def read_ahead(district: Unit, sought: Sought) -> None:
    """Read the mappings of a district; `blank_titles` then reads only what was written since, and holds nobody up."""
    own = names_of_own_files(sought)
    for mapped, column in mapping_texts(district):
        for text in mapped.values_list(column, flat=True):
            sought.read.names(text, told_of(text, sought, own))


def blank_titles(district: Unit, sought: Sought) -> None:
    """Take a student out of every name that was made of a file's, in the tables of a district."""
    own = names_of_own_files(sought)
    renamed = rename_sources(district, sought, own)
    for mapped, column in mapping_texts(district):
        for pk, text in list(mapped.values_list("pk", column)):
            if (new := without(text, sought, renamed, own)) != text:
                put_mapping(mapped.get(pk=pk), column, new)
    for written, column, told in written_names(district, sought):
        for pk, value in list(written.values_list("pk", column)):
            new = blanked(value, told)
            if (new := blanked(new, sought.alone) if str(value).lower() in own else new) != value:
                put(written.get(pk=pk), column, new)
    forget_tasks(sought.surely)


def names_of_own_files(sought: Sought) -> set[str]:
    """Return in small letters the names, sources and mappings of the files that hold this student and nobody else."""
    own = [upload for upload in Upload.objects.filter(uuid__in=sought.uploads) if sought.is_own(upload)]
    told = [(upload.file_name, sought.read.source_of(upload.mapping), upload.mapping) for upload in own]
    return {each.lower() for texts in told for each in texts} - {""}


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
    """Store a new name, cut where it grew too long; where another row has it, with a number behind."""
    others, n = type(row)._default_manager.exclude(pk=row.pk), 1
    clashes = [each.fields for each in row._meta.total_unique_constraints if column in each.fields]
    given = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    longest = longest_of(type(row), column)
    new = value = value[:longest] if isinstance(value, str) else value
    while any(others.filter(**{**{name: given[name] for name in fields}, column: new}).exists() for fields in clashes):
        n += 1
        new = numbered(str(value), n, longest)
    type(row)._default_manager.filter(pk=row.pk).update(**{column: new})


def put_mapping(row: Upload | SavedMapping, column: str, text: str) -> None:
    """Store a mapping; what tells its kind of file from others is made of it and changes with it."""
    put(row, column, text)
    if isinstance(row, SavedMapping):
        put(row, "key", key_of(text))


def longest_of(model: type[Model], column: str) -> int | None:
    """Return how many letters a column takes; "(erased)" is longer than the code it stands for."""
    return getattr(model._meta.get_field(column), "max_length", None)


def numbered(name: str, n: int, longest: int | None) -> str:
    """Return a name with a number behind, in as many letters as there may be."""
    return f"{name[: longest and longest - len(f' {n}')]} {n}"


def mapping_texts(district: Unit) -> Iterator[tuple[QuerySet[Any], str]]:
    here = Q(place__district=district) | Q(place=None)
    yield Upload.objects.filter(here), "mapping"
    yield SavedMapping.objects.filter(here), "text"


def without(text: str, sought: Sought, renamed: Mapping[str, str], own: set[str]) -> str:
    """Return a mapping without the student and under its new source; only one that needs it is read as TOML."""
    source, told = sought.read.source_of(text), told_of(text, sought, own)
    if source not in renamed and not sought.read.names(text, told):
        return text
    try:
        mapping = mapping_file.parse(text)
        new = replace(blanked(mapping, told), source=renamed.get(source, source))
        if new == mapping:
            return text
        mapping_file.parse(mapping_file.dump(new))
    except UnusableMapping:
        named = f"source = {mapping_file.quoted(renamed.get(source, source))}"
        return unread_without(SOURCE.sub(lambda _: named, text, count=1) if source in renamed else text, told)
    return mapping_file.dump(new)


def told_of(text: str, sought: Sought, own: set[str]) -> re.Pattern[str]:
    """Return what must not stand in a mapping: less where its file holds others as well."""
    return sought.alone if own & {text.lower(), sought.read.source_of(text).lower()} else sought.surely


def unread_without(text: str, told: re.Pattern[str]) -> str:
    """Return a text that is no mapping any more without the words, however its letters are written."""
    plain = told.sub(ERASED, text)
    spelled = spelled_out(plain)
    return told.sub(ERASED, spelled) if told.search(spelled) else plain


def spelled_out(text: str) -> str:
    """Return TOML with the letters that its escapes stand for."""
    if "\\" not in text:
        return text
    letters = ESCAPE.sub(lambda found: letter(found[1] or found[2], found[3]), text)
    return letters.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def letter(number: str | None, sign: str) -> str:
    if number:
        return chr(int(number, 16) or ord(" "))  # a database takes no NUL
    return " " if sign in "btnfr" else sign


def key_of(text: str) -> str:
    """Return the key of a saved mapping; one that cannot be read is of no kind of file."""
    try:
        return saved_mappings.key_of(mapping_file.parse(text))
    except UnusableMapping:
        return hashlib.sha256(text.encode()).hexdigest()


def rename_sources(district: Unit, sought: Sought, own: set[str]) -> dict[str, str]:
    """Rename every source of results that was called after a student; returns the new names by the old ones."""
    tables = (Measure.objects.filter(district=district), Batch.objects.filter(district=district))
    known = {name for table in tables for name in table.values_list("source", flat=True).distinct()}
    texts = {text for rows, column in mapping_texts(district) for text in rows.values_list(column, flat=True)}
    known |= {sought.read.source_of(text) for text in texts}
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
    """Return the source a mapping names, nearly always in its first line: reading all of it takes a hundred times."""
    first = SOURCE.match(text)
    for part in (first[0], text) if first else (text,):
        try:
            return str(tomllib.loads(part).get("source", ""))
        except tomllib.TOMLDecodeError:
            continue
    return ""


def unused(name: str, known: set[str]) -> str:
    """Return a name that no other source has: tests of two sources must not become one."""
    longest = longest_of(Measure, "source")
    names = (name[:longest], *(numbered(name, n, longest) for n in range(2, len(known) + 3)))
    return next(each for each in names if each not in known)


def forget_tasks(told: re.Pattern[str]) -> None:
    """Remove the notes of finished work that name a student: what was asked for, and where it stopped."""
    done = DBTaskResult.objects.finished()
    named = [
        pk for pk, asked, traceback in done.values_list("pk", "args_kwargs", "traceback")
        if told.search(f"{asked} {traceback}")
    ]  # fmt: skip
    DBTaskResult.objects.filter(pk__in=named).delete()
