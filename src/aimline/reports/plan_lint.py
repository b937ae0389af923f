"""The sheet of a plan lint: what to mend as a picture, then an offer for each, on one page for the wall."""

from datetime import date

from aimline.charts import mends
from aimline.charts.mends import Bar, MendsPicture
from aimline.domain.plan_lint import Group, Summary
from aimline.domain.words import Message, say
from aimline.reports import setting

PAPERS = {"letter": "us-letter", "a4": "a4"}
_SHOWN_CHARACTERS = 240


def put(summary: Summary, *, title: str = "", paper: str = "letter", judged_on: date) -> bytes:
    """Set the sheet as PDF/UA-1, one page; `paper` is a key of `PAPERS`.

    No file name, no sheet name and no author is printed. Offers that do not fit stay on the list, and the sheet says
    how many. Raises ReportRefused.
    """
    picture = draw(summary)
    data = {
        "title": title or str(say("What to mend in our plan")),
        "language": "en",
        "paper": PAPERS[paper],
        "lead": [str(one) for one in _lead(summary)],
        "picture": mends.draw(picture, uid="plan").wide if picture.bars else "",
        "alt": _alt(picture),
        "offers_title": str(say("What would mend it")),
        "example": str(say("For example")),
        "offers": [_offer(group) for group in sorted(summary.groups, key=lambda one: -one.n)],
        "more": str(say("{n} more on the list.", n="{n}")),
        "foot": str(say("Judged as of {day}. Nobody who wrote a goal is named.", day=judged_on)),
    }
    return setting.put("plan_lint", data, made_on=judged_on)


def draw(summary: Summary) -> MendsPicture:
    """Make the bars of a plan: what its statements are, and what its goals lack."""
    goals = say("Of the {n} progress goals", n=summary.n_goals) if summary.n_goals > 1 else say("Of the one goal")
    sections = ((say("Of all {n} statements", n=summary.n), summary.kinds), (goals, summary.gaps))
    return MendsPicture(
        say("What to mend in this plan"),
        tuple(
            (title, tuple(Bar(one.title, one.n, one.n_of) for one in groups)) for title, groups in sections if groups
        ),
    )


def _lead(summary: Summary) -> tuple[Message, ...]:
    """What is good comes first."""
    n_ready, n_goals = summary.n_ready, summary.n_goals
    counted = say("Statements that were read: {n}; progress goals among them: {n_goals}.", n=summary.n, n_goals=n_goals)
    if not summary.groups:
        return say("Every statement stands as it is: there is nothing to mend."), counted
    if n_ready:
        return say("Goals that need nothing more: {n} of {n_goals}.", n=n_ready, n_goals=n_goals), counted
    return (counted,)


def _alt(picture: MendsPicture) -> str:
    rows = "; ".join(f"{bar.name}: {bar.n}/{bar.n_of}" for bar in picture.bars)
    return f"{mends.sentence(picture)} {rows}"


def _offer(group: Group) -> dict[str, str]:
    example = group.example
    return {
        "title": str(group.title),
        "share": f"{group.n}/{group.n_of}",
        "offer": str(group.offer),
        "text": _shortened(example.text) if example else "",
        "rewrite": _shortened(example.rewrite) if example else "",
    }


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[: _SHOWN_CHARACTERS - 1]}…"
