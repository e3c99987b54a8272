"""Addresses of consortia."""

from django.urls import path

from matching.consortia import (
    views,
    views_answering,
    views_members,
    views_proposals,
    views_starting,
)
from matching.consortia.application.urls import urlpatterns as application_urls

app_name = "consortia"

urlpatterns = [
    path("", views.consortium_list, name="list"),
    path("new/", views_starting.consortium_new, name="new"),
    *application_urls,
    path("<slug:slug>/", views.consortium_detail, name="detail"),
    path("<slug:slug>/facts/", views_starting.consortium_facts, name="facts"),
    path("<slug:slug>/add/", views_members.member_add, name="add"),
    path("<slug:slug>/exclude/", views_members.member_exclude, name="exclude"),
    path("<slug:slug>/outside/", views_members.outsider_new, name="outside"),
    path("<slug:slug>/members/<int:pk>/", views_members.member_part, name="member"),
    path(
        "<slug:slug>/members/<int:pk>/organisation/",
        views_members.outsider_edit,
        name="organisation",
    ),
    path(
        "<slug:slug>/members/<int:pk>/remove/",
        views_members.member_remove,
        name="remove",
    ),
    path(
        "<slug:slug>/members/<int:pk>/coordinate/",
        views_members.member_coordinate,
        name="coordinate",
    ),
    path("<slug:slug>/members/<int:pk>/do/", views_members.member_do, name="do"),
    path("<slug:slug>/members/<int:pk>/answer/", views_answering.answer, name="answer"),
    path("<slug:slug>/members/<int:pk>/leave/", views_answering.leave, name="leave"),
    path("<slug:slug>/proposals/", views_proposals.proposals, name="proposals"),
    path("<slug:slug>/proposals/adopt/", views_proposals.adopt, name="adopt"),
]
