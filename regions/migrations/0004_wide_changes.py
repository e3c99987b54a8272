from django.db import migrations, models
from django.db.models import F


def take_the_present_state_as_wide(apps, schema_editor):
    """Nobody knows what has changed so far: lists of older states need a run."""
    apps.get_model("regions", "RegisterVersion").objects.update(wide_number=F("number"))


class Migration(migrations.Migration):

    dependencies = [
        ('regions', '0003_profile_list_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='registerversion',
            name='wide_number',
            field=models.PositiveBigIntegerField(default=0, verbose_name='version of the last wide change'),
        ),
        migrations.RunPython(take_the_present_state_as_wide, migrations.RunPython.noop),
    ]
