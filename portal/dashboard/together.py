"""What work with others, questions to peers and practices want of a person."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.calls.queries import reminders_of
from matching.consortia.application.queries import todo_tasks
from matching.consortia.queries import open_consortia, waiting_invitations
from matching.partnerships.queries import waiting_for
from matching.sharing.queries import requests_to_answer, uses_to_confirm
from portal.accounts.models import User
from portal.dashboard.todos import Todo
from portal.guide.assessments.queries import todos_of
from portal.guide.peers.queries import questions_with_news
from portal.guide.practices.queries import returned_practices

CALLS_SHOWN = 3


def todos_together(user: User) -> list[Todo]:
    """Answers that others wait for first, then what is one's own to do."""
    return [
        *_partnerships(user),
        *_consortia(user),
        *_facilities(user),
        *_questions(user),
        *_calls(user),
        *_practices(user),
        *_assessments(user),
    ]


def _partnerships(user: User) -> Iterator[Todo]:
    waiting = waiting_for(user)
    for seat in waiting.invitations:
        text = _("%(profile)s is invited to the partnership “%(partnership)s”.")
        yield Todo(
            text % {"profile": seat.profile, "partnership": seat.partnership},
            seat.partnership.get_absolute_url(),
        )
    for seat in waiting.requests:
        text = _("%(profile)s asks to join the partnership “%(partnership)s”.")
        yield Todo(
            text % {"profile": seat.profile, "partnership": seat.partnership},
            reverse("partnerships:manage", args=[seat.partnership.slug]),
        )
    for offer in waiting.handovers:
        text = _("You are offered the lead of the partnership “%(partnership)s”.")
        partnership = offer.giver.partnership
        yield Todo(text % {"partnership": partnership}, partnership.get_absolute_url())
    for report in waiting.reports:
        text = _("Write the report of the partnership “%(partnership)s”.")
        yield Todo(
            text % {"partnership": report.partnership},
            reverse(
                "partnerships:report-write", args=[report.partnership.slug, report.pk]
            ),
            _("by %(day)s") % {"day": date_format(report.due_on)},
        )
    for proposal in waiting.drafts:
        text = _("Finish and submit: %(kind)s of “%(partnership)s”.")
        yield Todo(
            text
            % {
                "kind": proposal.get_kind_display(),
                "partnership": proposal.partnership,
            },
            reverse(
                "partnerships:proposal", args=[proposal.partnership.slug, proposal.pk]
            ),
        )
    for review in waiting.reviews:
        proposal = review.proposal
        text = _("Write your review of “%(partnership)s”.")
        yield Todo(
            text % {"partnership": proposal.partnership},
            reverse(
                "partnerships:review", args=[proposal.partnership.slug, proposal.pk]
            ),
        )


def _consortia(user: User) -> Iterator[Todo]:
    for member in waiting_invitations(user):
        text = _("%(profile)s is invited to the consortium “%(consortium)s”.")
        yield Todo(
            text % {"profile": member.profile, "consortium": member.consortium},
            member.consortium.get_absolute_url(),
            str(member.consortium.call),
        )
    for task in todo_tasks(user):
        page = reverse("consortia:application", args=[task.consortium.slug])
        due = _("by %(day)s") % {"day": date_format(task.due)} if task.due else ""
        yield Todo(f"{task.title} ({task.consortium})", f"{page}#pieces", due)
    for one in open_consortia(user):
        text = _("Go on with the consortium “%(consortium)s”.")
        yield Todo(text % {"consortium": one}, one.get_absolute_url(), str(one.call))


def _facilities(user: User) -> Iterator[Todo]:
    for asked in requests_to_answer(user):
        text = _("%(profile)s asks for access to %(facility)s.")
        yield Todo(
            text % {"profile": asked.profile, "facility": asked.facility},
            asked.get_absolute_url(),
            _("Reply by %(day)s") % {"day": date_format(asked.reply_by)},
        )
    for use in uses_to_confirm(user):
        text = _("Confirm a use of %(facility)s.")
        yield Todo(text % {"facility": use.facility}, use.request.get_absolute_url())


def _questions(user: User) -> Iterator[Todo]:
    """Questions to peers of which something came, until the answer is noted."""
    for row in questions_with_news(user):
        text = _("News of your question “%(title)s”.") % {"title": row.question}
        detail = _("somebody whom you wished for has come")
        if row.answers:
            detail = ngettext(
                "%(n)d introduction is answered: note what you learn",
                "%(n)d introductions are answered: note what you learn",
                row.answers,
            ) % {"n": row.answers}
        yield Todo(text, row.question.get_absolute_url(), detail)


def _practices(user: User) -> Iterator[Todo]:
    for practice in returned_practices(user):
        text = _("Curators returned your practice “%(title)s”.")
        yield Todo(
            text % {"title": practice.title},
            practice.get_absolute_url(),
            practice.reasons,
        )


def _calls(user: User) -> Iterator[Todo]:
    followed = reminders_of(user).exclude(call__closes=None)
    for follow in followed[:CALLS_SHOWN]:
        text = _("The call “%(call)s” closes on %(day)s.")
        words = {"call": follow.call, "day": date_format(follow.call.closes)}
        yield Todo(text % words, follow.call.get_absolute_url())


def _assessments(user: User) -> Iterator[Todo]:
    for one in todos_of(user):
        words = {"name": one.name, "n": one.answered, "total": one.asked}
        url = one.assessment.get_absolute_url()
        if one.assessment.is_complete:
            text = _("Repeat the self-assessment of %(name)s: it is a year old.")
            yield Todo(text % words, url)
        else:
            text = _("Go on with the self-assessment of %(name)s.")
            detail = _("%(n)d of %(total)d questions answered")
            yield Todo(text % words, url, detail % words)
