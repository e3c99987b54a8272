"""Filling in, alone and beside a colleague, to the end."""

from html import unescape

import pytest
from django.db import IntegrityError

from portal.accounts.services import NotAllowed
from portal.guide.assessments import services
from portal.guide.assessments.models import Answer, Assessment
from portal.guide.assessments.shapes import LEFT_OUT
from portal.web.errors import Conflict, PortalError
from tests.guide.assessments.story import (
    MANAGEMENT,
    POLICY,
    SECRET,
    answers,
    make_set,
    page_of,
    say,
)

pytestmark = pytest.mark.django_db
NEW = {"seen": {}}


@pytest.fixture
def draft(region, officer) -> Assessment:
    return services.begin_assessment(by=officer, organisation=region)


def url(assessment: Assessment, page: str = "questions/strategy") -> str:
    return f"/guide/assessments/{assessment.pk}/{page}/"


def form_of(client, assessment: Assessment, **changed: str) -> dict[str, str]:
    """What the first page would send as it is opened, with these changes."""
    form = client.get(url(assessment)).context["form"]
    values = {name: form.initial.get(name) for name in form.fields}
    sent = {name: str(value) for name, value in values.items() if value is not None}
    return sent | changed


# --- beginning ------------------------------------------------------------------------


def test_officer_begins_and_comes_to_the_first_page(client, region, officer):
    client.force_login(officer)
    page = page_of(client.get("/guide/assessments/begin/policy/ES51/"))
    assert "24 questions on 8 pages" in page
    answer = client.post("/guide/assessments/begin/policy/ES51/", follow=True)
    made = Assessment.objects.get()
    assert (made.region, made.started_by, made.version) == (region, officer, 1)
    assert answer.redirect_chain[-1][0] == url(made)


def test_pressing_twice_begins_one(region, officer, colleague):
    first = services.begin_assessment(by=officer, organisation=region)
    assert services.begin_assessment(by=colleague, organisation=region) == first
    assert Assessment.objects.count() == 1


def test_database_holds_one_open_set_for_an_organisation(draft, region):
    with pytest.raises(IntegrityError):
        make_set(region, days=None)


def test_who_only_reads_begins_nothing(client, region, reader, stranger, curator):
    for person in (reader, stranger, curator):
        with pytest.raises(NotAllowed):
            services.begin_assessment(by=person, organisation=region)
    client.force_login(reader)
    assert client.post("/guide/assessments/begin/policy/ES51/").status_code == 403
    assert Assessment.objects.count() == 0


def test_region_has_no_questionnaire_of_clusters(client, officer):
    client.force_login(officer)
    assert client.get("/guide/assessments/begin/management/ES51/").status_code == 404


def test_who_completed_one_lately_is_told_that_it_is_early(client, region, officer):
    make_set(region, days=60)
    client.force_login(officer)
    assert "We advise to repeat it after a year" in page_of(
        client.get("/guide/assessments/begin/policy/ES51/")
    )
    assert client.post("/guide/assessments/begin/policy/ES51/").status_code == 302
    Assessment.objects.drafts().delete()
    Assessment.objects.all().delete()
    make_set(region, days=400)
    page = page_of(client.get("/guide/assessments/begin/policy/ES51/"))
    assert "We advise to repeat it after a year" not in page


# --- page by page ---------------------------------------------------------------------


def test_page_is_saved_and_the_next_one_follows(client, draft, officer):
    client.force_login(officer)
    changed = {"level-goals": "3", "evidence-goals": SECRET, "level-evidence": "-1"}
    answer = client.post(url(draft), form_of(client, draft, **changed))
    assert answer["Location"] == url(draft, "questions/governance")
    assert answers(draft) == {"evidence": (LEFT_OUT, ""), "goals": (3, SECRET)}
    again = client.get(url(draft))
    assert SECRET in unescape(page_of(again))
    assert again.context["steps"][0].answered == 2


def test_last_page_leads_to_the_review_and_leave_to_the_overview(
    client, draft, officer
):
    client.force_login(officer)
    answer = client.post(url(draft, "questions/openness"), {"level-skills": "1"})
    assert answer["Location"] == url(draft, "review")
    answer = client.post(
        url(draft, "questions/openness"),
        {"level-skills": "1", "seen-skills": "", "leave": "yes"},
    )
    assert answer["Location"] == "/guide/assessments/"


def test_draft_opens_at_the_first_page_with_open_questions(client, draft, officer):
    say(officer, draft, evidence=(1, ""), goals=(1, ""), selection=(LEFT_OUT, ""))
    client.force_login(officer)
    answer = client.get(draft.get_absolute_url())
    assert answer["Location"] == url(draft, "questions/governance")


def test_evidence_that_is_too_long_is_named_and_nothing_is_saved(
    client, draft, officer
):
    client.force_login(officer)
    sent = form_of(client, draft, **{"level-goals": "3", "evidence-goals": "x" * 501})
    answer = client.post(url(draft), sent)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["evidence-goals"]
    assert "x" * 501 in page_of(answer)
    assert answers(draft) == {}


def test_answer_that_is_none_is_refused(client, draft, officer):
    client.force_login(officer)
    answer = client.post(url(draft), form_of(client, draft, **{"level-goals": "5"}))
    assert answer.status_code == 400
    assert answer.context["form"].errors["level-goals"] == [
        "Choose one of the answers."
    ]


def test_same_page_twice_changes_nothing_the_second_time(draft, officer):
    say(officer, draft, goals=(3, SECRET))
    draft.refresh_from_db()
    before = draft.revision
    say(officer, draft, goals=(3, SECRET))
    draft.refresh_from_db()
    assert draft.revision == before == 1


# --- two at once ----------------------------------------------------------------------


def test_answers_to_different_questions_are_both_kept(draft, officer, colleague):
    say(officer, draft, goals=(1, ""), evidence=(None, ""))
    outcome = say(colleague, draft, goals=(None, ""), evidence=(4, "Figures"))
    assert answers(draft) == {"evidence": (4, "Figures"), "goals": (1, "")}
    assert outcome.taken == {"goals": "officer@example.org"}
    assert outcome.clashes == {}


def test_level_of_one_and_evidence_of_the_other_are_both_kept(
    draft, officer, colleague
):
    say(officer, draft, goals=(1, ""))
    outcome = say(colleague, draft, goals=(None, SECRET))
    assert answers(draft) == {"goals": (1, SECRET)}
    assert outcome.taken == {"goals": "officer@example.org"}


def test_two_answers_to_one_question_are_shown_side_by_side(
    client, draft, officer, colleague
):
    client.force_login(officer)
    mine = form_of(
        client,
        draft,
        **{"level-goals": "3", "level-selection": "2", "evidence-goals": "My own"},
    )
    say(colleague, draft, goals=(1, "Hers"), evidence=(4, ""))
    answer = client.post(url(draft), mine)
    assert answer.status_code == 409
    page = unescape(page_of(answer))
    assert "colleague@example.org has answered this question meanwhile" in page
    assert str(POLICY.questions["goals"].levels[1]) in page
    assert "Hers" in page
    assert "My own" in page
    assert answers(draft) == {
        "evidence": (4, ""),
        "goals": (1, "Hers"),
        "selection": (2, ""),
    }
    # The page shows what is there now, and is sent once more as it stands.
    again = dict(answer.context["form"].data.items())
    assert again["level-evidence"] == "4"
    answer = client.post(url(draft), again)
    assert answer.status_code == 302
    assert answers(draft) == {
        "evidence": (4, ""),
        "goals": (3, "My own"),
        "selection": (2, ""),
    }


def test_forged_mark_overwrites_nothing(draft, officer, colleague):
    say(officer, draft, goals=(1, "Hers"))
    said = {"goals": services.Said(3, "Mine", "nonsense")}
    outcome = services.save_page(
        by=colleague, assessment=draft, dimension=POLICY.dimensions[0], said=said
    )
    assert list(outcome.clashes) == ["goals"]
    assert answers(draft) == {"goals": (1, "Hers")}


def test_what_is_typed_into_a_completed_set_comes_back(
    client, draft, officer, colleague
):
    client.force_login(officer)
    mine = form_of(client, draft, **{"evidence-goals": "My own"})
    say(colleague, draft, goals=(1, ""), evidence=(1, ""))
    draft.refresh_from_db()
    services.complete_assessment(by=colleague, assessment=draft, revision=1)
    answer = client.post(url(draft), mine)
    assert answer.status_code == 400
    assert "is complete, and its answers stay" in page_of(answer)
    assert "My own" in page_of(answer)
    assert answers(draft) == {"evidence": (1, ""), "goals": (1, "")}


def test_what_is_typed_into_a_deleted_draft_comes_back(
    client, draft, officer, colleague
):
    client.force_login(officer)
    mine = form_of(client, draft, **{"evidence-goals": "My own", "level-goals": "3"})
    services.delete_draft(by=colleague, assessment=draft, revision=0)
    answer = client.post(url(draft), mine)
    page = unescape(page_of(answer))
    assert answer.status_code == 404
    assert "a colleague has deleted the draft" in page
    assert "My own" in page
    assert str(POLICY.questions["goals"].levels[3]) in page
    assert Assessment.objects.count() == 0


def test_words_sent_to_anothers_draft_show_nothing_of_it(
    client, draft, officer, stranger
):
    say(officer, draft, goals=(1, SECRET))
    client.force_login(stranger)
    answer = client.post(url(draft), {"evidence-goals": "My own", "level-goals": "9"})
    page = unescape(page_of(answer))
    assert (answer.status_code, "My own" in page) == (404, True)
    assert SECRET not in page
    assert str(POLICY.questions["goals"].levels[1]) not in page
    assert answers(draft) == {"goals": (1, SECRET)}


def test_lost_page_of_a_name_that_both_questionnaires_have(client, stranger):
    client.force_login(stranger)
    key = MANAGEMENT.by_key["governance"].questions[0].key
    sent = {f"level-{key}": "0"}
    answer = client.post("/guide/assessments/9/questions/governance/", sent)
    words = MANAGEMENT.questions[key].levels[0]
    assert (answer.status_code, str(words) in unescape(page_of(answer))) == (404, True)


# --- the end --------------------------------------------------------------------------


def test_review_says_what_is_open_and_completes(client, draft, officer):
    say(officer, draft, goals=(1, SECRET), evidence=(2, ""))
    client.force_login(officer)
    answer = client.get(url(draft, "review"))
    page = unescape(page_of(answer))
    assert "22 questions are open" in page
    assert SECRET in page
    answer = client.post(url(draft, "review"), {"revision": "1"})
    assert answer["Location"] == draft.get_absolute_url()
    draft.refresh_from_db()
    assert draft.completed_by == officer
    moment = draft.completed_at
    client.post(url(draft, "review"), {"revision": "1"})
    draft.refresh_from_db()
    assert draft.completed_at == moment


def test_what_changed_since_the_review_is_looked_at_first(
    client, draft, officer, colleague
):
    say(officer, draft, goals=(1, ""), evidence=(2, ""))
    say(colleague, draft, seen={"goals": (1, "")}, goals=(4, ""))
    client.force_login(officer)
    answer = client.post(url(draft, "review"), {"revision": "1"})
    assert answer.status_code == 400
    assert "Somebody has changed answers" in page_of(answer)
    assert 'name="revision" value="2"' in page_of(answer)
    draft.refresh_from_db()
    assert not draft.is_complete


def test_set_without_any_score_cannot_be_completed(draft, officer):
    say(officer, draft, goals=(1, ""), evidence=(LEFT_OUT, ""))
    with pytest.raises(PortalError, match="at least half of the questions"):
        services.complete_assessment(by=officer, assessment=draft, revision=1)


def test_nothing_is_written_after_the_end(region, officer):
    complete = make_set(region)
    with pytest.raises(Conflict):
        say(officer, complete, goals=(4, ""))
    with pytest.raises(Conflict):
        services.delete_draft(by=officer, assessment=complete, revision=0)
    assert Answer.objects.exclude(level=2).count() == 0


def test_draft_is_deleted_after_a_question(client, draft, officer, colleague):
    say(officer, draft, goals=(1, ""))
    client.force_login(colleague)
    assert "It has 1 answer." in page_of(client.get(url(draft, "delete")))
    client.post(url(draft, "delete"), {"revision": "0"})
    assert Assessment.objects.count() == 1
    client.post(url(draft, "delete"), {"revision": "1"})
    assert Assessment.objects.count() == 0


def test_reader_sees_the_draft_and_writes_nothing(client, draft, officer, reader):
    say(officer, draft, goals=(1, SECRET))
    client.force_login(reader)
    answer = client.get(draft.get_absolute_url(), follow=True)
    page = unescape(page_of(answer))
    assert SECRET in page
    assert "Complete and see the result" not in page
    assert "/questions/strategy/" not in page
    for path in ("questions/strategy", "review", "delete"):
        sent = {"revision": "1", "level-goals": "4"}
        assert client.post(url(draft, path), sent).status_code == 403
    assert answers(draft) == {"goals": (1, SECRET)}


def test_strangers_find_nothing(client, draft, stranger, curator):
    for person in (stranger, curator):
        client.force_login(person)
        for path in ("questions/strategy", "review", "delete"):
            assert client.get(url(draft, path)).status_code == 404
            assert client.post(url(draft, path), {"revision": "0"}).status_code == 404
