"""Writing a practice: a draft for one of one's organisations, and each later change."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.organisations import Organisation, name_of
from portal.accounts.views_common import done, signed_in
from portal.guide.practices import services
from portal.guide.practices.forms import (
    PracticeForm,
    initial_of,
    initial_of_new,
    organisation_choices,
)
from portal.guide.practices.models import Practice
from portal.guide.practices.people import (
    acts_in,
    is_keeper,
    key_of,
    only_writers,
    organisations_of,
)
from portal.guide.practices.said import Said
from regions.models import Status

SEARCH = "search:topics"
SUBMIT = "submit"
GET_OR_POST = ("GET", "HEAD", "POST")
Write = Callable[[PracticeForm], Practice]


@require_http_methods(GET_OR_POST)
@signed_in
def practice_new(request: HttpRequest) -> HttpResponse:
    """Begin a practice; who acts for several organisations says for which."""
    organisations = organisations_of(request.user)
    organisation = _chosen(request, organisations)
    if organisation is None:
        context = {"choices": organisation_choices(organisations)}
        return render(request, "guide/practices/choose.html", context)

    def begin(form: PracticeForm) -> Practice:
        return services.begin_practice(
            by=request.user, organisation=organisation, said=form.said()
        )

    if request.method == "POST":
        return _written(request, organisation, None, begin)
    form = PracticeForm(initial=dict(initial_of_new()), organisation=organisation)
    return _page(request, organisation, None, form)


@require_http_methods(GET_OR_POST)
@signed_in
def practice_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a practice; what a colleague changed meanwhile is not lost."""
    one = editable_or_404(request, slug)
    if one.status == Status.SUBMITTED and is_keeper(request.user, one):
        messages.info(request, _("It waits for a curator. Take it back first."))
        return redirect(one)

    def edit(form: PracticeForm) -> Practice:
        return services.edit_practice(
            by=request.user,
            practice=one,
            said=form.said(),
            revision=form.seen_revision,
        )

    whose = one.organisation or one.region
    if request.method == "POST":
        return _written(request, whose, one, edit)
    initial = dict(initial_of(one))
    form = PracticeForm(initial=initial, organisation=whose, practice=one)
    return _page(request, whose, one, form)


def editable_or_404(request: HttpRequest, slug: str) -> Practice:
    """A practice that this person may see and change; readers are told why not."""
    rows = Practice.objects.visible_to(request.user).for_rows()
    one = get_object_or_404(rows, slug=slug)
    if is_keeper(request.user, one) or request.user.is_staff:
        return one
    if acts_in(request.user, one) or one.is_published:
        raise PermissionDenied(only_writers())
    raise Http404


def _chosen(
    request: HttpRequest, organisations: list[Organisation]
) -> Organisation | None:
    """The organisation of the address, or the only one there is."""
    asked = request.GET.get("for", "")
    if not asked and len(organisations) == 1:
        return organisations[0]
    return next((one for one in organisations if key_of(one) == asked), None)


def _written(
    request: HttpRequest,
    organisation: Organisation,
    one: Practice | None,
    write: Write,
) -> HttpResponse:
    """Save, and submit if that button was pressed; else the page with what is wrong."""
    pressed, options = request.POST.get("_do"), {"organisation": organisation}
    if pressed == SEARCH:
        # Nothing is said to be wrong while somebody looks for a topic.
        found = request.POST.get("_q-topics", "")
        form = PracticeForm(request.POST, search=found, practice=one, **options)
        return _page(request, organisation, one, form, is_searching=True)
    form, saved = PracticeForm(request.POST, practice=one, **options), list[Practice]()
    conflicts: list[services.EditConflict] = []

    def save() -> None:
        try:
            saved.append(write(form))
        except services.EditConflict as conflict:
            conflicts.append(conflict)

    is_saved = form.is_valid() and done(form, save)
    if conflicts:
        return _conflict_page(request, organisation, one, conflicts[0])
    if not is_saved:
        return _page(request, organisation, one, form, status=400)
    if pressed == SUBMIT:
        return _submitted(request, organisation, saved[0], form)
    messages.success(request, _("The practice is saved."))
    return redirect(saved[0])


def _submitted(
    request: HttpRequest, organisation: Organisation, one: Practice, form: PracticeForm
) -> HttpResponse:
    """Hand in what was saved; what is still missing is named beside its field."""

    def submit() -> None:
        services.submit_practice(by=request.user, practice=one)

    if done(form, submit):
        messages.success(
            request, _("It is submitted. Curators read it, and you are told.")
        )
        return redirect(one)
    one.refresh_from_db()
    # Saved all the same: what is sent next is a change of this draft.
    form.data = form.data.copy()
    form.data["revision"] = str(one.revision)
    return _page(request, organisation, one, form, status=400, is_draft_saved=True)


def _conflict_page(
    request: HttpRequest,
    organisation: Organisation,
    one: Practice | None,
    conflict: services.EditConflict,
) -> HttpResponse:
    """My text in the form, theirs beside it, and all that only one of us changed."""
    initial = {**asdict(conflict.merged), "revision": conflict.revision}
    form = PracticeForm(initial=initial, organisation=organisation, practice=one)
    theirs = [
        (form.fields[name].label, _shown(form, name, conflict.theirs))
        for name in conflict.conflicts
        if name in form.fields
    ]
    return _page(request, organisation, one, form, status=409, theirs=theirs)


def _shown(form: PracticeForm, name: str, said: Said) -> str:
    """A value in words, as somebody compares it."""
    value = getattr(said, name)
    choices = dict(getattr(form.fields[name], "choices", ()))
    if isinstance(value, tuple):
        return ", ".join(str(choices.get(one, one)) for one in value)
    return str(choices.get(value, "" if value is None else value))


def _page(
    request: HttpRequest,
    organisation: Organisation,
    one: Practice | None,
    form: PracticeForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context: dict[str, Any] = {
        "one": one,
        "form": form,
        "whose": name_of(organisation),
        "may_submit": one is None
        or (one.status in services.SUBMITTABLE and is_keeper(request.user, one)),
    }
    path = "guide/practices/form.html"
    return render(request, path, context | more, status=status)
