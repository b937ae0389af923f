"""The sentence of a goal and what the five tests say about it, as one viewer may see it."""

from dataclasses import dataclass, replace
from string import Formatter

from django.utils.translation import gettext as _

from aimline.apps.goals.actions import values
from aimline.apps.goals.models import Goal
from aimline.apps.goals.queries import is_taught_by, scope_of, start_of
from aimline.apps.monitoring.actions.activating import Readiness, Tested
from aimline.apps.monitoring.pages.ambition import Band, band_of
from aimline.apps.organizations.policy import Viewer
from aimline.apps.publication.actions import ask_one, release
from aimline.domain.aimline import in_students
from aimline.domain.goal import Draft
from aimline.domain.measure import Quantity, is_percent, quantity
from aimline.domain.sentence import sentence
from aimline.domain.smart import Finding, Mark, Report
from aimline.domain.suppression import Hidden, SafeCell, Shown
from aimline.domain.words import Message, say, write

BLANK = "…"
BESIDE_DATES = "T-07"  # about the dates of the plan, so it stands beside them
_ASKS_START = "M-03"
_M_IS_PARTLY_FOR = frozenset({"M-01", "M-02", "M-07", "M-09", "X-02"})


@dataclass(frozen=True)
class Segment:
    """A piece of the sentence: `kind` is plain, known or blank."""

    text: str
    kind: str = "plain"


@dataclass(frozen=True)
class Tests:
    """The sentence and what the five tests say about it."""

    segments: tuple[Segment, ...]
    given: Message
    in_students: Message | None
    deadline: Message | None
    marks: tuple[tuple[str, str], ...]
    praise: tuple[Message, ...]
    findings: tuple[Finding, ...]
    offers: tuple[Finding, ...]
    is_own_words: bool
    shows_start: bool
    spoken: str
    band: Band | None


def tests_of(viewer: Viewer, goal: Goal, tested: Tested | Readiness) -> Tests:
    """Say the sentence and its tests, with the baseline as this viewer may see it: `blind` is tested without it."""
    draft = tested.draft
    safe = safe_baseline(viewer, goal, draft)
    shown = draft if is_open(safe) else replace(draft, baseline=None)
    is_hidden = shown is not draft
    own = goal.statement_mode == values.OWN_WORDS and not is_hidden
    told = quiet(tested.blind) if is_hidden else tested.report
    findings = tuple(finding for finding in told.findings if finding.code != BESIDE_DATES)
    n_met = sum(mark == "met" for mark in told.marks.values())
    return Tests(
        segments=(Segment(goal.statement or BLANK),) if own else segments(sentence(shown)),
        given=given(goal, draft, safe),
        in_students=counted(draft, safe),
        deadline=deadline_read(draft),
        marks=tuple((letter, str(told.marks[letter])) for letter in "SMART" if letter in told.marks),
        praise=told.praise,
        findings=findings,
        offers=tuple(finding for finding in findings if helps(finding, own=own)),
        is_own_words=own,
        shows_start=not is_hidden,
        spoken=_("%(met)s of %(all)s tests are met.") % {"met": n_met, "all": len(told.marks)},
        # Chances and marks tell where the students start as plainly as the start itself.
        band=None if is_hidden else band_of(tested.rated),
    )


def helps(finding: Finding, *, own: bool) -> bool:
    """A rewrite that only leaves blanks is no help where the fields are the place to fill them."""
    return finding.rewrite is not None and (own or "__" not in str(finding.rewrite))


def quiet(blind: Report) -> Report:
    """Leave the question for the start out of tests that were never told it: there is one, only not for this viewer."""
    codes = {finding.code for finding in blind.findings}
    marks = dict(blind.marks)
    if marks.get("M") is Mark.PARTLY and codes.isdisjoint(_M_IS_PARTLY_FOR):
        marks["M"] = Mark.MET
    findings = tuple(finding for finding in blind.findings if finding.code != _ASKS_START)
    return replace(blind, marks=marks, findings=findings)


def tells(message: Message, draft: Draft) -> bool:
    """Tell whether a sentence holds a number that could name where a draft's students start.

    Only the target and the ends of the scale surely do not; a gain or a margin of chance does as well as the start.
    """
    measure = draft.measure
    open_to_all = {draft.target, *((measure.minimum, measure.maximum) if measure else ())}
    for value in message.values.values():
        number = value.value if isinstance(value, Quantity) else value
        if isinstance(number, Message) and tells(number, draft):
            return True
        if isinstance(number, int | float) and number not in open_to_all:
            return True
    return False


def safe_baseline(viewer: Viewer, goal: Goal, draft: Draft) -> SafeCell | None:
    if draft.baseline is None or draft.group is None or goal.measure is None:
        return None
    scope = scope_of(goal.unit, draft.group)
    population, cell = start_of(scope, goal.measure, draft.baseline)
    taught = is_taught_by(viewer, goal.unit, draft.group)
    [safe] = release(viewer, [ask_one(population, cell, scope, goal.district, to_their_teachers=taught)])
    return safe[scope.label]


def may_see_start(viewer: Viewer, goal: Goal, draft: Draft) -> bool:
    """Tell whether a viewer may learn where a draft's students start; also where nobody knows it yet."""
    return is_open(safe_baseline(viewer, goal, draft))


def is_open(safe: SafeCell | None) -> bool:
    return safe is None or isinstance(safe.content, Shown)


def given(goal: Goal, draft: Draft, safe: SafeCell | None) -> Message:
    """Say where the group stands, from which results, or why nobody knows yet."""
    if draft.measure is None or draft.group is None:
        return say("Choose the students and the measure; the start is filled in from the results.")
    if safe is None or draft.baseline is None:
        return say("There are no results of {measure} for these students yet.", measure=draft.measure.name)
    if isinstance(safe.content, Hidden):
        return safe.content.reason
    return say(
        "{value}, {n} students, {on} ({source}). From the results; nobody needs to type it.",
        value=quantity(draft.measure, round(safe.content.value, 1)),
        n=safe.content.n,
        on=draft.baseline.on,
        source=draft.baseline.source,
    )


def counted(draft: Draft, safe: SafeCell | None) -> Message | None:
    """Say a percentage goal in whole students, where its start may be seen."""
    if draft.measure is None or draft.target is None or safe is None or not isinstance(safe.content, Shown):
        return None
    if not is_percent(draft.measure.metric):
        return None
    start = round(safe.content.value, 1)
    return in_students(draft.measure.direction, start, draft.target, safe.content.n)


def deadline_read(draft: Draft) -> Message | None:
    """Show the words of a deadline back as a day (INV-07)."""
    if not draft.deadline_words:
        return None
    if draft.deadline is None:
        return say("We cannot read a day in these words. Try “end of Q3” or “27 March 2027”.")
    return say("{words} = {on}", words=draft.deadline_words, on=draft.deadline)


def segments(said: Message) -> tuple[Segment, ...]:
    """Cut the formula into plain words, known values and blanks."""
    found = []
    for plain, name, _format, _conversion in Formatter().parse(_(said.text)):
        if plain:
            found.append(Segment(plain))
        if name:
            value = write(said.values[name]).replace(" %", "\u00a0%")
            found.append(Segment(value, "blank" if value == BLANK else "known"))
    return tuple(found)
