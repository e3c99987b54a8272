"""API helpers: strict filters, pages, and errors that name the culprit."""

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler

from portal.web.filtering import PAGE_SIZE, PAGE_SIZE_MAX, is_page_number


class Pages(PageNumberPagination):
    """Pages of the same size as on the page, at most 100 rows."""

    page_size = PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = PAGE_SIZE_MAX

    def get_page_size(self, request) -> int:
        value = request.query_params.get(self.page_size_query_param, str(PAGE_SIZE))
        if not is_page_number(value):
            message = _("Write a whole number from 1 up.")
            raise ValidationError({self.page_size_query_param: [message]})
        return min(int(value), PAGE_SIZE_MAX)


class StrictFilterBackend(DjangoFilterBackend):
    """django-filter's backend: an invalid FilterSet answers 400 with its errors."""

    raise_exception = True


class Unavailable(APIException):
    """The database or the broker cannot be reached."""

    status_code = 503
    default_code = "unavailable"


def problem_handler(exc: Exception, context: dict) -> Response | None:
    """Turn a lost database into 503; everything else as Django REST framework does."""
    if isinstance(exc, OperationalError | InterfaceError):
        exc = Unavailable(_("The database cannot be reached. Try again in a minute."))
    return exception_handler(exc, context)
