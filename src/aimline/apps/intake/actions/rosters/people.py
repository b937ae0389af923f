"""Which teachers a roster brings; a person is known by the roster's key, never by an e-mail alone."""

from collections import Counter
from collections.abc import Collection, Iterator

from aimline.apps.intake.actions.rosters.plan import Adult
from aimline.apps.intake.actions.rosters.work import FAMILY, STUDENT, TEACHER, Work
from aimline.exchange.oneroster.roster import Enrollment, Part, Roster, User

LONGEST_EMAIL = 254


def users_who_are(work: Work, role: str, known: Collection[str]) -> list[str]:
    """Return the users who are this somewhere, or were known as this before, in the order of the file.

    Changes alone (delta) name a user whose roles stay as they are in no file of roles.
    """
    keys = {row.user for row in rows_with_roles(work.roster) if row.role == role} | set(known)
    return [key for key in work.roster.users.stand if key in keys]


def rows_with_roles(roster: Roster) -> Iterator[Part | Enrollment]:
    yield from roster.parts.stand.values()
    yield from roster.enrollments.stand.values()


def plan_people(work: Work) -> None:
    """Bring in who teaches; roles that reach further are counted, never given (trust.md 1)."""
    plan, stored, users = work.plan.people, work.stored, work.roster.users.stand
    work.people |= {key: known.pk for key, known in stored.people.items()}
    emails = Counter(one.email for one in users.values() if one.email)
    for key in users_who_are(work, TEACHER, stored.people):
        one, known = users[key], stored.people.get(key)
        name = f"{one.given_name} {one.family_name}"[:200]
        if known is not None:
            is_other = known.is_open and known.name != (name,)
            plan.n_same += not is_other
            plan.changed += [Adult(known.pk, "", name, "")] if is_other else []
        elif one.is_enabled:
            add_person(work, key, one, name, is_shared=emails[one.email] > 1)
    count_other_roles(work)


def add_person(work: Work, key: str, one: User, name: str, *, is_shared: bool) -> None:
    account = work.stored.accounts.get(one.email) if one.email and not is_shared else None
    if account is not None and one.email in work.wishes.same_people:
        work.people[key] = account
        work.plan.people.changed.append(Adult(account, key, "", ""))
    elif account is not None:
        work.plan.note("same-email", one.email)
    else:
        if is_shared:
            work.plan.note("email-twice", one.email)
        work.people[key] = key
        keeps = not is_shared and len(one.email) <= LONGEST_EMAIL
        work.plan.people.new.append(Adult(key, key, name, one.email if keeps else ""))


def count_other_roles(work: Work) -> None:
    for one in rows_with_roles(work.roster):
        if one.role in FAMILY:
            work.plan.note("family", one.role)
        elif one.role not in {STUDENT, TEACHER}:
            work.plan.note("no-role", one.role)
