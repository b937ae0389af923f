"""Who was in which student group, from when to when (settled 5), as a file of results tells it.

A file speaks of school years. Years that follow one another are one membership, over the summer too; so is a year that
follows, or fills the gap before, a membership that is already here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from django.db import connection

from aimline.apps.intake.actions.creating import Additions, Year
from aimline.apps.organizations.models import GroupMembership
from aimline.domain import calendar
from aimline.warehouse.enrolments import Memberships
from aimline.warehouse.staged import Staged

Row = tuple[int | str | None, ...]
DAY = timedelta(days=1)


class Held(NamedTuple):
    """A membership that is stored; the days are ISO texts, `ends_on` none while it lasts."""

    pk: int
    starts_on: str
    ends_on: str | None


class Span(NamedTuple):
    """A run of school years as days, and the days within which an earlier or later membership continues it."""

    starts_on: str
    ends_on: str
    reaches_back_to: str
    reaches_on_to: str


@dataclass(frozen=True)
class Changes:
    """What to insert (student, group, from, to), to stretch (from, to, id) and to let go (id)."""

    new: list[Row] = field(default_factory=list)
    longer: list[Row] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)


def changes(additions: Additions, staged: Staged, runs: Memberships) -> Changes:
    """Return what a staged file changes in the memberships; the caller holds that nobody else imports meanwhile."""
    ids = additions.ids
    row_of = {district.code: row for row, district in enumerate(staged.districts)}
    rows = np.array([row_of[code] for code in staged.students.district], dtype=np.int64)[runs.student]
    spans = spans_of(additions, rows, runs.first_year, runs.last_year)
    keys = list(zip(ids.students[runs.student].tolist(), additions.group_ids[rows, runs.value].tolist(), strict=True))
    known = held(additions, {group for _, group in keys}, spans)
    found = Changes()
    for key, span in zip(keys, spans, strict=True):
        if key in known:
            known[key] = join(found, key, span, known[key])
        else:
            # Runs of one student and group have a year between them: none continues another of the same file.
            found.new.append((*key, span.starts_on, span.ends_on))
    return found


def join(found: Changes, key: tuple[int, int], span: Span, known: Sequence[Held]) -> list[Held]:
    """Join a run to the memberships it touches; returns those that are left for the next run."""
    touched = [each for each in known if each.starts_on <= span.reaches_on_to and not ends_before(each, span)]
    if not touched:
        found.new.append((*key, span.starts_on, span.ends_on))
        return list(known)
    first = touched[0]
    starts_on = min(span.starts_on, *(each.starts_on for each in touched))
    lasts = any(each.ends_on is None for each in touched)
    ends_on = None if lasts else max(span.ends_on, *(each.ends_on or "" for each in touched))
    if (starts_on, ends_on) != (first.starts_on, first.ends_on):
        found.longer.append((starts_on, ends_on, first.pk))
    found.gone.extend((each.pk,) for each in touched[1:])
    return [*(each for each in known if each not in touched), Held(first.pk, starts_on, ends_on)]


def ends_before(each: Held, span: Span) -> bool:
    return each.ends_on is not None and each.ends_on < span.reaches_back_to


def spans_of(additions: Additions, rows: Iterable[int], firsts: Iterable[int], lasts: Iterable[int]) -> list[Span]:
    """Return the days of each run, by the calendar of its district."""
    districts, made = additions.ids.districts.tolist(), dict[tuple[int, int, int], Span]()
    found = []
    for key in zip(np.asarray(rows).tolist(), np.asarray(firsts).tolist(), np.asarray(lasts).tolist(), strict=True):
        if key not in made:
            row, first, last = key
            made[key] = span_of(additions.dates, districts[row], first, last)
        found.append(made[key])
    return found


def span_of(dates: dict[tuple[int, int], Year], district: int, first: int, last: int) -> Span:
    starts_on, ends_on = dates[(district, first)].starts_on, dates[(district, last)].ends_on
    before, after = dates.get((district, first - 1)), dates.get((district, last + 1))
    back: date = before.ends_on if before else calendar.default_year(first - 1).ends_on
    on: date = after.starts_on if after else calendar.default_year(last + 1).starts_on
    # A calendar may leave no summer between two years; the day before always counts as "without a gap".
    back, on = min(back, starts_on - DAY), max(on, ends_on + DAY)
    return Span(starts_on.isoformat(), ends_on.isoformat(), back.isoformat(), on.isoformat())


def held(additions: Additions, groups: set[int], spans: Sequence[Span]) -> dict[tuple[int, int], list[Held]]:
    """Return the stored memberships in these groups that a run of the file may continue, by student and group."""
    stored = sorted(groups - {group.pk for group in additions.groups})
    if not stored:
        return {}
    found: defaultdict[tuple[int, int], list[Held]] = defaultdict(list)
    marks = ", ".join(["%s"] * len(stored))
    # Plain SQL: a large district keeps hundreds of thousands of these, and the ORM would make objects of their days.
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, student_id, group_id, {text('starts_on')}, {text('ends_on')}"
            f" FROM {GroupMembership._meta.db_table}"
            f" WHERE group_id IN ({marks}) AND (ends_on IS NULL OR ends_on >= %s) ORDER BY starts_on, id",
            [*stored, min(span.reaches_back_to for span in spans)],
        )
        for pk, student, group, starts_on, ends_on in cursor.fetchall():
            found[(student, group)].append(Held(pk, starts_on, ends_on))
    return found


def text(column: str) -> str:
    """Return SQL for a day as ISO text, as SQLite keeps it anyway."""
    return f"cast({column} AS text)"
