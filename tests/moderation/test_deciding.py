"""Deciding, assigning, talking: one outcome, and each side is told."""

import pytest

from portal.mail.models import Mail
from portal.web.errors import Conflict, PortalError
from regions.editing.services import change_record
from regions.models import Case, CaseMessage, Priority, Rule, Strategy
from regions.moderation import services
from regions.moderation.queries import case_numbers, case_page
from regions.moderation.records import records_of, state_of
from regions.moderation.rules import RULES
from tests import factories
from tests.moderation.conftest import acts_of, make_member

pytestmark = pytest.mark.django_db


def decide(case, people, outcome="returned", **fields):
    values = {"reasons": "It names all of agriculture.", "rule": "too_broad"} | fields
    return services.decide_case(
        case=case, outcome=outcome, by=people["curator"], **values
    )


def mails() -> list[tuple]:
    rows = Mail.objects.order_by("pk")
    return sorted((mail.to[0].partition("@")[0], mail.subject) for mail in rows)


def test_decision_is_mailed_to_those_who_may_write_in_their_language(case, people):
    people["owner"].language = "de"
    people["owner"].save()
    decide(case, people)
    assert [name for name, _subject in mails()] == ["editor", "owner"]
    text = Mail.objects.get(to=["editor@example.org"]).message
    for words in (
        "It names all of agriculture.",
        str(RULES[Rule.TOO_BROAD].text),
        "A person has decided this",
        f"/edit/cases/{case.pk}/",
    ):
        assert words in text


def test_statement_of_reasons_stands_in_the_order_of_the_law(case, people):
    decide(case, people)
    mail = Mail.objects.get(to=["editor@example.org"])
    parts = ("have returned", "It names all", "It does not stand", "You can answer")
    for text in (mail.message, mail.html_message):
        places = [text.index(part) for part in parts]
        assert places == sorted(places)


def test_nothing_is_mailed_when_an_owner_takes_back(case, people):
    services.take_back(case=case, by=people["editor"])
    assert mails() == []
    assert Strategy.objects.get().status == "draft"


def test_what_the_curator_did_not_read_is_not_decided(case, people):
    seen = state_of(records_of(case))
    priority = Priority.objects.get()
    change_record(
        record=priority,
        document={"summary": "New"},
        by=people["editor"],
        base_version=2,
    )
    with pytest.raises(Conflict, match="Read it again"):
        decide(case, people, outcome="published", seen=seen)
    assert Priority.objects.get().status == "submitted"
    decide(case, people, outcome="published", seen=state_of(records_of(case)))
    assert Priority.objects.get().status == "published"


def test_second_decision_is_refused_and_changes_nothing(case, people):
    decide(case, people, outcome="published")
    with pytest.raises(Conflict, match="already decided"):
        decide(case, people)
    assert Case.objects.get().outcome == "published"
    assert Mail.objects.count() == 2


def test_priority_that_was_submitted_by_itself_is_decided_by_itself(people):
    strategy = factories.make_strategy("ES51")
    priority = factories.make_priority("ES51", strategy=strategy, status="draft")
    own = services.submit_record(record=priority, by=people["owner"])
    about = services.ask_back(record=strategy, text="Why?", by=people["curator"])
    decide(about, people, outcome="published", reasons="")
    priority.refresh_from_db()
    assert (priority.status, Case.objects.get(pk=own.pk).outcome) == ("submitted", "")


# --- assignment ------------------------------------------------------------------


def test_case_is_taken_given_on_and_given_back(case, people):
    other = factories.make_person("other", is_staff=True)
    services.assign_case(case=case, to=people["curator"], seen=None)
    assert case_numbers(people["curator"]) == {
        "open": 1,
        "unassigned": 0,
        "mine": 1,
        "oldest": case.submitted_at,
        "answers": 0,
    }
    services.assign_case(case=case, to=other, seen=people["curator"].pk)
    services.assign_case(case=case, to=None, seen=other.pk)
    case.refresh_from_db()
    assert (case.assigned_to, case.assigned_at) == (None, None)


def test_who_takes_a_case_second_is_told_who_has_it(case, people):
    other = factories.make_person("other", is_staff=True)
    services.assign_case(case=case, to=other, seen=None)
    with pytest.raises(Conflict, match="other@example"):
        services.assign_case(case=case, to=people["curator"], seen=None)
    assert Case.objects.get().assigned_to == other


def test_cases_are_assigned_to_curators_only(case, people):
    with pytest.raises(PortalError, match="curators only"):
        services.assign_case(case=case, to=people["owner"], seen=None)
    assert Case.objects.get().assigned_to is None


def test_decided_case_is_not_assigned(case, people):
    decide(case, people)
    with pytest.raises(Conflict, match="already decided"):
        services.assign_case(case=case, to=people["curator"], seen=None)


# --- talk ------------------------------------------------------------------------


def write(case, by, text="Hello", is_curator=False):
    return services.write_message(case=case, text=text, by=by, is_curator=is_curator)


def test_question_goes_to_the_owners_and_the_answer_to_who_has_the_case(case, people):
    other = factories.make_person("other", is_staff=True)
    services.assign_case(case=case, to=other, seen=None)
    write(case, people["curator"], "Which bread?", is_curator=True)
    assert mails() == [
        ("editor", "A question about “Plan for food”"),
        ("owner", "A question about “Plan for food”"),
    ]
    Mail.objects.all().delete()
    write(case, people["owner"], "Rye.")
    assert mails() == [("other", "An answer about “Plan for food”")]


def test_answer_in_a_case_that_is_nobodys_goes_to_all_curators(case, people):
    factories.make_person("other", is_staff=True)
    factories.make_person("gone", is_staff=True, is_active=False)
    write(case, people["owner"])
    assert [name for name, _subject in mails()] == ["curator", "other"]


def test_empty_message_is_refused(case, people):
    with pytest.raises(PortalError, match="Write a message first"):
        write(case, people["owner"], "  ")
    assert not CaseMessage.objects.exists()


def test_answer_to_a_decision_waits_until_a_curator_writes(case, people):
    decide(case, people)
    write(case, people["owner"], "But it is one field only.")
    assert case_numbers(people["curator"])["answers"] == 1
    write(case, people["curator"], "You are right.", is_curator=True)
    assert case_numbers(people["curator"])["answers"] == 0


def test_returned_record_is_taken_up_again_after_an_answer(case, people):
    decide(case, people)
    renewed = services.take_up_again(case=case, by=people["curator"])
    assert (renewed.outcome, renewed.assigned_to) == ("", people["curator"])
    decide(renewed, people, outcome="published", reasons="")
    assert acts_of(Strategy.objects.get()) == [
        (1, "loaded", "portal"),
        (2, "submitted", "owner"),
        (3, "returned", "curator"),
        (4, "submitted", "curator"),
        (5, "published", "curator"),
    ]


# --- published records -----------------------------------------------------------


@pytest.fixture
def cluster():
    return factories.make_cluster("ES51", title="Bakers")


@pytest.fixture
def baker(cluster):
    return make_member("baker", "owner", cluster=cluster)


def test_asking_back_opens_a_case_and_leaves_the_record_public(cluster, baker, people):
    case = services.ask_back(record=cluster, text="Still so?", by=people["curator"])
    again = services.ask_back(record=cluster, text="And this?", by=people["curator"])
    assert again == case
    cluster.refresh_from_db()
    assert (cluster.status, case.assigned_to) == ("published", people["curator"])
    assert [one.text for one in case.messages.all()] == ["Still so?", "And this?"]
    assert {name for name, _subject in mails()} == {"baker"}
    decide(case, people, outcome="published", reasons="")
    cluster.refresh_from_db()
    assert (cluster.status, cluster.version) == ("published", 1)


def test_owner_cannot_take_back_what_was_not_submitted(cluster, baker, people):
    case = services.ask_back(record=cluster, text="Still so?", by=people["curator"])
    with pytest.raises(PortalError, match="nothing is taken back"):
        services.take_back(case=case, by=baker)
    cluster.refresh_from_db()
    assert cluster.status == "published"


def test_withdrawing_a_published_record_gives_reasons(cluster, baker, people):
    with pytest.raises(PortalError, match="Give the reasons"):
        services.withdraw_record(record=cluster, reasons="", by=people["curator"])
    assert not Case.objects.exists()
    case = services.withdraw_record(
        record=cluster, reasons="It has closed.", rule="untrue", by=people["curator"]
    )
    cluster.refresh_from_db()
    assert (cluster.status, case.outcome) == ("withdrawn", "withdrawn")
    assert mails() == [("baker", "“Bakers”: withdrawn")]
    with pytest.raises(Conflict, match="withdrawn already"):
        services.withdraw_record(record=cluster, reasons="x", by=people["curator"])


# --- the page's read ---------------------------------------------------------------


def test_new_submission_has_no_differences_and_a_second_one_has(case, people):
    page = case_page(case, people["curator"])
    assert [(str(one.record), one.changes) for one in page.parts] == [
        ("Plan for food", None),
        ("Better bread", None),
    ]
    decide(case, people)
    change_record(
        record=Priority.objects.get(),
        document={"title": "Better rye bread"},
        by=people["editor"],
        base_version=3,
    )
    again = services.submit_record(record=Strategy.objects.get(), by=people["editor"])
    plan, bread = case_page(again, people["curator"]).parts
    assert (plan.changes, plan.baseline.act) == ([], "returned")
    (title,) = bread.changes
    assert [(piece.state, piece.text) for piece in title.pieces] == [
        ("same", "Better "),
        ("added", "rye "),
        ("same", "bread"),
    ]


def test_decided_case_shows_what_was_decided_about(case, people):
    case = decide(case, people, outcome="published")
    change_record(
        record=Priority.objects.get(),
        document={"summary": "Written later"},
        by=people["editor"],
        base_version=3,
    )
    _plan, bread = case_page(case, people["curator"]).parts
    said = {one.field: one.text for one in bread.fields}
    assert said["summary"] == ""
