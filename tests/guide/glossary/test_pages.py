"""Every page links the technical words of its labels to what they mean."""

import pytest
from django.db import transaction

from portal.guide.glossary import terms_of
from portal.guide.glossary.linking import found_in
from portal.notices import kinds
from portal.notices.kinds import Kind, Words
from tests.access.rows import ROWS
from tests.access.test_matrix import address
from tests.access.world import NOTICE, PEOPLE, make_people, make_world
from tests.guide.glossary.labels import said_in

pytestmark = pytest.mark.django_db
# The guide's own texts: their writers link each word where a chapter first says it.
TEXTS = (
    "guide:cards",
    "guide:chapter",
    "guide:checklists",
    "guide:contents",
    "guide:glossary",
    "guide:whole",
)
APART = {"api-docs"}


@pytest.fixture
def world(settings, monkeypatch):
    settings.CELERY_BROKER_URL = "memory://"
    settings.MAIL_FOLDER_PAGE = True
    told = Kind(NOTICE, "told", "What was told", lambda facts: Words("Told"))
    monkeypatch.setitem(kinds._kinds, NOTICE, told)
    return make_world(make_people())


def pages_of(client, world, person: str, but_not: str = ""):
    """Each page that a person gets, and another does not: its name and what it says."""
    for name, row in ROWS.items():
        codes = dict(zip(PEOPLE, row.codes, strict=True))
        if row.method != "get" or codes[person] != "200" or name in APART:
            continue
        if name.startswith(TEXTS):
            continue
        if but_not and codes[but_not] == "200":
            continue
        with transaction.atomic():
            answer = client.get(address(name, row, world))
            if hasattr(answer, "render") and not answer.is_rendered:
                answer.render()
            transaction.set_rollback(True)
        if answer.headers["Content-Type"].startswith("text/html"):
            yield name, said_in(answer.content.decode())


def missing_links(said) -> dict[str, str]:
    """Technical terms that labels say and the page does not link; and the label."""
    technical = {one.key for one in terms_of("en") if one.is_technical}
    found = {}
    for label in said.labels:
        for _start, _end, key in found_in(label):
            if key in technical and key not in said.linked:
                found.setdefault(key, label)
    return found


@pytest.mark.parametrize(("person", "but_not"), [("owner", ""), ("curator", "owner")])
def test_pages_link_the_technical_words_of_their_labels(client, world, person, but_not):
    client.force_login(world.people[person])
    pages, wrong = 0, {}
    for name, said in pages_of(client, world, person, but_not):
        pages += 1
        if missing := missing_links(said):
            wrong[name] = missing
        if said.misplaced:
            wrong[f"{name}, inside of a link, button or box"] = said.misplaced
    assert pages > (20 if but_not else 100)
    assert wrong == {}
