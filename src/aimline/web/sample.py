"""What a sample district says of itself, in a file beside its database; the sign-in page shows it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

MARK = "sample.json"


@dataclass(frozen=True)
class SignIn:
    """One sign-in of the sample: whose, with which part, and the e-mail address."""

    name: str
    role: str
    login: str


@dataclass(frozen=True)
class Sample:
    """The sample's today, the password that is the same for all, and one sign-in a role."""

    today: str
    password: str
    people: tuple[SignIn, ...]


def read(folder: Path) -> Sample | None:
    """Return what the mark in a folder says, None where there is none."""
    mark = folder / MARK
    if not mark.exists():
        return None
    known = json.loads(mark.read_text(encoding="utf-8"))
    people = tuple(SignIn(**person) for person in known["people"])
    return Sample(today=known["today"], password=known["password"], people=people)


def write(folder: Path, sample: Sample) -> None:
    """Mark a folder as a finished sample district."""
    (folder / MARK).write_text(json.dumps(asdict(sample), indent=2, ensure_ascii=False), encoding="utf-8")
