"""A file that is too large is refused before it fills memory or disk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from regions.models import ImportJob

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


class Body:
    """A body that counts how much of it is read; it is never there as a whole."""

    def __init__(self, head: bytes, size: int) -> None:
        self.head, self.left, self.taken = head, size, 0

    def read(self, size: int = -1) -> bytes:
        wanted = min(size if size >= 0 else self.left, self.left)
        self.left -= wanted
        self.taken += wanted
        block, self.head = self.head[:wanted], self.head[wanted:]
        return block + b"x" * (wanted - len(block))

    def readline(self, size: int = -1) -> bytes:
        return self.read(size)

    def close(self) -> None:
        """Files are closed."""


HEAD = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"'
    "\r\nContent-Type: text/csv\r\n\r\n"
).encode()


def post(client, body: Body, length: int):
    return client.generic(
        "POST",
        "/edit/import/",
        b"",
        **{
            "wsgi.input": body,
            "CONTENT_LENGTH": str(length),
            "CONTENT_TYPE": MULTIPART_CONTENT,
        },
    )


@pytest.fixture
def owner_client(people, client, sent):
    client.force_login(people["owner"])
    return client


def test_fifty_megabytes_are_refused_by_their_length_and_not_read(owner_client):
    body = Body(HEAD, 50 * MEGABYTE)
    response = post(owner_client, body, 50 * MEGABYTE)
    assert response.status_code == 413
    assert "larger than 10 MB" in response.content.decode()
    assert response.headers["Connection"] == "close"
    assert body.taken == 0
    assert not ImportJob.objects.exists()


def test_reading_breaks_off_at_the_limit(owner_client, settings):
    """The stated length is just within what a form may have beside its file."""
    settings.IMPORT_MOST_BYTES = 2 * MEGABYTE
    length = 2 * MEGABYTE + 60 * 1024
    body = Body(HEAD, length)
    response = post(owner_client, body, length)
    assert response.status_code == 413
    assert "larger than 2 MB" in response.content.decode()
    assert body.taken <= length
    assert not ImportJob.objects.exists()


def test_visitor_with_a_large_file_is_led_to_sign_in_and_not_read(client):
    body = Body(HEAD, 50 * MEGABYTE)
    response = post(client, body, 50 * MEGABYTE)
    assert (response.status_code, body.taken) == (302, 0)


def test_upload_without_a_token_is_refused(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["owner"])
    content = encode_multipart(
        BOUNDARY, {"file": SimpleUploadedFile("a.csv", b"id,title")}
    )
    response = client.generic(
        "POST", "/edit/import/", content, content_type=MULTIPART_CONTENT
    )
    assert (response.status_code, ImportJob.objects.count()) == (403, 0)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.xlsm", "holds macros"),
        ("a.xls", "old Excel file"),
        ("a.exe", "Upload an Excel workbook"),
        ("a.csv", "The file is empty"),
    ],
)
def test_file_of_a_wrong_kind_is_refused_at_once(owner_client, name, said):
    content = b"" if name == "a.csv" else b"x"
    response = owner_client.post(
        "/edit/import/", {"file": SimpleUploadedFile(name, content)}
    )
    assert response.status_code == 400
    assert said in response.content.decode()
    assert not ImportJob.objects.exists()


def test_no_file_is_said_beside_the_field(owner_client):
    response = owner_client.post("/edit/import/", {})
    assert response.status_code == 400
    assert "Choose a file." in response.content.decode()
