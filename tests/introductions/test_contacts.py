"""Contact data: nothing before both consents, then for both sides, and nobody else."""

import datetime
from datetime import UTC

import pytest
import time_machine

from matching.introductions import services
from matching.introductions.contacts import contacts_of
from portal.accounts.models import User
from tests import factories
from tests.introductions.story import ask, make_member

pytestmark = pytest.mark.django_db
# What the asking side keeps to itself, and what the other one does.
OURS = {
    "mailbox": "ris3@batteryoffice.example",
    "body": "Ministry of Quiet Matters",
    "name": "Ada Quill",
    "position": "Keeper of cells",
    "email": "asker@example.org",
}
THEIRS = {
    "mailbox": "desk@woodoffice.example",
    "phone": "+358 555 0199",
    "contact person": "Zdenka Kontaktova",
    "legal name": "Hushed Holding Oy",
    "terms": "Ask the quiet porter",
    "confidential need": "secret glue for timber",
    "name": "Bo Lundqvist",
    "position": "Head of timber",
    "email": "answerer@example.org",
}
START = datetime.datetime(2027, 3, 1, 9, tzinfo=UTC)
SEE_NOTHING = ("visitor", "stranger", "curator")


@pytest.fixture
def sides(sides):
    """The two sides with everything that could leak."""
    strategy, cluster = sides.profile.strategy, sides.partner
    strategy.mailbox, strategy.responsible_body = OURS["mailbox"], OURS["body"]
    strategy.visibility = {"responsible_body": "partners"}
    strategy.save()
    cluster.mailbox, cluster.phone = THEIRS["mailbox"], THEIRS["phone"]
    cluster.contact_person = THEIRS["contact person"]
    cluster.legal_name = THEIRS["legal name"]
    cluster.visibility = {"legal_name": "partners"}
    cluster.save()
    factories.make_item(
        cluster, "need", text=THEIRS["confidential need"], is_confidential=True
    )
    sides.facility = factories.make_facility(
        "FI1C",
        cluster=cluster,
        access_terms=THEIRS["terms"],
        visibility={"access_terms": "partners"},
    )
    for person, words in ((sides.asker, OURS), (sides.answerer, THEIRS)):
        person.name, person.position = words["name"], words["position"]
        person.save()
    make_member("reading", "reader", "ES51")
    make_member("stranger", "owner", "HU33")
    factories.make_person("curator", is_staff=True)
    factories.renew()
    return sides


@pytest.fixture
def pages(client, sides):
    """All that somebody reads about the two sides: at every address, or at those
    that look at the introduction itself."""

    def read(who: str, introduction, *, everywhere: bool = True) -> str:
        client.logout()
        if who != "visitor":
            client.force_login(User.objects.get(email=f"{who}@example.org"))
        slugs = (sides.profile.slug, sides.partner.slug)
        paths = [
            *(f"/introductions/{end}" for end in ("", f"{introduction.pk}/")),
            f"/api/v1/introductions/{introduction.pk}/",
            *(one.get_absolute_url() for one in (sides.profile, sides.partner)),
            sides.facility.get_absolute_url(),
            f"/matches/{slugs[0]}/{slugs[1]}/",
        ]
        further = [
            f"/introductions/ask/?to={slugs[1]}",
            f"/introductions/ask/{slugs[0]}/{slugs[1]}/",
            f"/introductions/ask/{slugs[1]}/{slugs[0]}/",
            "/api/v1/introductions/",
            "/regions/ES51/",
            "/clusters/",
            f"/matches/{slugs[0]}/",
            f"/matches/{slugs[1]}/{slugs[0]}/",
            f"/api/v1/clusters/{slugs[1]}/",
            "/api/v1/clusters/",
            "/api/v1/strategies/",
            f"/api/v1/facilities/{sides.facility.slug}/",
            "/data/export/register.zip",
            *(f"/search/?q={word}" for word in ("quiet", "kontaktova", "hushed")),
        ]
        paths += further if everywhere else []
        return "".join(text_of(client.get(path)) for path in paths)

    return read


def text_of(answer) -> str:
    content = b"".join(answer) if answer.streaming else answer.content
    return content.decode("utf-8", "replace")


def found(page: str, secrets: dict[str, str]) -> set[str]:
    return {name for name, value in secrets.items() if value in page}


def end(sides, introduction, how: str) -> None:
    if how == "declined":
        services.decline(by=sides.answerer, introduction=introduction, reason="no_fit")
    elif how == "withdrawn":
        services.withdraw(by=sides.asker, introduction=introduction)
    elif how == "expired":
        type(introduction).objects.update(reply_by=datetime.date(2026, 1, 1))
        services.expire_due()
    elif how != "asked":
        services.accept(by=sides.answerer, introduction=introduction)
        if how == "taken back":
            services.take_back_consent(by=sides.asker, introduction=introduction)
        elif how == "stopped":
            type(introduction).objects.update(state="stopped")


CLOSED = ["asked", "declined", "withdrawn", "expired", "taken back", "stopped"]


@pytest.mark.parametrize("how", CLOSED)
def test_nothing_is_shown_to_either_side(pages, sides, how, mailbox):
    introduction = ask(sides)
    end(sides, introduction, how)
    # What knows no introduction by itself is the same before and after an end.
    everywhere = how in ("asked", "taken back")
    for who in ("asker", "reading"):
        page = pages(who, introduction, everywhere=everywhere)
        assert found(page, THEIRS) == set()
    # The portal's own head shows everybody his own name.
    page = pages("answerer", introduction, everywhere=everywhere)
    assert found(page, OURS) == set()
    for person in (sides.asker, sides.answerer):
        assert contacts_of(introduction, person) is None
    for letter in mailbox():
        text = letter.subject + letter.body + letter.alternatives[0].content
        assert (found(text, OURS), found(text, THEIRS)) == (set(), set())


def test_both_sides_see_everything_once_both_have_agreed(pages, sides):
    introduction = services.accept(by=sides.answerer, introduction=ask(sides))
    assert found(pages("asker", introduction), THEIRS) == set(THEIRS)
    assert found(pages("reading", introduction), THEIRS) == set(THEIRS)
    assert found(pages("answerer", introduction), OURS) == set(OURS)


@pytest.mark.parametrize("who", SEE_NOTHING)
def test_nobody_else_sees_anything_after_it(pages, sides, who):
    introduction = services.accept(by=sides.answerer, introduction=ask(sides))
    page = pages(who, introduction)
    # Curators see what owners keep to partners, but neither contact data nor people.
    known = {"legal name", "terms", "body"} if who == "curator" else set()
    assert found(page, THEIRS | OURS) <= known
    if who != "visitor":
        person = User.objects.get(email=f"{who}@example.org")
        assert contacts_of(introduction, person) is None


def test_the_moment_and_each_field_are_said(sides, client):
    with time_machine.travel(START, tick=False):
        introduction = services.accept(by=sides.answerer, introduction=ask(sides))
        contacts = contacts_of(introduction, sides.asker)
        assert (contacts.mailbox, contacts.phone, contacts.contact_person) == (
            THEIRS["mailbox"],
            THEIRS["phone"],
            THEIRS["contact person"],
        )
        assert (contacts.organisation, contacts.since) == ("Wood hub", START)
        back = contacts_of(introduction, sides.answerer)
        assert (back.mailbox, back.phone, back.email) == (
            OURS["mailbox"],
            "",
            OURS["email"],
        )
        client.force_login(sides.asker)
        page = client.get(introduction.get_absolute_url()).content.decode()
    assert "Open to both sides since 1 March 2027, 10:00" in page


def test_closed_ones_can_be_read_for_a_year(sides):
    with time_machine.travel(START, tick=False) as clock:
        introduction = services.accept(by=sides.answerer, introduction=ask(sides))
        services.close(by=sides.asker, introduction=introduction)
        clock.shift(datetime.timedelta(days=364))
        assert contacts_of(introduction, sides.answerer) is not None
        clock.shift(datetime.timedelta(days=1))
        assert contacts_of(introduction, sides.answerer) is None


def test_person_who_left_the_organisation_is_not_named_any_more(sides):
    introduction = services.accept(by=sides.answerer, introduction=ask(sides))
    make_member("successor", "owner", cluster=sides.partner)
    sides.answerer.mandates.all().delete()
    contacts = contacts_of(introduction, sides.asker)
    assert (contacts.name, contacts.position, contacts.email) == ("", "", "")
    assert contacts.mailbox == THEIRS["mailbox"]
    assert contacts_of(introduction, sides.answerer) is None


def test_partner_s_own_partners_are_not_mine(client, sides):
    """Who agreed with one side sees nothing of the other's further partners."""
    services.accept(by=sides.answerer, introduction=ask(sides))
    third = factories.make_cluster(
        "SE11", mailbox="third@hidden.example", legal_name="Third secret AB"
    )
    type(third).objects.update(visibility={"legal_name": "partners"})
    other = make_member("third", "owner", cluster=third)
    introduction = ask(sides, by=sides.answerer, profile=sides.partner, partner=third)
    services.accept(by=other, introduction=introduction)
    factories.renew()
    client.force_login(sides.asker)
    page = client.get(third.get_absolute_url()).content.decode()
    assert "hidden.example" not in page
    assert "Third secret" not in page
    assert client.get(introduction.get_absolute_url()).status_code == 404
    client.force_login(sides.answerer)
    page = client.get(third.get_absolute_url()).content.decode()
    assert "third@hidden.example" in page
    assert "Third secret AB" in page


@pytest.mark.parametrize("count", [1, 3])
def test_partners_are_read_once_a_request(
    client, sides, count, django_assert_num_queries
):
    services.accept(by=sides.answerer, introduction=ask(sides))
    titles = [f"Guarded {number}" for number in range(count)]
    for title in titles:
        one = factories.make_cluster("SE11", title=title, members_total=7)
        type(one).objects.filter(pk=one.pk).update(
            visibility={"members_total": "partners"}
        )
    factories.renew()
    client.force_login(sides.asker)
    client.get("/clusters/?country=SE")
    with django_assert_num_queries(8):
        page = client.get("/clusters/?country=SE").content.decode()
    assert [title for title in titles if title not in page] == []
