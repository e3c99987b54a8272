"""Tags for mails, and for pages that lead to them."""

from django import template
from django.conf import settings
from django.urls import reverse

from portal.mail import rendering

register = template.Library()


@register.simple_tag
def absolute_url(name: str, *args, **kwargs) -> str:
    """The full address of a page, as a mail needs it; like {% url %}."""
    return rendering.absolute_url(reverse(name, args=args, kwargs=kwargs))


@register.filter
def absolute(path: str) -> str:
    """The full address of a path: {{ profile.get_absolute_url|absolute }}."""
    return rendering.absolute_url(path)


@register.simple_tag
def mail_folder_url() -> str:
    """Where mails can be read on this machine, "" if they go out or others are here."""
    return reverse("mail-folder") if settings.MAIL_FOLDER_PAGE else ""
