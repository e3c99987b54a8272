"""The curators' queue of practices, and the decision about one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.views_common import done
from portal.guide.practices import queries, services
from portal.guide.practices.forms import DecisionForm
from portal.guide.practices.models import Practice
from portal.guide.practices.views import facts_of, rights_of
from portal.web.access import curators_see
from regions.models import Status

PUBLISH, RETURN = "publish", "return"


@require_safe
@curators_see
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the longest first, and what changed lately of published ones."""
    context = {
        "rows": queries.waiting_practices(),
        "changes": queries.latest_changes(),
    }
    return render(request, "guide/practices/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@curators_see
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Read what was submitted; a POST publishes or returns it."""
    one = get_object_or_404(Practice.objects.for_rows(), slug=slug)
    form = DecisionForm(initial={"revision": one.revision})
    if request.method == "POST":
        form = DecisionForm(request.POST)
        is_public = request.POST.get("_do") == PUBLISH

        def act() -> None:
            values = dict(form.cleaned_data)
            if is_public:
                values.pop("reasons")
                services.publish_practice(by=request.user, practice=one, **values)
            else:
                services.return_practice(by=request.user, practice=one, **values)

        if form.is_valid() and done(form, act):
            messages.success(request, _decided(one, is_public=is_public))
            return redirect("guide:practices:queue")
    elif one.status != Status.SUBMITTED:
        return redirect(one)
    context = facts_of(one) | {"form": form, "events": queries.events_of(one)}
    context |= rights_of(request.user, one)
    context["refusal"] = services.why_not_decided(one, request.user)
    status = 400 if form.is_bound else 200
    return render(request, "guide/practices/decide.html", context, status=status)


def _decided(one: Practice, *, is_public: bool) -> str:
    text = (
        _("“%(title)s” is published. Its owner is told.")
        if is_public
        else _("“%(title)s” is returned. Its owner reads your reasons.")
    )
    return text % {"title": one.title}
