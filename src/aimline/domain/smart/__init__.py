"""The SMART checker: reads a goal as people write it, says what is good, asks, offers a rewrite."""

from aimline.domain.smart.catalogue import RULES
from aimline.domain.smart.checking import check
from aimline.domain.smart.draft import Rewrite
from aimline.domain.smart.offers import Offers
from aimline.domain.smart.reading import parse
from aimline.domain.smart.report import Finding, Mark, Report, SentenceLayer, Severity, to_json
from aimline.domain.smart.statement import Fields, Slot, Statement

__all__ = [
    "RULES",
    "Fields",
    "Finding",
    "Mark",
    "Offers",
    "Report",
    "Rewrite",
    "SentenceLayer",
    "Severity",
    "Slot",
    "Statement",
    "check",
    "parse",
    "to_json",
]
