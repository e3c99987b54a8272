"""Who may open a page, where it depends on the person alone."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache


def curators_see(view: Callable) -> Callable:
    """Send visitors to sign in; for all others but curators there is no such page."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_staff:
            raise Http404
        return never_cache(view)(request, *args, **kwargs)

    return wrapper
