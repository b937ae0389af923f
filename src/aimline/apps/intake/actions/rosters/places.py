"""Which schools, classrooms and school years a roster brings."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

from aimline.apps.accounts.models import plain
from aimline.apps.intake.actions.rosters import names_of_places
from aimline.apps.intake.actions.rosters.plan import End, Room, School, Year
from aimline.apps.intake.actions.rosters.stored import Room as StoredRoom
from aimline.apps.intake.actions.rosters.stored import Term
from aimline.apps.intake.actions.rosters.work import Work
from aimline.domain import calendar
from aimline.exchange.oneroster.roster import Class, Session

PLAIN = {"semester": "semester", "term": "term", "gradingPeriod": "grading period"}
TERM_OF = {2: "semester", 3: "trimester", 4: "quarter"}


def plan_schools(work: Work) -> None:
    """Recognise each school by the roster's key, else by its code, else by a name that only one school has."""
    plan, stored = work.plan.schools, work.stored
    work.schools |= stored.schools
    places = {key: one for key, one in work.roster.places.stand.items() if one.kind == "school"}
    taken, by_name = set(stored.schools.values()), schools_by_name(work)
    for key, one in places.items():
        if key in stored.schools:
            plan.n_same += 1
            continue
        by_code = stored.schools_by_code.get(one.code) if one.code else None
        known = by_code or by_name.get(plain(one.name))
        if known and known not in taken:
            if by_code:
                names_of_places.doubt_school(work, one, by_code)
            taken.add(known)
            work.schools[key] = known
            plan.changed.append(School(known, key, one.name, one.code))
        else:
            work.schools[key] = key
            is_free = one.code not in stored.schools_by_code and one.code not in {new.code for new in plan.new}
            plan.new.append(School(key, key, one.name, one.code if is_free else ""))
    for key, pk in stored.schools.items():
        if work.roster.places.leaves(key):
            work.plan.note("school-gone", stored.names.get(pk, key))


def schools_by_name(work: Work) -> dict[str, int]:
    """Return the stored schools whose name belongs to one school here, and to one in the file."""
    here = Counter(plain(name) for name in work.stored.names.values())
    there = Counter(plain(one.name) for one in work.roster.places.stand.values() if one.kind == "school")
    named = ((plain(name), pk) for pk, name in work.stored.names.items())
    return {name: pk for name, pk in named if here[name] == there[name] == 1}


def plan_classrooms(work: Work) -> None:
    """Bring classrooms in, keep them as the roster has them, and archive those it no longer has."""
    plan, classes = work.plan.classrooms, work.roster.classes
    work.rooms |= {key: room.pk for key, room in work.stored.rooms.items()}
    for key, one in classes.stand.items():
        known, school = work.stored.rooms.get(key), work.school_at(one.place)
        if school is None and known is None:
            work.plan.note("no-school", one.title)
            continue
        room = Room(work.rooms.setdefault(key, key), key, *described(work, one, known), school=school or 0)
        if known is None:
            plan.new.append(room)
        elif (known.name, known.code, known.grades, known.subject, known.archived_on) != (*room[2:6], None):
            plan.changed.append(room)
        else:
            plan.n_same += 1
    for key, known in work.stored.rooms.items():
        if known.archived_on is None and classes.leaves(key):
            plan.ended.append(End(known.pk, work.today, known.school))


def described(work: Work, one: Class, before: StoredRoom | None) -> tuple[str, str, tuple[int, ...], str]:
    """Return name, code, grades and subject of a class; what it does not say, its course does.

    Where the course's row was kept out, that stays as it was before.
    """
    courses = work.roster.courses
    known = before if one.course in courses.kept_out else courses.stand.get(one.course)
    grades = one.grades or (known.grades if known else ())
    return one.title, one.code, grades, one.subject or (known.subject if known else "")


def plan_years(work: Work) -> None:
    """Propose the years of the sessions; one that a person described stays as it is.

    So does one that is here where a session was kept out: it may be the year's own, or one of its terms.
    """
    plan, by_ending = work.plan.school_years, dict[int, list[Session]]()
    for one in work.roster.sessions.stand.values():
        by_ending.setdefault(one.ending, []).append(one)
    for ending, sessions in sorted(by_ending.items()):
        known, year = work.stored.years.get(ending), year_of(work, ending, sessions)
        if known is not None and not known.is_proposed:
            if (known.starts_on, known.ends_on) != (year.starts_on, year.ends_on):
                work.plan.note("year-kept", str(ending))
            plan.n_same += 1
            continue
        if known is not None and work.roster.sessions.kept_out:
            plan.n_same += 1
            continue
        work.dates[ending] = (year.starts_on, year.ends_on)
        if known is None:
            plan.new.append(year)
        elif (known.starts_on, known.ends_on, known.spans) != year[1:]:
            plan.changed.append(year)
        else:
            plan.n_same += 1


def year_of(work: Work, ending: int, sessions: list[Session]) -> Year:
    """Make a year of its sessions: its terms, and the usual windows and breaks, which sessions do not name."""
    whole = [one for one in sessions if one.kind == "schoolYear"] or sessions
    starts_on, ends_on = min(one.starts_on for one in whole), max(one.ends_on for one in whole)
    spans = list[Term]()
    for kind in ("semester", "term", "gradingPeriod"):
        spans += terms(work, kind, sessions, used={span[1] for span in spans})
    usual = calendar.default_year(ending)
    spans += [("window", one.kind, 0, one.opens_on, one.closes_on) for one in usual.windows]
    spans += [("break", one.name, 0, one.starts_on, one.ends_on) for one in usual.breaks]
    fitting = {span for span in spans if starts_on <= span[3] <= span[4] <= ends_on}
    return Year(ending, starts_on, ends_on, tuple(sorted(fitting)))


def terms(work: Work, kind: str, sessions: list[Session], *, used: set[str]) -> list[Term]:
    """Number the terms of one kind; schools that share their days share the term."""
    days = sorted({(one.starts_on, one.ends_on) for one in sessions if one.kind == kind})
    if any(later[0] < before[1] for before, later in pairwise(days)):
        for _ in days:
            work.plan.note("terms-overlap", kind)
        return []
    usual = "semester" if kind == "semester" else TERM_OF.get(len(days), "")
    name = usual if usual and usual not in used else PLAIN[kind]
    begins = {starts_on for starts_on, _ in days}  # a day on which the next one begins is not the last of this one
    return [
        ("term", name, number, starts_on, ends_on - timedelta(days=1) if ends_on in begins - {starts_on} else ends_on)
        for number, (starts_on, ends_on) in enumerate(days, 1)
    ]


def ending_of_class(work: Work, class_: str) -> int:
    """Name the school year in which a class is taught."""
    one, sessions = work.roster.classes.stand.get(class_), work.roster.sessions.stand
    endings = [sessions[key].ending for key in one.sessions if key in sessions] if one else []
    return max(endings, default=work.main_year())
