"""What the tree of goals is to the rules: goals with their layer, level and links, in one branch of a district."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from aimline.domain.calendar import Calendar
from aimline.domain.goal import GroupRule, Layer, Level
from aimline.domain.measure import Direction

LEVELS = tuple(Level)


@dataclass(frozen=True)
class Node:
    """One goal with its links; each link holds keys of other goals (INV-28).

    `begun_on` is the day it was written, `published_on` the day the next level was invited; `n_contributors`
    counts people besides the author and is None where nobody counts; `skips_because` allows a skipped level.
    """

    key: str
    layer: Layer
    level: Level
    text: str = ""
    unit: str = ""
    area: str = ""
    group: GroupRule | None = None
    is_active: bool = True
    serves: tuple[str, ...] = ()
    aligns_to: tuple[str, ...] = ()
    nests_in: tuple[str, ...] = ()
    driven_by: tuple[str, ...] = ()
    contribution: str = ""
    skips_because: str = ""
    begun_on: date | None = None
    published_on: date | None = None
    n_contributors: int | None = None
    baseline: float | None = None
    target: float | None = None
    starts_on: date | None = None
    deadline: date | None = None
    direction: Direction = Direction.UP

    @property
    def links(self) -> tuple[str, ...]:
        """Every goal this one points to."""
        return (*self.serves, *self.aligns_to, *self.nests_in, *self.driven_by)

    @property
    def is_progress(self) -> bool:
        """An active progress goal of its own, and no short step of another one."""
        return self.layer is Layer.PROGRESS and self.is_active and not self.nests_in


@dataclass(frozen=True)
class Tree:
    """The goals of one branch, from district to student; `levels` are those the district uses (settled.md 41)."""

    goals: tuple[Node, ...]
    levels: tuple[Level, ...] = LEVELS

    @cached_property
    def by_key(self) -> dict[str, Node]:
        """Find a goal by its key."""
        return {goal.key: goal for goal in self.goals}

    def linked(self, keys: tuple[str, ...]) -> tuple[Node, ...]:
        """Give the goals behind links; what is not in this tree is left out."""
        return tuple(self.by_key[key] for key in keys if key in self.by_key)

    def above(self, level: Level) -> Level | None:
        """Name the next level above that is in use."""
        higher = [each for each in self.levels if LEVELS.index(each) < LEVELS.index(level)]
        return higher[-1] if higher else None

    def below(self, level: Level) -> Level | None:
        """Name the next level below that is in use."""
        return next((each for each in self.levels if LEVELS.index(each) > LEVELS.index(level)), None)

    def progress(self, level: Level) -> tuple[Node, ...]:
        """Give a level's active progress goals."""
        return tuple(goal for goal in self.goals if goal.level is level and goal.is_progress)

    def under(self, goal: Node) -> Iterator[Node]:
        """Walk a goal and all that nest in it or align to it."""
        waiting, seen = [goal], {goal.key}
        while waiting:
            here = waiting.pop()
            yield here
            for each in self.goals:
                if here.key in (*each.aligns_to, *each.nests_in) and each.key not in seen:
                    seen.add(each.key)
                    waiting.append(each)

    def over(self, goal: Node) -> Iterator[Node]:
        """Walk a goal and all that it nests in or aligns to."""
        waiting, seen = [goal], {goal.key}
        while waiting:
            here = waiting.pop()
            yield here
            for each in self.linked((*here.aligns_to, *here.nests_in)):
                if each.key not in seen:
                    seen.add(each.key)
                    waiting.append(each)


@dataclass(frozen=True)
class Spot:
    """One goal in its tree, today."""

    tree: Tree
    goal: Node
    today: date
    calendar: Calendar | None = None


@dataclass(frozen=True)
class Habit:
    """A practice item below a goal: whose it is, and when it was last done."""

    text: str
    level: Level
    is_owners: bool = False
    last_entry_on: date | None = None


@dataclass(frozen=True)
class Hands:
    """The practices that drive a goal, and its backward map: `n_map_answers` of the four questions (0..4).

    Without `has_practices` the program keeps no practice goals yet, and no wish is seen (settled.md 16).
    """

    level: Level
    habits: tuple[Habit, ...]
    today: date
    n_map_answers: int = 0
    begun_on: date | None = None
    has_practices: bool = True
    calendar: Calendar | None = None


def inside(child: GroupRule | None, parent: GroupRule | None) -> bool:
    """Tell whether every student of the child group also counts for the parent group."""
    if child is None or parent is None:
        return True
    if parent.grades and not (child.grades and child.grades <= parent.grades):
        return False
    return all(
        any(own.attribute == held.attribute and own.values <= held.values for own in child.conditions)
        for held in parent.conditions
    )


def skips(tree: Tree, goal: Node, parent: Node) -> bool:
    """A link goes to the nearest level above that has an active goal; skipping one needs a reason (INV-29)."""
    if goal.skips_because.strip():
        return False
    first, last = LEVELS.index(parent.level) + 1, LEVELS.index(goal.level)
    return any(tree.progress(level) for level in LEVELS[first:last] if level in tree.levels)


def loops(tree: Tree, goal: Node) -> bool:
    """Tell whether the links lead from a goal back to itself."""
    waiting, seen = list(goal.links), set()
    while waiting:
        key = waiting.pop()
        if key == goal.key:
            return True
        if key not in seen and key in tree.by_key:
            seen.add(key)
            waiting.extend(tree.by_key[key].links)
    return False
