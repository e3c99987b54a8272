"""The links in a page's head that say where it is in other languages."""

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.web.languages import address_in, languages

register = template.Library()
# Who reads none of our languages is best served with this one.
FOR_ALL_OTHERS = "en"


@register.simple_tag(takes_context=True)
def alternate_links(context: template.Context) -> SafeString:
    """Canonical and alternate links; nothing where an address names no language."""
    request = context.get("request")
    found = getattr(request, "resolver_match", None)
    own = address_in(found, getattr(request, "LANGUAGE_CODE", ""))
    if not own:
        return SafeString("")
    places = [(code, address_in(found, code)) for code in languages()]
    places.append(("x-default", address_in(found, FOR_ALL_OTHERS)))
    rows = [(code, settings.BASE_URL, path) for code, path in places]
    canonical = format_html(
        '<link rel="canonical" href="{}{}">', settings.BASE_URL, request.path
    )
    alternates = format_html_join(
        "\n  ", '<link rel="alternate" hreflang="{}" href="{}{}">', rows
    )
    return format_html("{}\n  {}", canonical, alternates)
