"""What the pages of the studio may show."""

from dataclasses import dataclass

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from aimline.apps.goals.actions.analysis import COLUMNS, SET_ASIDE
from aimline.apps.goals.actions.locking import AREAS, LIMIT, TWIN
from aimline.apps.goals.models import Analysis, Goal, Note
from aimline.apps.goals.policy import Rights, rights
from aimline.apps.goals.queries import members, same_beside, visible
from aimline.apps.journal.forms import new_key
from aimline.apps.monitoring.actions.activating import Readiness
from aimline.apps.monitoring.actions.planning import template_for
from aimline.apps.monitoring.forms.studio import Leave as LeaveForm
from aimline.apps.monitoring.forms.studio import Page, Reason
from aimline.apps.monitoring.pages import studio_steps
from aimline.apps.monitoring.pages.list import named
from aimline.apps.monitoring.pages.plan_notes import StudioNotes, studio_notes
from aimline.apps.monitoring.pages.rules import sign_words
from aimline.apps.monitoring.pages.studio_tests import Tests, tells, tests_of
from aimline.apps.monitoring.queries import checkpoints
from aimline.apps.organizations.models import UnitKind
from aimline.apps.organizations.policy import Viewer
from aimline.domain.calendar import Calendar
from aimline.domain.gap import Gap
from aimline.domain.goal import Draft
from aimline.domain.rule import RuleKind
from aimline.domain.words import Message, say, write

QUIET = say("Target and start do not fit together yet; the staff who teach these students see the start.")

ABOUT_START = frozenset({"baseline", "target", "stops", "sentence"})


@dataclass(frozen=True)
class Line:
    """A line of the analysis."""

    uuid: str
    text: str
    by: str


@dataclass(frozen=True)
class Column:
    """A column of the analysis with its lines and one row to add another."""

    name: str
    label: str
    hint: str
    lines: tuple[Line, ...]
    row: Form


@dataclass(frozen=True)
class Missing:
    """Something that is missing before the goal can be used, and the step where it is mended."""

    message: Message
    href: str


@dataclass(frozen=True)
class Leave:
    """Something only the leader of a place may allow: what it is, and the form for the reason."""

    title: str
    text: Message
    closed: tuple[tuple[str, str], ...]
    form: LeaveForm


@dataclass(frozen=True)
class Rule:
    """One of the agreed rules: when it fires, in words, and the field for what then happens."""

    kind: str
    when: Message
    then: str


@dataclass(frozen=True)
class StudioPage:
    """The six steps of a draft on one page."""

    title: str
    place: str
    crumbs: tuple[dict[str, str], ...]
    steps: tuple[studio_steps.Step, ...]
    tests: Tests
    forms: Page
    strategies: studio_steps.StrategyRows
    notes: StudioNotes
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    missing: tuple[Missing, ...]
    beside: tuple[tuple[str, str], ...]
    signed: tuple[str, ...]
    not_signed: tuple[str, ...]
    may_sign: bool
    asks_review: bool
    needs_reason: bool
    is_yearly: bool
    has_standards: bool
    finds_standards: bool
    returned_with: str
    save_url: str
    check_url: str


@dataclass(frozen=True)
class ReadingPage:
    """A draft as a reader sees it: the leader who endorses it, or a member while it is being read."""

    title: str
    place: str
    crumbs: tuple[dict[str, str], ...]
    state: str
    asked: str
    tests: Tests
    why: str
    strategies: tuple[tuple[str, str], ...]
    looks: tuple[tuple[str, str], ...]
    missing: tuple[Missing, ...]
    may_review: bool
    leaves: tuple[Leave, ...]
    form: Form
    review_url: str
    override_url: str


@dataclass(frozen=True)
class PurposePage:
    """A purpose goal being written."""

    title: str
    place: str
    crumbs: tuple[dict[str, str], ...]
    form: Form
    save_url: str


@dataclass(frozen=True)
class StartPage:
    """Before the first line: which kind of goal, and what is known already."""

    title: str
    place: str
    crumbs: tuple[dict[str, str], ...]
    known: tuple[str, ...]
    form: Form


def studio_page(
    viewer: Viewer, goal: Goal, ready: Readiness, forms: Page, *, looked: Analysis | None, known: Calendar
) -> StudioPage:
    """Put a draft's page together."""
    people, signed = members(viewer, goal.unit), list({part.person: None for part in goal.parts.all()})
    newest = goal.revisions.order_by("-version").first()
    asks_review = ready.facts.awaits_endorsement
    gaps = [gap for gap in ready.gaps if gap.where != "review"]
    tests = tests_of(viewer, goal, ready)
    closed = closed_goals(viewer, ready)
    return StudioPage(
        title=goal.title or _("A new goal"),
        place=goal.unit.name,
        crumbs=crumbs(goal),
        steps=studio_steps.steps(goal, ready, looked, tests, forms),
        strategies=studio_steps.strategy_rows(forms),
        notes=studio_notes(goal, ready, forms, today=viewer.today, calendar=known),
        tests=tests,
        forms=forms,
        columns=columns(looked, forms),
        rules=rules(goal),
        missing=tuple(missing(gap, ready.draft, tests, closed) for gap in gaps),
        beside=beside(viewer, goal),
        signed=tuple(person.name for person in signed),
        not_signed=tuple(person.name for person in people if person not in signed),
        may_sign=all(person.pk != viewer.person_id for person in signed),
        asks_review=asks_review,
        needs_reason=ready.facts.ambition_wants_reason or bool(goal.unmet_a_reason),
        is_yearly=bool(goal.measure and goal.measure.is_yearly),
        has_standards=ready.has_standards,
        finds_standards=forms.offers.finds_standards,
        returned_with=str(newest.values.get("note", "")) if newest and goal.state == "returned" else "",
        save_url=reverse("studio", args=[goal.uuid]),
        check_url=reverse("studio-check", args=[goal.uuid]),
    )


def reading_page(viewer: Viewer, goal: Goal, ready: Readiness, form: Reason) -> ReadingPage:
    """Put the page of a goal's reader together; `form` is what was sent, an answer or a leave."""
    held: Rights = rights(viewer, goal)
    looks = sorted(checkpoints(goal), key=lambda look: look.on)
    tests = tests_of(viewer, goal, ready)
    return ReadingPage(
        title=goal.title or _("A new goal"),
        place=goal.unit.name,
        crumbs=crumbs(goal),
        state=goal.state,
        asked=asked(goal),
        tests=tests,
        why=goal.why,
        strategies=tuple((line.kind, line.text) for line in goal.strategies.all()),
        looks=tuple((write(look.on), look.name) for look in looks),
        missing=tuple(missing(gap, ready.draft, tests, ()) for gap in ready.gaps if gap.where != "review"),
        may_review=held.review,
        leaves=leaves(viewer, goal, ready, sent=form) if held.override_limit else (),
        form=Reason(initial={"key": new_key(), "version": goal.version}) if isinstance(form, LeaveForm) else form,
        review_url=reverse("studio-review", args=[goal.uuid]),
        override_url=reverse("studio-override", args=[goal.uuid]),
    )


def asked(goal: Goal) -> str:
    """Say who is asked to read a goal: the leader one level up."""
    if goal.unit.kind in {UnitKind.TEAM, UnitKind.CLASSROOM}:
        return _("The principal or vice-principal of the school is asked to read this goal.")
    return _("A leader of the district is asked to read this goal.")


def leaves(viewer: Viewer, goal: Goal, ready: Readiness, *, sent: Reason) -> tuple[Leave, ...]:
    """Return what the leader of the place may allow, each with the closed goals it is about and what was typed."""
    titles = {
        LIMIT: _("Allow one more goal"),
        AREAS: _("Allow one more area"),
        TWIN: _("Allow an easier goal beside a closed one"),
    }
    return tuple(
        Leave(
            title=titles[gap.code],
            text=gap.message,
            closed=closed_goals(viewer, ready) if gap.code == TWIN else (),
            form=leave_form(goal, gap.code, sent),
        )
        for gap in ready.gaps
        if gap.code in titles
    )


def leave_form(goal: Goal, rule: str, sent: Reason) -> LeaveForm:
    """Return the form of one leave: the one that was sent, else an empty one."""
    if isinstance(sent, LeaveForm) and sent.is_bound and sent.cleaned_data.get("rule") == rule:
        sent.auto_id = f"{rule}_%s"
        return sent
    begun = {"key": new_key(), "rule": rule, "version": goal.version}
    return LeaveForm(initial=begun, auto_id=f"{rule}_%s")


def closed_goals(viewer: Viewer, ready: Readiness) -> tuple[tuple[str, str], ...]:
    """Return name and address of the closed goals a draft is an easier twin of, where the viewer may see them."""
    if not ready.twins:
        return ()
    seen = visible(viewer).filter(pk__in=[twin.pk for twin in ready.twins])
    return tuple((each.title, reverse("goal", args=[each.uuid])) for each in seen)


def beside(viewer: Viewer, goal: Goal) -> tuple[tuple[str, str], ...]:
    """Return name and address of goals for the same students on the same measure, in use or being read."""
    return tuple((named(each), reverse("goal" if each.state == "active" else "studio", args=[each.uuid]))
                 for each in same_beside(viewer, goal))  # fmt: skip


def crumbs(goal: Goal) -> tuple[dict[str, str], ...]:
    return ({"label": _("Goals"), "href": reverse("goals")}, {"label": goal.unit.name, "href": ""})


def missing(gap: Gap, draft: Draft, tests: Tests, closed: tuple[tuple[str, str], ...]) -> Missing:
    """Say what is missing, and lead to the step that mends it or to the closed goal it is about."""
    if gap.code == TWIN and closed:
        return Missing(gap.message, closed[0][1])
    step = studio_steps.step_of(gap)
    is_told = tests.shows_start or gap.where not in ABOUT_START or not tells(gap.message, draft)
    told = gap.message if is_told else QUIET
    return Missing(told, f"#step-{step}" if step else "#finish")


def columns(looked: Analysis | None, forms: Page) -> tuple[Column, ...]:
    """Sort the lines of the analysis into its columns."""
    words = {
        "source": (_("What we looked at"), _("Two kinds of results at least; three are better.")),
        "strength": (_("Strengths"), _("What goes well?")),
        "gap": (_("Gaps"), _("Where is the largest gap?")),
        "group": (_("Groups of students"), _("Who needs a closer look?")),
        "trend": (_("Over time"), _("What changed? Or “no earlier data”.")),
        "hard_truth": (_("Hard truths"), _("What is hard to say, and true?")),
        SET_ASIDE: (_("Set aside"), _("Outside what we can change. We note it and put it aside.")),
    }
    notes = sorted(looked.notes.all(), key=lambda note: note.pk) if looked else []
    rows = dict(zip(COLUMNS, forms.notes.forms, strict=False))
    return tuple(Column(name, *words[name], lines_of(notes, name), rows[name]) for name in COLUMNS if name in rows)


def lines_of(notes: list[Note], column: str) -> tuple[Line, ...]:
    return tuple(Line(str(note.uuid), note.text, note.written_by.name) for note in notes if note.column == column)


def rules(goal: Goal) -> tuple[Rule, ...]:
    """Say the agreed rules in words, one a kind."""
    kinds: dict[RuleKind, list[Message]] = {}
    for rule in template_for(goal).rules:
        kinds.setdefault(rule.kind, []).append(sign_words(rule))
    return tuple(
        Rule(
            kind,
            whens[0] if len(whens) == 1 else say("{one} Or: {other}", one=whens[0], other=whens[1]),
            f"then_{kind}",
        )
        for kind, whens in kinds.items()
    )


def purpose_page(goal: Goal, form: Form) -> PurposePage:
    """Put a purpose goal's page together."""
    title = goal.title or _("Why we do this")
    return PurposePage(title, goal.unit.name, crumbs(goal), form, reverse("studio", args=[goal.uuid]))
