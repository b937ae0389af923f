"""The shelf: the packs at hand, a school's own before the shipped ones, and one door to their numbers."""

from dataclasses import dataclass, fields, replace
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import TypeVar

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.growth.references import reading
from aimline.growth.references.pack import Pack, Row, Unreadable

Prior = TypeVar("Prior")


class NoReference(AimlineError):
    """Neither own data nor a pack has the number that a judgement needs."""

    def __init__(self, measure: str, statistic: str, grade: str, season: str) -> None:
        wanted = ", ".join(part for part in (measure, statistic, f"grade {grade}" if grade else "", season) if part)
        super().__init__(
            "no-reference",
            say("There is no reference for this: {wanted}.", wanted=wanted),
            say("Use results from your own earlier years, or bring in a reference table you have a licence for."),
        )


class MixedEditions(AimlineError):
    """Two editions of the same norms answer; they must not be mixed (growth.md 1.6)."""

    def __init__(self, measure: str, editions: tuple[str, ...]) -> None:
        super().__init__(
            "mixed-editions",
            say(
                "Two editions of the norms for {measure} are loaded: {editions}.",
                measure=measure,
                editions=", ".join(editions),
            ),
            say("Keep one edition; norms of different editions must not be compared."),
        )


@dataclass(frozen=True)
class Shelf:
    """Packs in the order in which they are asked: the first that knows the number answers."""

    packs: tuple[Pack, ...] = ()

    def with_packs(self, *packs: Pack) -> "Shelf":
        """Put a school's own packs in front. Raises MixedEditions when two editions of one measure meet."""
        own = replace(self, packs=(*packs, *self.packs))
        for measure in {row.measure for pack in packs for row in pack.rows}:
            editions = {row.edition for pack in packs for row in pack.rows if row.measure == measure}
            if len(editions) > 1:
                raise MixedEditions(measure, tuple(sorted(editions)))
        return own

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], list[Row]]:
        """All rows by measure and statistic, those of the first pack first."""
        found: dict[tuple[str, str], list[Row]] = {}
        for pack in self.packs:
            for row in pack.rows:
                found.setdefault((row.measure, row.statistic), []).append(row)
        return found

    def find(self, measure: str, statistic: str, *, grade: str = "", season: str = "") -> Row | None:
        """Find a row, or none; a row without grade or season answers for all of them."""
        for row in self._by_name.get((measure, statistic), ()):
            if row.grade in ("", grade) and row.season in ("", season):
                return row
        return None

    def row(self, measure: str, statistic: str, *, grade: str = "", season: str = "") -> Row:
        """Find a row. Raises NoReference."""
        found = self.find(measure, statistic, grade=grade, season=season)
        if found is None:
            raise NoReference(measure, statistic, grade, season)
        return found

    def rows(self, measure: str, statistic: str) -> tuple[Row, ...]:
        """Find all rows of a list of numbers, in the order of the first pack that has any. Raises NoReference."""
        found = self._by_name.get((measure, statistic), ())
        if not found:
            raise NoReference(measure, statistic, "", "")
        return tuple(row for row in found if row.pack == found[0].pack)

    def value(self, measure: str, statistic: str, *, grade: str = "", season: str = "") -> float:
        """Find a number. Raises NoReference."""
        return self.row(measure, statistic, grade=grade, season=season).value

    def prior(self, kind: type[Prior], measure: str, *, grade: str = "") -> Prior:
        """Fill a frozen dataclass of numbers, each field from the row whose statistic has its name.

        Raises NoReference.
        """
        names = [each.name for each in fields(kind)]  # type: ignore[arg-type] # only dataclasses are filled
        return kind(**{name: self.value(measure, name, grade=grade) for name in names})

    def pack(self, id: str) -> Pack | None:
        """Find a pack by its id, for its citation."""
        return next((pack for pack in self.packs if pack.id == id), None)


@cache
def shipped() -> Shelf:
    """Read the packs that come with the program; all of them may be passed on."""
    folder = resources.files("aimline.growth.references") / "packs"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return Shelf(tuple(reading.read_toml((folder / name).read_text(encoding="utf-8"), name=name) for name in names))


def read(path: Path) -> tuple[Pack, ...]:
    """Read a school's own packs from a TOML or CSV file. Raises Unreadable."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Unreadable(path.name, "file", "the text is not UTF-8.") from problem
    if path.suffix.lower() == ".toml":
        return (reading.read_toml(text, name=path.name),)
    return reading.read_csv(text, name=path.name)


def template(name: str) -> str:
    """Give an empty template as text: map_growth, oral_reading_percentiles or education_archive."""
    place = resources.files("aimline.growth.references") / "templates" / f"{name}.csv"
    return place.read_text(encoding="utf-8")


def templates() -> tuple[str, ...]:
    """Name the templates for references that only licensed schools may load."""
    folder = resources.files("aimline.growth.references") / "templates"
    return tuple(sorted(entry.name.removesuffix(".csv") for entry in folder.iterdir() if entry.name.endswith(".csv")))
