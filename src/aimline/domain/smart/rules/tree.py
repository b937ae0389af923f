"""TR: how goals of all levels and layers hang together (domain.md 4.8, INV-28 to INV-30)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from difflib import SequenceMatcher

from aimline.domain.aimline import aimline, expected
from aimline.domain.calendar import Calendar, ending_of, year_ending
from aimline.domain.goal import Baseline, Layer, Level, Stop
from aimline.domain.limits import LIMITS
from aimline.domain.measure import better
from aimline.domain.smart.report import Severity
from aimline.domain.smart.rule import Hit, Rule, Sample
from aimline.domain.smart.trees import LEVELS, Node, Spot, Tree, inside, loops, skips

_PICKED_UP = timedelta(days=30)
_PENS = timedelta(days=7)
_YEAR_LONG = timedelta(weeks=30)
_COPIED = 0.9
_SUPPORTING = frozenset({Level.TEAM, Level.CLASSROOM, Level.TEACHER, Level.STUDENT})
_STEPS = 2


def _of_progress(find: Callable[[Spot], Hit | None]) -> Callable[[Spot], Hit | None]:
    """Most rules of the tree are about active progress goals, nested ones left out."""
    return lambda spot: find(spot) if spot.goal.is_progress else None


def _no_purpose(spot: Spot) -> Hit | None:
    served = any(each.serves for each in spot.tree.over(spot.goal))
    return None if served else Hit()


def _no_progress(spot: Spot) -> Hit | None:
    goal = spot.goal
    if goal.layer is not Layer.PURPOSE or not goal.is_active:
        return None
    return None if any(goal.key in each.serves for each in spot.tree.goals) else Hit()


def _no_practice(spot: Spot) -> Hit | None:
    """A quiet note that begins when practice goals exist (settled.md 16)."""
    if not any(each.layer is Layer.PRACTICE for each in spot.tree.goals):
        return None
    return None if any(each.driven_by for each in spot.tree.under(spot.goal)) else Hit()


def _unaligned(spot: Spot) -> Hit | None:
    goal, above = spot.goal, spot.tree.above(spot.goal.level)
    if goal.level not in _SUPPORTING or goal.aligns_to or above is None:
        return None
    return Hit() if spot.tree.progress(above) else None


def _orphan_level(spot: Spot) -> Hit | None:
    above = spot.tree.above(spot.goal.level)
    return Hit(values={"level": str(above)}) if above is not None and not spot.tree.progress(above) else None


def _too_many(spot: Spot) -> Hit | None:
    goal = spot.goal
    beside = [each for each in spot.tree.progress(goal.level) if each.unit == goal.unit]
    return Hit(values={"n": len(beside)}) if len(beside) > LIMITS[goal.level] else None


def _not_picked_up(spot: Spot) -> Hit | None:
    goal, below = spot.goal, spot.tree.below(spot.goal.level)
    if goal.level not in (Level.DISTRICT, Level.SCHOOL) or goal.published_on is None or below is None:
        return None
    if spot.today - goal.published_on < _PICKED_UP:
        return None
    return None if any(goal.key in each.aligns_to for each in spot.tree.progress(below)) else Hit()


def _other_theme(spot: Spot) -> Hit | None:
    goal = spot.goal
    if goal.contribution.strip():
        return None
    for parent in spot.tree.linked(goal.aligns_to):
        areas = bool(goal.area and parent.area) and goal.area != parent.area
        if areas or not inside(goal.group, parent.group):
            return Hit(values={"parent": parent.text})
    return None


def _copied(spot: Spot) -> Hit | None:
    own = " ".join(spot.goal.text.casefold().split())
    parents = (" ".join(each.text.casefold().split()) for each in spot.tree.linked(spot.goal.aligns_to))
    return Hit() if any(SequenceMatcher(None, own, each).ratio() >= _COPIED for each in parents) else None


def _crooked(spot: Spot) -> Hit | None:
    goal, tree = spot.goal, spot.tree
    rank = LEVELS.index(goal.level)
    upward = all(LEVELS.index(each.level) < rank for each in tree.linked(goal.aligns_to))
    skipped = any(skips(tree, goal, each) for each in tree.linked(goal.aligns_to))
    serving = all(LEVELS.index(each.level) <= rank and each.layer is Layer.PURPOSE for each in tree.linked(goal.serves))
    nested = all(each.level is goal.level and each.unit == goal.unit for each in tree.linked(goal.nests_in))
    straight = upward and serving and nested and not skipped
    return Hit() if not straight or loops(tree, goal) else None


def _no_steps(spot: Spot) -> Hit | None:
    goal = spot.goal
    if goal.level is not Level.TEAM or goal.starts_on is None or goal.deadline is None:
        return None
    if goal.deadline - goal.starts_on < _YEAR_LONG or spot.today <= _first_quarter_ends(spot, goal.starts_on):
        return None
    nested = [each for each in spot.tree.goals if goal.key in each.nests_in]
    return Hit() if len(nested) < _STEPS else None


def _first_quarter_ends(spot: Spot, start: date) -> date:
    year = year_ending(spot.calendar or Calendar(), ending_of(start))
    ends = [term.ends_on for term in year.terms if term.kind == "quarter" and term.number == 1]
    return ends[0] if ends else year.starts_on + (year.ends_on - year.starts_on) / 4


def _below_the_line(spot: Spot) -> Hit | None:
    goal = spot.goal
    if goal.baseline is None or goal.target is None or goal.starts_on is None or goal.deadline is None:
        return None
    line = aimline(Baseline(goal.baseline, goal.starts_on, 1, ""), (), Stop(goal.deadline, goal.target))
    for step in spot.tree.goals:
        if goal.key not in step.nests_in or step.target is None or step.deadline is None:
            continue
        aim = round(expected(line, step.deadline), 1)
        if better(goal.direction, aim, step.target):
            return Hit(values={"day": step.deadline, "aim": aim, "target": step.target})
    return None


def _one_pen(spot: Spot) -> Hit | None:
    goal = spot.goal
    alone = goal.level is Level.TEAM and goal.n_contributors == 0 and goal.begun_on is not None
    return Hit() if alone and goal.begun_on is not None and spot.today - goal.begun_on > _PENS else None


_TODAY = date(2026, 1, 12)
_PURPOSE = Node("why", Layer.PURPOSE, Level.SCHOOL, "Every child leaves us a confident reader.")
_SCHOOL = Node(
    "school", Layer.PROGRESS, Level.SCHOOL, "70% of our readers at benchmark by 29 May 2026, up from 58%",
    area="literacy", serves=("why",), published_on=date(2025, 9, 15),
)  # fmt: skip
_TEAM = Node(
    "team", Layer.PROGRESS, Level.TEAM, "Grade 2 phonics from 48% to 66% on the phonics CFA by 22 May 2026",
    unit="Grade 2 team", area="literacy", aligns_to=("school",), driven_by=("habit",), begun_on=date(2025, 9, 8),
    n_contributors=2, baseline=48, target=66, starts_on=date(2025, 9, 8), deadline=date(2026, 5, 22),
)  # fmt: skip
_HABIT = Node("habit", Layer.PRACTICE, Level.TEAM, "Blend sounds with four students every lesson.")
_STEP = Node(
    "step", Layer.PROGRESS, Level.TEAM, "Grade 2 phonics to 55% by 12 December 2025", unit="Grade 2 team",
    nests_in=("team",), target=55, deadline=date(2025, 12, 12),
)  # fmt: skip
_SECOND = replace(_STEP, key="second", target=62, deadline=date(2026, 3, 13))


def _shown(text: str, goal: Node, *others: Node) -> Sample[Spot]:
    return Sample(text, Spot(Tree((goal, *others)), goal, _TODAY))


_GOOD = _shown(
    "A team goal that helps a school goal, which serves a purpose; a practice drives it, two short goals lead there.",
    _TEAM, _PURPOSE, _SCHOOL, _HABIT, _STEP, _SECOND,
)  # fmt: skip
_SCHOOL_GOOD = _shown("A school goal that a team has picked up.", _SCHOOL, _PURPOSE, _TEAM, _HABIT)
_ALONE = replace(_TEAM, aligns_to=(), driven_by=())
_FIVE = tuple(replace(_TEAM, key=f"team {n}") for n in range(4))

RULES: tuple[Rule[Spot], ...] = (
    Rule(
        "TR-01",
        Severity.WARN,
        "A progress goal without a purpose above it, directly or through the goals it supports.",
        "A number without a reason asks students to run without saying where to.",
        _shown("A team goal that serves no purpose.", _ALONE),
        _GOOD,
        "Without a reason a number may feel arbitrary.",
        "Why does this number matter?",
        _of_progress(_no_purpose),
        guard="A purpose of the school or district counts for every goal that aligns to its goals.",
    ),
    Rule(
        "TR-02",
        Severity.WARN,
        "A purpose without a progress goal below it.",
        "Students should see that we come closer to what we promise.",
        _shown("A purpose that no goal serves.", _PURPOSE),
        _shown("A purpose that a school goal serves.", _PURPOSE, _SCHOOL),
        "Nothing measures this purpose yet.",
        "How will you know you are getting closer?",
        _no_progress,
    ),
    Rule(
        "TR-03",
        Severity.ADVISE,
        "A progress goal without a practice below it: a wish.",
        "Scores are not something anyone can do; students feel what is done every day.",
        _shown("A goal that no practice drives, in a program with practices.", replace(_TEAM, driven_by=()), _HABIT),
        _GOOD,
        "Nothing below this goal is in anyone's hands yet.",
        "Four questions turn this into work: shall we map backward?",
        _of_progress(_no_practice),
        guard="A quiet note that never blocks; it begins when practice goals exist.",
    ),
    Rule(
        "TR-04",
        Severity.WARN,
        "A team, classroom, teacher or student goal that supports no goal above, although there is one.",
        "Students are carried further when levels pull together.",
        _shown("A team goal beside a school goal, without a link.", _ALONE, _SCHOOL),
        _GOOD,
        "This goal stands alone.",
        "Which goal above is yours helping?",
        _of_progress(_unaligned),
    ),
    Rule(
        "TR-05",
        Severity.WARN,
        "The level above has no goal at all.",
        "Teams that are ready should not have to wait with their students.",
        _shown("A team goal in a school without a goal.", _TEAM),
        _GOOD,
        "Teams are ready; the {level} goal is missing.",
        "Who can start it?",
        _of_progress(_orphan_level),
        guard="Levels that the district does not use are left out.",
    ),
    Rule(
        "TR-06",
        Severity.WARN,
        "More active goals than one place can carry.",
        "Attention is what students need, and it cannot be multiplied.",
        _shown("Five active goals of one team.", _TEAM, *_FIVE),
        _GOOD,
        "{n} goals are active here. Most teams manage two to four goals.",
        "Which one could wait?",
        _of_progress(_too_many),
        guard="Short-term goals under an annual goal do not count.",
    ),
    Rule(
        "TR-07",
        Severity.WARN,
        "Nobody one level below has picked the goal up, 30 days after it was published.",
        "A goal of the school reaches students through teams, or not at all.",
        _shown("Published on 15 September 2025, no team goal by 12 January 2026.", _SCHOOL, _PURPOSE),
        _SCHOOL_GOOD,
        "Nobody has picked this up yet.",
        "Invite, or ask what is in the way?",
        _of_progress(_not_picked_up),
    ),
    Rule(
        "TR-08",
        Severity.ADVISE,
        "The goal differs in area from the goal it supports, or its students are not among that goal's.",
        "A link that nobody can explain helps no student.",
        _shown("A numeracy goal under a literacy goal.", replace(_TEAM, area="numeracy"), _SCHOOL),
        _GOOD,
        "The goal above is about something else, or about other students.",
        "How does this help?",
        _of_progress(_other_theme),
        guard="A sentence on how it contributes answers the question.",
    ),
    Rule(
        "TR-09",
        Severity.ADVISE,
        "The text is a copy of the goal above.",
        "Each class has its own needs; a copied goal meets none of them.",
        _shown("The school goal, word for word.", replace(_TEAM, text=_SCHOOL.text), _SCHOOL),
        _GOOD,
        "This is the goal above in the same words.",
        "Make it yours: what do our students need?",
        _of_progress(_copied),
    ),
    Rule(
        "TR-10",
        Severity.BLOCK,
        "A link that runs in a circle, downwards, sideways, or over a level.",
        "Support that turns in circles never arrives at students.",
        _shown("A school goal that supports its team's goal.", replace(_SCHOOL, aligns_to=("team",)), _TEAM),
        _GOOD,
        "A goal supports the one above it.",
        "Which goal above shall it be?",
        _crooked,
        guard="A level may be skipped with a reason.",
    ),
    Rule(
        "TR-11",
        Severity.ADVISE,
        "An annual team goal with fewer than two short-term goals after the first quarter.",
        "A year is long for a child; a few weeks can be walked.",
        _shown("January, and no short-term goal yet.", _TEAM, _SCHOOL),
        _GOOD,
        "A few 6-12-week goals underneath make the year walkable.",
        "Shall we lay them out?",
        _of_progress(_no_steps),
    ),
    Rule(
        "TR-12",
        Severity.ADVISE,
        "A short-term goal asks for less than the year's line on its day.",
        "Small steps that end too low leave the largest step for June.",
        _shown("48% to 66% over the year; the December step is 50%.", _TEAM, replace(_STEP, target=50)),
        _GOOD,
        "These steps end below the year's line: {target} on {day}, the line is at {aim}.",
        "Shall the step be higher?",
        _of_progress(_below_the_line),
    ),
    Rule(
        "TR-13",
        Severity.ADVISE,
        "A team goal that one person has written, after a week.",
        "Students meet the whole team, and not its author.",
        _shown("One author, written in September.", replace(_TEAM, n_contributors=0)),
        _GOOD,
        "Shared goals need more than one pen.",
        "Who else should write on it?",
        _of_progress(_one_pen),
    ),
)
