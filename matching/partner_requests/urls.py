"""Addresses of partner requests."""

from django.urls import path

from matching.partner_requests import views, views_answering, views_editing

app_name = "requests"

urlpatterns = [
    path("", views.request_list, name="list"),
    path("new/<slug:slug>/", views_editing.request_new, name="new"),
    path("for/<slug:slug>/", views.requests_for, name="for"),
    path("<slug:slug>/", views.request_detail, name="detail"),
    path("<slug:slug>/edit/", views_editing.request_edit, name="edit"),
    path("<slug:slug>/close/", views_editing.request_close, name="close"),
    path("<slug:slug>/fill/<int:pk>/", views_editing.request_fill, name="fill"),
    path("<slug:slug>/answer/", views_answering.answer_choose, name="answer-choose"),
    path(
        "<slug:slug>/answer/<slug:profile_slug>/",
        views_answering.answer,
        name="answer",
    ),
]
