"""The mapping a file begins with: that of its vendor's profile, else a guess."""

import dataclasses
from dataclasses import dataclass
from datetime import date

from aimline.exchange import file_names, guessing, mapping_checks, profiles, proposal, templates, titles
from aimline.exchange.calendar_words import read_ending
from aimline.exchange.guessing import Guess
from aimline.exchange.mapping import Mapping, has
from aimline.exchange.recognition import Format, Recognised
from aimline.exchange.serials import SERIAL, SERIAL_1904, STARTS

NEW_YEAR_MONTH = 8


@dataclass(frozen=True)
class FirstMapping:
    """A mapping still without years and measures, with the profile it comes from, or else the guess."""

    mapping: Mapping
    profile: str = ""
    guess: Guess | None = None


def propose(file: Recognised, *, source: str, today: date) -> FirstMapping:
    """Return what to begin with; a file that names neither year nor date is taken to be of this school year."""
    known = profiles.find(file.header)
    if known:
        named = dataclasses.replace(known[1], known_as=known[0])
        return FirstMapping(of_sheet(with_year(named, today), file), profile=known[0])
    guess = guessing.guess(file.header, file.sample, source=source, above=titles_of(file, source))
    filled = with_name(proposal.fill_gaps(guess.mapping, file.header, file.sample))
    if not file.n_head and filled.constants.get("measure") in file.header:
        filled = unnamed(filled)
    return FirstMapping(of_sheet(with_year(counting_as(filled, file), today), file), guess=guess)


def titles_of(file: Recognised, source: str) -> tuple[str, ...]:
    """Return what stands above the columns; where it names no year, the name of the sheet or else of the file may."""
    named = ((*file.above, each) for each in (file.sheet, source))
    return next((told for told in (file.above, *named) if "year" in titles.constants(told)), file.above)


def with_name(mapping: Mapping) -> Mapping:
    """Take the season and the year out of a name that came from the file's, so that the next file is of the same test.

    Not where the rows tell no time of their own: two files would then be one. Where no name is left it is asked for.
    """
    if not (has(mapping, "date") or has(mapping, "window")):
        return mapping
    name = file_names.test_of(mapping.source)
    if mapping.constants.get("measure") != mapping.source:
        return dataclasses.replace(mapping, source=name or mapping.source)
    return called(mapping, name) if name else unnamed(mapping)


def unnamed(mapping: Mapping) -> Mapping:
    """Ask for the name of the one test of a file."""
    return dataclasses.replace(called(mapping, file_names.UNNAMED), unsure=(*mapping.unsure, "name"))


def called(mapping: Mapping, name: str) -> Mapping:
    """Give the one test of a file a name; where the old one stood for where the file comes from, the new one does."""
    old = mapping.constants.get("measure", "")
    measures = (
        dataclasses.replace(each, value=name, name=name if each.name == old else each.name)
        if each.value == old else each
        for each in mapping.measures
    )  # fmt: skip
    return dataclasses.replace(
        mapping,
        source=name[: file_names.LONGEST] if mapping.source == old else mapping.source,
        constants={**mapping.constants, "measure": name},
        measures=tuple(measures),
    )


def counting_as(mapping: Mapping, file: Recognised) -> Mapping:
    """Count days that are numbers from the day from which a workbook counts them, whatever an earlier one did."""
    if file.format is not Format.XLSX or mapping.date_format not in STARTS:
        return mapping
    return dataclasses.replace(mapping, date_format=SERIAL_1904 if file.is_1904 else SERIAL)


def of_sheet(mapping: Mapping, file: Recognised) -> Mapping:
    """Say which columns the file of a mapping has, and which sheets of a workbook with several it is about."""
    sheet = file.sheet if len(file.sheets) > 1 else ""
    return dataclasses.replace(mapping, heads=file.header, sheet=sheet, alike_sheets=len(file.read) > 1)


def beyond(known: Mapping, file: Recognised) -> tuple[str, ...]:
    """Return new columns of a file of a known kind that tell its tests, seasons or days apart, and that nobody reads.

    Read without them, a file would mix its tests into one. What the file of the known kind had already was left out
    by a person.
    """
    new = {*mapping_checks.unread(known, file.header)} - {*known.heads}
    if not new:
        return ()
    guessed = guessing.guess(file.header, file.sample, above=file.above).mapping
    telling = [guessed.columns.get(role, "") for role in ("measure", "window")]
    telling += [guessed.columns.get(role, "") for role in ("year", "date") if role not in known.columns]
    for group in guessed.results:
        telling += [*templates.columns(group.measure), *templates.columns(group.window)]
    return tuple(name for name in file.header if name in new and name in telling)


def with_year(mapping: Mapping, today: date) -> Mapping:
    """Give a mapping that knows no time the school year of today; people see it beside its day and correct it.

    Where every group of columns says its own school year, the years of the file are from the first to the last.
    """
    if has(mapping, "year") or has(mapping, "date"):
        return mapping
    if mapping.results and all(read_ending(group.window) for group in mapping.results):
        told = sorted(group.window for group in mapping.results)
        return dataclasses.replace(mapping, constants={**mapping.constants, "year": f"{told[0]} to {told[-1]}"})
    ending = today.year + (today.month >= NEW_YEAR_MONTH)
    constants = {**mapping.constants, "year": f"{ending - 1}-{ending}"}
    return dataclasses.replace(mapping, constants=constants, unsure=(*mapping.unsure, "year"))
