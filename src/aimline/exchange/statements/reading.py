"""A file of goals becomes a list of statements, each with the place where it stands."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from aimline.domain.words import say
from aimline.exchange.statements import delimited, document, heads, kinds, picking, refusals, text, workbook
from aimline.exchange.statements.kinds import Kind
from aimline.exchange.statements.parts import Entry, Limits, Part, Plan
from aimline.exchange.statements.picking import Picked

_LABEL = re.compile(r"^([^:]{2,40}):")
_HEADING_WORDS = 8
_LABEL_WORDS = 4
_N_TABLE_SHARE = 0.8


def read(path: Path, *, text_column: str = "", limits: Limits | None = None) -> Plan:
    """Read the statements of a CSV, Excel, Word or text file.

    `text_column` names the column that holds the goals; without it, it is guessed. Columns about people are
    never read. Raises PlanUnreadable, with what happened and what to do.
    """
    limits = limits or Limits()
    try:
        kind = kinds.recognise(path, limits)
        plan = _read(path, kind, text_column, limits)
    except FileNotFoundError as problem:
        raise refusals.missing(str(path)) from problem
    except OSError as problem:
        raise refusals.closed(str(path)) from problem
    return _bounded(plan, limits)


def read_text(packed: bytes, *, text_column: str = "", limits: Limits | None = None) -> Plan:
    """Read the statements of a text or a table that came through a pipe; raises PlanUnreadable."""
    limits = limits or Limits()
    if len(packed) > limits.file_bytes:
        raise refusals.too_large(limits.file_bytes)
    return _bounded(_plain(packed, text_column, limits, is_table=bool(text_column)), limits)


def _read(path: Path, kind: Kind, wanted: str, limits: Limits) -> Plan:
    if kind is Kind.WORKBOOK:
        return _table(workbook.read(path, limits), wanted, limits)
    if kind is Kind.DOCUMENT:
        return _document(path, wanted, limits)
    return _plain(path.read_bytes(), wanted, limits, is_table=kind is Kind.TABLE)


def _bounded(plan: Plan, limits: Limits) -> Plan:
    if len(plan.entries) > limits.n_statements:
        raise refusals.too_many(limits.n_statements)
    if not plan.entries:
        raise refusals.empty()
    return plan


def _plain(packed: bytes, wanted: str, limits: Limits, *, is_table: bool) -> Plan:
    letters = _letters(packed)
    if is_table or _is_table(letters):
        part = delimited.read(letters)
        if any(len(cells) > limits.n_columns for _, cells in part.rows):
            raise refusals.too_wide(limits.n_columns)
        return _table((part,), wanted, limits)
    if wanted:
        raise refusals.no_columns_here()
    return _prose(letters, limits)


def _letters(packed: bytes) -> str:
    letters = text.decode(packed)
    if "\0" in letters:
        raise refusals.foreign(say("no text"))
    return letters


def _is_table(letters: str) -> bool:
    """Excel's "Unicode text" is a table with tabs and the name of a text file."""
    lines = [line for line in letters.split("\n")[:200] if line.strip()]
    tabbed = sum("\t" in line.strip() for line in lines)
    return len(lines) > 1 and tabbed >= _N_TABLE_SHARE * len(lines)


def _table(parts: Sequence[Part], wanted: str, limits: Limits) -> Plan:
    found = picking.by_name(parts, wanted) if wanted else picking.by_guess(parts)
    several = len(parts) > 1
    cells = {name: _entries(picked, name if several else "", limits) for name, picked in found.items()}
    return Plan(
        entries=tuple(entry for entries in cells.values() for entry in entries),
        unit="row",
        n_left_out=sum(picked.n_left_out for picked in found.values()),
        column=next(iter(found.values())).column,
        set_aside=tuple(part.name for part in parts if part.rows and part.name not in found),
    )


def _entries(picked: Picked, part: str, limits: Limits) -> Iterator[Entry]:
    for number, cell in picked.cells:
        for one in text.split_list(cell):
            yield Entry(one[: limits.statement_characters], part, number)


def _document(path: Path, wanted: str, limits: Limits) -> Plan:
    blocks = document.read(path, limits)
    if wanted:
        tables = picking.by_name([block for block in blocks if isinstance(block, Part)], wanted)
        entries = tuple(one for name, picked in tables.items() for one in _entries(picked, name, limits))
        return Plan(entries, "paragraph", sum(picked.n_left_out for picked in tables.values()), wanted)
    found: list[Entry] = []
    n_left_out = 0
    for block in blocks:
        if isinstance(block, Part):
            picked = picking.everything(block)
            found += _entries(picked, block.name, limits)
            n_left_out += picked.n_left_out
        else:
            kept = _kept([block], limits)
            found += kept
            n_left_out += not kept
    return Plan(tuple(found), "paragraph", n_left_out)


def _prose(letters: str, limits: Limits) -> Plan:
    blocks = list(_blocks(letters))
    kept = _kept(blocks, limits)
    return Plan(kept, "line", len(blocks) - len(kept))


def _blocks(letters: str) -> Iterator[tuple[int, str]]:
    """Give the lines of a text; where blank lines set paragraphs apart, a wrapped paragraph is one statement."""
    block: list[tuple[int, str]] = []
    lines = letters.strip("\n").split("\n")
    first = len(letters) - len(letters.lstrip("\n")) + 1
    has_blocks = any(not line.strip() for line in lines)
    for number, line in [*enumerate(lines, first), (0, "")]:
        if line.strip():
            block.append((number, line.strip()))
        elif block:
            yield from [(block[0][0], "\n".join(one for _, one in block))] if has_blocks and _wraps(block) else block
            block = []


def _wraps(block: Sequence[tuple[int, str]]) -> bool:
    """Tell whether the lines of a block run on: not when each begins like a sentence and all but the last end so."""
    lines = [line for _, line in block]
    if any(text.without_mark(line) != line or _label(line) for line in lines[1:]):
        return False
    begins = all(line[0].isupper() or line[0].isdigit() for line in lines)
    ends = all(line.endswith((".", "!", "?")) for line in lines[:-1])
    return not (begins and (ends or len(lines) > 2))


def _kept(paragraphs: Iterable[tuple[int, str]], limits: Limits) -> tuple[Entry, ...]:
    return tuple(
        Entry(one[: limits.statement_characters], "", number)
        for number, words in paragraphs
        for one in text.split_list(words)
        if _states(one)
    )


def _states(words: str) -> bool:
    """Tell whether a paragraph could be a statement: no heading, no label, nobody's name behind a label."""
    found = heads.words(words)
    if len(found) < 4 or (words.endswith(":") and len(found) <= _HEADING_WORDS):
        return False
    if heads.about_people(_label(words)):
        return False
    return not (len(found) <= _HEADING_WORDS and _is_heading(words))


def _label(words: str) -> str:
    """Give the short label before a colon: "Author: ...", "SMART goal: ..."; else an empty text."""
    label = _LABEL.match(words)
    return label[1] if label and len(heads.words(label[1])) <= _LABEL_WORDS else ""


def _is_heading(words: str) -> bool:
    """All capitals, or a capital on every longer word and no full stop: "Lincoln School Improvement Plan"."""
    long = [word for word in words.split() if len(word) > 3 and word[0].isalpha()]
    return words.isupper() or ("%" not in words and words[-1] not in ".!?" and all(word[0].isupper() for word in long))
