"""Hold a file whose results do not look like those that are here, until somebody says that they are right."""

from collections.abc import Sequence
from itertools import islice

from aimline.apps.intake.actions import files
from aimline.apps.intake.actions.folders import parsing
from aimline.apps.intake.actions.matching import Known
from aimline.apps.intake.models import Upload
from aimline.apps.organizations.models import Unit, UnitKind
from aimline.apps.results.models import Administration, Segment, SegmentKind
from aimline.domain import plausibility
from aimline.domain.words import Message
from aimline.exchange.mapping import Mapping
from aimline.warehouse import summaries
from aimline.warehouse.staged import Staged

N_SHOWN = 10
N_GIVINGS = 2  # the newest two: a giving that was withdrawn has no results any more


def doubts(
    upload: Upload, mapping: Mapping, staged: Staged, known: Known, *, expects_schools: bool = False
) -> list[str]:
    """Say what has to be confirmed before a staged file is stored; nothing where it looks like what is here."""
    new = (s for s, pk in zip(staged.schools, known.schools.tolist(), strict=True) if not pk)
    unknown = [] if expects_schools else [school.name or school.code for school in new]
    here = Unit.objects.filter(kind=UnitKind.SCHOOL, district__in=known.districts.tolist(), archived_on=None)
    found: list[Message | None] = [
        plausibility.unknown_schools(unknown, n_known=here.count()),
        plausibility.out_of_range(staged.problem_counts.get("score_out_of_range", 0), staged.counts.n_records),
        *beside_earlier(upload, mapping, staged, known),
    ]
    return [str(doubt) for doubt in islice((each for each in found if each is not None), N_SHOWN)]


def beside_earlier(upload: Upload, mapping: Mapping, staged: Staged, known: Known) -> list[Message]:
    """Hold each administration of the file beside the last times its measure was given in the same window."""
    earlier = earlier_givings(mapping, staged, known)
    pairs = [(place, given.pk) for place, found in earlier.items() for given in found]
    years = {given.school_year for found in earlier.values() for given in found}
    live = Segment.objects.filter(
        files.LIVE, kind=SegmentKind.CURRENT, district__in=known.districts.tolist(), school_year__in=years
    )
    school = upload.place.pk if upload.place and upload.place.kind == UnitKind.SCHOOL else None
    workspace = parsing(upload)
    stored = summaries.stored(workspace, [files.path_of(each) for each in live], pairs, school=school)
    coming = summaries.coming(workspace, staged, stored) if stored else {}
    found: list[Message] = []
    for place in sorted(coming):
        given = staged.administrations[place]
        name = f"{mapping.measures[given.measure].name} {given.window}".strip()
        found += plausibility.doubts(name, coming[place], stored[place])
    return found


def earlier_givings(mapping: Mapping, staged: Staged, known: Known) -> dict[int, Sequence[Administration]]:
    """Return, by the place of each administration of the file, the newest givings of its measure in its window.

    The same window only: from fall to spring a mean may well move by a spread.
    """
    of_district = dict(zip((d.code for d in staged.districts), known.districts.tolist(), strict=True))
    stored = Administration.objects.filter(district__in=known.districts.tolist(), measure__source=mapping.source)
    by_kind: dict[tuple[object, ...], list[Administration]] = {}
    for each in stored.select_related("measure").order_by("-school_year", "-pk"):
        key = (each.district_id, each.measure.code, each.measure.instrument_version, each.window)
        by_kind.setdefault(key, []).append(each)
    found: dict[int, Sequence[Administration]] = {}
    for place, given in enumerate(staged.administrations):
        named = mapping.measures[given.measure]
        key = (of_district[given.district], named.value, named.version, given.window)
        before = [each for each in by_kind.get(key, ()) if each.school_year <= given.school_year]
        found[place] = before[:N_GIVINGS]
    return found
