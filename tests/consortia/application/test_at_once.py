"""Two tabs, two people or two workers at the same moment: one outcome."""

import uuid

from matching.consortia.application import services
from matching.consortia.models import Consortium
from matching.consortia.models_application import (
    Application,
    CalendarFeed,
    Letter,
    StageChange,
    Task,
)
from matching.outcomes.models import MatchEvent
from portal.notices.models import Notice
from tests.consortia.application.story import PDF, add, in_days, submit
from tests.consortia.story import make_call, start
from tests.together import TOGETHER, at_once

pytestmark = TOGETHER


def test_the_draft_begins_once(story):
    one = start(story)
    services.move_stage(by=story.editor, consortium=one, to="forming")

    def draft():
        services.move_stage(by=story.editor, consortium=one, to="drafting")

    assert at_once(draft, draft) == ["", ""]
    assert (StageChange.objects.count(), Task.objects.count()) == (2, 9)


def test_submitted_and_withdrawn(drafting):
    answers = at_once(
        lambda: submit(drafting),
        lambda: services.withdraw_application(
            by=drafting.editor, consortium=drafting.one
        ),
    )
    drafting.one.refresh_from_db()
    assert (drafting.one.stage, answers) in (
        ("withdrawn", ["", ""]),
        ("withdrawn", ["This application has been withdrawn.", ""]),
    )


def test_submitted_twice(drafting):
    assert at_once(lambda: submit(drafting), lambda: submit(drafting)) == ["", ""]
    assert StageChange.objects.filter(after="submitted").count() == 1
    assert MatchEvent.objects.filter(what="applied").count() == 2
    assert Application.objects.count() == 1


def test_two_results(drafting):
    submit(drafting)

    def result(is_funded: bool):
        services.record_result(
            by=drafting.editor,
            consortium=drafting.one,
            is_funded=is_funded,
            on=in_days(0),
        )

    answers = at_once(lambda: result(True), lambda: result(False))
    assert sorted(map(bool, answers)) == [False, True]
    assert StageChange.objects.filter(before="submitted").count() == 1


def test_one_form_from_two_tabs(drafting):
    token, count = uuid.uuid4(), Task.objects.count()
    answers = at_once(
        lambda: add(drafting, token=token), lambda: add(drafting, token=token)
    )
    assert (answers, Task.objects.count()) == (["", ""], count + 1)


def test_two_letters_of_one_partner(drafting):
    def keep(by):
        services.keep_letter(
            by=by, member=drafting.finnish_member, signed_on=in_days(0), file=PDF
        )

    assert at_once(lambda: keep(drafting.finn), lambda: keep(drafting.editor)) == [
        "",
        "",
    ]
    assert Letter.objects.count() == 1


def test_the_composition_is_taken_over_once(drafting):
    call = make_call(title="Another")

    def reuse():
        services.reuse_consortium(
            by=drafting.editor, consortium=drafting.one, call=call, title="Next"
        )

    assert at_once(reuse, reuse) == ["", ""]
    assert Consortium.objects.count() == 2


def test_two_workers_remind_once(drafting):
    Task.objects.all().delete()
    add(drafting, member=drafting.finnish_member, due=in_days(1))
    Notice.objects.all().delete()
    at_once(services.remind_due, services.remind_due)
    assert Notice.objects.count() == 1


def test_one_address_from_two_tabs(drafting):
    def make():
        services.make_feed(user=drafting.finn)

    assert at_once(make, make) == ["", ""]
    assert CalendarFeed.objects.count() == 1
