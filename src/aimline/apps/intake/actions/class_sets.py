"""What was typed in for a class becomes a file of results with its mapping: a batch like any other."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from aimline.apps.intake.queries.classes import Pupil
from aimline.apps.intake.queries.meaning import code_of, school_of, source_of
from aimline.apps.organizations.models import Unit
from aimline.domain.measure import Metric, default_direction, unit_of
from aimline.exchange import mapping as mapped
from aimline.exchange import mapping_file

HEADER = ("student", "grade", "result")
NOT_TESTED, EXCUSED = "absent", "excused"


@dataclass(frozen=True)
class Test:
    """A test as its teacher describes it: points with the most there are, or levels from lowest to highest."""

    name: str
    subject: str
    given_on: date
    most: float | None = None
    enough: float | None = None
    levels: tuple[str, ...] = ()
    proficient_from: str = ""


def table(pupils: Sequence[Pupil], values: Mapping[int, str]) -> bytes:
    """Write the results as a CSV file; students without one are left out."""
    out = io.StringIO()
    rows = [(pupils[n].code, pupils[n].grade if pupils[n].grade > 0 else "K" if not pupils[n].grade else "PK", value)
            for n, value in values.items()]  # fmt: skip
    csv.writer(out, lineterminator="\n").writerows([HEADER, *rows])
    return out.getvalue().encode()


def mapping_of(place: Unit, test: Test) -> str:
    """Say what the columns of such a file mean, as TOML."""
    school = school_of(place)
    metric = Metric.PERCENT_MEETING_STANDARD if test.levels or test.enough is not None else Metric.MEAN_SCORE
    measure = mapped.Measure(
        value=test.name, name=test.name, subject=test.subject, kind="cfa", metric=metric.value,
        direction=default_direction(metric).value, unit=unit_of(metric), minimum=None if test.levels else 0.0,
        maximum=test.most, levels=test.levels, proficient_from=test.proficient_from, cut=test.enough,
    )  # fmt: skip
    constants = {"school": code_of(school), "measure": test.name, "date": test.given_on.isoformat()}
    if school.district is not None:
        constants["district"] = code_of(school.district)
    return mapping_file.dump(
        mapped.Mapping(
            source=source_of(place),
            columns={"student": "student", "grade": "grade", ("level" if test.levels else "score"): "result"},
            constants=constants,
            measures=(measure,),
            status=mapped.StatusWords(not_tested=(NOT_TESTED,), excused=(EXCUSED,)),
        )
    )
