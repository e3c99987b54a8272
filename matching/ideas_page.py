"""What the page of an idea shows: examples, topics with a way out, filters, cards."""

from typing import Any
from urllib.parse import quote, urlencode

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matching.controls import controls_context
from matching.filters import IdeaFilterSet
from matching.forms_ideas import ITEM_LINES, SIDES, IdeaForm
from matching.ideas import MOST_PARTNERS, IdeaPartners
from matching.ideas_cards import idea_cards
from portal.web.filtering import PAGE_SIZE, FilteredPage, past_the_end
from portal.web.listing import error_lines
from regions.filters.common import WORDS_MAX
from regions.models import Profile, Scheme
from regions.wording import SCHEME_WORDS

# One in each language; they show what can be written, and are nobody's real project.
EXAMPLES = (
    ("en", "We want to recycle composite blades of wind turbines."),
    ("de", "Wir suchen Partner für Wasserstoff in Bussen."),
    ("fr", "Nous cherchons des partenaires pour la valorisation du bois."),
)
LANGUAGE_WORDS = {"en": _("English"), "de": _("German"), "fr": _("French")}


def start_context(form: IdeaForm) -> dict[str, Any]:
    """The form, and examples of what can be written."""
    return {
        "form": form,
        "is_long": form.is_long,
        "lines": _lines(form),
        "topic_groups": _topic_groups(form),
        "region_groups": _region_groups(form),
        "examples": [
            {"language": code, "word": LANGUAGE_WORDS[code], "text": text}
            for code, text in EXAMPLES
        ],
    }


def idea_context(form: IdeaForm, found: IdeaPartners) -> dict[str, Any]:
    """Everything that matching/idea.html and its fragment show."""
    query = _shown(form.data)
    asked = _asked(query)
    result = _page(form, found)
    return {
        **start_context(form),
        **_controls(form, query, found),
        "found": found,
        "topics": _topics(query, found),
        "is_read": not (query.get("topics") or query.getlist("topic")),
        "choose_url": _with_topics(query, [code for code, _how in found.topics]),
        "read_url": _read_url(query),
        "page": result.page,
        "cards": idea_cards(found, form.filterset.order, list(result.page)),
        "card": "matching/_idea_card.html",
        "total": len(found.matches),
        "is_empty": not found.matches and not Profile.objects.listed().exists(),
        "kept": MOST_PARTNERS,
        "errors": error_lines(result),
        "asked": asked,
        "words_url": _words_url(query["idea"]),
        "details": [one for one in asked if one[0] not in ("topic", "topics")],
        "status": result.status,
    }


def _page(form: IdeaForm, found: IdeaPartners) -> FilteredPage:
    """The rows of one page as the filters say; none where something is wrong."""
    filterset, number = form.filterset, form.cleaned_data["page"]
    nothing = Paginator((), PAGE_SIZE).page(1)
    if not filterset.is_valid():
        return FilteredPage(filterset, nothing, 400)
    paginator = Paginator(filterset.shown(found), PAGE_SIZE)
    if number > paginator.num_pages:
        said = past_the_end(number, paginator.num_pages)
        filterset.form.errors["page"] = [said]
        return FilteredPage(filterset, nothing, 404)
    return FilteredPage(filterset, paginator.page(number), 200)


def _controls(form: IdeaForm, query: QueryDict, found: IdeaPartners) -> dict[str, Any]:
    """Order and filters; the list of a long text has no address to go to."""
    path = reverse("search")
    controls = controls_context(path, query, found, form.filterset)
    asked = urlencode(_asked(query))
    controls["all_url"] = f"{path}?{asked}"
    if form.is_long:
        urls = ("default_url", "score_url", "clear_url", "all_url")
        controls |= dict.fromkeys(urls, "") | {"filters": []}
    return controls


def _shown(data: QueryDict) -> QueryDict:
    """What was asked, without what is sent along."""
    query = data.copy()
    for name in ("csrfmiddlewaretoken", "page"):
        query.pop(name, None)
    for name in list(query):
        # A kind says nothing where its line is empty.
        line = name.removesuffix("_kind")
        if not any(query.getlist(name)) or not any(query.getlist(line)):
            query.pop(name)
    return query


def _asked(query: QueryDict) -> list[tuple[str, str]]:
    """The idea itself as hidden fields of the form of its filters."""
    return [
        (name, value)
        for name in query
        if name not in IdeaFilterSet.base_filters
        for value in query.getlist(name)
    ]


def _words_url(text: str) -> str:
    """The search of the register for the same words; "" if they are too many."""
    if len(text) > WORDS_MAX:
        return ""
    return f"{reverse('search')}?{urlencode({'q': text}, quote_via=quote)}"


def _topics(query: QueryDict, found: IdeaPartners) -> list[dict[str, Any]]:
    """The topics in force, each with the address that leaves it out."""
    codes = [code for code, _how in found.topics]
    return [
        {
            "code": code,
            "label": found.words.topics[code].label,
            "remove_url": _with_topics(query, [one for one in codes if one != code]),
            "rest": [one for one in codes if one != code],
        }
        for code in codes
    ]


def _with_topics(query: QueryDict, codes: list[str]) -> str:
    rest = query.copy()
    rest.pop("topics", None)
    rest.setlist("topic", codes)
    if not codes:
        rest["topics"] = "none"
    return f"{reverse('search')}?{rest.urlencode()}"


def _read_url(query: QueryDict) -> str:
    """The idea without topics of its own: they are read from the text again."""
    rest = query.copy()
    for name in ("topic", "topics"):
        rest.pop(name, None)
    return f"{reverse('search')}?{rest.urlencode()}"


def _topic_groups(form: IdeaForm) -> list[dict[str, Any]]:
    """Topics to choose from, by scheme.

    Those that were read are not ticked: another text is to be read anew.
    """
    picked = set(form.data.getlist("topic")) if form.is_bound else set()
    return [
        {
            "label": SCHEME_WORDS[scheme],
            "is_open": any(code in picked for code in form.words.topics_of(scheme)),
            "topics": [
                {"code": code, "label": topic.label, "selected": code in picked}
                for code, topic in form.words.topics_of(scheme).items()
            ],
        }
        for scheme in Scheme
    ]


def _region_groups(form: IdeaForm) -> list[dict[str, Any]]:
    """Countries and the larger regions in them; smaller ones only if one is chosen."""
    chosen = form.data.get("region", "") if form.is_bound else ""
    return [
        {
            "label": place.label,
            "regions": [
                {"code": one, "label": form.words.region_label(one)}
                for one in form.words.within(code)
                if form.words.places[one].level in (0, 2) or one == chosen
            ],
        }
        for code, place in form.words.countries.items()
    ]


def _lines(form: IdeaForm) -> list[dict[str, Any]]:
    """The lines for offers and needs, each with its kind."""
    return [
        {"text": form[f"{side}_{number}"], "kind": form[f"{side}_{number}_kind"]}
        for side in SIDES
        for number in range(1, ITEM_LINES + 1)
    ]
