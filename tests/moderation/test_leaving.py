"""What goes with a strategy that leaves, what comes back, and which cases end."""

import pytest

from portal.mail.models import Mail
from portal.web.errors import PortalError
from regions.editing.facts import restore_record
from regions.models import Case, Priority, Status, Strategy
from regions.moderation import owning, services
from regions.moderation.queries import case_page
from regions.sheets.applying import Then, apply_plan
from tests import factories
from tests.sheets.files import plan as plan_of
from tests.sheets.files import xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(people):
    """A public strategy with public priorities, one that waits, and one long gone."""
    made = factories.make_strategy("ES51", title="Plan for food")
    for title, status in (
        ("Bread", "published"),
        ("Cheese", "published"),
        ("Wine", "draft"),
        ("Old", "withdrawn"),
    ):
        factories.make_priority("ES51", strategy=made, title=title, status=status)
    waiting = Priority.objects.get(title="Wine")
    services.submit_record(record=waiting, by=people["owner"])
    return made


def states() -> dict[str, str]:
    return dict(Priority.objects.order_by("pk").values_list("title", "status"))


def outcomes() -> dict[str, str]:
    return dict(Case.objects.values_list("title", "outcome"))


def reload(record):
    return type(record).objects.get(pk=record.pk)


def test_curators_withdrawal_takes_all_along(plan, people):
    services.withdraw_record(record=plan, reasons="No plan.", by=people["curator"])
    assert set(states().values()) == {"withdrawn"}
    assert outcomes() == {"Wine": "withdrawn", "Plan for food": "withdrawn"}


def test_owners_withdrawal_takes_public_ones_and_makes_drafts_of_those_that_wait(
    plan, people
):
    count = owning.withdraw_record(record=plan, by=people["owner"], reasons="Void")
    assert count == 3
    assert states() == {
        "Bread": "withdrawn",
        "Cheese": "withdrawn",
        "Wine": "draft",
        "Old": "withdrawn",
    }
    assert outcomes() == {"Wine": "taken_back"}


def test_rejected_strategy_takes_its_priorities_and_comes_back_with_them(plan, people):
    left = owning.reject_record(record=plan, by=people["owner"], reasons="Not ours")
    assert [str(one) for one in left] == ["Bread", "Cheese", "Plan for food"]
    assert states()["Bread"] == "withdrawn"
    bread = Priority.objects.get(title="Bread")
    with pytest.raises(PortalError, match="cannot be public while its strategy"):
        restore_record(record=bread, by=people["owner"])
    restore_record(record=plan, by=people["owner"])
    assert restore_record(record=bread, by=people["owner"]).status == "published"


def test_returned_public_strategy_takes_its_public_priorities_along(plan, people):
    case = services.ask_back(record=plan, text="Still so?", by=people["curator"])
    services.decide_case(
        case=case, outcome="returned", reasons="Too broad", by=people["curator"]
    )
    assert reload(plan).status == "returned"
    assert states() == {
        "Bread": "returned",
        "Cheese": "returned",
        "Wine": "submitted",
        "Old": "withdrawn",
    }
    assert outcomes()["Wine"] == ""


def test_open_question_about_a_priority_ends_with_the_strategy(plan, people):
    bread = Priority.objects.get(title="Bread")
    services.ask_back(record=bread, text="Rye?", by=people["curator"])
    services.withdraw_record(record=plan, reasons="No plan.", by=people["curator"])
    assert (states()["Bread"], outcomes()["Bread"]) == ("withdrawn", "withdrawn")


@pytest.mark.parametrize("leave", [owning.withdraw_record, owning.reject_record])
def test_owner_ends_a_question_by_taking_the_record_from_view(people, leave):
    plan = factories.make_strategy("ES51")
    case = services.ask_back(record=plan, text="Still so?", by=people["curator"])
    leave(record=plan, by=people["owner"], reasons="No longer")
    assert Case.objects.get().outcome == "taken_back"
    with pytest.raises(PortalError, match="already decided"):
        services.decide_case(
            case=case, outcome="published", reasons="", by=people["curator"]
        )
    assert reload(plan).status == "withdrawn"


# --- coming back -----------------------------------------------------------------


def test_submitted_again_it_takes_what_left_with_it_and_nothing_else(plan, people):
    owning.withdraw_record(record=plan, by=people["owner"], reasons="Void")
    cheese = Priority.objects.get(title="Cheese")
    # Cheese came back with the first attempt, and was withdrawn by itself.
    case = services.submit_record(record=plan, by=people["owner"])
    services.take_back(case=case, by=people["owner"])
    owning.withdraw_record(record=cheese, by=people["owner"], reasons="Void")
    Priority.objects.filter(title="Bread").update(status="withdrawn")
    Strategy.objects.update(status="withdrawn")

    count = owning.submit_waiting(strategy=plan, by=people["owner"])
    assert count == 3
    assert states() == {
        "Bread": "submitted",
        "Cheese": "withdrawn",
        "Wine": "submitted",
        "Old": "withdrawn",
    }


def test_desk_counts_what_comes_back(plan, people, sign_in):
    owning.withdraw_record(record=plan, by=people["owner"], reasons="Void")
    page = sign_in("owner").get(f"/edit/strategy/{plan.slug}/").content.decode()
    assert "Submit the strategy and 3 priorities" in page


def test_lapsed_record_that_its_owner_submits_is_confirmed_and_back(people):
    plan = factories.make_strategy(
        "ES51", status="withdrawn", lapsed_at="2025-01-01T00:00:00Z"
    )
    case = services.submit_record(record=plan, by=people["owner"])
    services.decide_case(
        case=case, outcome="published", reasons="", by=people["curator"]
    )
    plan = reload(plan)
    assert (plan.lapsed_at, plan.confirmed_by) == (None, people["owner"])
    assert plan.is_listed


# --- what is not published -------------------------------------------------------


def test_priority_is_not_public_before_its_strategy(people, sign_in):
    plan = factories.make_strategy("ES51", title="Plan for food", status="draft")
    bread = factories.make_priority("ES51", strategy=plan, status="draft")
    case = services.submit_record(record=bread, by=people["owner"])
    with pytest.raises(PortalError, match="“Plan for food” is not"):
        services.decide_case(
            case=case, outcome="published", reasons="", by=people["curator"]
        )
    assert reload(bread).status == "submitted"
    page = sign_in("curator").get(f"/curation/cases/{case.pk}/").content.decode()
    assert "while its strategy “Plan for food” is not" in page
    assert 'value="published"' not in page
    Strategy.objects.update(status="published")
    services.decide_case(
        case=case, outcome="published", reasons="", by=people["curator"]
    )
    assert reload(bread).status == "published"


def test_open_case_does_not_publish_what_was_withdrawn(people):
    plan = factories.make_strategy("ES51")
    case = services.ask_back(record=plan, text="Still so?", by=people["curator"])
    Strategy.objects.update(status=Status.WITHDRAWN)
    for outcome in ("published", "returned"):
        with pytest.raises(PortalError, match="does not wait for a decision"):
            services.decide_case(
                case=case, outcome=outcome, reasons="So.", by=people["curator"]
            )
    assert reload(plan).status == "withdrawn"


def test_questions_are_asked_about_public_records_only(people):
    plan = factories.make_strategy("ES51", status="draft")
    with pytest.raises(PortalError, match="is not public"):
        services.ask_back(record=plan, text="Still so?", by=people["curator"])
    assert not Case.objects.exists()


def test_submission_joins_the_open_case(people):
    plan = factories.make_strategy("ES51")
    asked = services.ask_back(record=plan, text="Still so?", by=people["curator"])
    Strategy.objects.update(status=Status.RETURNED)
    case = services.submit_record(record=plan, by=people["owner"])
    assert (case.pk, case.submitted_by) == (asked.pk, people["owner"])
    services.decide_case(
        case=case, outcome="published", reasons="", by=people["curator"]
    )
    assert reload(plan).status == "published"


def test_taking_back_a_draft_leaves_the_strategy_with_the_curators(case, people):
    late = factories.make_priority("ES51", strategy=Strategy.objects.get())
    Priority.objects.filter(pk=late.pk).update(status="draft")
    with pytest.raises(PortalError, match="Nothing of this waits"):
        owning.take_back_record(record=reload(late), by=people["owner"])
    assert Strategy.objects.get().status == "submitted"


# --- whose case it is not --------------------------------------------------------


def test_curator_does_not_decide_what_he_has_submitted(strategy, people, sign_in):
    case = services.submit_record(record=strategy, by=people["curator"])
    other = factories.make_person("other", is_staff=True)
    with pytest.raises(PortalError, match="have submitted this yourself"):
        services.decide_case(
            case=case, outcome="published", reasons="", by=people["curator"]
        )
    page = sign_in("curator").get(f"/curation/cases/{case.pk}/").content.decode()
    assert "You have submitted this yourself" in page
    assert 'value="withdrawn"' not in page
    services.decide_case(case=case, outcome="returned", reasons="No", by=other)
    # Taking it up again does not make it another's.
    renewed = services.take_up_again(case=case, by=people["curator"])
    with pytest.raises(PortalError, match="have submitted this yourself"):
        services.decide_case(
            case=renewed, outcome="published", reasons="", by=people["curator"]
        )
    services.take_back(case=renewed, by=people["curator"])
    assert reload(strategy).status == "draft"


def test_curator_does_not_decide_about_his_own_organisation(case, people, sign_in):
    people["curator"].mandates.create(
        region=factories.make_region("ES51"), role="owner"
    )
    with pytest.raises(PortalError, match="act for the organisation"):
        services.decide_case(
            case=case, outcome="published", reasons="", by=people["curator"]
        )
    page = sign_in("curator").get(f"/curation/cases/{case.pk}/").content.decode()
    assert "You act for the organisation" in page
    assert 'value="published"' not in page
    assert reload(Strategy.objects.get()).status == "submitted"


def test_one_unsendable_address_does_not_undo_a_decision(case, people):
    people["editor"].email = "nowhere"
    people["editor"].save()
    services.decide_case(
        case=case, outcome="returned", reasons="No", by=people["curator"]
    )
    assert Case.objects.get().outcome == "returned"
    assert [mail.to for mail in Mail.objects.all()] == [["owner@example.org"]]


def test_decided_case_shows_priorities_that_a_file_submitted(people):
    rows = {
        "strategies": [
            ["id", "region", "period", "title"],
            ["new:s", "ES51", "2028-2034", "RIS3 next"],
        ],
        "priorities": [
            ["id", "strategy", "title", "economic"],
            ["new:p", "new:s", "Wood", ""],
        ],
    }
    found = plan_of(xlsx(**rows), people["owner"])
    assert found.faults == []
    apply_plan(plan=found, by=people["owner"], then=Then.SUBMIT)
    case = Case.objects.get()
    assert len(case_page(case, people["curator"]).parts) == 2
    case = services.decide_case(
        case=case, outcome="published", reasons="", by=people["curator"]
    )
    titles = [str(one.record) for one in case_page(case, people["curator"]).parts]
    assert titles == ["RIS3 next", "Wood"]
