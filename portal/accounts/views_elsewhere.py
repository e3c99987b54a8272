"""The way to another service where people sign in (OpenID Connect)."""

import logging

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import get_random_string
from requests import RequestException

from portal.accounts.adapter_elsewhere import refuse

logger = logging.getLogger(__name__)
PROCESSES = (AuthProcess.LOGIN, AuthProcess.CONNECT)


def go_elsewhere(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the reader to the service, with a nonce that its answer must carry.

    The page that answers leads on by itself: our Content-Security-Policy lets no form
    end at another host, and browsers count redirects in.
    """
    try:
        provider = get_adapter().get_provider(request, provider=provider_id)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    if request.method != "POST":
        return render(request, "socialaccount/login.html", {"provider": provider})
    process = request.POST.get("process")
    nonce = get_random_string(32)
    try:
        answer = provider.redirect(
            request,
            process=process if process in PROCESSES else AuthProcess.LOGIN,
            next_url=get_next_redirect_url(request),
            auth_params=provider.get_auth_params() | {"nonce": nonce},
            nonce=nonce,
        )
    except RequestException as error:
        logger.error("sign-in service %s does not answer: %s", provider.name, error)
        return refuse(request, status=503)
    if answer.status_code != 302:
        return answer
    context = {"provider": provider, "redirect_to": answer["Location"]}
    return render(request, "socialaccount/login_redirect.html", context)
