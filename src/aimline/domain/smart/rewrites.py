"""Offers, one function each: deterministic, in the formula, with blanks where nobody knows; no target is made up."""

from dataclasses import replace
from datetime import date, timedelta

from aimline.domain.calendar import previous_school_day, year_of
from aimline.domain.goal import Stop
from aimline.domain.measure import Direction, is_percent
from aimline.domain.smart import edits, formula, practices
from aimline.domain.smart.case import Case
from aimline.domain.smart.draft import Draft, Place, Rewrite, plain

_SHORT_GOAL = timedelta(weeks=9)
_LONG_ENOUGH = timedelta(weeks=12)
_SPRINT = timedelta(weeks=6)


def in_formula(case: Case) -> Rewrite:
    """Say the whole goal in the formula."""
    return Rewrite((formula.sentence(formula.known(case)),), fields=edits.kept_fields(case))


def student_result(case: Case, place: Place = Place.STRATEGY) -> Rewrite:
    """Start the result that an activity should lead to; the activity itself moves to its place."""
    places = replace(formula.known(case), mark="", suffix="", baseline=None, target=None, skill=None, measure=None)
    offers = case.offers
    if offers.baseline is not None:
        places = replace(places, baseline=formula.written(offers.baseline))
    if offers.targets:
        places = replace(places, target=formula.written(offers.targets[0]))
    places = replace(
        places,
        skill=offers.skills[0] if offers.skills else None,
        measure=offers.measures[0] if offers.measures else None,
    )
    return Rewrite((formula.starter(places),), place=place, kept=case.statement.text.strip())


def action_step(case: Case) -> Rewrite:
    """Keep a project as an action step, and start the result it should produce."""
    return student_result(case, Place.ACTION_STEP)


def evidence(case: Case) -> Rewrite:
    """Keep what adults feel as evidence for a practice goal, and start the students' result."""
    return student_result(case, Place.EVIDENCE)


def split(case: Case) -> Rewrite:
    """Keep the result as the goal and the way there as a strategy."""
    return replace(in_formula(case), place=Place.STRATEGY, kept=edits.way(case.statement.text))


def purpose(case: Case) -> Rewrite:
    """Keep the words as the purpose, and set a milestone below it."""
    return replace(milestone(case), place=Place.PURPOSE, kept=case.statement.text.strip())


def milestone(case: Case) -> Rewrite:
    """Say the goal with other targets: the calibrated ones, or a blank."""
    places = replace(formula.known(case), target=None)
    good = (value for value in case.offers.targets if edits.is_reasonable(case, value))
    targets = [formula.known(formula.aimed(case, value)) for value in good] or [places]
    fields = replace(edits.kept_fields(case), target=None)
    return Rewrite(tuple(formula.sentence(each) for each in targets), fields=fields)


def set_aside(case: Case) -> Rewrite:
    """Put an outside cause aside without scolding, and begin with what the team can change."""
    return replace(in_formula(case), place=Place.SET_ASIDE, kept=case.statement.text.strip())


def other_group(case: Case) -> Rewrite:
    """Leave the group open: today's words name too few, or name a child."""
    offers = case.offers
    places = replace(formula.known(case), group=offers.groups[0] if offers.groups else None)
    return Rewrite((formula.sentence(places),), fields=replace(edits.kept_fields(case), group=None, n_students=None))


def larger_skill(case: Case) -> Rewrite:
    """Leave the result open: it stands for a larger skill."""
    offers = case.offers
    places = formula.known(case)
    few = case.fields.n_students is not None
    places = replace(
        places,
        skill=offers.skills[0] if offers.skills else None,
        group=None if few else places.group,
        target=None if few else places.target,
        measure=case.fields.measure or (offers.measures[0] if offers.measures else None),
    )
    fields = replace(edits.kept_fields(case), result=None)
    if few:
        fields = replace(fields, group=None, n_students=None, target=None)
    return Rewrite((formula.sentence(places),), fields=fields)


def two_drafts(case: Case) -> Rewrite:
    """Write each of two goals by itself."""
    drafts = tuple(formula.sentence(places) for places in edits.halves(case))
    return replace(in_formula(case), drafts=drafts, all_of_them=True)


def focus_line(case: Case) -> Rewrite:
    """Add a line for the group in focus, with its own numbers (settled.md 34)."""
    text = case.statement.text.strip()
    mark = "%" if case.unit == "%" else ""
    pattern = formula.words_of(case).texts["focus"]
    for name in ("focus_baseline", "focus_target"):
        pattern = pattern.replace(f"{{{name}}}", f"{{{name}}}{mark}")
    return Rewrite((Draft(pattern, {"text": edits.ended(text)}, {}),))


def proxy(case: Case) -> Rewrite:
    """Name a common assessment that moves sooner."""
    values = {"text": edits.ended(case.statement.text.strip())}
    if case.offers.measures:
        values["proxy"] = case.offers.measures[0]
    draft = Draft(formula.words_of(case).texts["proxy"], values, {})
    return Rewrite((draft,), fields=replace(case.fields, has_proxy=True))


def both_readings(case: Case) -> Rewrite:
    """Compute both meanings of "by 15 %": points, and percent (RF-36)."""
    places, start, amount = replace(formula.known(case), mark="%"), case.baseline, case.amount or 0.0
    if start is None and case.offers.baseline is not None:
        start = case.offers.baseline
    if start is None:
        return Rewrite((formula.sentence(replace(places, target=None)),), fields=edits.kept_fields(case))
    way = -1 if case.direction is Direction.DOWN else 1
    ends = (start + way * amount, start * (1 + way * amount / 100))
    drafts = (formula.sentence(replace(places, target=formula.written(round(end, 1)))) for end in ends)
    return Rewrite(tuple(drafts), fields=edits.kept_fields(case))


def aligned_grades(case: Case) -> Rewrite:
    """Measure by grades that follow the standards, if they do."""
    places = replace(formula.known(case), measure="standards-based grades")
    return Rewrite((formula.sentence(places),), fields=edits.kept_fields(case))


def one_ruler(case: Case) -> Rewrite:
    """Choose one of two measures; the number of the other one is asked again."""
    places, said = formula.known(case), case.statement
    names = dict.fromkeys(said.hints.instruments)
    rulers = [formula.with_article(case, name, said.text.find(name)) for name in names]
    start = formula.written(said.baseline.value) if said.baseline else None
    end = formula.written(said.target.value) if said.target else None
    both = (
        replace(places, measure=rulers[0], baseline=start, target=None),
        replace(places, measure=rulers[-1], baseline=None, target=end),
    )
    return Rewrite(tuple(formula.sentence(each) for each in both), fields=edits.kept_fields(case))


def newer_start(case: Case) -> Rewrite:
    """Start from the newest result."""
    places = formula.known(case)
    fitting = [value for value in formula.starts(case) if formula.fits(case, value, places.target, "target")]
    start = fitting[0] if fitting and case.offers.baseline_on is not None else None
    fields = replace(
        edits.kept_fields(case),
        baseline=start,
        baseline_on=None if start is None else case.offers.baseline_on,
        baseline_is_theirs=True,
    )
    number = None if start is None else formula.written(start)
    return Rewrite((formula.sentence(replace(places, baseline=number)),), fields=fields)


def in_students(case: Case) -> Rewrite:
    """Count children where percentages would jump: "from 3 to 6 of 8 students"."""
    places, n, open_ = formula.known(case), case.fields.n_students or 0, formula.is_doubtful(case)
    start = None if case.baseline is None or open_ else str(round(case.baseline * n / 100))
    end = None if case.target is None or open_ else str(edits.whole_share(case)[0])
    suffix = formula.words_of(case).texts["of_students"].format(n=n)
    counted = replace(places, mark="", suffix=suffix, baseline=start, target=end)
    return Rewrite((formula.sentence(counted),), fields=edits.kept_fields(case))


def whole_students(case: Case) -> Rewrite:
    """Round the target up to whole students."""
    target, percent = case.target or 0.0, float(edits.whole_share(case)[1])
    fields = replace(case.fields, target=percent if case.fields.target is not None else None)
    slot = case.statement.target
    if slot is not None and slot.value == target:
        return Rewrite((edits.put(case, slot.span, f"{formula.written(percent)}%"),), fields=fields)
    return Rewrite((formula.sentence(formula.known(formula.aimed(case, percent))),), fields=fields)


def dated(case: Case, on: date) -> Rewrite:
    """Put a day in place of the deadline's words; where that does not read back as meant, say it in the formula."""
    fields = edits.kept_fields(case) if formula.is_doubtful(case) else case.fields
    if case.fields.deadline is not None:
        fields = replace(fields, deadline=on, deadline_words=None)
    return Rewrite((edits.redated(case, on),), fields=fields)


def resolved_date(case: Case) -> Rewrite:
    """Name the day that the words stand for; T-02 fires only where there is one."""
    return dated(case, case.deadline or case.today)


def school_day_before(case: Case) -> Rewrite:
    """Move to the last school day before a day without school."""
    day = case.deadline or case.today
    return dated(case, day if case.calendar is None else previous_school_day(case.calendar, day))


def last_data(case: Case) -> Rewrite:
    """Move the deadline to the day of the last assessment."""
    return dated(case, case.fields.last_data_on or case.today)


def parents_date(case: Case) -> Rewrite:
    """Move the deadline to that of the goal above."""
    return dated(case, case.fields.parent_deadline or case.today)


def both_dates(case: Case) -> Rewrite:
    """Write a numeric date in both of its readings, the month as a word."""
    days = edits.readings(case)
    fields = edits.kept_fields(case)
    return Rewrite(tuple(edits.redated(case, day) for day in days), fields=fields) if days else in_formula(case)


def later_date(case: Case) -> Rewrite:
    """Give a large gap more time."""
    return _from(case, case.starts_on + _LONG_ENOUGH)


def larger_goal(case: Case) -> Rewrite:
    """Keep today's goal as a short step, and set the goal it leads to."""
    wider = _from(case, case.starts_on + _SPRINT)
    return replace(wider, place=Place.SHORT_STEP, kept=case.statement.text.strip())


def _from(case: Case, day: date) -> Rewrite:
    later = next((each for each in case.offers.dates if each >= day), None)
    places = replace(formula.known(case), deadline=None if later is None else formula.words_of(case).day(later))
    fields = replace(edits.kept_fields(case), deadline=None, deadline_words=None)
    return Rewrite((formula.sentence(places),), fields=fields)


def stops(case: Case) -> Rewrite:
    """Propose interim benchmarks on the line at the screening windows, else half-way."""
    found = edits.stops_of(case)
    texts = formula.words_of(case).texts
    told = [
        texts["stop"].format(value=formula.blank_or(value), day=formula.words_of(case).day(on)) for on, value in found
    ]
    planned = tuple(Stop(on, edits.line_value(case, on) or 0.0) for on, _ in found)
    return Rewrite(
        fields=replace(case.fields, n_stops=len(found)),
        stops=planned if edits.has_line(case) else (),
        told=texts["on_the_way"].format(stops=", ".join(told)),
    )


def short_goals(case: Case) -> Rewrite:
    """Cut a year into goals of about nine weeks along the line."""
    days, on = [], case.starts_on + _SHORT_GOAL
    while on < (case.deadline or case.today) - _SPRINT:
        days.append(on)
        on += _SHORT_GOAL
    if case.calendar is not None:
        days = [previous_school_day(case.calendar, day) for day in days if year_of(case.calendar, day)]
    places = formula.known(case)
    drafts, start = [], places.baseline
    for day in days:
        value = edits.line_value(case, day)
        end = None if value is None else formula.written(round(value, 1))
        step = replace(places, deadline=formula.words_of(case).day(day), baseline=start, target=end)
        drafts.append(formula.sentence(step))
        start = end
    fields = replace(
        edits.kept_fields(case), n_short_goals=len(drafts), deadline=None, deadline_words=None, target=None
    )
    return Rewrite(tuple(drafts), all_of_them=True, fields=fields)


def as_in_field(case: Case) -> Rewrite:
    """Let the sentence say what the field says."""
    fields, places = case.fields, formula.known(case)
    mark = "%" if fields.metric is not None and is_percent(fields.metric) else places.mark
    return Rewrite((formula.sentence(replace(places, mark=mark)),), fields=edits.kept_fields(case))


def turned(case: Case) -> Rewrite:
    """Let the numbers go the way of the verb, or leave them open where the fields hold them."""
    said, places = case.statement, formula.known(case)
    told = case.fields.baseline is not None or case.fields.target is not None
    if said.baseline is None or said.target is None or told or case.misfits:
        return in_formula(case)
    start, end = formula.written(said.target.value), formula.written(said.baseline.value)
    turned_places = replace(places, baseline=start, target=end)
    return Rewrite((formula.sentence(turned_places),), fields=edits.kept_fields(case))


def meaning(case: Case) -> Rewrite:
    """Begin a purpose that says for whom and why; a number becomes a milestone below it."""
    place = Place.PROGRESS if case.statement.target is not None else None
    draft = Draft(formula.words_of(case).texts["purpose"], {}, {})
    return Rewrite((draft,), place=place, kept=case.statement.text.strip() if place else "")


def deed(case: Case) -> Rewrite:
    """Begin something that one can do and others can see."""
    return Rewrite((Draft(formula.words_of(case).texts["practice"], {}, {}),))


def outcome_below(case: Case) -> Rewrite:
    """Keep an outcome as a progress goal, and begin what one can do for it."""
    return replace(deed(case), place=Place.PROGRESS, kept=case.statement.text.strip())


def with_rhythm(case: Case) -> Rewrite:
    """Ask how often."""
    text = case.statement.text.strip().rstrip(".")
    return Rewrite((Draft(formula.words_of(case).texts["rhythm"], {"text": text}, {}),))


def two_items(case: Case) -> Rewrite:
    """Make two habits of one."""
    return Rewrite(tuple(plain(edits.ended(half)) for half in practices.halves(case.statement.text)), all_of_them=True)
