"""People who are here already sign in with the address they have; counts are shared."""

from django.core.management import call_command
from django.db import migrations


def trust_addresses(apps, schema_editor):
    """Nobody who could sign in before is asked to prove the address first."""
    User = apps.get_model("accounts", "User")
    EmailAddress = apps.get_model("account", "EmailAddress")
    known = set(EmailAddress.objects.values_list("user_id", flat=True))
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email.lower(), verified=True, primary=True)
        for user in User.objects.exclude(pk__in=known)
    )


def make_shared_cache(apps, schema_editor):
    """The table of the cache that counts attempts; nothing if there is one."""
    alias = schema_editor.connection.alias
    call_command("createcachetable", database=alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_claims_and_invitations"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.RunPython(trust_addresses, migrations.RunPython.noop),
        migrations.RunPython(make_shared_cache, migrations.RunPython.noop),
    ]
