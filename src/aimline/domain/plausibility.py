"""Whether new results look like those that are here; what does not waits until a person says so (trust.md 3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from aimline.domain.measure import Quantity
from aimline.domain.words import Message, say

# Below this many results on either side a difference says little about the file.
N_ENOUGH = 20

# From one year to the next whole groups move by a tenth or two of a spread; a full spread is another test or column.
_MOST_SPREADS = 1.0
# From fall to spring beginners may move by more than a spread.
_MOST_SPREADS_IN_A_YEAR = 2.0

# Scores that spread a quarter as far, or four times as far, are on another scale: 0.85 beside 85.
_MOST_TIMES_SPREAD = 4.0

_MOST_SHARE_MOVED = 0.4
_MOST_SHARE_MOVED_IN_A_YEAR = 0.6
_MOST_OUT_OF_RANGE = 0.1
_N_NAMED = 5
# Hardly any grade changes by half from one test to the next; numbers of another kind fit nobody.
_FEWEST_KNOWN = 0.5
# People marry and are adopted, one or two in a school; a column that slipped gives nearly everybody another name.
_FEWEST_OTHER_NAMES = 3
_MOST_OTHER_NAMES = 0.1


@dataclass(frozen=True)
class Summary:
    """The scores of one measure in one grade: how many, their mean, spread, lowest and highest, and who met it.

    `sd` is 0 where it is not known; `n_met` of `n_judged` students met the standard.
    """

    n: int
    mean: float
    sd: float
    low: float
    high: float
    n_judged: int = 0
    n_met: int = 0


Summaries = Mapping[int | None, Summary]  # by grade


def doubts(name: str, coming: Summaries, stored: Summaries, *, same_window: bool = True) -> tuple[Message, ...]:
    """Say what does not look like the results that are here, grade by grade of one measure.

    Grades that only one side has are not compared: on a scale that grows with the grade they differ as they should.
    Without `same_window` the results here are of another time of the year, and more may have been learnt meanwhile.
    """
    shared = [grade for grade in coming if grade in stored]
    new, old = [coming[grade] for grade in shared], [stored[grade] for grade in shared]
    most_spreads, most_moved = _MOST_SPREADS, _MOST_SHARE_MOVED
    if not same_window:
        most_spreads, most_moved = _MOST_SPREADS_IN_A_YEAR, _MOST_SHARE_MOVED_IN_A_YEAR
    found = [of_scores(name, new, old, most=most_spreads), of_shares(name, new, old, most=most_moved)]
    return tuple(doubt for doubt in found if doubt is not None)


def of_scores(name: str, new: Sequence[Summary], old: Sequence[Summary], *, most: float) -> Message | None:
    """Doubt a scale that changed, else a mean that jumped by more than `most` spreads; both in the same grades."""
    if min(sum(each.n for each in side) for side in (new, old)) < N_ENOUGH:
        return None
    before, now = _spread(old), _spread(new)
    low, high = min(each.low for each in old), max(each.high for each in old)
    mean = _mean(new, new)
    is_stretched = before and now and not 1 / _MOST_TIMES_SPREAD <= now / before <= _MOST_TIMES_SPREAD
    if is_stretched or not low <= mean <= high:
        text = (
            "{name}: scores were from {low} to {high} so far and are from {new_low} to {new_high} here, as if on"
            " another scale."
        )
        new_low, new_high = min(each.low for each in new), max(each.high for each in new)
        return say(text, name=name, low=low, high=high, new_low=new_low, new_high=new_high)
    was = _mean(old, new)
    if before and abs(mean - was) > most * before:
        text = (
            "{name}: the mean of the same grades was {was} so far and is {mean} here, further than whole groups move."
        )
        return say(text, name=name, was=was, mean=mean)
    return None


def of_shares(name: str, new: Sequence[Summary], old: Sequence[Summary], *, most: float) -> Message | None:
    """Doubt a share of students who met the standard that moved by more than `most`, as where levels are swapped."""
    n_old, n_new = (sum(each.n_judged for each in side) for side in (old, new))
    if min(n_old, n_new) < N_ENOUGH:
        return None
    was, share = sum(each.n_met for each in old) / n_old, sum(each.n_met for each in new) / n_new
    if abs(share - was) <= most:
        return None
    text = "{name}: {was} met the standard so far and {share} here. Look whether its levels stand in the right order."
    return say(text, name=name, was=Quantity(100 * was, "%"), share=Quantity(100 * share, "%"))


def out_of_range(n_out: int, n_records: int) -> Message | None:
    """Doubt a file of which more than a tenth of the rows lie outside the range of their measure."""
    if n_records < N_ENOUGH or n_out <= n_records * _MOST_OUT_OF_RANGE:
        return None
    text = "{n} of {all} rows lie outside the range of their test. Look whether column and range are the right ones."
    return say(text, n=n_out, all=n_records)


def unknown_schools(names: Sequence[str], *, n_known: int) -> Message | None:
    """Doubt schools that are not here, where others are; the first file of a district brings its schools."""
    if not names or not n_known:
        return None
    text = (
        "Schools that are not here yet: {n} ({names}). Storing this file adds them; look whether they are here under"
        " another name."
    )
    more = " ..." if len(names) > _N_NAMED else ""
    return say(text, n=len(names), names=", ".join(names[:_N_NAMED]) + more)


def lost_zeros(n_lost: int, *, n_students: int, n_digits: int) -> Message | None:
    """Doubt students who would be here already if their numbers had the zeros that those here begin with.

    One is enough: a student who is stored twice has half a history in each place.
    """
    if not n_lost:
        return None
    text = (
        "Students who are not here by their numbers, but are with zeros before them: {n} of {all}, as where a"
        " spreadsheet took the zeros. Numbers here have {digits} digits. Write {digits} among the columns, as “Digits"
        " of a student number”; else they are stored as other students."
    )
    return say(text, n=n_lost, all=n_students, digits=n_digits)


def added_zeros(n_added: int, *, n_students: int) -> Message | None:
    """Doubt students who are here under their numbers without the zeros before them."""
    if not n_added:
        return None
    text = (
        "Students who are not here by their numbers, but are without the zeros before them: {n} of {all}. An earlier"
        " file may have lost the zeros. Withdraw it and bring it again with as many digits; else they are stored as"
        " other students."
    )
    return say(text, n=n_added, all=n_students)


def zeros_in_numbers(n: int, *, n_all: int, n_digits: int) -> Message:
    """Doubt numbers of a roster's students that are here with other zeros before them."""
    text = (
        "Student numbers (identifier) that are not here, but are with other zeros before them: {n} of {all}, as where a"
        " spreadsheet took the zeros. Numbers here have up to {digits} digits. Say how many digits a number has, or"
        " that it has 1, where they are right as they are."
    )
    return say(text, n=n, all=n_all, digits=n_digits)


def zeros_in_keys(what: str, n: int, *, n_all: int) -> Message:
    """Doubt keys of a roster's file that are here with other zeros before them."""
    text = (
        "Keys (sourcedId) in {what} that are not here, but are with other zeros before them: {n} of {all}, as where a"
        " spreadsheet took the zeros. Export the roster again and open no file of it in a spreadsheet. Where they are"
        " right as they are, say so."
    )
    return say(text, n=n, all=n_all, what=f"{what}.csv")


def other_names(n_other: int, *, n_compared: int, numbers: Sequence[str]) -> Message | None:
    """Doubt a file that gives many students other names than those who have their numbers here.

    Many are three at least, and more than a tenth of the `n_compared` who have names on both sides.
    """
    if not _are_many(n_other, n_compared):
        return None
    text = (
        "{n} of {all} students have other names in this file than here under the same numbers ({numbers}). Look whether"
        " the numbers have slipped against the names, as where one column was sorted without the others. Results go by"
        " the number: where the numbers are right, say so."
    )
    return say(text, n=n_other, all=n_compared, numbers=_some(numbers, n_other))


def few_other_names(n_other: int, *, n_compared: int, numbers: Sequence[str]) -> Message | None:
    """Tell of students with other names, where they are not so many that the file is doubted."""
    if not n_other or _are_many(n_other, n_compared):
        return None
    text = (
        "Students who have other names in this file than here under the same numbers: {n} ({numbers}). Their results"
        " go by the number; look whether it is theirs."
    )
    return say(text, n=n_other, numbers=_some(numbers, n_other))


def _are_many(n_other: int, n_compared: int) -> bool:
    return n_other >= _FEWEST_OTHER_NAMES and n_other > n_compared * _MOST_OTHER_NAMES


def _some(numbers: Sequence[str], n: int) -> str:
    return ", ".join(numbers) + (" ..." if n > len(numbers) else "")


def strangers(n_known: int, *, n_coming: int, n_here: int) -> Message | None:
    """Doubt a file that knows hardly anybody of the grades and schools it tells of.

    `n_coming` students of the file are in grades of schools that have `n_here` students; `n_known` of them are here.
    Whichever is fewer should be among the others, at least by half: a test of a few, or the first of all after one of
    a few, is no wonder. The first file of a school and a new intake are in grades without students, and not counted.
    """
    fewer = min(n_coming, n_here)
    if fewer < N_ENOUGH or n_known >= fewer * _FEWEST_KNOWN:
        return None
    text = (
        "{new} of {all} students are new, in grades of schools that already have {here} students. Look whether the"
        " column of student numbers is the right one, and its numbers those of earlier files."
    )
    return say(text, new=n_coming - n_known, all=n_coming, here=n_here)


def _spread(grades: Sequence[Summary]) -> float:
    """Pool the spread within grades."""
    return sqrt(sum(each.n * each.sd**2 for each in grades) / sum(each.n for each in grades))


def _mean(grades: Sequence[Summary], weights: Sequence[Summary]) -> float:
    """Return the mean over grades as it would be with the students of `weights`."""
    return sum(each.mean * like.n for each, like in zip(grades, weights, strict=True)) / sum(each.n for each in weights)
