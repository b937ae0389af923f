"""CASE 1.0 and 1.1 packages (1EdTech Competencies and Academic Standards Exchange): a framework of standards as JSON.

A package holds one CFDocument, its CFItems, and CFAssociations of which `isChildOf` makes the tree.
"""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO  # any: foreign JSON

from aimline.domain.refusal import AimlineError
from aimline.domain.words import Message, say
from aimline.exchange.grades import parse_grade
from aimline.exchange.letters import UNSEEN

MOST_BYTES = 50_000_000
MOST_ITEMS = 50_000
LONGEST = {"key": 120, "title": 200, "code": 60, "subject": 60}
LONGEST_TEXT = 4_000
N_LOOKED_AT = 1_000
HIDDEN = re.compile(f"[{UNSEEN}\ud800-\udfff]")  # the last: half of a letter
GRADES = {"PR": -1, "IT": -1}
Json = Mapping[str, Any]  # one object of the file


class CaseUnreadable(AimlineError):
    """The file is no CASE package that can be read."""


@dataclass(frozen=True)
class Item:
    """One standard; `parent` is the key of the one it belongs to, empty at the top; grades PK = -1, K = 0."""

    key: str
    code: str
    text: str
    subject: str
    grades: tuple[int, ...]
    parent: str = ""


@dataclass(frozen=True)
class CaseProblem:
    """Something wrong with one entry, and how to mend it; `where` is its place in the file: CFItems[12]."""

    where: str
    message: Message
    hint: Message


@dataclass(frozen=True)
class Framework:
    """A framework with its sound items, parents before their children, and what is wrong with the rest."""

    key: str
    title: str
    items: tuple[Item, ...]
    problems: tuple[CaseProblem, ...]


def is_json(file: BinaryIO) -> bool:
    """Tell whether a file begins as an object of JSON does: no table of results begins so."""
    return file.read(N_LOOKED_AT).removeprefix(BOM_UTF8).lstrip().startswith(b"{")


def read(path: Path) -> Framework:
    """Read a CASE package; raises CaseUnreadable where nothing of it can be used."""
    told = _object(path)
    document = told.get("CFDocument")
    if not isinstance(document, dict) or not _text(document, "identifier"):
        raise _unreadable(
            "case-no-package",
            "This is no CASE package: it names no framework (CFDocument with an identifier).",
            "Download the whole framework as CASE JSON (CFPackages), not one standard or a list.",
        )
    listed = told.get("CFItems")
    if not isinstance(listed, list) or not listed:
        raise _unreadable(
            "case-empty", "The framework has no standards (CFItems).", "Download the whole package of the framework."
        )
    if len(listed) > MOST_ITEMS:
        raise _unreadable(
            "case-large", "The framework has more than {most:,} standards.", "Download it by subject.", most=MOST_ITEMS
        )
    problems = list[CaseProblem]()
    items = {item.key: item for item in _items(listed, document, problems)}
    parents = _parents(told.get("CFAssociations"), items, document, problems)
    title, key = (HIDDEN.sub("", _text(document, name)) for name in ("title", "identifier"))
    return Framework(key[: LONGEST["key"]], title[: LONGEST["title"]] or "Standards", _tree(items, parents, problems),
                     tuple(problems))  # fmt: skip


def _object(path: Path) -> Json:
    if path.stat().st_size > MOST_BYTES:
        raise _unreadable("case-large", "The file is larger than {n} MB.", "Download the framework by subject.",
                          n=MOST_BYTES // 1_000_000)  # fmt: skip
    try:
        told = json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise _unreadable("case-not-text", "The file is not text in UTF-8.", "Download it again as JSON.") from problem
    except json.JSONDecodeError as problem:
        raise _unreadable(
            "case-no-json", "The file is no JSON: line {line}, column {column}.",
            "Download it again; it may have been cut off.", line=problem.lineno, column=problem.colno,
        ) from problem  # fmt: skip
    except ValueError as problem:  # Python reads no number of more than 4,300 digits
        raise _unreadable(
            "case-no-json", "The file has a number of thousands of digits.", "Download it again as CASE JSON.",
        ) from problem  # fmt: skip
    except RecursionError as problem:
        raise _unreadable("case-no-json", "The file nests too deeply.", "Download it again as CASE JSON.") from problem
    if not isinstance(told, dict):
        raise _unreadable("case-no-package", "This is no CASE package.", "Download the framework as CASE JSON.")
    return told


def _items(listed: list[Any], document: Json, problems: list[CaseProblem]) -> Iterator[Item]:
    seen, usual = dict[str, int](), _first(document.get("subject"))
    for place, one in enumerate(listed):
        where = f"CFItems[{place}]"
        key = _text(one, "identifier") if isinstance(one, dict) else ""
        if not key or len(key) > LONGEST["key"]:
            problems.append(_problem(where, "This standard has no identifier.", "Ask who publishes the framework."))
        elif key in seen:
            text = "The identifier of this standard occurs before, at CFItems[{other}]."
            problems.append(_problem(where, text, "The first one counts.", other=seen[key]))
        elif not _text(one, "fullStatement"):
            text = "The standard {code} says nothing (fullStatement)."
            problems.append(_problem(where, text, "It is left out.", code=_text(one, "humanCodingScheme") or key))
        elif _hides(item := _item(one, key, usual)):
            text = "This standard contains characters that cannot be seen (NUL or a change of writing direction)."
            problems.append(_problem(where, text, "It is left out. Ask who publishes the framework."))
        else:
            seen[key] = place
            yield item


def _item(one: Json, key: str, usual: str) -> Item:
    return Item(
        key=key,
        code=_text(one, "humanCodingScheme")[: LONGEST["code"]],
        text=_text(one, "fullStatement")[:LONGEST_TEXT],
        subject=(_first(one.get("subject")) or usual).lower()[: LONGEST["subject"]],
        grades=_grades(one.get("educationLevel")),
    )


def _hides(item: Item) -> bool:
    return any(HIDDEN.search(said) for said in (item.key, item.code, item.text, item.subject))


def _parents(
    listed: Any, items: Mapping[str, Item], document: Json, problems: list[CaseProblem]
) -> dict[str, str]:  # Any: foreign JSON
    """Read which standard belongs to which; one that two claim stays with the first."""
    top, found = _text(document, "identifier"), dict[str, str]()
    above = {*items, top}
    for place, one in enumerate(listed if isinstance(listed, list) else []):
        if not isinstance(one, dict) or one.get("associationType") != "isChildOf":
            continue
        child, parent = (_node(one, name) for name in ("originNodeURI", "destinationNodeURI"))
        if child not in items or parent not in above:
            text = "This association names a standard that is not in the file: {key}."
            missing = child if child not in items else parent
            problems.append(_problem(f"CFAssociations[{place}]", text, "The standard stays where it is.", key=missing))
        elif parent != top:
            found.setdefault(child, parent)
    return found


def _tree(items: Mapping[str, Item], parents: Mapping[str, str], problems: list[CaseProblem]) -> tuple[Item, ...]:
    """Order the items as they are read, each below its parent; a standard that lies below itself is put at the top."""
    loose = {key for key in items if _circles(key, parents)}
    if loose:
        text = "Standards that lie below themselves: {n}, {code} among them."
        code = items[min(loose)].code or min(loose)
        problems.append(_problem("CFAssociations", text, "They are put at the top.", n=len(loose), code=code))
    below: dict[str, list[str]] = {}
    for key in items:
        below.setdefault("" if key in loose else parents.get(key, ""), []).append(key)
    ordered, waiting = [], [("", key) for key in reversed(below.get("", ()))]
    while waiting:
        parent, key = waiting.pop()
        ordered.append(replace(items[key], parent=parent))
        waiting.extend((key, child) for child in reversed(below.get(key, ())))
    return tuple(ordered)


def _circles(key: str, parents: Mapping[str, str]) -> bool:
    seen, at = {key}, parents.get(key, "")
    while at and at not in seen:
        seen.add(at)
        at = parents.get(at, "")
    return at == key


def _node(one: Json, name: str) -> str:
    return _text(one[name], "identifier") if isinstance(one.get(name), dict) else ""


def _text(one: Any, name: str) -> str:  # Any: foreign JSON
    said = one.get(name)
    return " ".join(said.split()) if isinstance(said, str) else ""


def _first(said: Any) -> str:  # Any: foreign JSON
    words = said if isinstance(said, list) else [said]
    return next((word.strip() for word in words if isinstance(word, str) and word.strip()), "")


def _grades(said: Any) -> tuple[int, ...]:  # Any: foreign JSON
    words = [word for word in said if isinstance(word, str)] if isinstance(said, list) else []
    found = {GRADES.get(word, parse_grade(word)) for word in words}
    return tuple(sorted(grade for grade in found if grade is not None))


def _problem(where: str, text: str, hint: str, **values: object) -> CaseProblem:
    shown = {name: HIDDEN.sub("?", said) if isinstance(said, str) else said for name, said in values.items()}
    return CaseProblem(where, say(text, **shown), say(hint))


def _unreadable(code: str, message: str, hint: str, **values: object) -> CaseUnreadable:
    return CaseUnreadable(code, say(message, **values), say(hint))
