"""Keys and numbers of a roster that are not here, but are with more or fewer zeros before them: a spreadsheet's doing.

Stored as they are they would bring everybody a second time, so the roster is held until somebody says what is right.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from aimline.apps.intake.actions.rosters.people import users_who_are
from aimline.apps.intake.actions.rosters.plan import Doubt
from aimline.apps.intake.actions.rosters.work import STUDENT, TEACHER, Work
from aimline.domain import plausibility
from aimline.exchange.mapping import ANY_DIGITS
from aimline.exchange.oneroster.roster import Roster, User

NUMBERS, KEYS = "numbers", "keys"  # what a doubt is about


def put_back(roster: Roster, digits: int) -> Roster:
    """Give the numbers of users as many digits as they have here; 0 and 1 leave them as they are."""
    if digits <= ANY_DIGITS:
        return roster
    stand = {key: padded(one, digits) for key, one in roster.users.stand.items()}
    return replace(roster, users=replace(roster.users, stand=stand))


def padded(one: User, digits: int) -> User:
    return replace(one, code=one.code.zfill(digits)) if is_number(one.code) else one


def doubts(work: Work) -> Iterator[Doubt]:
    """Doubt what would be here already if zeros before it did not count; each kind until somebody spoke of it."""
    if work.wishes.digits != ANY_DIGITS:
        yield from of_numbers(work)
    if not work.wishes.keys_stand:
        yield from of_keys(work)


def of_numbers(work: Work) -> Iterator[Doubt]:
    stored = work.stored
    numbers = [work.roster.users.stand[key].code for key in users_who_are(work, STUDENT, stored.students)]
    if here := here_otherwise(numbers, stored.students_by_code):
        told = plausibility.zeros_in_numbers(len(here), n_all=len(numbers), n_digits=max(map(len, here)))
        yield Doubt(NUMBERS, told)


def of_keys(work: Work) -> Iterator[Doubt]:
    roster, stored = work.roster, work.stored
    for what, keys, known in (
        ("orgs", roster.places.stand, stored.schools),
        ("classes", roster.classes.stand, stored.rooms),
        ("users", users_who_are(work, STUDENT, stored.students), stored.students),
        ("users", users_who_are(work, TEACHER, stored.people), stored.people),
    ):
        if here := here_otherwise(keys, known):
            yield Doubt(KEYS, plausibility.zeros_in_keys(what, len(here), n_all=len(keys)))


def here_otherwise(codes: Collection[str], known: Collection[str]) -> list[str]:
    """Return for each code that is not known one that is, and differs in nothing but zeros before it."""
    new = [code.lstrip("0") for code in codes if is_number(code) and code not in known]
    here = {code.lstrip("0"): code for code in known if is_number(code)} if new else {}
    return [here[bare] for bare in new if bare in here]


def is_number(code: str) -> bool:
    return code.isascii() and code.isdigit()
