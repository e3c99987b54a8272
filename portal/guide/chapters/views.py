"""Pages and papers of the guide: the same for everybody, each below its language.

They are served compressed: they hold no secret that could be guessed by their size. The
token in the page of somebody who is signed in is another one each time.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from portal.guide.chapters import papers
from portal.guide.chapters.loading import texts_of
from portal.guide.chapters.queries import (
    card_groups,
    chapter_context,
    contents_context,
    whole_context,
)
from portal.guide.chapters.shapes import Chapter
from portal.guide.languages import in_language
from portal.web.typesetting import MEDIA_TYPE as PDF
from portal.web.versioned import versioned_page


def guide_page(view: Any) -> Any:
    """A page of the guide: in the language of its address, kept, and compressed."""
    return require_safe(gzip_page(in_language(versioned_page(view))))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the contents in the reader's language."""
    url = reverse("guide:contents", args=[get_language()])
    query = request.GET.urlencode()
    response = HttpResponseRedirect(f"{url}?{query}" if query else url)
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


@guide_page
def contents(request: HttpRequest, language: str) -> HttpResponse:
    """What the guide is, its chapters, and a way in for each role."""
    return render(request, "guide/chapters/contents.html", contents_context(language))


@guide_page
def chapter_page(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    context = chapter_context(_chapter_or_404(language, slug))
    return render(request, "guide/chapters/chapter.html", context)


@guide_page
def cards(request: HttpRequest, language: str) -> HttpResponse:
    """What to do and what not to, with evidence and the page to act on it."""
    context = {"language": language, "groups": card_groups(language)}
    return render(request, "guide/chapters/cards.html", context)


@guide_page
def whole(request: HttpRequest, language: str) -> HttpResponse:
    """All chapters and cards on one page, to print."""
    context = whole_context(language)
    return render(request, "guide/chapters/whole.html", context)


@guide_page
def chapter_pdf(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    return _paper(papers.chapter_pdf(_chapter_or_404(language, slug)), slug, language)


@guide_page
def whole_pdf(request: HttpRequest, language: str) -> HttpResponse:
    """All of it, as a paper."""
    if not texts_of(language).chapters:
        raise Http404
    return _paper(papers.whole_pdf(language), "guide", language)


def _paper(content: bytes, name: str, language: str) -> HttpResponse:
    """Shown in the browser, with a name for who saves it."""
    response = HttpResponse(content, content_type=PDF)
    name = f"smart-regions-{name}-{language}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _chapter_or_404(language: str, slug: str) -> Chapter:
    found = texts_of(language).chapter(slug)
    if found is None:
        raise Http404
    return found
