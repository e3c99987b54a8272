"""Health pages: what an operator's monitor and a container's check read."""

import pytest

from portal import health


def test_healthz_says_that_the_process_answers(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_readyz_says_that_database_and_broker_answer(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"database": "ok", "broker": "ok"},
    )


@pytest.mark.django_db
def test_readyz_names_a_broker_that_is_down(client, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        503,
        {"database": "ok", "broker": "unreachable"},
    )


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_pages_refuse_writing(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_ask_reads_a_running_server(live_server, monkeypatch):
    port = int(live_server.url.rpartition(":")[2])
    monkeypatch.setenv("BASE_URL", live_server.url)
    assert health.ask("/healthz", port) == (200, '{"status": "ok"}')


def test_ask_without_a_server_is_status_0():
    assert health.ask("/healthz", 1)[0] == 0


@pytest.mark.django_db(transaction=True)
def test_container_check_passes_on_a_ready_server(live_server, monkeypatch, capsys):
    monkeypatch.setenv("BASE_URL", live_server.url)
    monkeypatch.setenv("PORT", live_server.url.rpartition(":")[2])
    assert health.main() == 0
    assert capsys.readouterr().out == '200: {"database": "ok", "broker": "ok"}\n'


def test_container_check_fails_without_a_server(monkeypatch, capsys):
    monkeypatch.setenv("PORT", "1")
    assert health.main() == 1
    assert capsys.readouterr().out.startswith("no answer: ")
