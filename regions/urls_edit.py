"""Addresses of the pages on which people write records."""

from django.urls import path

from regions.views.editing import facts, kit, states, strategies

app_name = "editing"

urlpatterns = [
    path("topics/", kit.topic_suggestions, name="topics"),
    path("drafts/<uuid:key>/", kit.draft, name="draft"),
    path("completeness/<slug:kind>/", kit.completeness_part, name="completeness"),
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
]
