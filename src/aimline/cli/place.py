"""Whose results a file holds: the place that `--place` names, or the only one it can be."""

from dataclasses import replace
from typing import TYPE_CHECKING

from aimline.cli import preview
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

if TYPE_CHECKING:
    from aimline.apps.intake.models import Upload
    from aimline.apps.organizations.models import Unit
    from aimline.apps.organizations.policy import Viewer


class NoSuchPlace(AimlineError):
    """`--place` names no district or school the viewer sees."""


def in_district(mapping: str, name: str) -> str:
    """Return a mapping as TOML that takes every line for one of this district, unless the line names another."""
    from aimline.exchange import mapping_file

    read, told = mapping_file.parse(mapping), {"district": name.strip()}
    if "district" in read.columns:
        return mapping_file.dump(replace(read, when_empty={**read.when_empty, **told}))
    return mapping_file.dump(replace(read, constants={**read.constants, **told}))


def require_place(viewer: "Viewer", upload: "Upload", mapping: str) -> None:
    """Raise `NoSuchPlace` where neither the file nor `--place` tells whose results these are."""
    from aimline.apps.intake.queries import meaning
    from aimline.exchange import mapping_file
    from aimline.exchange.mapping import has

    filled = meaning.fill_in(mapping_file.parse(mapping), upload)
    missing = next((kind for kind in ("district", "school") if not has(filled, kind)), None)
    if missing is not None:
        raise place_needed(viewer, missing)


def require_named(viewer: "Viewer", upload: "Upload") -> None:
    """Raise `NoSuchPlace` where the file has a column for its district or school and no line says anything there."""
    counts = upload.report.get("problem_counts", {})
    if not counts or upload.report["counts"]["n_stored"]:
        return
    for kind in ("district", "school"):
        # Counted by line, while a line of a wide file holds many results: nothing is missing more often.
        if counts.get(f"{kind}_missing") == max(counts.values()):
            raise place_needed(viewer, kind)


def place_needed(viewer: "Viewer", kind: str) -> NoSuchPlace:
    """Say that nothing tells whose results these are, and how to tell it."""
    from aimline.apps.organizations import queries

    units = queries.visible_units(viewer).filter(kind=kind, archived_on=None).exclude(code="").order_by("code")
    codes = preview.shortened(units.values_list("code", flat=True))
    hint = say(
        "Add --place with one of these codes: {codes}. Or name its column: docs/how-to/mapping-file.md.", codes=codes
    )
    if not codes:
        text = (
            "Add --new-district and its name, and it comes in with the file; or name its column in a mapping:"
            " docs/how-to/mapping-file.md."
            if kind == "district"
            else "Add it on the Places page first, then bring the file with --place and its code; or name its column in"
            " a mapping: docs/how-to/mapping-file.md."
        )
        hint = say(text)
    return NoSuchPlace("place-needed", say("The file does not say which {kind} it is of.", kind=kind), hint)


def named(viewer: "Viewer", code: str | None) -> "Unit | None":
    from aimline.apps.organizations import queries

    if code is None:
        return None if viewer.is_installation_steward else only_district(viewer)
    found = queries.visible_units(viewer).filter(kind__in=["district", "school"], code=code).first()
    if found is None:
        raise NoSuchPlace(
            "no-such-place", say("There is no place with the code {code}.", code=code), say("Look at the Places page.")
        )
    return found


def only_district(viewer: "Viewer") -> "Unit | None":
    """Return the district of a data steward who has only one: nothing else can be meant."""
    from aimline.apps.intake import policy

    found = list(policy.keeps_districts(viewer)[:2])
    return found[0] if len(found) == 1 else None
