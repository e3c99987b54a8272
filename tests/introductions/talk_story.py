"""An accepted introduction with people who talk, for tests."""

import io
import uuid
import zipfile

from matching.introductions import services
from matching.introductions.talk.files import Attachment
from matching.introductions.talk.messages import send_message
from portal.notices.models import Notice
from tests.introductions.story import ask

PDF = b"%PDF-1.7 the plan"


def accepted(sides):
    return services.accept(by=sides.answerer, introduction=ask(sides))


def write(introduction, by, text="Hello", token=None, files=()):
    return send_message(
        introduction=introduction,
        by=by,
        text=text,
        token=token or uuid.uuid4(),
        files=files,
    )


def pdf(name="plan.pdf", content=PDF) -> Attachment:
    return Attachment(name, "application/pdf", content)


def archive(*names: str, first: tuple[str, str] | None = None) -> bytes:
    """A ZIP file with parts of these names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        if first:
            made.writestr(*first)
        for name in names:
            made.writestr(name, "<x/>")
    return buffer.getvalue()


def told_of(kind: str) -> list[tuple[str, dict]]:
    """Who has notices of this kind, and their facts, oldest first."""
    rows = Notice.objects.filter(kind=f"introduction-{kind}").order_by("pk")
    return [
        (row.user.email.partition("@")[0], row.facts)
        for row in rows.select_related("user")
    ]


def letters_about(mailbox, word: str) -> list[tuple[str, str]]:
    """Who was written to, of the mails with this word in the subject."""
    return [
        (mail.to[0].partition("@")[0], mail.subject)
        for mail in mailbox()
        if word in mail.subject
    ]


def page_text(answer) -> str:
    return " ".join(answer.content.decode().split())


def path(introduction, tail: str = "messages/") -> str:
    return f"/introductions/{introduction.pk}/{tail}"


def form(text="Hello", token=None, **more) -> dict:
    return {"message-text": text, "message-token": token or uuid.uuid4(), **more}
