"""The pages of one priority, cluster, facility or joint project."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.web.versioned import versioned_page
from regions.models import Cluster, Cooperation, Facility, Priority, Profile, Stage
from regions.queries.clusters import cluster_facts
from regions.queries.desk import reasons_of
from regions.queries.facts import facts_waiting
from regions.queries.links import clusters_of
from regions.queries.profiles import by_scheme, profile_page
from regions.queries.records import cooperation_page, offering_cluster, profiles_served
from regions.queries.vocabulary import vocabulary
from regions.views.addresses import follows_mergers
from regions.wording import (
    NOT_STATED,
    NOT_STATED_BY_CLUSTER,
    SCHEME_WORDS,
    confirmer_of,
)


@require_safe
@follows_mergers
@versioned_page
def priority_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return _profile_response(request, Priority, slug)


@require_safe
@follows_mergers
@versioned_page
def cluster_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return _profile_response(request, Cluster, slug)


def _profile_response(
    request: HttpRequest, model: type[Profile], slug: str
) -> HttpResponse:
    found = profile_page(model, request.user, slug)
    profile = found.profile
    covered = set(profile.stages)
    confirmer = confirmer_of(profile.type)
    context: dict[str, Any] = {
        "found": found,
        "profile": profile,
        "region": profile.region,
        "country": vocabulary().country_label(profile.region.country),
        "topics": [(SCHEME_WORDS[scheme], rows) for scheme, rows in found.topics],
        "stages": [(stage, stage in covered) for stage in Stage],
        "confirmer": confirmer,
        "reasons": reasons_of(profile),
        "not_stated": NOT_STATED if confirmer == "region" else NOT_STATED_BY_CLUSTER,
    }
    if isinstance(profile, Cluster):
        context["facts"] = cluster_facts(profile, request.user, is_own=profile.is_own)
        if profile.may_edit:
            context["open_facts"] = facts_waiting(profile, request.user)
    if isinstance(profile, Priority):
        context["clusters"] = clusters_of(profile)
    return render(request, f"regions/{profile.type}.html", context)


@require_safe
@versioned_page
def facility_detail(request: HttpRequest, slug: str) -> HttpResponse:
    rows = Facility.objects.visible_to(request.user).with_rights(request.user)
    rows = rows.for_cards().prefetch_related("topics")
    facility = get_object_or_404(rows, slug=slug)
    topics = list(facility.topics.all())
    context = {
        "facility": facility,
        "region": facility.region,
        "country": vocabulary().country_label(facility.region.country),
        "topics": [(SCHEME_WORDS[scheme], some) for scheme, some in by_scheme(topics)],
        "offered_by": offering_cluster(facility, request.user),
        "served": profiles_served(facility, topics, request.user),
    }
    return render(request, "regions/facility.html", context)


@require_safe
@versioned_page
def cooperation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    rows = Cooperation.objects.prefetch_related("topics")
    cooperation = get_object_or_404(rows, slug=slug)
    context = cooperation_page(cooperation)
    return render(request, "regions/cooperation.html", context)
