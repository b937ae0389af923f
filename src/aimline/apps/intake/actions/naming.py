"""A file calls places by their names or codes, in its own spelling; here is which place it means."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from aimline.apps.accounts.models import plain
from aimline.apps.intake.models import Upload
from aimline.apps.intake.queries.meaning import code_of
from aimline.apps.organizations.models import ExternalId, Unit, UnitKind
from aimline.apps.organizations.policy import Viewer, may_see_place
from aimline.warehouse.places import NamedPlace, PlaceCodes


def codes_for(viewer: Viewer, upload: Upload, named: Sequence[NamedPlace]) -> PlaceCodes:
    """Return the codes of the known districts and schools that a file writes otherwise.

    A place is meant by its code or its name, without regard to case and accents; where two places answer
    to one name, none is.
    """
    known = Directory(unit for unit in districts_of(upload) if may_see_place(viewer, unit))
    districts: dict[str, Unit] = {}
    for word, names in names_of((each.district, each.district_name) for each in named).items():
        unit = known.called(word, names)
        if unit:
            districts[word] = unit
    schools = Unit.objects.filter(kind=UnitKind.SCHOOL, district__in=list(districts.values()), archived_on=None)
    by_district: dict[int | None, list[Unit]] = {}
    for school in schools:
        by_district.setdefault(school.district_id, []).append(school)
    foreign = ExternalId.objects.filter(kind="school", district__in=list(by_district))
    numbered = set(foreign.values_list("district_id", "value"))
    meant: dict[tuple[str, str], str] = {}
    for word, district in districts.items():
        own = (each for each in named if each.district == word and (district.pk, each.school) not in numbered)
        pairs = ((each.school, each.school_name) for each in own)
        for name, unit in schools_called(pairs, by_district.get(district.pk, [])).items():
            meant[(word, name)] = code_of(unit)
    return PlaceCodes(
        {word: code_of(unit) for word, unit in districts.items() if word != code_of(unit)},
        {(district, word): code for (district, word), code in meant.items() if word != code},
    )


def districts_of(upload: Upload) -> list[Unit]:
    """Return the districts a file may be about."""
    if upload.place is not None:
        return [upload.place.district or upload.place]
    return list(Unit.objects.filter(kind=UnitKind.DISTRICT, archived_on=None))


def schools_called(pairs: Iterable[tuple[str, str]], schools: Sequence[Unit]) -> dict[str, Unit]:
    """Return the school that each word for one means; two codes that share one name stay two schools."""
    names = names_of(pairs)
    shared = Counter(plain(name) for own in names.values() for name in own)
    known = Directory(schools)
    found = {
        word: known.called(word, {name for name in own if shared[plain(name)] == 1}) for word, own in names.items()
    }
    return {word: unit for word, unit in found.items() if unit}


def names_of(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return the names that a file gives beside each word for a place."""
    found: dict[str, set[str]] = {}
    for word, name in pairs:
        if word:
            found.setdefault(word, set()).update({name} - {""})
    return found


class Directory:
    """Places by their codes and names; a file may name two thousand of them."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_code: defaultdict[str, list[Unit]] = defaultdict(list)
        self._by_plain_code: defaultdict[str, list[Unit]] = defaultdict(list)
        self._by_plain_name: defaultdict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            code = code_of(unit)
            self._by_code[code].append(unit)
            self._by_plain_code[plain(code)].append(unit)
            self._by_plain_name[plain(unit.name)].append(unit)

    def called(self, word: str, names: set[str]) -> Unit | None:
        """Return the one place that goes by this code, or else by this name."""
        said = {plain(name) for name in {word, *names}}
        by_name = [unit for name in said for unit in self._by_plain_name.get(name, [])]
        for found in (self._by_code.get(word), self._by_plain_code.get(plain(word)), by_name):
            if found:
                return found[0] if len(found) == 1 else None
        return None
