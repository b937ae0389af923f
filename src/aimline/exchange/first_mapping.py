"""The mapping a file begins with: that of its vendor's profile, else a guess."""

import dataclasses
from dataclasses import dataclass
from datetime import date

from aimline.exchange import guessing, profiles, proposal
from aimline.exchange.calendar_words import read_ending
from aimline.exchange.guessing import Guess
from aimline.exchange.mapping import Mapping, has
from aimline.exchange.recognition import Recognised
from aimline.exchange.serials import SERIAL, SERIAL_1904

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
        return FirstMapping(of_sheet(with_year(known[1], today), file), profile=known[0])
    guess = guessing.guess(file.header, file.sample, source=source, above=file.above)
    filled = proposal.fill_gaps(guess.mapping, file.header, file.sample)
    if file.is_1904 and filled.date_format == SERIAL:
        filled = dataclasses.replace(filled, date_format=SERIAL_1904)
    return FirstMapping(of_sheet(with_year(filled, today), file), guess=guess)


def of_sheet(mapping: Mapping, file: Recognised) -> Mapping:
    """Say which sheet of a workbook with several a mapping is about."""
    return dataclasses.replace(mapping, sheet=file.sheet if len(file.sheets) > 1 else "")


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
