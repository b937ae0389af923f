"""Which students a roster brings: known by the roster's key, else by their number; two keys are never one student."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import Enum, auto

from aimline.apps.intake.actions import full_names
from aimline.apps.intake.actions.rosters.people import users_who_are
from aimline.apps.intake.actions.rosters.plan import Passing, Student
from aimline.apps.intake.actions.rosters.stored import Named
from aimline.apps.intake.actions.rosters.work import STUDENT, Work
from aimline.apps.intake.queries.meaning import NUMBERING
from aimline.exchange.oneroster.roster import User


class Number(Enum):
    """What the number of a student in the file says about the student who has it here."""

    FREE = auto()  # nobody has it
    OWN = auto()  # it is this one's already
    SAME = auto()  # whoever has it here is this student
    PASSES = auto()  # it leaves the one who has it here
    UNSURE = auto()  # only a person can tell


def plan_students(work: Work) -> None:
    """Recognise each student; where a number cannot say who is meant, nobody is put together and a person is asked."""
    stored, users = work.stored, work.roster.users.stand
    work.students |= {key: known.pk for key, known in stored.students.items()}
    keys = users_who_are(work, STUDENT, stored.students)
    in_file = {stored.students[key].pk: False for key in work.roster.users.kept_out if key in stored.students}
    in_file |= {known.pk: True for key, known in stored.students.items() if key in users}
    shared = shared_numbers(work, keys)
    in_file |= dict.fromkeys(hold_others(work, keys), False)
    keyed = {known.pk for known in stored.students.values()}
    for key in keys:
        if key in work.plan.held:
            continue
        one, known = users[key], stored.students.get(key)
        code = "" if one.code in shared else one.code
        holder = stored.students_by_code.get(code) if code else None
        number = meaning(work, one, known, holder, in_file)
        if number is Number.UNSURE:
            work.plan.note("number-held", code)
            if known is None:
                continue
        if number is Number.SAME and holder is not None:
            known, in_file[holder.pk] = holder, True
            if holder.pk in keyed:
                work.plan.note("number-joined", code)
        takes = bool(code) and number in (Number.FREE, Number.PASSES)
        add_student(work, key, known, code if takes else "")
        if number is Number.PASSES and holder is not None:
            pass_on(work, code, holder)


def shared_numbers(work: Work, keys: Iterable[str]) -> set[str]:
    """Return the numbers that several students of the file have: they say nothing about any of them."""
    users = work.roster.users.stand
    counts = Counter(users[key].code for key in keys)
    for key in keys:
        if counts[users[key].code] > 1 and users[key].code:
            work.plan.note("code-twice", users[key].code)
    return {code for code, n in counts.items() if n > 1}


def hold_others(work: Work, keys: Iterable[str]) -> set[int]:
    """Leave out every key whose row describes somebody else, and return the students here whom these keys named."""
    stored, others = work.stored, set[int]()
    for key in keys:
        one, known = work.roster.users.stand[key], stored.students.get(key)
        if known is None or one.code in work.wishes.same_students or not seems_other(work, one, known):
            continue
        work.plan.note("key-held", f"{stored.number_of[known.pk]} → {one.code}")
        work.plan.held.add(key)
        del work.students[key]
        others.add(known.pk)
    return others


def seems_other(work: Work, one: User, known: Named) -> bool:
    """True where given name, family name and number are all others than those of the student with this key."""
    holder, name = work.stored.students_by_code.get(one.code), (one.given_name, one.family_name)
    if not one.code or known.pk not in work.stored.number_of or (holder is not None and holder.pk == known.pk):
        return False
    return any(known.name) and not full_names.agree(known.name, name) and not full_names.share(known.name, name)


def meaning(work: Work, one: User, known: Named | None, holder: Named | None, in_file: Mapping[int, bool]) -> Number:
    """Tell what a number means that `holder` has here.

    `in_file` holds the students here whom the file names by themselves; false where that row cannot be read.
    """
    if holder is None:
        return Number.FREE
    if known is not None and known.pk == holder.pk:
        return Number.OWN
    if in_file.get(holder.pk) or one.code in work.wishes.other_students:
        return Number.PASSES
    if known is not None or holder.pk in in_file:
        return Number.UNSURE
    if one.code in work.wishes.same_students or seems_same(one, holder):
        return Number.SAME
    return Number.UNSURE


def seems_same(one: User, holder: Named) -> bool:
    """True where both names support the number; a student of results alone may have none, and takes this one."""
    return not any(holder.name) or full_names.agree(holder.name, (one.given_name, one.family_name))


def add_student(work: Work, key: str, known: Named | None, new_number: str) -> None:
    """Plan a student with the names to remember: the roster's key where it is new, and a number that is."""
    plan, one = work.plan.students, work.roster.users.stand[key]
    names = () if key in work.stored.students else ((work.source, key),)
    if new_number:
        names = (*names, (NUMBERING, new_number))
        before = work.stored.number_of.get(known.pk) if known else None
        if before:
            work.plan.note("number-new", f"{before} → {new_number}")
    row = Student(known.pk if known else key, one.given_name, one.family_name, names)
    work.students[key] = row.ref
    if known is None:
        plan.new.append(row)
    elif names or known.name != (one.given_name, one.family_name):
        plan.changed.append(row)
    else:
        plan.n_same += 1


def pass_on(work: Work, code: str, holder: Named) -> None:
    """Let a number go from the student who has it here; that it was theirs is kept, with its last day."""
    work.plan.passings.append(Passing(code, holder.pk, work.yesterday))
    work.plan.note("number-passed", code)
