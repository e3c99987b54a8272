"""Template tags and filters of the shared page parts."""

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

register = template.Library()

PART_COLOURS = 8

KINDS = {
    "alike": gettext_lazy("Alike"),
    "complementary": gettext_lazy("Complementary"),
    "bridge": gettext_lazy("Bridge"),
}
KIND_MEANINGS = {
    "alike": gettext_lazy("Both work on the same things"),
    "complementary": gettext_lazy("One offers what the other needs"),
    "bridge": gettext_lazy("Links fields or places that rarely meet"),
}
CONFIDENCES = {
    "read": gettext_lazy("Read in a public source"),
    "recalled": gettext_lazy("General knowledge, no page read"),
    "derived": gettext_lazy("Derived by the portal"),
    "confirmed": gettext_lazy("Confirmed by the region"),
}
CONFIRMED_BY_CLUSTER = gettext_lazy("Confirmed by the cluster")
NOT_CONFIRMED = {
    "region": gettext_lazy("not confirmed by the region"),
    "cluster": gettext_lazy("not confirmed by the cluster"),
}


class Part(NamedTuple):
    """One segment of a score bar; start and width are points of 100."""

    number: int
    code: str
    label: str
    points: float
    start: float
    width: float


@register.simple_tag
def icon(name: str, label: str = "") -> str:
    """Draw a symbol of static/img/icons.svg; without a label it is decoration."""
    href = f"{static('img/icons.svg')}#{name}"
    if label:
        named = '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>'
        return format_html(named, label, href)
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>',
        href,
    )


@register.filter
def score(value: float | None) -> str:
    """Show a score without decimals; an unknown score is a dash."""
    return "–" if value is None else str(round(value))


@register.filter
def percent(value: float | None) -> str:
    """Show a share between 0 and 1 as a percentage without decimals."""
    return "–" if value is None else _("%(n)s %%") % {"n": round(value * 100)}


@register.filter
def since(value: datetime.date | None) -> str:
    """Say in plain words how long ago a date is ("3 months ago").

    A day yet to come is given as the plain date; no date gives "".
    """
    if value is None or value == "":
        return ""
    day = _local_day(value)
    days = (timezone.localdate() - day).days
    if days < 0:
        return day.isoformat()
    if days < 2:
        return _("yesterday") if days else _("today")
    if days < 60:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    months = round(days / 30.44)
    if months < 24:
        text = ngettext("%(n)d month ago", "%(n)d months ago", months)
        return text % {"n": months}
    years = days // 365
    return ngettext("%(n)d year ago", "%(n)d years ago", years) % {"n": years}


def _local_day(value: datetime.date) -> datetime.date:
    if not isinstance(value, datetime.datetime):
        return value
    return (
        timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    )


@register.filter
def kind_word(kind: str) -> str:
    """Name a kind of match for readers."""
    return str(KINDS.get(kind, kind))


@register.filter
def kind_meaning(kind: str) -> str:
    """Explain a kind of match in one phrase."""
    return str(KIND_MEANINGS.get(kind, ""))


@register.filter
def confidence_word(confidence: str, confirmer: str = "region") -> str:
    """Say where a statement comes from; `confirmer` is "region" or "cluster"."""
    if confidence == "confirmed" and confirmer == "cluster":
        return str(CONFIRMED_BY_CLUSTER)
    return str(CONFIDENCES.get(confidence, confidence))


@register.filter
def not_confirmed_word(confirmer: str) -> str:
    """Say who has not yet confirmed a record."""
    return str(NOT_CONFIRMED.get(confirmer or "region", NOT_CONFIRMED["region"]))


@register.simple_tag
def score_parts(
    contributions: Mapping[str, float] | Iterable[Mapping[str, Any]],
    labels: Mapping[str, str] | None = None,
) -> list[Part]:
    """Lay the contributions of a score end to end on a scale of 0 to 100.

    Takes {"focus": 20.1, …} or [{"code", "label", "points"}, …]. A part that takes
    points away keeps its figure in the legend and has no width.
    """
    parts = []
    start = 0.0
    for index, (code, label, points) in enumerate(_rows(contributions, labels or {})):
        width = max(0.0, min(float(points), 100.0 - start))
        number = index % PART_COLOURS + 1
        parts.append(
            Part(number, code, label, points, round(start, 2), round(width, 2))
        )
        start += width
    return parts


def _rows(contributions: Any, labels: Mapping[str, str]) -> list[tuple]:
    if isinstance(contributions, Mapping):
        return [
            (code, labels.get(code, code.replace("_", " ").capitalize()), points)
            for code, points in contributions.items()
        ]
    return [(row["code"], row["label"], row["points"]) for row in contributions or ()]


@register.simple_tag
def page_numbers(page: Any) -> list:
    """Page numbers around the current one; the ellipsis string marks a gap."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1))


@register.simple_tag(takes_context=True)
def hidden_params(context: template.Context, *skip: str) -> str:
    """Carry the present query on in a GET form, save the parameters in `skip`."""
    pairs = [
        (name, value)
        for name, values in context["request"].GET.lists()
        if name not in skip
        for value in values
    ]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.filter
def get_item(mapping: Mapping, key: Any) -> Any:
    """Look a key up in a mapping; a missing one gives None."""
    return mapping.get(key) if mapping else None


@register.filter
def is_past_period(period: str) -> bool:
    """Tell whether a period such as "2014-2020" ended before this year."""
    years = re.findall(r"\d{4}", period or "")
    return bool(years) and int(years[-1]) < timezone.localdate().year


@register.filter
def is_here(url: str, path: str) -> bool:
    """Tell whether a page lies at or below a link of the navigation."""
    return bool(url) and url != "/" and str(path).startswith(url)


@register.simple_tag(takes_context=True)
def page_url(context: template.Context, param: str, number: int) -> str:
    """Link to another page of the list, with the filters of this one."""
    query = context["request"].GET.copy()
    query[param] = number
    return f"?{query.urlencode()}"
