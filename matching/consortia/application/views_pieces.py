"""Missing pieces and signed letters: added, changed, ticked, uploaded."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from matching.consortia.application import services
from matching.consortia.application.access import (
    application_or_404,
    editable_or_404,
    member_or_404,
    task_or_404,
    writable_member_or_404,
)
from matching.consortia.application.forms import LetterForm, PersonForm, TaskForm
from matching.consortia.application.queries import signs_letter
from matching.consortia.application.rights import rights_of
from matching.consortia.models import Consortium
from matching.consortia.models_application import Letter, Task
from matching.introductions.people import people_of
from portal.accounts.models import User
from portal.accounts.views_common import done, signed_in, tried
from portal.web.downloads import as_download

GET_OR_POST = ("GET", "HEAD", "POST")


@require_http_methods(GET_OR_POST)
@signed_in
def task_new(request: HttpRequest, slug: str) -> HttpResponse:
    consortium = editable_or_404(request, slug)
    members = _members(consortium)
    form = TaskForm(request.POST or None, members=members)
    if request.method == "POST" and form.is_valid():
        words = _("The piece is on the list.")

        def add() -> Task:
            return services.add_task(
                by=request.user,
                consortium=consortium,
                token=form.sent_token,
                **form.values(),
            )

        if done(form, add):
            messages.success(request, words)
            return _to_pieces(consortium)
    return _form_page(request, consortium, form, title=_("Add a missing piece"))


@require_http_methods(GET_OR_POST)
@signed_in
def task_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    consortium = editable_or_404(request, slug)
    task = task_or_404(consortium, pk)
    form = TaskForm(request.POST or None, members=_members(consortium), task=task)
    if request.method == "POST" and form.is_valid():

        def edit() -> Task:
            return services.edit_task(by=request.user, task=task, **form.values())

        if done(form, edit):
            messages.success(request, _("The piece is changed."))
            return _to_pieces(consortium)
    title = _("Change a piece")
    return _form_page(request, consortium, form, title=title, task=task)


@require_http_methods(GET_OR_POST)
@signed_in
def task_person(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The partner's own people say which of them brings a piece."""
    consortium = application_or_404(request, slug)
    task = task_or_404(consortium, pk)
    if task.member_id not in rights_of(request.user, consortium).own:
        raise Http404
    people = _people(task)
    initial = {"person": task.person_id}
    form = PersonForm(request.POST or None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["person"]

        def name() -> Task:
            return services.name_person(by=request.user, task=task, person=chosen)

        if done(form, name):
            messages.success(request, _("It is noted who brings the piece."))
            return _to_pieces(consortium)
    return _form_page(request, consortium, form, title=_("Who does it?"), lead=task)


@require_POST
@signed_in
def task_tick(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    consortium = application_or_404(request, slug)
    task = task_or_404(consortium, pk)
    is_done = request.POST.get("done") == "yes"
    words = _("The piece is there.") if is_done else _("The piece is missing again.")
    tried(
        request,
        lambda: services.tick_task(by=request.user, task=task, is_done=is_done),
        words,
    )
    return _to_pieces(consortium)


@require_POST
@signed_in
def task_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    consortium = editable_or_404(request, slug)
    task = consortium.tasks.filter(pk=pk).first()
    if task is not None:
        words = _("The piece is off the list.")
        tried(request, lambda: services.delete_task(by=request.user, task=task), words)
    return _to_pieces(consortium)


@require_POST
@signed_in
def usual_tasks(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the usual pieces of partners who joined since then onto the list."""
    consortium, count = editable_or_404(request, slug), [0]

    def add() -> None:
        count[0] = services.add_usual_tasks(by=request.user, consortium=consortium)

    words = _("The list has the usual pieces of all partners.")
    if tried(request, add, words) and count[0]:
        text = ngettext("%(n)d piece is new.", "%(n)d pieces are new.", count[0])
        messages.info(request, text % {"n": count[0]})
    return _to_pieces(consortium)


@require_http_methods(GET_OR_POST)
@signed_in
def letter(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Upload the signed letter of a partner, in place of an older one."""
    consortium = application_or_404(request, slug)
    member, _rights = writable_member_or_404(request, consortium, pk)
    if not signs_letter(member):
        raise Http404
    form = LetterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():

        def keep() -> Letter:
            return services.keep_letter(
                by=request.user, member=member, **form.cleaned_data
            )

        if done(form, keep):
            messages.success(request, _("The signed letter is kept."))
            return redirect(f"{_path(consortium)}#letters")
    title = _("Signed letter of %(name)s") % {"name": member.label}
    return _form_page(request, consortium, form, title=title, member=member)


@require_safe
@signed_in
def letter_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The signed letter, to be saved; every member reads the others'."""
    consortium = application_or_404(request, slug)
    # The letter of who has left is nobody's to read any more.
    found = _letter_or_404(consortium, member_or_404(consortium, pk).pk)
    if found.content is None:
        raise Http404
    return as_download(bytes(found.content), found.media_type, found.name)


@require_POST
@signed_in
def letter_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    consortium = application_or_404(request, slug)
    writable_member_or_404(request, consortium, pk)
    found = consortium.letters.without_content().filter(member=pk).first()
    if found is not None:
        words = _("The signed letter is deleted.")
        by = request.user
        tried(request, lambda: services.drop_letter(by=by, letter=found), words)
    return redirect(f"{_path(consortium)}#letters")


def _letter_or_404(consortium: Consortium, member: int) -> Letter:
    found = consortium.letters.filter(member=member).first()
    if found is None:
        raise Http404
    return found


def _people(task: Task) -> Any:
    profile = task.member.profile if task.member else None
    if profile is None:
        return User.objects.none()
    return people_of(profile).order_by("name", "email")


def _members(consortium: Consortium) -> list:
    return list(consortium.members.with_who().present())


def _path(consortium: Consortium) -> str:
    return reverse("consortia:application", args=[consortium.slug])


def _to_pieces(consortium: Consortium) -> HttpResponse:
    return redirect(f"{_path(consortium)}#pieces")


def _form_page(
    request: HttpRequest, consortium: Consortium, form: Any, **more: Any
) -> HttpResponse:
    context = {"consortium": consortium, "form": form, **more}
    status = 400 if form.errors else 200
    return render(request, "consortia/application/form.html", context, status=status)
