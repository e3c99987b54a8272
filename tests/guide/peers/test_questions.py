"""A question is kept, asked with, answered and closed; nobody else reads it."""

import pytest
from django.core.exceptions import ValidationError

from matching.introductions import services as introductions
from matching.introductions.models import Introduction
from matching.introductions.services.asking import NobodyAnswers
from portal.accounts.personal_data import holdings
from portal.accounts.services import NotAllowed
from portal.dashboard.desks import dashboard_context
from portal.guide.peers import services
from portal.guide.peers.models import (
    PeerIntroduction,
    PeerInvitation,
    PeerProposal,
    PeerQuestion,
)
from portal.guide.peers.people import organisations_of
from portal.guide.peers.queries import questions_with_news, wished_for
from portal.guide.peers.services import writing
from portal.web.errors import Conflict, PortalError
from regions.moderation.merge_services import merge_records
from tests import factories
from tests.guide.peers.story import ask, keep, make_practice
from tests.introductions.story import make_member

pytestmark = pytest.mark.django_db


def proposal(question: PeerQuestion, code: str) -> PeerProposal:
    return question.proposals.get(region=code)


def test_question_is_kept_with_the_proposals_of_the_day(story):
    one = keep(story, preferences=("size", "abroad"))
    assert (one.region_id, one.cluster, one.state) == ("ES51", None, "open")
    assert (one.created_by, one.preferences) == (story.asker, ["abroad", "size"])
    rows = one.proposals.order_by("rank")
    assert list(rows.values_list("rank", "region", "profile__slug")) == [
        (1, "FI1C", "there"),
        (2, "SE11", "north"),
    ]
    assert rows[0].facts["practices"] == [story.practice.pk]


def test_who_presses_twice_keeps_one(story):
    assert keep(story) == keep(story)
    assert PeerQuestion.objects.count() == 1
    keep(story, wants="Something else")
    keep(story, preferences=("size",))
    assert PeerQuestion.objects.count() == 3
    assert keep(story, preferences=("size",)).preferences == ["size"]
    assert PeerQuestion.objects.count() == 3


@pytest.mark.parametrize("name", ["reader", "answerer", "curator"])
def test_only_its_owners_and_editors_keep_a_question(story, name):
    with pytest.raises(NotAllowed):
        keep(story, by=getattr(story, name))
    assert PeerQuestion.objects.count() == 0


@pytest.mark.parametrize("field", ["wants", "tried"])
def test_contact_data_are_refused_by_field(story, field):
    with pytest.raises(ValidationError) as fault:
        keep(story, **{field: "Write to ada@example.org"})
    assert list(fault.value.message_dict) == [field]


def test_there_is_an_end_to_open_questions(story, monkeypatch):
    monkeypatch.setattr(writing, "OPEN_MOST", 1)
    one = keep(story)
    with pytest.raises(Conflict, match="1 open question"):
        keep(story, wants="Something else")
    services.close_question(by=story.asker, question=one)
    keep(story, wants="Something else")


def test_question_is_seen_by_its_own_people_only(story):
    one = keep(story)
    for name, sees in (
        ("asker", True),
        ("reader", True),
        ("answerer", False),
        ("curator", False),
    ):
        seen = PeerQuestion.objects.visible_to(getattr(story, name))
        assert (one in seen) == sees


def test_people_choose_among_the_organisations_they_write_for(story):
    cluster = factories.make_cluster("ES51", title="Cluster")
    both = make_member("both", "editor", "ES51", cluster=cluster)
    assert organisations_of(both) == [story.profile.region, cluster]
    assert organisations_of(story.reader) == []


def test_asking_writes_introduction_and_link_together(story):
    one = keep(story)
    made = ask(story, one)
    introduction = Introduction.objects.get()
    assert (made.question, made.introduction) == (one, introduction)
    assert (introduction.profile_id, introduction.partner_id) == (
        story.profile.pk,
        story.partner.pk,
    )


def test_link_that_cannot_be_stored_leaves_no_introduction(story, monkeypatch):
    one = keep(story)

    def fail(**fields):
        raise PortalError("no")

    monkeypatch.setattr(PeerIntroduction.objects, "create", fail)
    with pytest.raises(PortalError):
        ask(story, one)
    assert Introduction.objects.count() == 0


def test_pressing_twice_asks_once(story):
    one = keep(story)
    ask(story, one)
    with pytest.raises(introductions.AlreadyOpen):
        ask(story, one)
    assert PeerIntroduction.objects.count() == Introduction.objects.count() == 1


def test_nobody_is_asked_who_could_not_answer(story):
    with pytest.raises(NobodyAnswers):
        ask(story, keep(story), partner=story.lonely)


def test_only_proposed_peers_are_asked_and_with_own_profiles_only(story):
    one = keep(story)
    other = factories.make_priority("PL91", ["20"], title="Other")
    make_member("pole", "owner", "PL91")
    with pytest.raises(PortalError, match="not among those"):
        ask(story, one, partner=other)
    twice = make_member("twice", "editor", "ES51")
    cluster = factories.make_cluster("ES51", title="Cluster")
    with pytest.raises(PortalError, match="not of the organisation"):
        ask(story, one, by=twice, profile=cluster)
    assert Introduction.objects.count() == 0


def test_limits_of_introductions_hold(story, settings):
    settings.INTRODUCTIONS_A_DAY = 1
    one = keep(story)
    ask(story, one)
    make_member("swede", "owner", "SE11")
    with pytest.raises(Conflict) as refusal:
        ask(story, one, partner=story.lonely)
    assert refusal.value.status == 429


def test_answer_is_noted_and_can_be_noted_anew(story):
    one = keep(story)
    services.note_answer(by=story.asker, question=one, learned=" Start small. ")
    one.refresh_from_db()
    first = one.ended_at
    assert (one.state, one.learned) == ("answered", "Start small.")
    seen = services.mark_of("Start small.")
    services.note_answer(
        by=story.asker, question=one, learned="Start early.", seen=seen
    )
    one.refresh_from_db()
    assert (one.learned, one.ended_at) == ("Start early.", first)
    services.note_answer(by=story.asker, question=one, learned="Start early.")
    with pytest.raises(Conflict):
        ask(story, one)


def test_words_of_a_colleague_are_not_written_over(story):
    one = keep(story)
    services.note_answer(by=story.asker, question=one, learned="Hers")
    for seen in ("", services.mark_of("Older"), "nonsense"):
        with pytest.raises(Conflict, match="noted something meanwhile"):
            services.note_answer(
                by=story.asker, question=one, learned="Mine", seen=seen
            )
    one.refresh_from_db()
    assert one.learned == "Hers"


def test_empty_answer_names_the_field_and_keeps_it_open(story):
    one = keep(story)
    with pytest.raises(ValidationError) as fault:
        services.note_answer(by=story.asker, question=one, learned=" ")
    assert list(fault.value.message_dict) == ["learned"]
    one.refresh_from_db()
    assert one.is_open


def test_closing_twice_changes_nothing_and_ends_noting(story):
    one = keep(story)
    first = services.close_question(by=story.asker, question=one)
    again = services.close_question(by=story.asker, question=one)
    assert (first.state, first.ended_at) == ("closed", again.ended_at)
    with pytest.raises(Conflict, match="closed"):
        services.note_answer(by=story.asker, question=one, learned="Late")


@pytest.mark.parametrize("name", ["reader", "answerer", "curator"])
def test_others_neither_answer_nor_close(story, name):
    one, by = keep(story), getattr(story, name)
    for act in (
        lambda: services.note_answer(by=by, question=one, learned="Mine"),
        lambda: services.close_question(by=by, question=one),
        lambda: services.renew_proposals(by=by, question=one),
        lambda: services.invite_peer(by=by, proposal=proposal(one, "SE11")),
    ):
        with pytest.raises(NotAllowed):
            act()
    one.refresh_from_db()
    assert (one.is_open, PeerInvitation.objects.count()) == (True, 0)


def test_proposals_are_made_anew_and_introductions_stay(story):
    one = keep(story)
    ask(story, one)
    make_practice("PL91", "Vouchers for hydrogen firms")
    services.renew_proposals(by=story.asker, question=one)
    assert set(one.proposals.values_list("region", flat=True)) == {
        "FI1C",
        "SE11",
        "PL91",
    }
    assert one.asked.count() == 1


def test_wish_to_invite_is_kept_once_and_waits_for_a_curator(story):
    one = keep(story)
    chosen = proposal(one, "SE11")
    first = services.invite_peer(by=story.asker, proposal=chosen)
    assert services.invite_peer(by=story.asker, proposal=chosen) == first
    (wished,) = wished_for()
    assert (wished.organisation.pk, wished.invitations) == ("SE11", [first])


def test_who_can_be_asked_is_not_invited(story):
    with pytest.raises(PortalError, match="ask for an introduction"):
        services.invite_peer(by=story.asker, proposal=proposal(keep(story), "FI1C"))


def test_wish_is_over_when_somebody_comes_and_that_is_news(story):
    one = keep(story)
    services.invite_peer(by=story.asker, proposal=proposal(one, "SE11"))
    assert questions_with_news(story.asker) == []
    make_member("swede", "owner", "SE11")
    assert wished_for() == []
    (row,) = questions_with_news(story.asker)
    assert [each.region_id for each in row.arrived] == ["SE11"]
    ask(story, one, partner=story.lonely)
    assert questions_with_news(story.asker) == []


def test_curator_settles_a_wish_with_a_note(story):
    one = services.invite_peer(by=story.asker, proposal=proposal(keep(story), "SE11"))
    with pytest.raises(NotAllowed):
        services.settle_invitation(by=story.asker, invitation=one, note="")
    settled = services.settle_invitation(
        by=story.curator, invitation=one, note="Written to the office."
    )
    assert (settled.settled_by, settled.note) == (
        story.curator,
        "Written to the office.",
    )
    assert wished_for() == []
    again = services.settle_invitation(
        by=story.curator, invitation=one, note="Written to the office."
    )
    assert again.settled_at == settled.settled_at
    with pytest.raises(Conflict, match="Another curator"):
        services.settle_invitation(by=story.curator, invitation=one, note="Called.")


def test_my_work_names_a_question_with_an_answered_introduction(story):
    one = keep(story)
    made = ask(story, one)

    def lines() -> list[str]:
        return [todo.url for todo in dashboard_context(story.asker)["together"]]

    assert one.get_absolute_url() not in lines()
    introductions.accept(by=story.answerer, introduction=made.introduction)
    assert one.get_absolute_url() in lines()
    services.note_answer(by=story.asker, question=one, learned="Start small.")
    assert one.get_absolute_url() not in lines()


def test_curators_desk_counts_whom_to_invite(story):
    services.invite_peer(by=story.asker, proposal=proposal(keep(story), "SE11"))
    numbers = {one.label: one for one in dashboard_context(story.curator)["queues"]}
    assert numbers["Peers to invite"].value == 1


def test_question_stays_when_its_writer_goes_and_is_in_the_export(story):
    one = keep(story)
    held = {each.model: each for each in holdings(story.asker)}
    assert held[PeerQuestion].label == "questions to peers that you wrote"
    (row,) = held[PeerQuestion].as_rows()
    assert row == {"id": one.pk, "what": str(story.profile.region)}
    story.asker.delete()
    one.refresh_from_db()
    assert one.created_by is None


def test_questions_of_what_nobody_ever_published_do_not_follow(story):
    kept = factories.make_cluster("FI1C", ["20"], title="Hub", slug="hub")
    gone = factories.make_cluster("FI1C", ["20"], slug="made-up", status="draft")
    clerk = make_member("clerk", "owner", cluster=gone)
    mine = keep(story, by=clerk, organisation=gone)
    member = make_member("member", "owner", cluster=kept)
    merge_records(kept=kept, gone=gone, chosen={}, by=story.curator)
    assert list(PeerQuestion.objects.visible_to(member)) == []
    assert not PeerQuestion.objects.filter(pk=mine.pk, cluster=kept).exists()


def test_clusters_that_are_merged_take_questions_and_proposals_along(story):
    kept = factories.make_cluster("FI1C", ["20"], title="Hub", slug="hub")
    gone = factories.make_cluster("FI1C", ["20"], title="Hub 2", slug="hub-2")
    asker = make_member("clerk", "owner", cluster=gone)
    mine = keep(story, by=asker, organisation=gone)
    theirs = keep(story)
    theirs.proposals.all().delete()
    for rank, cluster in enumerate((gone, kept), start=1):
        PeerProposal.objects.create(
            question=theirs, cluster=cluster, profile=cluster, rank=rank
        )
    other = keep(story, wants="Something else")
    other.proposals.all().delete()
    PeerProposal.objects.create(question=other, cluster=gone, profile=gone, rank=1)
    PeerInvitation.objects.create(question=other, cluster=gone)
    PeerProposal.objects.create(question=mine, cluster=kept, rank=9)
    merge_records(kept=kept, gone=gone, chosen={}, by=story.curator)
    mine.refresh_from_db()
    assert mine.cluster_id == kept.pk
    assert not mine.proposals.filter(cluster__isnull=False).exists()
    assert list(theirs.proposals.values_list("rank", "cluster")) == [(2, kept.pk)]
    assert list(other.proposals.values_list("cluster", "profile")) == [
        (kept.pk, kept.pk)
    ]
    assert other.invitations.get().cluster_id == kept.pk
