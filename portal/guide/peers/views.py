"""Asking peers: the two questions, whom the portal proposes, and keeping it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.views_common import done, signed_in
from portal.guide.chapters import CHAPTERS
from portal.guide.peers import queries, services
from portal.guide.peers.forms import QuestionForm
from portal.guide.peers.models import PeerQuestion
from portal.guide.peers.people import organisations_of
from portal.guide.peers.proposing import proposals_for
from portal.guide.peers.sources import chapter_title
from portal.guide.practices.models import Practice
from regions.models import Profile
from regions.queries.vocabulary import vocabulary

KEEP, PEER = "keep", "peer"
SOURCES = ("chapter", "practice")


@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
@cache_control(private=True, no_store=True)
def ask(request: HttpRequest) -> HttpResponse:
    """The two questions and the peers proposed for them; nothing of it is stored.

    Who acts for somebody keeps it with a button of the same page.
    """
    organisations = organisations_of(request.user)
    data = request.POST if request.method == "POST" else request.GET
    is_start = request.method != "POST" and not data.get("wants")
    form = QuestionForm(
        None if is_start else data,
        user=request.user,
        organisations=organisations,
        initial=_named_source(request) if is_start else None,
    )
    if is_start:
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=400)
    if request.method == "POST" and (KEEP in data or PEER in data):
        return _kept(request, form)
    return _page(request, form, **_proposed(request, form))


@require_safe
@signed_in
def question_list(request: HttpRequest) -> HttpResponse:
    """The questions of one's organisations: what stands open, and what was learned."""
    rows = PeerQuestion.objects.visible_to(request.user).with_whose()
    found = queries.rows_of(rows)
    context = {
        "open_rows": [one for one in found if one.question.is_open],
        "past_rows": [one for one in found if not one.question.is_open],
        "may_ask": bool(organisations_of(request.user)),
    }
    return render(request, "guide/peers/list.html", context)


def _named_source(request: HttpRequest) -> dict[str, str]:
    """From where it is asked; an address that names nothing we know is none of ours."""
    named = {name: request.GET.get(name, "") for name in SOURCES}
    if named["chapter"] and named["chapter"] not in CHAPTERS:
        raise Http404
    if named["practice"] and _practice(request, named["practice"]) is None:
        raise Http404
    return named


def _practice(request: HttpRequest, slug: str) -> Practice | None:
    rows = Practice.objects.visible_to(request.user).published()
    return rows.filter(slug=slug).first()


def _kept(request: HttpRequest, form: QuestionForm) -> HttpResponse:
    """Keep the question; then on to the introduction, if the button named a peer."""
    if not request.user.is_authenticated:
        return _page(request, form, **_proposed(request, form))
    made: list[PeerQuestion] = []
    if not done(
        form,
        lambda: made.append(services.keep_question(by=request.user, said=form.said())),
    ):
        return _page(request, form, status=400)
    messages.success(request, _("The question is kept, with whom we propose today."))
    peer = request.POST.get(PEER, "")
    if Profile.objects.published().not_merged().filter(slug=peer).exists():
        return redirect("guide:peers:introduce", made[0].pk, peer)
    return redirect(made[0])


def _proposed(request: HttpRequest, form: QuestionForm) -> dict[str, Any]:
    found, words = proposals_for(request.user, form.said()), vocabulary()
    return {
        "proposed": found,
        "cards": queries.cards_of(request.user, found.proposals),
        "topics": [words.topics[one] for one in found.topics if one in words.topics],
        "sent": form.sent(),
        "back": _way_back(form),
        "most_points": queries.MOST_POINTS,
    }


def _way_back(form: QuestionForm) -> str:
    """The parameter that leads back here after signing in; no text of the person."""
    named = {name: form.data[name] for name in SOURCES if form.data.get(name)}
    path = reverse("guide:peers:ask")
    return urlencode({"next": f"{path}?{urlencode(named)}" if named else path})


def _page(
    request: HttpRequest, form: QuestionForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    chapter = form["chapter"].value() or ""
    context = {
        "form": form,
        "organisations": form.organisations,
        "chapter_title": chapter_title(chapter) if chapter in CHAPTERS else "",
        "chapter": chapter,
        "practice": _practice(request, form["practice"].value() or ""),
    }
    return render(request, "guide/peers/ask.html", context | more, status=status)
