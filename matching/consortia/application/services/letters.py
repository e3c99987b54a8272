"""Signed letters of intent: uploaded by the partner or the lead, and taken back."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.consortia.application.locking import lock_running
from matching.consortia.application.rights import require_writer_for
from matching.consortia.kinds import PRESENT
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.models_application import Letter, Piece
from matching.introductions.talk.files import Attachment
from portal.accounts.models import User
from portal.web.errors import Conflict


@transaction.atomic
def keep_letter(
    *, by: User, member: ConsortiumMember, signed_on: datetime.date, file: Attachment
) -> Letter:
    """Keep the signed letter of this partner in place of an older one.

    The piece that asks for it is ticked by the same press.
    """
    consortium = lock_running(member.consortium)
    require_writer_for(by, consortium, member.pk)
    if not consortium.members.filter(pk=member.pk, state__in=PRESENT).exists():
        raise Conflict(_("This partner is not in the consortium any more."))
    if signed_on > timezone.localdate():
        raise ValidationError({"signed_on": [_("This day is still to come.")]})
    letter = Letter.objects.filter(member=member).first()
    letter = letter or Letter(consortium=consortium, member=member)
    letter.signed_on, letter.content = signed_on, file.content
    letter.name, letter.media_type = file.name, file.media_type
    letter.size, letter.uploaded_by = len(file.content), by
    letter.uploaded_at = timezone.now()
    letter.full_clean()
    letter.save()
    _tick(consortium, member, by)
    return letter


@transaction.atomic
def drop_letter(*, by: User, letter: Letter) -> None:
    """Take the file back; the piece that asks for it is missing again."""
    consortium = lock_running(letter.consortium)
    require_writer_for(by, consortium, letter.member_id)
    if not Letter.objects.filter(pk=letter.pk).delete()[0]:
        return
    consortium.tasks.filter(kind=Piece.LETTER, member=letter.member_id).update(
        done_at=None, done_by=None, changed_at=timezone.now()
    )


def _tick(consortium: Consortium, member: ConsortiumMember, by: User) -> None:
    now = timezone.now()
    open_ones = consortium.tasks.open().filter(kind=Piece.LETTER, member=member)
    open_ones.update(done_at=now, done_by=by, changed_at=now)
