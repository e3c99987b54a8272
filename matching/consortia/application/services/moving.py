"""Pieces of a member whose row becomes part of another one, when records are merged."""

from django.db import transaction

from matching.consortia.models import ConsortiumMember
from matching.consortia.models_application import Letter, Task


@transaction.atomic
def move_pieces(*, kept: ConsortiumMember, gone: ConsortiumMember) -> None:
    """Let tasks and letter of `gone` be those of `kept`; call before `gone` is deleted.

    A letter that `kept` has stays; the one of `gone` goes with it.
    """
    Task.objects.filter(member=gone).update(member=kept)
    if not Letter.objects.filter(member=kept).exists():
        Letter.objects.filter(member=gone).update(member=kept)
