"""Addresses of the talk of an introduction, and of reports of abuse."""

from django.urls import path

from matching.introductions.talk import views, views_reports

urlpatterns = [
    path("introductions/<int:pk>/messages/", views.thread, name="talk"),
    path("introductions/files/<int:pk>/", views.message_file, name="talk-file"),
    path("introductions/<int:pk>/meeting/", views.meeting_form, name="meeting-new"),
    path("introductions/meetings/<int:pk>/", views.meeting_answer, name="meeting"),
    path(
        "introductions/meetings/<int:pk>/meeting.ics",
        views.meeting_file,
        name="meeting-file",
    ),
    path(
        "introductions/<int:pk>/report/",
        views_reports.report_introduction,
        name="report-introduction",
    ),
    path(
        "introductions/messages/<int:pk>/report/",
        views_reports.report_message,
        name="report-message",
    ),
    path("introductions/reports/<int:pk>/", views_reports.report, name="report"),
    path("curation/reports/", views_reports.queue, name="report-queue"),
    path("curation/reports/<int:pk>/", views_reports.decide, name="report-decide"),
]
