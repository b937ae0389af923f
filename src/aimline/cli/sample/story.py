"""Three school years in Prairie Rose, told in order of the days on which things happened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from aimline.apps.accounts.models import Person
from aimline.apps.organizations.models import Membership, Role
from aimline.cli import installation
from aimline.cli.sample import imports, last_year, people, results, students, this_year, years
from aimline.cli.sample.deeds import Record
from aimline.web import sample

FILES = "files"


@dataclass(frozen=True)
class Step:
    """Something that happened on a day."""

    on: date
    do: Callable[[], None]


def tell(folder: Path, *, today: date, seed: int) -> sample.Sample:
    """Make the sample district in an empty data folder; its last day is `today`."""
    installation.migrate()
    newest = today.year
    endings = list(range(newest - years.N_YEARS + 1, newest + 1))
    division = people.found(installation.viewer(None), endings)
    record = Record(division)
    (folder / FILES).mkdir()
    steps = [*files_of(folder / FILES, division, endings, today=today, seed=seed)]
    steps += [Step(on, deed) for on, deed in last_year.happens(record, newest - 1)]
    steps += [Step(on, deed) for on, deed in this_year.happens(record, newest)]
    for step in watched(sorted(steps, key=lambda step: step.on)):
        step.do()
    return sample.Sample(today=today.isoformat(), password=people.PASSWORD, people=tuple(offered()))


def watched(steps: list[Step]) -> Iterator[Step]:
    """Go through the steps with a progress bar that says which month it is in Prairie Rose."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("Making the sample district: {task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, transient=True) as progress:
        task = progress.add_task("", total=len(steps))
        for step in steps:
            progress.update(task, description=f"{step.on:%B %Y}".ljust(14))
            yield step
            progress.advance(task)


def files_of(folder: Path, division: people.Division, endings: list[int], *, today: date, seed: int) -> Iterator[Step]:
    """Return one import for the first year, then one for each day on which something was given."""
    seats = students.seats(endings, seed=seed)
    first, *others = endings
    days = [results.givings(first)]
    for ending in others:
        days += [list(given) for _, given in groupby(results.givings(ending), key=lambda giving: giving.on)]
    for given in days:
        if given[-1].on <= today:
            yield Step(given[-1].on, import_of(folder, division, seats, given, newest=endings[-1], seed=seed))


def import_of(
    folder: Path, division: people.Division, seats: list[students.Seat], given: list[results.Giving], *, newest: int,
    seed: int,
) -> Callable[[], None]:  # fmt: skip
    path = folder / imports.name_of(given)
    return lambda: imports.bring(division, path, seats, given, newest=newest, seed=seed)


def offered() -> Iterator[sample.SignIn]:
    """Return one sign-in a role, as it is printed and shown on the sign-in page."""
    for key in people.OFFERED:
        person = Person.objects.get(email=people.address(people.CAST[key][0]))
        part = Membership.objects.filter(person=person).select_related("unit").order_by("pk")[0]
        yield sample.SignIn(person.name, f"{Role(part.role).label}, {part.unit}", str(person.email))
