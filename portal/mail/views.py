"""The curator's page about mail, and the mail folder of a portal at home."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from post_office.models import STATUS

from portal.mail import folder, queries, services
from portal.mail.faults import fault_words
from portal.mail.models import Mail
from portal.web.access import curators_see
from portal.web.errors import PortalError

PAGE_SIZE = 25
# Nothing of a mail runs or is loaded, whatever it holds.
MAIL_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)


@require_safe
@curators_see
def mail_queue(request: HttpRequest) -> HttpResponse:
    pages = Paginator(queries.unsent_mails(), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "breadcrumbs": [{"label": _("Curation"), "url": reverse("curation")}],
        "counts": queries.count_mails(),
        "page": page,
        "rows": [mail_row(mail) for mail in page],
        "last_sent": queries.last_sent(),
        "is_stuck": queries.is_stuck(),
        "bodies_kept": services.BODIES_KEPT.days,
    }
    return render(request, "mail/queue.html", context)


@require_POST
@curators_see
def mail_retry(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        services.retry_mail(mail_id=pk)
    except PortalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The mail is sent now."))
    return redirect("mail-queue")


@require_POST
@curators_see
def mail_retry_all(request: HttpRequest) -> HttpResponse:
    count = services.retry_all_mails()
    sentence = ngettext("%(n)s mail is sent now.", "%(n)s mails are sent now.", count)
    messages.success(request, sentence % {"n": count})
    return redirect("mail-queue")


@require_POST
@curators_see
def mail_check(request: HttpRequest) -> HttpResponse:
    """Send the curator a mail, to see whether mail works."""
    address = request.user.email
    services.queue_mail(
        to=address,
        template="check",
        context={"asked_by": str(request.user)},
        language=get_language() or "",
    )
    messages.success(request, _("A test is sent to %(to)s.") % {"to": address})
    return redirect("mail-queue")


def mail_row(mail: Mail) -> dict[str, Any]:
    """One line of the list of unsent mails."""
    return {
        "mail": mail,
        "to": ", ".join(mail.to),
        "is_failed": mail.status == STATUS.failed,
        "state": _state(mail),
        "next_try": mail.scheduled_time if mail.status == STATUS.requeued else None,
        "fault": fault_words(mail.fault) if mail.fault else "",
    }


def _state(mail: Mail) -> str:
    if mail.status == STATUS.failed:
        return _("given up")
    if mail.status is None:
        return _("being sent")
    if mail.scheduled_time and mail.scheduled_time > timezone.now():
        return _("tried again later")
    return _("waits for a worker")


def _at_home_only(view: Callable) -> Callable:
    """There are no such pages where mails go out, or for who asks from elsewhere.

    Whoever reads these mails can sign in as anybody: the settings alone are not
    trusted, since a container that was started without any is reached by others.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not settings.MAIL_FOLDER_PAGE or not _is_from_here(request):
            raise Http404
        return never_cache(view)(request, *args, **kwargs)

    return wrapper


def _is_from_here(request: HttpRequest) -> bool:
    """Whether this machine asks, and nobody through a proxy on it."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return address.is_loopback and "HTTP_X_FORWARDED_FOR" not in request.META


@require_safe
@_at_home_only
def mail_folder(request: HttpRequest) -> HttpResponse:
    context = {"mails": folder.list_mails(), "folder": settings.MAIL_FOLDER}
    return render(request, "mail/folder.html", context)


@require_safe
@_at_home_only
def folder_mail(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "mail/folder_mail.html", {"mail": _mail_or_404(name)})


@require_safe
@_at_home_only
def folder_mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML of a mail as it was sent, by itself and without any right."""
    mail = _mail_or_404(name)
    if not mail.html:
        raise Http404
    headers = {"Content-Security-Policy": MAIL_POLICY}
    return HttpResponse(mail.html, headers=headers)


def _mail_or_404(name: str) -> folder.FolderMail:
    mail = folder.read_mail(name)
    if mail is None:
        raise Http404
    return mail
