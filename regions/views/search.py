"""Search over everything, and what there is to know about the data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.web.filtering import PAGE_SIZE, CountedPaginator, past_the_end
from portal.web.text import folded_words, stems
from portal.web.versioned import versioned_page
from regions.forms import SearchForm
from regions.models import Confidence
from regions.queries.about import holdings, sources
from regions.queries.search import counts_by_kind, entries_for, hits_of, icon_of
from regions.register.search_kinds import search_kinds
from regions.wording import KIND_WORDS


@require_safe
@versioned_page
def search(request: HttpRequest) -> HttpResponse:
    """Hits of all kinds, best first; htmx gets the results alone."""
    form = SearchForm(request.GET)
    template = "search/_results.html" if request.htmx else "search/search.html"
    if not form.is_valid():
        context = {"form": form, "errors": form.error_lines()}
        return render(request, template, context, status=400)
    text, kinds = form.cleaned_data["q"], form.cleaned_data["kind"]
    language = get_language() or ""
    counts = counts_by_kind(text, language)
    near = bool(text) and not counts
    if near:
        counts = counts_by_kind(text, language, some=True)
    chosen = [kind for kind in counts if not kinds or kind in kinds]
    total = sum(counts[kind] for kind in chosen)
    entries = entries_for(text, kinds, language, some=near)
    paginator = CountedPaginator(entries, PAGE_SIZE, total)
    number = form.cleaned_data["page"] or 1
    if number > paginator.num_pages:
        form.add_error("page", past_the_end(number, paginator.num_pages))
        context = {"form": form, "errors": form.error_lines()}
        return render(request, template, context, status=404)
    page = paginator.page(number)
    context = {
        "form": form,
        "text": text,
        "near": near,
        "words": stems(text) if near else folded_words(text),
        "groups": _groups(counts, kinds),
        "everything": sum(counts.values()),
        "kinds": kinds,
        "page": page,
        "hits": hits_of(page, request.user, language),
    }
    return render(request, template, context)


def _groups(counts: dict[str, int], kinds: list[str]) -> list[dict]:
    own = [(str(kind), word, icon_of(kind)) for kind, word in KIND_WORDS.items()]
    rooms = [(one.name, one.words, one.icon) for one in search_kinds()]
    return [
        {
            "value": kind,
            "label": word,
            "icon": icon,
            "count": counts.get(kind, 0),
            "selected": kind in kinds,
        }
        for kind, word, icon in own + rooms
    ]


@require_safe
@versioned_page
def about_data(request: HttpRequest) -> HttpResponse:
    """Sources, licences, reliability, and how much there is."""
    context = {
        "sources": sources(),
        "holdings": holdings(),
        "confidences": Confidence.choices,
    }
    return render(request, "regions/about_data.html", context)
