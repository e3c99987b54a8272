"""Without script, a form that is sent after the session has ended is not lost."""

import pytest
from django.test import Client

from regions.models import Priority
from tests import factories
from tests.editing.pages import form_data, hidden_fields, make_people

pytestmark = pytest.mark.django_db
PATH = "/edit/priority/es51-food/edit/"


@pytest.fixture
def people():
    return make_people()


@pytest.fixture
def priority():
    return factories.make_priority("ES51", title="Food", slug="es51-food")


def test_what_was_sent_signed_out_comes_back_and_is_sent_again(
    client, people, priority
):
    data = form_data(priority, summary="Typed\nfor an hour", **{"_do": "save"})
    answer = client.post(PATH, data)
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "no-store" in answer["Cache-Control"]
    assert "Sign in in another tab" in page
    assert Priority.objects.get().summary == ""
    client.force_login(people["editor"])
    client.post(PATH, hidden_fields(page))
    assert Priority.objects.get().summary == "Typed\nfor an hour"


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://testserver", 401), ("https://evil.example", 403), (None, 403)],
)
def test_old_token_is_asked_about_only_for_our_own_pages(
    people, priority, origin, status
):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["editor"])
    headers = {"origin": origin} if origin else {}
    data = form_data(priority, summary="Typed")
    answer = client.post(PATH, data, headers=headers)
    assert answer.status_code == status
    assert ("Typed" in answer.content.decode()) is (status == 401)
    assert Priority.objects.get().summary == ""
