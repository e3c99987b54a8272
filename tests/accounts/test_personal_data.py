"""What is held about a person: shown, exported, and gone with the account."""

import io
import json
import zipfile

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from portal.accounts import services
from portal.accounts.data_words import file_names
from portal.accounts.models import (
    Claim,
    Invitation,
    Mandate,
    MandateEvent,
    User,
)
from portal.accounts.personal_data import OWN, SECRETS, holdings
from portal.mail.models import Mail
from portal.mail.services import queue_mail
from portal.web.errors import PortalError
from regions.editing import services as editing
from regions.models import Case, CaseMessage, Draft, ImportJob, Version
from tests.accounts.story import letters, make_colleague
from tests.factories import make_cluster, make_person, make_region

pytestmark = pytest.mark.django_db
PASSWORD = "a-word-2-sign"
PROOF = b"%PDF-1.7 a letter with my private telephone"


@pytest.fixture
def region():
    return make_region("ES51")


@pytest.fixture
def person(region):
    """An owner of ES51 with something of each kind, beside another owner."""
    other = make_colleague("other", "owner", region)
    user = make_colleague("person", "owner", region).user
    Mandate.objects.filter(pk=other.pk).update(granted_by=user)
    services.update_name(
        user=user, name="Ada Person", position="Head", name_visibility="partners"
    )
    services.claim_mandate(
        user=user,
        organisation=make_region("FI1C"),
        role="editor",
        statement="I know them all.",
        proof=services.Proof("letter.pdf", PROOF),
    )
    services.invite(
        organisation=region, email="new@example.org", role="reader", by=user
    )
    Draft.objects.create(user=user, kind="cluster", data={"title": ["My draft"]})
    cluster = make_cluster("ES51", title="Our hub")
    Mandate.objects.create(user=user, cluster=cluster, role="editor")
    editing.confirm_records(records=[cluster], by=user)
    case = Case.objects.create(
        kind="cluster",
        key=cluster.pk,
        title="Our hub",
        region=region,
        submitted_by=user,
    )
    CaseMessage.objects.create(case=case, by=user, text="Please look at it again.")
    queue_mail(
        to=user.email,
        template="check",
        context={"asked_by": "Ada"},
        language="en",
    )
    return user


def archive(client) -> dict[str, bytes]:
    answer = client.get("/accounts/data/export/")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


# --- seeing and taking ---------------------------------------------------------------


def test_page_says_what_is_held_in_words(client, person):
    client.force_login(person)
    page = client.get("/accounts/data/").content.decode()
    for word in ("Ada Person", "Head", "Mandates: 2", "Claims: 1", "Drafts: 1"):
        assert word in page
    assert "Mails to you: 1" in page
    assert "Profiles (confirmed by): 1" in page


def test_export_holds_all_that_is_linked_to_the_person(client, person):
    client.force_login(person)
    files = archive(client)
    assert json.loads(files["your-account.json"])[0]["name"] == "Ada Person"
    assert [one["role"] for one in json.loads(files["mandates.json"])] == [
        "owner",
        "editor",
    ]
    [claim] = json.loads(files["claims.json"])
    assert (claim["statement"], claim["region"]) == ("I know them all.", "FI1C")
    [proof] = [name for name in files if name.startswith("proofs/")]
    assert files[proof] == PROOF
    [draft] = json.loads(files["drafts.json"])
    assert draft["data"] == {"title": ["My draft"]}
    [message] = json.loads(files["messages-about-cases.json"])
    assert message["text"] == "Please look at it again."
    [version] = json.loads(files["versions-of-records-by-you.json"])
    assert version["document"]["title"] == "Our hub"
    assert "cases.json" in files
    assert "profiles-confirmed-by.json" in files
    [mail] = json.loads(files["mails-to-you.json"])
    assert mail["subject"] == "Mail from the portal arrives"
    readme = files["README.txt"].decode()
    assert "person@example.org" in readme
    said = {line for line in readme.splitlines() if line.endswith(".json")}
    assert said == {name for name in files if name.endswith(".json")}


def test_export_is_in_the_words_of_its_reader(client, person):
    client.force_login(person)
    files = archive(client)
    assert {name for name in files if "/" not in name} == {
        "README.txt",
        "your-account.json",
        "cases.json",
        "changes-of-mandates-by-you.json",
        "claims.json",
        "drafts.json",
        "e-mail-addresses.json",
        "events-of-mandates.json",
        "invitations-by-you.json",
        "invitations-to-you.json",
        "mails-to-you.json",
        "mandates.json",
        "mandates-granted-by.json",
        "messages-about-cases.json",
        "profiles-confirmed-by.json",
        "versions-of-records-by-you.json",
    }
    readme = files["README.txt"].decode()
    assert (
        "mandates.json\n    Mandates: for whom you act or acted, in which role, since"
        " when and until when.\n"
    ) in readme
    assert (
        "mandates-granted-by.json\n    Mandates (granted by): only which ones: they"
        " belong to others.\n"
    ) in readme
    client.cookies["django_language"] = "de"
    files = archive(client)
    [draft] = json.loads(files["entwürfe.json"])
    assert draft["data"] == {"title": ["My draft"]}
    assert "mandate-erteilt-von.json" in files
    assert "entwürfe.json\n    Entwürfe: " in files["README.txt"].decode()


def test_each_file_of_the_export_has_a_name_of_its_own():
    titles = ["Rows", "rows", "Rows (by)", "—", "Rows!", "-"]
    assert file_names(titles) == [
        "rows.json",
        "rows-2.json",
        "rows-by.json",
        "data.json",
        "rows-3.json",
        "data-2.json",
    ]


def test_export_holds_events_imports_and_mails_to_every_proved_address(client, person):
    ImportJob.objects.create(user=person, name="mine.xlsx", file=b"rows", error="No.")
    for address, is_proved in (("second@x.org", True), ("others@x.org", False)):
        person.emailaddress_set.create(email=address, verified=is_proved)
        queue_mail(
            to=address, template="check", context={"asked_by": "Ada"}, language="en"
        )
    client.force_login(person)
    files = archive(client)
    events = json.loads(files["events-of-mandates.json"])
    assert [(one["what"], one["role"]) for one in events] == [("claimed", "editor")]
    assert [one["region"] for one in events] == ["FI1C"]
    [job] = json.loads(files["imports.json"])
    assert (job["name"], job["error"]) == ("mine.xlsx", "No.")
    [name] = [name for name in files if name.startswith("imports/")]
    assert files[name] == b"rows"
    assert len(json.loads(files["mails-to-you.json"])) == 2


def test_export_holds_no_secret_and_nothing_of_others(client, person):
    client.force_login(person)
    text = b"\n".join(
        content for name, content in archive(client).items() if ".json" in name
    ).decode()
    [invitation] = Invitation.objects.all()
    assert person.password not in text
    assert invitation.key_hash not in text
    assert client.session.session_key not in text
    assert "other@example.org" not in text


def test_every_link_to_a_person_is_found_through_the_models():
    """A new model with a key to a person is exported without being named here."""
    from_models = {
        (field.related_model._meta.label_lower, field.field.name)
        for field in User._meta.get_fields(include_hidden=True)
        if field.auto_created
        and not field.concrete
        and not field.many_to_many
        and field.field.model == field.related_model
    }
    assert from_models >= OWN
    for label, name in SECRETS:
        assert apps.get_model(label)._meta.get_field(name)


def test_person_without_anything_has_an_export_too(client):
    person = make_person("new")
    client.force_login(person)
    assert json.loads(archive(client)["your-account.json"])[0]["email"] == person.email
    assert [one for one in holdings(person) if one.model is Mandate] == []


def test_visitor_is_led_to_sign_in(client):
    for path in ("data/", "data/export/", "delete/", "name/"):
        answer = client.get(f"/accounts/{path}")
        assert answer.url == f"/accounts/login/?next=/accounts/{path}"


def test_name_position_and_who_sees_them_are_changed(client, person):
    client.force_login(person)
    client.post(
        "/accounts/name/",
        {"name": "Ada B.", "position": "", "name_visibility": "public"},
    )
    person.refresh_from_db()
    assert (person.name, person.position, person.name_visibility) == (
        "Ada B.",
        "",
        "public",
    )
    page = client.post("/accounts/name/", {"name": "A", "name_visibility": "no"})
    assert list(page.context["form"].errors) == ["name_visibility"]


# --- deletion ------------------------------------------------------------------------


def test_deletion_takes_what_is_personal_and_keeps_the_institutions_record(
    client, person, region
):
    other = Client()
    other.force_login(person)
    client.force_login(person)
    page = client.post("/accounts/delete/", {"password": PASSWORD}, follow=True)
    assert "Your account has been deleted." in page.content.decode()
    assert not User.objects.filter(email="person@example.org").exists()
    assert (Claim.objects.count(), Draft.objects.count()) == (0, 0)
    assert not Mail.objects.filter(to="person@example.org").exists()
    assert Session.objects.filter(expire_date__gt=timezone.now()).count() == 0
    cluster = make_region("ES51").profiles.get(title="Our hub")
    assert (cluster.confidence, cluster.confirmed_by) == ("confirmed", None)
    assert cluster.confirmed_at is not None
    version = Version.objects.get(kind="cluster", key=cluster.pk, act="confirmed")
    assert (version.by, version.role) == (None, "owner")
    message = CaseMessage.objects.get()
    assert (message.text, message.by) == ("Please look at it again.", None)
    ended = MandateEvent.objects.filter(region=region, what="ended")
    assert list(ended.values_list("person", "by", "role")) == [(None, None, "owner")]


def test_nothing_names_the_person_any_more(client, person):
    """Whatever table there is: neither address nor name is in it."""
    sent = Mail.objects.filter(to="new@example.org").get()
    assert "Ada Person" in sent.message
    client.force_login(person)
    client.post("/accounts/delete/", {"password": PASSWORD})
    found = [
        (model._meta.label, row)
        for model in apps.get_models()
        for row in map(str, model._base_manager.values())
        if "person@example.org" in row or "Ada Person" in row
    ]
    assert found == []


@pytest.mark.parametrize("typed", ["", "wrong"])
def test_deletion_needs_the_password(client, person, typed):
    client.force_login(person)
    page = client.post("/accounts/delete/", {"password": typed})
    assert list(page.context["form"].errors) == ["password"]
    assert User.objects.filter(pk=person.pk).exists()


def test_person_without_a_password_types_the_address(client, person):
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    page = client.post("/accounts/delete/", {"address": "other@example.org"})
    assert list(page.context["form"].errors) == ["address"]
    client.post("/accounts/delete/", {"address": "Person@example.org"})
    assert not User.objects.filter(pk=person.pk).exists()


def test_last_owner_hands_over_or_says_that_it_is_left(client, region, mailbox):
    make_person("curator", is_staff=True)
    owner = make_colleague("owner", "owner", region)
    client.force_login(owner.user)
    page = client.get("/accounts/delete/").content.decode()
    assert "You are the last owner" in page
    page = client.post("/accounts/delete/", {"password": PASSWORD})
    assert page.context["form"].non_field_errors() == [
        "You are the last owner of Region ES51. Hand over first."
    ]
    assert letters(mailbox) == []
    client.post("/accounts/delete/", {"password": PASSWORD, "leaves_ownerless": "on"})
    assert not User.objects.filter(pk=owner.user_id).exists()
    assert letters(mailbox) == [("curator", "Region ES51 has no owner any more")]


def test_owner_beside_another_deletes_and_no_curator_is_told(client, person, mailbox):
    make_person("curator", is_staff=True)
    services.delete_account(user=User.objects.get(email="other@example.org"))
    assert letters(mailbox)[-1] == ("person", "Mail from the portal arrives")
    with pytest.raises(PortalError, match="You are the last owner of Region ES51"):
        services.delete_account(user=person)
    assert User.objects.filter(pk=person.pk).exists()
