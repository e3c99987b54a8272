"""Addresses of the pages on which people write records."""

from django.urls import path

from regions.moderation import views_trail
from regions.views.editing import (
    clusters,
    facilities,
    facts,
    kit,
    links,
    states,
    strategies,
)

app_name = "editing"

urlpatterns = [
    path("topics/", kit.topic_suggestions, name="topics"),
    path("drafts/<uuid:key>/", kit.draft, name="draft"),
    path("drafts/<uuid:key>/discard/", kit.draft_discard, name="draft-discard"),
    path("completeness/<slug:kind>/", kit.completeness_part, name="completeness"),
    path("places/", clusters.place_suggestions, name="places"),
    path("clusters/new/", clusters.cluster_new, name="cluster-new"),
    path("clusters/similar/", clusters.cluster_similar, name="cluster-similar"),
    path("clusters/<slug:slug>/", clusters.cluster, name="cluster"),
    path("clusters/<slug:slug>/edit/", clusters.cluster_edit, name="cluster-edit"),
    path("clusters/<slug:slug>/facts/", facts.cluster_facts, name="cluster-facts"),
    path(
        "clusters/<slug:slug>/facts/undo/",
        facts.cluster_undo,
        name="cluster-facts-undo",
    ),
    path("clusters/<slug:slug>/links/", links.propose, name="link-propose"),
    path(
        "clusters/<slug:slug>/links/<int:pk>/withdraw/",
        links.withdraw,
        name="link-withdraw",
    ),
    path("facilities/new/", facilities.facility_new, name="facility-new"),
    path("facilities/<slug:slug>/", facilities.facility, name="facility"),
    path(
        "facilities/<slug:slug>/edit/", facilities.facility_edit, name="facility-edit"
    ),
    path("region/<str:code>/links/", links.region_links, name="region-links"),
    path("region/<str:code>/links/<int:pk>/", links.decide, name="link-decide"),
    path("region/<str:code>/", strategies.region, name="region"),
    path(
        "region/<str:code>/strategy/new/", strategies.strategy_new, name="strategy-new"
    ),
    path("region/<str:code>/facts/", facts.facts, name="facts"),
    path("region/<str:code>/facts/undo/", facts.undo, name="facts-undo"),
    path("strategy/<slug:slug>/", strategies.strategy, name="strategy"),
    path("strategy/<slug:slug>/edit/", strategies.strategy_edit, name="strategy-edit"),
    path(
        "strategy/<slug:slug>/priority/new/",
        strategies.priority_new,
        name="priority-new",
    ),
    path("priority/<slug:slug>/edit/", strategies.priority_edit, name="priority-edit"),
    path("<slug:kind>/<slug:slug>/submit/", states.submit, name="submit"),
    path("<slug:kind>/<slug:slug>/take-back/", states.take_back, name="take-back"),
    path("<slug:kind>/<slug:slug>/withdraw/", states.withdraw, name="withdraw"),
    path("<slug:kind>/<slug:slug>/history/", views_trail.history, name="history"),
]
