"""Up to four candidates of one's own profile side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from matching.keeping import queries
from matching.keeping.comparing import comparison
from portal.accounts.views_common import signed_in
from regions.models import Profile

MOST = 4


@require_safe
@signed_in
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """What each candidate brings; a wrong choice is named, and nothing is compared."""
    profile = queries.own_profile(request.user, slug)
    slugs = list(dict.fromkeys(request.GET.getlist("with")))
    partners, errors = _chosen(request, profile, slugs)
    context = {"profile": profile, "errors": errors, "most": MOST}
    if partners and not errors:
        context |= comparison(request, profile, partners)
    status = 400 if errors else 200
    return render(request, "keeping/compare.html", context, status=status)


def _chosen(
    request: HttpRequest, profile: Profile, slugs: list[str]
) -> tuple[list[Profile], list[str]]:
    if len(slugs) > MOST:
        said = ngettext(
            "You chose %(n)d partner. At most %(most)d fit beside one another.",
            "You chose %(n)d partners. At most %(most)d fit beside one another.",
            len(slugs),
        )
        return [], [said % {"n": len(slugs), "most": MOST}]
    partners, unknown = queries.chosen_partners(request.user, slugs)
    errors = [
        _("There is no profile with the address “%(slug)s”.") % {"slug": one}
        for one in unknown
    ]
    if profile in partners:
        errors.append(_("A profile cannot be its own partner."))
    return partners, errors
