"""Addresses of peers."""

from django.urls import path

from portal.guide.peers import (
    views,
    views_asking,
    views_invitations,
    views_questions,
)

app_name = "peers"

urlpatterns = [
    path("", views.question_list, name="list"),
    path("ask/", views.ask, name="ask"),
    path("invitations/", views_invitations.invitation_list, name="invitations"),
    path(
        "invitations/<int:pk>/settle/",
        views_invitations.invitation_settle,
        name="settle",
    ),
    path("<int:pk>/", views_questions.question_detail, name="question"),
    path("<int:pk>/renew/", views_questions.question_renew, name="renew"),
    path("<int:pk>/answer/", views_questions.question_answer, name="answer"),
    path("<int:pk>/close/", views_questions.question_close, name="close"),
    path(
        "<int:pk>/invite/<int:proposal>/",
        views_questions.invite,
        name="invite",
    ),
    path(
        "<int:pk>/ask/<slug:partner_slug>/",
        views_asking.introduce,
        name="introduce",
    ),
]
