"""Which sheet of a workbook holds results."""

from collections.abc import Mapping, Sequence

from aimline.exchange import headings, sum_lines
from aimline.exchange.guess import groups, roles, standing, together
from aimline.exchange.guess.column import Column
from aimline.exchange.guess.contents import look

Rows = Sequence[Sequence[str]]


def best(sheets: Mapping[str, Rows]) -> str:
    """Name the sheet that looks most like a table of results; of equals the longer one, then the first."""
    return max(sheets, key=lambda name: (rate(sheets[name]), len(sheets[name])))


def rate(top: Rows) -> int:
    """Count what the first rows of a sheet tell: students, results, and where and when they were tested."""
    heading = headings.find(top)
    sample = [row for row in top[heading.n_above + heading.n_head :] if not sum_lines.are(row)]
    columns = [
        Column(head, look([row[place] for row in sample if place < len(row)], len(sample)))
        for place, head in enumerate(together.read_all(heading.names))
    ]
    if len(columns) < 2 or not sample:
        return 0
    found = standing.complete(roles.find(columns), columns)
    taken = {column.head.column for column, _ in found.values()}
    n_results = len(groups.gather([column for column in columns if column.head.column not in taken]))
    return 4 * ("student" in found) + 3 * bool(n_results) + sum(role in found for role in ("grade", "date", "school"))
