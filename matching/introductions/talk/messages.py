"""Writes of the thread: a message with its files, and the mark of what was read."""

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.introductions.models import Introduction, Side, State
from matching.introductions.models_talk import Message, MessageFile, Reading
from matching.introductions.people import of_organisation, require_side
from matching.introductions.services.locking import lock_introduction
from matching.introductions.talk.files import MOST_FILES, Attachment
from matching.introductions.talk.notices import forget_message_notices, tell_message
from portal.accounts.models import User
from portal.web.errors import Conflict, PortalError

# Before both have agreed: enough to ask back, too few to talk somebody into it. It is
# counted between the two organisations, whichever of their profiles ask.
MOST_BEFORE = 5
BEFORE_PERIOD = datetime.timedelta(days=30)
MOST_A_DAY = 100
MOST_BYTES = 20_000_000
DAY = datetime.timedelta(days=1)


@transaction.atomic
def send_message(
    *,
    introduction: Introduction,
    by: User,
    text: str,
    token: uuid.UUID,
    files: Sequence[Attachment] = (),
) -> Message:
    """Write to the other side; the same token again gives the message that was sent."""
    introduction = lock_introduction(introduction)
    side = require_side(by, introduction, Side.ASKED, Side.ASKING)
    sent = introduction.messages.filter(token=token, side=side).first()
    if sent is not None:
        return sent
    if introduction.state not in (State.ASKED, State.ACCEPTED):
        raise Conflict(
            _("This introduction has ended; nothing can be written any more.")
        )
    _require_few(introduction, side)
    _require_room(introduction, files)
    message = Message(
        introduction=introduction, side=side, by=by, text=text.strip(), token=token
    )
    if not message.text:
        raise PortalError(_("Write a message first."))
    message.full_clean()
    message.save(force_insert=True)
    for file in files:
        kept = MessageFile(
            message=message,
            name=file.name,
            media_type=file.media_type,
            size=len(file.content),
            content=file.content,
        )
        kept.full_clean()
        kept.save(force_insert=True)
    _mark(introduction, by, message.pk)
    tell_message(message)
    return message


def _require_few(introduction: Introduction, side: Side) -> None:
    is_asked = introduction.state == State.ASKED
    if is_asked and written_before(introduction, side) >= MOST_BEFORE:
        raise PortalError(
            _(
                "Before both sides have agreed, each organisation can write %(count)d"
                " messages to the other within %(days)d days. Answer the introduction,"
                " or wait for the answer."
            )
            % {"count": MOST_BEFORE, "days": BEFORE_PERIOD.days}
        )
    rows = introduction.messages.filter(side=side)
    if rows.filter(at__gt=timezone.now() - DAY).count() >= MOST_A_DAY:
        raise PortalError(
            _("%(count)d messages were sent within a day. Go on tomorrow.")
            % {"count": MOST_A_DAY}
        )


def written_before(introduction: Introduction, side: Side) -> int:
    """How many messages this side's organisation has written to the other's lately,
    in all introductions that were not accepted."""
    asking, asked = introduction.profile, introduction.partner
    own, other = (asking, asked) if side == Side.ASKING else (asked, asking)
    path, back = "introduction__profile", "introduction__partner"
    sent = Q(side=Side.ASKING) & of_organisation(own, path)
    answered = Q(side=Side.ASKED) & of_organisation(own, back)
    rows = Message.objects.filter(
        sent & of_organisation(other, back) | answered & of_organisation(other, path),
        introduction__contacts_open_since=None,
        at__gt=timezone.now() - BEFORE_PERIOD,
    )
    return rows.count()


def _require_room(introduction: Introduction, files: Sequence[Attachment]) -> None:
    if not files:
        return
    if len(files) > MOST_FILES:
        raise PortalError(
            _("At most %(count)d files can be sent with a message.")
            % {"count": MOST_FILES}
        )
    kept = MessageFile.objects.filter(message__introduction=introduction)
    used = kept.aggregate(total=Sum("size"))["total"] or 0
    if used + sum(len(file.content) for file in files) > MOST_BYTES:
        raise PortalError(
            _(
                "The files of an introduction can have %(most)d MB in all. Send a link"
                " to where the file lies."
            )
            % {"most": MOST_BYTES // 1_000_000}
        )


@transaction.atomic
def mark_read(*, introduction: Introduction, by: User) -> None:
    """Remember that this person has seen the thread as it is now."""
    last = introduction.messages.order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        return
    marked = Reading.objects.filter(introduction=introduction, user=by)
    if marked.filter(upto__gte=last).exists():
        return
    _mark(introduction, by, last)


def _mark(introduction: Introduction, by: User, upto: int) -> None:
    """The mark only ever goes on: two tabs may come in either order."""
    reading, _is_new = Reading.objects.get_or_create(
        introduction=introduction, user=by, defaults={"upto": upto}
    )
    Reading.objects.filter(pk=reading.pk, upto__lt=upto).update(upto=upto)
    forget_message_notices(introduction, by)
