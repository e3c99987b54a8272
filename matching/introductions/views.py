"""The list of a person's introductions, and the page of one."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from matching.features import explain_pairs
from matching.introductions.contacts import contacts_of
from matching.introductions.forms import (
    AcceptForm,
    CloseForm,
    DeclineForm,
    ResultForm,
)
from matching.introductions.log import log_of
from matching.introductions.models import Introduction, State
from matching.introductions.queries import Row, inbox, row_of
from matching.introductions.services import REPORTED
from matching.introductions.talk.queries import unread_counts
from matching.introductions.talk.section import talk_context
from matching.outcomes.models import MatchEvent
from matching.reasons import Worded, word_explanations
from matching.wording_cards import pair_url
from portal.accounts.views_common import signed_in
from regions.models import Profile
from regions.queries.vocabulary import vocabulary

FORMS: dict[str, type[forms.Form]] = {
    "accept": AcceptForm,
    "decline": DeclineForm,
    "close": CloseForm,
    "result": ResultForm,
}


@require_safe
@signed_in
def introduction_list(request: HttpRequest) -> HttpResponse:
    """All introductions of one's organisations, or of one profile of theirs."""
    chosen = None
    if slug := request.GET.get("profile", ""):
        own = Profile.objects.owned_by(request.user)
        chosen = get_object_or_404(own, slug=slug)
    found = inbox(request.user, chosen)
    shown = [*found.to_answer, *found.sent, *found.running, *found.past]
    unread = unread_counts(request.user, [row.introduction for row in shown])
    context = {"inbox": found, "chosen": chosen, "unread": unread}
    return render(request, "introductions/list.html", context)


@require_safe
@signed_in
def introduction_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return detail_response(request, introduction_or_404(request, pk))


def introduction_or_404(request: HttpRequest, pk: int) -> Introduction:
    rows = Introduction.objects.visible_to(request.user).with_sides()
    return get_object_or_404(rows, pk=pk)


def detail_response(
    request: HttpRequest,
    introduction: Introduction,
    bound: dict[str, forms.Form] | None = None,
) -> HttpResponse:
    """The page of one introduction; `bound` holds a form that was sent with faults."""
    context = detail_context(request, introduction, bound or {})
    status = 400 if bound else 200
    return render(request, "introductions/detail.html", context, status=status)


def detail_context(
    request: HttpRequest, introduction: Introduction, bound: dict[str, forms.Form]
) -> dict[str, Any]:
    """Everything that introductions/detail.html shows, also to its part for the talk:
    `introduction`, `row` (sides as the reader sees them) and `may_write`."""
    row = row_of(request.user, introduction)
    contacts = contacts_of(introduction, request.user)
    events = MatchEvent.objects.between(introduction.profile, introduction.partner)
    state = introduction.state
    return {
        "introduction": introduction,
        "row": row,
        "may_write": row.may_write,
        "may_answer": row.may_answer and state == State.ASKED,
        "may_withdraw": row.may_write and not row.is_asked and state == State.ASKED,
        "may_close": row.may_write and state == State.ACCEPTED,
        "may_take_back": row.may_write and contacts is not None,
        "may_report": row.may_write and introduction.contacts_open_since is not None,
        "contacts": contacts,
        "consents": list(introduction.consents.all()),
        "log": log_of(introduction, row.side),
        "results": list(events.filter(what__in=REPORTED).order_by("at", "pk")),
        "worded": worded_pair(row.own, row.other),
        # The portal's own closing words are in the reader's language.
        "closing": gettext(introduction.closing) if introduction.closing else "",
        **_pages_of(request, row),
        "forms": {
            name: bound.get(name) or form(auto_id=f"id_{name}_%s")
            for name, form in FORMS.items()
        },
        "faulty": next(iter(bound.values()), None),
        **talk_context(introduction, request.user),
    }


def _pages_of(request: HttpRequest, row: Row) -> dict[str, Any]:
    """Which of the pages of both sides this reader can open: others are no links."""
    keys = (row.own.pk, row.other.pk)
    rows = Profile.objects.visible_to(request.user).filter(pk__in=keys).order_by()
    seen = set(rows.values_list("pk", flat=True))
    are_both = seen.issuperset(keys)
    return {
        "own_is_seen": row.own.pk in seen,
        "other_is_seen": row.other.pk in seen,
        "pair_url": pair_url(row.own, row.other) if are_both else "",
        # Reasons lead to what either side states: to what is not there, they do not.
        "is_plain": not are_both,
    }


def worded_pair(profile: Profile, partner: Profile) -> Worded:
    """Why these two fit, as the first of them reads it."""
    explained = explain_pairs(profile.pk, [partner.pk])
    return word_explanations(profile, {partner.pk: partner}, explained, vocabulary())[
        partner.pk
    ]
