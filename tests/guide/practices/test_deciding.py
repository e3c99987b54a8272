"""Submitted, published, returned, withdrawn, confirmed: by whom, once, and told."""

import pytest

from portal.accounts.services import NotAllowed
from portal.guide.practices import services
from portal.guide.practices.models import Practice
from portal.notices.kinds import kind_named
from portal.notices.models import Notice
from portal.web.errors import Conflict, PortalError
from regions.models import RegisterVersion
from tests.guide.practices.story import acts, begin, make_seed, publish, submit
from tests.introductions.story import make_member, told

pytestmark = pytest.mark.django_db


def decide(story, one, act="publish", by=None, **more):
    by, values = by or story.curator, {"revision": one.revision} | more
    if act == "publish":
        return services.publish_practice(by=by, practice=one, **values)
    return services.return_practice(by=by, practice=one, **{"reasons": "Why"} | values)


def test_submitting_confirms_and_is_logged_once(story):
    one = submit(story)
    assert services.submit_practice(by=story.owner, practice=one).status == "submitted"
    assert acts(one) == [("created", "editor"), ("submitted", "editor")]
    assert (one.submitted_by, one.confidence) == (story.editor, "confirmed")
    assert list(Practice.objects.waiting()) == [one]


@pytest.mark.parametrize("who", ["reader", "stranger", "curator"])
def test_only_its_people_submit(story, who):
    one = begin(story)
    with pytest.raises(NotAllowed):
        services.submit_practice(by=getattr(story, who), practice=one)


def test_publishing_twice_is_publishing_once(story):
    one = submit(story)
    decide(story, one)
    assert decide(story, one, by=story.second).status == "published"
    one.refresh_from_db()
    assert (one.decided_by, bool(one.published_at)) == (story.curator, True)
    assert acts(one)[-1] == ("published", "curator")
    assert told() == [("editor", "practice-published"), ("owner", "practice-published")]


def test_returning_needs_a_reason_which_the_owner_reads(story):
    one = submit(story)
    with pytest.raises(PortalError, match="Give the reasons"):
        decide(story, one, "return", reasons=" ")
    decide(story, one, "return", reasons="Name the source.")
    one.refresh_from_db()
    assert (one.status, one.reasons) == ("returned", "Name the source.")
    notice = Notice.objects.get(user=story.owner)
    words = kind_named(notice.kind).words(notice.facts)
    assert words.title == (
        "Curators returned your practice “Vouchers for battery makers”"
    )
    assert (words.text, notice.path) == ("Name the source.", one.get_absolute_url())


def test_one_that_was_returned_can_be_submitted_again(story):
    one = submit(story)
    decide(story, one, "return")
    one.refresh_from_db()
    services.submit_practice(by=story.editor, practice=one)
    one.refresh_from_db()
    assert decide(story, one).status == "published"
    kinds = [kind for who, kind in told() if who == "editor"]
    assert kinds == ["practice-returned", "practice-published"]


def test_a_decision_is_not_turned_round_by_a_second_one(story):
    one = submit(story)
    decide(story, one, "return")
    with pytest.raises(Conflict, match="does not wait"):
        decide(story, one, by=story.second)


def test_nobody_decides_about_what_they_submitted(story):
    story.editor.is_staff = True
    story.editor.save()
    one = submit(story)
    with pytest.raises(PortalError, match="You act for the organisation"):
        decide(story, one, by=story.editor)
    story.editor.mandates.all().delete()
    with pytest.raises(PortalError, match="submitted this yourself"):
        decide(story, one, by=story.editor)
    one.refresh_from_db()
    assert one.status == "submitted"


def test_nobody_decides_for_their_own_organisation(story):
    colleague = make_member("colleague", "editor", "ES51")
    colleague.is_staff = True
    colleague.save()
    one = submit(story)
    with pytest.raises(PortalError, match="You act for the organisation"):
        decide(story, one, by=colleague)


def test_only_curators_decide(story):
    one = submit(story)
    for who in (story.owner, story.stranger):
        with pytest.raises(NotAllowed):
            decide(story, one, by=who)


def test_what_changed_since_the_curator_read_it_is_not_decided(story):
    one = submit(story)
    seen = one.revision
    services.take_back_practice(by=story.editor, practice=one)
    one.refresh_from_db()
    services.submit_practice(by=story.editor, practice=one)
    with pytest.raises(Conflict, match="changed since you opened"):
        decide(story, one, revision=seen)
    one.refresh_from_db()
    assert one.status == "submitted"


def test_what_is_decided_cannot_be_taken_back(story):
    one = publish(story)
    with pytest.raises(Conflict, match="decided meanwhile"):
        services.take_back_practice(by=story.editor, practice=one)


@pytest.mark.parametrize(
    ("who", "is_told"), [("owner", False), ("curator", True), ("stranger", None)]
)
def test_withdrawing_takes_it_off_the_pages(story, who, is_told):
    one = publish(story)
    Notice.objects.all().delete()
    by = getattr(story, who)

    def withdraw():
        return services.withdraw_practice(by=by, practice=one, reasons="It ended")

    if is_told is None:
        with pytest.raises(NotAllowed):
            withdraw()
        return
    assert withdraw().status == "withdrawn"
    assert withdraw().status == "withdrawn"
    assert acts(one)[-1] == ("withdrawn", who)
    assert len(acts(one)) == 4
    assert one.matches.count() == 0
    assert [kind for _who, kind in told()] == ["practice-withdrawn"] * 2 * is_told


def test_withdrawing_says_why(story):
    one = publish(story)
    with pytest.raises(PortalError, match="Say in a few words"):
        services.withdraw_practice(by=story.owner, practice=one, reasons=" ")
    one.refresh_from_db()
    assert one.status == "published"


def test_confirming_is_of_its_people_and_once_a_day(story):
    one = make_seed()
    for who in (story.reader, story.stranger, story.curator):
        with pytest.raises(NotAllowed):
            services.confirm_practice(by=who, practice=one)
    services.confirm_practice(by=story.editor, practice=one)
    services.confirm_practice(by=story.owner, practice=one)
    one.refresh_from_db()
    assert (one.confidence, one.confirmed_by) == ("confirmed", story.editor)
    assert acts(one) == [("confirmed", "editor")]


def test_a_draft_can_be_deleted_and_a_published_one_not(story):
    services.delete_draft(by=story.editor, practice=begin(story))
    assert not Practice.objects.exists()
    one = publish(story)
    with pytest.raises(PortalError, match="never public"):
        services.delete_draft(by=story.editor, practice=one)


def test_kept_pages_end_with_each_act(story):
    def version():
        row = RegisterVersion.objects.get(pk=1)
        return row.number, row.wide_number

    one = submit(story)
    before = version()
    decide(story, one)
    assert version()[0] > before[0]
    # No profile is matched by a practice: no scoring is needed for it.
    assert version()[1] == before[1]
