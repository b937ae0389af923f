"""What is here, for those who bring it: years, tests, counts, and what came in last."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aimline.apps.results.queries.stock import Stock
from aimline.domain.words import write

N_TESTS = 8


@dataclass(frozen=True)
class YearLine:
    """One school year: how many results of it count, and of which tests."""

    year: str
    n_results: str
    tests: str


@dataclass(frozen=True)
class Held:
    """What one district holds."""

    title: str
    last: str
    years: tuple[YearLine, ...]


def held(stocks: Sequence[Stock]) -> tuple[Held, ...]:
    """Return what is here, a district at a time; one without results is left away."""
    return tuple(
        Held(
            _("What is here") if len(stocks) == 1 else each.district.name,
            last_import(each),
            tuple(
                YearLine(
                    f"{year.ending - 1}/{year.ending % 100:02}",
                    number_format(year.n_results, force_grouping=True),
                    some(year.tests),
                )
                for year in each.years
            ),
        )
        for each in stocks
        if each.years
    )


def last_import(stock: Stock) -> str:
    """Say what came in last, when, and by whom."""
    last = stock.last
    if last is None or last.committed_at is None:
        return ""
    words = {"file": last.file_name, "day": write(last.committed_at.date())}
    if last.created_by is None:
        return _("The last import was %(file)s, on %(day)s.") % words
    return _("The last import was %(file)s, by %(name)s on %(day)s.") % (words | {"name": last.created_by.name})


def some(names: Sequence[str]) -> str:
    """Return the first names, and how many more there are."""
    told = ", ".join(names[:N_TESTS])
    n_more = len(names) - N_TESTS
    if n_more <= 0:
        return told
    return ngettext("%(names)s and %(n)s more", "%(names)s and %(n)s more", n_more) % {"names": told, "n": n_more}
