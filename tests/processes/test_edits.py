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
STATE = """
from matching.models import ListEdit, MatchRun
from matching.queries import matches_version
print(matches_version(), ListEdit.objects.filter(done_at=None).count())
"""
RUN_NUMBER = """
from matching.models import CurrentRun
print(CurrentRun.objects.get().run_id)
"""


def test_edit_is_taken_up_by_a_worker_that_was_not_there_when_it_was_made(
    installation,
):
    run = installation.shell(RUN_NUMBER)
    installation.shell(EDIT)
    assert installation.shell(STATE) == f"{run}-0 1"
    worker = installation.start_worker()
    wait_until(lambda: installation.shell(STATE) == f"{run}-1 0", 120)
    installation.shell(EDIT)
    wait_until(lambda: installation.shell(STATE) == f"{run}-2 0", 120)
    installation.stop(worker)
