"""Public words hold no contact data: these open by consent only."""

import re

from django.utils.translation import gettext as _

_MAIL = re.compile(
    r"[^\s@<>()]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.I
)
# As one writes them between countries, at home with a zero first, or after "tel.".
_PHONE = re.compile(
    r"(?<![\w+])(?:\+|00)[1-9][\d\s().\-/]{6,}\d"
    r"|(?<![\w.,/+-])0[1-9][\d\s()/-]{6,}\d"
    r"|\b(?:tel|tél|phone|telefon|téléphone|mobil|mobile|fax)\b[^\w+(]{0,3}[\d+(][\d\s().\-/]{4,}\d",
    re.I,
)
_DATE = re.compile(r"\b\d{1,4}[-/]\d{1,2}[-/]\d{2,4}\b")


def refuse_contacts(text: str) -> str:
    """A sentence about the mail address or number in a text, or ""."""
    if _MAIL.search(text):
        return _(
            "Leave e-mail addresses out: whoever answers is introduced to you, and"
            " contact data are shown when both sides have agreed."
        )
    if _PHONE.search(_DATE.sub(" – ", text)):
        return _(
            "Leave telephone numbers out: whoever answers is introduced to you, and"
            " contact data are shown when both sides have agreed."
        )
    return ""
