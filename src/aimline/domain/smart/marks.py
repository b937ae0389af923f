"""The five marks of a progress goal, from slots and findings (domain.md 4.1)."""

from collections.abc import Mapping

from aimline.domain.ambition import Band
from aimline.domain.smart.case import Case
from aimline.domain.smart.dates import Precision
from aimline.domain.smart.report import Mark
from aimline.domain.smart.verbs import ACTIVITIES, Actor

_LOOSE = frozenset({Precision.MONTH, Precision.SEASON, Precision.YEAR})
_UNTIMED = frozenset({None, Precision.VAGUE, Precision.UNREADABLE})
_TOO_FAR = frozenset({Band.TOO_EASY, Band.BEYOND})
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_MET, _PARTLY, _NOT_MET, _CANNOT_TELL = Mark.MET, Mark.PARTLY, Mark.NOT_MET, Mark.CANNOT_TELL
_ADULT, _VERY_AMBITIOUS = Actor.ADULT, Band.VERY_AMBITIOUS
_CAPS_S, _CAPS_M, _CAPS_R = (
    frozenset({"S-05", "S-06"}),
    frozenset({"M-07", "M-09", "X-02"}),
    frozenset({"R-03", "R-04", "R-07"}),
)
_BY_FILLED = (_NOT_MET, _NOT_MET, _PARTLY, _MET)
_FAILS_M, _FAILS_R = frozenset({"M-06", "M-13"}), frozenset({"R-01", "R-02", "R-05"})


def judge(case: Case, codes: frozenset[str]) -> Mapping[str, Mark]:
    """Give the mark of each letter; `codes` are the rules that fired."""
    return {
        "S": _specific(case, codes),
        "M": _measurable(case, codes),
        "A": _achievable(case, codes),
        "R": _results(case, codes),
        "T": _timed(case),
    }


def _capped(mark: Mark, *, capping: bool) -> Mark:
    return _PARTLY if capping and mark is _MET else mark


def _specific(case: Case, codes: frozenset[str]) -> Mark:
    if case.adults_only:
        return _NOT_MET
    skill = bool(case.fields.result) or case.clear_skill
    filled = case.clear_group + skill
    mark = (_NOT_MET, _PARTLY, _MET)[filled]
    return _capped(mark, capping=not codes.isdisjoint(_CAPS_S))


def _measurable(case: Case, codes: frozenset[str]) -> Mark:
    if not codes.isdisjoint(_FAILS_M):
        return _NOT_MET
    target = case.target is not None or (case.amount is not None and case.baseline is not None)
    filled = case.measured + (case.baseline is not None) + target
    mark = _BY_FILLED[filled]
    return _capped(mark, capping=not codes.isdisjoint(_CAPS_M))


def _achievable(case: Case, codes: frozenset[str]) -> Mark:
    judged = case.judgement
    if judged is not None and judged.band in _TOO_FAR:
        return _NOT_MET
    if "A-08" in codes or (judged is not None and judged.band is _VERY_AMBITIOUS):
        return _PARTLY
    return _CANNOT_TELL if judged is None else _MET


def _results(case: Case, codes: frozenset[str]) -> Mark:
    if not codes.isdisjoint(_FAILS_R):
        return _NOT_MET
    said = case.statement
    adult = (said.actor is _ADULT and said.verb_class not in ACTIVITIES) or said.hints.conceded
    return _PARTLY if adult or not codes.isdisjoint(_CAPS_R) else _MET


def _timed(case: Case) -> Mark:
    if case.precision in _UNTIMED:
        return _NOT_MET
    if case.deadline is not None and case.deadline < case.today:
        return _NOT_MET
    return _PARTLY if case.precision in _LOOSE else _MET
