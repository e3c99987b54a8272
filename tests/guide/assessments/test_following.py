"""What follows: reminders, work to do, mergers, and data about people."""

import io
import json
import zipfile

import pytest

from portal.accounts.services import delete_account
from portal.guide.assessments import services
from portal.guide.assessments.models import Assessment
from portal.guide.assessments.telling import GROUP
from portal.mail.models import Mail
from portal.notices.models import Notice
from portal.notices.services import choose_paces
from regions.moderation.merge_services import merge_records
from tests import factories
from tests.guide.assessments.story import (
    SECRET,
    answers,
    make_member,
    make_set,
    page_of,
    say,
    share,
)

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    rows = Notice.objects.filter(kind="assessment-due").order_by("user__email")
    return [
        email.partition("@")[0] for email in rows.values_list("user__email", flat=True)
    ]


# --- a year later ---------------------------------------------------------------------


def test_owners_and_editors_are_told_once_after_a_year(
    region, officer, colleague, reader, stranger
):
    make_set(region, days=366)
    assert services.remind_due() == 2
    assert services.remind_due() == 0
    assert told() == ["colleague", "officer"]
    assert Mail.objects.count() == 2
    assert "Time to repeat the self-assessment of Catalonia" in {
        one.subject for one in Mail.objects.all()
    }


def test_who_wants_no_mails_gets_the_notice_only(region, officer):
    choose_paces(user=officer, paces={GROUP: "never"})
    make_set(region, days=366)
    services.remind_due()
    assert told() == ["officer"]
    assert Mail.objects.count() == 0


@pytest.mark.parametrize("days", [364, None])
def test_nobody_is_told_of_what_is_new_or_open(region, officer, days):
    make_set(region, days=days)
    assert services.remind_due() == 0
    assert told() == []


def test_who_has_begun_or_repeated_it_is_not_told(region, officer):
    make_set(region, days=400)
    draft = make_set(region, days=None)
    assert services.remind_due() == 0
    Assessment.objects.filter(pk=draft.pk).delete()
    make_set(region, days=3)
    assert services.remind_due() == 0


# --- the page of work -----------------------------------------------------------------


def lines(client, person) -> list[tuple[str, str, str]]:
    client.force_login(person)
    rows = client.get("/dashboard/").context["together"]
    return [(one.text, one.detail, one.url) for one in rows]


def test_page_of_work_leads_to_what_is_open_and_what_is_due(
    client, region, officer, colleague, reader
):
    draft = make_set(region, {"goals": 2}, days=None)
    page = draft.get_absolute_url()
    text = "Go on with the self-assessment of Catalonia."
    expected = [(text, "1 of 24 questions answered", page)]
    assert lines(client, officer) == lines(client, colleague) == expected
    assert lines(client, reader) == []
    Assessment.objects.all().delete()
    old = make_set(region, days=500)
    text = "Repeat the self-assessment of Catalonia: it is a year old."
    assert lines(client, officer) == [(text, "", old.get_absolute_url())]


def test_page_of_work_knows_nothing_of_others(client, region, stranger, curator):
    make_set(region, days=None)
    assert lines(client, stranger) == []
    assert lines(client, curator) == []


# --- mergers --------------------------------------------------------------------------


@pytest.fixture
def twins():
    return (
        factories.make_cluster("ES51", title="Wood hub", slug="wood"),
        factories.make_cluster("ES51", title="Wood hub again", slug="wood-2"),
    )


def merge(kept, gone) -> None:
    curator = factories.make_person("curator", is_staff=True)
    merge_records(kept=kept, gone=gone, chosen={}, by=curator)


def test_sets_of_a_merged_cluster_follow_it_and_one_stays_shared(twins):
    kept, gone = twins
    older, newer = make_set(kept, days=400), make_set(gone, days=50)
    share(older)
    share(newer)
    merge(kept, gone)
    assert set(Assessment.objects.of(kept)) == {older, newer}
    assert list(Assessment.objects.shared()) == [newer]


def test_two_drafts_become_one_with_the_answers_of_both(twins):
    kept, gone = twins
    draft = make_set(kept, {"board": 1, "needs": 4}, days=None)
    make_set(gone, {"board": 3, "sources": 2}, days=None)
    merge(kept, gone)
    assert list(Assessment.objects.all()) == [draft]
    assert answers(draft) == {"board": (1, ""), "needs": (4, ""), "sources": (2, "")}


def test_record_that_nobody_ever_checked_brings_nothing(twins):
    kept, _gone = twins
    typed = factories.make_cluster("ES51", slug="typed", status="draft")
    made = make_set(typed)
    merge(kept, typed)
    assert list(Assessment.objects.of(kept)) == []
    assert list(Assessment.objects.of(typed)) == [made]


# --- people ---------------------------------------------------------------------------


def test_export_names_what_one_did_and_holds_no_contents(client, region, officer):
    made = services.begin_assessment(by=officer, organisation=region)
    say(officer, made, goals=(1, SECRET), evidence=(1, ""))
    services.complete_assessment(by=officer, assessment=made, revision=1)
    client.force_login(officer)
    answer = client.get("/accounts/data/export/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    [row] = json.loads(files["self-assessments-that-you-completed.json"])
    assert row == {"id": made.pk, "what": "Catalonia (ES51)"}
    assert len(json.loads(files["answers-of-self-assessments-by-you.json"])) == 2
    assert SECRET not in "".join(files.values())


def test_deleted_account_leaves_the_set_without_its_name(
    client, region, officer, colleague
):
    made = services.begin_assessment(by=colleague, organisation=region)
    say(colleague, made, goals=(1, "Hers"), evidence=(1, ""))
    services.complete_assessment(by=colleague, assessment=made, revision=1)
    delete_account(user=colleague)
    client.force_login(officer)
    page = page_of(client.get(made.get_absolute_url()))
    assert "Hers" in page
    assert "colleague@" not in page


def test_mandate_that_ended_shows_nothing(client, region):
    member = make_member("former", "owner", "ES51")
    made = make_set(region)
    member.mandates.update(ends_on="2020-01-01")
    client.force_login(member)
    assert client.get(made.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "what", ["Self-assessments", "Questions to peers", "Practices", "Checklists"]
)
def test_privacy_page_says_who_sees_what_of_the_guide(client, what):
    page = page_of(client.get("/privacy/"))
    assert f'<th scope="row">{what}' in page
    assert "They name you as long as you have an account. A draft of a self" in page
