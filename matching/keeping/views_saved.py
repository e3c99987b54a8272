"""Pages of saved searches and of profiles that one follows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from matching.keeping import queries, services
from matching.keeping.forms import NameForm, SaveForm
from matching.keeping.models import Follow, SavedSearch, SearchPage
from matching.keeping.searching import WrongSearch, list_url, results_of, tidy_query
from matching.keeping.views import read_or_send, way_back
from portal.accounts.views_common import done, signed_in, tried
from regions.models import Profile


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """What one can do with a profile: a part of its page, or a page by itself."""
    profile = queries.partner_or_404(request.user, slug)
    if request.method == "POST":
        _follow(request, profile)
        return redirect(way_back(request, profile.get_absolute_url()))
    rows = Follow.objects.visible_to(request.user)
    context = {
        "profile": profile,
        "is_followed": rows.filter(profile=profile).exists(),
        "may_keep": queries.own_profiles(request.user).exists(),
    }
    template = "keeping/_follow.html" if request.htmx else "keeping/follow.html"
    return render(request, template, context)


def _follow(request: HttpRequest, profile: Profile) -> None:
    if "stop" in request.POST:
        services.unfollow(profile=profile, by=request.user)
        said = _("You do not follow “%(title)s” any more.")
    else:
        said = _("You follow “%(title)s”: you are told when it changes.")
    tried(
        request,
        lambda: (
            "stop" in request.POST or services.follow(profile=profile, by=request.user)
        ),
        said % {"title": profile.title},
    )


@require_safe
@signed_in
def saved(request: HttpRequest) -> HttpResponse:
    """The searches one has saved, and the profiles one follows."""
    searches = SavedSearch.objects.visible_to(request.user).select_related("profile")
    context = {
        "searches": [{"search": one, "url": list_url(one)} for one in searches],
        "follows": queries.follows_of(request.user),
        "most": services.searches.MOST_SEARCHES,
    }
    return render(request, "keeping/saved.html", context)


@read_or_send
@signed_in
def save_search(request: HttpRequest) -> HttpResponse:
    """Name a search and save it; the button of a list leads here."""
    is_sent = request.method == "POST"
    asked = {name: request.GET.get(name, "") for name in ("page", "profile", "query")}
    form = SaveForm(request.POST if is_sent else None, initial=asked)
    if is_sent and form.is_valid() and done(form, lambda: _save(request, form)):
        return redirect("keeping:saved")
    status, wrong, count = (400 if is_sent else 200), "", None
    if not is_sent:
        try:
            count = len(results_of(_asked(request, **asked), request.user))
        except WrongSearch as error:
            status, wrong = 400, str(error)
    context = {"form": form, "wrong": wrong, "count": count}
    return render(request, "keeping/save_search.html", context, status=status)


def _asked(request: HttpRequest, page: str, profile: str, query: str) -> SavedSearch:
    """The search that an address asks to save; a profile of others is not there."""
    if page not in SearchPage.values:
        raise WrongSearch(_("Start from a list, with the link “Save this search”."))
    of_matches = page == SearchPage.MATCHES
    own = queries.own_profile(request.user, profile) if of_matches else None
    return SavedSearch(page=page, profile=own, query=tidy_query(query))


def _save(request: HttpRequest, form: SaveForm) -> None:
    data = form.cleaned_data
    asked = _asked(request, data["page"], data["profile"], data["query"])
    found, is_new = services.save_search(
        by=request.user,
        name=data["name"],
        page=asked.page,
        profile=asked.profile,
        query=asked.query,
    )
    if is_new:
        said = _("The search “%(name)s” is saved. You are told of what is new in it.")
    else:
        said = _("You have saved the same search before, as “%(name)s”.")
    messages.success(request, said % {"name": found.name})


@read_or_send
@signed_in
def search(request: HttpRequest, pk: int) -> HttpResponse:
    """One search: open its list, rename it, delete it."""
    found = queries.search_for(request.user, pk)
    if request.method == "POST" and "delete" in request.POST:
        services.delete_search(search=found)
        messages.success(request, _("The search is deleted."))
        return redirect("keeping:saved")
    is_sent = request.method == "POST"
    form = NameForm(request.POST if is_sent else None, initial={"name": found.name})
    if is_sent and form.is_valid():
        services.rename_search(search=found, name=form.cleaned_data["name"])
        messages.success(request, _("The search has its new name."))
        return redirect(reverse("keeping:saved"))
    wrong, count = "", None
    try:
        count = len(results_of(found, request.user))
    except WrongSearch as error:
        wrong = str(error)
    context = {
        "search": found,
        "url": list_url(found),
        "form": form,
        "wrong": wrong,
        "count": count,
    }
    status = 400 if is_sent else 200
    return render(request, "keeping/search.html", context, status=status)
