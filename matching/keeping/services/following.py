"""Following profiles, and telling those who follow."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.keeping.kinds import FOLLOWED
from matching.keeping.models import Follow
from portal.accounts.models import User
from portal.accounts.services.holding import lock_person
from portal.notices.services import notify
from portal.web.errors import PortalError
from regions.models import OldAddress, Profile, Status

MOST_FOLLOWED = 200
# What is worth a notice of the things that happen to a profile.
TOLD = ("changed", "published", "withdrawn")


@transaction.atomic
def follow(*, profile: Profile, by: User) -> bool:
    """Let this person hear of changes; False if that is so already."""
    lock_person(by)
    own = Follow.objects.filter(user=by)
    if own.filter(profile=profile).exists():
        return False
    if own.count() >= MOST_FOLLOWED:
        raise PortalError(
            _("You follow %(most)d profiles already. Stop following one first.")
            % {"most": MOST_FOLLOWED}
        )
    Follow.objects.create(user=by, profile=profile)
    return True


def unfollow(*, profile: Profile, by: User) -> bool:
    """Stop it; False if the person does not follow the profile."""
    return Follow.objects.filter(user=by, profile=profile).delete()[0] > 0


def tell_followers(*, profile: Profile, what: str) -> int:
    """Tell those who follow a profile what happened to it; of changes once a day.

    Only what everybody sees is told: of a record that is not public, that it went. One
    that has left the match lists, and is still public, was not withdrawn; nor was one
    that was merged into another, of which `tell_merger` tells.
    """
    is_public = profile.status == Status.PUBLISHED
    if what not in TOLD or (what == "withdrawn") == is_public:
        return 0
    if what == "withdrawn" and _is_merged(profile):
        return 0
    # It may go and come back several times a day, and the last is what counts.
    occasion = f"{what}:{profile.version}"
    if what == "changed":
        occasion = f"{timezone.localdate().isoformat()}:{what}"
    people = User.objects.filter(follows__profile=profile, is_active=True)
    return notify(
        people=people.order_by("pk"),
        kind=FOLLOWED,
        key=f"followed:{profile.pk}:{occasion}",
        facts={"title": profile.title, "what": what},
        path=profile.get_absolute_url() if is_public else "",
    )


def tell_merger(*, kept: Profile, gone: Profile) -> int:
    """Tell those who follow `gone` into which profile it was merged.

    Call it before they follow `kept` instead.
    """
    if kept.status != Status.PUBLISHED:
        return 0
    people = User.objects.filter(follows__profile=gone, is_active=True)
    return notify(
        people=people.order_by("pk"),
        kind=FOLLOWED,
        key=f"followed:{gone.pk}:merged",
        facts={"title": gone.title, "what": "merged", "into": kept.title},
        path=kept.get_absolute_url(),
    )


def _is_merged(profile: Profile) -> bool:
    """Whether the address of the profile leads to another one already."""
    return OldAddress.objects.filter(slug=profile.slug).exists()
