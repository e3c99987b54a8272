"""Publishing, editing and closing: who may, what is refused, how many at a time."""

import pytest
from django.core.exceptions import ValidationError

from matching.partner_requests import services
from matching.partner_requests.contacts import refuse_contacts
from matching.partner_requests.models import PartnerRequest
from portal.accounts.personal_data import as_row, holdings
from portal.accounts.services import NotAllowed
from portal.web.errors import Conflict, PortalError
from regions.models import Profile
from tests.introductions.story import make_member
from tests.partner_requests.story import in_days, publish, said

pytestmark = pytest.mark.django_db


def close(story, request, reason="not_needed", by=None):
    return services.close_request(by=by or story.seeker, request=request, reason=reason)


def test_all_that_is_said_is_kept(story):
    one = publish(story)
    one = PartnerRequest.objects.get(pk=one.pk)
    assert one.slug.startswith("recycler-of-battery-cells-")
    assert (one.kinds, one.stages) == (["technology"], ["pilot"])
    assert one.roles == ["partner", "pilot_site"]
    assert list(one.topics.values_list("code", flat=True)) == ["20"]
    assert (one.call, one.call_url) == ("I3 spring call", "https://example.org/call")
    assert (one.state, one.audience, one.created_by) == ("open", "public", story.seeker)
    assert (one.is_open, one.days_left) == (True, 20)


@pytest.mark.parametrize("role", ["reader", ""])
def test_only_owners_and_editors_write(story, role):
    other = make_member("other", role or "editor", "ES51" if role else "SE11")
    with pytest.raises(NotAllowed):
        publish(story, by=other)
    one = publish(story)
    with pytest.raises(NotAllowed):
        services.edit_request(by=other, request=one, said=said(title="Theirs"))
    with pytest.raises(NotAllowed):
        close(story, one, by=other)
    assert list(PartnerRequest.objects.values_list("title", "state")) == [
        ("Recycler of battery cells", "open")
    ]


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_profile_that_is_not_public_seeks_nothing(story, status):
    Profile.objects.filter(pk=story.profile.pk).update(status=status)
    story.profile.refresh_from_db()
    with pytest.raises(PortalError, match="“Batteries” is not published"):
        publish(story)


def test_ten_are_open_at_a_time_and_ended_ones_do_not_count(story):
    made = [publish(story, title=f"Number {n}") for n in range(10)]
    with pytest.raises(Conflict, match="has 10 open requests"):
        publish(story)
    PartnerRequest.objects.filter(pk=made[0].pk).update(deadline=in_days(-1))
    publish(story)
    with pytest.raises(Conflict, match="has 10 open requests"):
        services.edit_request(by=story.seeker, request=made[0], said=said())
    close(story, made[1])
    services.edit_request(by=story.seeker, request=made[0], said=said())
    assert PartnerRequest.objects.open().count() == 10


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"deadline": -1}, "deadline"),
        ({"deadline": 366}, "deadline"),
        ({"title": "Write to ana@example.org"}, "title"),
        ({"text": "Call us: +34 943 123 456"}, "text"),
        ({"call": "ask eu@example.org"}, "call"),
        ({"topics": ["20", "nonsense"]}, "topics"),
        ({"title": "  "}, "title"),
        ({"call_url": "javascript:alert(1)"}, "call_url"),
        ({"audience": "friends"}, "audience"),
    ],
)
def test_what_is_refused_is_said_at_its_field(story, fields, fault):
    if "deadline" in fields:
        fields = {"deadline": in_days(fields["deadline"])}
    with pytest.raises(ValidationError) as caught:
        publish(story, **fields)
    assert list(caught.value.message_dict) == [fault]
    assert PartnerRequest.objects.count() == 0


@pytest.mark.parametrize(
    "text",
    [
        "ana@example.org",
        "Write to Ana.Lopez@mail.example.eus today",
        "ana (at) example.org",
        "+34 943 123 456",
        "0049 (0)89 / 123456",
        "089 1234 5678",
        "Tel. 943 123 456",
        "phone: (943) 12 34 56",
    ],
)
def test_contact_data_are_found(text):
    assert refuse_contacts(f"We seek. {text}") != ""


@pytest.mark.parametrize(
    "text",
    [
        "HORIZON-CL4-2027-RESILIENCE-01-05 opens on 2027-01-15",
        "from 01/02/2027 to 03/04/2027",
        "01.02.2027–03.04.2027, budget 10 000 000 euros",
        "NACE 20.14, TRL 4-6, 0.35 % of 1,200,000 tonnes",
        "cells @ 4.2 V, 18650 and 21700",
        "mobile 5G networks in 12 regions",
        "EN ISO 14040:2006 and 00123456 parts",
    ],
)
def test_codes_days_and_sums_are_no_contact_data(text):
    assert refuse_contacts(text) == ""


def test_closing_twice_keeps_the_first_reason_and_needs_one(story):
    one = publish(story)
    with pytest.raises(ValidationError):
        close(story, one, reason="because")
    close(story, one, "elsewhere")
    close(story, one, "mistake")
    one.refresh_from_db()
    assert (one.state, one.close_reason) == ("closed", "elsewhere")
    assert one.closed_at is not None
    with pytest.raises(Conflict, match="This request is closed"):
        services.edit_request(by=story.seeker, request=one, said=said())


def test_who_wrote_it_may_go_and_the_request_stays(story):
    one = publish(story)
    story.seeker.delete()
    one.refresh_from_db()
    assert (one.created_by, one.is_open) == (None, True)


def test_own_data_name_the_request_and_not_its_words(story):
    one = publish(story)
    (found,) = (held for held in holdings(story.seeker) if held.model is PartnerRequest)
    rows = [as_row(row, in_full=found.is_own) for row in found.rows]
    assert rows == [{"id": one.pk, "what": one.title}]
