"""Which columns name what was tested: the subject, the test, or the subject and its part."""

import re
from collections import defaultdict
from collections.abc import Mapping

from aimline.exchange.guess.column import Column
from aimline.exchange.guess.contents import Contents
from aimline.exchange.guess.heads import plain
from aimline.exchange.guess.lexicon import lexicon

TOLD_BY_VALUES = 0.7
LONGEST_CODE = 3
MANY = 3  # one of so many
FORM = re.compile(r"[a-z]?\d+|form|grade|year|term|gr|yr")
Given = Mapping[str, tuple[Column, float]]


def columns(given: Given) -> tuple[str, ...]:
    """Choose the roles that together name what was tested: the subject, the test, or the subject and its part."""
    found = {role: given[role][0].contents for role in ("subject", "test", "subtest") if role in given}
    whole = {role for role, contents in found.items() if not contents.n or contents.filled_share > 0.95}
    several = {role for role in whole if len(found[role].words) > 1}
    if "test" in several and "subject" in whole and given["subject"][1] <= TOLD_BY_VALUES:
        whole, several = whole - {"subject"}, several - {"subject"}  # what only sounds like a subject
    if {"subtest", "test"} <= several and is_told_by(found["test"], found["subtest"]):
        return ("test",)  # each piece of work is of one standard
    if "subtest" in several:
        return ("subject", "subtest") if "subject" in several else ("subtest",)
    if "subject" in whole and "test" in several and ("subject" not in several or tells_more(given)):
        return ("test",)
    is_course = "subject" in whole and "course" in given["subject"][0].head.words
    order = ("test", "subject", "subtest") if is_course and not several else ("subject", "test", "subtest")
    return next(((role,) for role in order if role in whole), ())


def tells_more(given: Given) -> bool:
    """Tell whether a test says more than its subject: that is a code, or was tested several times in one window."""
    are_codes = all(len(word) <= LONGEST_CODE for word in given["subject"][0].contents.words)
    return are_codes or takes_several(given)


def is_told_by(test: Contents, part: Contents) -> bool:
    """Tell whether each test has one part only, and several have the same: the test names more."""
    pairs = {pair for pair in zip(test.raw, part.raw, strict=False) if all(pair)}
    return len(pairs) == len(test.words) > len(part.words)


def takes_several(given: Given) -> bool:
    """Tell whether many students took several tests of one subject in one window, which the subject tells not apart."""
    times = [given[role][0].contents.raw for role in ("year", "window") if role in given]
    if "student" not in given or not times:
        return False
    students, subjects, tests = (given[role][0].contents.raw for role in ("student", "subject", "test"))
    taken: defaultdict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for test, *of in zip(tests, students, subjects, *times, strict=False):
        taken[tuple(of)].add(bare_name(test))
    return MANY * sum(len(names) > 1 for names in taken.values()) > len(taken)


def bare_name(name: str) -> tuple[str, ...]:
    """Give the words of the name of a test, without those of its form or window: "Reading Y6 T1"."""
    words = plain(name).split()
    return tuple(word for word in words if not FORM.fullmatch(word) and word not in lexicon().seasons)


def names_several(contents: Contents) -> bool:
    """Tell whether words name several tests, and not the forms of one that differ in a number: "Reading Y6 T1"."""
    bare = {bare_name(name) for name in contents.words}
    return len(bare) > 1 or (len(contents.words) > 1 and () in bare)
