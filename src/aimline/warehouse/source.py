"""An unpacked file as SQL sees it."""

from pathlib import Path

from aimline.exchange.unpacking import Unpacked
from aimline.warehouse.workspace import quote


def table_of(file: Unpacked) -> str:
    """Give the SQL of the file's rows: line, and c1, c2, ... as texts."""
    columns = ", ".join(["'line': 'INTEGER'", *(f"'c{n}': 'VARCHAR'" for n in range(1, len(file.header) + 1))])
    return _csv(file.path, file.delimiter, columns)


def shape_problems_of(file: Unpacked) -> str:
    """Give the SQL of the lines whose shape is wrong: line, column, value, code."""
    columns = "'line': 'INTEGER', 'column': 'VARCHAR', 'value': 'VARCHAR', 'code': 'VARCHAR'"
    return _csv(file.problems_path, ",", columns)


def _csv(path: Path, delimiter: str, columns: str) -> str:
    form = f"delim = {quote(delimiter)}, quote = '\"', escape = '\"', new_line = '\\n', header = false"
    return f"read_csv({quote(str(path.resolve()))}, auto_detect = false, {form}, columns = {{{columns}}})"
