"""Addresses of the guide's glossary, each below a language."""

from django.urls import path

from portal.guide.glossary import views

urlpatterns = [path("", views.glossary, name="glossary")]
