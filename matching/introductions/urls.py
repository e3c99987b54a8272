"""Addresses of introductions."""

from django.urls import path

from matching.introductions import views, views_answers, views_asking

app_name = "introductions"

urlpatterns = [
    path("", views.introduction_list, name="list"),
    path("ask/", views_asking.introduction_ask_to, name="ask-to"),
    path(
        "ask/<slug:slug>/<slug:partner_slug>/",
        views_asking.introduction_ask,
        name="ask",
    ),
    path("record/<slug:slug>/", views_asking.response_record_part, name="record"),
    path("<int:pk>/", views.introduction_detail, name="detail"),
    path("<int:pk>/accept/", views_answers.introduction_accept, name="accept"),
    path("<int:pk>/decline/", views_answers.introduction_decline, name="decline"),
    path("<int:pk>/withdraw/", views_answers.introduction_withdraw, name="withdraw"),
    path("<int:pk>/close/", views_answers.introduction_close, name="close"),
    path("<int:pk>/take-back/", views_answers.introduction_take_back, name="take-back"),
    path("<int:pk>/result/", views_answers.introduction_result, name="result"),
]
