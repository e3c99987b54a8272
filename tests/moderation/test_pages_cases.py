"""The queue and the page of a case: what they say, and what a curator does there."""

import pytest
from django.utils import timezone

from regions.editing.services import change_record
from regions.models import Case, Priority, Strategy
from regions.moderation import services
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(sign_in):
    return sign_in("curator")


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def submit(people, code="ES51", **fields):
    cluster = factories.make_cluster(code, status="draft", **fields)
    return services.submit_record(record=cluster, by=people["editor"])


def titles(answer) -> list[str]:
    return [case.title for case in answer.context["page"]]


# --- the queue ---------------------------------------------------------------------


def test_queue_shows_the_oldest_first_with_age_region_and_people(curator, people):
    for days, title in ((2, "Younger"), (40, "Older")):
        case = submit(people, title=title)
        # By the calendar: 40 times 24 hours may begin a day later where clocks change.
        submitted = timezone.localtime() - timezone.timedelta(days=days)
        Case.objects.filter(pk=case.pk).update(submitted_at=submitted)
    answer = curator.get("/curation/cases/")
    assert titles(answer) == ["Older", "Younger"]
    text = text_of(answer)
    for words in ("40 days ago", "editor@example.org", "Region ES51", "Take it"):
        assert words in text


def test_queue_is_filtered_by_holder_kind_country_and_state(curator, people, case):
    mine = submit(people, "FR10", title="Mine")
    services.assign_case(case=mine, to=people["curator"], seen=None)
    done = submit(people, "FR10", title="Done")
    services.decide_case(
        case=done, outcome="published", reasons="", by=people["curator"]
    )

    def shown(query: str) -> list[str]:
        return titles(curator.get(f"/curation/cases/?{query}"))

    assert shown("") == ["Plan for food", "Mine"]
    assert shown("holder=mine") == ["Mine"]
    assert shown("holder=unassigned&kind=strategy") == ["Plan for food"]
    assert shown("country=FR") == ["Mine"]
    assert shown("state=decided") == ["Done"]
    assert shown("kind=cluster&country=ES") == []
    services.write_message(
        case=done, text="Thanks", by=people["owner"], is_curator=False
    )
    assert shown("state=answered") == ["Done"]


@pytest.mark.parametrize("query", ["kind=nonsense", "who=me", "page=9"])
def test_queue_refuses_what_it_does_not_know(curator, case, query):
    answer = curator.get(f"/curation/cases/?{query}")
    assert answer.status_code in (400, 404)
    assert "Plan for food" not in text_of(answer)
    assert "Show the whole list" in text_of(answer)


def test_empty_queue_leads_to_the_latest_changes(curator):
    text = text_of(curator.get("/curation/cases/"))
    assert "Nothing waits" in text
    assert 'href="/curation/changes/"' in text


@pytest.mark.parametrize("count", [1, 3])
def test_queue_costs_the_same_for_one_and_three(
    curator, people, count, django_assert_num_queries
):
    for number in range(count):
        submit(people, title=f"Cluster {number}")
    curator.get("/curation/cases/")
    with django_assert_num_queries(14):
        answer = curator.get("/curation/cases/")
    assert len(titles(answer)) == count


def test_curator_takes_a_case_from_the_queue(curator, people, case):
    data = {"to": people["curator"].pk, "seen": ""}
    answer = curator.post(f"/curation/cases/{case.pk}/assign/", data, follow=True)
    assert "is assigned to curator@example.org" in text_of(answer)
    assert Case.objects.get().assigned_to == people["curator"]
    other = factories.make_person("other", is_staff=True)
    data = {"to": other.pk, "seen": ""}
    answer = curator.post(f"/curation/cases/{case.pk}/assign/", data, follow=True)
    assert "Meanwhile this case was assigned to curator@example.org" in text_of(answer)


# --- one case ------------------------------------------------------------------------


def test_case_shows_the_whole_submission(curator, case):
    factories.make_topic("10", label_en="Food products")
    text = text_of(curator.get(f"/curation/cases/{case.pk}/"))
    for words in (
        *("Plan for food", "Better bread", "A test bakery"),
        *("A secret partner", "Confidential", "Submitted by editor@example.org"),
    ):
        assert words in text


@pytest.mark.parametrize("count", [1, 3])
def test_case_costs_the_same_for_one_and_three_priorities(
    curator, people, strategy, count, django_assert_num_queries
):
    for number in range(count - 1):
        factories.make_priority(
            "ES51", strategy=strategy, title=f"Priority {number}", status="draft"
        )
    case = services.submit_record(record=strategy, by=people["editor"])
    curator.get(f"/curation/cases/{case.pk}/")
    with django_assert_num_queries(24):
        answer = curator.get(f"/curation/cases/{case.pk}/")
    assert len(answer.context["found"].parts) == count + 1


def post(curator, case, **data):
    return curator.post(f"/curation/cases/{case.pk}/", data, follow=True)


def test_curator_publishes(curator, case):
    seen = curator.get(f"/curation/cases/{case.pk}/").context["found"].seen
    answer = post(curator, case, outcome="published", seen=seen)
    assert "“Plan for food” is published. Its owner is told." in text_of(answer)
    assert Priority.objects.get().status == "published"


def test_returning_needs_rule_and_facts_and_keeps_what_was_typed(curator, case):
    answer = post(curator, case, outcome="returned", reasons="Too much at once")
    assert answer.status_code == 400
    assert "Choose the rule on which you decide." in text_of(answer)
    assert "Too much at once</textarea>" in text_of(answer)
    answer = post(curator, case, outcome="returned", rule="too_broad")
    assert "Give the reasons: the owner reads them." in text_of(answer)
    assert Case.objects.get().outcome == ""
    post(curator, case, outcome="returned", rule="too_broad", reasons="Too much")
    assert Case.objects.get().reasons == "Too much"


def test_rule_and_facts_are_not_called_optional(curator, case):
    """They are needed for two of three decisions, as the page says."""
    text = text_of(curator.get(f"/curation/cases/{case.pk}/"))
    assert "Rule and facts are needed unless you publish." in text
    decide = text.partition('id="decide"')[2].partition("</section>")[0]
    for name in ("Rule", "Facts"):
        assert f">{name}</label>" in decide
    assert "optional" not in decide


def test_beginning_of_the_reasons_is_put_in_without_script(curator, case):
    answer = post(curator, case, start_with="no_source", reasons="First this.")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "First this.\n\nThe address given for" in text
    assert '<option value="no_source" selected>' in text
    assert Case.objects.get().outcome == ""


def test_page_of_before_a_change_decides_nothing(curator, case, people):
    seen = curator.get(f"/curation/cases/{case.pk}/").context["found"].seen
    change_record(
        record=Strategy.objects.get(),
        document={"title": "Plan for all"},
        by=people["editor"],
        base_version=2,
    )
    answer = post(curator, case, outcome="published", seen=seen)
    assert "Read it again." in text_of(answer)
    assert Case.objects.get().outcome == ""


def test_two_curators_decide_and_the_second_is_told(curator, case, people):
    services.decide_case(
        case=case, outcome="returned", reasons="No", by=people["curator"]
    )
    answer = post(curator, case, outcome="published")
    assert "This case is already decided." in text_of(answer)
    assert Strategy.objects.get().status == "returned"


def test_curator_asks_and_owner_answers(curator, case, sign_in):
    curator.post(f"/curation/cases/{case.pk}/message/", {"text": "Which bread?"})
    owner = sign_in("owner")
    text = text_of(owner.get(f"/edit/cases/{case.pk}/"))
    assert "Which bread?" in text
    assert "curator@example.org" not in text
    owner.post(f"/edit/cases/{case.pk}/", {"text": "<b>Rye</b>"})
    text = text_of(sign_in("curator").get(f"/curation/cases/{case.pk}/"))
    assert "&lt;b&gt;Rye&lt;/b&gt;" in text
    assert "owner@example.org" in text


def test_owner_reads_the_statement_of_reasons_and_how_to_answer(case, people, sign_in):
    services.decide_case(
        case=case,
        outcome="returned",
        reasons="It names all of agriculture.",
        rule="too_broad",
        by=people["curator"],
    )
    text = text_of(sign_in("reader").get(f"/edit/cases/{case.pk}/"))
    parts = (
        *("Curators have returned the record", "It names all of agriculture."),
        *("It does not stand for a whole sector.", "out-of-court body"),
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "Send to the curators" not in text


def test_likely_duplicates_are_named_beside_a_submission(curator, people):
    first = factories.make_cluster("ES51", title="Baker's Valley Cluster")
    case = submit(people, title="Cluster Bakers Valley e.V.", website="")
    text = text_of(curator.get(f"/curation/cases/{case.pk}/"))
    assert "This may be registered already" in text
    assert f"/clusters/{first.slug}/" in text


def test_thin_records_are_called_thin_beside_a_submission(curator, people, strategy):
    factories.make_priority("ES51", strategy=strategy, title="Bare", status="draft")
    case = services.submit_record(record=strategy, by=people["editor"])
    text = text_of(curator.get(f"/curation/cases/{case.pk}/"))
    assert "<strong>Bare</strong>" in text
    assert text.count("thin: It has no topics: nobody will find it.") == 1
    assert "<strong>Better bread</strong>" not in text
    # Once it is decided there is nothing left to be weighed.
    services.decide_case(
        case=case, outcome="published", reasons="", by=people["curator"]
    )
    assert "thin: " not in text_of(curator.get(f"/curation/cases/{case.pk}/"))


def test_tabs_lead_to_the_curators_pages_that_exist(curator):
    text = text_of(curator.get("/curation/changes/"))
    for path in ("cases", "duplicates", "changes", "mails"):
        assert f'href="/curation/{path}/"' in text
    assert 'href="/curation/changes/" aria-current="page"' in text
