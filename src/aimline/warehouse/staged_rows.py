"""The rows of a staged file, and what became of each; here no engine is loaded yet.

To write a column costs about as much as to check it, so what is the same in every row is kept once, in layout.json, of
the district only what differs from the first row's, the words of all student groups are one text, and a row whose line
can be told from its place does not carry it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aimline.warehouse.workspace import quote

STORED, WRONG, ASIDE = 0, 1, 2  # the fate of a row
_LAYOUT = "layout.json"
BETWEEN = "chr(0)"  # SQL of what stands between texts that are kept as one; no table may hold it (exchange.letters)


@dataclass(frozen=True)
class Layout:
    """What rows.parquet leaves out: texts that are `same` in every row, by column; and the number of its lines.

    A column of `usual` is empty where a row says that, and everywhere if it is among `same` too. The first row is line
    `n_above` + 1 and each other follows the one before; where it is none, `line` is a column.
    """

    same: Mapping[str, str]
    usual: Mapping[str, str]
    n_above: int | None

    def text(self, name: str) -> str:
        """Give the SQL of a column of texts; one that is the same in every row is a literal, and groups no rows."""
        return quote(self.same[name]) if name in self.same else quote_name(name)

    def greatest(self, name: str) -> str:
        """Give the SQL of the greatest text of a column among the rows of a group."""
        return self.text(name) if name in self.same else f"max({quote_name(name)})"


def rows(folder: Path) -> str:
    """Give the SQL of all rows of a staged file, whatever their fate, each with its line."""
    layout = load(folder)
    texts = {name: f"coalesce({quote_name(name)}, {quote(text)})" for name, text in layout.usual.items()}
    texts |= {name: quote(text) for name, text in layout.same.items()}
    columns = [f"{text} as {quote_name(name)}" for name, text in texts.items()]
    left_out = list(layout.usual)
    numbered = ""
    if layout.n_above is not None:
        columns += [f"({layout.n_above + 1} + file_row_number)::integer as line", "0::smallint as part"]
        left_out.append("file_row_number")
        numbered = ", file_row_number = true"
    source = quote(str((folder / "rows.parquet").resolve()))
    others = f"* exclude ({', '.join(left_out)})" if left_out else "*"
    return f"(select {', '.join([others, *columns])} from read_parquet({source}{numbered}))"


def group_word(place: int, groups: str = "groups") -> str:
    """Give the SQL of the word of the group at a place of the mapping, from 0."""
    return f"split_part({groups}, {BETWEEN}, {place + 1})"


def quote_name(name: str) -> str:
    return f'"{name}"'


def save(folder: Path, layout: Layout) -> None:
    """Keep the layout beside the rows."""
    said = {"same": dict(layout.same), "usual": dict(layout.usual), "n_above": layout.n_above}
    (folder / _LAYOUT).write_text(json.dumps(said), encoding="utf-8")


def are_kept(folder: Path) -> bool:
    """Tell whether the rows can be read: not where an earlier version wrote them, or writing broke off."""
    return (folder / _LAYOUT).exists()


def change(folder: Path) -> None:
    """Say that the rows are about to be written anew: until `save` nobody reads them by the layout they had."""
    (folder / _LAYOUT).unlink()


def take_next(folder: Path, *lists: str) -> None:
    """Put rows.next, which has every column, in the place of the rows, and with it the next of some lists."""
    change(folder)
    for name in ("rows", *lists):
        (folder / f"{name}.next").replace(folder / f"{name}.parquet")
    save(folder, Layout({}, {}, None))


def load(folder: Path) -> Layout:
    """Read again what `save` kept."""
    said = json.loads((folder / _LAYOUT).read_text(encoding="utf-8"))
    return Layout(said["same"], said.get("usual", {}), said["n_above"])
