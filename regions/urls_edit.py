"""Addresses of the pages on which people write records."""

from django.urls import path

from regions.views.editing import kit, strategies

app_name = "editing"

urlpatterns = [
    path("topics/", kit.topic_suggestions, name="topics"),
    path("drafts/<uuid:key>/", kit.draft, name="draft"),
    path("completeness/<slug:kind>/", kit.completeness_part, name="completeness"),
    path("region/<str:code>/", strategies.region, name="region"),
    path(
        "region/<str:code>/strategy/new/", strategies.strategy_new, name="strategy-new"
    ),
    path("strategy/<slug:slug>/", strategies.strategy, name="strategy"),
    path("strategy/<slug:slug>/edit/", strategies.strategy_edit, name="strategy-edit"),
    path(
        "strategy/<slug:slug>/priority/new/",
        strategies.priority_new,
        name="priority-new",
    ),
    path("priority/<slug:slug>/edit/", strategies.priority_edit, name="priority-edit"),
]
