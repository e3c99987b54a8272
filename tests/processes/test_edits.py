"""An edit reaches the lists through the worker, without a run."""

import pytest

from tests.installation import wait_until

pytestmark = pytest.mark.slow

EDIT = """
from django.db import transaction
from matching.services import note_profile_edit
from regions.models import Profile
from regions.services import bump_register_version
with transaction.atomic():
    profile = Profile.objects.order_by("pk").first()
    profile.summary += " hydrogen valley"
    profile.save()
    bump_register_version()
    note_profile_edit(profile=profile)
"""
CURRENT = """
SELECT run.id, run.edits_done FROM matching_matchrun AS run
JOIN matching_currentrun AS pointer ON pointer.run_id = run.id
"""
WAITING = "SELECT count(*) FROM matching_listedit WHERE done_at IS NULL"


def test_edit_is_taken_up_by_a_worker_that_was_not_there_when_it_was_made(
    installation,
):
    # Journeys that went before have edited records too; all that waits is one step.
    [(run, done)] = installation.ask(CURRENT)
    [(pending,)] = installation.ask(WAITING)

    def lists_have(taken_up: int, waiting: int) -> bool:
        state = installation.ask(CURRENT), installation.ask(WAITING)
        return state == ([(run, taken_up)], [(waiting,)])

    installation.shell(EDIT)
    assert lists_have(done, pending + 1)
    worker = installation.start_worker()
    wait_until(lambda: lists_have(done + 1, 0))
    installation.shell(EDIT)
    wait_until(lambda: lists_have(done + 2, 0))
    installation.stop(worker)
