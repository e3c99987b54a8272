"""Addresses of applications, within and before those of consortia."""

from django.urls import path

from matching.consortia.application import views, views_pieces, views_stages

BASE = "<slug:slug>/application/"

urlpatterns = [
    path("calendar/", views.feed_page, name="calendar"),
    path("calendar/<str:token>.ics", views.feed, name="calendar-feed"),
    path(BASE, views.application, name="application"),
    path(f"{BASE}sheet.pdf", views.sheet_pdf, name="application-pdf"),
    path(f"{BASE}sheet.csv", views.sheet_csv, name="application-csv"),
    path(f"{BASE}deadlines.ics", views.deadlines, name="application-deadlines"),
    path(
        f"{BASE}partners/<int:pk>/sheet.pdf",
        views.partner_pdf,
        name="application-partner",
    ),
    path(f"{BASE}pieces/new/", views_pieces.task_new, name="piece-new"),
    path(f"{BASE}pieces/usual/", views_pieces.usual_tasks, name="piece-usual"),
    path(f"{BASE}pieces/<int:pk>/", views_pieces.task_edit, name="piece-edit"),
    path(f"{BASE}pieces/<int:pk>/tick/", views_pieces.task_tick, name="piece-tick"),
    path(
        f"{BASE}pieces/<int:pk>/person/",
        views_pieces.task_person,
        name="piece-person",
    ),
    path(
        f"{BASE}pieces/<int:pk>/delete/",
        views_pieces.task_delete,
        name="piece-delete",
    ),
    path(f"{BASE}letters/<int:pk>/letter.pdf", views.letter_pdf, name="letter-to-sign"),
    path(f"{BASE}letters/<int:pk>/", views_pieces.letter, name="letter"),
    path(f"{BASE}letters/<int:pk>/file/", views_pieces.letter_file, name="letter-file"),
    path(
        f"{BASE}letters/<int:pk>/delete/",
        views_pieces.letter_delete,
        name="letter-delete",
    ),
    path(f"{BASE}stage/", views_stages.stage, name="application-stage"),
    path(f"{BASE}submit/", views_stages.submit, name="application-submit"),
    path(f"{BASE}result/", views_stages.result, name="application-result"),
    path(f"{BASE}withdraw/", views_stages.withdraw, name="application-withdraw"),
    path(f"{BASE}lessons/", views_stages.lessons, name="application-lessons"),
    path(f"{BASE}reuse/", views_stages.reuse, name="application-reuse"),
]
