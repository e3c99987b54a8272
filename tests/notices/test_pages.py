"""The list of one's notices: what it shows, marks, filters, and keeps from others."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.notices import kinds
from portal.notices.kinds import Kind
from portal.notices.models import Notice
from tests.notices.conftest import make_notice, title_of, worded

pytestmark = pytest.mark.django_db
MORNING = "2030-06-05 10:00+02:00"
BELL = '<span class="bell__count">{}</span>'


def titles(page: str, *notices: Notice) -> list[int]:
    """Which of these are shown, in the order of the page."""
    found = {page.find(f"{title_of(one)}<"): one.pk for one in notices}
    return [found[place] for place in sorted(found) if place >= 0]


def text_of(client, path: str = "/notices/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_own_notices_are_shown_newest_first_under_their_days(client, reader, other):
    with time_machine.travel(MORNING):
        client.force_login(reader)
        old = make_notice(reader, days=3)
        new = make_notice(reader, kind="asked")
        theirs = make_notice(other)
        page = text_of(client)
        assert "no-store" in client.get("/notices/")["Cache-Control"]
    assert titles(page, old, new, theirs) == [new.pk, old.pk]
    assert page.index("5 June 2030") < page.index("2 June 2030")
    assert page.count('<section aria-labelledby="day-') == 2


def test_day_is_that_of_brussels(as_reader, reader):
    make_notice(reader, created_at="2025-06-03T22:30:00Z")
    assert "4 June 2025" in text_of(as_reader)


def test_opening_marks_as_read_once_and_leads_on(as_reader, reader):
    notice = make_notice(reader, path="/data/")
    answer = as_reader.get(reverse("notice-open", args=[notice.pk]))
    assert (answer.status_code, answer["Location"]) == (302, "/data/")
    first = Notice.objects.get().read_at
    assert first is not None
    as_reader.get(reverse("notice-open", args=[notice.pk]))
    assert Notice.objects.get().read_at == first


def test_looking_whether_it_is_there_marks_nothing(as_reader, reader):
    notice = make_notice(reader)
    assert as_reader.head(reverse("notice-open", args=[notice.pk])).status_code == 302
    assert Notice.objects.get().read_at is None


def test_notice_without_an_address_leads_back_to_the_list(as_reader, reader):
    notice = make_notice(reader, path="")
    page = text_of(as_reader)
    assert title_of(notice) in page
    assert f'<a href="/notices/{notice.pk}/"' not in page
    assert as_reader.get(f"/notices/{notice.pk}/")["Location"] == "/notices/"


def test_button_marks_as_read_and_leads_back_to_the_same_list(as_reader, reader):
    notice = make_notice(reader)
    back = "/notices/?group=follows"
    answer = as_reader.post(f"/notices/{notice.pk}/", {"back": back})
    assert answer["Location"] == back
    assert Notice.objects.get().read_at is not None


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/notices/", "/data/", ""]
)
def test_nobody_is_led_elsewhere(as_reader, reader, back):
    notice = make_notice(reader)
    answer = as_reader.post(f"/notices/{notice.pk}/", {"back": back})
    assert answer["Location"] == "/notices/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_notices_of_others_are_not_there(as_reader, other, method):
    theirs = make_notice(other)
    answer = getattr(as_reader, method)(f"/notices/{theirs.pk}/")
    assert answer.status_code == 404
    assert Notice.objects.get().read_at is None


def test_all_are_marked_but_what_came_since_and_others(as_reader, reader, other):
    make_notice(other)
    old, shown = make_notice(reader, days=40), make_notice(reader)
    since = make_notice(reader)
    answer = as_reader.post("/notices/read/", {"until": shown.pk}, follow=True)
    assert "2 notices are marked as read." in answer.content.decode()
    read = Notice.objects.exclude(read_at=None).values_list("pk", flat=True)
    assert set(read) == {old.pk, shown.pk}
    assert since.pk > shown.pk


def test_only_the_group_that_is_shown_is_marked(as_reader, reader):
    talk, change = make_notice(reader, kind="asked"), make_notice(reader)
    as_reader.post("/notices/read/", {"until": change.pk, "group": "talks"})
    assert Notice.objects.exclude(read_at=None).get() == talk


@pytest.mark.parametrize("until", ["", "x", "9" * 30, "-1"])
def test_mark_all_without_a_number_marks_nothing(as_reader, reader, until):
    make_notice(reader)
    assert as_reader.post("/notices/read/", {"until": until}).status_code == 302
    assert Notice.objects.get().read_at is None


def test_filters_show_a_group_and_what_is_unread(as_reader, reader):
    talk = make_notice(reader, kind="reminded")
    change = make_notice(reader)
    seen = make_notice(reader, read_at=timezone.now())
    mine = (talk, change, seen)
    assert titles(text_of(as_reader, "/notices/?group=talks"), *mine) == [talk.pk]
    unread = text_of(as_reader, "/notices/?state=unread")
    assert titles(unread, *mine) == [change.pk, talk.pk]
    both = text_of(as_reader, "/notices/?group=follows&state=unread")
    assert titles(both, *mine) == [change.pk]


@pytest.mark.parametrize("query", ["group=unheard", "state=read", "colour=red"])
def test_filter_that_does_not_exist_is_named_and_shows_nothing(
    as_reader, reader, query
):
    notice = make_notice(reader)
    answer = as_reader.get(f"/notices/?{query}")
    assert answer.status_code == 400
    assert title_of(notice) not in answer.content.decode()


def test_list_has_pages(as_reader, reader):
    notices = [make_notice(reader, days=number) for number in range(26)]
    assert titles(text_of(as_reader, "/notices/?page=2"), *notices) == [notices[-1].pk]
    assert as_reader.get("/notices/?page=3").status_code == 404


def test_kind_that_the_code_does_not_know_is_passed_over(as_reader, reader):
    gone = make_notice(reader, kind="gone")
    there = make_notice(reader)
    page = text_of(as_reader)
    assert titles(page, gone, there) == [there.pk]
    assert BELL.format(1) in page


def test_facts_that_fit_no_wording_any_more_show_their_label(as_reader, reader):
    broken = make_notice(reader, facts={"formerly": 1})
    there = make_notice(reader)
    page = text_of(as_reader)
    assert f'<a href="/notices/{broken.pk}/">Facilities</a>' in page
    assert titles(page, there) == [there.pk]


def test_empty_list_teaches_what_will_stand_there(as_reader, other):
    make_notice(other)
    page = text_of(as_reader)
    assert "Nothing to tell you yet" in page
    assert "<li>Facilities</li><li>Clusters</li>" in page
    assert 'href="/notices/choices/"' in page


def test_no_match_of_a_filter_is_not_called_empty(as_reader, reader):
    make_notice(reader)
    page = text_of(as_reader, "/notices/?group=talks")
    assert "No notice fits these choices" in page
    assert "Nothing to tell you yet" not in page


def test_page_is_in_the_reader_s_language(as_reader, reader):
    number = make_notice(reader).facts["number"]
    page = as_reader.get("/notices/", headers={"Accept-Language": "fr"})
    assert f"Régions {number}" in page.content.decode()


def test_bell_counts_unread_ones_on_every_page(as_reader, reader, other):
    make_notice(other)
    assert "bell__count" not in text_of(as_reader, "/data/")
    make_notice(reader)
    make_notice(reader, kind="asked")
    make_notice(reader, read_at=timezone.now())
    assert BELL.format(2) in text_of(as_reader, "/data/")


def test_bell_stops_counting(as_reader, reader):
    for _number in range(101):
        make_notice(reader)
    assert BELL.format("99+") in text_of(as_reader, "/data/")


def test_visitors_have_no_bell_and_no_question(client, reader):
    make_notice(reader)
    client.get("/data/")
    assert "#bell" not in client.get("/data/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_as_many_queries_for_any_number(
    as_reader, reader, number, django_assert_num_queries
):
    for _each in range(number):
        make_notice(reader, kind="asked")
    as_reader.get("/notices/")
    # Session, person, count, rows, the bell.
    with django_assert_num_queries(5):
        as_reader.get("/notices/")


def test_kind_of_one_name_is_registered_once():
    again = Kind("asked", "talks", "Talks", worded)
    with pytest.raises(ValueError, match="'asked' already"):
        kinds.register_kind(again)


def test_times_are_those_of_brussels(as_reader, reader):
    told = datetime.datetime(2030, 1, 7, 8, 5, tzinfo=datetime.UTC)
    make_notice(reader, created_at=told)
    assert "09:05</time>" in text_of(as_reader)
