"""A leader's endorsement stands beside their part in a goal; an active progress goal is locked."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('goals', '0003_twins_and_the_spread_of_the_start'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='part', name='a_person_has_one_part_in_a_goal'),
        migrations.AddConstraint(
            model_name='part',
            constraint=models.UniqueConstraint(
                fields=['goal', 'person'], condition=~Q(kind='endorser'), name='a_person_has_one_part_in_a_goal'
            ),
        ),
        migrations.AddConstraint(
            model_name='part',
            constraint=models.UniqueConstraint(
                fields=['goal', 'person'], condition=Q(kind='endorser'), name='a_person_endorses_a_goal_once'
            ),
        ),
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.CheckConstraint(
                condition=~Q(layer='progress', state='active') | Q(locked_on__isnull=False),
                name='an_active_progress_goal_is_locked',
            ),
        ),
    ]
