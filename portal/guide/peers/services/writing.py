"""Keeping a question with its proposals, noting the answer, closing it."""

import hashlib
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.partner_requests.contacts import refuse_contacts
from portal.accounts.models import User, organisation_link
from portal.accounts.organisations import Organisation
from portal.accounts.services import NotAllowed
from portal.accounts.services.holding import lock_organisation
from portal.guide.peers.asking import Said, said_of
from portal.guide.peers.models import PeerQuestion, State
from portal.guide.peers.people import require_writer_of
from portal.guide.peers.proposing import proposals_for
from portal.guide.peers.services.locking import lock_question, require_open
from portal.web.errors import Conflict

# What makes two questions of an organisation the same.
SAID = (
    "region",
    "cluster",
    "chapter",
    "practice",
    "wants",
    "tried",
    "stage",
    "preferences",
    "has_topics",
)
# Of one organisation at a time.
OPEN_MOST = 20


@transaction.atomic
def keep_question(*, by: User, said: Said) -> PeerQuestion:
    """Keep a question and whom the portal proposes for it today.

    The same question once more is the one that is open: who presses twice keeps one.
    """
    organisation = said.organisation
    if organisation is None:
        raise NotAllowed(_("You act for nobody who could ask."))
    require_writer_of(by, organisation)
    lock_organisation(organisation)
    check_texts({"wants": said.wants, "tried": said.tried})
    question = _question(by, said, organisation)
    if twin := _open_twin(question):
        return twin
    _require_few(organisation)
    question.full_clean()
    question.save()
    _store_proposals(by, question)
    return question


@transaction.atomic
def renew_proposals(*, by: User, question: PeerQuestion) -> PeerQuestion:
    """Propose anew, with what the register and the practices say today."""
    found = lock_question(by, question.pk)
    require_open(found)
    found.proposals.all().delete()
    _store_proposals(by, found)
    found.proposed_at = timezone.now()
    found.save(update_fields=["proposed_at"])
    return found


@transaction.atomic
def note_answer(
    *, by: User, question: PeerQuestion, learned: str, seen: str = ""
) -> PeerQuestion:
    """Note what was learned; the question is answered by it. It can be noted anew.

    `seen` is the mark of what was noted when the page was opened: a colleague's words
    of meanwhile are not written over.
    """
    found = lock_question(by, question.pk)
    if found.state == State.CLOSED:
        raise Conflict(_("This question is closed."))
    if seen != mark_of(found.learned) and learned.strip() != found.learned:
        raise Conflict(
            _(
                "A colleague has noted something meanwhile: read it above, put both"
                " together, and note it once more."
            )
        )
    if not learned.strip():
        text = _("Write what you learned, or close the question without it.")
        raise ValidationError({"learned": [text]})
    check_texts({"learned": learned})
    found.state, found.learned = State.ANSWERED, learned.strip()
    found.ended_at = found.ended_at or timezone.now()
    found.clean_fields()
    found.save(update_fields=["state", "learned", "ended_at"])
    return found


@transaction.atomic
def close_question(*, by: User, question: PeerQuestion) -> PeerQuestion:
    """Close it; what was noted stays. A second press changes nothing."""
    found = lock_question(by, question.pk)
    if found.state == State.CLOSED:
        return found
    found.state, found.ended_at = State.CLOSED, found.ended_at or timezone.now()
    found.save(update_fields=["state", "ended_at"])
    return found


def mark_of(learned: str) -> str:
    """A mark of what is noted: "" for nothing, another one for other words."""
    return hashlib.sha256(learned.encode()).hexdigest()[:12] if learned else ""


def check_texts(texts: Mapping[str, str]) -> None:
    """Raise ValidationError, by field, where a text holds contact data."""
    faults = {name: refuse_contacts(text) for name, text in texts.items()}
    if found := {name: [sentence] for name, sentence in faults.items() if sentence}:
        raise ValidationError(found)


def _question(by: User, said: Said, organisation: Organisation) -> PeerQuestion:
    return PeerQuestion(
        **organisation_link(organisation),
        chapter=said.chapter,
        practice=said.practice,
        wants=said.wants.strip(),
        tried=said.tried.strip(),
        stage=said.stage,
        preferences=sorted(set(said.preferences)),
        has_topics=said.has_topics,
        created_by=by,
    )


def _open_twin(question: PeerQuestion) -> PeerQuestion | None:
    rows = PeerQuestion.objects.open()
    return rows.filter(**_equal(question, SAID)).first()


def _equal(question: PeerQuestion, names: tuple[str, ...]) -> dict[str, object]:
    """A filter by these values; null is equal to null here."""
    values = {name: getattr(question, name) for name in names}
    return {
        f"{name}__isnull" if value is None else name: True if value is None else value
        for name, value in values.items()
    }


def _require_few(organisation: Organisation) -> None:
    rows = PeerQuestion.objects.open().filter(**organisation_link(organisation))
    number = rows.count()
    if number < OPEN_MOST:
        return
    text = ngettext(
        "Your organisation has %(n)d open question: no more at a time. Note what you"
        " learned, or close one first.",
        "Your organisation has %(n)d open questions: no more at a time. Note what you"
        " learned, or close one first.",
        number,
    )
    raise Conflict(text % {"n": number})


def _store_proposals(by: User, question: PeerQuestion) -> None:
    rows = proposals_for(by, said_of(question)).proposals
    for one in rows:
        one.question = question
    question.proposals.bulk_create(rows)
