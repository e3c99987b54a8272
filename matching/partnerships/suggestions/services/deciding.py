"""What a curator decides: to make a partnership of a suggestion, or to dismiss it."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.ideas import MOST_TOPICS
from matching.partnerships.choices import MemberRole, Status
from matching.partnerships.models import Partnership
from matching.partnerships.people import require_curator
from matching.partnerships.services import Said, set_up_partnership
from matching.partnerships.suggestions.models import (
    DismissReason,
    PartnershipSuggestion,
    SeatRole,
    State,
)
from portal.accounts.models import User
from portal.web.errors import Conflict
from regions.models import Profile


@transaction.atomic
def adopt_suggestion(
    *,
    by: User,
    suggestion: PartnershipSuggestion,
    title: str,
    scope: str = "",
    profiles: Collection[int],
    leads: Collection[int] = (),
) -> Partnership:
    """Set up a partnership of it and invite these profiles; nobody is a member before
    having agreed. Whoever presses twice gets the partnership of the first press."""
    require_curator(by)
    found = _lock(suggestion)
    if found.partnership is not None:
        return found.partnership
    _require_new(found)
    seats = list(found.seats.listed().with_whom())
    if not set(profiles) <= {one.profile_id for one in seats}:
        raise ValidationError({"profiles": [_("Choose among those suggested.")]})
    invited = [
        (one.profile, _role(one.profile, leads))
        for one in seats
        if one.profile_id in {*profiles, *leads}
    ]
    topics = list(found.topics.order_by("pk").values_list("pk", flat=True))
    twins = Partnership.objects.filter(status=Status.ACTIVE, created_by=by)
    if twins.filter(title=title.strip()).exists():
        # Set up under the same words, it would be the one that is there.
        text = _("You have set up an active partnership of this title already.")
        raise ValidationError({"title": [text]})
    said = Said(
        title=title,
        theme=", ".join(found.theme)[:300],
        scope=scope,
        topics=topics[:MOST_TOPICS],
    )
    partnership = set_up_partnership(by=by, said=said, invited=invited)
    members = {one.profile_id for one in seats if one.role == SeatRole.MEMBER}
    is_same = title.strip() == found.title and set(profiles) == members
    _decide(found, by, State.ADOPTED if is_same else State.EDITED)
    found.partnership = partnership
    found.save()
    return partnership


@transaction.atomic
def dismiss_suggestion(
    *, by: User, suggestion: PartnershipSuggestion, reason: str, note: str = ""
) -> PartnershipSuggestion:
    """Dismiss it with a reason, so that the worker does not bring it again."""
    require_curator(by)
    found = _lock(suggestion)
    if reason not in DismissReason.values:
        raise ValidationError({"reason": [_("Choose a reason.")]})
    if found.state == State.DISMISSED:
        return found
    _require_new(found)
    _decide(found, by, State.DISMISSED)
    found.reason, found.note = reason, note.strip()
    found.clean_fields()
    found.save()
    return found


@transaction.atomic
def take_up_suggestion(
    *, by: User, suggestion: PartnershipSuggestion
) -> PartnershipSuggestion:
    """Let a dismissed one wait for a decision again."""
    require_curator(by)
    found = _lock(suggestion)
    if found.is_new:
        return found
    if found.state != State.DISMISSED:
        raise _decided(found)
    found.state, found.reason, found.note = State.NEW, "", ""
    found.decided_at = found.decided_by = None
    found.save()
    return found


def _lock(suggestion: PartnershipSuggestion) -> PartnershipSuggestion:
    rows = PartnershipSuggestion.objects.select_for_update(of=("self",))
    found = rows.filter(pk=suggestion.pk).first()
    if found is None:
        raise Conflict(
            _("The worker has looked anew meanwhile, and this group is gone.")
        )
    return found


def _require_new(found: PartnershipSuggestion) -> None:
    if not found.is_new:
        raise _decided(found)


def _decided(found: PartnershipSuggestion) -> Conflict:
    words = {"state": found.get_state_display()}
    return Conflict(_("This suggestion is decided: %(state)s.") % words)


def _decide(found: PartnershipSuggestion, by: User, state: State) -> None:
    found.state, found.decided_by, found.decided_at = state, by, timezone.now()


def _role(profile: Profile, leads: Iterable[int]) -> str:
    if profile.pk in leads:
        return MemberRole.LEAD
    is_cluster = profile.type == "cluster"
    return MemberRole.OBSERVER if is_cluster else MemberRole.MEMBER
