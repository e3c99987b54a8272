"""Missing pieces and letters: prefilled, ticked, uploaded, reminded of, forgotten."""

import datetime
import uuid

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from matching.consortia.application import services
from matching.consortia.application.queries import todo_tasks
from matching.consortia.application.services.prefilling import due_day
from matching.consortia.models_application import Letter, Task
from matching.consortia.tasks_application import forget_letters, remind_pieces
from portal.accounts.personal_data import export_archive, holdings
from portal.accounts.retention import LETTER_DAYS
from portal.accounts.services import NotAllowed, delete_account
from portal.notices.models import Notice
from portal.web.errors import Conflict, PortalError
from regions.signals import records_merged
from tests import factories
from tests.consortia.application.story import PDF, add, in_days, make_drafting, submit
from tests.consortia.story import agree
from tests.introductions.story import make_member, told

pytestmark = pytest.mark.django_db


def pieces(story, member=None) -> list[str]:
    rows = Task.objects.filter(consortium=story.one)
    if member is not None:
        rows = rows.filter(member=member)
    return sorted(rows.values_list("kind", flat=True))


def keep(story, member, by, **fields) -> Letter:
    values = {"signed_on": in_days(0), "file": PDF}
    return services.keep_letter(by=by, member=member, **values | fields)


# --- the usual ones --------------------------------------------------------------


def test_the_draft_begins_with_the_usual_pieces_of_agreed_members(drafting):
    each = ["letter", "mandate", "registration", "role", "share", "website"]
    assert pieces(drafting, drafting.finnish_member) == each
    assert pieces(drafting, drafting.porto_member) == []
    lead = drafting.one.members.get(profile=drafting.lead)
    assert pieces(drafting, lead) == sorted([*each, "call_text", "plan", "submit"])
    due = Task.objects.get(kind="letter", member=drafting.polish_member).due
    assert due == in_days(60 - 14)


def test_what_the_composition_says_is_not_missing(story):
    story.call.closes = in_days(60)
    make_drafting(story)
    member = story.porto_member
    services.move_stage(by=story.editor, consortium=story.one, to="forming")
    member.roles, member.share, member.state = ["investor"], 20, "agreed"
    member.save()
    services.move_stage(by=story.editor, consortium=story.one, to="drafting")
    assert pieces(story, member) == ["letter", "mandate", "registration", "website"]


def test_pieces_that_were_deleted_stay_away(drafting):
    count = Task.objects.count()
    task = Task.objects.filter(kind="website").first()
    services.delete_task(by=drafting.editor, task=task)
    services.delete_task(by=drafting.editor, task=task)
    services.add_usual_tasks(by=drafting.editor, consortium=drafting.one)
    for to in ("forming", "drafting"):
        services.move_stage(by=drafting.editor, consortium=drafting.one, to=to)
    assert Task.objects.count() == count - 1


def test_partners_who_join_later_get_theirs_once(drafting):
    drafting.porto_member.state = "agreed"
    drafting.porto_member.save()
    new = services.add_usual_tasks(by=drafting.editor, consortium=drafting.one)
    again = services.add_usual_tasks(by=drafting.editor, consortium=drafting.one)
    assert (new, again) == (6, 0)


@pytest.mark.parametrize(
    ("closes", "expected"), [(100, 86), (15, 3), (10, 3), (2, 2), (-1, None)]
)
def test_days_are_between_now_and_the_closing(closes, expected):
    today = datetime.date(2026, 3, 1)
    day = due_day(today + datetime.timedelta(days=closes), 14, today)
    assert day == (
        None if expected is None else today + datetime.timedelta(days=expected)
    )
    assert due_day(None, 14, today) is None


# --- by hand ---------------------------------------------------------------------


def test_a_piece_is_added_once_and_its_partner_told(drafting):
    Notice.objects.all().delete()
    token = uuid.uuid4()
    for _number in range(2):
        add(drafting, token=token, member=drafting.finnish_member, due=in_days(9))
    assert Task.objects.filter(title="Budget table").count() == 1
    assert told() == [("finn", "application-task")]


def test_a_usual_piece_keeps_its_words_until_somebody_gives_it_others(drafting):
    task = Task.objects.filter(kind="plan").first()
    edit = {"by": drafting.editor, "task": task, "due": in_days(5)}
    services.edit_task(title=task.label, **edit)
    task.refresh_from_db()
    assert (task.title, task.due) == ("", in_days(5))
    services.edit_task(title="Plan and maps", **edit)
    task.refresh_from_db()
    assert task.label == "Plan and maps"


def test_a_piece_says_something_and_its_partner_is_one_of_ours(drafting):
    with pytest.raises(ValidationError):
        add(drafting, title=" ")
    drafting.porto_member.consortium_id = 0
    with pytest.raises(PortalError):
        add(drafting, member=drafting.porto_member)


def test_only_the_lead_writes_the_list(drafting):
    task = Task.objects.filter(member=drafting.finnish_member).first()
    count = Task.objects.count()
    for person in ("reader", "finn", "invited", "stranger"):
        by = getattr(drafting, person)
        with pytest.raises(NotAllowed):
            add(drafting, by=by)
        with pytest.raises(NotAllowed):
            services.edit_task(by=by, task=task, title="Mine")
        with pytest.raises(NotAllowed):
            services.delete_task(by=by, task=task)
    assert (Task.objects.count(), Task.objects.get(pk=task.pk).title) == (count, "")


def test_the_partner_and_the_lead_tick_and_the_first_is_noted(drafting):
    task = Task.objects.filter(member=drafting.finnish_member).first()
    for by in (drafting.editor, drafting.finn, drafting.curator):
        services.tick_task(by=by, task=task, is_done=True)
        services.tick_task(by=drafting.editor, task=task, is_done=True)
        task.refresh_from_db()
        assert (task.is_done, task.done_by) == (True, by)
        services.tick_task(by=by, task=task, is_done=False)
        task.refresh_from_db()
        assert (task.done_at, task.done_by) == (None, None)


def test_nobody_else_ticks_or_uploads(drafting):
    task = Task.objects.filter(member=drafting.finnish_member).first()
    for person in ("reader", "pole", "finn_reader", "invited", "stranger"):
        by = getattr(drafting, person)
        with pytest.raises(NotAllowed):
            services.tick_task(by=by, task=task, is_done=True)
        with pytest.raises(NotAllowed):
            keep(drafting, drafting.finnish_member, by)
    assert not Task.objects.get(pk=task.pk).is_done
    assert Letter.objects.count() == 0


def test_colleagues_name_each_other_and_nobody_else_does(drafting):
    Notice.objects.all().delete()
    other = make_member("otherfinn", "editor", cluster=drafting.finnish)
    task = Task.objects.filter(member=drafting.finnish_member).first()
    services.name_person(by=drafting.finn, task=task, person=other)
    assert told() == [("otherfinn", "application-task")]
    with pytest.raises(NotAllowed):
        services.name_person(by=drafting.editor, task=task, person=other)
    with pytest.raises(ValidationError):
        services.name_person(by=drafting.finn, task=task, person=drafting.pole)
    services.edit_task(
        by=drafting.editor, task=task, title="", member=drafting.polish_member
    )
    task.refresh_from_db()
    assert task.person is None


# --- letters ---------------------------------------------------------------------


def test_an_uploaded_letter_ticks_its_piece_and_a_newer_one_replaces_it(drafting):
    member = drafting.finnish_member
    keep(drafting, member, drafting.finn, signed_on=in_days(-2))
    letter = keep(drafting, member, drafting.editor)
    assert Letter.objects.count() == 1
    assert (letter.signed_on, letter.uploaded_by) == (in_days(0), drafting.editor)
    task = Task.objects.get(kind="letter", member=member)
    assert task.done_by == drafting.finn
    services.drop_letter(by=drafting.finn, letter=letter)
    task.refresh_from_db()
    assert (task.is_done, Letter.objects.count()) == (False, 0)


def test_a_letter_is_not_signed_tomorrow(drafting):
    with pytest.raises(ValidationError):
        keep(drafting, drafting.finnish_member, drafting.finn, signed_on=in_days(1))


def test_nothing_is_changed_once_it_is_over(drafting):
    letter = keep(drafting, drafting.finnish_member, drafting.finn)
    services.withdraw_application(by=drafting.editor, consortium=drafting.one)
    with pytest.raises(Conflict):
        services.drop_letter(by=drafting.finn, letter=letter)
    with pytest.raises(Conflict):
        add(drafting)
    assert Letter.objects.count() == 1


# --- the clock -------------------------------------------------------------------


def only(story, **fields) -> Task:
    Task.objects.all().delete()
    task = add(story, member=story.finnish_member, **fields)
    Notice.objects.all().delete()
    return task


def test_people_are_reminded_seven_days_and_one_day_before(drafting):
    only(drafting, due=in_days(8))
    seen = []
    for days in (0, 1, 2, 7, 8, 9):
        with time_machine.travel(timezone.now() + datetime.timedelta(days=days)):
            remind_pieces()
            remind_pieces()
        seen.append(Notice.objects.count())
    assert seen == [0, 1, 1, 2, 2, 2]
    assert {name for name, _kind in told()} == {"finn"}


def test_a_day_that_is_near_already_is_told_once(drafting):
    only(drafting, due=in_days(1))
    assert remind_pieces() == "1 reminded"
    assert remind_pieces() == "0 reminded"
    task = Task.objects.get()
    services.edit_task(
        by=drafting.editor,
        task=task,
        title=task.title,
        member=task.member,
        due=in_days(6),
    )
    assert remind_pieces() == "1 reminded"


def test_nobody_is_reminded_of_what_is_done_or_over(drafting):
    task = only(drafting, due=in_days(1))
    services.tick_task(by=drafting.finn, task=task, is_done=True)
    assert remind_pieces() == "0 reminded"
    services.tick_task(by=drafting.finn, task=task, is_done=False)
    services.withdraw_application(by=drafting.editor, consortium=drafting.one)
    assert remind_pieces() == "0 reminded"


def test_who_is_named_is_reminded_as_long_as_he_acts_for_the_partner(drafting):
    task = only(drafting, due=in_days(1))
    other = make_member("otherfinn", "editor", cluster=drafting.finnish)
    services.name_person(by=drafting.finn, task=task, person=other)
    Notice.objects.all().delete()
    remind_pieces()
    assert told() == [("otherfinn", "application-task-due")]
    other.mandates.all().delete()
    Notice.objects.all().delete()
    Task.objects.update(reminded=99)
    remind_pieces()
    assert told() == [("finn", "application-task-due")]


def test_files_of_letters_are_forgotten_a_year_after_the_end(drafting):
    keep(drafting, drafting.finnish_member, drafting.finn)
    submit(drafting)
    services.record_result(
        by=drafting.editor, consortium=drafting.one, is_funded=False, on=in_days(0)
    )
    for days, kept in ((LETTER_DAYS - 1, True), (LETTER_DAYS + 1, False)):
        with time_machine.travel(timezone.now() + datetime.timedelta(days=days)):
            forget_letters()
        letter = Letter.objects.get()
        assert (letter.content is not None) == kept
    assert (letter.signed_on, letter.uploaded_by) == (in_days(0), None)


def test_files_of_letters_of_what_never_ended_are_forgotten_too(drafting):
    keep(drafting, drafting.finnish_member, drafting.finn)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1100)):
        assert forget_letters() == "1 deleted"


# --- people who leave, records that are merged -----------------------------------


def test_what_a_person_did_stays_without_the_person(drafting):
    letter = keep(drafting, drafting.finnish_member, drafting.finn)
    feed = services.make_feed(user=drafting.finn)
    archive = export_archive(drafting.finn)
    assert b"letters/" in archive
    assert feed.token.encode() not in archive
    own = {one.model.__name__ for one in holdings(drafting.finn)}
    assert {"CalendarFeed", "Letter", "Task"} <= own
    make_member("another", "owner", cluster=drafting.finnish)
    delete_account(user=drafting.finn)
    letter.refresh_from_db()
    assert letter.uploaded_by is None
    task = Task.objects.get(kind="letter", member=drafting.finnish_member)
    assert (task.is_done, task.done_by) == (True, None)


def test_pieces_follow_a_record_that_is_merged(drafting):
    other = factories.make_cluster("FI1C", ["20"], title="Hub again", slug="again")
    person = make_member("again", "owner", cluster=other)
    gone = agree(drafting, drafting.one, other, person)
    add(drafting, member=gone, title="Theirs")
    keep(drafting, gone, person)
    kept = drafting.finnish.profile_ptr
    records_merged.send(sender=None, kept=kept, gone=other.profile_ptr)
    assert Task.objects.get(title="Theirs").member.profile_id == kept.pk
    assert Letter.objects.get().member.profile_id == kept.pk


def test_the_desk_lists_what_is_due_from_ones_own_organisations(drafting):
    Task.objects.all().delete()
    for member, due, title in (
        (drafting.finnish_member, in_days(3), "Soon"),
        (drafting.finnish_member, in_days(30), "Later"),
        (drafting.polish_member, in_days(3), "Theirs"),
        (None, in_days(3), "Nobody's"),
    ):
        add(drafting, member=member, due=due, title=title)
    assert [one.label for one in todo_tasks(drafting.finn)] == ["Soon"]
    for person in ("finn_reader", "editor", "invited", "stranger"):
        assert list(todo_tasks(getattr(drafting, person))) == []


@pytest.mark.parametrize("state", ["considered", "invited", "left"])
def test_who_is_not_in_it_is_told_of_no_piece(drafting, state):
    member = drafting.finnish_member
    drafting.one.members.filter(pk=member.pk).update(state=state)
    member.refresh_from_db()
    Notice.objects.all().delete()
    add(drafting, member=member, due=in_days(1))
    remind_pieces()
    assert told() == [("editor", "application-task-due")]
