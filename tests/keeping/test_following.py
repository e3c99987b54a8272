"""Following a profile: who is told of what, and how often."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from matching.keeping.models import Follow
from matching.keeping.services import follow, following
from portal.notices.kinds import kind_named
from portal.notices.models import Notice
from portal.notices.paces import pace_of
from portal.web.errors import PortalError
from regions.editing.services import change_record, set_status
from tests import factories

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/Brussels"))


@pytest.fixture
def person():
    return factories.make_person("reader")


@pytest.fixture
def cluster():
    made = factories.make_cluster("ES51", ["10"], title="Bread", slug="bread")
    factories.renew()
    return made


def change(cluster, **values):
    cluster.refresh_from_db()
    editor = factories.make_person(f"editor{Follow.objects.count()}-{cluster.version}")
    change_record(
        record=cluster, document=values, base_version=cluster.version, by=editor
    )


def told() -> list[tuple[str, str, str]]:
    rows = Notice.objects.order_by("pk")
    return [(one.user.email, one.facts["what"], one.path) for one in rows]


def test_change_is_told_to_followers_and_to_nobody_else(person, cluster):
    other = factories.make_cluster("ES51", title="Wood", slug="wood")
    stranger = factories.make_person("stranger")
    follow(profile=cluster, by=person)
    follow(profile=other, by=stranger)
    change(cluster, summary="We bake more")
    assert told() == [("reader@example.org", "changed", "/clusters/bread/")]
    notice = Notice.objects.get()
    words = kind_named(notice.kind).words(notice.facts)
    assert words.title == "“Bread” was changed"


def test_one_notice_a_day_however_often_it_changes(person, cluster):
    follow(profile=cluster, by=person)
    with time_machine.travel(MONDAY, tick=False) as clock:
        change(cluster, summary="One")
        change(cluster, summary="Two")
        assert len(told()) == 1
        clock.move_to(MONDAY.replace(day=3))
        change(cluster, summary="Three")
    assert len(told()) == 2


def test_withdrawal_is_told_without_a_way_to_what_is_gone(person, cluster):
    follow(profile=cluster, by=person)
    curator = factories.make_person("curator", is_staff=True)
    set_status(record=cluster, status="withdrawn", act="withdrawn", by=curator)
    assert told() == [("reader@example.org", "withdrawn", "")]


def test_each_going_and_coming_back_is_told_once(person, cluster):
    follow(profile=cluster, by=person)
    curator = factories.make_person("curator", is_staff=True)
    for _ in range(2):
        set_status(record=cluster, status="withdrawn", act="withdrawn", by=curator)
        set_status(record=cluster, status="published", act="published", by=curator)
    assert [what for _, what, _ in told()] == ["withdrawn", "published"] * 2
    cluster.refresh_from_db()
    assert following.tell_followers(profile=cluster, what="published") == 0


def test_changes_of_what_is_not_public_are_told_to_nobody(person, cluster):
    follow(profile=cluster, by=person)
    cluster.status = "draft"
    for what in ("changed", "published"):
        assert following.tell_followers(profile=cluster, what=what) == 0
    assert following.tell_followers(profile=cluster, what="confirmed") == 0
    assert told() == []


def test_leaving_the_match_lists_is_no_withdrawal(person, cluster):
    follow(profile=cluster, by=person)
    assert following.tell_followers(profile=cluster, what="withdrawn") == 0
    assert told() == []


def test_who_cannot_sign_in_any_more_is_told_nothing(person, cluster):
    follow(profile=cluster, by=person)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    change(cluster, summary="We bake more")
    assert told() == []


def test_by_default_it_comes_once_a_week(person):
    assert pace_of(person.pk, kind_named("followed-profile"), {}) == "weekly"


def test_button_follows_and_stops(client, person, cluster):
    client.force_login(person)
    part = client.get("/follow/bread/", headers=HTMX).content.decode()
    assert "<html" not in part
    assert "Follow this profile" in part
    answer = client.post("/follow/bread/")
    assert (answer.status_code, answer["Location"]) == (302, "/clusters/bread/")
    client.post("/follow/bread/")
    assert Follow.objects.filter(user=person, profile=cluster).count() == 1
    page = client.get("/follow/bread/").content.decode()
    assert "Stop following" in page
    assert "Bread" in client.get("/saved/").content.decode()
    client.post("/follow/bread/", {"stop": "1", "next": "/saved/"})
    assert Follow.objects.count() == 0


def test_profile_page_loads_the_button_for_people_who_are_signed_in(
    client, person, cluster
):
    assert "/follow/" not in client.get("/clusters/bread/").content.decode()
    client.force_login(person)
    assert 'hx-get="/follow/bread/"' in client.get("/clusters/bread/").content.decode()


def test_what_one_may_not_see_cannot_be_followed(client, person):
    factories.make_cluster("ES51", slug="hush", status="draft")
    client.force_login(person)
    assert client.get("/follow/hush/").status_code == 404
    assert client.post("/follow/hush/").status_code == 404
    assert Follow.objects.count() == 0


def test_followed_profiles_that_went_are_not_listed(client, person, cluster):
    follow(profile=cluster, by=person)
    type(cluster).objects.filter(pk=cluster.pk).update(status="withdrawn")
    client.force_login(person)
    assert "Bread" not in client.get("/saved/").content.decode()


def test_there_is_a_limit(monkeypatch, person, cluster):
    monkeypatch.setattr(following, "MOST_FOLLOWED", 1)
    follow(profile=cluster, by=person)
    with pytest.raises(PortalError, match="Stop following one first"):
        follow(profile=factories.make_cluster("ES51"), by=person)
    assert Follow.objects.count() == 1
