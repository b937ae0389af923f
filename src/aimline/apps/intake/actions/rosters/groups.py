"""Which student groups demographics fill: dated memberships of the district's own attributes."""

from aimline.apps.intake.actions.creating import N_SLOTS
from aimline.apps.intake.actions.rosters.plan import End, Holding
from aimline.apps.intake.actions.rosters.work import Work


def plan_groups(work: Work, known_attributes: set[str]) -> None:
    """Compare each chosen trait with what holds today; a value that changes ends the old membership."""
    n_free = N_SLOTS - len(known_attributes)
    for attribute, trait in work.wishes.attributes:
        if attribute not in known_attributes:
            if n_free == 0:
                work.plan.note("no-slot", attribute)
                continue
            n_free -= 1
        compare(work, attribute, trait)


def compare(work: Work, attribute: str, trait: str) -> None:
    plan, held = work.plan.student_groups, work.stored.groups.get(attribute, {})
    usual = work.usual_start()
    for key, one in work.roster.traits.stand.items():
        student, value = work.students.get(key), getattr(one, trait)
        if student is None or not value:
            continue
        known = held.get(student) if isinstance(student, int) else None
        if known is None:
            plan.new.append(Holding(student, attribute, value, usual, instead=0))
        elif known.value == value:
            plan.n_same += 1
        else:
            starts_on = max(work.today, known.starts_on)
            plan.changed.append(Holding(student, attribute, value, starts_on, instead=known.pk))
    ours = {pk: known for pk, known in held.items() if known.source == work.source}
    gone = work.gone_students()
    for key, student in work.students.items():
        known = ours.get(student) if isinstance(student, int) else None
        if known is not None and (work.roster.traits.leaves(key) or student in gone):
            plan.ended.append(End(known.pk, work.last_day(known.starts_on, None)))
