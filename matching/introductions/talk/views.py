"""The thread of an introduction, its files, and the meeting."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from matching.introductions.models import Introduction
from matching.introductions.models_talk import Meeting, MessageFile
from matching.introductions.talk import calendar, meetings
from matching.introductions.talk.forms import MeetingForm, MessageForm
from matching.introductions.talk.messages import send_message
from matching.introductions.talk.notices import path_of
from matching.introductions.talk.queries import talk_of
from matching.introductions.talk.section import talk_context
from matching.introductions.views import introduction_or_404
from portal.accounts.views_common import done, signed_in, tried
from portal.web.downloads import as_download

LONGEST_NUMBER = 5


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole thread by pages; a POST writes, and is said again where it cannot."""
    introduction = introduction_or_404(request, pk)
    context = talk_context(introduction, request.user, request.GET.get("page"))
    if request.method == "POST":
        form = MessageForm(request.POST, request.FILES)
        if form.is_valid() and done(form, lambda: _send(request, introduction, form)):
            messages.success(request, _("Your message is sent."))
            return redirect(path_of(introduction))
        context["message_form"] = form
    status = 400 if context["message_form"].errors else 200
    context["introduction"] = introduction
    return render(request, "introductions/thread.html", context, status=status)


def _send(request: HttpRequest, introduction: Introduction, form: MessageForm) -> None:
    send_message(introduction=introduction, by=request.user, **form.cleaned_data)


@require_safe
@signed_in
def message_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, to be saved and never shown in a page."""
    rows = MessageFile.objects.visible_to(request.user)
    found = get_object_or_404(rows, pk=pk)
    return as_download(bytes(found.content), found.media_type, found.name)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def meeting_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a time, or another one."""
    introduction = introduction_or_404(request, pk)
    found = talk_of(introduction, request.user)
    if not found.can_propose:
        raise PermissionDenied(
            _("A meeting is arranged by owners and editors, once both have agreed.")
        )
    open_one = introduction.meetings.open().first()
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        initial=MeetingForm.initial_of(open_one),
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: meetings.propose_meeting(
                introduction=introduction, by=request.user, **form.cleaned_data
            ),
        )
    ):
        messages.success(request, _("The other side is told of your proposal."))
        return redirect(f"{introduction.get_absolute_url()}#meeting")
    context = {"introduction": introduction, "form": form, "meeting": open_one}
    status = 400 if form.errors else 200
    return render(request, "introductions/meeting.html", context, status=status)


@require_POST
@signed_in
def meeting_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, decline, call off, or say whether you met: each has a button."""
    meeting = _meeting_or_404(request, pk)
    act, by = request.POST.get("act", ""), request.user
    seen = _number(request.POST.get("seen", ""))
    acts: dict[str, tuple[Callable[[], Any], str]] = {
        "agree": (
            lambda: meetings.answer_meeting(
                meeting=meeting, by=by, agrees=True, seen=seen
            ),
            _("It is agreed. Put it into your calendar."),
        ),
        "decline": (
            lambda: meetings.answer_meeting(
                meeting=meeting, by=by, agrees=False, seen=seen
            ),
            _("The other side is told that this time does not suit."),
        ),
        "cancel": (
            lambda: meetings.cancel_meeting(meeting=meeting, by=by, seen=seen),
            _("The meeting is called off."),
        ),
        "met": (
            lambda: meetings.say_whether_met(meeting=meeting, by=by, has_met=True),
            _("Thank you. That you met is written down."),
        ),
        "not_met": (
            lambda: meetings.say_whether_met(meeting=meeting, by=by, has_met=False),
            _("Thank you. You can propose another time."),
        ),
    }
    if act in acts:
        tried(request, *acts[act])
    else:
        messages.error(request, _("Choose one of the answers."))
    return redirect(f"{meeting.introduction.get_absolute_url()}#meeting")


@require_safe
@signed_in
def meeting_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting as it is now, for one's calendar."""
    meeting = _meeting_or_404(request, pk)
    media_type = f"{calendar.MEDIA_TYPE}; charset=utf-8; method="
    content = calendar.calendar_file(meeting)
    return as_download(content, media_type + calendar.method_of(meeting), "meeting.ics")


def _meeting_or_404(request: HttpRequest, pk: int) -> Meeting:
    rows = Meeting.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("introduction"), pk=pk)


def _number(text: str) -> int:
    """The sequence that a page showed; what is none was never shown."""
    is_one = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_one else -1
