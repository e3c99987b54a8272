"""Create accounts to try the portal with, and print how to sign in."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.demo import create_demo_accounts


class Command(BaseCommand):
    help = (
        "Create a curator, a region officer, a colleague and a cluster manager to try"
        " the portal with. Only for an installation of one's own (SQLite)."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--force",
            action="store_true",
            help="create them on a database server too",
        )
        parser.add_argument(
            "--quiet", action="store_true", help="do not print the passwords"
        )

    def handle(self, *args, force: bool, quiet: bool, **options):
        if settings.SERVES_OTHERS and not force:
            raise CommandError(
                "This installation uses a database server, where demonstration accounts"
                " would be a way in. --force creates them all the same."
            )
        accounts = create_demo_accounts()
        if quiet:
            return
        for account in accounts:
            self.stdout.write(f"  {account}")
