"""The region map as a template tag."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from portal.web.regionmap import arcs_between, map_facts, region_marks

register = template.Library()


@register.inclusion_tag("includes/_map.html")
def region_map(
    regions: Iterable[Mapping[str, Any]] = (),
    subject: str = "",
    arcs: Iterable[str] = (),
    title: str = "",
    subject_label: str = "",
    legend: Iterable[Mapping[str, Any]] = (),
    legend_title: str = "",
    table_id: str = "",
    map_id: str = "map",
) -> dict[str, Any]:
    """Draw Europe with regions coloured, the subject filled and arcs to partners.

    regions: [{"code", "level" (0 to 5), "label", "value", "url"}], any NUTS level;
    subject: the code of the region the page is about, subject_label its name;
    arcs: codes of partners, best first (ten are drawn);
    legend: [{"level", "text"}] with the numbers in the text, or the rows of
    regionmap.choropleth(); a row for level 0 is added where the map shows one;
    table_id: the id of the table with the same facts.
    """
    marks = region_marks(regions or (), subject or "")
    rows = list(legend or ())
    if rows and any(mark.css == "level-0" for mark in marks):
        rows.append({"level": 0, "text": _("not known")})
    return {
        "facts": map_facts(),
        "marks": marks,
        "arcs": arcs_between(subject, arcs or ()) if subject else [],
        "title": title or _("Map of European regions"),
        "subject_label": subject_label,
        "legend": rows,
        "legend_title": legend_title,
        "table_id": table_id,
        "map_id": map_id,
    }
