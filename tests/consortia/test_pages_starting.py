"""Where one starts a consortium, and the list of those one may see."""

import pytest

from matching.consortia.models import Consortium
from matching.consortia.queries import open_consortia
from matching.keeping.models import ShortlistEntry
from matching.partnerships.models import Partnership, PartnershipMember
from tests import factories
from tests.consortia.story import (
    composition,
    invite,
    make_call,
    page_of,
    start,
)

pytestmark = pytest.mark.django_db
LEAST = 'name="do" value="invite"'


def test_start_from_a_call_with_the_only_profile(sign_in, story):
    client = sign_in(story.editor)
    path = f"/consortia/new/?call={story.call.slug}"
    page = page_of(client.get(path))
    assert f'<option value="{story.call.slug}" selected>' in page
    sent = {"call": story.call.slug, "title": "Cells", "text": ""}
    answer = client.post(path, sent)
    one = Consortium.objects.get()
    assert answer["Location"] == one.get_absolute_url()
    assert composition(one) == {"Batteries": "agreed"}


def test_start_from_a_shortlist_ticks_it(sign_in, story):
    ShortlistEntry.objects.create(profile=story.lead, partner=story.finnish)
    other = factories.make_priority("ES51", title="Second")
    client = sign_in(story.editor)
    page = page_of(client.get("/consortia/new/?from=shortlist"))
    assert "profile=here&amp;from=shortlist" in page
    assert f"profile={other.slug}" in page
    path = "/consortia/new/?profile=here&from=shortlist"
    page = page_of(client.get(path))
    assert 'value="finnish" checked' in page
    sent = {"call": story.call.slug, "title": "Cells", "partners": ["finnish"]}
    client.post(path, sent)
    one = Consortium.objects.get()
    assert composition(one) == {"Batteries": "agreed", "Cell hub": "considered"}


def test_bad_starts_name_the_field_and_write_nothing(sign_in, story):
    closed = make_call(slug="over", closes="2020-01-01")
    client = sign_in(story.editor)
    answer = client.post("/consortia/new/", {"call": closed.slug, "title": ""})
    assert answer.status_code == 400
    assert "Give it a title" in page_of(answer)
    assert not Consortium.objects.exists()
    # A partner that was not offered is refused, too.
    sent = {"call": story.call.slug, "title": "A", "partners": ["polish"]}
    client.post("/consortia/new/", sent)
    assert composition(Consortium.objects.get()) == {"Batteries": "agreed"}


def test_who_leads_nothing_is_told_how(sign_in, story):
    page = page_of(sign_in(story.reader).get("/consortia/new/"))
    assert "You have no profile that could lead a consortium" in page


# --- the page of one -------------------------------------------------------------


def test_start_with_named_profiles_ticks_those_that_are_public(sign_in, story):
    hidden = factories.make_priority("PL22", title="Hidden", status="withdrawn")
    path = f"/consortia/new/?with=finnish&with={hidden.slug}&with=nobody"
    page = page_of(sign_in(story.editor).get(path))
    assert 'value="finnish" checked' in page
    assert 'value="polish"' not in page
    assert "Hidden" not in page


def test_start_from_a_partnership_ticks_its_members(sign_in, story):
    one = Partnership.objects.create(slug="smart", title="Smart", status="active")
    one.topics.add(factories.make_topic("20"))
    factories.make_priority("PL22", ["10"], title="Elsewhere")
    rows = {"partnership": one, "state": "active"}
    place = factories.make_region("FI1C")
    PartnershipMember.objects.create(region=place, profile=story.finnish, **rows)
    PartnershipMember.objects.create(region=story.polish.region, name="Silesia", **rows)
    client = sign_in(story.editor)
    path = "/consortia/new/?partnership=smart"
    page = page_of(client.get(path))
    assert 'value="finnish" checked' in page
    assert 'value="polish" checked' in page
    assert "Elsewhere" not in page
    Partnership.objects.update(status="draft")
    assert 'value="finnish"' not in page_of(client.get(path))


def listed(client, query: str = "") -> list[str]:
    """The titles of a list, by the API, which has the same filter."""
    found = client.get(f"/api/v1/consortia/{query}").json()["results"]
    page = page_of(client.get(f"/consortia/{query}"))
    titles = [each["title"] for each in found]
    assert [title for title in titles if title not in page] == []
    return sorted(titles)


def test_list_holds_what_one_may_see(client, sign_in, story):
    mine = start(story, title="Mine")
    invite(story, mine, story.finnish)
    other = start(story, title="Shown")
    Consortium.objects.filter(pk=other.pk).update(
        visibility="public", stage="submitted"
    )
    assert listed(client) == ["Shown"]
    assert listed(sign_in(story.stranger)) == ["Shown"]
    assert listed(sign_in(story.finn)) == ["Mine", "Shown"]
    assert listed(sign_in(story.finn), "?mine=yes") == ["Mine"]
    assert listed(sign_in(story.editor), "?stage=submitted") == ["Shown"]
    assert listed(sign_in(story.editor), f"?call={story.call.slug}") == [
        "Mine",
        "Shown",
    ]
    assert client.get("/consortia/?stage=nonsense").status_code == 400
    assert client.get("/consortia/?what=ever").status_code == 400
    assert [each.title for each in open_consortia(story.editor)] == ["Mine"]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_has_as_many_queries_for_more_rows(
    sign_in, story, rows, django_assert_num_queries
):
    for number in range(rows):
        start(story, title=f"Number {number}")
    client = sign_in(story.editor)
    client.get("/consortia/")
    with django_assert_num_queries(9):
        client.get("/consortia/")


def test_empty_list_says_what_to_do(client):
    page = page_of(client.get("/consortia/"))
    assert "No consortium to see yet" in page
    assert "/calls/" in page


# --- from a partnership ----------------------------------------------------------
