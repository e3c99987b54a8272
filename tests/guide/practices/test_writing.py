"""Drafts and edits: who may write, what is missing, and two who edit at once."""

import datetime
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from portal.accounts.models import Mandate
from portal.accounts.personal_data import as_row, holdings
from portal.accounts.services import NotAllowed
from portal.guide.practices import services
from portal.guide.practices.models import Practice
from portal.guide.practices.said import said_of
from portal.web.errors import PortalError
from tests.guide.practices.story import acts, begin, make_seed, publish, submit

pytestmark = pytest.mark.django_db


def edit(story, one, by=None, revision=None, **fields):
    return services.edit_practice(
        by=by or story.editor,
        practice=one,
        said=replace(said_of(one), **fields),
        revision=one.revision if revision is None else revision,
    )


def faults(error) -> dict[str, list[str]]:
    return error.value.message_dict


def test_a_draft_needs_a_title_only(story):
    empty = {name: "" for name in ("challenge", "action", "language", "stage")}
    one = begin(story, **empty, instrument="", topics=[], chapters=[])
    assert (one.status, one.region, one.owner_region) == (
        "draft",
        story.region,
        story.region,
    )
    with pytest.raises(ValidationError) as error:
        services.submit_practice(by=story.editor, practice=one)
    assert set(faults(error)) == {*empty, "instrument", "topics"}
    one.refresh_from_db()
    assert one.status == "draft"


def test_a_draft_of_a_cluster_is_about_the_cluster(story):
    one = begin(story, by=story.manager, organisation=story.cluster)
    assert (one.owner_cluster.pk, one.cluster.pk, one.region_id) == (
        story.cluster.pk,
        story.cluster.pk,
        "ES51",
    )
    assert one.keeper.pk == story.cluster.pk
    # The people of the region do not write for a cluster.
    with pytest.raises(NotAllowed):
        edit(story, one, by=story.editor, title="Other")


@pytest.mark.parametrize("who", ["reader", "stranger", "manager", "curator"])
def test_only_editors_and_owners_of_the_organisation_begin_one(story, who):
    with pytest.raises(NotAllowed):
        begin(story, by=getattr(story, who))
    assert not Practice.objects.exists()


def test_who_has_no_mandate_any_more_writes_nothing(story):
    one = begin(story)
    Mandate.objects.filter(user=story.editor).update(ends_on="2020-01-01")
    with pytest.raises(NotAllowed):
        edit(story, one, title="Other")


def test_who_presses_twice_has_begun_once(story):
    assert begin(story) == begin(story)
    assert begin(story, title="Other") != begin(story)
    assert Practice.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"figures": "40", "measured": ""}, "measured"),
        ({"result_state": "not-yet"}, "result_state"),
        ({"result": ""}, "result"),
        ({"period_from": None}, "period_from"),
        ({"period_to": 2001}, "period_to"),
        ({"topics": ("99",)}, "topics"),
        ({"chapters": ("no-such",)}, "chapters"),
        ({"challenge": "Ask anna@example.org"}, "challenge"),
        ({"action": "Call +34 93 123 45 67"}, "action"),
        ({"source_url": "ftp:/nowhere"}, "source_url"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"source_date": datetime.date(9999, 12, 31)}, "source_date"),
    ],
)
def test_a_fault_is_named_by_its_field(story, fields, name):
    one = publish(story)
    before = said_of(one)
    with pytest.raises(ValidationError) as error:
        edit(story, one, **fields)
    assert list(faults(error)) == [name]
    assert said_of(Practice.objects.get(pk=one.pk)) == before


def test_a_published_one_is_changed_at_once_and_confirmed_by_it(story):
    one = publish(story)
    Practice.objects.update(confidence="read", confirmed_at=None)
    changed = edit(story, one, title="New words")
    assert (changed.title, changed.status) == ("New words", "published")
    assert (changed.confidence, changed.confirmed_by) == ("confirmed", story.editor)
    last = changed.events.first()
    assert (last.act, last.is_curator) == ("changed", False)
    assert last.details == {"title": ["Vouchers for battery makers", "New words"]}


def test_a_curators_change_takes_the_confirmation_back(story):
    one = publish(story)
    changed = edit(story, one, by=story.curator, title="New words")
    assert (changed.confidence, changed.events.first().is_curator) == ("read", True)


def test_what_stays_the_same_is_no_change(story):
    one = publish(story)
    revision, log = one.revision, acts(one)
    edit(story, one)
    one.refresh_from_db()
    assert (one.revision, acts(one)) == (revision, log)


def test_a_cluster_changes_nothing_by_saving_its_practice_as_it_is(story):
    one = begin(story, by=story.manager, organisation=story.cluster)
    revision = one.revision
    edit(story, one, by=story.manager, cluster="")
    one.refresh_from_db()
    assert (one.revision, one.cluster.pk) == (revision, story.cluster.pk)


def test_what_waits_for_a_curator_is_not_changed_by_its_owner(story):
    one = submit(story)
    with pytest.raises(PortalError, match="Take it back first"):
        edit(story, one, title="Other")
    services.take_back_practice(by=story.owner, practice=one)
    one.refresh_from_db()
    assert edit(story, one, title="Other").title == "Other"


def test_two_who_edit_different_fields_both_keep_theirs(story):
    one = begin(story)
    seen = one.revision
    edit(story, one, by=story.owner, funding="State", topics=("10", "20"))
    mine = edit(story, one, revision=seen, title="My words")
    assert said_of(mine) == replace(
        said_of(one), title="My words", funding="State", topics=("10", "20")
    )


def test_two_who_edit_one_field_lose_nothing(story):
    one = begin(story)
    seen = one.revision
    edit(story, one, by=story.owner, challenge="Theirs", funding="State")
    with pytest.raises(services.EditConflict) as error:
        edit(story, one, revision=seen, challenge="Mine")
    conflict = error.value
    assert conflict.conflicts == ("challenge",)
    assert (conflict.merged.challenge, conflict.theirs.challenge) == ("Mine", "Theirs")
    assert conflict.merged.funding == "State"
    stored = Practice.objects.get(pk=one.pk)
    assert stored.challenge == "Theirs"
    # Saved on top of what was shown, mine stands.
    services.edit_practice(
        by=story.editor,
        practice=one,
        said=conflict.merged,
        revision=conflict.revision,
    )
    stored.refresh_from_db()
    assert (stored.challenge, stored.funding) == ("Mine", "State")


def test_people_of_its_region_keep_what_came_from_a_public_source(story):
    one = make_seed()
    with pytest.raises(NotAllowed):
        edit(story, one, by=story.stranger, title="Other")
    changed = edit(story, one, title="Ours")
    assert (changed.organisation, changed.confidence) == (None, "confirmed")
    other = make_seed(slug="of-cluster", cluster=story.cluster)
    assert edit(story, other, by=story.manager, title="Ours").title == "Ours"


def test_a_person_finds_what_they_did_in_their_data(story):
    publish(story)
    held = {(one.model.__name__, one.field) for one in holdings(story.editor)}
    assert {
        ("Practice", "submitted_by"),
        ("Practice", "confirmed_by"),
        ("Practice", "edited_by"),
        ("PracticeEvent", "by"),
    } <= held
    one = next(h for h in holdings(story.editor) if h.field == "submitted_by")
    row = as_row(one.rows.get(), in_full=one.is_own)
    # The record belongs to the region: only that the person did it.
    assert set(row) == {"id", "what"}


def test_what_a_person_did_stays_when_they_leave(story):
    one = publish(story)
    story.editor.delete()
    one.refresh_from_db()
    assert (one.status, one.submitted_by, one.owner_region) == (
        "published",
        None,
        story.region,
    )
    assert acts(one)[0] == ("created", "")
