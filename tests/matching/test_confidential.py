"""What is offered or needed in confidence is neither matched nor said to others."""

import pytest

from matching import services, whatif
from matching.features import load_inputs, load_profiles
from regions.editing.documents import document_of
from regions.editing.services import change_record
from regions.models import ExchangeItem, Profile
from tests import factories
from tests.matching.trials import scored

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("silent_broker", "short_lists"),
]
SECRETS = ("Zirconwhisker", "Unheard-of reactors")
PEOPLE = ("visitor", "stranger", "officer", "curator")
PAGES = (
    "/matches/mine/",
    "/matches/theirs/",
    "/matches/mine/?sort=focus",
    "/matches/mine/top/",
    "/matches/mine/theirs/",
    "/matches/theirs/mine/",
    "/matches/mine/whatif/",
    "/matches/theirs/whatif/",
    "/matches/mine/find/?q=theirs",
    "/matches/region/ES51/",
    "/matches/region/FI1C/",
    "/search/?q=zirconwhisker",
    "/search/?q=unheard",
    "/search/?idea=zirconwhisker+for+unheard-of+reactors",
    "/clusters/mine/",
    "/clusters/",
    "/priorities/",
    "/regions/ES51/",
    "/regions/compare/?region=ES51&region=FI1C",
    "/",
    "/data/",
    "/api/v1/clusters/",
    "/api/v1/clusters/mine/",
    "/api/v1/matches/?profile=mine",
    "/api/v1/matches/?profile=theirs",
    "/api/v1/profiles/mine/matches/",
    "/api/v1/profiles/mine/matches/theirs/",
)


@pytest.fixture
def mine():
    """A cluster that matches another, whose offer would meet a confidential need."""
    made = factories.make_cluster("ES51", ["10", "20"], slug="mine", title="Mine")
    theirs = factories.make_priority("FI1C", ["10", "20"], slug="theirs", title="Yours")
    factories.make_item(made, "need", text="Open need", topics=["20"])
    factories.make_item(theirs, "offer", text="Open offer", topics=["20"])
    factories.make_topic("99", label_en=SECRETS[1])
    for side in ("need", "offer"):
        factories.make_item(
            made,
            side,
            text=f"{SECRETS[0]} {side}",
            topics=["99"],
            kind="funding",
            is_confidential=True,
        )
    factories.renew()
    return made


@pytest.fixture
def sign_in(client, mine):
    def done(who: str):
        region = {"stranger": "FI1C", "officer": "ES51"}.get(who, "")
        if who != "visitor":
            client.force_login(
                factories.make_person(who, region=region, is_staff=who == "curator")
            )
        return client

    return done


def test_confidential_items_are_no_input_of_the_engine(mine):
    inputs = load_inputs()
    read = next(one for one in inputs.profiles if one.key == mine.pk)
    assert [item.topics for item in (*read.needs, *read.offers)] == [("20",)]
    digest = inputs.digest()
    ExchangeItem.all_items.filter(is_confidential=True).delete()
    assert load_inputs().digest() == digest


@pytest.mark.parametrize("who", PEOPLE)
def test_confidential_items_are_said_nowhere(sign_in, mine, who):
    scored()
    client = sign_in(who)
    for path in PAGES:
        answer = client.get(path, headers={"HX-Request": "true"})
        assert answer.status_code == 200, path
        text = answer.content.decode()
        # A form of topics has all of them, a search says again what was asked.
        if "whatif" in path or path.startswith("/search/"):
            assert f"{SECRETS[0]} " not in text, path
            assert "Mine" not in text or "whatif" in path, path
        else:
            assert [secret for secret in SECRETS if secret in text] == [], path
    page = client.get("/clusters/mine/").content.decode()
    assert "Open need" in page
    assert "confidential" not in page


def test_people_of_the_profile_see_it_marked_on_its_page_alone(client, mine):
    scored()
    client.force_login(factories.make_person("manager", cluster=mine))
    page = client.get("/clusters/mine/").content.decode()
    assert page.count("confidential: only you and your colleagues see it here") == 2
    assert "Zirconwhisker need" in page
    assert "Zirconwhisker offer" in page
    for path in PAGES:
        if path != "/clusters/mine/" and not path.startswith("/search/"):
            assert SECRETS[0] not in client.get(path).content.decode(), path


def test_page_that_an_owner_saw_is_not_kept_for_visitors(client, mine):
    client.force_login(factories.make_person("manager", cluster=mine))
    assert SECRETS[0] in client.get("/clusters/mine/").content.decode()
    client.logout()
    assert SECRETS[0] not in client.get("/clusters/mine/").content.decode()


def test_nobody_is_advised_by_what_is_offered_in_confidence(mine):
    other = factories.make_cluster("PL91", ["99"])
    assert ("funding", "99") not in tried_needs(other)
    ExchangeItem.all_items.update(is_confidential=False)
    assert ("funding", "99") in tried_needs(other)


def tried_needs(profile) -> list[tuple[str, str]]:
    (read,) = load_profiles(Profile.objects.filter(pk=profile.pk))
    return whatif._needs_to_try(read, [])


def test_item_that_becomes_confidential_is_gone_before_the_lists_know(client, mine):
    """The lists take an edit up a little later: pages must not wait for that."""
    scored()
    owner = factories.make_person("owner", cluster=mine)
    document = document_of(mine)
    document["needs"][0]["is_confidential"] = True
    assert "Open need" in client.get("/matches/mine/theirs/").content.decode()
    change_record(record=mine, document=document, by=owner, base_version=1)
    for path in ("/matches/mine/theirs/", "/matches/theirs/", "/clusters/mine/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Open need" not in answer.content.decode()
    services.apply_edits()
    assert "Open need" not in client.get("/matches/theirs/mine/").content.decode()
