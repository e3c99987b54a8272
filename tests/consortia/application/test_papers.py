"""Papers: tagged, in the reader’s language; what people wrote is set as it is."""

import json

import pytest
import typst
from django.utils import translation

from matching.consortia.application import papers
from matching.consortia.application.papers import FOLDER
from matching.consortia.application.queries import sheet_of
from matching.consortia.models import Consortium
from portal.web.typesetting import UNKNOWN, clean, inputs_of, source_of, typeset

pytestmark = pytest.mark.django_db
SHEET = FOLDER / "sheet.typ"
HOSTILE = '#eval("1+1") ]#image("/etc/passwd") \\ $x$ *b* <lab> @ref // #import "a.typ"'


def headings(data: dict) -> list[str]:
    """The words of all headings, as Typst has set them."""
    found = typst.query(
        **source_of(SHEET), selector="heading", sys_inputs=inputs_of(data)
    )
    return [words(one["body"]) for one in json.loads(found)]


def words(content: dict) -> str:
    """The text of content: one piece of text, or several and spaces."""
    if content["func"] == "sequence":
        return "".join(map(words, content["children"]))
    return " " if content["func"] == "space" else content["text"]


def sheet_data(*texts: str) -> dict:
    blocks = [{"kind": "heading", "level": 1, "text": text} for text in texts]
    frame = papers._frame("Sheet")
    return {**frame, "blocks": blocks}


def is_tagged(content: bytes, language: str) -> bool:
    marks = (b"%PDF-", b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid:part")
    return all(mark in content for mark in marks) and (
        f"/Lang({language}".encode() in content
    )


def renamed(drafting, title: str, name: str) -> Consortium:
    Consortium.objects.filter(pk=drafting.one.pk).update(title=title, text=title)
    drafting.finnish.title = name
    drafting.finnish.save(update_fields=["title"])
    return Consortium.objects.select_related("call", "lead__region").get()


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_all_papers_are_tagged_in_the_readers_language(drafting, language):
    with translation.override(language):
        sheet = sheet_of(drafting.editor, drafting.one)
        member = sheet.members[1]
        for content in (
            papers.sheet_pdf(sheet),
            papers.partner_pdf(sheet, member),
            papers.letter_pdf(member),
        ):
            assert is_tagged(content, language)
            assert b"/S/TH" in content


def test_what_people_wrote_is_set_as_they_wrote_it():
    assert headings(sheet_data(HOSTILE)) == [HOSTILE]


def test_hostile_names_make_papers_all_the_same(drafting):
    one = renamed(drafting, HOSTILE, HOSTILE)
    sheet = sheet_of(drafting.editor, one)
    member = sheet.members[1]
    assert is_tagged(papers.sheet_pdf(sheet), "en")
    assert is_tagged(papers.letter_pdf(member), "en")
    assert HOSTILE in papers.letter_data(member)["opening"][0]


def test_greek_and_cyrillic_letters_are_in_the_font():
    texts = ("Περιφέρεια Αττικής", "Област София", "Žďár, Łódź, Iași")
    for text in texts:
        data = sheet_data(text)
        # The strict standard refuses every sign without a shape: none was replaced.
        typst.compile(
            **source_of(SHEET),
            format="pdf",
            pdf_standards="ua-1",
            sys_inputs=inputs_of(data),
        )


@pytest.mark.parametrize("text", ["日本 😀", "a\x00b\x1bc", "x" * 500, "\u202egnp.exe"])
def test_signs_without_a_shape_and_endless_words_spoil_no_paper(text):
    assert is_tagged(typeset(SHEET, sheet_data(text)), "en")


@pytest.mark.parametrize("text", ["\ufeff", "\u200e", "Café\u20dd", "\ufeffCells"])
def test_marks_that_nobody_sees_spoil_no_paper(text):
    assert typeset(SHEET, sheet_data(text)).startswith(b"%PDF")


def test_cleaning_keeps_words_and_takes_signs_of_control():
    assert clean("a\r\nb\tc\x00\u202e") == "a\nb c"
    assert clean("x" * 40).replace("\u200b", "") == "x" * 40
    assert UNKNOWN not in clean("Łódź")


def test_templates_read_no_file_outside_of_their_folder(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden")
    source = f'#read("{secret}")'.encode()
    asked = source_of(SHEET) | {"input": source}
    with pytest.raises(typst.TypstError):
        typst.compile(**asked, format="pdf")
    up = b'#read("../papers.py")'
    with pytest.raises(typst.TypstError):
        typst.compile(**asked | {"input": up}, format="pdf")
    assert SHEET.exists()


def test_letter_names_partner_call_role_and_share(drafting):
    member = drafting.finnish_member
    member.refresh_from_db()
    member.roles, member.share = ["pilot_site"], 40
    member.save()
    data = papers.letter_data(sheet_of(drafting.editor, drafting.one).members[1])
    assert dict(map(tuple, data["facts"])) == {
        "Application": "Cells for all",
        "Call": "Investments in regions",
        "Coordinator": "Batteries",
        "Partner": "Cell hub",
        "Role in the project": "Pilot site",
        "Share of the budget": "40 %",
    }
    assert data["signature"] == ["Place and date", "Name", "Function", "Signature"]
