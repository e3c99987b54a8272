"""Fragments beside an editing form: whom the profile would find, and how it finds more.

They take the form's own fields. Without JavaScript a button of the form sends them
here, and the same is a page.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from rest_framework.throttling import UserRateThrottle

from matching import queries
from matching.coach.breadth import breadth_of
from matching.coach.preview import BEST_SHOWN, ORDINARY_PLACE, Preview, preview_of
from matching.coach.reading import read_draft
from matching.features import DraftInput, can_score_now
from matching.models import MatchRun
from matching.views_whatif import BEST_SHOWN as PARTNERS_SHOWN
from matching.views_whatif import partners_of
from matching.whatif import Outcome, proposals_of
from matching.wording_breadth import breadth_words
from matching.wording_cards import profile_card
from matching.wording_changes import parts_of, word_addition, word_counts
from portal.web.versioned import mark_passing
from regions.editing.topics import topic_option
from regions.models import Profile
from regions.queries.vocabulary import Vocabulary, vocabulary

SILENT = {
    "no_run": _(
        "No scoring has finished yet, so nobody can be counted. Go on writing, and look"
        " again in a few minutes."
    ),
    "no_index": _(
        "The register is too large to be read while you wait. Partners can be counted"
        " again after the next scoring."
    ),
    "too_often": _("You have asked very often. Go on writing; ask in a minute."),
    "nothing": _("Write a title or choose a topic: then partners can be counted."),
}


class PreviewThrottle(UserRateThrottle):
    """So often may one person's form ask, in each web process."""

    scope = "match-preview"
    cache = caches["process"]


class CoachThrottle(PreviewThrottle):
    scope = "match-coach"


@require_POST
@login_required
def match_preview(request: HttpRequest) -> HttpResponse:
    """How many partners the profile in the form would have, and the first of them."""
    if not PreviewThrottle().allow_request(request, None):
        return _too_often(request, "matching/_preview.html")
    draft, run = _asked(request), queries.current_run()
    silent = _silence(draft, run)
    context: dict[str, Any] = {"silent": SILENT.get(silent)}
    if not silent and run is not None:
        words = vocabulary()
        context |= _preview_context(preview_of(request.user, draft, run), words)
    context |= _way_back(request)
    return _answer(request, "matching/_preview.html", context)


@require_POST
@login_required
def match_coach(request: HttpRequest) -> HttpResponse:
    """What to add to the profile in the form, and whom each addition would bring."""
    if not CoachThrottle().allow_request(request, None):
        return _too_often(request, "matching/_coach.html")
    draft, run = _asked(request), queries.current_run()
    silent = _silence(draft, run)
    context: dict[str, Any] = {"silent": SILENT.get(silent)}
    if not silent and run is not None:
        preview = preview_of(request.user, draft, run)
        found = proposals_of(preview.index, preview.profile, run)
        partners = partners_of(request.user, found)
        words = vocabulary()
        context["proposals"] = [
            _proposal(one.among(partners), partners, words) for one in found
        ]
    return _answer(request, "matching/_coach.html", context)


def _asked(request: HttpRequest) -> DraftInput:
    """The draft; a record that this person may not edit is taken for a new one."""
    slug = request.GET.get("record", "")
    editable = Profile.objects.editable_by(request.user)
    own = editable.filter(slug=slug).first() if slug else None
    return read_draft(request.POST, vocabulary(), request.GET, own)


def _way_back(request: HttpRequest) -> dict[str, Any]:
    """For a page by itself: the form it came from, and all that was typed there.

    So a proposed topic is taken over without script, and nothing typed is lost.
    """
    path = request.GET.get("form", "")
    try:
        is_form = resolve(path).namespace == "editing"
    except Resolver404:
        is_form = False
    if request.htmx or not is_form:
        return {}
    fields = [
        (name, text)
        for name, texts in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "_do")
        for text in texts
    ]
    return {"form_url": path, "fields": fields}


def _silence(draft: DraftInput, run: MatchRun | None) -> str:
    """A word for why nobody can be counted, or ""."""
    if run is None:
        return "no_run"
    if not can_score_now():
        return "no_index"
    return "" if draft.says_something else "nothing"


def _too_often(request: HttpRequest, part: str) -> HttpResponse:
    response = _answer(request, part, {"silent": SILENT["too_often"]})
    response.status_code = 429
    return response


def _answer(request: HttpRequest, part: str, context: dict[str, Any]) -> HttpResponse:
    template = part if request.htmx else "matching/draft_answer.html"
    response = render(
        request, template, {**context, "part": part, "is_part": bool(request.htmx)}
    )
    return mark_passing(response)


def _preview_context(preview: Preview, words: Vocabulary) -> dict[str, Any]:
    breadth = breadth_of(preview)
    return {
        "preview": preview,
        "ordinary_place": ORDINARY_PLACE,
        "shown": min(BEST_SHOWN, preview.total),
        "best": [
            {"rank": rank, "score": score, "profile": profile_card(partner, words)}
            for rank, score, partner in preview.best
        ],
        "breadth": breadth,
        "breadth_words": breadth_words(breadth),
        "narrower": [
            {
                "broad": words.topics[one.broad].label,
                "code": one.code,
                "label": words.topics[one.code].label,
                "path": topic_option(one.code, words).path,
                "profiles": one.profiles,
            }
            for one in breadth.narrower
        ],
    }


def _proposal(
    outcome: Outcome, partners: dict[int, Profile], words: Vocabulary
) -> dict[str, Any]:
    """One addition in words, whom it would bring, and how a form can take it over."""
    (name, value, raw), *_others = parts_of(outcome.change)
    best = (outcome.first or outcome.appear)[:PARTNERS_SHOWN]
    return {
        "name": name,
        "value": value,
        "text": word_addition(name, raw, words),
        "counts": word_counts(len(outcome.first), len(outcome.appear)),
        "best": [
            {
                "rank": place.rank,
                "score": place.score,
                "profile": profile_card(partners[place.partner], words),
            }
            for place in best
        ],
    }
