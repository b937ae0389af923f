"""`aimline demo`: the sample district, made once and served."""

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from aimline.cli import options
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.web import sample as mark

FOLDER = Path("aimline-demo")
SEED = 2026


class OtherData(AimlineError):
    """The folder holds something else than a sample district."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            "other-data",
            say("The folder {folder} holds something else than the sample district.", folder=str(folder)),
            say("Name an empty folder with --data."),
        )


class BeingMade(AimlineError):
    """Another process is making the sample district in the same folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            "being-made",
            say("Another `aimline demo` is making the sample district in {folder} right now.", folder=str(folder)),
            say("Start this one again when that is done, or name another folder with --data."),
        )


def demo(
    *,
    host: options.Host = "127.0.0.1",
    port: options.Port = 8000,
    data: options.Data = None,
    today: options.Today = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make the sample district again from nothing.")] = False,
    only_make: Annotated[bool, typer.Option("--only-make", help="Make the sample district, do not serve it.")] = False,
) -> None:
    """Make the sample district Prairie Rose (once) and serve it: invented people, plausible results, real goals."""
    from aimline.cli import serve

    folder = (data or Path(os.environ.get("AIMLINE_DATA", FOLDER))).absolute()
    if not only_make:
        serve.refuse_taken(host, port)
    if fresh:
        remove(folder)
    sample = read(folder) or make(folder, today)
    show(sample)
    if not only_make:
        open_doors(folder, sample, host=host, port=port)


def read(folder: Path) -> mark.Sample | None:
    """Return the sample district in a folder, None for a folder that is not there or empty.

    Raises `OtherData` for anything else.
    """
    if not folder.exists() or not any(folder.iterdir()):
        return None
    sample = mark.read(folder)
    if sample is None:
        raise OtherData(folder)
    return sample


def remove(folder: Path) -> None:
    """Remove a sample district, and nothing else."""
    if read(folder) is not None:
        shutil.rmtree(folder)


def make(folder: Path, clock: date | None) -> mark.Sample:
    """Make the sample district beside its folder and move it into place when it is whole; raises `BeingMade`."""
    building = folder.with_name(f"{folder.name}.building")
    with alone(building, folder):
        clear(building)
        if made := read(folder):  # since this process looked
            building.rmdir()
            return made
        return build(building, folder, clock)


@contextmanager
def alone(building: Path, folder: Path) -> Iterator[None]:
    """Hold the folder in which a sample is made; the system lets go of it when the process dies."""
    building.mkdir(parents=True, exist_ok=True)
    held = os.open(building, os.O_RDONLY)
    try:
        if not takes(held) or not building.exists() or not os.path.samestat(os.fstat(held), building.stat()):
            raise BeingMade(folder)  # or it was moved into place this very moment
        yield
    finally:
        os.close(held)


def takes(held: int) -> bool:
    """Take hold of an opened folder, unless another process has it."""
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def clear(building: Path) -> None:
    """Remove what an earlier making left that was cut off."""
    for entry in building.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def build(building: Path, folder: Path, clock: date | None) -> mark.Sample:
    from aimline.cli import installation
    from aimline.cli.sample import years

    today = years.today_of(clock or datetime.now().astimezone().date())
    os.environ["AIMLINE_TASKS"] = "immediate"
    installation.enter(data=building, today=today, mode="demo")

    from django.db import connections

    from aimline.cli.sample import story

    sample = story.tell(building, today=today, seed=SEED)
    mark.write(building, sample)
    connections.close_all()
    if folder.exists():
        folder.rmdir()
    building.rename(folder)
    return sample


def show(sample: mark.Sample) -> None:
    """Print one sign-in a role."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    width = max(len(person.role) for person in sample.people)
    console.print("\n[bold]Prairie Rose[/bold], a sample district. Every person in it is invented.\n")
    for person in sample.people:
        console.print(f"  {person.role:<{width}}  {person.login}")
    console.print(f"\nThe password is the same for all: [bold]{sample.password}[/bold]\n")


def open_doors(folder: Path, sample: mark.Sample, *, host: str, port: int) -> None:
    """Become `aimline serve` on the sample's folder and day; nothing of the making stays in memory."""
    sys.stdout.flush()
    environment = os.environ | {
        "AIMLINE_DATA": str(folder),
        "AIMLINE_MODE": "demo",
        "AIMLINE_TODAY": sample.today,
        "AIMLINE_TASKS": "database",
    }
    arguments = ["-m", "aimline", "serve", "--host", host, "--port", str(port)]
    os.execve(sys.executable, [sys.executable, *arguments], environment)
