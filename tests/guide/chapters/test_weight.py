"""No page of the guide's texts takes more than 150 kB to load."""

import re

import pytest

from portal.guide.chapters.loading import FOLDER
from tests import factories
from tests.guide.chapters.samples import FIRST
from tests.guide.weighing import MOST, weight

pytestmark = pytest.mark.django_db
# What may grow: the real texts are measured where they are there.
IS_WRITTEN = (FOLDER / "en" / f"{FIRST}.md").exists()


@pytest.mark.parametrize("who", ["visitor", "reader"])
def test_no_page_of_the_samples_is_heavy(client, texts, who):
    if who == "reader":
        client.force_login(factories.make_person("reader"))
    paths = ("", f"{FIRST}/", "dos-and-donts/", "whole/")
    found = {path: weight(client, f"/guide/de/{path}") for path in paths}
    assert {path: kilo for path, kilo in found.items() if kilo > 115_000} == {}
    # An empty measurement would pass as well.
    assert min(found.values()) > 60_000


@pytest.mark.skipif(not IS_WRITTEN, reason="The texts are not there yet.")
@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_no_page_of_the_guide_is_heavy(client, language):
    pages = re.findall(
        rf'href="(/guide/{language}/[\w/-]*)"',
        client.get(f"/guide/{language}/").content.decode(),
    )
    found = {path: weight(client, path) for path in sorted(set(pages))}
    assert len(found) >= 13
    assert {path: size for path, size in found.items() if size > MOST} == {}
