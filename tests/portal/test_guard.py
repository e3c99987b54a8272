"""Tests cannot reach the developer's own database, whatever a fixture unblocks."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow
UNMARKED = """
import pytest


@pytest.fixture
def unblocked(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def test_writes(unblocked):
    from regions.models import Topic

    Topic.objects.create(code="99", scheme="economic", level=2)
"""


def test_fixture_that_unblocks_without_a_marked_test_ends_the_session(tmp_path):
    (tmp_path / "test_unmarked.py").write_text(UNMARKED, encoding="utf-8")
    ours = "from tests.conftest import django_db_setup\n"
    (tmp_path / "conftest.py").write_text(ours, encoding="utf-8")
    env = {
        "DATA_DIR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", tmp_path],
        cwd=tmp_path,
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "this is no test database" in done.stdout + done.stderr
