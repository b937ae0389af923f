"""The sheet of a goal: its sentence, where it stands, its picture, and the same values as a table, to print or send."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aimline.charts.drawing import Drawing
from aimline.reports import setting

PAPERS = {"letter": "us-letter", "a4": "a4"}


@dataclass(frozen=True)
class Sheet:
    """What the sheet says, in the reader's language and as the reader may see it.

    `facts` are names with what there is to say; `said` is the picture's own sentence. Without a `drawing` there is
    neither picture nor table, and `reason` says why.
    """

    title: str
    sentence: str
    status: str
    reason: str
    facts: Sequence[tuple[str, str]]
    drawing: Drawing | None
    said: str
    foot: str
    language: str = "en"


def put(sheet: Sheet, *, paper: str = "letter", made_on: date) -> bytes:
    """Set the sheet as PDF/UA-1; `paper` is a key of `PAPERS`. Raises ReportRefused."""
    table = sheet.drawing.table if sheet.drawing else None
    data = {
        "paper": PAPERS[paper],
        "language": sheet.language,
        "title": sheet.title,
        "sentence": sheet.sentence,
        "status": sheet.status,
        "reason": sheet.reason,
        "facts": [list(fact) for fact in sheet.facts],
        "picture": sheet.drawing.wide if sheet.drawing else "",
        "said": sheet.said,
        "caption": table.caption if table else "",
        "headers": list(table.headers) if table else [],
        "rows": [list(row) for row in table.rows] if table else [],
        "foot": sheet.foot,
    }
    return setting.put("goal_sheet", data, made_on=made_on)
