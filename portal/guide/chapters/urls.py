"""Addresses of the guide's chapters, each below a language."""

from django.urls import path

from portal.guide.chapters import views

urlpatterns = [
    path("", views.contents, name="contents"),
    path("dos-and-donts/", views.cards, name="cards"),
    path("whole/", views.whole, name="whole"),
    path("guide.pdf", views.whole_pdf, name="whole-pdf"),
    path("<slug:slug>.pdf", views.chapter_pdf, name="chapter-pdf"),
    path("<slug:slug>/", views.chapter_page, name="chapter"),
]
