"""Mails as texts: templates/mail/NAME/subject.txt, body.txt and body.html.

The bodies extend mail/base.txt and mail/base.html. Texts are rendered without escaping,
the HTML with it, and all three in the reader's language.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.text import Truncator

LONGEST_SUBJECT = 200
# What no header may hold. Line ends among them would begin another header.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True)
class RenderedMail:
    subject: str
    text: str
    html: str


def render_mail(
    template: str, context: Mapping[str, Any], language: str
) -> RenderedMail:
    """Render the mail of this name; a language we do not have becomes English."""
    known = dict(settings.LANGUAGES)
    chosen = language if language in known else settings.LANGUAGE_CODE
    values = {**context, "base_url": settings.BASE_URL, "language": chosen}
    with translation.override(chosen):
        return RenderedMail(
            one_line(_render(f"mail/{template}/subject.txt", values)),
            _render(f"mail/{template}/body.txt", values).strip() + "\n",
            _render(f"mail/{template}/body.html", values),
        )


def absolute_url(path: str) -> str:
    """The address of a page as a mail has to name it."""
    return settings.BASE_URL + path


def one_line(text: str) -> str:
    """The text as a header may hold it: one line, no control characters, an end."""
    words = " ".join(_CONTROLS.sub(" ", text).split())
    return Truncator(words).chars(LONGEST_SUBJECT)


def _render(name: str, values: dict[str, Any]) -> str:
    context = Context(values, autoescape=name.endswith(".html"))
    return get_template(name).template.render(context)
