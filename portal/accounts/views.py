"""The page of one's own account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.accounts.forms_signin import PersonForm
from portal.accounts.queries_signin import sign_in_facts
from portal.accounts.services_signin import update_person


@login_required
@never_cache
def account_settings(request: HttpRequest) -> HttpResponse:
    """Name and language to change, and the way to all else of the account."""
    form = PersonForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        update_person(user=request.user, **form.cleaned_data)
        messages.success(request, _("Your name and language are kept."))
        return redirect("account_settings")
    facts = sign_in_facts(request, request.user)
    return render(request, "accounts/settings.html", {"form": form, "facts": facts})
