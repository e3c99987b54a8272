"""What people see of their matches is noted: shown on a card, opened as a pair.

Only for people who act for the profile: parts of cards are read for nobody else. Whole
pages, the lists that htmx fetches and HEAD requests count alike; answers of the API do
not, because programs read them.
"""

from collections.abc import Sequence

from matching.card_parts import Facts
from matching.outcomes.models import Stage
from matching.outcomes.services import note_seen
from portal.accounts.models import User
from regions.models import Profile


def note_shown(user: User, profile: Profile, partners: Sequence[Profile]) -> Facts:
    """Note the candidates on these cards; nothing is added to them."""
    note_seen(what=Stage.SHOWN, profile=profile, partners=partners)
    return {}


def note_opened(user: User, profile: Profile, partners: Sequence[Profile]) -> Facts:
    """Note that somebody looked into this pair."""
    note_seen(what=Stage.OPENED, profile=profile, partners=partners)
    return {}
