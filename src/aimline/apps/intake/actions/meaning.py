"""What the columns of an upload mean: its mapping, with the place it was brought to filled in."""

from dataclasses import replace

from aimline.apps.intake.models import Upload
from aimline.apps.organizations.models import Unit, UnitKind
from aimline.exchange import mapping as mappings
from aimline.exchange import mapping_file
from aimline.exchange.mapping import Mapping, has


def mapping_of(upload: Upload) -> Mapping:
    """Return the upload's mapping with its place filled in, ready to be run; raises UnusableMapping."""
    mapping = fill_in(mapping_file.parse(upload.mapping), upload)
    mappings.require(mapping)
    return mapping


def fill_in(mapping: Mapping, upload: Upload) -> Mapping:
    """Give the district, and the school where the file has none, from the place the file was brought to."""
    place = upload.place
    if place is None:
        return mapping
    constants = dict(mapping.constants)
    if not has(mapping, "district"):
        constants["district"] = code_of(place.district or place)
    if not has(mapping, "school") and place.kind == UnitKind.SCHOOL:
        constants["school"] = code_of(place)
    return replace(mapping, constants=constants)


def code_of(unit: Unit) -> str:
    """Return the code a unit goes by in files; a unit without one goes by its address."""
    return unit.code or str(unit.uuid)
