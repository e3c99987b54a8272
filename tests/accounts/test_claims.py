"""Claims: who may make them, what a proof may be, how a curator decides."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.accounts import services
from portal.accounts.models import Claim, Mandate
from portal.accounts.uploads import LARGEST
from portal.web.errors import PortalError
from tests.accounts.story import events, letters, make_colleague
from tests.factories import make_cluster, make_person, make_region, make_strategy, renew

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a letter of the ministry"
PNG = b"\x89PNG\r\n\x1a\n picture"
FILLED = {
    "role": "owner",
    "statement": "I lead the office of the strategy.",
    "proof_url": "https://office.example/team",
}


@pytest.fixture
def region():
    return make_region("ES51")


@pytest.fixture
def newcomer():
    return make_person("newcomer")


@pytest.fixture
def curator():
    return make_person("curator", is_staff=True)


@pytest.fixture
def claim(region, newcomer):
    return services.claim_mandate(
        user=newcomer,
        organisation=region,
        role="owner",
        statement="I lead the office.",
        proof=services.Proof("letter.pdf", PDF),
    )


def faults(page) -> dict[str, list[str]]:
    return {name: list(one) for name, one in page.context["form"].errors.items()}


# --- making a claim ------------------------------------------------------------------


def test_search_finds_regions_and_published_clusters(client, newcomer, region):
    make_cluster("ES51", title="Textile hub")
    make_cluster("ES51", title="Textile secret", status="draft")
    renew()
    client.force_login(newcomer)
    page = client.get("/accounts/claims/new/", {"name": "textile"}).content.decode()
    assert "Textile hub" in page
    assert "Textile secret" not in page
    page = client.get("/accounts/claims/new/", {"name": "ES51"}).content.decode()
    assert "/accounts/claims/new/?region=ES51" in page
    page = client.get("/accounts/claims/new/", {"name": "nowhere"}).content.decode()
    assert "Nothing is called “nowhere”." in page


def test_claim_waits_and_the_curators_are_told(
    client, newcomer, curator, region, mailbox
):
    client.force_login(newcomer)
    page = client.post("/accounts/claims/new/?region=ES51", FILLED, follow=True)
    assert page.request["PATH_INFO"] == "/accounts/mandates/"
    assert "waits for a curator" in page.content.decode()
    [claim] = Claim.objects.all()
    assert (claim.user, claim.region, claim.role) == (newcomer, region, "owner")
    assert events(region) == [("claimed", "newcomer", "newcomer", "owner")]
    assert letters(mailbox) == [("curator", "Somebody claims Region ES51")]
    assert f"/curation/claims/{claim.pk}/" in mailbox()[0].body


def test_claim_needs_a_proof(client, newcomer, region):
    client.force_login(newcomer)
    page = client.post("/accounts/claims/new/?region=ES51", FILLED | {"proof_url": ""})
    assert faults(page) == {
        "proof_url": ["Add a page or a file that shows that you act for it."]
    }
    assert Claim.objects.count() == 0


def test_address_of_the_site_is_a_proof_that_the_curator_sees(
    client, newcomer, curator
):
    cluster = make_cluster("ES51", website="https://www.example.org/hub")
    client.force_login(newcomer)
    address = f"/accounts/claims/new/?cluster={cluster.slug}"
    said = "Your address ends in example.org, as its site does."
    assert said in client.get(address).content.decode()
    client.post(address, FILLED | {"proof_url": ""})
    [claim] = Claim.objects.all()
    client.force_login(curator)
    page = client.get(f"/curation/claims/{claim.pk}/").content.decode()
    assert "ends in example.org, as the site does" in page


def test_address_of_another_site_is_none(client, newcomer, curator, claim):
    client.force_login(curator)

    def page() -> str:
        return client.get(f"/curation/claims/{claim.pk}/").content.decode()

    assert "no site is known to compare it with" in page()
    make_strategy("ES51", document_url="https://office.example/plan.pdf")
    assert "does not end as the site does (office.example)" in page()


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (PDF, "letter.pdf"),
        (PNG, "letter.png"),
        (b"\xff\xd8\xff\xe0 jpeg", "letter.jpg"),
    ],
)
def test_kind_of_a_file_is_known_by_its_first_bytes(
    client, newcomer, region, content, kept
):
    client.force_login(newcomer)
    file = SimpleUploadedFile("../../letter.exe", content, "text/html")
    client.post("/accounts/claims/new/?region=ES51", FILLED | {"proof": file})
    [claim] = Claim.objects.all()
    assert (claim.proof_name, bytes(claim.proof)) == (kept, content)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"<html><script>", "This is no PDF, PNG or JPEG file."),
        (b"MZ %PDF-1.7", "This is no PDF, PNG or JPEG file."),
        (
            PDF + b" " * LARGEST,
            "The file has 5.0\xa0MB; at most 5.0\xa0MB can be taken.",
        ),
    ],
    ids=["html", "pdf later", "too large"],
)
def test_other_files_are_refused(client, newcomer, region, content, fault):
    client.force_login(newcomer)
    file = SimpleUploadedFile("letter.pdf", content, "application/pdf")
    page = client.post("/accounts/claims/new/?region=ES51", FILLED | {"proof": file})
    assert faults(page) == {"proof": [fault]}
    assert Claim.objects.count() == 0


def test_second_claim_and_claim_of_what_one_has_are_refused(newcomer, region, claim):
    ask = {"user": newcomer, "organisation": region, "statement": "x"}
    ask |= {"proof_url": "https://office.example/"}
    with pytest.raises(PortalError, match="Your claim for Region ES51 already waits"):
        services.claim_mandate(role="editor", **ask)
    owner = make_colleague("owner", "owner", region).user
    with pytest.raises(PortalError, match="You already act for Region ES51"):
        services.claim_mandate(role="editor", **ask | {"user": owner})


def test_editor_asks_to_become_owner_when_the_owner_is_gone(client, region):
    editor = make_colleague("editor", "editor", region).user
    client.force_login(editor)
    page = client.get("/accounts/people/region/ES51/").content.decode()
    assert "/accounts/claims/new/?region=ES51" in page
    page = client.get("/accounts/claims/new/?region=ES51").content.decode()
    assert "You can ask to become its owner." in page
    client.post("/accounts/claims/new/?region=ES51", FILLED)
    assert editor.claims.get().role == "owner"


def test_unpublished_cluster_cannot_be_claimed_by_strangers(client, newcomer):
    cluster = make_cluster("ES51", title="Secret plan", status="draft")
    client.force_login(newcomer)
    address = f"/accounts/claims/new/?cluster={cluster.slug}"
    assert client.get(address).status_code == 404
    assert client.post(address, FILLED).status_code == 404
    assert Claim.objects.count() == 0


def test_claimant_takes_back_and_nobody_else_can(client, claim, newcomer, curator):
    address = f"/accounts/claims/{claim.pk}/take-back/"
    client.force_login(make_person("stranger"))
    assert client.post(address).status_code == 404
    client.force_login(newcomer)
    client.post(address)
    claim.refresh_from_db()
    assert claim.state == "taken_back"
    with pytest.raises(PortalError, match="already decided"):
        services.decide_claim(claim=claim, outcome="granted", reasons="", by=curator)


# --- deciding ------------------------------------------------------------------------


def test_curator_grants_in_another_role_until_a_day(
    client, claim, newcomer, curator, region, mailbox
):
    owner = make_colleague("owner", "owner", region)
    last = timezone.localdate() + datetime.timedelta(days=90)
    client.force_login(curator)
    client.post(
        f"/curation/claims/{claim.pk}/",
        {"outcome": "granted", "role": "editor", "ends_on": last, "reasons": "Welcome"},
    )
    mandate = Mandate.objects.get(user=newcomer)
    assert (mandate.role, mandate.ends_on) == ("editor", last)
    assert (mandate.granted_by, mandate.region) == (curator, region)
    assert events(region)[1:] == [("granted", "newcomer", "curator", "editor")]
    sent = {name: subject for name, subject in letters(mailbox)}
    assert sent["newcomer"] == "You act for Region ES51 now"
    assert sent[owner.user.email.partition("@")[0]] == (
        "Somebody new acts for Region ES51"
    )


def test_refusal_needs_reasons_which_the_person_reads(
    client, claim, newcomer, curator, region, mailbox
):
    client.force_login(curator)
    address = f"/curation/claims/{claim.pk}/"
    page = client.post(address, {"outcome": "refused", "role": "owner"})
    assert faults(page) == {"__all__": ["Give the reasons: the person reads them."]}
    reasons = "The letter is of another office. <b>"
    client.post(address, {"outcome": "refused", "role": "owner", "reasons": reasons})
    claim.refresh_from_db()
    assert (claim.state, claim.reasons, claim.decided_by) == (
        "refused",
        reasons,
        curator,
    )
    assert Mandate.objects.count() == 0
    letter = mailbox()[-1]
    assert letter.to == ["newcomer@example.org"]
    assert f"> {reasons}" in letter.body
    assert "&lt;b&gt;" in letter.alternatives[0].content
    client.force_login(newcomer)
    page = client.get("/accounts/mandates/").content.decode()
    assert "The letter is of another office." in page


def test_claim_is_decided_once(claim, curator):
    decide = {"claim": claim, "by": curator, "reasons": "So."}
    services.decide_claim(outcome="refused", **decide)
    with pytest.raises(PortalError, match="This claim is already decided"):
        services.decide_claim(outcome="granted", **decide)
    assert Mandate.objects.count() == 0


def test_curator_does_not_decide_on_his_own_claim(curator, region):
    claim = services.claim_mandate(
        user=curator,
        organisation=region,
        role="owner",
        statement="Me",
        proof_url="https://office.example/",
    )
    with pytest.raises(services.NotAllowed, match="a claim of his own"):
        services.decide_claim(claim=claim, outcome="granted", reasons="", by=curator)


def test_curators_share_the_queue_out(client, claim, curator):
    client.force_login(curator)
    client.post(f"/curation/claims/{claim.pk}/assign/", {"take": "1"})
    page = client.get("/curation/claims/")
    assert [one.pk for one in page.context["queue"]["mine"]] == [claim.pk]
    client.post(f"/curation/claims/{claim.pk}/assign/", {"free": "1"})
    page = client.get("/curation/claims/")
    assert [one.pk for one in page.context["queue"]["others"]] == [claim.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_queue_asks_as_often_for_one_claim_as_for_three(
    client, curator, region, count, django_assert_num_queries
):
    for number in range(count):
        services.claim_mandate(
            user=make_person(f"person{number}"),
            organisation=region,
            role="owner",
            statement="Me",
            proof_url="https://office.example/",
        )
    client.force_login(curator)
    client.get("/curation/claims/")
    with django_assert_num_queries(9):
        client.get("/curation/claims/")


# --- the proof -----------------------------------------------------------------------


@pytest.mark.parametrize("who", ["newcomer", "curator"])
def test_proof_is_handed_out_as_a_file_to_save(client, claim, newcomer, curator, who):
    client.force_login({"newcomer": newcomer, "curator": curator}[who])
    answer = client.get(f"/curation/claims/{claim.pk}/proof/")
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("role", ["owner", "editor", "reader", ""])
def test_nobody_else_sees_claim_or_proof(client, claim, region, role):
    if role:
        person = make_colleague("colleague", role, region).user
    else:
        person = make_person("stranger", "FI1C")
    client.force_login(person)
    for address in (
        f"/curation/claims/{claim.pk}/",
        f"/curation/claims/{claim.pk}/proof/",
        "/curation/claims/",
    ):
        assert client.get(address).status_code == 404
    assert client.post(f"/curation/claims/{claim.pk}/assign/").status_code == 404
    client.logout()
    answer = client.get(f"/curation/claims/{claim.pk}/proof/")
    assert answer.url == f"/accounts/login/?next=/curation/claims/{claim.pk}/proof/"
