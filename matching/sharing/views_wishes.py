"""Wishes to invest together: the list, one wish, and what members do with it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from matching.introductions.people import acts_for
from matching.partnerships.models import Proposal
from matching.sharing import queries, queries_joint, services
from matching.sharing.facets import wish_facets, wish_index
from matching.sharing.filters import WishFilterSet
from matching.sharing.forms_joint import JoinWishForm, WishForm
from matching.sharing.models import InvestmentWish
from matching.sharing.views import list_context
from matching.sharing.views_pools import own_profile
from matching.sharing.wording import together_words
from portal.accounts.views_common import done, signed_in, tried
from portal.web.filtering import filtered_page
from regions.models import Profile
from regions.queries.vocabulary import vocabulary
from regions.querysets import EDITING

SEARCH = "search:topics"
GET_OR_POST = ("GET", "HEAD", "POST")


@require_safe
@never_cache
def wish_list(request: HttpRequest) -> HttpResponse:
    """Wishes that one can share, with filters."""
    rows = InvestmentWish.objects.visible_to(request.user).open()
    result = filtered_page(request, WishFilterSet, rows.for_rows())
    words = vocabulary()
    index = wish_index(rows, words)
    context = list_context(request, result, wish_facets(words), index, words)
    total = context["total"]
    found = ngettext("%(n)d wish", "%(n)d wishes", total) % {"n": total}
    context |= {
        "found_words": found,
        "rows": queries_joint.wish_rows(list(result.page)),
        "profiles": queries.own_profiles(request.user),
    }
    template = "_wishes" if request.htmx else "wishes"
    path = f"sharing/{template}.html"
    return render(request, path, context, status=result.status)


@require_http_methods(GET_OR_POST)
@signed_in
def wish_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a wish for a profile."""
    profile = own_profile(request, slug)
    if request.method != "POST":
        codes = sorted(profile.topics.values_list("pk", flat=True))
        initial = {"topics": codes, "stages": profile.stages}
        return _form_page(request, profile, WishForm(initial=initial))
    if request.POST.get("_do") == SEARCH:
        # Nothing is said to be wrong while somebody looks for a topic.
        text = request.POST.get("_q-topics", "")
        form = WishForm(request.POST, search=text)
        return _form_page(request, profile, form, is_searching=True)
    form, found = WishForm(request.POST), []

    def act() -> None:
        share = form.cleaned_data["share"]
        found.append(
            services.open_wish(
                by=request.user, profile=profile, said=form.said(), share=share
            )
        )

    if form.is_valid() and done(form, act):
        messages.success(request, _("The wish is published: others can share it."))
        return redirect(found[0])
    return _form_page(request, profile, form, status=400)


@require_safe
@never_cache
def wish_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, wish_or_404(request, pk))


@require_POST
@signed_in
def wish_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Share a wish, or say anew what one could give."""
    wish, form = wish_or_404(request, pk), JoinWishForm(request.POST)
    profile = own_profile(request, request.POST.get("profile", ""))

    def act() -> None:
        share = form.cleaned_data["share"]
        services.join_wish(by=request.user, wish=wish, profile=profile, share=share)

    if form.is_valid() and done(form, act):
        messages.success(request, _("You share this wish now."))
        return redirect(wish)
    return _page(request, wish, form, status=400)


@require_POST
@signed_in
def wish_leave(request: HttpRequest, pk: int) -> HttpResponse:
    wish = wish_or_404(request, pk)
    profile = own_profile(request, request.POST.get("profile", ""))
    tried(
        request,
        lambda: services.leave_wish(by=request.user, wish=wish, profile=profile),
        _("You do not share this wish any more."),
    )
    return redirect(wish)


@require_POST
@signed_in
def wish_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    wish = wish_or_404(request, pk)
    require_opener(request, wish)
    tried(
        request,
        lambda: services.withdraw_wish(by=request.user, wish=wish),
        _("The wish is withdrawn."),
    )
    return redirect(wish)


@require_POST
@signed_in
def wish_set_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the draft of a partnership of a wish that enough regions share."""
    wish = wish_or_404(request, pk)
    require_opener(request, wish)
    found: list[Proposal] = []

    def act() -> None:
        made = services.set_up_partnership(by=request.user, wish=wish)
        found.append(made)

    words = _("The draft of the partnership is made, and all who share it are invited.")
    if not tried(request, act, words):
        return redirect(wish)
    one = found[0]
    return redirect("partnerships:proposal", one.partnership.slug, one.pk)


def wish_or_404(request: HttpRequest, pk: int) -> InvestmentWish:
    """The wish of this number, if this person may see it."""
    rows = InvestmentWish.objects.visible_to(request.user).for_rows()
    return get_object_or_404(rows, pk=pk)


def require_opener(request: HttpRequest, wish: InvestmentWish) -> None:
    if not acts_for(request.user, wish.profile, *EDITING):
        raise PermissionDenied(
            _("Only owners and editors of who opened the wish may do this.")
        )


def _form_page(
    request: HttpRequest,
    profile: Profile,
    form: WishForm,
    *,
    is_searching: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"profile": profile, "form": form, "is_searching": is_searching}
    return render(request, "sharing/wish_form.html", context, status=status)


def _page(
    request: HttpRequest,
    wish: InvestmentWish,
    form: JoinWishForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = queries_joint.wish_page(request.user, wish)
    words = vocabulary()
    context = {
        "found": found,
        "wish": wish,
        "topics": [words.topics[one.pk] for one in wish.topics.all()],
        "together": together_words(found.least),
        "join_form": form or JoinWishForm(),
    }
    return render(request, "sharing/wish.html", context, status=status)
