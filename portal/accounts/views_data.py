"""One's own data: name, what is held, the export, the end; and the privacy page."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.accounts import retention
from portal.accounts.forms_data import DeleteForm, NameForm
from portal.accounts.organisations import name_of, people_url
from portal.accounts.personal_data import export_archive, holdings, mails_to
from portal.accounts.services import delete_account, sole_ownerships, update_name
from portal.accounts.services.invitations import VALID_FOR
from portal.accounts.views_common import done, signed_in
from portal.mail.services import BODIES_KEPT, MAILS_KEPT
from portal.web.versioned import versioned_page

PERIODS = {
    "unverified": retention.UNVERIFIED_DAYS,
    "warning": retention.WARNING_DAYS,
    "absent_months": retention.ABSENT_DAYS // 30,
    "proof_months": retention.PROOF_DAYS // 30,
    "invitation_months": retention.INVITATION_DAYS // 30,
    "draft_months": retention.DRAFT_DAYS // 30,
    "contact_months": retention.CONTACT_DAYS // 30,
    "notice_months": retention.NOTICE_DAYS // 30,
    "talk_months": retention.TALK_DAYS // 30,
    "letter_months": retention.LETTER_DAYS // 30,
    "letter_most_months": retention.LETTER_MOST_DAYS // 30,
    "invitation": VALID_FOR.days,
    "mail_texts": BODIES_KEPT.days,
    "mails": MAILS_KEPT.days,
}


@require_safe
@versioned_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored, why, how long, who sees it, and which rights people have."""
    return render(request, "accounts/privacy.html", {"periods": PERIODS})


@signed_in
def name(request: HttpRequest) -> HttpResponse:
    """Name and position, and who sees them."""
    form = NameForm(request.POST or None, instance=request.user)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: update_name(user=request.user, **form.cleaned_data))
    ):
        messages.success(request, _("Your name and position are kept."))
        return redirect("my-data")
    return render(request, "accounts/name.html", {"form": form})


@require_safe
@signed_in
def data(request: HttpRequest) -> HttpResponse:
    """What is held about oneself, in words and numbers."""
    found = [(one, one.rows.count()) for one in holdings(request.user)]
    context = {
        "own": [(one, count) for one, count in found if one.is_own],
        "elsewhere": [(one, count) for one, count in found if not one.is_own],
        "mails": mails_to(request.user).count(),
    }
    return render(request, "accounts/data.html", context)


@require_safe
@signed_in
def export(request: HttpRequest) -> HttpResponse:
    """All of it as one file."""
    return HttpResponse(
        export_archive(request.user),
        content_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="my-data.zip"'},
    )


@signed_in
def delete(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, then delete the account."""
    alone = sole_ownerships(request.user)
    form = DeleteForm(
        request.POST or None, user=request.user, is_last_owner=bool(alone)
    )
    if request.method == "POST" and form.is_valid():
        leaves = form.cleaned_data.get("leaves_ownerless", False)
        user = request.user
        if done(form, lambda: delete_account(user=user, leaves_ownerless=leaves)):
            logout(request)
            messages.success(request, _("Your account has been deleted."))
            return redirect("home")
    context = {
        "form": form,
        "alone": [
            {"name": name_of(one.organisation), "url": people_url(one.organisation)}
            for one in alone
        ],
    }
    return render(request, "accounts/delete.html", context)
