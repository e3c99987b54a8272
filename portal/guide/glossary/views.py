"""The page of the glossary."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from portal.guide.glossary import is_outdated, terms_of
from portal.guide.languages import in_language
from portal.web.versioned import versioned_page


@require_safe
@gzip_page
@in_language
@versioned_page
def glossary(request: HttpRequest, language: str) -> HttpResponse:
    """All words of a language, under their letters."""
    terms = terms_of(language)
    entries = [(one, [terms.by_key[key] for key in one.see]) for one in terms]
    letters = groupby(entries, key=lambda entry: entry[0].letter)
    context = {
        "letters": [(letter, list(under)) for letter, under in letters],
        "language": language,
        "is_outdated": is_outdated(language),
        "crumbs": [(_("Guide to cluster policy"), _contents(language))],
    }
    return render(request, "guide/glossary/page.html", context)


def _contents(language: str) -> str:
    return reverse("guide:contents", args=[language])
