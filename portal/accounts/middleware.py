"""When people were here last, to the day: unused accounts end one day."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portal.accounts.models import User


class LastSeenMiddleware:
    """Notes once a day that a person was here; costs visitors and others nothing."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Set by Django once somebody asked for the user; else none was looked up.
        user = getattr(request, "_cached_user", None)
        if user is not None and user.is_authenticated:
            _note(user)
        return response


def _note(user: User) -> None:
    today = timezone.localdate()
    if user.last_seen_on != today:
        User.objects.filter(pk=user.pk).exclude(last_seen_on=today).update(
            last_seen_on=today, absence_warnings=0, absence_warned_on=None
        )
