from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('regions', '0002_search_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='profile',
            index=models.Index(fields=['type', '-updated_at', 'id'], name='profile_type_changed'),
        ),
        migrations.AddIndex(
            model_name='profile',
            index=models.Index(fields=['region', 'status'], name='profile_region_status'),
        ),
    ]
