"""What a roster holds and would change, as plain values for pages and machines; never a student's name."""

import csv
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from aimline.apps.intake.actions.rosters.names_of_places import districts_in
from aimline.apps.intake.actions.rosters.plan import ASKS
from aimline.exchange.oneroster.finding import Finding, Weight

if TYPE_CHECKING:
    from aimline.apps.intake.actions.rosters import Brought, Preview

N_SAMPLES = 3
N_PROBLEMS = 200


def answer(seen: "Preview") -> dict[str, object]:
    """Return all there is to know of a roster."""
    roster, plan = seen.brought.roster, seen.plan
    return {
        "file": seen.brought.file_name,
        "digest": seen.brought.digest,
        "packed_on": seen.brought.packed_on.isoformat() if seen.brought.packed_on else "",
        "version": roster.version,
        "source": seen.source,
        "district": seen.district.name,
        "of_district": next((one.name for one in districts_in(roster)), ""),
        "is_empty": plan.is_empty,
        "files": {
            name: {"mode": roster.modes[name], "rows": n, "kept_out": roster.n_kept_out.get(name, 0)}
            for name, n in roster.n_rows.items()
        },
        "counts": plan.counts(),
        "notes": [str(message) for message in plan.said()],
        "asks": [str(message) for message in plan.said(ASKS)],
        "other_names": [str(message) for message in plan.other_names],
        "n_undecided": sum(len(plan.notes.get(code, ())) for code in ("number-held", "key-held")),
        "n_passed": len(plan.passings),
        "doubts": [str(one.message) for one in plan.doubts],
        "leavers": [one._asdict() for one in plan.leavings],
        "new": samples(seen),
        "gradebook": asdict(seen.gradebook),
    }


def samples(seen: "Preview") -> dict[str, str]:
    """Name a few of what is new, so that a wrong file shows."""
    plan = seen.plan
    new = {
        "schools": [one.name for one in plan.schools.new],
        "classrooms": [one.name for one in plan.classrooms.new],
        "people": [one.name for one in plan.people.new],
    }
    return {
        name: ", ".join(found[:N_SAMPLES]) + (" ..." if len(found) > N_SAMPLES else "")
        for name, found in new.items()
        if found
    }


def listed(brought: "Brought") -> dict[str, object]:
    """Return the first rows that are kept out: file, line, column, and what to do; and how many there are."""
    found = wrong(brought)
    problems = [
        {"file": one.file, "line": one.line, "column": one.column, "message": str(one.message), "hint": str(one.hint)}
        for one in found[:N_PROBLEMS]
    ]
    return {"problems": problems, "n_problems": len(found)}


def wrong(brought: "Brought") -> list[Finding]:
    return [one for one in brought.findings if one.weight is Weight.ERROR]


def write_problems(brought: "Brought", path: Path) -> None:
    """Write every row that is kept out: file, line, column, value, what happened and what to do."""
    with path.open("w", encoding="utf-8", newline="") as table:
        csv.writer(table).writerows(
            (one.file, one.line or "", one.column, one.value, one.message, one.hint) for one in wrong(brought)
        )
