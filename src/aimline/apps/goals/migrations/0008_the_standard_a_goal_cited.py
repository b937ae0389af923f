"""The one standard that a goal cited becomes the first of several."""

from django.db import migrations


def forwards(apps, schema_editor):
    Goal = apps.get_model("goals", "Goal")
    for goal in Goal.objects.exclude(standard=None).select_related("standard"):
        Goal.objects.filter(pk=goal.pk).update(standards=[str(goal.standard.uuid)])


def backwards(apps, schema_editor):
    Goal, Standard = apps.get_model("goals", "Goal"), apps.get_model("standards", "Standard")
    for goal in Goal.objects.exclude(standards=[]):
        Goal.objects.filter(pk=goal.pk).update(standard=Standard.objects.filter(uuid=goal.standards[0]).first())


class Migration(migrations.Migration):
    dependencies = [("goals", "0007_goals_cite_several_standards")]
    operations = [migrations.RunPython(forwards, backwards)]
