"""Addresses of calls."""

from django.urls import path

from matching.calls import (
    views,
    views_cases,
    views_editing,
    views_radar,
    views_rules,
)

app_name = "calls"

urlpatterns = [
    path("", views.call_list, name="list"),
    path("calendar.ics", views.calendar, name="calendar"),
    path("radar/", views_radar.radar, name="radar"),
    path("new/", views_editing.call_new, name="new"),
    path("<slug:slug>/", views.call_detail, name="detail"),
    path("<slug:slug>/calendar.ics", views.call_calendar, name="call-calendar"),
    path("<slug:slug>/follow/", views.call_follow, name="follow"),
    path("<slug:slug>/desk/", views_editing.call_desk, name="desk"),
    path("<slug:slug>/edit/", views_editing.call_edit, name="edit"),
    path("<slug:slug>/publish/", views_editing.call_publish, name="publish"),
    path("<slug:slug>/hide/", views_editing.call_hide, name="hide"),
    path("<slug:slug>/delete/", views_editing.call_delete, name="delete"),
    path("<slug:slug>/rules/new/", views_rules.rule_new, name="rule-new"),
    path("<slug:slug>/rules/<int:pk>/", views_rules.rule_edit, name="rule"),
    path("<slug:slug>/rules/<int:pk>/move/", views_rules.rule_move, name="rule-move"),
    path(
        "<slug:slug>/rules/<int:pk>/remove/",
        views_rules.rule_remove,
        name="rule-remove",
    ),
    path("<slug:slug>/cases/new/", views_cases.case_new, name="case-new"),
    path("<slug:slug>/cases/<int:pk>/", views_cases.case_edit, name="case"),
    path(
        "<slug:slug>/cases/<int:pk>/remove/",
        views_cases.case_remove,
        name="case-remove",
    ),
]
