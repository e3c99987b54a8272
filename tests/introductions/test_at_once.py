"""Both sides, or two tabs, at the same moment: one outcome, and the other is told."""

import datetime

from matching.introductions import services
from matching.introductions.models import Consent, Introduction
from tests.introductions.story import ask, events, told
from tests.together import TOGETHER, at_once

pytestmark = TOGETHER
ASKED = ("answerer", "introduction-asked")


def test_both_sides_ask_each_other(sides):
    back = {"by": sides.answerer, "profile": sides.partner, "partner": sides.profile}
    answers = at_once(lambda: ask(sides), lambda: ask(sides, **back))
    found = Introduction.objects.get()
    is_first = found.asked_by == sides.asker
    sentence = "They have asked you: answer here."
    assert answers == (["", sentence] if is_first else [sentence, ""])
    assert told() == [ASKED if is_first else ("asker", "introduction-asked")]
    assert events() == [("introduced", "")]
    assert Consent.objects.count() == 1


def test_the_same_letter_from_two_tabs(sides):
    answers = at_once(lambda: ask(sides), lambda: ask(sides))
    assert sorted(map(bool, answers)) == [False, True]
    assert (Introduction.objects.count(), told(), len(events())) == (1, [ASKED], 1)


def test_accepting_from_two_tabs(sides):
    introduction = ask(sides)

    def accept() -> None:
        services.accept(by=sides.answerer, introduction=introduction)

    assert at_once(accept, accept) == ["", ""]
    assert told() == [ASKED, ("asker", "introduction-answered")]
    assert events() == [("introduced", ""), ("accepted", "")]
    assert Consent.objects.count() == 2


def test_one_side_accepts_while_the_other_withdraws(sides):
    introduction = ask(sides)
    accepted, withdrawn = at_once(
        lambda: services.accept(by=sides.answerer, introduction=introduction),
        lambda: services.withdraw(by=sides.asker, introduction=introduction),
    )
    introduction.refresh_from_db()
    if introduction.state == "accepted":
        assert (accepted, withdrawn) == (
            "",
            "This introduction has been accepted meanwhile.",
        )
        assert told()[1:] == [("asker", "introduction-answered")]
    else:
        assert introduction.state == "withdrawn"
        assert introduction.contacts_open_since is None
        assert (accepted, withdrawn) == (
            "This introduction has been withdrawn meanwhile.",
            "",
        )
        assert told()[1:] == [("answerer", "introduction-closed")]
    assert len(events()) == 2


def test_two_workers_end_it_once(sides):
    ask(sides)
    Introduction.objects.update(reply_by=datetime.date(2026, 1, 1))
    at_once(services.expire_due, services.expire_due)
    closed = [(who, "introduction-closed") for who in ("asker", "answerer")]
    assert told() == [ASKED, *closed]
    assert events() == [("introduced", ""), ("expired", "")]
