"""Contact data never leave before both sides have agreed: every address is asked.

The secrets stand in real rows. All addresses of the portal are walked through, with
every code and address that the register has, by a visitor, by somebody who is signed in
without a mandate, and by an owner of another region.
"""

from collections.abc import Iterator
from itertools import product

import pytest
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from matching.models import CurrentRun
from portal.accounts import services
from portal.accounts.models import Claim, Mandate, User
from regions.editing.documents import document_of
from regions.editing.visibility import is_shown
from tests import factories
from tests.accounts.story import make_colleague
from tests.matching.factories import make_match, make_run

pytestmark = pytest.mark.django_db
SECRETS = {
    "strategy's mailbox": "ris3-desk@secretoffice.example",
    "cluster's mailbox": "hub-desk@secrethub.example",
    "telephone": "+34 555 0199 771",
    "contact person": "Zdenka Kontaktová",
    "restricted field": "Hushed Holding SE",
    "confidential need": "confidentialneed about batteries",
    "confidential offer": "confidentialoffer of a pilot line",
    "name": "Wilhelmina Verborgen",
    "position": "Keeper of quiet matters",
    "address": "officer@secretoffice.example",
    "draft": "Unfinished secret draft",
    "statement of a claim": "I can prove my quiet claim",
}
WORDS = ("secretoffice", "secrethub", "0199", "kontaktová", "hushed", "verborgen")
WORDS += ("confidentialneed", "confidentialoffer", "quiet")
READERS = ("visitor", "registered", "stranger")
# Not asked: the back desk has a guard of its own, the others change something.
SKIPPED = ("admin", "set_language", "logout", "mail-folder")


@pytest.fixture
def officer():
    return User.objects.create_user(
        SECRETS["address"],
        "a-word-2-sign",
        name=SECRETS["name"],
        position=SECRETS["position"],
        name_visibility="partners",
    )


@pytest.fixture
def register(officer):
    """Everything that could leak, published beside what may be seen, and matched."""
    strategy = factories.make_strategy(
        "ES51", title="Open strategy", mailbox=SECRETS["strategy's mailbox"]
    )
    priority = factories.make_priority(
        "ES51", ["20"], title="Open priority", strategy=strategy
    )
    cluster = factories.make_cluster(
        "ES51",
        ["20"],
        title="Open cluster",
        mailbox=SECRETS["cluster's mailbox"],
        phone=SECRETS["telephone"],
        contact_person=SECRETS["contact person"],
        legal_name=SECRETS["restricted field"],
        visibility={"legal_name": "partners"},
    )
    factories.make_facility("ES51", ["20"], name="Open facility", cluster=cluster)
    for profile in (priority, cluster):
        for side in ("offer", "need"):
            text = SECRETS[f"confidential {side}"]
            factories.make_item(
                profile, side, position=7, text=text, is_confidential=True
            )
            factories.make_item(profile, side, text=f"Open {side}")
    partner = factories.make_cluster("FI1C", ["20"], title="Partner abroad")
    factories.make_cluster("ES51", title=SECRETS["draft"], status="draft")
    region = strategy.region
    Mandate.objects.create(user=officer, region=region, role="owner")
    Mandate.objects.create(user=officer, cluster=cluster, role="owner")
    for record in (strategy, priority, cluster):
        type(record).objects.filter(pk=record.pk).update(
            confidence="confirmed", confirmed_by=officer, updated_by=officer
        )
    Claim.objects.create(
        user=officer,
        region=factories.make_region("FR10"),
        statement=SECRETS["statement of a claim"],
        proof_url="https://secretoffice.example/",
    )
    run = make_run()
    for one, other in ((priority, partner), (cluster, partner), (partner, cluster)):
        make_match(run, one, other)
    assert CurrentRun.objects.get().run == run
    factories.renew()
    return {"strategy": strategy, "priority": priority, "cluster": cluster}


@pytest.fixture
def as_reader(client, register):
    """Sign the reader in; the visitor stays outside."""
    services.invite(
        organisation=register["strategy"].region,
        email="invited@secretoffice.example",
        role="reader",
        by=User.objects.get(email=SECRETS["address"]),
    )

    def done(who: str):
        if who == "registered":
            client.force_login(factories.make_person("registered"))
        if who == "stranger":
            fi1c = factories.make_region("FI1C")
            client.force_login(make_colleague("stranger", "owner", fi1c).user)
        return client

    return done


def addresses() -> list[str]:
    """Every address of the portal, with all that its parts can be here."""
    return sorted(set(_addresses(get_resolver(), "")))


def _addresses(resolver, namespace: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        inner = getattr(pattern, "namespace", None)
        if inner in SKIPPED:
            continue
        if not isinstance(pattern, URLPattern):
            prefix = f"{namespace}{inner}:" if inner else namespace
            yield from _addresses(pattern, prefix)
        elif pattern.name and not pattern.name.startswith(SKIPPED):
            yield from _filled(f"{namespace}{pattern.name}", pattern.pattern)


def _filled(name: str, pattern) -> Iterator[str]:
    parts = list(pattern.converters or pattern.regex.groupindex)
    if "format" in parts:
        return
    known = _known()
    if len(parts) > 1:
        # Where an address names two, the second is one of those with something to hide;
        # nothing here has an address and, within it, a number.
        known |= {"slug": _secretive(), "pk": known["pk"][:1]}
    for values in product(*(known.get(part, known["slug"]) for part in parts)):
        try:
            yield reverse(name, kwargs=dict(zip(parts, values, strict=True)))
        except NoReverseMatch:
            continue


def _secretive() -> list[str]:
    """The addresses of the profiles that hold secrets, and of their partner."""
    rows = factories.Profile.objects.exclude(title=SECRETS["draft"])
    return list(rows.values_list("slug", flat=True))


def _known() -> dict[str, list]:
    slugs = [
        slug
        for names in (
            factories.Strategy.objects,
            factories.Profile.objects,
            factories.Facility.objects,
        )
        for slug in names.values_list("slug", flat=True)
    ]
    numbers = [
        pk
        for rows in (Mandate, Claim, factories.Profile, CurrentRun)
        for pk in rows.objects.values_list("pk", flat=True)
    ]
    codes = ["ES", "ES51", "FI1C", "20"]
    return {
        "slug": slugs,
        "partner_slug": slugs,
        "code": codes,
        "language": ["en"],
        "pk": sorted({*numbers}),
    }


def leaks(text: str) -> list[str]:
    folded = text.casefold()
    return [what for what, secret in SECRETS.items() if secret.casefold() in folded]


@pytest.mark.parametrize("who", READERS)
def test_no_address_shows_contact_data(as_reader, who):
    client = as_reader(who)
    asked, found = 0, {}
    for address in addresses():
        answer = client.get(address)
        content = b"".join(answer) if answer.streaming else answer.content
        asked += answer.status_code == 200
        if leaked := leaks(content.decode("utf-8", "replace")):
            found[address] = leaked
    assert found == {}
    assert asked >= 45


@pytest.mark.parametrize("who", READERS)
def test_no_search_finds_records_by_what_is_secret(as_reader, register, who):
    client = as_reader(who)
    slugs = [register[name].slug for name in ("cluster", "priority")]
    for word in WORDS:
        for address in (
            f"/search/?q={word}",
            f"/clusters/?q={word}",
            f"/priorities/?q={word}",
            f"/api/v1/clusters/?q={word}",
            f"/api/v1/priorities/?q={word}",
            f"/accounts/claims/new/?name={word}",
        ):
            text = client.get(address).content.decode()
            shown = [slug for slug in slugs if slug in text]
            assert (address, shown) == (address, [])


def test_search_would_have_found_them_by_what_is_open(as_reader, register):
    client = as_reader("registered")
    slug = register["cluster"].slug
    for path in ("/search/?q", "/clusters/?q", "/accounts/claims/new/?name"):
        assert slug in client.get(f"{path}=open").content.decode()


@pytest.mark.parametrize("who", READERS)
def test_comparing_and_what_if_show_no_confidential_item(as_reader, register, who):
    client = as_reader(who)
    slug = register["cluster"].slug
    for address in (
        "/regions/compare/?region=ES51&region=FI1C",
        f"/matches/{slug}/whatif/?text=confidentialneed",
        f"/matches/{slug}/find/?q=partner",
        "/search/?idea=batteries+and+pilot+lines",
    ):
        text = client.get(address, follow=True).content.decode()
        assert (address, leaks(text)) == (address, [])


def test_owner_sees_them_where_he_should(client, register, officer):
    document = document_of(register["cluster"])
    assert document["mailbox"] == SECRETS["cluster's mailbox"]
    assert SECRETS["confidential need"] in [one["text"] for one in document["needs"]]
    for field in ("mailbox", "phone", "contact_person", "legal_name"):
        assert is_shown(register["cluster"], field, officer, is_own=True)
    client.force_login(officer)
    page = client.get("/accounts/people/region/ES51/").content.decode()
    for what in ("name", "position", "address"):
        assert SECRETS[what] in page
    page = client.get("/accounts/mandates/").content.decode()
    assert "Open cluster" in page
    slug = register["cluster"].slug
    page = client.get(reverse("editing:cluster-edit", args=[slug])).content.decode()
    wanted = ("cluster's mailbox", "telephone", "contact person", "confidential need")
    assert [what for what in wanted if SECRETS[what] not in page] == []


def test_colleague_sees_the_name_and_a_curator_too(client, register):
    region = register["strategy"].region
    client.force_login(make_colleague("reader", "reader", region).user)
    page = client.get("/accounts/people/region/ES51/").content.decode()
    assert SECRETS["name"] in page
    client.force_login(factories.make_person("curator", is_staff=True))
    page = client.get("/accounts/people/region/ES51/").content.decode()
    assert SECRETS["name"] in page
