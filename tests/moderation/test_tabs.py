"""Where curators land, and what their tabs say about what waits."""

import re

import pytest
from django.utils import timezone
from post_office.models import STATUS

from matching.partnerships.suggestions.models import PartnershipSuggestion
from portal.accounts.models import Claim
from portal.dashboard.waiting import waiting_numbers
from portal.guide.practices.models import Practice
from portal.mail.models import Mail
from regions.moderation import services
from regions.queries.version import register_version
from tests import factories
from tests.matching.factories import make_run

pytestmark = pytest.mark.django_db
NAMES = (
    ("Millers of Paris", "Ships and harbours"),
    ("Bakery valley", "Optical glass"),
    ("Green steel", "Wine growers"),
)


def make_waiting(people, count: int) -> None:
    """So many of each: a case, a claim, a pair of twins, a lost mail, a group, and a
    practice."""
    for number, (name, other) in enumerate(NAMES[:count]):
        for end in ("", " e.V."):
            factories.make_cluster("FR10", title=f"{name}{end}")
        draft = factories.make_cluster("ES51", title=other, status="draft")
        services.submit_record(record=draft, by=people["editor"])
        Claim.objects.create(
            user=people["stranger"], region=factories.make_region(f"DE{number + 1}")
        )
        Mail.objects.create(
            from_email="x@example.org", to="x@example.org", status=STATUS.failed
        )
        make_suggestion(str(number))
        make_practice(str(number), "submitted")
    factories.renew()


def make_practice(slug: str, status: str) -> None:
    region = factories.make_region("ES51")
    Practice.objects.create(slug=slug, title="Cells", region=region, status=status)


def make_suggestion(key: str, **fields) -> None:
    PartnershipSuggestion.objects.create(
        key=key, title="Cells", theme=["cells"], score=1, run_id=1, **fields
    )


def numbers_of_others(people) -> None:
    """What waits for nobody: decided, closed, sent."""
    done = factories.make_cluster("ES51", title="Done", status="draft")
    case = services.submit_record(record=done, by=people["editor"])
    services.decide_case(
        case=case, outcome="published", reasons="", by=people["curator"]
    )
    region = factories.make_region("SE1")
    Claim.objects.create(
        user=people["stranger"], region=region, state=Claim.State.REFUSED
    )
    decided = {"decided_at": timezone.now(), "reason": "exists"}
    make_suggestion("dismissed", state="dismissed", **decided)
    make_practice("returned", "returned")
    Mail.objects.all().update(status=STATUS.sent)


def test_curation_leads_to_the_cases(sign_in):
    answer = sign_in("curator").get("/curation/")
    assert (answer.status_code, answer["Location"]) == (302, "/curation/cases/")


def test_navigation_marks_curation_on_its_pages(sign_in):
    page = sign_in("curator").get("/curation/runs/").content.decode()
    assert '<a href="/curation/" aria-current="page">Curation</a>' in page
    assert page.count('aria-current="page">Runs') == 1


def test_numbers_are_those_of_what_waits(people):
    numbers_of_others(people)
    make_waiting(people, 2)
    assert waiting_numbers() == {
        "cases": 2,
        "claims": 2,
        "reports": 0,
        "mails": 2,
        "proposals": 0,
        "unowned": 0,
        "suggestions": 2,
        "practices": 2,
        "peers": 0,
        "duplicates": 2,
        "runs": 1,
    }


def test_nothing_waits_where_all_is_done(people):
    numbers_of_others(people)
    factories.renew()
    make_run(register_version=register_version())
    assert set(waiting_numbers().values()) == {0}


@pytest.mark.parametrize("count", [1, 3])
def test_numbers_cost_the_same_for_one_and_three(
    people, count, django_assert_num_queries
):
    make_waiting(people, count)
    waiting_numbers()
    with django_assert_num_queries(4):
        assert waiting_numbers()["cases"] == count


PAGES = (
    "/curation/cases/",
    "/curation/claims/",
    "/curation/claims/{claim}/",
    "/curation/duplicates/",
    "/curation/changes/",
    "/curation/mails/",
    "/curation/runs/",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_tab_says_what_waits(sign_in, people, path):
    make_waiting(people, 3)
    claim = Claim.objects.first()
    page = sign_in("curator").get(path.format(claim=claim.pk)).content.decode()
    tabs = page.split('<nav class="tabs"')[1].split("</nav>")[0]
    shown = re.findall(r">([A-Z][a-z]+)(?: <span[^>]*>(\d+))?", tabs)
    assert dict(shown) == {
        "Cases": "3",
        "Claims": "3",
        "Reports": "",
        "Duplicates": "3",
        "Proposals": "",
        "Suggestions": "3",
        "Practices": "3",
        "Facilities": "",
        "Peers": "",
        "Changes": "",
        "Mails": "3",
        "Runs": "1",
        "Outcomes": "",
        "Freshness": "",
    }
