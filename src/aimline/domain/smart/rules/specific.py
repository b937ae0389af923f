"""S: exactly what will improve, and for which students (domain.md 4.2)."""

from aimline.domain.goal import Level
from aimline.domain.smart.case import Case
from aimline.domain.smart.groups import Clarity
from aimline.domain.smart.report import Severity
from aimline.domain.smart.rewrites import formula
from aimline.domain.smart.rule import Hit, Rule, Span
from aimline.domain.smart.verbs import VerbClass


def _group_span(case: Case) -> Span | None:
    return case.statement.student_group.span if case.statement.student_group else None


def _result_span(case: Case) -> Span | None:
    return case.statement.result.span if case.statement.result else None


def _no_group(case: Case) -> Hit | None:
    return None if case.has_group else Hit()


def _only_subject(case: Case) -> Hit | None:
    broad = case.statement.hints.broad
    if case.clear_skill or case.fields.result or not broad or case.adults_only:
        return None
    return Hit(_result_span(case), {"subject": broad[0].capitalize()})


def _vague_group(case: Case) -> Hit | None:
    vague = case.statement.hints.group_clarity is Clarity.VAGUE and not case.fields.group
    return Hit(_group_span(case)) if vague else None


def _bare_group(case: Case) -> Hit | None:
    bare = case.statement.hints.group_clarity is Clarity.BARE and not case.fields.group
    return Hit(_group_span(case)) if bare and case.fields.level is not Level.STUDENT else None


def _vague_gain(case: Case) -> Hit | None:
    vague = "vague_gain_strict" in case.statement.hints.found
    counted = case.target is not None or case.amount is not None
    return Hit() if vague and not counted and not case.adults_only else None


def _two_goals(case: Case) -> Hit | None:
    return Hit() if case.statement.hints.n_pairs >= 2 else None


def _too_narrow(case: Case) -> Hit | None:
    said = case.statement
    one_student = said.hints.group_named and case.fields.level is not Level.STUDENT
    return Hit(_result_span(case)) if one_student or "narrow_scope" in said.hints.found else None


def _whole_school(case: Case) -> Hit | None:
    said = case.statement
    whole = said.hints.group_universal and said.hints.group_clarity is Clarity.BARE and bool(said.hints.skill)
    taught = said.verb_class in (VerbClass.OUTCOME, VerbClass.SOFT) and "metric_level" not in said.hints.found
    return (
        Hit(_group_span(case))
        if whole and taught and case.fields.level in (None, Level.SCHOOL, Level.DISTRICT)
        else None
    )


def _focus_group(case: Case) -> Hit | None:
    return Hit() if "focus_group" in case.statement.hints.found and case.statement.hints.n_pairs < 2 else None


RULES = (
    Rule(
        "S-01",
        "S",
        Severity.BLOCK,
        "No student group in field or sentence.",
        "Nobody can be counted, and nobody can be helped in time, when it is open who is meant.",
        "Number sense will grow from 40% to 60% by May.",
        "Number sense of our Grade 1 students will grow from 40% to 60% by May.",
        "The students are not named yet.",
        "Which students is this for? A grade, a course, a tier, your class?",
        _no_group,
        formula,
    ),
    Rule(
        "S-02",
        "S",
        Severity.BLOCK,
        "The result is only a subject with a change verb.",
        "Teaching changes for one skill at a time; a whole subject gives no hint what to teach tomorrow.",
        "Grade 4 science will get better.",
        "Grade 4 students will explain food webs from evidence.",
        "{subject} is wide.",
        "Which skill would make the biggest difference, and is it an essential standard?",
        _only_subject,
        formula,
    ),
    Rule(
        "S-03",
        "S",
        Severity.BLOCK,
        "The group is vague: some, more, struggling ...",
        "Students who cannot be listed are easily forgotten.",
        "Struggling readers will decode multisyllable words.",
        "Students receiving Tier 2 reading support will decode multisyllable words.",
        "This group cannot be counted yet.",
        "Who exactly? 'Students receiving Tier 2 reading support' lets us count them.",
        _vague_group,
        formula,
    ),
    Rule(
        "S-10",
        "S",
        Severity.WARN,
        'The group is only "students", without grade, course, tier, class or programme.',
        "A group that can be listed can be followed.",
        "Students will write clear topic sentences.",
        "Grade 5 students will write clear topic sentences.",
        "The sentence says only 'students'.",
        "Which students? Grade, course, tier or class.",
        _bare_group,
        formula,
    ),
    Rule(
        "S-04",
        "S",
        Severity.WARN,
        "Words of gain without numbers: better, more, stronger.",
        "A gain that nobody can see cannot be celebrated.",
        "Grade 6 students will get better at ratios.",
        "Grade 6 students will move from 48% to 70% proficient on the ratio CFA.",
        "The direction is clear, the distance is not.",
        "How would 'better' look? Name the skill and let the numbers say how much.",
        _vague_gain,
        formula,
    ),
    Rule(
        "S-05",
        "S",
        Severity.WARN,
        "Two results with their own numbers in one sentence.",
        "Two goals in one hide each other's progress.",
        "Grade 2 will grow in phonics from 50% to 70% and in addition from 60% to 80%.",
        "Grade 2 will grow in phonics from 50% to 70%.",
        "These are two goals in one.",
        "Which one first?",
        _two_goals,
    ),
    Rule(
        "S-06",
        "S",
        Severity.WARN,
        "Too narrow: one list, one quiz, or one student.",
        "It could be reached while students learn less overall.",
        "Room 4 will spell this week's word list.",
        "Room 4 will spell words with long vowel patterns.",
        "This could be reached while students learn less overall.",
        "What larger skill does it stand for?",
        _too_narrow,
    ),
    Rule(
        "S-08",
        "S",
        Severity.ADVISE,
        "All students of a school for a skill that some grades teach.",
        "Grades that do not teach the skill blur the picture of those that do.",
        "All students will add fractions with unlike denominators.",
        "All Grade 5 students will add fractions with unlike denominators.",
        "This counts every student.",
        "Is this taught in every grade? Pick the grades that teach it.",
        _whole_school,
    ),
    Rule(
        "S-09",
        "S",
        Severity.ADVISE,
        "A focus group is named without numbers of its own.",
        "A group in focus without a number is out of sight by October.",
        "... with particular focus on newcomers.",
        "... and for newcomers from 31% to 50%.",
        "The focus group has no numbers of its own.",
        "Can you add a second line for it, with its own baseline and target?",
        _focus_group,
    ),
)
