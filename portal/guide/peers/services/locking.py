"""What every write of a question shares."""

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.guide.peers.models import PeerQuestion
from portal.guide.peers.people import require_writer_of
from portal.web.errors import Conflict


def lock_question(by: User, key: int) -> PeerQuestion:
    """The question as it is now, locked; NotAllowed for who may not write of it."""
    rows = PeerQuestion.objects.with_whose().select_for_update(of=("self",))
    found = rows.filter(pk=key).first()
    if found is None:
        raise Conflict(_("This question is gone."))
    require_writer_of(by, found.organisation)
    return found


def require_open(question: PeerQuestion) -> None:
    """Raise Conflict where it has been answered or closed meanwhile."""
    if not question.is_open:
        raise Conflict(_("This question is answered or closed. Ask a new one."))
