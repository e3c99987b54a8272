"""Hostile files and names: taken only where name and content agree, never shown."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from matching.introductions.talk.files import (
    LARGEST,
    MOST_PARTS,
    clean_name,
    media_type_of,
    read_attachment,
)
from tests.introductions.talk_story import PDF, archive

ODT = "application/vnd.oasis.opendocument.text"
OOXML = "application/vnd.openxmlformats-officedocument"
PNG = b"\x89PNG\r\n\x1a\n...."
DOCX = archive("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PNG", PNG, "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.docx", DOCX, f"{OOXML}.wordprocessingml.document"),
        (
            "a.xlsx",
            archive("[Content_Types].xml", "xl/workbook.xml"),
            f"{OOXML}.spreadsheetml.sheet",
        ),
        ("a.odt", archive("content.xml", first=("mimetype", ODT)), ODT),
        ("a.txt", "Grüße\r\n\tan alle ".encode(), "text/plain; charset=utf-8"),
        ("a.csv", b"\xef\xbb\xbfa;b\n1;2\n", "text/csv; charset=utf-8"),
    ],
)
def test_what_name_and_content_agree_on_is_taken(name, content, media_type):
    assert media_type_of(name, content) == media_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PNG),
        ("a.png", PDF),
        ("a.txt", PDF),
        ("a.exe", b"MZ\x90\x00"),
        ("a.pdf", b"MZ\x90\x00"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.txt", b"MZ\x90\x00"),
        ("a.txt", b"binary \x00 inside"),
        ("a.txt", b"\xff\xfe\x00a"),
        ("a.txt", b"\x1b[2J"),
        ("a.zip", DOCX),
        ("a.docx", archive("word/document.xml")),
        ("a.docx", archive("[Content_Types].xml", "xl/workbook.xml")),
        (
            "a.docx",
            archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        ),
        ("a.docm", DOCX),
        ("a.docx", b"PK\x03\x04 and no archive"),
        ("a.docx", b"MZ" + DOCX),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.odt", archive("content.xml", first=("mimetype", "text/html"))),
        ("a.odt", archive("content.xml", "Basic/x.xml", first=("mimetype", ODT))),
        ("a.odt", archive("content.xml")),
        ("pdf", PDF),
        ("", PDF),
    ],
)
def test_what_they_do_not_agree_on_is_refused_with_a_sentence(name, content):
    assert media_type_of(name, content) == ""
    file = SimpleUploadedFile(name or "x", content, "application/pdf")
    with pytest.raises(ValidationError, match="cannot be sent: only PDF"):
        read_attachment(file)


def test_an_archive_of_very_many_parts_is_refused():
    parts = [f"word/{number}.xml" for number in range(MOST_PARTS)]
    content = archive("[Content_Types].xml", "word/document.xml", *parts)
    assert media_type_of("a.docx", content) == ""


def test_a_file_is_at_most_two_megabytes():
    content = PDF + b"x" * (LARGEST - len(PDF))
    assert read_attachment(SimpleUploadedFile("a.pdf", content)).content == content
    with pytest.raises(ValidationError, match="at most 2 MB"):
        read_attachment(SimpleUploadedFile("a.pdf", content + b"x"))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("plan.pdf", "plan.pdf"),
        ("Plan für 2027.PDF", "Plan für 2027.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\plan.pdf", "plan.pdf"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("pl\r\nan\x00.pdf", "plan.pdf"),
        (".pdf", "pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("", "file"),
        ("\u200b", "file"),
    ],
)
def test_names_are_bare_and_say_what_they_seem_to_say(name, clean):
    assert clean_name(name) == clean
