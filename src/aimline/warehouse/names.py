"""Names of staged students beside the names of those who have their numbers here."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aimline.domain.full_names import APOSTROPHES, BETWEEN, PARTICLES
from aimline.warehouse.staged import Staged
from aimline.warehouse.workspace import Workspace, parquet, quote

N_NAMED = 5
_PARTICLES = ", ".join(map(quote, sorted(PARTICLES)))
# Names agree where one word of one is a word of the other, an initial of it, or its short form (Ben, Alex); two letters
# are neither, for many names begin with De or Mc. Particles do not count, but for a name of nothing else (Van Le).
# Most names share a plain word: only the others are taken apart, which takes ten times as long.
COMPARED = """
    with texts as (
        select students.code, {told} as told, {here} as here
        from {students} as students
        join is_known on is_known.key = students.key
        join names on names.student = is_known.student
    ), alike as materialized (
        select code, told, here, list_has_any(
            string_split(replace(told, ',', ''), ' '),
            list_filter(string_split(here, ' '), lambda word: word <> '' and word not in ({particles}))
        ) as is_alike
        from texts
    ), words as materialized (
        select code, {words_told} as told, {words_here} as here from alike
        where not is_alike and regexp_matches(told, '[a-z]') = regexp_matches(here, '[a-z]')
    ), telling as (
        select code, {telling_told} as told, {telling_here} as here from words
    ), compared as materialized (
        select code, len(list_filter(told, lambda word: len(list_filter(here, lambda other:
            word = other
            or length(word) <> 2 and starts_with(other, word)
            or length(other) <> 2 and starts_with(word, other)
        )) > 0)) > 0 as do_agree
        from telling where len(told) > 0 and len(here) > 0
    )
    select (select count(*) from alike where is_alike) + count(*), count(*) filter (not do_agree),
        coalesce(min(code, {most}) filter (not do_agree), [])
    from compared
"""


@dataclass(frozen=True)
class KnownNames:
    """Full names as one JSON text, and the int64 ids of their students in the same order."""

    names: str
    students: NDArray[np.int64]


@dataclass(frozen=True)
class Compared:
    """Of `n` students with names on both sides, `n_other` are called otherwise here; `numbers` gives the first few."""

    n: int = 0
    n_other: int = 0
    numbers: tuple[str, ...] = ()


def compare(workspace: Workspace, found: Staged, students: NDArray[np.int64], known: Iterable[KnownNames]) -> Compared:
    """Hold the name of each student of a staged file beside the one that student has here.

    `students` are int64 ids in the order of the staged list, 0 for those not here. Case, accents and the order of
    names do not count, one equal name of several is enough, and names in two scripts are not compared.
    """
    with workspace.open() as connection:
        connection.execute("create temp table names (name varchar, student bigint)")
        for some in known:
            connection.register("ids", {"student": some.students})
            connection.execute(
                """
                    insert into names select name, student
                    from (select unnest(from_json($names, '["VARCHAR"]')) as name) positional join ids
                """,
                {"names": some.names},
            )
        keys = np.arange(len(students), dtype=np.int64)
        connection.register("is_known", {"key": keys, "student": students})
        query = COMPARED.format(
            told=_plain("concat_ws(' ', students.given_name, students.family_name)"),
            here=_plain("names.name"),
            words_told=_words("told"),
            words_here=_words("here"),
            telling_told=_telling("told"),
            telling_here=_telling("here"),
            particles=_PARTICLES,
            students=parquet([found.folder / "students.parquet"]),
            most=N_NAMED,
        )
        n, n_other, numbers = connection.execute(query).fetchall()[0]
    return Compared(n, n_other, tuple(numbers))


def _plain(name: str) -> str:
    return f"lower(strip_accents({name}))"


def _words(name: str) -> str:
    plain = f"regexp_replace({name}, {quote(f'[{APOSTROPHES}]')}, '', 'g')"
    return f"list_filter(regexp_split_to_array({plain}, {quote(BETWEEN)}), lambda word: word <> '')"


def _telling(words: str) -> str:
    found = f"list_filter({words}, lambda word: word not in ({_PARTICLES}))"
    return f"if(len({found}) > 0, {found}, {words})"
