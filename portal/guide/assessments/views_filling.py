"""Filling in: beginning, page by page, the review, and the end of a draft."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.organisations import name_of
from portal.accounts.views_common import done, signed_in, tried
from portal.guide.assessments import queries, services
from portal.guide.assessments.forms import PageForm, RevisionForm, values_of
from portal.guide.assessments.models import Assessment
from portal.guide.assessments.querysets import REPEAT_AFTER
from portal.guide.assessments.questionnaires import current
from portal.guide.assessments.services.locking import may_write
from portal.guide.assessments.shapes import Dimension
from portal.guide.assessments.views_common import (
    GET_OR_POST,
    head_of,
    kind_or_404,
    organisation_or_404,
    own_or_404,
    sent_data,
    writers_only,
)
from portal.guide.assessments.views_lost import words_of_lost_page

LEAVE = "leave"


@require_http_methods(GET_OR_POST)
@signed_in
def begin(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """What awaits whoever begins; pressed, the first page of the questions."""
    organisation = organisation_or_404(request, kind_or_404(kind), key)
    writers_only(request, organisation)
    if request.method == "POST":
        assessment = services.begin_assessment(
            by=request.user, organisation=organisation
        )
        return redirect(assessment)
    rows = Assessment.objects.of(organisation)
    context = {
        "organisation": organisation,
        "kind": kind_or_404(kind),
        "name": name_of(organisation),
        "draft": rows.drafts().first(),
        "last": (last := rows.completed().latest_first().first()),
        "next_day": last.completed_at + REPEAT_AFTER if last else None,
        "is_early": bool(last) and not rows.due().filter(pk=last.pk).exists(),
        "asked": current(kind_or_404(kind)),
    }
    return render(request, "guide/assessments/begin.html", context)


@require_http_methods(GET_OR_POST)
@signed_in
def page(request: HttpRequest, pk: int, dimension: str) -> HttpResponse:
    """The questions of one dimension. Each page is saved by itself."""
    try:
        assessment = own_or_404(request, pk)
    except Http404:
        return words_of_lost_page(request, dimension)
    found = assessment.asked.by_key.get(dimension)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _sent(request, assessment, found)
    if assessment.is_complete or not may_write(request.user, assessment.organisation):
        return redirect(assessment)
    form = PageForm(found, initial=values_of(found, queries.answers_of(assessment)))
    return _page(request, assessment, found, form)


@require_http_methods(GET_OR_POST)
@signed_in
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """All answers before they are frozen; with a button that does it."""
    assessment = own_or_404(request, pk)
    if assessment.is_complete:
        return redirect(assessment)
    form = RevisionForm(sent_data(request))

    def complete() -> None:
        services.complete_assessment(
            by=request.user, assessment=assessment, **form.cleaned_data
        )

    if form.is_bound and form.is_valid() and done(form, complete):
        messages.success(request, _("The self-assessment is complete."))
        return redirect(assessment)
    return _review(request, assessment, form if form.is_bound else None)


@require_http_methods(GET_OR_POST)
@signed_in
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once before a draft is deleted."""
    assessment = own_or_404(request, pk)
    if assessment.is_complete:
        raise Http404
    writers_only(request, assessment.organisation)
    form = RevisionForm(sent_data(request))
    if form.is_bound and form.is_valid():

        def discard() -> None:
            services.delete_draft(
                by=request.user, assessment=assessment, **form.cleaned_data
            )

        if tried(request, discard, _("The draft is deleted.")):
            return redirect("guide:assessments:overview")
        return redirect(request.path)
    steps = queries.steps_of(assessment.asked, assessment.answers.all().levels())
    context = head_of(request, assessment) | {
        "answered": sum(one.answered for one in steps),
        "form": RevisionForm(initial={"revision": assessment.revision}),
    }
    return render(request, "guide/assessments/delete.html", context)


def _sent(
    request: HttpRequest, assessment: Assessment, dimension: Dimension
) -> HttpResponse:
    form = PageForm(dimension, request.POST)
    outcome = services.Outcome()

    def save() -> None:
        found = services.save_page(
            by=request.user,
            assessment=assessment,
            dimension=dimension,
            said=form.said(),
        )
        outcome.clashes, outcome.taken = found.clashes, found.taken

    if not form.is_valid() or not done(form, save):
        return _page(request, assessment, dimension, form, status=400)
    if outcome.clashes:
        form.show_clashes(outcome.clashes, queries.answers_of(assessment))
        return _page(request, assessment, dimension, form, status=409)
    _tell_of(request, outcome)
    if LEAVE in request.POST:
        messages.success(request, _("Saved. Go on whenever you like."))
        return redirect("guide:assessments:overview")
    following = assessment.asked.after(dimension)
    if following is None:
        return redirect("guide:assessments:review", assessment.pk)
    return redirect("guide:assessments:page", assessment.pk, following.key)


def _tell_of(request: HttpRequest, outcome: services.Outcome) -> None:
    """Say whose answers were kept beside this person's own."""
    names = dict.fromkeys(outcome.taken.values())
    if names:
        text = _("Meanwhile %(names)s answered too; these answers are kept.")
        messages.info(request, text % {"names": ", ".join(names)})


def _page(
    request: HttpRequest,
    assessment: Assessment,
    dimension: Dimension,
    form: PageForm,
    *,
    status: int = 200,
) -> HttpResponse:
    steps = queries.steps_of(assessment.asked, assessment.answers.all().levels())
    places = [one.dimension.key for one in steps]
    context: dict[str, Any] = head_of(request, assessment) | {
        "dimension": dimension,
        "form": form,
        "steps": steps,
        "number": places.index(dimension.key) + 1,
        "is_last": assessment.asked.after(dimension) is None,
    }
    return render(request, "guide/assessments/page.html", context, status=status)


def _review(
    request: HttpRequest, assessment: Assessment, faulty: RevisionForm | None
) -> HttpResponse:
    assessment.refresh_from_db(fields=["revision"])
    given = queries.given_by(assessment)
    missing = [
        one
        for _dimension, questions in given
        for one in questions
        if one.answer is None or one.answer.level is None
    ]
    context = head_of(request, assessment) | {
        "given": given,
        "missing": len(missing),
        "faulty": faulty,
        "form": RevisionForm(initial={"revision": assessment.revision}),
    }
    status = 400 if faulty else 200
    return render(request, "guide/assessments/review.html", context, status=status)
