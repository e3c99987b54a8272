"""Asking a peer for an introduction: the page of introductions, filled in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from matching.introductions.forms import AskForm
from matching.introductions.models import Cooperation, Introduction
from matching.introductions.record import response_record
from matching.introductions.services import AlreadyOpen
from matching.introductions.views import worded_pair
from matching.queries import SIDE
from portal.accounts.views_common import done, signed_in
from portal.guide.peers import services
from portal.guide.peers.models import PeerQuestion
from portal.guide.peers.people import may_write, profiles_of
from portal.guide.peers.prefilling import first_words
from portal.guide.peers.views_questions import question_or_404
from regions.models import Profile

PREVIEW, WITH = "preview", "with"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def introduce(request: HttpRequest, pk: int, partner_slug: str) -> HttpResponse:
    """The three questions of an introduction, filled in from the question to peers."""
    one = question_or_404(request, pk)
    if not may_write(request.user, one.organisation):
        raise PermissionDenied(_("Only owners and editors of the organisation ask."))
    seen = Profile.objects.visible_to(request.user).select_related(*SIDE)
    partner = get_object_or_404(seen, slug=partner_slug)
    own = own_profiles(one, partner)
    if not own:
        return render(request, "guide/peers/no_profile.html", {"one": one})
    profile = _chosen(request, own)
    if request.method == "POST":
        return _sent(request, one, profile, partner, own)
    refusal = services.why_not_ask_peer(
        by=request.user, question=one, profile=profile, partner=partner
    )
    if isinstance(refusal, AlreadyOpen):
        messages.info(request, str(refusal))
        return redirect(refusal.introduction)
    form = AskForm(initial=first_words(one, profile, partner))
    return _page(request, one, profile, partner, own, form, refusal=refusal)


def own_profiles(one: PeerQuestion, partner: Profile) -> list[Profile]:
    """With which profiles one could ask: the one nearest to the partner comes first."""
    theirs = {topic.pk for topic in partner.topics.all()}
    rows = profiles_of(one.organisation).select_related(*SIDE)
    found = list(rows.prefetch_related("topics"))

    def far(profile: Profile) -> tuple[int, str, int]:
        shared = sum(topic.pk in theirs for topic in profile.topics.all())
        return -shared, profile.title, profile.pk

    return sorted(found, key=far)


def _chosen(request: HttpRequest, own: list[Profile]) -> Profile:
    slug = request.GET.get(WITH, "")
    return next((one for one in own if one.slug == slug), own[0])


def _sent(
    request: HttpRequest,
    one: PeerQuestion,
    profile: Profile,
    partner: Profile,
    own: list[Profile],
) -> HttpResponse:
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(request, one, profile, partner, own, form, status=400)
    data = form.cleaned_data
    if PREVIEW in request.POST:
        preview = {**data, "kind": Cooperation(data["cooperation"]).label}
        return _page(request, one, profile, partner, own, form, preview=preview)
    answers = {name: data[name] for name in data if name != "consent"}
    found: list[Introduction] = []

    def send() -> None:
        try:
            made = services.ask_peer(
                by=request.user,
                question=one,
                profile=profile,
                partner=partner,
                **answers,
            )
            found.append(made.introduction)
            words = {"title": partner.title}
            messages.success(request, _("“%(title)s” is asked, and told.") % words)
        except AlreadyOpen as error:
            found.append(error.introduction)
            messages.info(request, str(error))

    if done(form, send):
        return redirect(found[0])
    return _page(request, one, profile, partner, own, form, status=400)


def _page(
    request: HttpRequest,
    one: PeerQuestion,
    profile: Profile,
    partner: Profile,
    own: list[Profile],
    form: AskForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "one": one,
        "profile": profile,
        "partner": partner,
        "others": [each for each in own if each.pk != profile.pk],
        "form": form,
        "record": response_record(partner),
        "worded": worded_pair(profile, partner),
    }
    path = "guide/peers/introduce.html"
    return render(request, path, context | more, status=status)
