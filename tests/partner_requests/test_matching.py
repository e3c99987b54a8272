"""Whom a request fits: stored once, told once, anew after a run or an edit."""

import pytest

from matching.partner_requests import services
from matching.partner_requests.models import PartnerRequest, RequestMatch
from matching.partner_requests.services import matching
from matching.partner_requests.tasks import match_requests
from portal.accounts.models import Mandate
from portal.notices.kinds import kind_named
from portal.notices.models import Notice
from regions.models import Profile
from tests import factories
from tests.introductions.story import make_member, told
from tests.matching.factories import make_run
from tests.partner_requests.story import in_days, publish, said

pytestmark = pytest.mark.django_db
FITS = ("finder", "request-fits")


def ranks(request) -> list[tuple[int, str]]:
    rows = RequestMatch.objects.filter(request=request).order_by("rank")
    return list(rows.values_list("rank", "profile__slug"))


def test_whom_it_fits_is_kept_best_first(story):
    factories.make_cluster("SE12", ["20"], title="Paint", slug="paint")
    # Near in no other way than that both are somewhere in Europe.
    factories.make_cluster("SE11", ["10"], title="Bread", slug="bread")
    factories.renew()
    one = publish(story)
    assert ranks(one) == [(1, "there"), (2, "paint")]
    scores = list(one.matches.order_by("rank").values_list("score", flat=True))
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_profiles_that_could_not_be_met_are_left_out(story):
    same = {"title": "Cell recycling", "summary": "We recycle battery cells"}
    factories.make_priority("ES51", ["20"], slug="same-region", **same)
    factories.make_cluster("ES5", ["20"], slug="around", **same)
    factories.make_cluster("SE11", ["20"], slug="draft", status="draft", **same)
    factories.make_cluster("SE12", ["20"], slug="hidden", status="withdrawn", **same)
    factories.renew()
    assert ranks(publish(story)) == [(1, "there")]


def test_stage_that_is_sought_is_one_that_the_partner_covers(story):
    same = {"title": "Cells", "summary": "Cells"}
    for code, slug, stage in (("SE11", "pilots", 1 << 2), ("SE12", "sells", 1 << 4)):
        factories.make_cluster(code, ["20"], slug=slug, stage_bits=stage, **same)
    factories.renew()
    found = [slug for _rank, slug in ranks(publish(story, stages=["pilot"]))]
    assert found.index("pilots") < found.index("sells")
    found = [slug for _rank, slug in ranks(publish(story, stages=["market"]))]
    assert found.index("sells") < found.index("pilots")


def test_who_presses_twice_has_published_once(story):
    assert publish(story) == publish(story)
    assert told() == [FITS]


def test_people_of_what_fits_are_told_once_whatever_happens_after(story):
    make_member("reading", "reader", cluster=story.partner)
    one = publish(story)
    assert told() == [FITS]
    services.edit_request(by=story.seeker, request=one, said=said(title="Changed"))
    make_run()
    assert services.match_due() == 1
    assert told() == [FITS]
    notice = Notice.objects.get()
    words = kind_named(notice.kind).words(notice.facts)
    assert words.title == (
        "“Batteries” (Region ES51) seeks a partner: Recycler of battery cells"
    )
    assert "It fits “Cell hub”." in words.text
    assert (notice.path, notice.mailed_at) == (one.get_absolute_url(), None)


def test_person_of_several_profiles_is_told_once_and_never_of_the_own(story):
    other = factories.make_cluster("SE11", ["20"], slug="second")
    factories.make_person("both", region="ES51", cluster=other)
    Mandate.objects.create(user=story.finder, cluster=other, role="editor")
    factories.renew()
    publish(story)
    assert told() == [FITS]


def test_only_the_best_twenty_are_told(story, monkeypatch):
    monkeypatch.setattr("matching.partner_requests.services.matching.BEST", 1)
    weak = factories.make_cluster("SE11", ["10"], title="Battery bread", slug="weak")
    make_member("weak", "owner", cluster=weak)
    factories.renew()
    one = publish(story)
    assert [slug for _rank, slug in ranks(one)] == ["there", "weak"]
    assert told() == [FITS]


def test_new_run_scores_each_open_request_once(story):
    one, ended = publish(story), publish(story, title="Ended")
    PartnerRequest.objects.filter(pk=ended.pk).update(deadline=in_days(-1))
    assert services.requests_to_match().count() == 0
    run = make_run()
    newcomer = factories.make_cluster("SE11", ["20"], title="Cells", slug="newcomer")
    make_member("newcomer", "owner", cluster=newcomer)
    factories.renew()
    assert list(services.requests_to_match()) == [one]
    assert match_requests() == "1 matched"
    assert match_requests() == "0 matched"
    one.refresh_from_db()
    assert one.matched_run == run.pk
    assert {slug for _rank, slug in ranks(one)} == {"there", "newcomer"}
    assert ("newcomer", "request-fits") in told()


def test_edit_makes_the_matches_anew(story):
    bread = factories.make_cluster("SE11", ["10"], title="Bread oven", slug="bread")
    factories.make_item(bread, "offer", text="bread ovens", topics=["10"])
    factories.renew()
    one = publish(story)
    assert ranks(one)[0] == (1, "there")
    services.edit_request(
        by=story.seeker,
        request=one,
        said=said(title="Bread", text="Bread ovens", topics=["10"]),
    )
    assert ranks(one)[0] == (1, "bread")


def test_what_was_edited_while_it_was_scored_is_left_to_the_editor(story, monkeypatch):
    one = publish(story)
    PartnerRequest.objects.update(matched_run=None)
    real = matching.matches_of

    def slow(request):
        rows = real(request)
        PartnerRequest.objects.update(edited_at=one.created_at)
        return rows

    monkeypatch.setattr(matching, "matches_of", slow)
    before = list(RequestMatch.objects.values_list("pk", flat=True))
    assert services.match_request(one.pk) is False
    assert list(RequestMatch.objects.values_list("pk", flat=True)) == before
    assert list(services.requests_to_match()) == [one]


def test_topic_that_the_lists_do_not_know_waits_for_the_next_run(story):
    one = publish(story)
    factories.make_topic("99")
    publish(story, title="New field", topics=["99"])
    assert match_requests() == "0 matched"
    factories.renew()
    assert match_requests() == "1 matched"
    assert ranks(one) == [(1, "there")]


def test_large_register_is_left_to_a_worker(story, monkeypatch):
    monkeypatch.setattr(
        "matching.partner_requests.services.matching.can_score_now", lambda: False
    )
    one = publish(story)
    assert (ranks(one), told()) == ([], [])
    assert match_requests() == "1 matched"
    assert (ranks(one), told()) == ([(1, "there")], [FITS])


def test_request_of_a_hidden_profile_waits(story):
    publish(story)
    make_run()
    Profile.objects.filter(pk=story.profile.pk).update(status="withdrawn")
    assert services.requests_to_match().count() == 0
    assert match_requests() == "0 matched"
