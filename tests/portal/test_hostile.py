"""Addresses that nobody writes by accident, and values kept for several threads."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from matching.features import kept_spaces
from portal.web.versioned import kept_under_version
from tests.factories import make_cluster, make_person, make_region, make_topic


@pytest.mark.parametrize(
    "path",
    ["/regions/%00/", "/matches/region/%00/", "/matches/a%00b/", "/clusters/%00/"],
)
def test_address_with_a_nul_is_a_bad_request(client, db, path):
    answer = client.get(path)
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()


def test_api_parameter_with_a_nul_is_a_bad_request(client, db):
    answer = client.get("/api/v1/matches/?profile=%00")
    assert answer.status_code == 400
    assert answer.json() == {"detail": "The address holds a NUL."}


def test_unknown_api_address_answers_in_json(client, db):
    answer = client.get("/api/v1/nothing/")
    assert answer.status_code == 404
    assert answer.json() == {"detail": "There is nothing here."}


def test_page_of_a_person_is_never_stored_by_others(client, db):
    client.force_login(make_person("officer"))
    assert client.get("/regions/")["Cache-Control"] == "private, no-store"


def test_slow_value_of_an_old_version_does_not_pass_for_a_new_one():
    entered, go_on = threading.Event(), threading.Event()

    @kept_under_version
    def value(version: str) -> str:
        if version == "1":
            entered.set()
            go_on.wait(5)
        return f"data of {version}"

    slow = threading.Thread(target=value, args=("1",))
    slow.start()
    entered.wait(5)
    assert value("2") == "data of 2"
    go_on.set()
    slow.join()
    assert value("2") == "data of 2"


def test_drafts_do_not_make_a_topic_common(db):
    make_region("AT11")
    make_topic("13")
    make_cluster("AT11", topics=["13"], title="Seen")
    make_cluster("AT11", topics=["13"], title="Draft", status="draft")
    topics, _ = kept_spaces("any")
    assert (topics.uses["13"], topics.profile_count) == (1, 1)


@pytest.mark.parametrize("name", ["page", "page_size"])
@pytest.mark.parametrize("path", ["/clusters/", "/api/v1/clusters/"])
def test_number_of_thousands_of_digits_is_refused(client, db, path, name):
    assert client.get(path, {name: "9" * 5000}).status_code in (400, 404)


def test_api_docs_can_only_be_read(client, db):
    assert client.get("/api/docs/").status_code == 200
    assert client.options("/api/docs/").status_code == 405


@pytest.mark.parametrize("path", ["/language/", "/search/", "/accounts/login/"])
def test_more_than_any_form_needs_is_not_read(client, db, path):
    body = {"file": SimpleUploadedFile("large.bin", b"x" * 7 * 1024 * 1024)}
    answer = client.post(path, body)
    assert answer.status_code == 413
    assert "This is too much at once" in answer.content.decode()
