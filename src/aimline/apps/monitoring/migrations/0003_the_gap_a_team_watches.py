from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('monitoring', '0002_outlook'),
    ]

    operations = [
        migrations.AddField(
            model_name='plan',
            name='gap_group',
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
