"""Shared facilities in the table of who gets what, and in its world.

The facility is of region ES51, where reader, editor and owner act. Who asks for it is
of a region for which nobody acts; the colleague asks for one that has no owner.
"""

from typing import Any

from django.utils import timezone

from matching.sharing.models import (
    AccessRequest,
    FacilityUse,
    FreeWindow,
    InvestmentWish,
    Pool,
    PoolMember,
    WishMember,
)
from tests import factories
from tests.access.codes import (
    ALL_LED_ON,
    CURATORS,
    EVERYBODY,
    NONE_YET,
    SIGNED_IN,
    pk_of,
    row,
    slug_of,
)

FORM = "in 404 403 200 200 404"
SENT = "in 404 403 302 302 404"
WRONG = "in 404 403 400 400 404"
LEAD_SENT = "in 403 403 302 302 403"
FOR_PEOPLE = "403 200 200 200 200 200"


def window(world: Any) -> dict[str, Any]:
    return {"slug": world.facility.slug, "pk": world.window.pk}


def facility_and_colleague(world: Any) -> dict[str, Any]:
    return {"slug": world.facility.slug, "profile_slug": world.partner.slug}


facility, priority = slug_of("facility"), slug_of("priority")
asked, unowned = pk_of("access_request"), pk_of("unowned_request")
pool, wish = pk_of("pool"), pk_of("wish")

SHARING = {
    "api-v1:facility-request-detail": row("403 404 200 200 200 404", asked),
    "api-v1:facility-request-list": row(FOR_PEOPLE),
    "api-v1:open-facility-detail": row(EVERYBODY, facility),
    "api-v1:open-facility-list": row(EVERYBODY),
    "api-v1:pool-detail": row(FOR_PEOPLE, pool),
    "api-v1:pool-list": row(FOR_PEOPLE),
    "api-v1:wish-detail": row(EVERYBODY, wish),
    "api-v1:wish-list": row(EVERYBODY),
    "sharing:accept": row(WRONG, asked, method="post"),
    "sharing:access": row(EVERYBODY, facility),
    "sharing:ask": row("in 200 404 404 404 404", facility_and_colleague),
    # Who has one profile to ask with is led on to the form.
    "sharing:ask-choose": row("in 302 200 302 302 200", facility),
    "sharing:decline": row(WRONG, asked, method="post"),
    "sharing:end": row(WRONG, asked, method="post"),
    "sharing:for": row(EVERYBODY, priority),
    "sharing:note": row("in 403 404 404 404 400", unowned, method="post"),
    "sharing:open": row(EVERYBODY),
    "sharing:pool": row(SIGNED_IN, pool),
    "sharing:pool-close": row(LEAD_SENT, pool, method="post"),
    "sharing:pool-edit": row("in 403 403 200 200 403", pool),
    # Nobody names a profile here.
    "sharing:pool-join": row(NONE_YET, pool, method="post"),
    "sharing:pool-leave": row(NONE_YET, pool, method="post"),
    "sharing:pool-new": row(FORM, priority),
    "sharing:pool-send": row("in 403 403 400 400 403", pool, method="post"),
    "sharing:pools": row(SIGNED_IN),
    "sharing:request": row("in 404 200 200 200 404", asked),
    "sharing:requests": row(SIGNED_IN),
    "sharing:terms": row(FORM, facility),
    "sharing:terms-confirm": row(SENT, facility, method="post"),
    "sharing:top": row(ALL_LED_ON, priority),
    "sharing:unowned": row(CURATORS),
    "sharing:use": row(WRONG, asked, method="post"),
    "sharing:use-decide": row(SENT, pk_of("use"), method="post"),
    "sharing:window-add": row(WRONG, facility, method="post"),
    "sharing:window-remove": row(SENT, window, method="post"),
    "sharing:wish": row(EVERYBODY, wish),
    "sharing:wish-join": row(NONE_YET, wish, method="post"),
    "sharing:wish-leave": row(NONE_YET, wish, method="post"),
    "sharing:wish-new": row(FORM, priority),
    "sharing:wish-set-up": row(LEAD_SENT, wish, method="post"),
    "sharing:wish-withdraw": row(LEAD_SENT, wish, method="post"),
    "sharing:wishes": row(EVERYBODY),
}


def share_things(world: Any) -> None:
    """Requests for two facilities, a use, a free time, a pool and a wish."""
    day = timezone.localdate()
    time = {"wished_from": day, "wished_to": day}
    wanted = {"purpose": "Bricks", "hours": 1, "reply_by": day, **time}
    world.access_request = AccessRequest.objects.create(
        profile=world.asking, facility=world.facility, **wanted
    )
    world.unowned_request = AccessRequest.objects.create(
        profile=world.partner,
        facility=factories.make_facility("BE10", ["10"]),
        state="unowned",
        **wanted,
    )
    days = {"starts_on": day, "ends_on": day}
    world.window = FreeWindow.objects.create(facility=world.facility, **days)
    world.use = FacilityUse.objects.create(
        facility=world.facility, request=world.access_request, hours=1, **days
    )
    world.pool = Pool.objects.create(
        profile=world.priority, title="Bricks", purpose="Bricks", join_by=day, **time
    )
    world.wish = InvestmentWish.objects.create(
        profile=world.priority, title="A kiln", text="Large", cost="to5", until=day
    )
    PoolMember.objects.create(pool=world.pool, profile=world.priority, hours=1)
    WishMember.objects.create(wish=world.wish, profile=world.priority, share="to50k")
