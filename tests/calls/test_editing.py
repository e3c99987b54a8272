"""Curators write calls in the browser, without JavaScript."""

import pytest

from matching.calls import services
from matching.calls.models import Call, CallEdit, Change
from matching.calls.services import CaseSaid, Facts, RuleSaid
from matching.composition import KINDS, RuleError
from matching.consortia.models import Consortium
from portal.accounts.services import NotAllowed
from portal.web.errors import Conflict, PortalError
from tests.calls.story import THREE, make_call, make_case, make_rule, page_of
from tests.factories import make_person, make_priority, make_topic, renew

pytestmark = pytest.mark.django_db
FACTS = {
    "title": "New call",
    "programme": "I3",
    "identifier": "I3-2027-INV1",
    "source_url": "https://example.org/call",
    "verification": "text",
}


@pytest.fixture
def desk(sign_in, curator):
    return sign_in(curator)


def rows(*partners, total=None):
    """Partners as the form of a case sends them."""
    sent = {"partners-TOTAL_FORMS": total or len(partners), "partners-INITIAL_FORMS": 0}
    for number, one in enumerate(partners):
        sent |= {f"partners-{number}-{name}": value for name, value in one.items()}
    return sent


def test_a_call_is_written_tested_and_published(client, desk):
    make_topic("20")
    renew()
    sent = FACTS | {"topics": ["20"], "closes": "2099-05-01", "budget_eur": "1000"}
    answer = desk.post("/calls/new/", sent)
    call = Call.objects.get()
    assert answer["Location"] == f"/calls/{call.slug}/desk/"
    assert (call.slug, call.is_published) == ("i3-2027-inv1", False)
    assert [topic.pk for topic in call.topics.all()] == ["20"]
    rule = {
        "param-n": "1",
        "param-of": "partners",
        "param-categories": ["less"],
        "param-outermost": "on",
        "verification": "text",
    }
    desk.post(f"/calls/{call.slug}/rules/new/?kind=min_from", rule)
    row = call.rules.get()
    assert row.params == {
        "n": 1,
        "of": "partners",
        "categories": ["less"],
        "outermost": True,
    }
    partner = {"key": "A", "category": "less", "share": "40", "is_nonprofit": "yes"}
    case = {"name": "One", "expected": "unmet", **rows(partner, {}, total=3)}
    desk.post(f"/calls/{call.slug}/cases/new/?rule={row.pk}", case)
    found = row.cases.get()
    wanted = {"key": "A", "category": "less", "share": 0.4, "is_nonprofit": True}
    assert found.partners == [wanted]
    page = page_of(desk.get(f"/calls/{call.slug}/desk/"))
    assert "1 test case fails." in page
    call.refresh_from_db()
    publish = f"/calls/{call.slug}/publish/"
    answer = desk.post(publish, {"revision": call.revision})
    assert answer.status_code == 400
    assert "1 test case fails. Mend the rule or the case" in page_of(answer)
    mended = case | {"expected": "met", "revision": call.revision}
    desk.post(f"/calls/{call.slug}/cases/{found.pk}/", mended)
    call.refresh_from_db()
    desk.post(publish, {"revision": call.revision})
    call.refresh_from_db()
    assert call.is_published
    changes = list(call.edits.order_by("pk").values_list("change", flat=True))
    assert changes == ["added", "rules", "cases", "cases", "published"]
    desk.logout()
    assert "New call" in page_of(client.get("/calls/"))


def test_failing_cases_are_published_only_with_a_tick_which_is_written_down(curator):
    call = make_call(is_published=False)
    make_case(call, make_rule(call), expected="unmet")
    act = {"by": curator, "call": call, "revision": 0}
    with pytest.raises(Conflict):
        services.publish_call(**act)
    services.publish_call(**act, despite_failing=True)
    services.publish_call(**act)
    assert [edit.change for edit in call.edits.all()] == [Change.FAILING]


def test_facts_that_contradict_each_other_are_named_and_nothing_is_kept(desk):
    wrong = FACTS | {
        "opens": "2099-05-02",
        "closes": "2099-05-01",
        "grant_min_eur": "5",
        "grant_max_eur": "4",
        "source_url": "",
    }
    answer = desk.post("/calls/new/", wrong)
    assert answer.status_code == 400
    errors = set(answer.context["form"].errors)
    assert errors == {"closes", "grant_max_eur", "source_url"}
    assert not Call.objects.exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_that_no_calendar_holds_is_named(desk, day):
    answer = desk.post("/calls/new/", FACTS | {"closes": day})
    assert list(answer.context["form"].errors) == ["closes"]
    assert not Call.objects.exists()


def test_topics_are_found_without_a_script(desk):
    make_topic("20", label_en="Chemicals")
    renew()
    sent = FACTS | {"_do": "search:topics", "_q-topics": "chem"}
    answer = desk.post("/calls/new/", sent)
    assert "Chemicals" in page_of(answer)
    assert not Call.objects.exists()


def test_another_row_is_added_by_the_server(desk):
    call = make_call()
    sent = {"name": "", "_do": "more", **rows({"key": "A"}, {"key": "B"})}
    page = page_of(desk.post(f"/calls/{call.slug}/cases/new/", sent))
    assert 'name="partners-2-key"' in page
    assert 'value="B"' in page
    assert not call.cases.exists()


def test_a_case_that_cannot_be_read_names_the_row(desk):
    call = make_call()
    sent = {"name": "X", "expected": "met", **rows({"key": "A"}, {"country": "Spain"})}
    answer = desk.post(f"/calls/{call.slug}/cases/new/", sent)
    assert answer.status_code == 400
    same = sent | rows({"key": "A"}, {"key": "A", "country": "1X"})
    answer = desk.post(f"/calls/{call.slug}/cases/new/", same)
    assert "Partner 2: This is no country" in page_of(answer)
    assert not call.cases.exists()


PARAMS = {
    "param-n": "1",
    "param-share": "50",
    "param-trl": "6",
    "param-low": "2",
    "param-high": "9",
    "param-role": "pilot site",
    "param-topics": ["20"],
    "param-areas": "North: DK, FI\nSouth: ES",
    "param-actors": ["cluster"],
    "param-categories": ["less"],
    "param-countries": "es, FI",
    "verification": "text",
}
CHOSEN = {
    "min_countries": {"param-among": "listed"},
    "max_share": {"param-of": "categories"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_form_that_keeps_what_is_typed(desk, kind):
    call = make_call()
    path = f"/calls/{call.slug}/rules/new/?kind={kind}"
    names = {f"param-{one.name}" for one in KINDS[kind].params} | {"verification"}
    sent = {k: v for k, v in PARAMS.items() if k in names} | CHOSEN.get(kind, {})
    assert desk.get(path).status_code == 200
    assert desk.post(path, sent).status_code == 302
    row = call.rules.get()
    page = f"/calls/{call.slug}/rules/{row.pk}/"
    form = desk.get(page).context["form"]
    again = {
        field.html_name: field.value() for field in form if field.value() not in (None,)
    }
    before = row.params
    assert desk.post(page, again).status_code == 302
    row.refresh_from_db()
    assert row.params == before


def test_wrong_parameters_are_said_beside_their_field(desk):
    call = make_call()
    path = f"/calls/{call.slug}/rules/new/?kind=grant_range"
    sent = {"param-low": "9", "param-high": "2", "verification": "text"}
    answer = desk.post(path, sent)
    errors = answer.context["form"].errors
    assert errors == {"param-high": ["This is less than the least amount."]}
    assert desk.get(f"/calls/{call.slug}/rules/new/?kind=magic").status_code == 404
    assert not call.rules.exists()


def test_two_tabs_do_not_write_over_each_other(curator):
    call = services.add_call(by=curator, facts=Facts("Call", "I3"))
    edit = {"by": curator, "call": call, "revision": call.revision}
    services.edit_call(**edit, facts=Facts("First tab", "I3"))
    with pytest.raises(Conflict):
        services.edit_call(**edit, facts=Facts("Second tab", "I3"))
    assert Call.objects.get().title == "First tab"
    [change] = call.edits.filter(change=Change.FACTS)
    assert change.details == {"title": ["Call", "First tab"]}


def test_what_is_pressed_twice_is_there_once(curator):
    facts = Facts(" Call ", "I3", identifier="X")
    call = services.add_call(by=curator, facts=facts)
    assert services.add_call(by=curator, facts=facts) == call
    said = RuleSaid("min_partners", {"n": 3})
    rule = services.add_rule(by=curator, call=call, said=said)
    assert services.add_rule(by=curator, call=call, said=said) == rule
    case = CaseSaid("Three", "met", THREE)
    for _once in range(2):
        services.add_case(by=curator, call=call, rule=rule, said=case)
    assert (Call.objects.count(), call.rules.count(), call.cases.count()) == (1, 1, 1)
    assert CallEdit.objects.count() == 3


def test_what_is_removed_twice_leads_back_to_the_desk(desk):
    call = make_call()
    rule = make_rule(call)
    for path in (f"cases/{make_case(call).pk}", f"rules/{rule.pk}"):
        for _press in (1, 2):
            answer = desk.post(f"/calls/{call.slug}/{path}/remove/", follow=True)
            assert answer.status_code == 200
    assert (call.rules.count(), call.cases.count()) == (0, 0)


def test_rules_move_and_take_their_cases_with_them(curator):
    call = make_call()
    first, second = make_rule(call), make_rule(call, "max_partners")
    make_case(call, second)
    services.move_rule(by=curator, rule=second, up=True)
    services.move_rule(by=curator, rule=second, up=True)
    assert list(call.rules.all()) == [second, first]
    services.remove_rule(by=curator, rule=second)
    services.remove_rule(by=curator, rule=second)
    assert (call.rules.count(), call.cases.count()) == (1, 0)


def test_only_a_draft_that_was_never_public_is_deleted(desk, curator):
    call = services.add_call(by=curator, facts=Facts("Call", "I3"))
    other = make_call()
    assert desk.post(f"/calls/{call.slug}/delete/")["Location"] == "/calls/"
    services.hide_call(by=curator, call=other)
    for one in (other, make_call()):
        with pytest.raises(PortalError):
            services.delete_draft(by=curator, call=one)
    assert not Call.objects.filter(pk=call.pk).exists()


def test_a_draft_for_which_a_consortium_is_built_is_kept(desk, curator):
    call = services.add_call(by=curator, facts=Facts("Call", "I3"))
    lead = make_priority("PT11", slug="lead")
    Consortium.objects.create(title="Ours", slug="ours", call=call, lead=lead)
    answer = desk.post(f"/calls/{call.slug}/delete/", follow=True)
    assert "A consortium forms for this call" in page_of(answer)
    assert Call.objects.filter(pk=call.pk).exists()


def test_others_than_curators_write_nothing():
    person, call = make_person("officer", region="ES51"), make_call()
    with pytest.raises(NotAllowed):
        services.add_call(by=person, facts=Facts("Call", "I3"))
    with pytest.raises(NotAllowed):
        services.hide_call(by=person, call=call)
    with pytest.raises(NotAllowed):
        services.add_rule(by=person, call=call, said=RuleSaid("min_partners", {"n": 1}))
    assert Call.objects.get().is_published


def test_a_rule_that_cannot_be_read_is_never_kept(curator):
    call = make_call()
    with pytest.raises(RuleError):
        services.add_rule(
            by=curator, call=call, said=RuleSaid("min_partners", {"n": -1})
        )
    assert not call.rules.exists()


def test_who_leaves_is_forgotten_and_the_trail_stays(curator):
    call = services.add_call(by=curator, facts=Facts("Call", "I3"))
    curator.delete()
    assert [(edit.by, edit.change) for edit in call.edits.all()] == [(None, "added")]
