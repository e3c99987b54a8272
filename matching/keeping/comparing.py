"""What the page of a comparison shows; as many queries for one as for four."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from matching.card_parts import parts_for
from matching.features import explain_pairs
from matching.models import Match
from matching.queries import MatchList, current_run, items_of, match_list_for
from matching.side_by_side import item_rows, met_items, stage_rows, topic_grids
from matching.wording_cards import figures_of, pair_url, profile_card
from regions.editing.visibility import hidden_fields
from regions.models import Cluster, CooperationMember, Profile, Side
from regions.models.cluster_words import language_name
from regions.queries.vocabulary import vocabulary
from regions.wording import confirmer_of

Column = dict[str, Any]


def comparison(
    request: HttpRequest, profile: Profile, partners: Sequence[Profile]
) -> dict[str, Any]:
    """One column for each side, the reader's own first, and the grids of all."""
    words = vocabulary()
    sides = [profile, *partners]
    keys = [one.pk for one in partners]
    found = match_list_for(request.user, profile, current_run(), words)
    matches = _matches(found, keys)
    explained = explain_pairs(profile.pk, keys)
    met = {key: met_items(explained.get(key)) for key in keys}
    met[profile.pk] = set().union(*met.values())
    items = list(items_of([one.pk for one in sides]))
    clusters = Cluster.objects.in_bulk([one.pk for one in sides])
    projects = _projects(sides)
    parts = parts_for(request.user, profile, partners)
    columns = []
    for one in sides:
        rows = item_rows(items, met[one.pk])
        match = matches.get(one.pk)
        columns.append(
            {
                "profile": one,
                "is_own": one is profile,
                "card": profile_card(one, words),
                "confirmer": confirmer_of(one.type),
                "match": figures_of(match) if match else None,
                "rank": found.places.get(one.pk),
                "pair_url": "" if one is profile else pair_url(profile, one),
                "offers": rows(one, Side.OFFER),
                "needs": rows(one, Side.NEED),
                "projects": len(projects[one.pk]),
                "joint": len(projects[one.pk] & projects[profile.pk]),
                "parts": parts.get(one.pk, []),
                **_organisation(clusters.get(one.pk), request.user),
            }
        )
    return {
        "columns": columns,
        "headings": [column["card"]["title"] for column in columns],
        "topic_grids": topic_grids(sides, words),
        "stage_rows": stage_rows(sides),
    }


def _matches(found: MatchList, keys: Sequence[int]) -> dict[int, Match]:
    """The stored matches with these partners; one query."""
    return {one.partner_id: one for one in found.matches.filter(partner__in=keys)}


def _organisation(cluster: Cluster | None, user: Any) -> dict[str, Any]:
    """Size and languages of a cluster, as far as it shows them; a region has none."""
    if cluster is None:
        return {"is_cluster": False, "members": None, "languages": []}
    hidden = hidden_fields(cluster, user)
    languages = [] if "languages" in hidden else cluster.languages
    return {
        "is_cluster": True,
        "members": None if "members_total" in hidden else cluster.members_total,
        "languages": sorted(language_name(code) for code in languages),
    }


def _projects(sides: Sequence[Profile]) -> dict[int, set[int]]:
    """The joint projects of each side's region and what lies in it; one query."""
    wanted = Q(pk__in=[])
    for code in {one.region_id for one in sides}:
        wanted |= Q(region__code__startswith=code)
    rows = CooperationMember.objects.filter(wanted).order_by()
    found = set(rows.values_list("region_id", "cooperation_id"))
    return {
        one.pk: {project for code, project in found if code.startswith(one.region_id)}
        for one in sides
    }
