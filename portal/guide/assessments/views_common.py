"""What the pages of self-assessments share."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext as _

from portal.accounts.organisations import Organisation, name_of
from portal.guide.assessments.models import Assessment
from portal.guide.assessments.queries import Row
from portal.guide.assessments.radar import Radar, radar
from portal.guide.assessments.services.locking import may_write
from portal.guide.assessments.shapes import Kind

GET_OR_POST = ("GET", "HEAD", "POST")


def sent_data(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: also a post without any field, else nothing."""
    return request.POST if request.method == "POST" else None


def kind_or_404(value: str) -> Kind:
    if value not in Kind.values:
        raise Http404
    return Kind(value)


def own_or_404(request: HttpRequest, pk: int) -> Assessment:
    """One of the person's own organisations; for all others there is no such page."""
    rows = Assessment.objects.visible_to(request.user).with_organisation()
    found = rows.select_related("completed_by", "shared_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def writers_only(request: HttpRequest, organisation: Organisation) -> None:
    """Refuse colleagues who only read."""
    if not may_write(request.user, organisation):
        raise PermissionDenied(
            _("Only owners and editors of the organisation may do this.")
        )


def organisation_or_404(request: HttpRequest, kind: Kind, key: str) -> Organisation:
    """A region by its code, or a cluster by its address, for which the person acts."""
    found: Organisation | None
    if kind == Kind.POLICY:
        regions: Any = request.user.mandated_regions()
        found = regions.filter(code=key).first()
    else:
        clusters: Any = request.user.mandated_clusters()
        found = clusters.select_related("region").filter(slug=key).first()
    if found is None:
        raise Http404
    return found


def head_of(request: HttpRequest, assessment: Assessment) -> dict[str, Any]:
    """What each page about an assessment says of it."""
    organisation = assessment.organisation
    return {
        "assessment": assessment,
        "organisation": organisation,
        "name": name_of(organisation),
        "may_write": may_write(request.user, organisation),
    }


def chart_of(rows: list[Row], own: str = "") -> Radar:
    """The chart of a result: what is now on top of what was and how others stand."""
    return radar(
        [row.dimension.short for row in rows],
        [
            ("median", _("Median of others"), [row.median for row in rows]),
            ("last", _("Last time"), [row.last for row in rows]),
            ("own", own or _("This time"), [row.score.value for row in rows]),
        ],
    )
