"""Two tabs or two curators at the same moment: one outcome."""

from matching.calls import services
from matching.calls.models import Call, CallEdit, CallFollow
from matching.calls.services import Facts, RuleSaid
from matching.calls.services.reminding import remind_due
from portal.notices.models import Notice
from tests.calls.story import in_days, make_call
from tests.calls.test_reminders import follows
from tests.factories import make_person
from tests.together import TOGETHER, at_once

pytestmark = TOGETHER


def test_a_draft_and_a_rule_pressed_twice_are_there_once():
    curator = make_person("curator", is_staff=True)
    facts = Facts("Call", "I3")
    add = lambda: services.add_call(by=curator, facts=facts)  # noqa: E731
    assert at_once(add, add) == ["", ""]
    call, said = Call.objects.get(), RuleSaid("min_partners", {"n": 3})
    rule = lambda: services.add_rule(by=curator, call=call, said=said)  # noqa: E731
    assert at_once(rule, rule) == ["", ""]
    assert (call.rules.count(), CallEdit.objects.count()) == (1, 2)


def test_two_curators_change_the_same_facts():
    people = [make_person(name, is_staff=True) for name in ("one", "two")]
    call = make_call()
    told = at_once(
        *(
            lambda by=by: services.edit_call(
                by=by, call=call, facts=Facts(str(by), "I3"), revision=0
            )
            for by in people
        )
    )
    assert sorted(map(bool, told)) == [False, True]
    assert CallEdit.objects.count() == 1


def test_a_reminder_is_sent_by_two_workers_and_a_button_is_pressed_twice():
    call = make_call(closes=in_days(5))
    follows(call)
    assert at_once(remind_due, remind_due) == ["", ""]
    assert Notice.objects.count() == 1
    person = make_person("officer")
    follow = lambda: services.follow_call(user=person, call=call)  # noqa: E731
    assert at_once(follow, follow) == ["", ""]
    assert CallFollow.objects.filter(user=person).count() == 1
