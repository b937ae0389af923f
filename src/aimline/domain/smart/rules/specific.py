"""S: exactly what will improve, and for which students (domain.md 4.2)."""

from aimline.domain.goal import Level
from aimline.domain.measure import is_percent
from aimline.domain.smart.case import Case
from aimline.domain.smart.groups import Clarity
from aimline.domain.smart.report import Severity
from aimline.domain.smart.rewrites import focus_line, in_formula, larger_skill, other_group, two_drafts
from aimline.domain.smart.rule import Hit, Need, Rule, Sample, SentenceRule, Span
from aimline.domain.smart.statement import Fields
from aimline.domain.smart.verbs import VerbClass

_FEW = 5
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_VAGUE, _BARE, _STUDENT = Clarity.VAGUE, Clarity.BARE, Level.STUDENT
_TAUGHT = frozenset({VerbClass.OUTCOME, VerbClass.SOFT})
_WIDE = frozenset({None, Level.SCHOOL, Level.DISTRICT})


def _group_span(case: Case) -> Span | None:
    return case.statement.student_group.span if case.statement.student_group else None


def _result_span(case: Case) -> Span | None:
    return case.statement.result.span if case.statement.result else None


def _no_group(case: Case) -> Hit | None:
    return None if case.has_group else Hit()


def _only_subject(case: Case) -> Hit | None:
    broad = case.statement.hints.broad
    if not broad or case.fields.result or case.clear_skill or case.adults_only:
        return None
    return Hit(_result_span(case), {"subject": broad[0].capitalize()})


def _vague_group(case: Case) -> Hit | None:
    vague = case.statement.hints.group_clarity is _VAGUE and not case.fields.group
    return Hit(_group_span(case)) if vague else None


def _bare_group(case: Case) -> Hit | None:
    bare = case.statement.hints.group_clarity is _BARE and not case.fields.group
    return Hit(_group_span(case)) if bare and case.fields.level is not _STUDENT else None


def _vague_gain(case: Case) -> Hit | None:
    if "vague_gain_strict" not in case.statement.hints.found or case.target is not None or case.amount is not None:
        return None
    return None if case.adults_only else Hit()


def _two_goals(case: Case) -> Hit | None:
    """Two pairs of numbers, or skills of two areas without any; a group in focus belongs to the same goal."""
    hints = case.statement.hints
    uncounted = case.target is None and case.amount is None and not case.adults_only
    two = hints.n_pairs >= 2 or (uncounted and hints.joined)
    return Hit() if two and "focus_group" not in hints.found else None


def _too_narrow(case: Case) -> Hit | None:
    said, n = case.statement, case.fields.n_students
    if case.fields.level is _STUDENT:
        return Hit(_result_span(case)) if "narrow_scope" in said.hints.found else None
    few = n is not None and (n < _FEW or _one_student_more(case, n))
    return Hit(_result_span(case)) if few or said.hints.group_named or "narrow_scope" in said.hints.found else None


def _one_student_more(case: Case, n: int) -> bool:
    if case.metric is None or not is_percent(case.metric) or case.baseline is None or case.target is None:
        return False
    return abs(case.target - case.baseline) * n / 100 <= 1 + 1e-9


def _not_essential(case: Case) -> Hit | None:
    return Hit() if case.fields.is_essential is False else None


def _whole_school(case: Case) -> Hit | None:
    said = case.statement
    if not said.hints.group_universal or said.hints.group_clarity is not _BARE or not said.hints.skill:
        return None
    taught = said.verb_class in _TAUGHT and "metric_level" not in said.hints.found
    wide = case.fields.level in _WIDE and not case.fields.group
    return Hit(_group_span(case)) if taught and wide else None


def _focus_group(case: Case) -> Hit | None:
    return Hit() if "focus_group" in case.statement.hints.found and case.statement.hints.n_pairs < 2 else None


RULES: tuple[SentenceRule, ...] = (
    Rule(
        "S-01",
        Severity.BLOCK,
        "No student group in field or sentence.",
        "Nobody can be counted, and nobody can be helped in time, when it is open who is meant.",
        Sample("Number sense will grow from 40% to 60% by May."),
        Sample("Number sense of our Grade 1 students will grow from 40% to 60% by May."),
        "The students are not named yet.",
        "Which students is this for? A grade, a course, a tier, your class?",
        _no_group,
        in_formula,
        guard="A student's own goal needs no group; a group in the field is enough.",
    ),
    Rule(
        "S-02",
        Severity.BLOCK,
        "The result is only a subject with a change verb.",
        "Teaching changes for one skill at a time; a whole subject gives no hint what to teach tomorrow.",
        Sample("Grade 4 science will get better."),
        Sample("Grade 4 students will explain food webs from evidence."),
        "{subject} is wide.",
        "Which skill would make the biggest difference, and is it an essential standard?",
        _only_subject,
        in_formula,
    ),
    Rule(
        "S-03",
        Severity.BLOCK,
        "The group is vague: some, more, struggling ...",
        "Students who cannot be listed are easily forgotten.",
        Sample("Struggling readers will decode multisyllable words."),
        Sample("Students receiving Tier 2 reading support will decode multisyllable words."),
        "This group cannot be counted yet.",
        "Who exactly? 'Students receiving Tier 2 reading support' lets us count them.",
        _vague_group,
        in_formula,
    ),
    Rule(
        "S-10",
        Severity.WARN,
        'The group is only "students", without grade, course, tier, class or programme.',
        "A group that can be listed can be followed.",
        Sample("Students will write clear topic sentences."),
        Sample("Grade 5 students will write clear topic sentences."),
        "The sentence says only 'students'.",
        "Which students? Grade, course, tier or class.",
        _bare_group,
        in_formula,
    ),
    Rule(
        "S-04",
        Severity.WARN,
        "Words of gain without numbers: better, more, stronger.",
        "A gain that nobody can see cannot be celebrated.",
        Sample("Grade 6 students will get better at ratios."),
        Sample("Grade 6 students will move from 48% to 70% proficient on the ratio CFA."),
        "The direction is clear, the distance is not.",
        "How would 'better' look? Name the skill and let the numbers say how much.",
        _vague_gain,
        in_formula,
    ),
    Rule(
        "S-05",
        Severity.WARN,
        "Two results in one sentence: each with its own numbers, or skills of two areas.",
        "Two goals in one hide each other's progress.",
        Sample("Grade 2 will grow in phonics from 50% to 70% and in addition from 60% to 80%."),
        Sample("Grade 2 will grow in phonics from 50% to 70%."),
        "These are two goals in one.",
        "Which one first?",
        _two_goals,
        two_drafts,
        guard="A second line for a group in focus belongs to the same goal.",
    ),
    Rule(
        "S-06",
        Severity.WARN,
        "Too narrow: one list, one quiz, fewer than five students, or a gain of one student.",
        "It could be reached while students learn less overall.",
        Sample("Room 4 will spell this week's word list."),
        Sample("Room 4 will spell words with long vowel patterns."),
        "This could be reached while students learn less overall.",
        "What larger skill does it stand for?",
        _too_narrow,
        larger_skill,
        guard="A student's own goal may be about one student.",
    ),
    Rule(
        "S-07",
        Severity.ADVISE,
        "No essential standard stands behind the goal.",
        "Time is short; what students need for the years ahead comes first.",
        Sample(
            "Grade 3 students will label the parts of a map.",
            note="The linked standard is not essential.",
            fields=Fields(is_essential=False),
        ),
        Sample(
            "Grade 3 students will compare fractions.",
            note="The linked standard is essential.",
            fields=Fields(is_essential=True),
        ),
        "No essential standard stands behind this yet.",
        "Is this among your essential standards (readiness, endurance, assessed, leverage)?",
        _not_essential,
        guard="Silent where the program does not know the standards.",
        needs=Need.FIELDS,
    ),
    Rule(
        "S-08",
        Severity.ADVISE,
        "All students of a school for a skill that some grades teach.",
        "Grades that do not teach the skill blur the picture of those that do.",
        Sample("All students will add fractions with unlike denominators."),
        Sample("All Grade 5 students will add fractions with unlike denominators."),
        "This counts every student.",
        "Is this taught in every grade? Pick the grades that teach it.",
        _whole_school,
        other_group,
    ),
    Rule(
        "S-09",
        Severity.ADVISE,
        "A focus group is named without numbers of its own.",
        "A group in focus without a number is out of sight by October.",
        Sample("Grade 3 reading fluency will rise from 50% to 60%, with particular focus on newcomers."),
        Sample(
            "Grade 3 reading fluency will rise from 50% to 60%, with particular focus on newcomers. "
            "For newcomers, from 31% to 50%."
        ),
        "The focus group has no numbers of its own.",
        "Can you add a second line for it, with its own baseline and target?",
        _focus_group,
        focus_line,
    ),
)
