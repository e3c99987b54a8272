"""What is left of an import when its worker is killed with kill -9."""

import pytest

from tests.installation import Installation, wait_until

pytestmark = pytest.mark.slow
MAKE = """
from django.contrib.auth import get_user_model
from regions.management.commands.bench_import import MadeUp
from regions.sheets.jobs import start_import
from regions.sheets.writing import write_workbook
people = get_user_model().objects
curator = people.create_user("curator-of-files@example.org", is_staff=True)
made = write_workbook(MadeUp(600, "clusters").grids())
print(start_import(user=curator, name="clusters.xlsx", data=made).pk.hex)
"""
APPLY = """
from regions.models import ImportJob
from regions.sheets.jobs import ask_to_apply
ask_to_apply(job=ImportJob.objects.get(), then="draft")
"""
STATE = "SELECT state, step, attempt FROM regions_importjob"
CLUSTERS = "SELECT count(*) FROM regions_profile WHERE title LIKE 'Made-up example %'"
VERSIONS = "SELECT count(*) FROM regions_version WHERE act = 'imported'"


def state(installation: Installation) -> tuple:
    return installation.ask(STATE)[0]


def written(installation: Installation) -> tuple[int, int]:
    return installation.ask(CLUSTERS)[0][0], installation.ask(VERSIONS)[0][0]


def test_worker_killed_while_writing_leaves_nothing_and_it_is_done_again(installation):
    installation.env["IMPORT_STALE_SECONDS"] = "2"
    worker = installation.start_worker()
    installation.shell(MAKE)
    wait_until(lambda: state(installation)[0] == "checked")
    # Nobody works while the command ends: the writing would be over before one looks.
    installation.kill(worker)
    installation.shell(APPLY)
    worker = installation.start_worker()
    wait_until(lambda: state(installation)[1] == "writing")
    installation.kill(worker)
    killed = state(installation)
    if killed[0] != "done":
        assert (killed[0], written(installation)) == ("applying", (0, 0))
    worker = installation.start_worker()
    wait_until(lambda: state(installation)[0] == "done")
    installation.kill(worker)
    assert written(installation) == (600, 600)
    assert state(installation)[2] >= 2
