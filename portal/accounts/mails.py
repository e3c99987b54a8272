"""Mails about an account: the words once, framed as plain text and as HTML."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from portal.mail.rendering import absolute_url, render_mail


def account_mail(
    to: str,
    prefix: str,
    context: Mapping[str, Any],
    language: str,
    headers: Mapping[str, str] | None = None,
) -> EmailMultiAlternatives:
    """Return the mail whose words are PREFIX_subject.txt and PREFIX_message.txt.

    Empty lines part its paragraphs. Links lead to BASE_URL, whatever host was asked.
    """
    links = {
        "signup_url": absolute_url(reverse("account_signup")),
        "password_reset_url": absolute_url(reverse("account_reset_password")),
    }
    values = {**context, **links}
    with translation.override(language):
        subject = render_to_string(f"{prefix}_subject.txt", values)
        words = render_to_string(f"{prefix}_message.txt", values)
    framed = {
        "subject": subject,
        "paragraphs": paragraphs_of(words),
        "code": context.get("code"),
        # Other texts may hold what a stranger wrote, as the name of a browser.
        "links": list(links.values()),
    }
    rendered = render_mail("account", framed, language)
    mail = EmailMultiAlternatives(
        rendered.subject, rendered.text, to=[to], headers=dict(headers or {})
    )
    mail.attach_alternative(rendered.html, "text/html")
    return mail


def paragraphs_of(words: str) -> list[str]:
    """The paragraphs of a text, each as one line."""
    parts = re.split(r"\n\s*\n", words)
    return [" ".join(part.split()) for part in parts if part.strip()]
