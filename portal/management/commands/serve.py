"""Run the web server and a worker side by side until Ctrl-C."""

import signal
import socket
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from matching.services import requeue_abandoned_runs
from portal.demo import create_demo_accounts
from portal.env import env_int
from portal.health import ask
from portal.processes import web_server, worker
from portal.web.errors import PortalError

READY_SECONDS = 60


class Command(BaseCommand):
    help = (
        "Run the web server and a Celery worker side by side on this machine;"
        " Ctrl-C stops both."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--port",
            type=int,
            default=env_int("PORT", 8000, least=1),
            help="port on 127.0.0.1 (default: PORT or 8000)",
        )
        parser.add_argument(
            "--no-worker", action="store_true", help="start the web server only"
        )

    def handle(self, *args, port: int, no_worker: bool, **options):
        self._stopping = False
        self._refuse_taken_port(port)
        self._requeue()
        self._web = web_server(port)
        self._worker = None if no_worker else worker(port)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            self._web.start()
            if self._worker:
                self._worker.start()
            self._wait_until_ready(port)
            self._announce(port)
            self._watch()
        finally:
            self._end_children()

    def _stop(self, number, frame) -> None:
        self._stopping = True

    def _refuse_taken_port(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except (OSError, OverflowError) as error:
                reason = getattr(error, "strerror", None) or error
                raise CommandError(
                    f"Port {port} cannot be used: {reason}. Stop what holds it, or"
                    f" choose another: make run PORT={port + 1}"
                ) from error

    def _requeue(self) -> None:
        """Hand runs that an earlier worker left back; the worker finds them too."""
        try:
            requeue_abandoned_runs()
        except (DatabaseError, PortalError) as error:
            self.stderr.write(f"Could not look for abandoned runs: {error}")

    def _wait_until_ready(self, port: int) -> None:
        end = time.monotonic() + READY_SECONDS
        answer = (0, "")
        while time.monotonic() < end and not self._stopping:
            if self._web.exit_code is not None:
                raise CommandError("The web server could not start; see above.")
            answer = ask("/readyz", port)
            if answer[0] == 200:
                return
            time.sleep(0.2)
        if not self._stopping:
            raise CommandError(f"Not ready after {READY_SECONDS} s: {answer[1]}")

    def _announce(self, port: int) -> None:
        if self._stopping:
            return
        self.stdout.write(
            self.style.SUCCESS(f"\nSmart Regions is at http://127.0.0.1:{port}/")
        )
        if settings.MAIL_FOLDER_PAGE:
            self.stdout.write(f"Mails are at http://127.0.0.1:{port}/mails/")
        if not settings.SERVES_OTHERS:
            self.stdout.write("Accounts to try it with:")
            for account in create_demo_accounts():
                self.stdout.write(f"  {account}")
        self.stdout.write("Ctrl-C stops it; `make run` continues where it was.\n")
        self.stdout.flush()
        connection.close()

    def _watch(self) -> None:
        while not self._stopping:
            if self._web.exit_code is not None:
                raise CommandError("The web server ended unexpectedly; see above.")
            if self._worker and self._worker.keep_alive():
                self.stderr.write("The worker ended and was started again.")
            time.sleep(0.3)

    def _end_children(self) -> None:
        self.stdout.write("Stopping …")
        children = [child for child in (self._web, self._worker) if child]
        for child in children:
            child.ask_to_end()
        for child in children:
            child.stop()
        self.stdout.write("Stopped.")
