"""What benchmarks that write have in common: they stay away from real data."""

from django.conf import settings
from django.core.management.base import CommandError


def refuse_real_register() -> None:
    """CommandError unless the database has "bench" in its name."""
    if "bench" not in str(settings.DATABASES["default"]["NAME"]):
        raise CommandError(
            "this would fill a real register with synthetic data; point DATABASE_URL"
            " or DATA_DIR at a database with 'bench' in its name"
        )
