"""Statements of goals in the files schools keep them in: tables, workbooks, documents and plain text."""

from aimline.exchange.statements.parts import Entry, Limits, Plan
from aimline.exchange.statements.reading import read, read_text
from aimline.exchange.statements.refusals import PlanUnreadable

__all__ = ["Entry", "Limits", "Plan", "PlanUnreadable", "read", "read_text"]
