"""Kill tests count runs, edits, imports and mails: each module starts anew."""

import pytest

from tests.conftest import copied


@pytest.fixture(scope="module")
def installation(prepared, tmp_path_factory):
    yield from copied(prepared, tmp_path_factory)
