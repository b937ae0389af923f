"""The school office's files on their way in, through the same import as anybody's."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from aimline.apps.intake import actions
from aimline.cli.sample import columns, results
from aimline.cli.sample.people import Division
from aimline.cli.sample.students import Seat
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.exchange import mapping_file


class NotClean(AimlineError):
    """A file of the sample did not go in whole."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__("sample-not-clean", say("{name}: {why}", name=name, why=why), say("Please report this."))


def bring(
    division: Division, path: Path, seats: Sequence[Seat], given: Sequence[results.Giving], *, newest: int, seed: int
) -> None:
    """Write a file of results and let the data steward import it on the day after the last of them."""
    results.write(path, seats, given, newest=newest, seed=seed)
    steward = division.viewer("steward", max(giving.on for giving in given))
    endings = sorted({giving.ending for giving in given})
    with path.open("rb") as stream:
        upload = actions.receive(steward, path.name, stream, place=division.places["division"])
    upload = actions.map_columns(steward, upload, mapping_file.dump(columns.mapping(endings)), version=upload.version)
    upload = actions.stage(steward, upload)
    if upload.message or upload.report["problems"]:
        raise NotClean(path.name, upload.message or str(upload.report["problems"][0]))
    actions.commit(steward, upload, version=upload.version)


def name_of(given: Sequence[results.Giving]) -> str:
    """Name a file by the day of its last results."""
    last: date = max(giving.on for giving in given)
    return f"results-{last.isoformat()}.csv"
