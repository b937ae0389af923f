"""An unpacked file as SQL sees it."""

from collections.abc import Sequence
from pathlib import Path

from aimline.exchange.unpacking import Unpacked
from aimline.warehouse.workspace import quote


def table_of(file: Unpacked, *, numbered: bool = True) -> str:
    """Give the SQL of the file's rows: line, and c1, c2, ... as texts, empty where nothing stands.

    To number the rows of a file that is read where it lies takes one thread; without `numbered` their line is null.
    """
    names = [f"c{n}" for n in range(1, len(file.header) + 1)]
    if file.regular is None:
        return _csv(file.path, file.delimiter, names, is_numbered=True)
    above = file.regular.n_lines_above
    line = f"(row_number() over () + {above})" if numbered else "null"
    rows = _csv(file.path, file.delimiter, names, line_break=file.regular.line_break, skip=above)
    return f"(select {line}::integer as line, * from {rows})"


def shape_problems_of(file: Unpacked) -> str:
    """Give the SQL of the lines whose shape is wrong: line, column, value, code."""
    return _csv(file.problems_path, ",", ("column", "value", "code"), is_numbered=True)


def _csv(
    path: Path,
    delimiter: str,
    texts: Sequence[str],
    *,
    is_numbered: bool = False,
    line_break: str = "\n",
    skip: int = 0,
) -> str:
    """Read a CSV file of columns of texts, where nothing is the empty text; numbered, its `line` stands before them."""
    ends = line_break.replace("\r", "\\r").replace("\n", "\\n")
    form = (
        f"delim = {quote(delimiter)}, quote = '\"', escape = '\"', new_line = '{ends}', header = false, skip = {skip}"
    )
    names = ", ".join(quote(name) for name in texts)
    columns = ", ".join(
        (["'line': 'INTEGER'"] if is_numbered else []) + [f"{quote(name)}: 'VARCHAR'" for name in texts]
    )
    return (
        f"read_csv({quote(str(path.resolve()))}, auto_detect = false, {form}, force_not_null = [{names}],"
        f" columns = {{{columns}}})"
    )
