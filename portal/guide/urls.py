"""Addresses of the guide. Texts stand below a language, people's records do not."""

from django.urls import include, path, register_converter

from portal.guide.chapters.views import home
from portal.guide.languages import LanguageConverter

register_converter(LanguageConverter, "language")

app_name = "guide"

urlpatterns = [
    path("", home, name="home"),
    path("practices/", include("portal.guide.practices.urls")),
    path("assessments/", include("portal.guide.assessments.urls")),
    path("checklists/", include("portal.guide.checklists.urls")),
    path("peers/", include("portal.guide.peers.urls")),
    path("<language:language>/glossary/", include("portal.guide.glossary.urls")),
    path("<language:language>/", include("portal.guide.chapters.urls")),
]
