"""Wishes to invest together: opened, shared by others, left, withdrawn."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from matching.ideas import MOST_TOPICS
from matching.introductions.bans import ensure_may_ask
from matching.introductions.people import require_writer
from matching.locking import lock_profile
from matching.partner_requests.contacts import refuse_contacts
from matching.sharing import telling
from matching.sharing.limits import too_many_wishes
from matching.sharing.models import (
    LEAST,
    InvestmentWish,
    Share,
    WishMember,
    WishState,
)
from matching.sharing.quorum import Quorum, quorum_of
from matching.sharing.services.locking import lock_wish
from portal.accounts.models import User
from portal.web.errors import Conflict, PortalError
from regions.models import Profile, Status, Topic
from regions.models.stages import stages_to_bits

# How long a wish may collect members, in days.
WISH_DAYS = (7, 365)


@dataclass(frozen=True)
class WishSaid:
    """What the opener says; topics and stages are codes."""

    title: str
    text: str
    cost: str
    until: datetime.date
    topics: Sequence[str] = ()
    stages: Sequence[str] = ()
    regions_needed: int = LEAST
    countries_needed: int = LEAST


def wish_days() -> tuple[datetime.date, datetime.date]:
    """The first and the last day that may be named."""
    today = timezone.localdate()
    return today + timedelta(days=WISH_DAYS[0]), today + timedelta(days=WISH_DAYS[1])


@transaction.atomic
def open_wish(
    *, by: User, profile: Profile, said: WishSaid, share: str
) -> InvestmentWish:
    """Open a wish with an own share; pressed twice it is opened once."""
    require_writer(by, profile)
    lock_profile(profile)
    _require_published(profile)
    _check(said, share)
    wish = InvestmentWish(
        profile=profile,
        title=said.title.strip(),
        text=said.text.strip(),
        cost=said.cost,
        until=said.until,
        stage_bits=stages_to_bits(said.stages),
        regions_needed=said.regions_needed,
        countries_needed=said.countries_needed,
        opened_by=by,
    )
    wish.clean_fields()
    if twin := _open_twin(wish, said):
        return twin
    ensure_may_ask(profile)
    if refusal := too_many_wishes(profile):
        raise refusal
    wish.save()
    wish.topics.set(Topic.objects.filter(pk__in=said.topics))
    WishMember.objects.create(wish=wish, profile=profile, share=share, joined_by=by)
    return wish


@transaction.atomic
def join_wish(
    *, by: User, wish: InvestmentWish, profile: Profile, share: str
) -> WishMember:
    """Share a wish, or change what one could give; at the quorum all are told."""
    require_writer(by, profile)
    lock_profile(profile)
    _require_published(profile)
    found = lock_wish(wish.pk)
    if share not in Share.values:
        raise ValidationError({"share": [_("Choose what you could give.")]})
    if not found.can_be_joined:
        raise _over(found)
    member = found.members.present().filter(profile=profile).first()
    if member is None:
        ensure_may_ask(profile)
        member = WishMember(wish=found, profile=profile)
    member.share, member.joined_by = share, by
    member.save()
    _reach(found)
    return member


@transaction.atomic
def leave_wish(*, by: User, wish: InvestmentWish, profile: Profile) -> None:
    """Leave; who opened it withdraws it instead. It may have too few after that."""
    require_writer(by, profile)
    found = lock_wish(wish.pk)
    if profile.pk == found.profile_id:
        raise PortalError(_("Who opened a wish cannot leave it: withdraw it instead."))
    member = found.members.present().filter(profile=profile).first()
    if member is None:
        return
    if not found.is_running:
        raise _over(found)
    member.left_at = timezone.now()
    member.save(update_fields=["left_at"])
    if found.partnership_id is not None:
        # Its partnership goes on without this profile, and so does the wish.
        return
    if found.state == WishState.REACHED and not quorum_of_wish(found).is_reached:
        found.state, found.reached_at = WishState.OPEN, None
        found.save(update_fields=["state", "reached_at"])
        members = _profiles(found)
        telling.tell_wish(found, members, "left", f"left:{member.pk}")


@transaction.atomic
def withdraw_wish(*, by: User, wish: InvestmentWish) -> InvestmentWish:
    """Withdraw one's own wish; all who share it are told."""
    require_writer(by, wish.profile)
    found = lock_wish(wish.pk)
    if found.state == WishState.WITHDRAWN:
        return found
    if not found.is_running:
        raise _over(found)
    found.state, found.ended_at = WishState.WITHDRAWN, timezone.now()
    found.save(update_fields=["state", "ended_at"])
    telling.tell_wish(found, _profiles(found), "withdrawn", "withdrawn")
    return found


def quorum_of_wish(wish: InvestmentWish) -> Quorum:
    """How many regions and countries share it now, and whether these are enough."""
    rows = wish.members.present().values_list("profile__region_id", flat=True)
    return quorum_of(list(rows), wish.regions_needed, wish.countries_needed)


def _reach(wish: InvestmentWish) -> None:
    if wish.state != WishState.OPEN or not quorum_of_wish(wish).is_reached:
        return
    wish.state, wish.reached_at = WishState.REACHED, timezone.now()
    wish.save(update_fields=["state", "reached_at"])
    # It can be reached anew after somebody has left.
    key = f"reached:{wish.members.count()}"
    telling.tell_wish(wish, _profiles(wish), "reached", key)


def _profiles(wish: InvestmentWish) -> list[Profile]:
    rows = wish.members.present().select_related("profile__region")
    return [one.profile for one in rows]


def _open_twin(wish: InvestmentWish, said: WishSaid) -> InvestmentWish | None:
    """The running wish that says just the same."""
    rows = InvestmentWish.objects.filter(profile=wish.profile).open()
    same = ("title", "text", "cost", "until", "stage_bits")
    rows = rows.filter(**{name: getattr(wish, name) for name in same})
    wanted = set(said.topics)
    return next(
        (one for one in rows if set(one.topics.values_list("pk", flat=True)) == wanted),
        None,
    )


def _check(said: WishSaid, share: str) -> None:
    faults: dict[str, list[str]] = {}
    for name in ("title", "text"):
        if sentence := refuse_contacts(getattr(said, name)):
            faults[name] = [sentence]
    if share not in Share.values:
        faults["share"] = [_("Choose what you could give.")]
    first, last = wish_days()
    if not first <= said.until <= last:
        words = {"first": date_format(first), "last": date_format(last)}
        text = _("Name a day from %(first)s to %(last)s.")
        faults["until"] = [text % words]
    if said.countries_needed > said.regions_needed:
        text = _("There cannot be more countries than regions.")
        faults["countries_needed"] = [text]
    known = Topic.objects.filter(pk__in=said.topics).count()
    if known < len(set(said.topics)):
        faults["topics"] = [_("One of these topics is not in the register any more.")]
    elif known > MOST_TOPICS:
        text = _("At most %(n)d topics; two to six narrow ones say more than many.")
        faults["topics"] = [text % {"n": MOST_TOPICS}]
    if faults:
        raise ValidationError(faults)


def _over(wish: InvestmentWish) -> Conflict:
    sentences = {
        WishState.EXPIRED: _("This wish ended: too few shared it in time."),
        WishState.WITHDRAWN: _("This wish was withdrawn."),
    }
    text = sentences.get(WishState(wish.state))
    return Conflict(text or _("The last day of this wish is past."))


def _require_published(profile: Profile) -> None:
    if profile.status != Status.PUBLISHED:
        words = {"title": profile.title}
        raise PortalError(_("“%(title)s” is not published.") % words)
