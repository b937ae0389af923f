"""The six steps of the studio: what each has, what a closed one says in a line, and which one is open."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import Form
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aimline.apps.goals.models import Analysis, Goal
from aimline.apps.monitoring.actions.activating import Readiness
from aimline.apps.monitoring.forms.studio import Page
from aimline.apps.monitoring.pages.studio_tests import Tests
from aimline.apps.monitoring.queries import checkpoints
from aimline.domain.gap import Gap
from aimline.domain.strategy import StrategyKind
from aimline.domain.words import write

STEP_OF = {
    "group": 3, "result": 3, "measure": 3, "baseline": 3, "target": 3, "deadline": 3, "comparison": 3,
    "area": 2, "sentence": 4, "strategies": 5, "stops": 6, "proxies": 6, "checkpoints": 6, "rules": 6,
}  # fmt: skip
# A first goal begins with the sentence; looking at data and choosing an area invite, and wait.
WITHOUT_INVITATION = (3, 4, 5, 6)
FIRST_STRATEGIES = frozenset({StrategyKind.INSTRUCTION, StrategyKind.ASSESSMENT})
STEP_OF_FIELD = {
    "priority_row": 2, "proxy": 6, "proxy_name": 6, "cadence_days": 6, "data_looked_at": 6, "who_brings_data": 6,
    "way": 6, "gap_group": 6, "then_on_track": 6, "then_adjust": 6, "then_intensify": 6,
}  # fmt: skip
LONGEST = 90


@dataclass(frozen=True)
class Step:
    """One of the six steps: its state for the list beside the page, and what it says while it is closed."""

    number: int
    label: str
    state: str
    href: str
    about: str
    is_open: bool


@dataclass(frozen=True)
class StrategyRows:
    """The rows of the strategies: those a first goal needs, and those that may wait."""

    first: tuple[Form, ...]
    more: tuple[Form, ...]


def steps(goal: Goal, ready: Readiness, looked: Analysis | None, tests: Tests, forms: Page) -> tuple[Step, ...]:
    """Tell which steps have what they need; the first unfinished one is open, and any with a field to mend."""
    unfinished = {step_of(gap) for gap in ready.gaps}
    done = {
        1: looked is not None and is_looked_at(looked),
        2: goal.priority_id is not None and 2 not in unfinished,
        3: 3 not in unfinished,
        4: bool(tests.marks)
        and all(mark == "met" for letter, mark in tests.marks if letter != "A" or tests.shows_start),
        5: ready.facts.n_strategies > 0,
        6: 6 not in unfinished and bool(ready.facts.checkpoints),
    }
    labels = (
        _("Look at the data"), _("Choose the area"), _("Write the goal"), _("Test it"), _("Strategies"),
        _("Plan to look"),
    )  # fmt: skip
    lines = (about_data(looked), about_area(goal), about_goal(goal), tests.spoken, about_strategies(goal),
             about_plan(goal))  # fmt: skip
    opened = {first_unfinished(ready)} | steps_to_mend(forms)
    return tuple(
        Step(number, label, "done" if done[number] else "todo", f"#step-{number}", line, number in opened)
        for number, label, line in zip(done, labels, lines, strict=True)
    )


def step_of(gap: Gap) -> int | None:
    """Return the step that mends a gap; none for what is mended at the end of the page."""
    # The sentence that lets an unusual target stay is asked for at the end, not beside the target.
    return None if gap.code == "settled-32" else STEP_OF.get(gap.where)


def first_unfinished(ready: Readiness) -> int | None:
    """Return the step a team goes on with; none when only the signatures are left."""
    unfinished = {step_of(gap) for gap in ready.gaps}
    return next((number for number in WITHOUT_INVITATION if number in unfinished), None)


def steps_to_mend(forms: Page) -> set[int]:
    """Return the steps in which something could not be read."""
    if not forms.draft.is_bound:
        return set()
    rows: dict[int, Iterable[Form]] = {1: forms.notes, 2: forms.areas, 5: forms.strategies}
    rows[6] = (*forms.looks, *forms.stops)
    in_rows = {number for number, held in rows.items() if any(row.errors for row in held)}
    return in_rows | {STEP_OF_FIELD.get(name, 3) for name in forms.draft.errors}


def is_looked_at(looked: Analysis) -> bool:
    """Two results, a strength, a gap, a group and a trend make an analysis (INV-21)."""
    found = Counter(note.column for note in looked.notes.all())
    return found["source"] >= 2 and all(found[name] for name in ("strength", "gap", "group", "trend"))


def about_data(looked: Analysis | None) -> str:
    n_lines = len(looked.notes.all()) if looked else 0
    if not n_lines:
        return _("Ten minutes with the results first make a better goal. You can also come back to it.")
    return ngettext("%(n)s line written together.", "%(n)s lines written together.", n_lines) % {"n": n_lines}


def about_area(goal: Goal) -> str:
    if goal.priority is None:
        return _("Which area does this goal serve? It can wait until you have compared two or three.")
    return goal.priority.name


def about_goal(goal: Goal) -> str:
    parts = [goal.group_label, str(goal.measure or ""), target_words(goal), goal.deadline_words]
    return " · ".join(part for part in parts if part)


def target_words(goal: Goal) -> str:
    if goal.target is None:
        return ""
    unit = goal.measure.unit if goal.measure and goal.measure.unit != "points" else ""
    return _("target %(value)s") % {"value": f"{write(goal.target)} {unit}".strip()}


def about_strategies(goal: Goal) -> str:
    held = sorted(goal.strategies.all(), key=lambda line: line.pk)
    if not held:
        return _("What will adults do differently? Two are enough to begin with.")
    return shortened("; ".join(line.short_name or line.text for line in held))


def about_plan(goal: Goal) -> str:
    looks = checkpoints(goal)
    if not looks:
        return _("Dates and rules fill themselves in when goal and measure are there.")
    days = ngettext("%(n)s date, on %(on)s.", "%(n)s dates, the first on %(on)s.", len(looks))
    return days % {"n": len(looks), "on": write(looks[0].on)} + " " + _("Rules are prefilled.")


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def strategy_rows(forms: Page) -> StrategyRows:
    """Put one way to teach and one way to see it in front; blank rows of the other kinds wait."""
    rows = list(forms.strategies)
    first = [row for row in rows if row.errors or row["text"].value() or row["kind"].value() in FIRST_STRATEGIES]
    return StrategyRows(tuple(first), tuple(row for row in rows if row not in first))
