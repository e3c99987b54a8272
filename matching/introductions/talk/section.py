"""What the page of an introduction shows of the talk."""

from typing import Any

from matching.introductions.models import Introduction
from matching.introductions.talk.forms import MessageForm
from matching.introductions.talk.messages import mark_read
from matching.introductions.talk.queries import talk_of
from portal.accounts.models import User


def talk_context(
    introduction: Introduction, user: User, page: Any = None
) -> dict[str, Any]:
    """What `introductions/_talk.html` needs; who sees it has read it."""
    context = {
        "talk": talk_of(introduction, user, page),
        "message_form": MessageForm(),
    }
    mark_read(introduction=introduction, by=user)
    return context
