"""Whom a practice fits: scored when published and after each run, and why, in words."""

import pytest

from portal.guide.practices import services
from portal.guide.practices.fitting import practices_that_fit, shared_words
from portal.guide.practices.models import Practice, PracticeMatch
from portal.guide.practices.queries import practices_for_chapter
from portal.guide.practices.services import matching
from portal.guide.practices.tasks import match_practices
from regions.models import Profile, RegisterVersion
from regions.signals import records_merged
from tests import factories
from tests.guide.practices.story import make_seed, page_of, publish, said, submit
from tests.matching.factories import make_run

pytestmark = pytest.mark.django_db


def fitting(one) -> list[str]:
    rows = one.matches.order_by("rank")
    return list(rows.values_list("profile__slug", flat=True))


def test_one_is_scored_when_it_is_published_and_not_before(story):
    one = submit(story)
    assert fitting(one) == []
    services.publish_practice(by=story.curator, practice=one, revision=one.revision)
    assert fitting(one) == ["there"]


def test_profiles_of_the_same_place_or_hidden_ones_are_left_out(story):
    same = {"title": "Batteries", "summary": "Laboratory for batteries"}
    factories.make_priority("ES51", ["20"], slug="same-region", **same)
    factories.make_cluster("ES511", ["20"], slug="inside", **same)
    factories.make_cluster("SE11", ["20"], slug="draft", status="draft", **same)
    factories.make_cluster("SE12", ["10"], title="Bread", slug="bread")
    factories.renew()
    assert fitting(publish(story)) == ["there"]


def test_an_edit_scores_it_anew(story):
    factories.make_cluster("SE12", ["10"], title="Bread", slug="bread")
    factories.renew()
    one = publish(story)
    services.edit_practice(
        by=story.editor,
        practice=one,
        said=said(title="Ovens", challenge="Bread", action="Bread", topics=["10"]),
        revision=Practice.objects.get(pk=one.pk).revision,
    )
    assert fitting(one)[0] == "bread"


def test_after_a_run_all_are_scored_once(story):
    one = publish(story)
    assert not services.practices_to_match().exists()
    run = make_run()
    assert list(services.practices_to_match()) == [one]
    assert match_practices() == "1 matched"
    one.refresh_from_db()
    assert (one.matched_run, match_practices()) == (run.pk, "0 matched")


def test_many_are_kept_under_one_new_version(story):
    """What is read once under a version would be read anew for each otherwise."""
    publish(story)
    for slug in ("label", "lab"):
        make_seed(slug=slug)
    run = make_run()
    before = RegisterVersion.objects.get().number
    assert match_practices() == "3 matched"
    assert RegisterVersion.objects.get().number == before + 1
    matched = Practice.objects.values_list("matched_run", flat=True)
    assert list(matched) == [run.pk] * 3


def test_what_changed_while_it_was_scored_is_left_to_the_next(story, monkeypatch):
    one = publish(story)
    make_run()
    scored = matching.matches_of

    def meanwhile(practice):
        found = scored(practice)
        Practice.objects.update(revision=practice.revision + 1)
        return found

    monkeypatch.setattr(matching, "matches_of", meanwhile)
    assert services.match_practice(one.pk) is False
    assert list(services.practices_to_match()) == [one]


def test_reasons_are_topics_and_words_of_both(story):
    publish(story)
    (fit,) = practices_that_fit(story.stranger, Profile.objects.get(slug="there"))
    assert (fit.topics, fit.words) == (["Topic 20"], ["laboratory tests"])


def test_a_keyword_is_shared_if_all_its_words_are():
    text = "A laboratory for tests of batteries"
    assert shared_words(["battery tests", "solar tests", "AI"], text) == [
        "battery tests"
    ]


def test_the_priority_says_what_was_solved_and_why_it_fits(client, story):
    one = publish(story)
    page = page_of(client.get("/priorities/there/"))
    assert "Practices that fit" in page
    assert one.get_absolute_url() in page
    assert "Small makers of batteries had no laboratory." in page
    assert "Shared topics: Topic 20" in page
    services.withdraw_practice(by=story.owner, practice=one, reasons="Ended")
    assert "Practices that fit" not in page_of(client.get("/priorities/there/"))


def test_one_without_a_reason_in_words_is_not_shown(client, story):
    one = publish(story)
    one.topics.clear()
    Profile.objects.filter(slug="there").update(keywords=[])
    factories.renew()
    assert PracticeMatch.objects.exists()
    assert "Practices that fit" not in page_of(client.get("/priorities/there/"))


@pytest.mark.parametrize("number", [1, 3])
def test_a_priority_takes_as_many_queries_whatever_fits(
    client, story, django_assert_num_queries, number
):
    for place in range(number):
        make_seed(slug=f"seed-{place}", title=f"Seed {place}")
    client.get("/priorities/there/")
    factories.renew()
    with django_assert_num_queries(15):
        page = page_of(client.get("/priorities/there/"))
    assert page.count("What it solved") == number


def test_the_region_shows_its_own_practices(client, story):
    publish(story)
    make_seed(title="Seed of Finland", region=story.partner.region)
    factories.renew()
    page = page_of(client.get("/regions/ES51/"))
    assert "Vouchers for battery makers" in page
    assert "Seed of Finland" not in page
    around = page_of(client.get("/regions/ES/"))
    assert "Vouchers for battery makers" in around


def test_practices_of_a_chapter_are_the_published_ones(story):
    one = publish(story, chapters=["instruments", "financing"])
    submit(story, title="Waits", chapters=["financing"])
    make_seed(chapters=["cooperation"])
    assert list(practices_for_chapter("financing")) == [one]
    assert list(practices_for_chapter("using-this-portal")) == []


def test_search_finds_published_ones_by_their_words(client, story):
    publish(story)
    submit(story, title="Cathodes that wait")
    page = page_of(client.get("/search/?q=laboratory"))
    assert "Vouchers for battery makers" in page
    assert "Cathodes that wait" not in page_of(client.get("/search/?q=cathodes"))


def test_practices_follow_a_cluster_that_was_merged(story):
    kept = factories.make_cluster("ES51", title="Kept", slug="kept")
    own = publish(story, by=story.manager, organisation=story.cluster)
    gone = story.cluster
    records_merged.send(type(gone), kept=kept, gone=gone, by=story.curator)
    own.refresh_from_db()
    assert (own.owner_cluster.pk, own.cluster.pk) == (kept.pk, kept.pk)


def test_of_two_that_were_merged_the_better_match_stays(story):
    one = publish(story)
    other = factories.make_priority("SE11", slug="other")
    third = factories.make_priority("SE12", slug="third")
    PracticeMatch.objects.all().delete()
    for profile, score in ((story.partner, 100), (other, 300)):
        PracticeMatch.objects.create(practice=one, profile=profile, score=score, rank=1)

    def merge(kept, gone):
        records_merged.send(
            type(kept),
            kept=Profile.objects.get(pk=kept.pk),
            gone=Profile.objects.get(pk=gone.pk),
            by=story.curator,
        )

    merge(story.partner, other)
    rows = list(PracticeMatch.objects.values_list("profile__slug", "score"))
    assert rows == [("there", 300)]
    merge(third, story.partner)
    rows = list(PracticeMatch.objects.values_list("profile__slug", "score"))
    assert rows == [("third", 300)]


def test_what_a_deleted_cluster_submitted_is_kept_by_its_region(story):
    own = publish(story, by=story.manager, organisation=story.cluster)
    story.cluster.delete()
    own.refresh_from_db()
    assert (own.organisation, own.keeper) == (None, story.region)
    assert list(Practice.objects.owned_by(story.editor)) == [own]
