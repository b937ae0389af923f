"""Plans to look, readings, what was decided, and what the rules said."""

import uuid

from django.conf import settings
from django.db import models

from aimline.apps.goals.models import Goal, Strategy
from aimline.apps.organizations.models import Unit
from aimline.apps.results.models import Administration, Measure


class Plan(models.Model):
    """When a team will look at which data.

    `gap_group` is the student group (attribute and value) that is held against all others of the goal, where the team
    goes by the gap between them; else it is empty.
    """

    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, related_name="plan")
    cadence_days = models.PositiveSmallIntegerField(default=28)
    data_looked_at = models.TextField(default="", blank=True)
    who_brings_data = models.CharField(max_length=200, default="", blank=True)
    gap_group = models.JSONField(default=dict, blank=True)


class Checkpoint(models.Model):
    """A planned date to look; `measure` is the goal's own or a proxy that moves sooner."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="checkpoints")
    on = models.DateField()
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "on", "measure"], name="one_look_a_day_and_measure")]


class DecisionRule(models.Model):
    """What the team agreed to do when the data say so: on_track, adjust or intensify."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(max_length=10)
    condition = models.JSONField()
    then = models.TextField()
    source = models.CharField(max_length=10, default="template")
    effective_from = models.DateField()


class Reading(models.Model):
    """The value of a goal's group on one administration, computed when results were committed."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="readings")
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, null=True, related_name="+")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    n = models.PositiveIntegerField()
    numerator = models.PositiveIntegerField(null=True)
    value = models.FloatField()
    deviation = models.FloatField(null=True)
    n_not_tested = models.PositiveIntegerField(default=0)
    generation = models.PositiveIntegerField()
    is_counted_by_hand = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "administration"], name="one_reading_per_administration")
        ]
        indexes = [models.Index(fields=["goal", "on"], name="reading_by_goal_and_date")]


class Verdict(models.Model):
    """What the rules said on a day, with the rule's version and inputs, so that it can be explained later."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="verdicts")
    on = models.DateField()
    status = models.CharField(max_length=10)
    rule = models.CharField(max_length=40)
    rule_version = models.PositiveSmallIntegerField()
    inputs = models.JSONField()
    sentence = models.TextField()
    sentence_values = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["goal", "on"], name="one_verdict_a_day")]


class Outlook(models.Model):
    """What is likely for a goal, worked out when readings arrived or the goal was locked, so that pages only read it.

    `chance` of the target in time and the middle 80 % of where it may end, from `n_points` readings up to `last_on`;
    none where nothing can be foretold. `ambition` is how the target was rated when it was locked.
    """

    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, related_name="outlook")
    made_on = models.DateField()
    version = models.CharField(max_length=40, default="", blank=True)
    target = models.FloatField()
    deadline = models.DateField()
    chance = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    alarm_below = models.FloatField(null=True)
    is_enough = models.BooleanField(default=False)
    n_points = models.PositiveIntegerField(default=0)
    last_on = models.DateField(null=True)
    last_value = models.FloatField(null=True)
    rests_on = models.JSONField(default=dict)
    ambition = models.JSONField(default=dict)


class CheckIn(models.Model):
    """A progress review; it keeps the value it was held on."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="check_ins")
    on = models.DateField()
    reading = models.ForeignKey(Reading, on_delete=models.SET_NULL, null=True, related_name="+")
    value = models.FloatField(null=True)
    n = models.PositiveIntegerField(null=True)
    aimline_value = models.FloatField(null=True)
    status = models.CharField(max_length=10)
    no_data_reason = models.TextField(default="", blank=True)
    answers = models.JSONField(default=dict)
    celebration = models.TextField(default="", blank=True)
    concern = models.TextField(default="", blank=True)
    decision = models.CharField(max_length=10)
    next_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class SecondAnswer(models.Model):
    """Another member's ten-second answer, which completes a team's check-in."""

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="second_answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    note = models.TextField(default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_in", "person"], name="a_person_answers_once")]


class Adjustment(models.Model):
    """A change of strategy after a look; it has no field for target or deadline."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="adjustments")
    check_in = models.ForeignKey(CheckIn, on_delete=models.SET_NULL, null=True, related_name="adjustments")
    family = models.CharField(max_length=20)
    option = models.CharField(max_length=60, default="", blank=True)
    text = models.TextField()
    short_name = models.CharField(max_length=40)
    strategy_before = models.ForeignKey(Strategy, on_delete=models.SET_NULL, null=True, related_name="+")
    strategy_after = models.ForeignKey(Strategy, on_delete=models.SET_NULL, null=True, related_name="+")
    starts_on = models.DateField()
    review_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
