"""Where the places below a school or district stood at one administration, counted from rows in one question."""

from collections.abc import Sequence
from typing import cast

from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import NotVisible, Viewer, may_see_place
from aimline.apps.results.models import Administration, Measure
from aimline.apps.results.queries import BY_MEDIAN, Answer, Counts, current_files, engine, generation, rule_rows
from aimline.apps.results.queries.reality import kept
from aimline.domain.goal import GroupRule
from aimline.domain.measure import Metric


def counts_of_parts(
    viewer: Viewer, whole: Unit, parts: Sequence[Unit], rule: GroupRule, measure: Measure, given: Administration
) -> dict[int, Counts]:
    """Return what was counted of each part's students who fit a rule, by the part's id; parts without any are left out.

    Asked once for a generation of results, and kept. The numbers are exact: outside the staff who teach these students
    they may be shown only through the door.
    """
    if not may_see_place(viewer, whole):
        raise NotVisible
    made = generation(whole.district or whole)
    key = f"parts {whole.pk} {[part.pk for part in parts]} {rule} {given.pk} {made}"
    return kept(key, lambda: ask(viewer, whole, parts, rule, measure, given))


def ask(
    viewer: Viewer, whole: Unit, parts: Sequence[Unit], rule: GroupRule, measure: Measure, given: Administration
) -> dict[int, Counts]:
    from aimline.warehouse.engine import column

    rows = [rule_rows(part, rule, measure, goal=part.pk) for part in parts]
    rows = [each for each in rows if each]
    files = current_files(viewer, whole.district or whole, school_years={given.school_year})
    if not rows or not files:
        return {}
    tables = {
        "goals": {name: column([value for each in rows for value in each[name]]) for name in rows[0]},
        "administrations": {"administration": column([given.pk])},
        "by_median": {"measure": column([measure.pk] if Metric(measure.metric) in BY_MEDIAN else [])},
    }
    answers = cast(list[Answer], engine().ask("readings", files, values={}, tables=tables))  # the question's columns
    return {answer[0]: Counts(*answer[4:]) for answer in answers}
