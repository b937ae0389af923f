"""Whom a number counts, written alike by every page, so that the ledger knows the same number again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Scope:
    """A school (none for a whole district), grades (none named: all of them), and groups by attribute."""

    school: int | None = None
    grades: frozenset[int | None] = frozenset()
    groups: Mapping[str, frozenset[str]] | None = None

    @cached_property
    def label(self) -> str:
        """The scope in one line, the same for equal scopes."""
        groups = {attribute: sorted(words) for attribute, words in sorted((self.groups or {}).items())}
        return json.dumps([self.school, sorted(self.grades, key=str), groups], ensure_ascii=False)

    def holds(self, other: "Scope") -> bool:
        """Tell whether everybody in another scope is in this one."""
        groups, others = self.groups or {}, other.groups or {}
        return (
            self.school in (None, other.school)
            and (not self.grades or (bool(other.grades) and other.grades <= self.grades))
            and all(attribute in others and others[attribute] <= words for attribute, words in groups.items())
        )


def scope_of(label: str) -> Scope:
    """Read a scope from its label."""
    school, grades, groups = json.loads(label)
    return Scope(school, frozenset(grades), {attribute: frozenset(words) for attribute, words in groups.items()})
