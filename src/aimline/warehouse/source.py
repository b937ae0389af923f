"""An unpacked file as SQL sees it."""

from pathlib import Path

from aimline.exchange.unpacking import Unpacked
from aimline.warehouse.workspace import quote


def table_of(file: Unpacked, *, numbered: bool = True) -> str:
    """Give the SQL of the file's rows: line, and c1, c2, ... as texts.

    To number the rows of a file that is read where it lies takes one thread; without `numbered` their line is null.
    """
    columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(1, len(file.header) + 1))
    if file.regular is None:
        return _csv(file.path, file.delimiter, f"'line': 'INTEGER', {columns}")
    above = file.regular.n_lines_above
    line = f"(row_number() over () + {above})" if numbered else "null"
    rows = _csv(file.path, file.delimiter, columns, line_break=file.regular.line_break, skip=above)
    return f"(select {line}::integer as line, * from {rows})"


def shape_problems_of(file: Unpacked) -> str:
    """Give the SQL of the lines whose shape is wrong: line, column, value, code."""
    columns = "'line': 'INTEGER', 'column': 'VARCHAR', 'value': 'VARCHAR', 'code': 'VARCHAR'"
    return _csv(file.problems_path, ",", columns)


def _csv(path: Path, delimiter: str, columns: str, *, line_break: str = "\n", skip: int = 0) -> str:
    ends = line_break.replace("\r", "\\r").replace("\n", "\\n")
    form = (
        f"delim = {quote(delimiter)}, quote = '\"', escape = '\"', new_line = '{ends}', header = false, skip = {skip}"
    )
    return f"read_csv({quote(str(path.resolve()))}, auto_detect = false, {form}, columns = {{{columns}}})"
