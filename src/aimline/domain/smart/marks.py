"""The five marks of a progress goal, from slots and findings (domain.md 4.1)."""

from collections.abc import Mapping

from aimline.domain.ambition import Band
from aimline.domain.smart.case import Case
from aimline.domain.smart.dates import Precision
from aimline.domain.smart.report import Mark
from aimline.domain.smart.verbs import ACTIVITIES, Actor

_LOOSE = frozenset({Precision.MONTH, Precision.SEASON, Precision.YEAR})


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
    return Mark.PARTLY if capping and mark is Mark.MET else mark


def _specific(case: Case, codes: frozenset[str]) -> Mark:
    if case.adults_only:
        return Mark.NOT_MET
    skill = bool(case.fields.result) or case.clear_skill
    filled = case.clear_group + skill
    mark = (Mark.NOT_MET, Mark.PARTLY, Mark.MET)[filled]
    return _capped(mark, capping=not codes.isdisjoint({"S-05", "S-06"}))


def _measurable(case: Case, codes: frozenset[str]) -> Mark:
    if not codes.isdisjoint({"M-06", "M-13"}):
        return Mark.NOT_MET
    target = case.target is not None or (case.amount is not None and case.baseline is not None)
    filled = case.measured + (case.baseline is not None) + target
    mark = {3: Mark.MET, 2: Mark.PARTLY}.get(filled, Mark.NOT_MET)
    return _capped(mark, capping=not codes.isdisjoint({"M-07", "M-09", "X-02"}))


def _achievable(case: Case, codes: frozenset[str]) -> Mark:
    judged = case.judgement
    if judged is not None and judged.band in (Band.TOO_EASY, Band.BEYOND):
        return Mark.NOT_MET
    if "A-08" in codes or (judged is not None and judged.band is Band.VERY_AMBITIOUS):
        return Mark.PARTLY
    return Mark.CANNOT_TELL if judged is None else Mark.MET


def _results(case: Case, codes: frozenset[str]) -> Mark:
    if not codes.isdisjoint({"R-01", "R-02", "R-05"}):
        return Mark.NOT_MET
    said = case.statement
    adult = (said.actor is Actor.ADULT and said.verb_class not in ACTIVITIES) or said.hints.conceded
    return Mark.PARTLY if adult or not codes.isdisjoint({"R-03", "R-04", "R-07"}) else Mark.MET


def _timed(case: Case) -> Mark:
    if case.precision in (None, Precision.VAGUE, Precision.UNREADABLE):
        return Mark.NOT_MET
    if case.deadline is not None and case.deadline < case.today:
        return Mark.NOT_MET
    return Mark.PARTLY if case.precision in _LOOSE else Mark.MET
