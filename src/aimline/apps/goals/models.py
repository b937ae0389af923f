"""Goals with everything that is agreed before work begins: analysis, priority, sentence, numbers, strategies."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from aimline.apps.organizations.models import Unit
from aimline.apps.results.models import Administration, Measure


class Analysis(models.Model):
    """A place's look at its current reality in one school year (step 1)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="analyses")
    school_year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "school_year"], name="one_analysis_per_place_and_year")]


class Note(models.Model):
    """One line of an analysis; `column` is source, strength, gap, group, trend, hard_truth or set_aside."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="notes")
    column = models.CharField(max_length=12)
    text = models.TextField()
    source = models.CharField(max_length=200, default="", blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()


class PriorityArea(models.Model):
    """One of the few areas chosen for goals, with six ratings from 0 to 3 (step 2)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="priorities")
    name = models.CharField(max_length=200)
    subject = models.CharField(max_length=60, default="", blank=True)
    essential = models.PositiveSmallIntegerField(null=True)
    gap_size = models.PositiveSmallIntegerField(null=True)
    readiness = models.PositiveSmallIntegerField(null=True)
    strategy_available = models.PositiveSmallIntegerField(null=True)
    support = models.PositiveSmallIntegerField(null=True)
    timeline = models.PositiveSmallIntegerField(null=True)
    decision = models.CharField(max_length=10, default="later")  # selected, later or no
    reason = models.TextField(default="", blank=True)


class Cohort(models.Model):
    """A frozen list of students, one row, shared by goals with equal lists: `members` is sorted little-endian int32."""

    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    n = models.PositiveIntegerField()
    members = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "digest"], name="equal_cohorts_are_one_row")]


class Goal(models.Model):
    """A goal in any layer; only a progress goal has numbers, and once locked its target never recedes.

    `group_rule` holds grades and group values, `target_floor` the best target ever promised.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="goals")
    school_year = models.PositiveSmallIntegerField()
    layer = models.CharField(max_length=10, default="progress")
    level = models.CharField(max_length=10)
    state = models.CharField(max_length=16, default="draft")
    title = models.CharField(max_length=200, default="", blank=True)
    statement = models.TextField(default="", blank=True)
    statement_mode = models.CharField(max_length=12, default="from_formula")
    why = models.TextField(default="", blank=True)
    area = models.CharField(max_length=30, default="", blank=True)
    visibility = models.CharField(max_length=10, default="school")
    language = models.CharField(max_length=12, default="en")
    priority = models.ForeignKey(PriorityArea, on_delete=models.SET_NULL, null=True, related_name="goals")

    comparison = models.CharField(max_length=20, default="", blank=True)
    denominator = models.CharField(max_length=10, default="tested")
    group_label = models.CharField(max_length=200, default="", blank=True)
    group_rule = models.JSONField(default=dict)
    n_in_group = models.PositiveIntegerField(null=True)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, related_name="goals")
    result = models.TextField(default="", blank=True)
    standards = models.JSONField(default=list)  # uuids of those it cites, in the order of their framework
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, related_name="+")
    direction = models.CharField(max_length=4, default="up")
    baseline = models.FloatField(null=True)
    baseline_on = models.DateField(null=True)
    baseline_n = models.PositiveIntegerField(null=True)
    baseline_deviation = models.FloatField(null=True)
    baseline_source = models.CharField(max_length=200, default="", blank=True)
    baseline_administration = models.ForeignKey(Administration, on_delete=models.PROTECT, null=True, related_name="+")
    target = models.FloatField(null=True)
    target_floor = models.FloatField(null=True)
    unmet_a_reason = models.TextField(default="", blank=True)
    starts_on = models.DateField(null=True)
    deadline = models.DateField(null=True)
    deadline_words = models.CharField(max_length=80, default="", blank=True)

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)
    locked_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    final_value = models.FloatField(null=True)
    was_met = models.BooleanField(null=True)  # what it ended with; the state moves on when it is carried or put away
    carried_from = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="carried_to")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(locked_on=None)
                | Q(direction="up", target__gte=F("target_floor"))
                | Q(direction="down", target__lte=F("target_floor")),
                name="target_never_recedes",
            ),
            models.CheckConstraint(
                condition=Q(locked_on=None)
                | Q(
                    target__isnull=False,
                    target_floor__isnull=False,
                    baseline__isnull=False,
                    baseline_on__isnull=False,
                    deadline__isnull=False,
                    measure__isnull=False,
                ),
                name="a_locked_goal_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(layer="progress", state="active") | Q(locked_on__isnull=False),
                name="an_active_progress_goal_is_locked",
            ),
            models.CheckConstraint(
                condition=Q(layer="progress") | Q(target=None), name="only_a_progress_goal_has_a_target"
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="goal_by_unit_and_state")]

    def __str__(self) -> str:
        return self.title or self.statement or str(self.uuid)


class InterimBenchmark(models.Model):
    """A value expected on the way from baseline to target."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="benchmarks")
    on = models.DateField()
    value = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["goal", "on"], name="one_benchmark_a_day")]


ENDORSER = "endorser"


class Part(models.Model):
    """A person's part in a goal: owner or contributor; a leader's endorsement stands beside it."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="parts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "person"], condition=~Q(kind=ENDORSER), name="a_person_has_one_part_in_a_goal"
            ),
            models.UniqueConstraint(
                fields=["goal", "person"], condition=Q(kind=ENDORSER), name="a_person_endorses_a_goal_once"
            ),
        ]


class Strategy(models.Model):
    """How the team expects to cause the result: instruction, assessment, intervention or extension."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="strategies")
    kind = models.CharField(max_length=12)
    text = models.TextField()
    short_name = models.CharField(max_length=40, default="", blank=True)
    how_it_differs = models.TextField(default="", blank=True)
    evidence_basis = models.CharField(max_length=30, default="", blank=True)
    state = models.CharField(max_length=10, default="in_use")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField(null=True)
    retired_on = models.DateField(null=True)


class Revision(models.Model):
    """The goal as it stood after a save: kept for ever, so that drafts can be compared."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    values = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["goal", "version"], name="one_revision_per_version")]


class Amendment(models.Model):
    """A change to a locked goal: raise, earlier, add_benchmark, widen_group, sharpen, or an approved correction."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="amendments")
    kind = models.CharField(max_length=16)
    reason_code = models.CharField(max_length=60, default="", blank=True)
    explanation = models.TextField()
    before = models.JSONField()
    after = models.JSONField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10)  # done, requested, approved or declined

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="correction", state="approved")
                | (Q(approved_by__isnull=False) & ~Q(approved_by=F("requested_by"))),
                name="a_correction_needs_a_second_person",
            ),
        ]


class Override(models.Model):
    """Leave to go past a limit, with the reason that is shown on the goal.

    `about` is the closed goal that an easier twin was allowed beside (RF-05).
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="overrides")
    about = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, related_name="easier_twins")
    rule = models.CharField(max_length=12)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Reflection(models.Model):
    """What a team learned when it closed a goal (INV-32)."""

    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, related_name="reflection")
    what_worked = models.TextField()
    what_we_learned = models.TextField()
    what_next = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
