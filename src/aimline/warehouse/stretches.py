"""A question about very many schools, asked of some at a time, so that memory does not grow with its answer."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from aimline.warehouse.engine import Engine, Mark, Row, Table

SCHOOLS_AT_ONCE = 2_000  # some 400 MB of counts on the way to 416,000 cells


def ask_in_stretches(
    engine: Engine,
    question: str,
    files: Sequence[Path],
    *,
    values: Mapping[str, Mark],
    tables: Mapping[str, Table],
    n_schools: int = SCHOOLS_AT_ONCE,
) -> Iterator[list[Row]]:
    """Answer a question with the marks $first_school and $last_school, which are not in `values`, a list a stretch.

    The files are sorted by school, so each of their rows is read by one stretch. Together the lists hold the rows of
    the whole answer: those of the schools with the smallest ids first, each list in the question's own order.
    """
    for first, last in stretches(engine, files, n_schools):
        yield engine.ask(question, files, values={**values, "first_school": first, "last_school": last}, tables=tables)


def stretches(engine: Engine, files: Sequence[Path], n_schools: int = SCHOOLS_AT_ONCE) -> list[tuple[int, int]]:
    """List the first and the last school of every stretch of at most `n_schools` schools with results in `files`."""
    schools = [int(str(school)) for (school,) in engine.ask("schools_present", files, values={}, tables={})]
    starts = range(0, len(schools), n_schools)
    return [(schools[start], schools[start : start + n_schools][-1]) for start in starts]
