"""Calendar addresses: whose days are in them, that they are secret, and end."""

import datetime

import pytest
from django.urls import reverse
from icalendar import Calendar

from matching.consortia.application import services
from matching.consortia.models_application import CalendarFeed, Task
from tests.consortia.application.story import add, in_days
from tests.consortia.story import page_of, start

pytestmark = pytest.mark.django_db
PAGE = "/consortia/calendar/"


def feed_path(person) -> str:
    feed = services.make_feed(user=person)
    return reverse("consortia:calendar-feed", args=[feed.token])


def summaries(content: bytes) -> set[str]:
    return {str(one["summary"]) for one in Calendar.from_ical(content).walk("VEVENT")}


def fetched(client, person) -> set[str]:
    return summaries(client.get(feed_path(person)).content)


def only(drafting) -> None:
    Task.objects.all().delete()
    add(drafting, title="Finnish", member=drafting.finnish_member, due=in_days(5))
    add(drafting, title="Polish", member=drafting.polish_member, due=in_days(6))
    add(drafting, title="Nobody's", due=in_days(7))
    add(drafting, title="Without a day", member=drafting.finnish_member)


CLOSES = "Call closes: Investments in regions"


def test_each_gets_the_days_of_their_own_and_the_lead_all(client, drafting):
    only(drafting)
    start(drafting, title="Not mine to the Finns")
    name = "(Cells for all)"
    assert fetched(client, drafting.finn) == {
        CLOSES,
        f"Finnish {name}",
        f"Nobody's {name}",
    }
    assert fetched(client, drafting.editor) >= {
        f"{title} {name}" for title in ("Finnish", "Polish", "Nobody's")
    }
    for person in ("invited", "stranger", "curator"):
        assert fetched(client, getattr(drafting, person)) == set()


def test_what_is_done_or_over_leaves_the_calendar(client, drafting):
    only(drafting)
    task = Task.objects.get(title="Finnish")
    services.tick_task(by=drafting.finn, task=task, is_done=True)
    assert fetched(client, drafting.finn) == {CLOSES, "Nobody's (Cells for all)"}
    services.withdraw_application(by=drafting.editor, consortium=drafting.one)
    assert fetched(client, drafting.finn) == set()


def test_no_person_is_named(client, drafting):
    only(drafting)
    drafting.finn.name = "Aino Virtanen"
    drafting.finn.save()
    task = Task.objects.get(title="Finnish")
    services.name_person(by=drafting.finn, task=task, person=drafting.finn)
    content = client.get(feed_path(drafting.editor)).content.decode()
    assert "Aino" not in content
    assert "@example.org" not in content


def test_entries_are_whole_days_and_keep_their_names(client, drafting):
    only(drafting)
    answer = client.get(feed_path(drafting.finn))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    task = Task.objects.get(title="Finnish")
    events = {
        str(one["uid"]): one
        for one in Calendar.from_ical(answer.content).walk("VEVENT")
    }
    event = events[f"{task.uid}@smart-regions"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (in_days(5), in_days(6))


def test_an_address_ends_when_it_is_changed_ended_or_its_person_leaves(
    client, drafting
):
    first = feed_path(drafting.finn)
    services.renew_feed(user=drafting.finn)
    second = feed_path(drafting.finn)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    drafting.finn.is_active = False
    drafting.finn.save()
    assert client.get(second).status_code == 404
    drafting.finn.is_active = True
    drafting.finn.save()
    services.end_feed(user=drafting.finn)
    assert client.get(second).status_code == 404
    assert client.get(f"{PAGE}guessed.ics").status_code == 404


def test_who_loses_the_mandate_loses_the_days(client, drafting):
    only(drafting)
    path = feed_path(drafting.finn)
    drafting.finn.mandates.all().delete()
    assert summaries(client.get(path).content) == set()


def test_the_page_makes_changes_and_ends_the_address(client, sign_in, drafting):
    assert client.get(PAGE).status_code == 302
    client = sign_in(drafting.finn)
    assert "No address yet" in page_of(client.get(PAGE))
    tokens = []
    for act in ("make", "make", "renew"):
        client.post(PAGE, {"act": act})
        tokens.append(CalendarFeed.objects.get().token)
    assert (tokens[0] == tokens[1], tokens[1] == tokens[2]) == (True, False)
    assert tokens[2] in page_of(client.get(PAGE))
    client.post(PAGE, {"act": "end"})
    assert not CalendarFeed.objects.exists()
    assert client.post(PAGE, {"act": "nonsense"}).status_code == 302


def test_the_days_of_one_application(sign_in, drafting):
    only(drafting)
    path = reverse("consortia:application-deadlines", args=[drafting.one.slug])
    content = sign_in(drafting.pole).get(path).content
    name = "(Cells for all)"
    assert summaries(content) == {
        CLOSES,
        f"Finnish {name}",
        f"Polish {name}",
        f"Nobody's {name}",
    }


def test_the_last_day_that_there_is_ends_no_calendar(client, drafting):
    only(drafting)
    add(drafting, title="Far away", due=datetime.date.max)
    assert "Far away (Cells for all)" in fetched(client, drafting.finn)
