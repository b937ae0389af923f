"""The rows of a file with the roles of its mapping as columns; a wide row becomes one row for each of its results.

A long file gives one row a line, in `part` 0. A wide file gives a row for each group of columns that holds anything,
in `part` 1, 2, ...; a line without any result gives one row in part -1. All of it is one scan in SQL.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from aimline.exchange import templates
from aimline.exchange.mapping import OWN_ROLES, ROLES, Mapping, Results
from aimline.exchange.numbers import BELOW_NOUGHT, FRACTION, SIGNED, SIGNS
from aimline.exchange.vocabulary import SAYS_YES
from aimline.warehouse.workspace import quote

N_DIGITS = r"^[0-9]+$"
LONGEST_GROUP = 80
NAMES = ("given_name", "family_name", "score", "level", "status", "measure")
NO_PART = -1


@dataclass(frozen=True)
class Source:
    """SQL around a table: `before` it and `after` it; `columns` gives for each role the SQL of its column's name."""

    before: str
    after: str
    columns: dict[str, str]

    def of(self, table: str) -> str:
        """Give the rows of a table, one a result."""
        return f"{self.before} {table}{self.after}"


def source_of(mapping: Mapping, header: tuple[str, ...], *, is_tidy: bool = False) -> Source:
    """Lay out a file with this header: line, part, each role with the ending _text, and g1, ... for groups.

    In a tidy file no field has spaces around it, so nobody looks for them.
    """
    reader = Reader(mapping, header, is_tidy=is_tidy)
    groups = [f"{shortened(reader.cell(group.column))} as g{place}" for place, group in enumerate(mapping.groups, 1)]
    own = own_roles(mapping)
    shared = [f"{reader.role(role)} as {role}_text" for role in ROLES if role not in own]
    names = {role: quote(mapping.columns.get(role, role)) for role in ROLES}
    if not mapping.results:
        listed = ", ".join(["line", "0::smallint as part", *shared, *groups])
        return Source(f"select {listed} from", "", names)
    parts = [reader.part(place, group, own) for place, group in enumerate(mapping.results, 1)]
    n_parts = len(mapping.results)
    filled = ", ".join(f"({reader.is_filled(group)}) as f{place}" for place, group in enumerate(mapping.results, 1))
    any_filled = " or ".join(f"f{place}" for place in range(1, n_parts + 1))
    empty = ", ".join(f"'{role}_text': ''" for role in own)
    parts.append(f"case when not ({any_filled}) then {{'part': {NO_PART}, {empty}}} end")
    listed = ", ".join(["line", *shared, *groups, f"unnest([{', '.join(parts)}]) as own"])
    named = ", ".join(["own.part::smallint as part", *(f"own.{role}_text as {role}_text" for role in own)])
    # Step by step, so that no cell is trimmed and compared again for each group that reads it.
    cells = ", ".join(["line", *(f"{reader.clean(place)} as k{place}" for place in sorted(reader.used))])
    before = f"select * exclude (own), {named} from (select {listed} from (select *, {filled} from (select {cells} from"
    names |= {role: _name_by_part(mapping, role) for role in own}
    return Source(before, "))) where own is not null", names)


def own_roles(mapping: Mapping) -> list[str]:
    """Name the roles that some group of columns fills for itself."""
    if not mapping.results:
        return []
    given = {role for group in mapping.results for role in OWN_ROLES if getattr(group, role)}
    given |= {"level" for group in mapping.results if group.flags}
    return [role for role in ROLES if role in given]


def reads(mapping: Mapping, role: str) -> bool:
    """Tell whether any column or constant, of the row or of a group, gives this role."""
    return role in mapping.columns or role in mapping.constants or role in own_roles(mapping)


def same_text(mapping: Mapping, role: str) -> str | None:
    """Give the text that a role has in every row; none where a column gives it, of the row or of a group."""
    if mapping.columns.get(role) or mapping.instead.get(role) or role in own_roles(mapping):
        return None
    return mapping.constants.get(role, "").strip()


def _name_by_part(mapping: Mapping, role: str) -> str:
    arms = []
    for place, group in enumerate(mapping.results, 1):
        name = getattr(group, role) or (next(iter(group.flags.values()), "") if role == "level" else "")
        arms.append(f"when {place} then {quote(name or mapping.columns.get(role, role))}")
    return f"(case part {' '.join(arms)} else {quote(role)} end)"


class Reader:
    """Writes the SQL that reads one cell, one role, one group of columns."""

    def __init__(self, mapping: Mapping, header: tuple[str, ...], *, is_tidy: bool) -> None:
        self.mapping, self.is_tidy = mapping, is_tidy
        self.places = {name: place for place, name in reversed(list(enumerate(header, 1)))}
        self.is_wide = bool(mapping.results)
        self.used: set[int] = set()

    def cell(self, column: str) -> str:
        """The trimmed text of a column; of a wide file it is made once and has a name."""
        place = self.places[column]
        self.used.add(place)
        return f"k{place}" if self.is_wide else self.clean(place)

    def clean(self, place: int) -> str:
        return f"c{place}" if self.is_tidy else trimmed(f"c{place}")

    def value(self, column: str) -> str:
        """A cell in which the words for "nothing here" are nothing."""
        cell, words = self.cell(column), self.mapping.missing
        return f"(case when {may_be(cell, words)} and {among(cell, words)} then '' else {cell} end)"

    def role(self, role: str, column: str = "") -> str:
        """The text of a role: from its column, else further ones, else one word for every row."""
        names = [column] if column else [name for name in (self.mapping.columns.get(role),) if name]
        if not column:
            names += self.mapping.instead.get(role, ())
        if not names:
            return quote(self.mapping.constants.get(role, "").strip())
        read = self.cell if role in NAMES else self.value
        texts = [read(name) for name in names]
        otherwise = self.mapping.when_empty.get(role, "")
        text = texts[0]
        if len(texts) > 1 or otherwise:
            filled = ", ".join(f"nullif({each}, '')" for each in texts)
            text = f"coalesce({filled}, {quote(otherwise)})"
        return self.adjusted(role, text)

    def adjusted(self, role: str, text: str) -> str:
        """Put back what a spreadsheet took, and translate the codes of grades."""
        digits = self.mapping.student_digits
        if role == "student":
            whole = f"regexp_replace({text}, {quote(FRACTION.pattern)}, '\\1')"
            text = f"(case when contains({text}, '.0') then {whole} else {text} end)"
        if role == "student" and digits:
            padded = f"lpad({text}, greatest({digits}, length({text}))::integer, '0')"
            return f"(case when regexp_matches({text}, {quote(N_DIGITS)}) then {padded} else {text} end)"
        if role == "score" and self.mapping.score_signs:
            bare = f"regexp_replace({text}, {quote(SIGNS.pattern)}, '', 'g')"
            bare = f"regexp_replace({bare}, {quote(BELOW_NOUGHT.pattern)}, '-')"
            has_signs = f"regexp_full_match({text}, {quote(SIGNED.pattern)})"
            return f"(case when {has_signs} then replace({bare}, ',', '') else {text} end)"
        if role == "grade" and self.mapping.grades:
            arms = " ".join(f"when {quote(word)} then {quote(grade)}" for word, grade in self.mapping.grades.items())
            return f"(case {text} {arms} else {text} end)"
        return text

    def part(self, place: int, group: Results, own: list[str]) -> str:
        """One result of a wide row, or null where its columns are empty."""
        texts = [f"'{role}_text': {self.own(role, group)}" for role in own]
        return f"case when f{place} then {{'part': {place}, {', '.join(texts)}}} end"

    def own(self, role: str, group: Results) -> str:
        given = getattr(group, role)
        if role in ("measure", "window"):
            return self.template(given) if given else self.role(role)
        if role == "level" and group.flags:
            return self.flagged(group)
        return self.role(role, given)

    def flagged(self, group: Results) -> str:
        arms = " ".join(
            f"when {among(f'lower({self.cell(column)})', SAYS_YES)} then {quote(level)}"
            for level, column in group.flags.items()
        )
        any_said = " or ".join(f"{self.value(column)} <> ''" for column in group.flags.values())
        return f"(case {arms} when {any_said} then {quote(group.otherwise)} else '' end)"

    def template(self, text: str) -> str:
        pieces = [self.value(piece) if is_column else quote(piece) for piece, is_column in templates.parts(text)]
        empty = [f"{self.value(piece)} = ''" for piece in templates.columns(text)]
        joined = " || ".join(pieces)
        return f"(case when {' or '.join(empty)} then '' else {joined} end)" if empty else f"({joined})"

    def is_filled(self, group: Results) -> str:
        """Whether a group of columns holds a score or a level, or a word that says why it does not."""
        told = [f"not {self.is_missing(self.cell(column))}" for column in (group.score, group.level) if column]
        told += [f"{self.value(column)} <> ''" for column in group.flags.values()]
        words = self.mapping.status
        reasons = (*words.not_tested, *words.excused, *words.not_scored)
        if group.status and reasons:
            listed = ", ".join(plain_form(quote(word)) for word in reasons)
            told.append(f"list_contains([{listed}], {plain_form(self.cell(group.status))})")
        named = [f"{self.value(column)} <> ''" for column in templates.columns(group.measure)]
        return " and ".join([f"({' or '.join(told)})", *named])

    def is_missing(self, expression: str) -> str:
        return is_one_of(expression, self.mapping.missing)


def is_one_of(expression: str, words: tuple[str, ...]) -> str:
    """Write the SQL that tells whether a text is one of some words, in capitals or not, or nothing at all."""
    return among(f"lower({expression})", dict.fromkeys(("", *(word.lower() for word in words))))


def among(expression: str, words: Iterable[str]) -> str:
    """Write the SQL that tells whether a text is among some words.

    DuckDB makes a join of its own of every IN with more than a few words, and a wide file has hundreds of them.
    """
    return f"list_contains([{', '.join(quote(word) for word in words)}], {expression})"


def may_be(expression: str, words: Iterable[str]) -> str:
    """Write the SQL of a quick look that rules out most texts that are none of some words, in their plain form or not.

    A letter in its plain form is at most four times shorter, and a text that begins with a digit keeps it.
    """
    given = [word for word in words if word]
    is_short = f"strlen({expression}) <= {4 * max(map(len, given), default=0)}"
    if any(word[0].isdigit() for word in given):
        return is_short
    return f"{is_short} and not ({expression} >= '0' and {expression} < ':')"


def shortened(expression: str) -> str:
    """Write the SQL of a text cut to the longest value of a group; few are longer."""
    is_long = f"strlen({expression}) > {LONGEST_GROUP}"
    return f"(case when {is_long} then left({expression}, {LONGEST_GROUP}) else {expression} end)"


def trimmed(name: str) -> str:
    """Write the SQL of a field without the spaces around it."""
    # Few fields have spaces around them, and looking for them costs a third of trimming; letters beyond ASCII
    # (their bytes outnumber them) may be wider spaces, so those are always trimmed.
    may_have_spaces = f"starts_with({name}, ' ') or ends_with({name}, ' ') or strlen({name}) <> length({name})"
    return f"(case when {may_have_spaces} then trim({name}) else {name} end)"


def plain_form(expression: str) -> str:
    """People write "N/A", "n/a" and "Absent", "absent": words are compared without case and accents."""
    return f"strip_accents(lower({expression}))"
