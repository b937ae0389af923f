"""A whole plan under the checker: its statements grouped by what to mend, with an offer each, and no author named.

Settled.md 44. Rules that need a plan or a roster (T-06, T-04 and their like) are left to
the studio: last year's dates have all passed, and that is no fault of the sentence.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from aimline.domain.smart.report import Mark, Report, SentenceLayer
from aimline.domain.words import Message, say


class Mend(StrEnum):
    """What there is to mend in a statement: first what it is, then what a goal lacks."""

    ACTIVITY = "activity"
    NO_GOAL = "no_goal"
    PURPOSE = "purpose"
    NO_START = "no_start"
    NO_TARGET = "no_target"
    ONLY_CHANGE = "only_change"
    NO_DATE = "no_date"
    LOOSE_DATE = "loose_date"
    NO_INSTRUMENT = "no_instrument"
    NO_GROUP = "no_group"
    NO_SKILL = "no_skill"
    SEVERAL = "several"
    MISFIT = "misfit"
    TOO_EASY = "too_easy"
    TOO_HARD = "too_hard"
    TAKING_PART = "taking_part"
    MIXED = "mixed"
    NAMES = "names"
    WORDING = "wording"
    BLANK = "blank"


WHAT_IT_IS = {
    SentenceLayer.ACTIVITY: Mend.ACTIVITY,
    SentenceLayer.NO_GOAL: Mend.NO_GOAL,
    SentenceLayer.PURPOSE: Mend.PURPOSE,
}
_CODES: Mapping[Mend, frozenset[str]] = {
    Mend.ACTIVITY: frozenset({"R-01", "R-02", "R-04", "R-05", "R-07"}),
    Mend.NO_GOAL: frozenset({"RF-08"}),
    Mend.PURPOSE: frozenset({"RF-14"}),
    Mend.NO_START: frozenset({"M-03"}),
    Mend.NO_TARGET: frozenset({"M-02"}),
    Mend.ONLY_CHANGE: frozenset({"M-07"}),
    Mend.NO_DATE: frozenset({"T-01", "T-03"}),
    Mend.LOOSE_DATE: frozenset({"T-02"}),
    Mend.NO_INSTRUMENT: frozenset({"M-01", "M-10"}),
    Mend.NO_GROUP: frozenset({"S-01", "S-03", "S-10"}),
    Mend.NO_SKILL: frozenset({"S-02", "M-04"}),
    Mend.SEVERAL: frozenset({"S-05", "X-03"}),
    Mend.MISFIT: frozenset({"M-06", "M-13", "X-02"}),
    Mend.TOO_EASY: frozenset({"A-01"}),
    Mend.TOO_HARD: frozenset({"A-03", "A-04"}),
    Mend.TAKING_PART: frozenset({"R-04", "R-07"}),
    Mend.MIXED: frozenset({"R-03"}),
    Mend.NAMES: frozenset({"X-07"}),
    Mend.WORDING: frozenset({"X-05", "X-06"}),
}
_TITLED = re.compile(r"\b(?:Mrs?|Ms|Mx|Miss|Dr|Mme|Mlle|M|Sra?|Coach)\.? [A-ZÀ-Ý]")
_IN_ANY_LAYER = (Mend.NAMES, Mend.WORDING)
_OF_ALL = frozenset({*WHAT_IT_IS.values(), *_IN_ANY_LAYER})
_N_SAMPLES = 5
TITLES: Mapping[Mend, Message] = {
    Mend.ACTIVITY: say("Tell what is done, not what is learned"),
    Mend.NO_GOAL: say("Are notes or reports, no goals yet"),
    Mend.PURPOSE: say("Are a purpose"),
    Mend.NO_START: say("Have no start"),
    Mend.NO_TARGET: say("Have no target"),
    Mend.ONLY_CHANGE: say("Say only by how much, not from where to where"),
    Mend.NO_DATE: say("Have no date"),
    Mend.LOOSE_DATE: say("Name a month, a season or a year, no day"),
    Mend.NO_INSTRUMENT: say("Name no assessment"),
    Mend.NO_GROUP: say("Do not say for which students"),
    Mend.NO_SKILL: say("Name a subject, no skill"),
    Mend.SEVERAL: say("Hold several goals in one"),
    Mend.MISFIT: say("Have numbers that do not fit together"),
    Mend.TOO_EASY: say("Ask for little growth"),
    Mend.TOO_HARD: say("Ask for more than groups usually reach"),
    Mend.TAKING_PART: say("Count taking part, not learning"),
    Mend.MIXED: say("Mix the how into the goal"),
    Mend.NAMES: say("Name a student"),
    Mend.WORDING: say("Speak of what students lack"),
    Mend.BLANK: say("Have a blank to fill"),
}
OFFERS: Mapping[Mend, Message] = {
    Mend.ACTIVITY: say("Keep it as a strategy, and write above it what students will be able to do because of it."),
    Mend.NO_GOAL: say("Leave notes where they are. Where a goal is meant, begin: By __, __ students will __."),
    Mend.PURPOSE: say("Keep it, it needs no number. Set one milestone below it."),
    Mend.NO_START: say("Look up the newest result of these students on the same assessment."),
    Mend.NO_TARGET: say("Say how many, or what share: from __ to __."),
    Mend.ONLY_CHANGE: say("Write both ends: from 60, 15 points more is 75, and 15 percent more is 69."),
    Mend.NO_DATE: say("Choose the day of an assessment or the end of a term."),
    Mend.LOOSE_DATE: say("Name the day of the last assessment before it."),
    Mend.NO_INSTRUMENT: say("Name one common assessment that shows movement more than once a year."),
    Mend.NO_GROUP: say("Name a grade, a course, a tier or a class, so that the students can be counted."),
    Mend.NO_SKILL: say("Choose the skill with the largest gap in the newest data."),
    Mend.SEVERAL: say("Give each its own goal, and decide which comes first."),
    Mend.MISFIT: say("Use one ruler and one direction for start and target."),
    Mend.TOO_EASY: say("Ask where focused effort would take these students."),
    Mend.TOO_HARD: say("Keep it as a purpose of several years, and set this year's milestone."),
    Mend.TAKING_PART: say("Ask what it leads to: so that students can __."),
    Mend.MIXED: say("Move the how to the strategies, so that it can change while the goal stays."),
    Mend.NAMES: say("Take the name out; the goal stays the same."),
    Mend.WORDING: say("Name the skill they are working on instead."),
    Mend.BLANK: say("Fill it from the data, or plan the day on which you will know."),
}


@dataclass(frozen=True)
class Line:
    """What a plan needs to know of one statement; `rewrites` holds the offers that rules made for it.

    `is_past` tells that its date has passed, which says nothing about how it was written.
    """

    text: str
    layer: SentenceLayer
    mends: tuple[Mend, ...]
    rewrites: Mapping[Mend, str] = field(default_factory=dict)
    is_past: bool = False


@dataclass(frozen=True)
class Example:
    """A statement of the plan, and what a rule offers for it."""

    text: str
    rewrite: str


@dataclass(frozen=True)
class Group:
    """Statements that share something to mend: `lines` counts from 0, `n_of` is what the share is taken of."""

    mend: Mend
    n: int
    n_of: int
    lines: tuple[int, ...]
    example: Example | None = None

    @property
    def share(self) -> float:
        """The share, 0 to 1."""
        return self.n / self.n_of

    @property
    def title(self) -> Message:
        """What these statements have in common; "23 goals" may stand before it."""
        return TITLES[self.mend]

    @property
    def offer(self) -> Message:
        """What would mend it."""
        return OFFERS[self.mend]


@dataclass(frozen=True)
class Summary:
    """A plan at a glance: `kinds` are shares of all statements, `gaps` of the progress goals, most frequent first.

    `n_ready` counts progress goals with nothing to mend, `n_past` goals whose date has passed.
    """

    n: int
    n_layers: Mapping[SentenceLayer, int]
    n_ready: int
    kinds: tuple[Group, ...]
    gaps: tuple[Group, ...]
    n_past: int = 0

    @property
    def n_goals(self) -> int:
        """Statements that are progress goals."""
        return self.n_layers.get(SentenceLayer.PROGRESS, 0)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Everything to mend: what is no goal first, then what goals lack."""
        return (*self.kinds, *self.gaps)


def note(report: Report) -> Line:
    """Take from a verdict what the plan needs: what to mend, in the order of `Mend`, and the offers of its rules."""
    found = _of(report)
    rewrites = {
        mend: str(one.rewrite)
        for mend in found
        for one in reversed(report.findings)
        if one.rewrite is not None and one.code in _CODES.get(mend, frozenset())
    }
    text = report.slots.text[: report.slots.read_to]
    is_past = any(one.code == "T-04" for one in report.findings)
    return Line(text, report.layer, tuple(mend for mend in Mend if mend in found), rewrites, is_past)


def summarise(lines: Iterable[Line]) -> Summary:
    """Group the statements of a plan; a statement stands in every group it belongs to."""
    n = n_ready = n_past = 0
    n_layers = dict.fromkeys(SentenceLayer, 0)
    members: dict[Mend, list[int]] = {mend: [] for mend in Mend}
    samples: dict[Mend, list[Line]] = {mend: [] for mend in Mend}
    for at, line in enumerate(lines):
        n += 1
        n_past += line.is_past
        n_layers[line.layer] += 1
        n_ready += line.layer is SentenceLayer.PROGRESS and not line.mends
        for mend in line.mends:
            members[mend].append(at)
            if mend in line.rewrites and _may_be_shown(line):
                samples[mend] = sorted([*samples[mend], line], key=_plainness)[:_N_SAMPLES]
    of = {mend: n if mend in _OF_ALL else n_layers[SentenceLayer.PROGRESS] for mend in Mend}
    examples = _examples(samples)
    found = [
        Group(mend, len(at), of[mend], tuple(at), examples.get(mend)) for mend, at in members.items() if len(at) > 0
    ]
    found.sort(key=lambda one: -one.share)
    kinds = tuple(one for one in found if one.mend in _OF_ALL)
    gaps = tuple(one for one in found if one.mend not in _OF_ALL)
    return Summary(n, n_layers, n_ready, kinds, gaps, n_past)


def _examples(samples: Mapping[Mend, list[Line]]) -> dict[Mend, Example]:
    """Give each group a statement that stands as an example nowhere else."""
    shown: dict[str, Mend] = {}
    for mend, lines in samples.items():
        for line in lines:
            if line.text not in shown:
                shown[line.text] = mend
                break
    return {
        mend: Example(line.text, line.rewrites[mend])
        for mend, lines in samples.items()
        for line in lines
        if shown.get(line.text) is mend
    }


def _plainness(line: Line) -> tuple[int, int]:
    """An example shows its point best where little else is to be mended and few words are read."""
    return len(line.mends), len(line.text)


def _of(report: Report) -> frozenset[Mend]:
    codes = frozenset(one.code for one in report.findings)
    anywhere = {mend for mend in _IN_ANY_LAYER if not codes.isdisjoint(_CODES[mend])}
    if report.layer is not SentenceLayer.PROGRESS:
        return frozenset(anywhere | ({WHAT_IT_IS[report.layer]} if report.layer in WHAT_IT_IS else set()))
    ruled = {mend for mend, rules in _CODES.items() if not codes.isdisjoint(rules)}
    return frozenset((ruled - set(WHAT_IT_IS.values())) | _read_off(report))


def _read_off(report: Report) -> set[Mend]:
    """What the slots themselves show, where no rule, or a rule with other words, says it."""
    said = report.slots
    found = {
        Mend.NO_INSTRUMENT: said.measure is None and not said.hints.self_naming,
        Mend.ONLY_CHANGE: said.change_amount is not None and said.target is None and said.baseline is None,
        Mend.LOOSE_DATE: report.marks["T"] is Mark.PARTLY,
        Mend.BLANK: said.hints.blank,
    }
    return {mend for mend, is_so in found.items() if is_so}


def _may_be_shown(line: Line) -> bool:
    """An example names nobody: no student, no teacher, no address."""
    return Mend.NAMES not in line.mends and "@" not in line.text and _TITLED.search(line.text) is None
