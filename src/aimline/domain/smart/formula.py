"""The sentence in the formula of domain.md 2.7, made from what sentence, fields and the team's data say."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib import resources

from aimline.domain.measure import Direction, Metric, better, is_percent
from aimline.domain.smart import glosses
from aimline.domain.smart.case import Case
from aimline.domain.smart.dates import Precision
from aimline.domain.smart.draft import BLANK, Draft
from aimline.domain.smart.lexicon import base_forms, forms
from aimline.domain.smart.verbs import VerbClass
from aimline.domain.words import write

ENGLISH = "en"
_VERBS = ("verb_outcome", "verb_soft")
_OUTCOMES_OF_SHARES = (Metric.PERCENT_GRADE_AT_LEAST, Metric.PERCENT_MEETING_STANDARD)
_LONGEST_SKILL = 14
_ASIDE = frozenset({"narrow_scope", "excuse"})
_DECIMAL = re.compile(r"\d+\.\d+")


@dataclass(frozen=True)
class Words:
    """The formula's words in one language (`lists/formula.toml`)."""

    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]

    def day(self, on: date) -> str:
        """Write a day: "27 March 2026"."""
        return self.texts["day"].format(day=on.day, month=self.lists["months"][on.month - 1], year=on.year)


@dataclass(frozen=True)
class Known:
    """The places of the formula; None is a blank. `mark` follows both numbers, `suffix` only the target."""

    deadline: str | None
    group: str | None
    skill: str | None
    kind: str
    measure: str | None
    baseline: str | None
    target: str | None
    mark: str = ""
    suffix: str = ""
    shown: Mapping[str, str] = field(default_factory=dict)
    language: str = ENGLISH


def words_of(case: Case) -> Words:
    """Give the formula's words in the language of the sentence."""
    return words(case.statement.language)


@cache
def words(language: str = ENGLISH) -> Words:
    """Read the formula's words of a language."""
    path = resources.files("aimline.domain.smart") / "lists" / "formula.toml"
    pack = tomllib.loads(path.read_text(encoding="utf-8"))[language]
    texts = {name: value for name, value in pack.items() if isinstance(value, str)}
    return Words(texts, {name: tuple(value) for name, value in pack.items() if not isinstance(value, str)})


def known(case: Case) -> Known:
    """Collect what can be kept: clear words of the sentence, the fields, then the team's own data."""
    mark = "%" if _in_percent(case) else ""
    baseline = target = None
    if not is_doubtful(case) and not _is_no_result(case):
        baseline = _number(case, "baseline", mark)
        target = _number(case, "target", mark) or _reached(case)
    if baseline is None:
        baseline = next((written(value) for value in starts(case) if fits(case, value, target, "target")), None)
    if target is None:
        fitting = (value for value in case.offers.targets if fits(case, value, baseline, "baseline"))
        target = next((written(value) for value in fitting), None)
    skill, kind = _skill(case)
    return Known(
        deadline=_deadline(case),
        group=_group(case),
        skill=skill,
        kind=kind,
        measure=_measure(case),
        baseline=baseline,
        target=target,
        mark=mark,
        suffix=_suffix(case),
        shown={"group": words_of(case).texts["unknown_group"]},
        language=case.statement.language,
    )


def is_doubtful(case: Case) -> bool:
    """Tell whether the numbers cannot stand as they are: off their scale, the other way round, on two rulers."""
    start, end = case.baseline, case.target
    backward = start is not None and end is not None and better(case.direction or Direction.UP, start, end)
    return backward or case.misfits or case.contradicts or case.statement.hints.rulers_differ


def aimed(case: Case, target: float) -> Case:
    """Give the same case with another target."""
    return replace(case, fields=replace(case.fields, target=target))


def sentence(places: Known) -> Draft:
    """Put what is known into the formula, with blanks for the rest."""
    texts = words(places.language).texts
    pattern = texts["sentence"].replace("{phrase}", texts[places.kind])
    return _draft(pattern, places)


def starter(places: Known) -> Draft:
    """Begin the result that an activity should lead to: "Students' __ will increase from __ to __ ..."."""
    spoken = words(places.language)
    texts = spoken.texts
    whose = texts["whose_unknown"] if places.group is None else texts["whose"].format(group=places.group)
    for joined in spoken.lists["joined"]:
        apart, together = joined.split("=")
        whose = whose.replace(apart, together)
    return _draft(texts["starter"].replace("{whose}", whose), places)


def written(value: float) -> str:
    """Write a number the way the checker's sentences do: two decimals below 10, else one."""
    return write(float(value))


def _draft(pattern: str, places: Known) -> Draft:
    spoken = words(places.language).texts
    numbers = (
        ("baseline", places.baseline, places.target, ""),
        ("target", places.target, places.baseline, places.suffix),
    )
    for name, value, other, after in numbers:
        mark = _mark(value, other, spoken["percent"] if places.mark else "")
        pattern = pattern.replace(f"{{{name}}}", f"{{{name}}}{mark} {after}".rstrip())
    every = {
        "deadline": places.deadline,
        "group": places.group,
        "skill": places.skill,
        "measure": places.measure,
        "baseline": _pointed(places.baseline, spoken["point"]),
        "target": _pointed(places.target, spoken["point"]),
    }
    return Draft(pattern, {name: value for name, value in every.items() if value is not None}, places.shown)


def _pointed(number: str | None, point: str) -> str | None:
    return None if number is None else number.replace(".", point)


def _mark(value: str | None, other: str | None, mark: str) -> str:
    """Write the unit of a number: "9 of 24" carries its own, and a blank beside it is counted likewise."""
    if value is None and other is not None and " of " in other:
        return f" of {other.rpartition(' of ')[2]}"
    return "" if " " in (value or "") else mark


def _deadline(case: Case) -> str | None:
    said, fields = case.statement, case.fields
    over = case.deadline is not None and (case.deadline < case.today or case.deadline <= case.starts_on)
    if case.deadline is None or over or _stale(case):
        return words_of(case).day(case.offers.dates[0]) if case.offers.dates else None
    if fields.deadline is None and case.precision is Precision.POINT and said.deadline_text is not None:
        return said.deadline_text.value
    return words_of(case).day(case.deadline)


def _stale(case: Case) -> bool:
    """The start was measured after the deadline: one of the two dates is not the goal's."""
    on = case.fields.baseline_on
    return on is not None and case.deadline is not None and on > case.deadline


def _group(case: Case) -> str | None:
    said, offers = case.statement, case.offers
    if case.fields.group:
        return case.fields.group
    slot = said.student_group
    unsaid = slot is None or not said.hints.group_clarity or not case.clear_group or said.hints.group_named
    if unsaid or slot is None or "deficit" in said.hints.found:
        return offers.groups[0] if offers.groups else None
    text = _lowered(case, slot.value)
    for begun in words_of(case).lists["begun"]:
        found, written_out = begun.split("=")
        if text.split(maxsplit=1)[0].lower() == found:
            return text.replace(text.split(maxsplit=1)[0], written_out, 1)
    numbered = text.split()[-1].isdecimal() or (said.language != ENGLISH and text[:1].isdigit())
    bare = numbered and not any(head in text.lower() for head in words_of(case).lists["heads"])
    return words_of(case).texts["grouped"].format(group=text) if bare else text


def _lowered(case: Case, text: str) -> str:
    first, rest = text[:1], text[1:]
    word = text.replace("-", " ").split()[0].lower()
    return first.lower() + rest if word in words_of(case).lists["lowered"] else text


def _skill(case: Case) -> tuple[str | None, str]:
    """The result with the phrase that carries it: a deed, proficiency, growth, or less of something."""
    field_, slot = case.fields.result, case.statement.result
    if field_:
        return field_.strip().removeprefix("will ").rstrip("."), "deed"
    narrow = case.statement.hints.group_named or not _ASIDE.isdisjoint(case.statement.hints.found)
    unclear = (
        slot is None
        or not case.clear_skill
        or narrow
        or _is_no_result(case)
        or len(slot.value.split()) > _LONGEST_SKILL
    )
    if unclear or slot is None:
        skill = case.offers.skills[0] if case.offers.skills else None
        return skill, _kind(case, skill or "")
    rest = case.statement.text[slot.span[1] :].split(maxsplit=1)
    level = slot.value.endswith(" grade") and bool(rest) and rest[0].strip(".,:;").lower() == "level"
    return _as_deed(case, f"{slot.value} level" if level else slot.value)


def _as_deed(case: Case, text: str) -> tuple[str | None, str]:
    if case.statement.language != ENGLISH:
        return _as_told(case, text)
    first, _, rest = text.partition(" ")
    bases = frozenset().union(*(base_forms(name) for name in _VERBS))
    told = case.statement.verb_class in (VerbClass.OUTCOME, VerbClass.SOFT)
    if case.metric is Metric.PERCENT_AT_BENCHMARK and text.lower().endswith("level"):
        at = text[text.rfind("grade") :]
        return at, "reading_at" if "read" in case.statement.text.lower() else "working_at"
    if case.metric in _OUTCOMES_OF_SHARES:
        deed = next((base for base in bases if first.lower() in forms(base)), None)
        return (f"{deed} {rest}", "deed") if deed and rest else (text, "earn" if rest else _kind(case, text))
    if told and first.lower() in bases:
        return text, "deed"
    third = next((base for base in bases if told and first.lower() == forms(base)[1]), None)
    if third:
        return f"{third} {rest}".strip(), "deed"
    if _is_in_measure(case):
        return None, "proven" if _kind(case, text) == "proficiency" else "grown"
    return _uncapped(case, text), _kind(case, text)


def _as_told(case: Case, text: str) -> tuple[str | None, str]:
    """In another language a verb stays as it is told: "liront un texte", "lire un texte"; a noun gets a verb."""
    tense = glosses.tense(text, case.statement.language)
    if tense is not None:
        return text, {"infinitive": "deed", "future": "told"}.get(tense, "noted")
    kind, noun, slot = _kind(case, text), _uncapped(case, text), case.statement.result
    return noun if kind == "growth" or slot is None else with_article(case, noun, slot.span[0]), kind


def _is_in_measure(case: Case) -> bool:
    """The skill is named only by its assessment ("the fraction CFA"): the measure says it, and once is enough."""
    slot, measure = case.statement.result, case.statement.measure
    if slot is None or measure is None or case.fields.measure or case.direction is Direction.DOWN:
        return False
    return measure.span[0] <= slot.span[0] and slot.span[1] <= measure.span[1]


def _uncapped(case: Case, text: str) -> str:
    """A sentence's first word loses its capital in the middle of ours, unless it is a name such as MAP."""
    slot, first = case.statement.result, text.split(maxsplit=1)[0]
    begins = slot is not None and not case.statement.text[: slot.span[0]].strip()
    return text[:1].lower() + text[1:] if begins and first[1:].islower() else text


def _kind(case: Case, text: str) -> str:
    if case.direction is Direction.DOWN:
        return "less"
    percent = case.metric is None or is_percent(case.metric)
    return "proficiency" if percent or text.split(" ", maxsplit=1)[0].endswith("ing") else "growth"


def _is_no_result(case: Case) -> bool:
    """What adults do or feel, and what students take part in, has numbers of its own that are no result."""
    said, fields = case.statement, case.fields
    other = case.adults_only or said.verb_class in (VerbClass.PARTICIPATION, VerbClass.STUDENT_ACTIVITY)
    return other and fields.baseline is None and fields.target is None


def _measure(case: Case) -> str | None:
    shared = "teacher_own" not in case.statement.hints.found and not _is_no_result(case)
    slot = case.statement.measure
    if case.fields.measure:
        return case.fields.measure
    if slot is not None and shared:
        return with_article(case, slot.value, slot.span[0])
    return case.offers.measures[0] if case.offers.measures else None


def with_article(case: Case, name: str, at: int) -> str:
    """Write a measure with the article that stands before it in the sentence: "the screener"."""
    before = case.statement.text[max(at - 20, 0) : at].split()
    article = before[-1].lower().replace("’", "'") if before else ""
    if article not in words_of(case).lists["articles"]:
        return name
    return f"{article}{name}" if article.endswith("'") else f"{article} {name}"


def _in_percent(case: Case) -> bool:
    if case.fields.metric is not None:
        return is_percent(case.fields.metric)
    if case.statement.hints.implied_all and case.target is not None:
        return True
    counted = case.baseline is not None or case.target is not None or case.amount is not None
    return case.unit == "%" and counted


def _number(case: Case, name: str, mark: str) -> str | None:
    """Write a number as the sentence has it ("9 of 24"), or its value."""
    told: float | None = getattr(case.fields, name)
    if told is not None:
        return written(told)
    value = case.baseline if name == "baseline" else case.target
    slot = getattr(case.statement, name)
    if value is None or slot is None:
        return None
    text = case.statement.text[slot.span[0] : slot.span[1]].rstrip("% ")
    counted = " of " in text and mark == "%" and text[:1].isdigit()
    return text if counted or _DECIMAL.fullmatch(text) else written(value)


def starts(case: Case) -> tuple[float, ...]:
    """Give the latest result of the team's own data, if there is one."""
    return () if case.offers.baseline is None else (case.offers.baseline,)


def fits(case: Case, value: float, other: str | None, role: str) -> bool:
    """Take a suggestion only on the scale of the sentence, and on the good side of its other number."""
    top = 100.0 if _in_percent(case) else case.fields.maximum or case.statement.hints.scale_top
    if top is not None and value > top:
        return False
    plain = (other or "").replace(".", "", 1)
    if other is None or not plain.isdecimal():
        return other is None
    start, end = (float(other), value) if role == "baseline" else (value, float(other))
    return better(case.direction or Direction.UP, end, start)


def _reached(case: Case) -> str | None:
    """A start and a gain in points give the target; percent of a percentage is asked, never added."""
    if case.baseline is None or case.amount is None or case.unit == "%":
        return None
    way = -1 if case.direction is Direction.DOWN else 1
    return written(case.baseline + way * case.amount)


def _suffix(case: Case) -> str:
    texts, top, unit = words_of(case).texts, case.statement.hints.scale_top, case.unit
    if case.metric is Metric.WCPM:
        return texts["words_per_minute"]
    if case.metric is Metric.ODR_RATE and "per 100" in case.statement.text:
        return texts["referrals"]
    if case.metric is Metric.RUBRIC_MEAN and top and "rubric" not in (_measure(case) or ""):
        return texts["rubric"].format(top=written(top))
    if case.counted_of is not None:
        return texts["of_students"].format(n=case.counted_of)
    said_elsewhere = unit in ("%", "wcpm", "rubric", "students") or _in_percent(case) or top is not None
    return "" if said_elsewhere else unit


def amount(case: Case, value: float) -> str:
    """Write a number with the unit of the sentence: "62%", "72 words per minute"; whole where people count."""
    mark, suffix = "%" if _in_percent(case) else "", _suffix(case)
    whole = mark or case.metric is Metric.WCPM
    return f"{written(round(value) if whole else round(value, 1))}{mark} {suffix}".strip()


def blank_or(value: str | None) -> str:
    """Write a value, or a blank."""
    return BLANK if value is None else value
