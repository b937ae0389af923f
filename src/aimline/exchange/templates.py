"""Words in which [Column] stands for what that column says on the row, and {name} for each word of a list."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

COLUMN = re.compile(r"\[([^\[\]]+)\]")
PLACE = re.compile(r"\{([a-z_]+)\}")


def parts(template: str) -> Iterator[tuple[str, bool]]:
    """Split a template into its pieces; true beside the pieces that name a column."""
    last = 0
    for found in COLUMN.finditer(template):
        if found.start() > last:
            yield template[last : found.start()], False
        yield found[1], True
        last = found.end()
    if last < len(template):
        yield template[last:], False


def columns(template: str) -> list[str]:
    """Name the columns a template reads."""
    return [piece for piece, is_column in parts(template) if is_column]


def renamed(template: str, names: Mapping[str, str]) -> str:
    """Write a template with other names of its columns; those without a new one keep theirs."""
    return COLUMN.sub(lambda found: f"[{names.get(found[1], found[1])}]", template)


def fill(template: str, row: Mapping[str, str]) -> str:
    """Write a template for one row; empty where one of its columns is."""
    words = [row.get(piece, "") if is_column else piece for piece, is_column in parts(template)]
    return "" if any(not word for word in words) else "".join(words)


def places(template: str) -> set[str]:
    """Name the lists whose words a template of a profile waits for."""
    return set(PLACE.findall(template))


def choices(lists: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    """Give every combination of one word from each list."""
    for words in product(*lists.values()):
        yield dict(zip(lists, words, strict=True))


def choose(template: str, chosen: Mapping[str, str]) -> str:
    """Put the chosen words in their places."""
    return PLACE.sub(lambda found: chosen.get(found[1], found[0]), template)
