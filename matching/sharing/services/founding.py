"""From a wish that enough regions share to the draft of a partnership."""

from django.db import transaction
from django.utils.translation import gettext as _

from matching.introductions.people import require_writer
from matching.locking import lock_profile
from matching.partnerships.models import Proposal
from matching.partnerships.services import Said, invite, start_expression
from matching.sharing.models import InvestmentWish, WishState
from matching.sharing.services.locking import lock_wish
from matching.sharing.services.wishing import quorum_of_wish
from portal.accounts.models import User
from portal.web.errors import Conflict
from regions.models import Status


@transaction.atomic
def set_up_partnership(*, by: User, wish: InvestmentWish) -> Proposal:
    """Begin an expression of interest from a wish, and invite all who share it.

    Who opened the wish leads; the others are members once they accept. Pressed twice
    there is one draft.
    """
    require_writer(by, wish.profile)
    lock_profile(wish.profile)
    found = lock_wish(wish.pk)
    if found.partnership is not None:
        return found.partnership.proposals.earliest("pk")
    if found.state != WishState.REACHED or not quorum_of_wish(found).is_reached:
        raise Conflict(_("Not enough regions share this wish yet."))
    proposal = start_expression(
        by=by,
        profile=found.profile,
        said=Said(
            title=found.title,
            scope=found.text,
            topics=sorted(found.topics.values_list("pk", flat=True)),
        ),
        answers={},
    )
    others = found.members.present().exclude(profile=found.profile)
    # One that is hidden by now cannot be invited, and bars nobody else.
    others = others.filter(profile__status=Status.PUBLISHED)
    for member in others.select_related("profile__region").order_by("profile"):
        invite(
            by=by,
            partnership=proposal.partnership,
            profile=member.profile,
            message=_("You share the wish “%(title)s”.") % {"title": found.title},
        )
    found.partnership = proposal.partnership
    found.save(update_fields=["partnership"])
    return proposal
