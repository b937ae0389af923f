"""Whether codes belong to children: told by the names and birthdays that stand in the same rows."""

from collections import defaultdict
from collections.abc import Sequence

from aimline.exchange.guess.contents import Contents

FEWEST_ROWS = 4
# Names are written in two ways, and children share one: a few may stand with several codes, and the other way round.
MOST_ODD = 0.2


def of(names: Sequence[Contents]) -> list[tuple[str, ...]]:
    """Name the child of each row by the columns of names and birthdays; nothing where these are not enough."""
    names = [column for column in names if len(column.words) > 1]  # the same name in all rows hides the real ones
    is_enough = len(names) > 1 or any(all(" " in value for value in column.values) for column in names)
    return list(zip(*(column.raw for column in names), strict=False)) if is_enough else []


def may_be_codes_of(children: Sequence[tuple[str, ...]], codes: Sequence[str]) -> bool:
    """Tell whether a child keeps its code from row to row, and hardly any code stands with several children.

    A number of a record or an answer changes with each row of a child; that of a class stands with many children.
    """
    by_child: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    by_code: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for child, code in zip(children, codes, strict=False):
        if code and any(child):
            by_child[child].append(code)
            by_code[code].add(child)
    if len(by_child) < FEWEST_ROWS:
        return True
    changing = sum(1 for codes in by_child.values() if len(set(codes)) > 1)
    shared = sum(1 for children in by_code.values() if len(children) > 1)
    return changing <= MOST_ODD * len(by_child) and shared <= MOST_ODD * len(by_code)


def n_changing(students: Sequence[str], told: Sequence[str]) -> int:
    """Count the students in whose rows a column tells more than one thing."""
    by_student: defaultdict[str, set[str]] = defaultdict(set)
    for student, each in zip(students, told, strict=False):
        if student and each:
            by_student[student].add(each)
    return sum(1 for each in by_student.values() if len(each) > 1)


def only_count(contents: Contents) -> bool:
    """Tell whether values only count the rows: 1, 2, 3 and so on."""
    return contents.n_filled >= FEWEST_ROWS and list(contents.numbers) == [
        float(n) for n in range(1, contents.n_filled + 1)
    ]
