"""Results: who sees them, what they say, and what is shared."""

import csv
import io
from html import unescape

import pytest

from portal.guide.assessments import services
from portal.guide.assessments.models import Answer, Assessment
from portal.web.errors import PortalError
from tests import factories
from tests.guide.assessments.story import (
    POLICY,
    SECRET,
    make_member,
    make_set,
    page_of,
    share,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def result(region, officer) -> Assessment:
    """All at level 2 but one, with evidence that nobody else may read."""
    made = make_set(region, 2, completed_by=officer)
    made.answers.filter(question="goals").update(level=0, evidence=SECRET)
    return made


def url(assessment: Assessment, page: str = "") -> str:
    return f"/guide/assessments/{assessment.pk}/{page}"


def shared_url(assessment: Assessment) -> str:
    return f"/guide/assessments/shared/{assessment.pk}/"


# --- one's own ------------------------------------------------------------------------


def test_people_of_the_organisation_see_scores_answers_and_next_steps(
    client, result, reader
):
    client.force_login(reader)
    answer = client.get(url(result))
    page = unescape(page_of(answer))
    assert [row.score.value for row in answer.context["rows"]] == [33] + [50] * 7
    assert "by officer@example.org" in page
    assert SECRET in page
    assert str(POLICY.questions["goals"].levels[1]) in page
    assert "<svg" in page


def test_result_is_compared_with_the_last_one(client, result, region, officer):
    make_set(region, 3, days=500)
    make_set(region, 4, days=900)
    client.force_login(officer)
    answer = client.get(url(result))
    assert [row.last for row in answer.context["rows"]] == [75] * 8
    assert [row.change for row in answer.context["rows"]] == [-42] + [-25] * 7
    assert "−42" in page_of(answer)
    assert len(answer.context["history"]) == 2


def test_first_result_has_no_last_one(client, result, officer):
    client.force_login(officer)
    assert "Last time" not in page_of(client.get(url(result)))


@pytest.mark.parametrize("page", ["", "print/", "result.csv", "share/"])
def test_nobody_else_sees_it_curators_included(client, result, stranger, curator, page):
    assert client.get(url(result, page)).status_code == 302
    for person in (stranger, curator):
        client.force_login(person)
        answer = client.get(url(result, page))
        assert answer.status_code == 404
        assert SECRET not in unescape(page_of(answer))


def test_paper_has_result_and_answers(client, result, reader):
    client.force_login(reader)
    page = unescape(page_of(client.get(url(result, "print/"))))
    assert SECRET in page
    assert "Scores by dimension" in page


def test_table_has_scores_and_answers(client, result, reader):
    client.force_login(reader)
    text = page_of(client.get(url(result, "result.csv")))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 8 + 24
    assert (rows[0]["dimension"], rows[0]["score"]) == ("Strategy and evidence", "33")
    [goals] = [row for row in rows if row["evidence"]]
    assert (goals["level"], goals["evidence"]) == ("0", SECRET)
    assert goals["answer"] == str(POLICY.questions["goals"].levels[0])


def test_overview_shows_each_person_the_own_ones(client, result, reader, stranger):
    client.force_login(reader)
    page = page_of(client.get("/guide/assessments/"))
    assert url(result) in page
    assert "begin/policy" not in page
    client.force_login(stranger)
    page = page_of(client.get("/guide/assessments/"))
    assert url(result) not in page
    assert "/guide/assessments/begin/policy/FI1C/" in page


@pytest.mark.parametrize("number", [1, 3])
def test_overview_asks_as_often_for_three_organisations_as_for_one(
    client, officer, number, django_assert_num_queries
):
    for code in ("FR10", "FI1C")[: number - 1]:
        make_set(factories.make_region(code))
        officer.mandates.create(region_id=code, role="owner")
    client.force_login(officer)
    client.get("/guide/assessments/")
    with django_assert_num_queries(6):
        client.get("/guide/assessments/")


def test_curator_sees_only_how_many_were_completed(client, result, region, curator):
    make_set(region, days=None)
    make_set(factories.make_cluster("FI1C", title="Wood hub"))
    client.force_login(curator)
    answer = client.get("/guide/assessments/")
    assert answer.context["counts"] == {"policy": 1, "management": 1}
    page = unescape(page_of(answer))
    assert "1 completed so far" in page
    assert "Catalonia" not in page
    assert "Wood hub" not in page
    client.force_login(make_member("reader", "reader", "ES51"))
    assert "completed so far" not in page_of(client.get("/guide/assessments/"))


# --- shared ---------------------------------------------------------------------------


def test_consent_is_explicit_and_shows_scores_but_no_answers(client, result, officer):
    client.force_login(officer)
    answer = client.post(url(result, "share/"))
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["agreed"]
    client.post(url(result, "share/"), {"agreed": "on"})
    client.logout()
    page = unescape(page_of(client.get(shared_url(result))))
    assert "Self-assessment of Catalonia" in page
    assert "33" in page
    assert SECRET not in page
    assert "officer" not in page
    assert str(POLICY.questions["goals"].levels[0]) not in page
    assert shared_url(result) in page_of(client.get("/guide/assessments/"))


def test_consent_can_be_taken_back(client, result, officer):
    share(result)
    assert client.get(shared_url(result)).status_code == 200
    client.force_login(officer)
    client.post(url(result, "unshare/"))
    client.logout()
    assert client.get(shared_url(result)).status_code == 404
    assert shared_url(result) not in page_of(client.get("/guide/assessments/"))
    result.refresh_from_db()
    # Remembered: it counts as known in comparisons.
    assert result.shared_at is not None


def test_reader_and_stranger_share_nothing(client, result, reader, stranger):
    for person, code in ((reader, 403), (stranger, 404)):
        client.force_login(person)
        answer = client.post(url(result, "share/"), {"agreed": "on"})
        assert answer.status_code == code
    share(result)
    for person, code in ((reader, 403), (stranger, 404)):
        client.force_login(person)
        assert client.post(url(result, "unshare/")).status_code == code
    assert Assessment.objects.shared().count() == 1


def test_newer_result_takes_the_place_of_the_shared_one(region, result, officer):
    older = make_set(region, 4, days=500)
    services.share_result(by=officer, assessment=older)
    services.share_result(by=officer, assessment=result)
    assert list(Assessment.objects.shared()) == [result]


def test_what_is_not_complete_or_not_published_is_not_shared(region, officer):
    draft = make_set(region, days=None)
    with pytest.raises(PortalError):
        services.share_result(by=officer, assessment=draft)
    cluster = factories.make_cluster("ES51", status="draft")
    manager = make_member("manager", "owner", cluster=cluster)
    with pytest.raises(PortalError):
        services.share_result(by=manager, assessment=make_set(cluster))


def test_only_shared_results_are_strong_in_something(region, result):
    strong = make_set(factories.make_region("FI1C"), 3)
    hidden = make_set(factories.make_region("FR10"), 4)
    for one in (result, strong):
        share(one)
    assert list(Assessment.objects.strong_in("cooperation")) == [strong]
    share(hidden)
    assert set(Assessment.objects.strong_in("cooperation")) == {strong, hidden}
    assert list(Assessment.objects.strong_in("no-such")) == []


def test_strong_needs_half_of_the_answers(region):
    one = make_set(region, {"partners": 4})
    share(one)
    assert list(Assessment.objects.strong_in("cooperation")) == []
    Answer.objects.create(assessment=one, question="joint-work", level=-1)
    assert list(Assessment.objects.strong_in("cooperation")) == []
    one.answers.filter(question="joint-work").update(level=2)
    assert list(Assessment.objects.strong_in("cooperation")) == [one]


# --- visitors -------------------------------------------------------------------------


def test_visitor_reads_all_questions_and_tries_them_without_a_trace(client, region):
    page = unescape(page_of(client.get("/guide/assessments/questions/policy/")))
    assert "csrfmiddlewaretoken" not in page
    for one in POLICY.questions.values():
        assert str(one.text) in page
        assert str(one.levels[4]) in page
    sent = {"level-evidence": "4", "level-goals": "1", "level-selection": "-1"}
    answer = client.post("/guide/assessments/questions/policy/", sent)
    assert answer.status_code == 200
    assert [row.score.value for row in answer.context["rows"]] == [63] + [None] * 7
    assert "Make an account" in page_of(answer)
    assert str(POLICY.questions["goals"].levels[2]) in unescape(page_of(answer))
    assert Assessment.objects.count() == Answer.objects.count() == 0
    assert "sessionid" not in client.cookies


def test_visitor_who_answers_nothing_is_told_what_to_do(client, db):
    answer = client.post("/guide/assessments/questions/management/", {})
    assert "Nothing can be said yet" in page_of(answer)
    assert '<svg viewBox="0 0 640' not in page_of(answer)


def test_visitor_sees_no_median(client, region):
    for number in range(6):
        make_set(factories.make_region(f"FR{number:02}"), 3)
    sent = {f"level-{key}": "2" for key in POLICY.questions}
    answer = client.post("/guide/assessments/questions/policy/", sent)
    assert {row.median for row in answer.context["rows"]} == {None}


def test_unknown_questionnaire_is_not_there(client, db):
    assert client.get("/guide/assessments/questions/other/").status_code == 404
    assert client.post("/guide/assessments/questions/other/").status_code == 404
