"""What a form is told while one writes: its counts are those of the saved profile."""

import random
from html import unescape

import pytest
from django.http import QueryDict
from django.utils import timezone

from matching import services, views_coach
from matching.coach.breadth import breadth_of
from matching.coach.preview import ordinary_score, preview_of
from matching.coach.reading import read_draft
from matching.features import Change, DraftInput, DraftItem
from matching.models import Match
from matching.whatif import proposals_of
from portal.web.versioned import forget_all
from regions.editing.services import create_record
from regions.models import Profile, Status
from regions.queries.vocabulary import vocabulary
from tests.matching.dice import TOPICS, WORDS
from tests.matching.factories import (
    make_cluster,
    make_priority,
    make_topic,
    make_user,
)
from tests.matching.trials import scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]


def random_draft(dice: random.Random) -> DraftInput:
    def items() -> tuple[DraftItem, ...]:
        kinds = dice.sample(("skill", "technology", "market"), dice.randint(0, 2))
        return tuple(DraftItem(kind, (dice.choice(TOPICS),)) for kind in kinds)

    return DraftInput(
        region=dice.choice(("DE21", "FR10", "SE11")),
        is_cluster=True,
        title=" ".join(dice.sample(WORDS, 2)),
        summary=" ".join(dice.sample(WORDS, 3)),
        keywords=tuple(dice.sample(WORDS, 1)),
        topics=tuple(dice.sample(TOPICS, 2)),
        offers=items(),
        needs=items(),
        stages=tuple(dice.sample(("research", "pilot", "market"), 2)),
    )


def publish(draft: DraftInput, by, change: Change | None = None) -> Profile:
    """Save and publish what the draft says, and let the lists take it up."""
    change = change or Change()

    def documents(items) -> list[dict]:
        found = [(one.kind, one.topics) for one in items]
        return [_item(kind, topics) for kind, topics in found]

    record = create_record(
        kind="cluster",
        document={
            "title": draft.title,
            "summary": draft.summary,
            "keywords": list(draft.keywords),
            "topics": [*draft.topics, *change.topics],
            "stages": list(draft.stages),
            "offers": documents(draft.offers),
            "needs": documents(draft.needs)
            + [_item(kind, (topic,)) for kind, topic in change.needs],
            "region": draft.region,
        },
        by=by,
        status=Status.PUBLISHED,
    )
    services.apply_edits()
    forget_all()
    return record


def _item(kind: str, topics) -> dict:
    return {
        "kind": kind,
        "text": "said so",
        "topics": list(topics),
        "trl_min": None,
        "trl_max": None,
        "stage": "",
        "is_confidential": False,
        "derivation": "",
        "facility": "",
    }


def stored_scores(profile: Profile) -> dict[int, int]:
    rows = Match.objects.filter(profile=profile)
    return dict(rows.values_list("partner_id", "score"))


@pytest.mark.parametrize("dice", range(8), indirect=True)
def test_preview_is_the_list_of_the_published_profile(dice, random_register):
    run, by = scored(), make_user("manager@example.org")
    draft = random_draft(dice)
    preview = preview_of(by, draft, run)
    record = publish(draft, by)
    assert preview.total > 0
    assert {key: preview.scores[key] for key in preview.keys} == stored_scores(record)


@pytest.mark.parametrize("dice", [0, 1, 2, 4], indirect=True)
def test_proposal_brings_as_many_partners_as_it_says(dice, random_register):
    run, by = scored(), make_user("manager@example.org")
    draft = random_draft(dice)
    preview = preview_of(by, draft, run)
    proposals = proposals_of(preview.index, preview.profile, run)
    assert proposals
    best = proposals[0]
    record = publish(draft, by, best.change)
    new = stored_scores(record).keys() - set(preview.keys)
    assert {place.partner for place in best.appear} == new


def test_preview_of_a_published_profile_is_its_own_list(settings):
    settings.MATCHES_PER_PROFILE = 20
    mine = make_priority("ES51", ("20",), title="Green chemistry")
    for place in range(3):
        make_cluster("DE21", ("20",), title=f"Chemie {place}")
    run = scored()
    draft = DraftInput("ES51", title=mine.title, topics=("20",), key=mine.pk)
    preview = preview_of(make_user("a@example.org"), draft, run)
    assert set(preview.keys) == set(stored_scores(mine))
    assert mine.pk not in preview.keys


def test_strong_partners_are_measured_by_the_ordinary_list():
    run = scored_register()
    places = list(Match.objects.filter(run=run).values_list("rank", flat=True))
    last = Match.objects.filter(run=run, rank=max(places)).order_by("score")
    values = [match.score for match in last]
    assert ordinary_score(run) == values[len(values) // 2]


def scored_register():
    for number, region in enumerate(("ES51", "DE21", "FR10", "IT12", "SE11")):
        make_cluster(region, ("20", "26")[: 1 + number % 2], title=f"One {number}")
    return scored()


# --- too broad -------------------------------------------------------------------


def breadth(*topics: str):
    draft = DraftInput("LT01", title="Everything", topics=topics)
    return breadth_of(preview_of(make_user("b@example.org"), draft, scored()))


def test_section_counts_all_its_divisions(divisions):
    for place in range(10):
        make_priority(f"DE{place}", ("20", "26"))
    found = breadth("C")
    assert (found.divisions, found.usual_divisions) == (5, 2)
    assert found.spans_too_much
    assert [(one.code, one.profiles) for one in found.narrower][:2] == [
        ("20", 10),
        ("26", 10),
    ]


def test_few_divisions_are_no_fault(divisions):
    for place in range(10):
        make_priority(f"DE{place}", ("20", "26"))
    found = breadth("13")
    assert not found.is_broad
    assert found.narrower == ()


def test_topics_of_many_branches_are_broad(divisions):
    for code in ("NABS01", "PO.A", "PO.B"):
        make_topic(code, scheme="policy", level=1)
    for place in range(10):
        make_priority(f"DE{place}", ("20", "PO.A"))
    found = breadth("20", "PO.A", "PO.B", "NABS01")
    assert (found.branches, found.usual_branches) == (4, 2)
    assert found.has_many_branches
    assert found.is_broad
    assert not found.spans_too_much


def test_same_topics_in_a_third_of_the_regions_are_a_crowd(divisions):
    for place in range(3):
        make_priority(f"DE{place}", ("20",))
    for place in range(3):
        make_priority(f"FR{place}", ("26",))
    found = breadth("20")
    assert (found.alike_regions, found.regions) == (3, 6)
    assert found.is_crowded


def test_hidden_profiles_do_not_count_as_a_crowd(divisions):
    for place in range(3):
        make_priority(f"DE{place}", ("20",), status="draft")
    for place in range(3):
        make_priority(f"FR{place}", ("26",))
    found = breadth("20")
    assert (found.alike_regions, found.regions) == (0, 3)


# --- what the form says ----------------------------------------------------------


def test_form_is_read_as_it_stands(divisions):
    make_topic("35")
    query = QueryDict(
        "title=+Wind+&summary=a%0D%0Ab&keywords=blades%2C+towers%0Ablades&topics=35"
        "&topics=nonsense&stages=market&stages=research&stages=x&region=ES51"
        "&offers-1-kind=skill&offers-1-text=said&offers-1-topics=20"
        "&offers-0-kind=market&offers-0-text=first"
        "&needs-0-kind=skill&needs-0-text="
        "&needs-1-kind=skill&needs-1-text=hush&needs-1-is_confidential=on"
        "&needs-2-kind=technology&needs-2-text=&needs-2-derivation=region_weak"
        "&needs-3-kind=wish&needs-3-text=x"
    )
    make_priority("ES51")
    forget_all()
    assert read_draft(query, vocabulary(), QueryDict(), None) == DraftInput(
        region="ES51",
        title="Wind",
        summary="a\nb",
        keywords=("blades", "towers"),
        topics=("35",),
        offers=(DraftItem("market"), DraftItem("skill", ("20",))),
        needs=(DraftItem("technology", (), is_derived=True),),
        stages=("research", "market"),
    )


# --- the fragments ---------------------------------------------------------------


@pytest.fixture
def register():
    make_topic("C", level=1)
    for code in ("20", "22", "26"):
        make_topic(code, parent_id="C")
    mine = make_priority("ES51", ("20",), title="Green chemistry")
    for place in range(3):
        make_cluster("DE21", ("20", "26"), title=f"Chemie {place}")
    make_cluster("FR10", ("20",), title="Secret cluster", status="draft")
    scored()
    return mine


FORM = {"title": "Chemistry", "topics": ["20"], "region": "IT12"}


def ask(client, path="/match-preview/", data=None, **headers) -> str:
    answer = client.post(path, data or FORM, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_fragment_says_how_many_and_who(client, register):
    client.force_login(make_user("officer@example.org", "IT12"))
    text = ask(client, **{"HX-Request": "true"})
    assert "<html" not in text
    assert "4 partners" in text
    assert "Chemie 0" in text
    assert "Secret cluster" not in text


def test_without_javascript_the_same_is_a_page(client, register):
    client.force_login(make_user("officer@example.org", "IT12"))
    text = ask(client)
    assert "<h1>Your draft against the register</h1>" in text
    assert "4 partners" in text


def test_own_record_is_not_its_own_partner(client, register):
    client.force_login(make_user("owner@example.org", "ES51"))
    data = {"title": "Chemistry", "topics": ["20"]}
    path = f"/match-preview/?type=priority&record={register.slug}"
    assert "3 partners" in ask(client, path, data)


def test_record_of_others_is_taken_for_a_new_one(client, register):
    client.force_login(make_user("stranger@example.org", "IT12"))
    assert "4 partners" in ask(client, f"/match-preview/?record={register.slug}")


def test_form_page_names_what_its_fields_do_not_say(client, register):
    client.force_login(make_user("owner@example.org", "ES51"))
    page = unescape(
        client.get(f"/edit/priority/{register.slug}/edit/").content.decode()
    )
    form = f"%2Fedit%2Fpriority%2F{register.slug}%2Fedit%2F"
    about = f"type=priority&record={register.slug}&region=ES51&form={form}"
    assert f'hx-post="/match-preview/?{about}"' in page
    assert f'hx-post="/match-coach/?{about}"' in page
    new = unescape(
        client.get(
            f"/edit/strategy/{register.strategy.slug}/priority/new/"
        ).content.decode()
    )
    assert 'hx-post="/match-preview/?type=priority&region=ES51&form=' in new


def test_region_of_a_new_priority_finds_no_partner_in_itself(client, register):
    client.force_login(make_user("owner@example.org", "ES51"))
    data = {"title": "Chemistry", "topics": ["20"]}
    text = ask(client, "/match-preview/?type=priority&region=ES51", data)
    assert "3 partners" in text
    assert "Green chemistry" not in text


@pytest.mark.parametrize("path", ["/match-preview/", "/match-coach/"])
def test_visitor_is_asked_to_sign_in(client, register, path):
    answer = client.post(path, FORM)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("path", ["/match-preview/", "/match-coach/"])
def test_empty_form_is_told_how_to_begin(client, register, path):
    client.force_login(make_user("officer@example.org", "IT12"))
    text = ask(client, path, {"title": ""})
    assert "Write a title or choose a topic" in text


@pytest.mark.parametrize("path", ["/match-preview/", "/match-coach/"])
def test_before_the_first_run_nobody_is_counted(client, path):
    client.force_login(make_user("officer@example.org", "IT12"))
    assert "No scoring has finished yet" in ask(client, path)


def test_coach_proposes_what_brings_partners(client, register, settings):
    settings.MATCHES_PER_PROFILE = 3
    make_topic("99")
    for place in range(3):
        make_cluster("SE11", ("22",), title=f"Nordic {place}")
        make_cluster(f"PL{place}", ("99",), title="Elsewhere")
    scored()
    forget_all()
    client.force_login(make_user("officer@example.org", "IT12"))
    text = ask(client, "/match-coach/", FORM, **{"HX-Request": "true"})
    assert "Topic: Topic 22" in text
    assert 'data-addition="add_topic" data-value="22"' in text


def test_who_asks_too_often_is_told_so(client, register, monkeypatch):
    monkeypatch.setattr(views_coach.CoachThrottle, "rate", "2/minute", raising=False)
    client.force_login(make_user("officer@example.org", "IT12"))
    for _ in range(2):
        ask(client, "/match-coach/")
    answer = client.post("/match-coach/", FORM)
    assert answer.status_code == 429
    assert "You have asked very often" in answer.content.decode()


def test_lapsed_profiles_do_not_count_as_a_crowd(divisions):
    for place in range(3):
        make_priority(f"DE{place}", ("20",), lapsed_at=timezone.now())
    for place in range(3):
        make_priority(f"FR{place}", ("26",))
    assert breadth("20").regions == 3
