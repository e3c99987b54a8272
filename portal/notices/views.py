"""Pages of notices: the list, the choices, and the end of mails by a link in one."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.accounts.services.letters import language_of
from portal.accounts.views_common import done, signed_in
from portal.notices import queries, services
from portal.notices.filters import NoticeFilterSet
from portal.notices.forms import ChoicesForm
from portal.notices.kinds import registered_groups
from portal.notices.links import LinkForged, read_token
from portal.notices.models import Notice
from portal.web.errors import PortalError
from portal.web.filtering import filtered_page, is_page_number
from portal.web.listing import error_lines


@require_safe
@signed_in
def notice_list(request: HttpRequest) -> HttpResponse:
    """What one was told, newest first."""
    rows = Notice.objects.visible_to(request.user).known()
    found = filtered_page(request, NoticeFilterSet, rows)
    notices = list(found.page)
    chosen = found.filterset.chosen
    context = {
        "form": found.filterset.form,
        "errors": error_lines(found),
        "page": found.page,
        "days": queries.by_day(queries.shown(notices)),
        "is_filtered": found.status != 200 or bool(chosen),
        "group": chosen.get("group", [""])[0],
        "has_unread": any(notice.read_at is None for notice in notices),
        "newest": max((notice.pk for notice in notices), default=0),
        "groups": list(registered_groups().values()),
    }
    return render(request, "notices/list.html", context, status=found.status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read, and lead on; a POST only marks it and leads back."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    if request.method != "HEAD":
        services.read_notice(notice=notice)
    if request.method == "POST":
        return redirect(_back(request))
    return redirect(notice.path or "notices")


@require_POST
@signed_in
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark as read all that the page has shown, and what is older."""
    until, group = request.POST.get("until", ""), request.POST.get("group", "")
    if is_page_number(until):
        count = services.read_notices(user=request.user, until=int(until), group=group)
        sentence = ngettext(
            "%(n)d notice is marked as read.",
            "%(n)d notices are marked as read.",
            count,
        )
        messages.success(request, sentence % {"n": count})
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The list as it was: other addresses are nobody's to choose."""
    path = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    home = reverse("notices")
    return path if is_ours and path.startswith(home) else home


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def notice_choices(request: HttpRequest) -> HttpResponse:
    """How soon mails come, by group."""
    chosen = queries.choices_of(request.user)
    form = ChoicesForm(request.POST or None, chosen=chosen)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form, lambda: services.choose_paces(user=request.user, paces=form.paces)
        )
    ):
        messages.success(request, _("Your choices are kept."))
        return redirect("notice-choices")
    status = 400 if form.errors else 200
    return render(request, "notices/choices.html", {"form": form}, status=status)


# The link is the secret; mail programs send it without any cookie (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """End mails of a group. Opening the link changes nothing: programs fetch links."""
    try:
        link = read_token(token)
    except LinkForged:
        return render(request, "notices/refused.html", status=400)
    page = queries.stop_page(link)
    if page is None:
        return render(request, "notices/refused.html", {"is_gone": True}, status=410)
    before = dict.fromkeys(page.groups, services.PROPOSED)
    is_undone = False
    if request.method == "POST" and "undo" in request.POST:
        is_undone = _undo(request, page)
    elif request.method == "POST" and not page.is_stopped:
        before = services.stop_mails(user=page.person, groups=page.groups)
    if request.method == "POST":
        page = queries.stop_page(link) or page
    context = {"page": page, "before": before, "is_undone": is_undone}
    return _in_language_of(request, page, context)


def _undo(request: HttpRequest, page: queries.StopPage) -> bool:
    """Go back to the paces that the form names; False if it names others."""
    paces = {name: request.POST.get(f"pace-{name}", "") for name in page.groups}
    try:
        services.choose_paces(user=page.person, paces=paces)
    except PortalError:
        return False
    return True


def _in_language_of(
    request: HttpRequest, page: queries.StopPage, context: dict
) -> HttpResponse:
    """The page in the language of the mail, whatever the browser prefers."""
    with override(language_of(page.person)):
        response = render(request, "notices/stop.html", context)
        response["Content-Language"] = get_language() or settings.LANGUAGE_CODE
    return response
