"""After a save: the sentence that says whether a list is up to date."""

import pytest

from matching import services
from matching.models import CurrentRun, ListEdit
from tests.matching.factories import (
    make_list,
    make_priority,
    make_run,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]
HTMX = {"HX-Request": "true"}
WAITING = "Lists are being brought up to date."


def status_of(client, profile, **headers) -> str:
    answer = client.get(f"/matches/{profile.slug}/status/", headers=headers)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def test_list_of_a_finished_run_is_up_to_date_since_then(client):
    profile = make_list(1)
    text = status_of(client, profile)
    assert text.startswith("Up to date since ")
    assert "<" not in text


def test_edited_profile_waits_and_the_part_asks_again_until_it_is_taken_up(client):
    profile, other = make_list(1), make_priority("FR10")
    services.note_profile_edit(profile=profile)
    path = f"/matches/{profile.slug}/status/"
    assert status_of(client, profile).strip() == WAITING
    part = status_of(client, profile, **HTMX)
    assert WAITING in part
    assert f'hx-get="{path}"' in part
    assert WAITING not in status_of(client, other)

    run = CurrentRun.objects.get().run
    ListEdit.objects.update(run=run, done_at=run.finished_at)
    part = status_of(client, profile, **HTMX)
    assert "Up to date since" in part
    assert "hx-get" not in part


def test_edit_that_the_run_has_read_waits_no_longer(client):
    profile = make_list(1)
    services.note_profile_edit(profile=profile)
    ListEdit.objects.update(read_by=make_run())
    assert WAITING not in status_of(client, profile)


def test_before_the_first_run_there_is_no_list(client):
    assert "No run has finished yet" in status_of(client, make_priority())


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
@pytest.mark.parametrize(
    ("person", "expected"),
    [("visitor", 404), ("stranger", 404), ("colleague", 200), ("curator", 200)],
)
def test_status_of_a_hidden_profile_is_for_those_who_see_it(
    client, person, expected, status
):
    profile = make_priority("ES51", status=status)
    make_run()
    make_priority("FR10")
    if person != "visitor":
        region = {"stranger": "FR10", "colleague": "ES51"}.get(person)
        is_staff = person == "curator"
        user = make_user(f"{person}@example.org", region, is_staff=is_staff)
        client.force_login(user)
    answer = client.get(f"/matches/{profile.slug}/status/")
    assert answer.status_code == expected


def test_list_of_somebody_signed_in_loads_the_sentence_and_a_visitor_s_does_not(client):
    profile = make_list(1)
    path = f"/matches/{profile.slug}/status/"
    assert path not in client.get(f"/matches/{profile.slug}/").content.decode()
    client.force_login(make_user("owner@example.org", "ES51"))
    assert path in client.get(f"/matches/{profile.slug}/").content.decode()
