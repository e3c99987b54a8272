"""Addresses of the mail app."""

from django.urls import path

from portal.mail import views

urlpatterns = [
    path("curation/mails/", views.mail_queue, name="mail-queue"),
    path("curation/mails/retry/", views.mail_retry_all, name="mail-retry-all"),
    path("curation/mails/test/", views.mail_check, name="mail-check"),
    path("curation/mails/<int:pk>/retry/", views.mail_retry, name="mail-retry"),
    path("mails/", views.mail_folder, name="mail-folder"),
    path("mails/<slug:name>/", views.folder_mail, name="mail-folder-mail"),
    path("mails/<slug:name>/html/", views.folder_mail_html, name="mail-folder-html"),
]
