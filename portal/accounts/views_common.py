"""What the pages about people and mandates share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import (
    NON_FIELD_ERRORS,
    PermissionDenied,
    ValidationError,
)
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from portal.accounts.services import NotAllowed
from portal.web.errors import PortalError


def signed_in(view: Callable) -> Callable:
    """Lead visitors to sign in; what others get is kept by nobody."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return never_cache(view)(request, *args, **kwargs)

    return wrapper


def done(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do it; what cannot be done is said in the form, and the answer is False."""
    try:
        act()
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except PortalError as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        form.add_error(None, _placed(form, error))
    return form.is_valid()


def _placed(form: forms.Form, error: ValidationError) -> ValidationError:
    """The faults by field; those of fields that the form does not ask for, above it."""
    if not hasattr(error, "error_dict"):
        return error
    found: dict[str, list[ValidationError]] = {}
    for name, faults in error.error_dict.items():
        place = name if name in form.fields else NON_FIELD_ERRORS
        found.setdefault(place, []).extend(faults)
    return ValidationError(found)


def tried(request: HttpRequest, act: Callable[[], Any], success: str) -> bool:
    """Do what a button asks for; say on the next page what became of it."""
    try:
        act()
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except PortalError as error:
        messages.error(request, str(error))
        return False
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
        return False
    messages.success(request, success)
    return True
