"""The embedded broker: a folder of messages that are whole or not there."""

import json
import os
import uuid
from pathlib import Path

import pytest
from celery import current_app
from kombu import Connection

from portal.web import broker


@pytest.fixture
def connection(tmp_path):
    folder = tmp_path / "broker"
    (folder / "control").mkdir(parents=True)
    options = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "control"),
    }
    with Connection("filesystem://", transport_options=options) as made:
        yield made


@pytest.fixture
def queue(connection):
    # Kombu remembers for the whole process which queues it has made.
    with connection.SimpleQueue(f"jobs-{uuid.uuid4()}") as made:
        yield made


def messages(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "broker").glob("*.msg"))


def test_the_portal_uses_it(connection):
    assert isinstance(connection.transport, broker.Transport)
    with current_app.connection_for_write("filesystem://") as ours:
        assert isinstance(ours.transport, broker.Transport)


def test_messages_come_in_their_order_and_once(queue):
    for number in range(3):
        queue.put({"number": number})
    got = [queue.get_nowait() for _ in range(3)]
    assert [one.payload["number"] for one in got] == [0, 1, 2]
    with pytest.raises(queue.Empty):
        queue.get_nowait()


def test_no_worker_finds_a_message_before_it_is_whole(queue, tmp_path, monkeypatch):
    seen = []

    def moved(part: str, whole: str) -> None:
        seen.append((messages(tmp_path), json.loads(Path(part).read_text()).keys()))
        rename(part, whole)

    rename = os.replace
    monkeypatch.setattr(broker.os, "replace", moved)
    queue.put({"number": 1})
    [(found, written)] = seen
    assert (found, "body" in written) == ([], True)
    assert len(messages(tmp_path)) == 1
    assert queue.get_nowait().payload == {"number": 1}


@pytest.mark.parametrize("left", [b"", b'{"body": "ha'])
def test_what_cannot_be_read_is_told_and_the_next_one_comes(
    queue, tmp_path, caplog, left
):
    (tmp_path / "broker" / f"0_left.{queue.queue.name}.msg").write_bytes(left)
    queue.put({"number": 1})
    assert queue.get_nowait().payload == {"number": 1}
    assert f"a message of {queue.queue.name} cannot be read" in caplog.text
    assert messages(tmp_path) == []
