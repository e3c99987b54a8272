"""The guide with short texts of its own."""

from pathlib import Path

import pytest

from portal.guide.chapters import loading
from tests.guide.chapters.samples import write_texts


@pytest.fixture
def texts(tmp_path, monkeypatch) -> Path:
    """A folder of sample texts that the portal reads."""
    folder = write_texts(tmp_path / "texts")
    monkeypatch.setattr(loading, "FOLDER", folder)
    return folder
