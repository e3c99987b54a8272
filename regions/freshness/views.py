"""Stub."""

from django.http import HttpResponse


def confirm_due(request):
    return HttpResponse("")


def confirm_by_mail(request, token):
    return HttpResponse("")


def completeness(request):
    return HttpResponse("")
