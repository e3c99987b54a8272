"""Letters about an account: the words once, framed as plain text and as HTML."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def account_mail(
    to: str,
    subject: str,
    words: str,
    context: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
) -> EmailMultiAlternatives:
    """Return a letter that says `words`, whose paragraphs are parted by empty lines."""
    paragraphs = [
        " ".join(part.split()) for part in re.split(r"\n\s*\n", words) if part.strip()
    ]
    framed = {
        "subject": " ".join(subject.split()),
        "paragraphs": paragraphs,
        "code": context.get("code", ""),
        # Other texts may hold what a stranger wrote, as the name of a browser.
        "links": [context.get("signup_url"), context.get("password_reset_url")],
        "base_url": settings.BASE_URL,
    }
    letter = EmailMultiAlternatives(
        framed["subject"],
        render_to_string("account/email/letter.txt", framed).strip() + "\n",
        settings.DEFAULT_FROM_EMAIL,
        [to],
        headers=dict(headers or {}),
    )
    html = render_to_string("account/email/letter.html", framed)
    letter.attach_alternative(html, "text/html")
    return letter
