"""What tests of matching share."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from matching.evaluation.report import prepare
from matching.evaluation.truth import read_truth
from tests.matching.dice import (  # noqa: F401 - fixtures
    dice,
    random_register,
    short_lists,
)
from tests.matching.factories import make_region, make_topic
from tests.matching.known import PROJECTS, write_truth
from tests.matching.trials import (  # noqa: F401 - fixtures
    curator,
    sign_in,
    small_register,
    weights_folder,
)


@pytest.fixture
def exam(tmp_path):
    """Place these projects in a register; the standard ones if none are given."""

    def made(**projects):
        return prepare(read_truth(write_truth(tmp_path, projects or PROJECTS)))

    return made


@pytest.fixture
def run(tmp_path):
    """Run the command over these projects and return what it printed as JSON."""

    def called(*options, **projects):
        folder = write_truth(tmp_path, projects or PROJECTS)
        out = StringIO()
        call_command(
            "evaluate_matching", "--truth", folder, "--json", *options, stdout=out
        )
        return json.loads(out.getvalue())

    return called


@pytest.fixture
def divisions():
    make_region("LT01")
    make_topic("C", level=1)
    for code in ("10", "13", "20", "22", "26"):
        make_topic(code, parent_id="C")
