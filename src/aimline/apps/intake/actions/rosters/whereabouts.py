"""Who is where, from when to when: seats in classrooms, parts of teachers, enrolments in schools."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from aimline.apps.intake.actions.rosters.places import ending_of_class
from aimline.apps.intake.actions.rosters.plan import Difference, End, Ref, Span, Stay
from aimline.apps.intake.actions.rosters.stored import Span as StoredSpan
from aimline.apps.intake.actions.rosters.stored import Stay as StoredStay
from aimline.apps.intake.actions.rosters.work import STUDENT, TEACHER, Work

IN_CLASS, IN_USERS, IN_ROLES = "enrollments:", "users:", "roles:"


def plan_seats(work: Work) -> list[tuple[str, Span]]:
    """Compare the places of students in classes; returns all that stand, each with the key of its class."""
    plan, enrollments = work.plan.class_places, work.roster.enrollments
    standing, starts = list[tuple[str, Span]](), dict[str, date]()
    for key, row in enrollments.stand.items():
        if row.role != STUDENT:
            continue
        student, room = work.students.get(row.user), work.rooms.get(row.class_)
        if student is None or room is None:
            work.plan.note("nowhere", key)
            continue
        if row.class_ not in starts:
            starts[row.class_] = start_of_class(work, row.class_)
        known = work.stored.seats.get(key)
        starts_on = row.starts_on or (known.starts_on if known else starts[row.class_])
        span = span_of(known, key, student, room, starts_on, row.ends_on, is_room=True)
        place(plan, span, known)
        standing.append((row.class_, span))
    wanted = {span.key for _, span in standing}
    unsure, gone = unsure_students(work), work.gone_students()
    for key, known in work.stored.seats.items():
        if key in wanted or not work.is_active(known.ends_on):
            continue
        unsaid = known.owner not in unsure and (key in enrollments.stand or enrollments.leaves(key))
        if unsaid or key in enrollments.go or known.owner in gone:
            plan.ended.append(End(known.pk, work.last_day(known.starts_on, known.ends_on), known.place))
    return standing


def start_of_class(work: Work, class_: str) -> date:
    """Return the day on which a class begins: that of its sessions, else of its school year."""
    sessions, one = work.roster.sessions.stand, work.roster.classes.stand.get(class_)
    days = [sessions[key].starts_on for key in one.sessions if key in sessions] if one else []
    return min(days, default=work.dates_of(ending_of_class(work, class_))[0])


def span_of(
    known: StoredSpan | None, key: str, owner: Ref, at: Ref, starts_on: date, ends_on: date | None, *, is_room: bool
) -> Span:
    last = max(starts_on, ends_on) if ends_on else None
    return Span(known.pk if known else 0, key, owner, at, is_room, starts_on, last)


def place(plan: Difference[Span], span: Span, known: StoredSpan | None) -> None:
    """Put a wanted span where it belongs: new, changed or the same."""
    if known is None:
        plan.new.append(span)
    elif known == (span.pk, span.owner, span.place, span.starts_on, span.ends_on):
        plan.n_same += 1
    else:
        plan.changed.append(span)


def unsure_owners(work: Work, refs: dict[str, Ref], rows: dict[str, StoredSpan]) -> set[Ref]:
    """Return the stored people or students of whom a row was kept out: what the others leave unsaid ends nothing."""
    owned = {row.owner for key, row in rows.items() if key.removeprefix(IN_CLASS) in work.roster.enrollments.kept_out}
    return owned | {refs[key] for key in work.roster.in_kept_out if key in refs}


def unsure_students(work: Work) -> set[Ref]:
    held = {known.pk for key, known in work.stored.students.items() if key in work.plan.held}
    return held | unsure_owners(work, work.students, work.stored.seats)


def plan_memberships(work: Work) -> None:
    """Make teachers members of their classrooms and schools; a membership that a person gave is never touched."""
    plan, wanted = work.plan.memberships, set[str]()
    for span in parts(work):
        wanted.add(span.key)
        place(plan, span, work.stored.parts.get(span.key))
    unsure, refused = unsure_owners(work, work.people, work.stored.parts), refused_owners(work)
    for key, known in work.stored.parts.items():
        if key in wanted or not work.is_active(known.ends_on):
            continue
        if known.owner in refused or part_leaves(work, key, is_unsure=known.owner in unsure):
            plan.ended.append(End(known.pk, work.last_day(known.starts_on, known.ends_on), known.place))


def parts(work: Work) -> Iterator[Span]:
    """Give every part of a teacher that the roster names and that has a place here."""
    users, roster = work.roster.users.stand, work.roster
    prefix = IN_USERS if roster.says_parts_in_users else IN_ROLES
    rows = [(IN_CLASS + key, row.user, row.role, work.rooms.get(row.class_), row.starts_on, row.ends_on, True)
            for key, row in roster.enrollments.stand.items() if row.role == TEACHER]  # fmt: skip
    rows += [(prefix + key, row.user, row.role, work.school_at(row.place), row.starts_on, row.ends_on, False)
             for key, row in roster.parts.stand.items() if row.role == TEACHER]  # fmt: skip
    for key, user, _, at, starts_on, ends_on, is_room in rows:
        person, known = work.people.get(user), work.stored.parts.get(key)
        if person is None or at is None or (user in users and not users[user].is_enabled):
            continue
        begins = starts_on or (known.starts_on if known else work.usual_start())
        yield span_of(known, key, person, at, begins, ends_on, is_room=is_room)


def refused_owners(work: Work) -> set[Ref]:
    """Return the stored people whom the roster marks to go, or whose accounts it has switched off."""
    users = work.roster.users
    off = {key for key, one in users.stand.items() if not one.is_enabled} | users.go.keys()
    return {work.people[key] for key in off if key in work.people}


def part_leaves(work: Work, key: str, *, is_unsure: bool) -> bool:
    """True when the roster no longer says what a stored part rests on."""
    roster = work.roster
    prefix, _, name = key.partition(":")
    listed = roster.enrollments if prefix == "enrollments" else roster.parts
    if name in listed.go or is_unsure:
        return name in listed.go
    if name in listed.stand or listed.leaves(name):
        return True
    return prefix == "users" and name.rpartition("@")[0] in roster.users.stand


@dataclass
class Wanted:
    """An enrolment as the roster has it; `is_listed` where the user's own row or role names the school."""

    starts_on: date | None = None
    ends_on: date | None = None
    is_open: bool = False
    is_listed: bool = False
    grades: tuple[int, ...] = ()


Place = tuple[Ref, Ref, int]  # student, school, school year


def wanted_stays(work: Work, seats: list[tuple[str, Span]]) -> dict[Place, Wanted]:
    """Gather who is in which school in which year, from parts and from seats."""
    found, year, classes = dict[Place, Wanted](), work.main_year(), dict[str, tuple[Ref | None, int]]()
    for part in work.roster.parts.stand.values():
        student, school = work.students.get(part.user), work.school_at(part.place)
        if part.role == STUDENT and student is not None and school is not None:
            stay = found.setdefault((student, school, year), Wanted())
            stay.is_listed = True
            add(stay, part.starts_on, part.ends_on)
    rooms = {room.pk: room.school for room in work.stored.rooms.values()}
    for key, span in seats:
        if key not in classes:
            one = work.roster.classes.stand.get(key)
            school = work.school_at(one.place) if one else rooms.get(span.place if isinstance(span.place, int) else 0)
            classes[key] = (school, ending_of_class(work, key))
        school, ending = classes[key]
        if school is not None:
            stay = found.setdefault((span.owner, school, ending), Wanted())
            one = work.roster.classes.stand.get(key)
            stay.grades = one.grades if one and not stay.grades else stay.grades
            if stay.is_listed:
                stay.starts_on = min(stay.starts_on or span.starts_on, span.starts_on)
            else:
                add(stay, span.starts_on, span.ends_on)
    return found


def add(stay: Wanted, starts_on: date | None, ends_on: date | None) -> None:
    """Widen an enrolment by one row; a row without an end leaves it open."""
    if starts_on is not None:
        stay.starts_on = min(stay.starts_on or starts_on, starts_on)
    stay.is_open = stay.is_open or ends_on is None
    if ends_on is not None:
        stay.ends_on = max(stay.ends_on or ends_on, ends_on)


def plan_stays(work: Work, seats: list[tuple[str, Span]]) -> None:
    """Compare enrolments in schools; one that files of results made is taken over, not doubled."""
    plan, users = work.plan.enrolments, work.roster.users.stand
    keys: dict[Ref, str] = {work.students[key]: key for key in users if key in work.students}
    wanted, unsure = wanted_stays(work, seats), unsure_students(work)
    for at, stay in wanted.items():
        known = work.stored.stays.get(at) if isinstance(at[0], int) and isinstance(at[1], int) else None  # type: ignore[arg-type]  # both are ids
        user = users.get(keys.get(at[0], ""))
        grade = user.grade if user and user.grade is not None else known.grade if known else only(stay.grades)
        if grade is None:
            work.plan.note("no-grade", user.code or user.family_name if user else str(at[0]))
            continue
        starts_on, ends_on = days(work, at[2], stay, known)
        if known is not None and at[0] in unsure:
            starts_on, ends_on = min(starts_on, known.starts_on), max(ends_on, known.ends_on or ends_on)
        row = Stay(known.pk if known else 0, *at, grade, starts_on, ends_on)
        if known is None:
            plan.new.append(row)
        elif known[:4] == (row.pk, grade, row.starts_on, row.ends_on) and known.source == work.source:
            plan.n_same += 1
        else:
            plan.changed.append(row)
    end_stays(work, wanted, unsure)
    change_grades(work, keys, wanted)


def change_grades(work: Work, keys: dict[Ref, str], wanted: dict[Place, Wanted]) -> None:
    """Give a student the grade of a row that names no school: changes alone (delta) may leave the roles out."""
    plan, users = work.plan.enrolments, work.roster.users.stand
    ended = {end.pk for end in plan.ended}
    for at, known in work.stored.stays.items():
        if known.source != work.source or not work.is_active(known.ends_on) or at in wanted or known.pk in ended:
            continue
        grade = users[keys[at[0]]].grade if at[0] in keys and at[2] == work.main_year() else None
        if grade is not None and grade != known.grade:
            last = known.ends_on or work.dates_of(at[2])[1]
            plan.changed.append(Stay(known.pk, *at, grade, known.starts_on, last))


def only(grades: tuple[int, ...]) -> int | None:
    return grades[0] if len(grades) == 1 else None


def days(work: Work, ending: int, stay: Wanted, known: StoredStay | None) -> tuple[date, date]:
    """Return the days of an enrolment: to the year's end unless every row of it ends before.

    Changes alone (delta) name only some rows of a stay that is stored: they move its days only where they list it.
    """
    first, last = work.dates_of(ending)
    ends_on = last if stay.is_open or stay.ends_on is None else min(stay.ends_on, last)
    ours = known if known is not None and known.source == work.source else None
    if ours is not None and not work.roster.enrollments.is_all:
        keeps = not stay.is_listed and ours.ends_on is not None and work.is_active(ours.ends_on)
        return ours.starts_on, ours.ends_on if keeps and ours.ends_on else max(ours.starts_on, ends_on)
    starts_on = stay.starts_on or (ours.starts_on if ours else first)
    return starts_on, max(starts_on, ends_on)


def end_stays(work: Work, wanted: dict[Place, Wanted], unsure: set[Ref]) -> None:
    """End the enrolments of students who left: whom the file has no more, or has at other schools only."""
    roster, seated, keys = work.roster, still_seated(work), dict[Ref, list[str]]()
    for key, ref in work.students.items():
        keys.setdefault(ref, []).append(key)
    left = work.gone_students()
    told = {one.ending for one in roster.sessions.stand.values()} | {work.main_year()}
    dropped = {(work.students.get(part.user), work.school_at(part.place)) for part in roster.parts.go.values()}
    names_all = roster.says_parts_in_users or roster.parts.is_all
    for at, known in work.stored.stays.items():
        if known.source != work.source or not work.is_active(known.ends_on) or at in wanted:
            continue
        own, here = keys.get(at[0], []) if at[0] not in unsure else [], at[:2]
        elsewhere = names_all and at[2] in told and any(key in roster.users.stand for key in own)
        if at[0] in left or ((elsewhere or here in dropped) and here not in seated):
            work.plan.enrolments.ended.append(End(known.pk, work.last_day(known.starts_on, known.ends_on), at[1]))


def still_seated(work: Work) -> set[tuple[int, int]]:
    """Return who keeps a seat in a classroom of which school."""
    ending = {end.pk for end in work.plan.class_places.ended}
    school_of = {room.pk: room.school for room in work.stored.rooms.values()}
    return {
        (seat.owner, school_of[seat.place])
        for seat in work.stored.seats.values()
        if seat.place in school_of and seat.pk not in ending and work.is_active(seat.ends_on)
    }
