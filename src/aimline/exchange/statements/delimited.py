"""Tables as text: which mark separates the fields, and the rows."""

import csv
import io
from collections.abc import Iterator

from aimline.exchange import formulas
from aimline.exchange.statements.parts import Part, Row

_DELIMITERS = (",", ";", "\t", "|", "^", "~")
_N_SAMPLE_ROWS = 200
_REGULAR_SHARE = 0.7
_LONGEST_FIELD = 1 << 24


def read(text: str) -> Part:
    """Read a table whatever separates its fields; lines that share no mark are a table of one column.

    An apostrophe that keeps a spreadsheet from reading a cell as a formula is taken away.
    """
    delimiter = separator(text)
    if not delimiter:
        lines = enumerate(text.split("\n"), 1)
        return Part(
            "", tuple((number, (formulas.restore(line.strip().strip('"')),)) for number, line in lines if line.strip())
        )
    return Part("", tuple(_filled(_rows(text, delimiter))))


def separator(text: str) -> str:
    """Give the mark that cuts most rows into the same number of fields, or an empty text."""
    best, best_score = "", 0.0
    for delimiter in _DELIMITERS:
        if delimiter not in text:
            continue
        widths = [len(cells) for _, cells in _head(text, delimiter)]
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        width = max(set(wide), key=wide.count)
        share = widths.count(width) / len(widths)
        # Between marks that cut equally well, the one that gives more fields is the separator.
        score = share + min(width, 20) / 1000
        if share >= _REGULAR_SHARE and score > best_score:
            best, best_score = delimiter, score
    return best


def _head(text: str, delimiter: str) -> list[Row]:
    found: list[Row] = []
    for row in _filled(_rows(text, delimiter)):
        found.append(row)
        if len(found) == _N_SAMPLE_ROWS:
            break
    return found


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Give rows with the line they begin on; a quotation mark that never closes is taken as a letter."""
    csv.field_size_limit(_LONGEST_FIELD)
    quotes = '"' if _closes(text, delimiter) else None
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quotechar=quotes,
        quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE,
    )
    begins = 1
    for row in reader:
        yield begins, row
        begins = reader.line_num + 1


def _closes(text: str, delimiter: str) -> bool:
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as problem:
        return "unexpected end of data" not in str(problem)
    return True


def _filled(rows: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    for number, row in rows:
        cells = tuple(formulas.restore(cell.strip()) for cell in row)
        if any(cells):
            yield number, cells
