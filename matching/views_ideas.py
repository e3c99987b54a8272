"""The page of an idea: a form, the topics read from it, and its partners."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from matching.forms_ideas import IdeaForm
from matching.ideas import partners_for
from matching.ideas_page import idea_context, start_context
from regions.queries.vocabulary import vocabulary


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def idea_partners(request: HttpRequest) -> HttpResponse:
    """Partners for an idea in plain words. It is neither stored nor logged."""
    is_long = request.method == "POST" or request.GET.get("long") == "1"
    data = request.POST if request.method == "POST" else request.GET
    # Nothing was asked yet, so nothing is wrong.
    is_start = set(data) <= {"idea", "long"} and not data.get("idea", "").strip()
    if is_start and request.method != "POST":
        form = IdeaForm(None, vocabulary(), is_long=is_long)
        return render(request, "matching/idea.html", start_context(form))
    form = IdeaForm(data, vocabulary(), is_long=is_long)
    if not form.is_valid():
        context = {**start_context(form), "form_errors": True}
        return render(request, "matching/idea.html", context, status=400)
    context = idea_context(form, partners_for(request.user, form.as_idea()))
    template = "matching/_refresh.html" if request.htmx else "matching/idea.html"
    return render(request, template, context, status=context["status"])
