"""Links from words of a page to what they mean: `{% load glossary %}`.

    {% term "nuts" %}               the word itself, in the reader's language
    {% term "offer" _("Offers") %}  another form of it
    {{ label|term:"nuts" }}         the same, for a text that comes from Python
    {{ label|with_terms }}          links what the glossary knows in a label
    {% term_mark "nuts" %}          a sign to stand after a label or a button

A link never stands in another link, in a button, or in the label of a box that is
ticked: a mark is put after these. A key that no file has is an error.
"""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.guide.glossary.linking import address_of, found_in, term_here
from portal.web.templatetags.ui import icon

register = template.Library()


@register.simple_tag(name="term")
def term_tag(key: str, text: object = "") -> SafeString:
    """A quiet link from the word, or from the text given, to its meaning."""
    return _link(key, text or term_here(key).word)


@register.filter(name="term")
def term_filter(text: object, key: str) -> SafeString:
    """A quiet link from a text to the meaning of a term; no text gives none."""
    return _link(key, text) if str(text or "") else SafeString("")


@register.filter
def with_terms(label: object) -> SafeString:
    """A label in which the words that it says are linked, each once.

    A label that is a word of the glossary is linked as a whole; in a longer one the
    technical words are. A label that holds markup already is left as it is.
    """
    text = str(label)
    if isinstance(label, SafeString) and "<" in text:
        return label
    pieces, at = [], 0
    for start, end, key in found_in(text):
        pieces.append(conditional_escape(text[at:start]))
        pieces.append(_link(key, text[start:end]))
        at = end
    pieces.append(conditional_escape(text[at:]))
    return mark_safe("".join(pieces))  # noqa: S308 - each piece is escaped


@register.filter
def whole_term(title: object) -> object:
    """A title that is a word of the glossary as a whole is linked; no other is."""
    found = found_in(str(title)) if not isinstance(title, SafeString) else []
    is_whole = len(found) == 1 and found[0][:2] == (0, len(str(title)))
    return _link(found[0][2], title) if is_whole else title


@register.simple_tag
def term_mark(key: str) -> SafeString:
    """A sign that leads to the meaning of a term, where the word itself cannot."""
    return format_html(
        '<a class="term-mark" href="{}">{}</a>',
        address_of(key),
        icon("info", meaning_of(key)),
    )


@register.simple_tag
def terms_beside(label: object) -> SafeString:
    """A sign for each word of a form's label that the glossary knows."""
    keys = dict.fromkeys(key for _start, _end, key in found_in(str(label or "")))
    marks = [term_mark(key) for key in keys]
    return mark_safe("".join(marks))  # noqa: S308 - each mark is escaped


@register.simple_tag
def terms_asked(label: object) -> SafeString:
    """The technical words of a group of boxes, in a line that leads to each."""
    keys = dict.fromkeys(key for _start, _end, key in found_in(str(label or "")))
    lines = [
        format_html('<p class="term-line">{}</p>', _link(key, meaning_of(key)))
        for key in keys
        if term_here(key).is_technical
    ]
    return mark_safe("".join(lines))  # noqa: S308 - each line is escaped


@register.simple_tag
def glossary_url(key: str = "") -> str:
    """The address of the glossary in the reader's language, or of one entry."""
    return address_of(key)


def meaning_of(key: str) -> str:
    """What a link is called that does not say its word in a sentence."""
    return _("What “%(word)s” means") % {"word": term_here(key).word}


def _link(key: str, text: object) -> SafeString:
    return format_html('<a class="term" href="{}">{}</a>', address_of(key), text)
