"""Records that may be registered twice: pairs, and the merger of one pair."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.web.access import curators_see
from portal.web.errors import PortalError
from regions.editing.documents import MODELS, document_of
from regions.editing.visibility import hidden_in_trail
from regions.editing.wording_fields import FieldWords, word_document, word_field
from regions.models import Owned, Profile
from regions.moderation import merging
from regions.moderation.duplicate_queries import (
    MERGEABLE,
    SEEN,
    WITHDRAWABLE,
    duplicate_twins,
)
from regions.moderation.duplicate_services import mark_no_duplicates
from regions.moderation.forms import START, WithdrawOneForm, phrases, started
from regions.moderation.hindrances import words_of_own
from regions.moderation.merge_queries import holders_of, what_moves
from regions.moderation.merge_services import merge_records
from regions.moderation.merging import BOTH, FIRST, SECOND, FieldChoice
from regions.moderation.records import is_own, state_of
from regions.moderation.twins import state_of_twins, withdraw_twin
from regions.moderation.views_cases import tried
from regions.queries.vocabulary import Vocabulary, vocabulary

PAGE_SIZE = 25
_SIDES = {FIRST: SECOND, SECOND: FIRST, BOTH: BOTH}


@require_safe
@curators_see
def duplicates(request: HttpRequest) -> HttpResponse:
    pages = Paginator(duplicate_twins(), PAGE_SIZE)
    context = {"page": pages.get_page(request.GET.get("page"))}
    return render(request, "curation/duplicates.html", context)


@require_POST
@curators_see
def not_duplicate(
    request: HttpRequest, kind: str, first: int, second: int
) -> HttpResponse:
    """Remember that these two are two, and do not show the pair again."""
    one, other = (
        _two_or_404(kind, first, second)
        if kind in WITHDRAWABLE
        else _pair_or_404(kind, first, second)
    )
    mark_no_duplicates(first=one, second=other, by=request.user)
    words = {"first": one, "second": other}
    messages.success(request, _("“%(first)s” and “%(second)s” stay apart.") % words)
    return redirect("duplicates")


@require_http_methods(["GET", "HEAD", "POST"])
@curators_see
def merge(request: HttpRequest, kind: str, first: int, second: int) -> HttpResponse:
    """Compare two records field by field, ask back, and make them one.

    Of kinds that cannot be merged a curator may withdraw one of the two.
    """
    if kind in WITHDRAWABLE:
        return _compare(request, *_two_or_404(kind, first, second))
    one, other = _pair_or_404(kind, first, second)
    if request.method == "POST" and "back" not in request.POST and _is_chosen(request):
        if "confirmed" not in request.POST:
            context = _context(request, one, other) | _moves(request, one, other)
            return render(request, "curation/merge_confirm.html", context)
        done = _merged(request, one, other)
        if done is not None:
            return redirect(done.get_absolute_url())
    context = _context(request, one, other)
    is_refused = request.method == "POST" and "back" not in request.POST
    return render(
        request, "curation/merge.html", context, status=400 if is_refused else 200
    )


def _is_chosen(request: HttpRequest) -> bool:
    """Whether it is said which record stays; if not, a sentence asks for it."""
    if request.POST.get("stays") in (FIRST, SECOND):
        return True
    messages.error(request, _("Choose which of the two records stays."))
    return False


def _sides(
    request: HttpRequest, one: Profile, other: Profile
) -> tuple[Profile, Profile]:
    """The record that stays, and the one that goes."""
    return (one, other) if request.POST["stays"] == FIRST else (other, one)


def _moves(request: HttpRequest, one: Profile, other: Profile) -> dict[str, Any]:
    """What the page says that asks back."""
    kept, gone = _sides(request, one, other)
    # What was compared, not what the records may say by now.
    seen = request.POST.get("seen") or state_of([one, other])
    return {"kept": kept, "gone": gone, "moves": what_moves(kept, gone), "seen": seen}


def _compare(request: HttpRequest, one: Owned, other: Owned) -> HttpResponse:
    now = {"seen": state_of_twins(one, other)}
    form = WithdrawOneForm(request.POST or None, records=(one, other), initial=now)
    if START in request.POST:
        form = WithdrawOneForm(
            initial=started(request.POST) | {"goes": request.POST.get("goes", "")},
            records=(one, other),
        )
    elif form.is_valid() and _withdrawn(request, form, one, other):
        return redirect("duplicates")
    words = vocabulary()
    sides = [
        {
            "record": record,
            "fields": word_document(record.record_kind, document_of(record), words),
            "hindrance": words_of_own() if is_own(record, request.user) else "",
        }
        for record in (one, other)
    ]
    context = {"form": form, "sides": sides, "kind": one.record_kind}
    context |= {"first": one, "second": other, "phrases": phrases()}
    status = 400 if form.errors else 200
    return render(request, "curation/twins.html", context, status=status)


def _withdrawn(
    request: HttpRequest, form: WithdrawOneForm, one: Owned, other: Owned
) -> bool:
    record, data = form.record(), form.cleaned_data
    return tried(
        request,
        lambda: withdraw_twin(
            record=record,
            other=other if record.pk == one.pk else one,
            seen=data["seen"],
            reasons=data["reasons"],
            rule=data["rule"],
            by=request.user,
        ),
        _("“%(title)s” is withdrawn. Its owner reads your reasons.")
        % {"title": record},
    )


def _two_or_404(kind: str, first: int, second: int) -> tuple[Owned, Owned]:
    """Two records of which one may be withdrawn."""
    rows = MODELS[kind].objects.filter(status__in=SEEN).select_related("region")
    found = rows.in_bulk([first, second])
    if len(found) < 2:
        raise Http404
    return found[first], found[second]


def _merged(request: HttpRequest, one: Profile, other: Profile) -> Any:
    """The merged record; None, and a sentence, where it cannot be."""
    stays = request.POST["stays"]
    kept, gone = _sides(request, one, other)
    chosen = _chosen(request, one, other)
    if stays == SECOND:
        chosen = {name: _SIDES[side] for name, side in chosen.items()}
    seen = request.POST.get("seen", "")
    if stays == SECOND:
        seen = ".".join(reversed(seen.split(".")))
    try:
        merged = merge_records(
            kept=kept, gone=gone, chosen=chosen, by=request.user, seen=seen
        )
    except PortalError as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, _faults(kept, error))
    else:
        words = {"kept": kept, "slug": gone.slug}
        text = _("Both are now “%(kept)s”; the address %(slug)s leads there.")
        messages.success(request, text % words)
        return merged
    return None


def _faults(kept: Profile, error: ValidationError) -> str:
    fields = getattr(error, "message_dict", {"": error.messages})
    words = [
        word_field(kept.record_kind, name, None, vocabulary()).label
        for name in fields
        if name in merging.fields_of(kept.record_kind)
    ]
    return " ".join([", ".join(words), *error.messages]).strip()


def _chosen(request: HttpRequest, one: Profile, other: Profile) -> dict[str, str]:
    """Whose value each differing field gets, as asked or as proposed."""
    chosen = {}
    for choice in merging.field_choices(one, other):
        asked = request.POST.get(f"field-{choice.field}", choice.proposed)
        allowed = (FIRST, SECOND, *((BOTH,) if choice.can_be_united else ()))
        chosen[choice.field] = asked if asked in allowed else choice.proposed
    return chosen


def _context(request: HttpRequest, one: Profile, other: Profile) -> dict[str, Any]:
    better = merging.better_of(one, other)
    hidden = [
        *hidden_in_trail(one.record_kind, is_own=is_own(one, request.user)),
        *hidden_in_trail(one.record_kind, is_own=is_own(other, request.user)),
    ]
    words, asked = vocabulary(), request.POST
    rows = [
        {
            "choice": choice,
            "first": _words(one, choice, choice.first, words, hidden),
            "second": _words(one, choice, choice.second, words, hidden),
            "picked": asked.get(f"field-{choice.field}", choice.proposed),
        }
        for choice in merging.field_choices(one, other)
    ]
    return {
        "first": one,
        "second": other,
        "kind": one.record_kind,
        "rows": rows,
        "stays": asked.get("stays", FIRST if better == one else SECOND),
        "seen": state_of([one, other]),
        "holders": holders_of(one, other),
        "is_close": one.region_id[:2] == other.region_id[:2],
    }


def _words(
    one: Profile, choice: FieldChoice, value: Any, words: Vocabulary, hidden: list[str]
) -> FieldWords:
    is_hidden = choice.field in hidden and bool(value)
    kind = one.record_kind
    return word_field(kind, choice.field, value, words, is_hidden=is_hidden)


def _pair_or_404(kind: str, first: int, second: int) -> tuple[Profile, Profile]:
    """Two records that can be merged; what was merged away cannot be again."""
    if kind not in MERGEABLE or first == second:
        raise Http404
    rows = MODELS[kind].objects.not_merged().select_related("region")
    found = rows.in_bulk([first, second])
    if len(found) < 2:
        raise Http404
    return found[first], found[second]
