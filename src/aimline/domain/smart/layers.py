"""What a sentence is: a progress goal, a purpose, a practice, an activity, or no goal at all."""

import re
from itertools import pairwise

from aimline.domain.measure import Metric
from aimline.domain.smart.groups import Clarity
from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.report import SentenceLayer
from aimline.domain.smart.statement import Statement
from aimline.domain.smart.verbs import ACTIVITIES, Actor, VerbClass

_LAMENTS = listed("layers", "laments")
_ASKERS = listed("layers", "askers")
_YOUNG = listed("layers", "young")
_NOW = listed("layers", "now")
_GAINS = listed("layers", "gains")
_STEPS = frozenset({"years", "months", "levels"})
_POLICY = listed("layers", "policy")
_DEONTIC = frozenset({"must", "shall", "required"})
_SENT = frozenset(
    {*(("see", where) for where in listed("layers", "elsewhere")), *(("goals", must) for must in _DEONTIC)}
)
_SENDERS = frozenset({"see", "goals"})
_BOUND = _DEONTIC | {"should"}
_PAPERS = frozenset(
    {
        "goals",
        "objectives",
        "targets",
        "strategies",
        "plans",
        "timelines",
        "timeline",
        "templates",
        "forms",
        "responsible",
    }
)
_HANDING = frozenset({"enter", "submit", "upload", "post", "record", "list", "state", "send", "file"})
_CONDUCT = frozenset({Metric.ATTENDANCE_RATE, Metric.CHRONIC_ABSENCE, Metric.ODR_RATE})
_FEW_BACK = 6
_WAS = frozenset({"was", "were"})
_RELATIVES, _RELATED = frozenset({"who", "that", "which", "than", "because", "where", "when"}), 3
_READER = frozenset({"your", "you", "please"})
_FEW_WORDS = 10
# "Reach higher. Dig deeper. Class of 2030!": short sentences, and none of them counts anything.
_SHOUTS = re.compile(r"(?:\w+(?: \w+){0,3}[.!]\s+){1,4}\w+(?: \w+){0,3}!")

# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_NO_GOAL, _PURPOSE, _PROGRESS = SentenceLayer.NO_GOAL, SentenceLayer.PURPOSE, SentenceLayer.PROGRESS
_CLEAR, _STUDENT, _ADULT = Clarity.CLEAR, Actor.STUDENT, Actor.ADULT
_PERCEPTION, _STUDENT_ACTIVITY, _OUTCOME, _NO_VERB = (
    VerbClass.PERCEPTION,
    VerbClass.STUDENT_ACTIVITY,
    VerbClass.OUTCOME,
    VerbClass.NONE,
)
_CHANGES = frozenset({VerbClass.CHANGE_UP, VerbClass.CHANGE_DOWN})
_STANDING = frozenset({VerbClass.OUTCOME, VerbClass.NONE})

Guess = tuple[SentenceLayer, float]


def guess(said: Statement) -> Guess:
    """Tell the layer of a bare sentence, with a confidence from 0 to 1."""
    return _by_sign(said) or _by_verb(said) or _by_numbers(said)


def _by_sign(said: Statement) -> Guess | None:
    """Creeds, agendas, questions, empty forms and reports show themselves whatever their verb is."""
    hints, counted = said.hints, _counted(said)
    plain = not counted and said.deadline_text is None
    named = hints.group_clarity is _CLEAR and hints.future
    ordered = said.verb_class in _CHANGES
    if hints.n_words == 0 or (hints.n_words < 3 and not counted and not ordered):
        return _NO_GOAL, 0.9
    drafted = said.deadline_text is not None and hints.group_clarity is _CLEAR
    drafted = drafted or (ordered and said.measure is not None)
    if hints.blank and not (hints.promised or drafted):
        return _NO_GOAL, 0.9
    if hints.debris:
        return _NO_GOAL, 0.85
    if _asks(said) or hints.motto or (plain and not named and hints.opines):
        return _NO_GOAL, 0.85
    if plain and hints.group_clarity is not _CLEAR and hints.creed:
        return _PURPOSE, 0.9
    if plain and said.actor is _STUDENT and "must" in said.hints.said:
        # What students must do is a policy.
        return _NO_GOAL, 0.6
    if plain and _pledges(said):
        return _NO_GOAL, 0.7
    if not (counted and _tells_conduct(said)) and _cheers(said):
        return _NO_GOAL, 0.7
    if _informs(said):
        return _NO_GOAL, 0.85
    if _reports(said):
        return _NO_GOAL, 0.8
    if plain and not hints.ahead and _laments(said):
        return _NO_GOAL, 0.7
    return None


def _reports(said: Statement) -> bool:
    """Tell a report, also where a day lies ahead: "attendance was weakest before spring break"."""
    if not said.hints.ahead and said.hints.looks_back:
        return True
    asked = _counted(said) or said.target is not None or said.hints.promised or said.verb_class in _CHANGES
    if asked or _WAS.isdisjoint(said.hints.said):
        return False
    words = said.hints.words
    was = [at for at, word in enumerate(words) if word in _WAS]
    # "Students who were at level E", "fewer than there were" tell whom or what, not how it went.
    return all(_RELATIVES.isdisjoint(words[max(0, at - _RELATED) : at]) for at in was)


def _by_verb(said: Statement) -> Guess | None:
    hints = said.hints
    if said.verb_class in ACTIVITIES and not (hints.student_result or _moves_students(said)):
        if hints.habit:
            return SentenceLayer.PRACTICE, 0.7
        return SentenceLayer.ACTIVITY, 0.95 if said.actor is _ADULT else 0.8
    if said.verb_class is _PERCEPTION and said.actor is _ADULT and not _moves_students(said):
        return SentenceLayer.ACTIVITY, 0.7
    if said.verb_class is _STUDENT_ACTIVITY and not (said.target is not None and said.measure is not None):
        return SentenceLayer.ACTIVITY, 0.6
    return None


def _moves_students(said: Statement) -> bool:
    """Tell a goal where a group moves from one number to another, whatever adults do or say beside it."""
    paired = said.baseline is not None and said.target is not None and said.unit is not None
    return paired and said.hints.group_clarity is _CLEAR and said.hints.moves


def _by_numbers(said: Statement) -> Guess:
    hints, counted = said.hints, _counted(said)
    if said.deadline_text is None and (_only_compared(said) or _only_stood(said)):
        return _NO_GOAL, 0.6
    paired = said.baseline is not None and said.target is not None
    if hints.stated and counted and not (paired or hints.ahead or said.deadline_text):
        return _NO_GOAL, 0.6
    heading = said.verb_class is _NO_VERB and not hints.ahead
    if counted or (said.deadline_text is not None and not heading):
        return _PROGRESS, 0.95 if counted else 0.7
    if _dreams(said):
        return _PURPOSE, 0.8
    whole = hints.group_universal and hints.group_clarity is _CLEAR and (hints.self_naming or said.measure)
    wished = hints.ahead and not hints.stated and said.student_group is not None
    stated = said.verb_class is _OUTCOME and not (hints.future or whole or wished or _shows(said))
    if whole and hints.implied_all:
        return _PROGRESS, 0.7
    if (said.verb_class is _NO_VERB and not (wished or _names_result(said))) or stated:
        return _NO_GOAL, 0.6
    return _PROGRESS, 0.7


def _shows(said: Statement) -> bool:
    """Tell what students do as such from how many already do it: "middle years students show perseverance"."""
    return said.actor is _STUDENT and not said.hints.stated and _NOW.isdisjoint(said.hints.said)


def _names_result(said: Statement) -> bool:
    """Tell a fragment of a goal by what it looks at: "Students' mastery of ...", "one year's progress on the ..."."""
    measured = said.measure is not None and bool(said.hints.skill)
    gained = said.student_group is not None and not _GAINS.isdisjoint(said.hints.said)
    return (measured or gained) and _NOW.isdisjoint(said.hints.said)


def _only_compared(said: Statement) -> bool:
    """Tell whether the one number is a comparison in a description: "students who miss more than 10%"."""
    alone = said.change_amount is not None and said.target is None and said.baseline is None and said.measure is None
    alone = alone and (said.unit is None or said.unit.value not in _STEPS) and "better" not in _words(said)
    described = said.verb_class in _STANDING and not said.hints.future
    return alone and described and not said.hints.ahead and "change_verb" not in said.hints.found


def _only_stood(said: Statement) -> bool:
    """Tell whether the text says where things stand and nothing else: no target, no change, no wish."""
    stands = said.baseline is not None and said.target is None and said.change_amount is None
    return stands and not said.hints.ahead and said.verb_class in _STANDING


def _counted(said: Statement) -> bool:
    if said.baseline is not None or said.change_amount is not None:
        return True
    return said.target is not None and not said.hints.implied_all


def _words(said: Statement) -> tuple[str, ...]:
    return said.hints.words


def _asks(said: Statement) -> bool:
    text = said.text[: said.read_to].strip()
    if "?" not in text:
        return False
    asks = _words(said)[0] in _ASKERS
    inside = text.count("?") == 1 and asks and not said.hints.promised and said.baseline is None
    return inside or (text.endswith("?") and (text.count(".") < 2 or asks))


def _informs(said: Statement) -> bool:
    """Tell what asks the reader, sends elsewhere or sets a rule, and minutes by their words."""
    asked = not _READER.isdisjoint(said.hints.said) and not _counted(said)
    if asked and said.hints.group_clarity is not _CLEAR:
        return True
    return _rules(said) or (not said.hints.promised and said.hints.notice)


def _rules(said: Statement) -> bool:
    """Tell a policy ("shall be referred", "must ... to be eligible"), a rule for goals, and "see page 14"."""
    seen = said.hints.said
    if not _SENDERS.isdisjoint(seen) and not _SENT.isdisjoint(pairwise(_words(said))):
        return True
    return (not _DEONTIC.isdisjoint(seen) and not _POLICY.isdisjoint(seen)) or _on_goals(said)


def _on_goals(said: Statement) -> bool:
    """Tell talk of goals from a goal: "goals should be written ...", "teachers should enter their goals by Friday"."""
    if _BOUND.isdisjoint(said.hints.said):
        return False
    words = _words(said)
    at = next((at for at, word in enumerate(words) if word in _BOUND), 0)
    if not at or said.hints.group_clarity is _CLEAR or _counted(said):
        return False
    of_papers = words[at + 1 : at + 2] in (("be",), ("smart",))
    of_papers = of_papers and not _PAPERS.isdisjoint(words[max(0, at - _FEW_BACK) : at])
    handed = not _HANDING.isdisjoint(words[at + 1 : at + 3]) and not _PAPERS.isdisjoint(words[at + 2 :])
    return of_papers or handed


def _pledges(said: Statement) -> bool:
    """A mission without its heading: "to prepare all students for life"."""
    group, words = said.student_group, _words(said)
    whom = group is not None and said.hints.group_universal and said.text[: group.span[0]].count(" ") <= 2
    return whom and words[0] == "to"


def _cheers(said: Statement) -> bool:
    """A slogan: it ends in an exclamation mark and names nobody and nothing that could be looked at."""
    shouts = "!" in said.text and _SHOUTS.fullmatch(said.text[: said.read_to].strip()) is not None
    bare = said.student_group is None and said.measure is None and said.deadline_text is None
    bare = bare and said.verb_class not in _CHANGES
    return shouts or (bare and said.text.rstrip().endswith("!") and not said.hints.promised)


def _tells_conduct(said: Statement) -> bool:
    """Tell a rate that names itself from "100% heart!"."""
    return said.metric is not None and said.metric.value in _CONDUCT


def _every_one(said: Statement) -> bool:
    """Tell whether something is said of every one: "every child thrives", but not "every student, every day"."""
    words = _words(said)
    return any(one in ("every", "each") and two.endswith("s") for one, two in zip(words, words[2:], strict=False))


def _laments(said: Statement) -> bool:
    """A description of how things are: something is lacking, and nothing is promised."""
    told = said.hints.future or said.verb_class in ACTIVITIES or said.actor is _STUDENT
    return not told and not _LAMENTS.isdisjoint(said.hints.said)


def _dreams(said: Statement) -> bool:
    """A purpose tells of every child, or of who graduates will be, in words that no test measures."""
    hints, words = said.hints, _words(said)
    if said.measure is not None or hints.group_clarity is _CLEAR:
        return False
    if hints.future:
        return "purpose" in hints.found
    whom = any(word in _YOUNG and after == "who" for word, after in pairwise(words))
    told = said.verb_class is not _NO_VERB or words[0] == "to" or len(words) > _FEW_WORDS or _every_one(said)
    return whom or (told and (hints.group_universal or "purpose" in hints.found))
