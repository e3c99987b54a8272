"""Two people who save the same record at the same moment lose nothing."""

import threading

import pytest
from django.db import connection

from regions.editing.documents import document_of
from regions.editing.services import change_record
from regions.models import Priority, Version
from tests import factories

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one write at a time anyway"
    ),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("silent_broker"),
]


def test_edits_of_different_fields_at_the_same_moment_are_both_kept():
    priority = factories.make_priority("ES51", title="Before", summary="Before")
    people = [factories.make_person(name, "ES51") for name in ("one", "two")]
    edits = [{"title": "After"}, {"summary": "After"}]
    seen = document_of(priority)
    start = threading.Barrier(2)

    def save(by, edit) -> None:
        start.wait()
        try:
            change_record(record=priority, document=seen | edit, by=by, base_version=1)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=save, args=one)
        for one in zip(people, edits, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = Priority.objects.get(pk=priority.pk)
    assert (found.title, found.summary, found.version) == ("After", "After", 3)
    numbers = Version.objects.filter(kind="priority", key=priority.pk)
    assert set(numbers.values_list("number", flat=True)) == {1, 2, 3}
