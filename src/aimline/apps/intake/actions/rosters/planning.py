"""Hold a roster against what a district keeps, and say what would change."""

from collections import Counter
from datetime import date

from aimline.apps.intake.actions.rosters import groups, names_of_places, people, places, students, whereabouts, zeros
from aimline.apps.intake.actions.rosters.plan import MOST_LEAVERS_SHARE, Leaving, Plan
from aimline.apps.intake.actions.rosters.stored import load
from aimline.apps.intake.actions.rosters.work import Wishes, Work
from aimline.apps.organizations.models import Attribute, Unit
from aimline.exchange.oneroster.roster import Roster


def plan(district: Unit, source: str, roster: Roster, wishes: Wishes, *, today: date) -> Plan:
    """Make the plan; the same roster, district and day give an equal plan."""
    attributes = set(Attribute.objects.filter(district=district).values_list("name", flat=True))
    stored = load(district, source, attributes=[name for name, _ in wishes.attributes], today=today)
    work = Work(zeros.put_back(roster, wishes.digits), stored, source, today, wishes)
    work.plan.doubts += zeros.doubts(work)
    names_of_places.doubt_district(work, district)
    places.plan_years(work)
    places.plan_schools(work)
    places.plan_classrooms(work)
    students.plan_students(work)
    people.plan_people(work)
    seats = whereabouts.plan_seats(work)
    whereabouts.plan_memberships(work)
    whereabouts.plan_stays(work, seats)
    groups.plan_groups(work, attributes)
    gate(work)
    return work.plan


def gate(work: Work) -> None:
    """Find where more than a tenth would leave: the students of a school, class places, memberships (trust.md 3)."""
    stored, plan = work.stored, work.plan
    school_of = {
        row.pk: at[1] for at, row in stored.stays.items() if row.source == work.source and work.is_active(row.ends_on)
    }
    before = Counter(school_of.values())
    leaving = Counter(end.place for end in plan.enrolments.ended)
    cut = (row for row in plan.enrolments.changed if row.pk in school_of and not work.is_active(row.ends_on))
    leaving.update(school_of[row.pk] for row in cut)
    for school, n_before in before.items():
        hold(work, stored.names.get(school, ""), leaving[school], n_before)
    for what, spans, difference in (
        ("class places", stored.seats, plan.class_places),
        ("memberships of teachers", stored.parts, plan.memberships),
    ):
        were = {span.pk for span in spans.values() if work.is_active(span.ends_on)}
        n_cut = sum(row.pk in were and not work.is_active(row.ends_on) for row in difference.changed)
        hold(work, what, len(difference.ended) + n_cut, len(were))


def hold(work: Work, what: str, n_leaving: int, n_before: int) -> None:
    if n_leaving > n_before * MOST_LEAVERS_SHARE:
        work.plan.leavings.append(Leaving(what, n_leaving, n_before))
