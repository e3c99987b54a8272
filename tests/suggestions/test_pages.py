"""What curators see and decide; nobody else has such pages."""

import pytest
from django.urls import reverse

from matching.partnerships.models import Partnership
from matching.partnerships.suggestions import services
from matching.partnerships.suggestions.models import (
    PartnershipSuggestion,
    SuggestionSeat,
)
from portal.accounts.services import NotAllowed
from portal.web.errors import PortalError
from regions.models import Profile
from tests.suggestions.story import found

pytestmark = pytest.mark.django_db
QUERIES_OF_LIST, QUERIES_OF_PAGE = 13, 14
LIST = "/curation/suggestions/"


@pytest.fixture
def curator(story, client):
    client.force_login(story.curator)
    return client


def text_of(response) -> str:
    return response.content.decode()


def make_more(one, number: int) -> None:
    for place in range(number):
        twin = PartnershipSuggestion.objects.create(
            key=str(place), title=f"Other {place}", theme=["b"], score=1, run_id=1
        )
        for seat in one.seats.all():
            SuggestionSeat.objects.create(
                suggestion=twin, profile=seat.profile, role=seat.role
            )


def adopt(client, one, **fields):
    members = one.seats.members().values_list("profile_id", flat=True)
    values = {"title": one.title, "scope": "", "profiles": list(members)}
    return client.post(f"{LIST}{one.pk}/adopt/", values | fields, follow=True)


def test_list_has_as_many_queries_with_one_and_three_rows(
    curator, story, django_assert_num_queries
):
    one = found(story)
    curator.get(LIST)
    with django_assert_num_queries(QUERIES_OF_LIST):
        assert text_of(curator.get(LIST)).count('data-label="Members"') == 1
    make_more(one, 2)
    with django_assert_num_queries(QUERIES_OF_LIST):
        assert text_of(curator.get(LIST)).count('data-label="Members"') == 3


def test_list_shows_what_waits_and_filters(curator, story):
    one = found(story)
    make_more(one, 1)
    twin = PartnershipSuggestion.objects.get(title="Other 0")
    services.dismiss_suggestion(by=story.curator, suggestion=twin, reason="no_theme")
    page = text_of(curator.get(LIST))
    assert "Cells</a>" in page
    assert "Other 0" not in page
    assert "Other 0" in text_of(curator.get(LIST, {"state": "dismissed"}))
    assert "Cells</a>" in text_of(curator.get(LIST, {"country": "BE", "q": "cell"}))
    assert "No suggestion fits" in text_of(curator.get(LIST, {"country": "PT"}))
    assert "No suggestion fits" in text_of(curator.get(LIST, {"q": "fish"}))


def test_list_tells_wrong_filters(curator, story):
    found(story)
    response = curator.get(LIST, {"state": "perhaps"})
    assert response.status_code == 400
    assert "Cells</a>" not in text_of(response)


def test_list_before_the_first_search_leads_to_the_runs(curator):
    page = text_of(curator.get(LIST))
    assert "Nobody has looked yet" in page


def test_page_says_why_and_what_is_missing(curator, story):
    one = found(story)
    page = text_of(curator.get(one.get_absolute_url()))
    assert "5 of 5 members speak of “cells”" in page
    assert "10 of 10 pairs are among the first in each other" in page
    assert "They are in 5 countries of the EU" in page
    assert "Show 10 pairs" in page
    assert "Cells AT11 (AT11), Cells BE21 (BE21)" in page
    assert page.count("tag--good") == 3
    assert page.count('name="profiles"') == 6
    assert page.count('name="leads"') == 5


def test_page_has_as_many_queries_whoever_is_in_it(
    curator, story, django_assert_num_queries
):
    one = found(story)
    curator.get(one.get_absolute_url())
    with django_assert_num_queries(QUERIES_OF_PAGE):
        curator.get(one.get_absolute_url())
    one.seats.filter(profile__in=story.members[:3]).delete()
    with django_assert_num_queries(QUERIES_OF_PAGE):
        curator.get(one.get_absolute_url())


def test_profile_that_was_hidden_since_is_not_shown(curator, story):
    one = found(story)
    Profile.objects.filter(slug="cells-AT11").update(status="withdrawn")
    page = text_of(curator.get(one.get_absolute_url()))
    assert "Cells AT11" not in page
    assert "Cells BE21" in page


def test_adopted_as_it_is_invites_all_members(curator, story):
    one = found(story)
    response = adopt(curator, one)
    partnership = Partnership.objects.get()
    assert response.redirect_chain[-1][0] == partnership.get_absolute_url()
    assert (partnership.title, partnership.theme) == ("Cells", "cells")
    seats = partnership.members.order_by("profile__slug")
    assert [(seat.profile.slug, seat.role, seat.state) for seat in seats] == [
        (f"cells-{code}", "member", "invited")
        for code in ("AT11", "BE21", "CZ01", "DE11", "FI1C")
    ]
    one.refresh_from_db()
    assert (one.state, one.partnership, one.decided_by) == (
        "adopted",
        partnership,
        story.curator,
    )


def test_adopted_with_changes_says_so(curator, story):
    one = found(story)
    lead, member = story.members[:2]
    adopt(
        curator,
        one,
        title="Cells for all",
        scope="From cathode to recycling.",
        profiles=[member.pk, story.cluster.pk],
        leads=[lead.pk],
    )
    partnership = Partnership.objects.get()
    assert (partnership.title, partnership.scope) == (
        "Cells for all",
        "From cathode to recycling.",
    )
    roles = partnership.members.values_list("profile__slug", "role")
    assert dict(roles) == {
        "cells-AT11": "lead",
        "cells-BE21": "member",
        "hub": "observer",
    }
    one.refresh_from_db()
    assert one.state == "edited"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "This field is required"),
        ({"profiles": []}, "Choose who is invited"),
        ({"profiles": ["0"]}, "is not one of the available choices"),
    ],
)
def test_bad_form_is_shown_again_and_nothing_is_made(curator, story, fields, sentence):
    response = adopt(curator, found(story), **fields)
    assert response.status_code == 400
    assert sentence in text_of(response)
    assert not Partnership.objects.exists()


def test_pressed_twice_makes_one_partnership(curator, story):
    one = found(story)
    adopt(curator, one)
    response = adopt(curator, one, title="Again")
    assert Partnership.objects.get().title == "Cells"
    assert (
        response.redirect_chain[-1][0] == Partnership.objects.get().get_absolute_url()
    )


def test_two_suggestions_of_one_title_are_never_one_partnership(curator, story):
    one = found(story)
    make_more(one, 1)
    adopt(curator, one, title="Cells")
    twin = PartnershipSuggestion.objects.get(title="Other 0")
    response = adopt(curator, twin, title=" Cells ")
    assert response.status_code == 400
    assert "active partnership of this title already" in text_of(response)
    twin.refresh_from_db()
    assert (twin.state, twin.partnership) == ("new", None)
    adopt(curator, twin, title="Cells of others")
    assert Partnership.objects.count() == 2


def test_dismissed_needs_a_reason_and_can_be_taken_up_again(curator, story):
    one = found(story)
    address = f"{LIST}{one.pk}/dismiss/"
    response = curator.post(address, {"note": "No"})
    assert (response.status_code, "Choose a reason" in text_of(response)) == (400, True)
    curator.post(address, {"reason": "too_broad", "note": "Cells of what?"})
    one.refresh_from_db()
    assert (one.state, one.reason, one.note) == (
        "dismissed",
        "too_broad",
        "Cells of what?",
    )
    page = text_of(curator.get(one.get_absolute_url()))
    assert "the theme is too broad" in page
    assert 'name="leads"' not in page
    curator.post(f"{LIST}{one.pk}/take-up/")
    one.refresh_from_db()
    assert (one.state, one.reason, one.decided_at) == ("new", "", None)


def test_what_is_decided_is_not_decided_otherwise(curator, story):
    one = found(story)
    services.dismiss_suggestion(by=story.curator, suggestion=one, reason="exists")
    page = text_of(adopt(curator, one))
    assert "This suggestion is decided: dismissed." in page
    assert not Partnership.objects.exists()


def test_services_are_for_curators_only(story):
    one = found(story)
    story.second.is_staff = False
    for act in (
        lambda: services.dismiss_suggestion(
            by=story.second, suggestion=one, reason="exists"
        ),
        lambda: services.take_up_suggestion(by=story.second, suggestion=one),
        lambda: services.adopt_suggestion(
            by=story.second, suggestion=one, title="x", profiles=[]
        ),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert PartnershipSuggestion.objects.get().state == "new"


def test_suggestion_that_went_meanwhile_is_told(story):
    one = found(story)
    PartnershipSuggestion.objects.all().delete()
    with pytest.raises(PortalError, match="looked anew meanwhile"):
        services.dismiss_suggestion(by=story.curator, suggestion=one, reason="exists")


def test_tabs_count_what_waits(curator, story):
    found(story)
    page = text_of(curator.get(reverse("case-queue")))
    assert '/curation/suggestions/">Suggestions <span class="tag number">1' in page


def test_others_have_no_such_pages(story, client):
    one = found(story)
    story.second.is_staff = False
    story.second.save()
    client.force_login(story.second)
    for address in (LIST, one.get_absolute_url()):
        assert client.get(address).status_code == 404
    for act in ("adopt", "dismiss", "take-up"):
        assert client.post(f"{LIST}{one.pk}/{act}/").status_code == 404
    assert PartnershipSuggestion.objects.get().state == "new"
