"""A kept question: its peers, what came of it, the answer, and its end."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.views_common import done, signed_in, tried
from portal.guide.peers import queries, services
from portal.guide.peers.forms import LearnedForm
from portal.guide.peers.models import PeerQuestion, Preference
from portal.guide.peers.people import may_write
from portal.guide.peers.sources import chapter_title


@require_safe
@signed_in
def question_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return detail_page(request, question_or_404(request, pk))


@require_POST
@signed_in
def question_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose anew, with what the portal knows today."""
    one = question_or_404(request, pk)
    tried(
        request,
        lambda: services.renew_proposals(by=request.user, question=one),
        _("These are the peers that we propose today."),
    )
    return redirect(one)


@require_POST
@signed_in
def question_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what was learned."""
    one, form = question_or_404(request, pk), LearnedForm(request.POST)

    def note() -> None:
        services.note_answer(by=request.user, question=one, **form.cleaned_data)

    if form.is_valid():
        if done(form, note):
            messages.success(request, _("Noted: the question is answered."))
            return redirect(one)
        # As it is now: a colleague may have noted something, or closed it, meanwhile.
        one.refresh_from_db(fields=["state", "learned"])
        form.show_meanwhile(one.learned)
    return detail_page(request, one, form=form, status=400)


@require_POST
@signed_in
def question_close(request: HttpRequest, pk: int) -> HttpResponse:
    one = question_or_404(request, pk)
    tried(
        request,
        lambda: services.close_question(by=request.user, question=one),
        _("The question is closed."),
    )
    return redirect(one)


@require_POST
@signed_in
def invite(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """Ask the curators to invite one of the proposed peers."""
    one = question_or_404(request, pk)
    chosen = one.proposals.with_peer().filter(pk=proposal).first()
    if chosen is None:
        text = _("A colleague has had peers proposed anew: choose among these.")
        messages.info(request, text)
        return redirect(one)
    tried(
        request,
        lambda: services.invite_peer(by=request.user, proposal=chosen),
        _("The curators are asked to invite them. You see here when somebody comes."),
    )
    return redirect(f"{one.get_absolute_url()}#peer-{chosen.rank}")


def question_or_404(request: HttpRequest, pk: int) -> PeerQuestion:
    """The question, if it is of one's organisations; others do not learn of it."""
    rows = PeerQuestion.objects.visible_to(request.user).with_whose()
    return get_object_or_404(rows, pk=pk)


def detail_page(
    request: HttpRequest,
    one: PeerQuestion,
    *,
    form: LearnedForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a question, as its own people see it."""
    row = queries.rows_of([one])[0]
    proposals = list(one.proposals.with_peer())
    preferred = [Preference(name).label for name in one.preferences]
    context: dict[str, Any] = {
        "one": one,
        "row": row,
        "whose": row.whose,
        "preferences": [str(label) for label in preferred],
        "chapter_title": chapter_title(one.chapter) if one.chapter else "",
        "cards": queries.cards_of(
            request.user, proposals, row.asked, one.invitations.all()
        ),
        "most_points": queries.MOST_POINTS,
        "may_write": may_write(request.user, one.organisation),
        "form": form or LearnedForm.of(one.learned),
    }
    return render(request, "guide/peers/question.html", context, status=status)
