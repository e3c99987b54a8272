"""Addresses of thematic partnerships."""

from django.urls import path

from matching.partnerships import (
    views,
    views_assessment,
    views_pledges,
    views_reports,
    views_reviews,
    views_seats,
    views_steering,
)

app_name = "partnerships"

urlpatterns = [
    path("", views.partnership_list, name="list"),
    path("mine/", views.mine, name="mine"),
    path("assessment/", views_reviews.queue, name="queue"),
    path("set-up/", views_steering.set_up, name="set-up"),
    path("propose/", views_assessment.propose, name="propose"),
    path("new/<slug:slug>/", views_assessment.expression_new, name="expression-new"),
    path("<slug:slug>/", views.partnership_detail, name="detail"),
    path("<slug:slug>/edit/", views_steering.edit, name="edit"),
    path("<slug:slug>/manage/", views_steering.manage, name="manage"),
    path("<slug:slug>/phase/", views_steering.phase, name="phase"),
    path("<slug:slug>/end/", views_steering.end, name="end"),
    path("<slug:slug>/discard/", views_steering.discard, name="discard"),
    path("<slug:slug>/join/", views_seats.join, name="join"),
    path("<slug:slug>/invite/", views_seats.invite_find, name="invite-find"),
    path("<slug:slug>/invite/<slug:profile_slug>/", views_seats.invite, name="invite"),
    path(
        "<slug:slug>/seats/<int:pk>/answer/",
        views_seats.seat_answer,
        name="seat-answer",
    ),
    path(
        "<slug:slug>/seats/<int:pk>/take-back/",
        views_seats.seat_take_back,
        name="seat-take-back",
    ),
    path(
        "<slug:slug>/seats/<int:pk>/leave/", views_seats.seat_leave, name="seat-leave"
    ),
    path(
        "<slug:slug>/seats/<int:pk>/remove/",
        views_seats.seat_remove,
        name="seat-remove",
    ),
    path("<slug:slug>/seats/<int:pk>/lead/", views_seats.lead_offer, name="lead-offer"),
    path(
        "<slug:slug>/leads/<int:pk>/answer/",
        views_seats.lead_answer,
        name="lead-answer",
    ),
    path(
        "<slug:slug>/leads/<int:pk>/withdraw/",
        views_seats.lead_withdraw,
        name="lead-withdraw",
    ),
    path(
        "<slug:slug>/seats/<int:pk>/letter/",
        views_pledges.pledge_new,
        name="pledge-new",
    ),
    path(
        "<slug:slug>/letters/<int:pk>/withdraw/",
        views_pledges.pledge_withdraw,
        name="pledge-withdraw",
    ),
    path(
        "<slug:slug>/letters/<int:pk>/file/",
        views_pledges.pledge_file,
        name="pledge-file",
    ),
    path("<slug:slug>/milestones/", views_steering.milestone_new, name="milestone-new"),
    path(
        "<slug:slug>/milestones/<int:pk>/",
        views_steering.milestone_change,
        name="milestone-change",
    ),
    path("<slug:slug>/reports/<int:pk>/", views_reports.report_detail, name="report"),
    path(
        "<slug:slug>/reports/<int:pk>/write/",
        views_reports.report_write,
        name="report-write",
    ),
    path("<slug:slug>/scoping/", views_assessment.scoping_start, name="scoping-start"),
    path(
        "<slug:slug>/proposals/<int:pk>/",
        views_assessment.proposal_detail,
        name="proposal",
    ),
    path(
        "<slug:slug>/proposals/<int:pk>/write/",
        views_assessment.proposal_write,
        name="proposal-write",
    ),
    path(
        "<slug:slug>/proposals/<int:pk>/submit/",
        views_assessment.proposal_submit,
        name="proposal-submit",
    ),
    path("<slug:slug>/proposals/<int:pk>/review/", views_reviews.review, name="review"),
    path("<slug:slug>/proposals/<int:pk>/assign/", views_reviews.assign, name="assign"),
    path("<slug:slug>/proposals/<int:pk>/decide/", views_reviews.decide, name="decide"),
]
