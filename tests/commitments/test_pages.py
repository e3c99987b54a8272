"""Pages: the form, both ladders, the file, cards and the page of a pair."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching.commitments import services
from matching.commitments.models import Commitment
from matching.introductions.models import Introduction
from portal.accounts.services import Proof
from tests import factories
from tests.commitments.story import LETTER, rows, state
from tests.introductions.story import ask, make_member
from tests.matching.factories import make_match, make_run

pytestmark = pytest.mark.django_db
PAIR = "/matches/here/there/"
PDF = b"%PDF-1.4 signed"


def page_of(answer) -> str:
    return answer.content.decode()


def form_of(met) -> str:
    return f"/introductions/{met.introduction.pk}/step/"


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("letter.pdf", content, "application/pdf")


# --- stating ---------------------------------------------------------------------


def test_form_states_a_step_with_its_file(sign_in, met):
    client = sign_in(met.asker)
    assert client.get(form_of(met)).status_code == 200
    answer = client.post(form_of(met), {"step": "4", "file": upload(PDF)})
    assert answer["Location"] == f"{met.introduction.get_absolute_url()}#commitments"
    one = Commitment.objects.get()
    assert (one.step, bytes(one.file), one.file_name) == (4, PDF, "letter.pdf")
    page = page_of(client.get(met.introduction.get_absolute_url()))
    assert f"/commitments/{one.pk}/file/" in page


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"step": "3"}, "proof"),
        ({"step": "9"}, "step"),
        ({"step": "1", "valid_until": "2020-01-01"}, "valid_until"),
        ({"step": "4", "proof_url": "javascript:alert(1)"}, "proof_url"),
        ({"step": "4", "file": b"<html>"}, "file"),
    ],
)
def test_faults_are_said_at_their_field(sign_in, met, sent, field):
    if "file" in sent:
        sent = sent | {"file": upload(sent["file"])}
    answer = sign_in(met.asker).post(form_of(met), sent)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert rows() == []


def test_before_the_other_side_accepts_the_form_leads_back(sign_in, met):
    Introduction.objects.update(state="asked", contacts_open_since=None)
    client = sign_in(met.asker)
    answer = client.post(form_of(met), {"step": "1"})
    path = met.introduction.get_absolute_url()
    assert (answer["Location"], rows()) == (f"{path}#commitments", [])
    page = page_of(client.get(path))
    assert "How far both sides go" not in page
    assert "This introduction waits for an answer." in page


def test_withdrawing_leads_back_and_is_for_the_own_side(sign_in, met):
    one = state(met)
    path = f"/commitments/{one.pk}/withdraw/"
    assert sign_in(met.answerer).post(path).status_code == 403
    answer = sign_in(met.asker).post(path)
    assert answer["Location"] == f"{met.introduction.get_absolute_url()}#commitments"
    assert rows() == [("here", 1, "withdrawn")]


# --- the two ladders -------------------------------------------------------------


def test_both_sides_see_both_ladders_and_the_history(sign_in, met):
    services.withdraw_step(by=met.asker, commitment=state(met))
    state(met, **LETTER)
    state(met, by=met.answerer, step=2)
    for person, own, other in ((met.asker, 4, 2), (met.answerer, 2, 4)):
        answer = sign_in(person).get(met.introduction.get_absolute_url())
        ladders = answer.context["ladders"]
        assert (ladders.own.step, ladders.other.step) == (own, other)
        page = page_of(answer)
        assert LETTER["proof"] in page
        assert page.count("present step") == 2
        assert page.count("withdrawn on") == 1
        assert page.count("/withdraw/") == 1
        assert "State a step" in page


def test_reader_sees_the_ladders_without_buttons(sign_in, met):
    state(met)
    client = sign_in(make_member("reader", "reader", "ES51"))
    page = page_of(client.get(met.introduction.get_absolute_url()))
    assert "present step" in page
    assert ("/withdraw/" in page, "State a step" in page) == (False, False)
    assert client.get(form_of(met)).status_code == 403
    assert client.post(form_of(met), {"step": "1"}).status_code == 403


def test_words_of_a_proof_are_no_html(sign_in, met):
    state(met, step=4, proof="<b>signed</b>")
    page = page_of(sign_in(met.answerer).get(met.introduction.get_absolute_url()))
    assert ("<b>signed" in page, "&lt;b&gt;signed" in page) == (False, True)


# --- the file --------------------------------------------------------------------


def test_file_is_for_both_sides_to_save_and_for_nobody_else(client, sign_in, met):
    one = state(met, step=4, file=Proof("letter.pdf", PDF))
    path = f"/commitments/{one.pk}/file/"
    assert client.get(path).status_code == 302
    for person in (met.asker, met.answerer):
        answer = sign_in(person).get(path)
        assert (answer.status_code, answer.content) == (200, PDF)
        assert answer["Content-Disposition"] == 'attachment; filename="letter.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
    stranger = make_member("stranger", "owner", "SE11")
    curator = factories.make_person("curator", is_staff=True)
    for person in (stranger, curator):
        assert sign_in(person).get(path).status_code == 404
    Introduction.objects.update(state="withdrawn")
    assert sign_in(met.answerer).get(path).status_code == 404
    assert sign_in(met.asker).get(path).status_code == 200


def test_step_without_a_file_has_no_address_of_one(sign_in, met):
    one = state(met)
    assert sign_in(met.asker).get(f"/commitments/{one.pk}/file/").status_code == 404


# --- cards and pairs -------------------------------------------------------------


@pytest.fixture
def listed(met):
    make_match(make_run(), met.profile, met.partner, 1)
    factories.renew()
    return met


SAID = "letter signed until"


def test_people_of_both_sides_read_it_on_the_card_and_the_pair(sign_in, listed):
    state(listed, **LETTER)
    state(listed, by=listed.answerer, step=2)
    services.withdraw_step(
        by=listed.asker, commitment=state(listed, step=5, proof="Vote")
    )
    for person in (listed.asker, listed.answerer):
        client = sign_in(person)
        for path in ("/matches/here/", PAIR):
            page = page_of(client.get(path))
            found = (page.count(SAID), page.count("officer-level until"))
            assert (found, "money earmarked until" in page) == ((1, 1), False)


def test_strangers_and_visitors_read_nothing_of_it(client, sign_in, listed):
    state(listed, **LETTER)
    people = [
        make_member("stranger", "owner", "SE11"),
        factories.make_person("curator", is_staff=True),
    ]
    clients = [client, *map(sign_in, people)]
    for one in clients:
        for path in ("/matches/here/", PAIR):
            answer = one.get(path)
            assert (answer.status_code, SAID in page_of(answer)) == (200, False)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_partners(sign_in, listed, count):
    run = listed.profile.matches.first().run
    for number in range(2, count + 1):
        other = factories.make_cluster("SE11", ["20"], slug=f"there-{number}")
        make_match(run, listed.profile, other, number)
        owner = make_member(f"owner-{number}", "owner", cluster=other)
        sent = ask(listed, partner=other)
        Introduction.objects.filter(pk=sent.pk).update(
            state="accepted",
            answered_by=owner,
            answered_at=sent.asked_at,
            contacts_open_since=sent.asked_at,
        )
        sent.refresh_from_db()
        state(listed, introduction=sent)
    state(listed)
    factories.renew()
    client = sign_in(listed.asker)
    client.get("/matches/here/")
    with CaptureQueriesContext(connection) as queries:
        page = page_of(client.get("/matches/here/"))
    assert page.count("curious until") == count
    reads = [one["sql"] for one in queries if "commitments_commitment" in one["sql"]]
    assert len(reads) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_an_introduction_reads_the_ladders_at_once(sign_in, met, count):
    for step in range(1, count + 1):
        state(met, step=step, proof="Seen")
    client = sign_in(met.asker)
    client.get(met.introduction.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        client.get(met.introduction.get_absolute_url())
    reads = [one["sql"] for one in queries if "commitments_commitment" in one["sql"]]
    assert len(reads) == 1
    # Files are not read for a page.
    assert '"commitments_commitment"."file",' not in reads[0]
