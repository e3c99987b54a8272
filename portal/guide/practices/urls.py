"""Addresses of practices. Words of pages stand before those of records: their
addresses end in a number that no page has."""

from django.urls import path

from portal.guide.practices import (
    views,
    views_curation,
    views_editing,
    views_moving,
)

app_name = "practices"

urlpatterns = [
    path("", views.practice_list, name="list"),
    path("mine/", views.own_list, name="mine"),
    path("new/", views_editing.practice_new, name="new"),
    path("waiting/", views_curation.queue, name="queue"),
    path("<slug:slug>/", views.practice_detail, name="detail"),
    path("<slug:slug>/edit/", views_editing.practice_edit, name="edit"),
    path("<slug:slug>/submit/", views_moving.submit, name="submit"),
    path("<slug:slug>/take-back/", views_moving.take_back, name="take-back"),
    path("<slug:slug>/withdraw/", views_moving.withdraw, name="withdraw"),
    path("<slug:slug>/confirm/", views_moving.confirm, name="confirm"),
    path("<slug:slug>/delete/", views_moving.delete, name="delete"),
    path("<slug:slug>/decide/", views_curation.decide, name="decide"),
]
