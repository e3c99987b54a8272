"""What the pages of a proposal read: answers, conditions, reviews, and their mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

from django.db.models import Q, QuerySet

from matching.partnerships.choices import DECIDED
from matching.partnerships.conditions import check_conditions, read_conditions
from matching.partnerships.forms_assessment import AssignForm, DecideForm
from matching.partnerships.models import (
    PartnershipMember,
    Proposal,
    Review,
)
from matching.partnerships.models.assessment import MOST_POINTS
from matching.partnerships.people import has_interest, is_curator, leads
from matching.partnerships.questions import QUESTIONS, criterion_label
from matching.partnerships.services import FEWEST_REVIEWS
from matching.partnerships.wording import Line, worded_conditions
from portal.accounts.models import Mandate, User
from regions.models import Profile


@dataclass(frozen=True)
class Answer:
    label: str
    text: str


@dataclass(frozen=True)
class Judged:
    """One criterion over all reviews that may be read: the mean, and the reasons."""

    label: str
    weight: int
    mean: float
    lowest: int
    highest: int
    reasons: list[tuple[int, str]]


@dataclass(frozen=True)
class ProposalPage:
    """A proposal as one person sees it.

    `judged` is empty for leads until it is decided, and for a reviewer until their own
    review is submitted. `result` is the weighted mean, in percent.
    """

    answers: list[Answer]
    conditions: list[Line]
    reviews: list[Review]
    judged: list[Judged]
    result: float | None
    own: Review | None
    is_curator: bool
    leads: bool
    may_judge: bool
    submitted_reviews: int
    assign_form: AssignForm | None
    decide_form: DecideForm | None
    needed: int = FEWEST_REVIEWS


def proposal_page(
    user: Any, proposal: Proposal, *, decide_form: DecideForm | None = None
) -> ProposalPage:
    """Everything about one proposal for this reader."""
    curates = is_curator(user)
    all_reviews = list(proposal.reviews.select_related("reviewer"))
    may_judge = curates and not has_interest(user, proposal.partnership)
    judged = _judged(_readable(user, proposal, may_judge))
    is_open = proposal.is_submitted
    return ProposalPage(
        answers=answers_of(proposal),
        conditions=conditions_of(proposal),
        reviews=all_reviews if may_judge else [],
        judged=judged,
        result=_result(judged),
        own=next((one for one in all_reviews if one.reviewer_id == user.pk), None),
        is_curator=curates,
        leads=leads(user, proposal.partnership),
        may_judge=may_judge,
        submitted_reviews=sum(one.is_submitted for one in all_reviews),
        assign_form=AssignForm(reviewers=possible_reviewers(proposal))
        if may_judge and is_open
        else None,
        decide_form=(decide_form or DecideForm()) if may_judge and is_open else None,
    )


def answers_of(proposal: Proposal) -> list[Answer]:
    """The answers in the order of the form."""
    return [
        Answer(str(one.label), proposal.answers.get(one.name, ""))
        for one in QUESTIONS[proposal.kind]
    ]


def conditions_of(proposal: Proposal) -> list[Line]:
    """As they stood when it was submitted; those of a draft as they are now."""
    if proposal.kind != "expression":
        return []
    found = (
        check_conditions(proposal.partnership)
        if proposal.is_draft
        else read_conditions(proposal.conditions)
    )
    return worded_conditions(found)


def possible_reviewers(proposal: Proposal) -> "QuerySet[User]":
    """Curators who act for nobody in the partnership and do not review it yet."""
    seats = PartnershipMember.objects.present().filter(partnership=proposal.partnership)
    keys = seats.exclude(profile=None).order_by().values("profile")
    profiles = Profile.objects.filter(pk__in=keys)
    places = profiles.filter(type="priority").order_by().values("region")
    clusters = profiles.filter(type="cluster").order_by().values("pk")
    mandates = Mandate.objects.active().order_by()
    acting = mandates.filter(Q(region__in=places) | Q(cluster__in=clusters))
    rows = User.objects.filter(is_staff=True, is_active=True)
    rows = rows.exclude(pk__in=acting.values("user"))
    taken = proposal.reviews.exclude(reviewer=None).order_by().values("reviewer")
    return rows.exclude(pk__in=taken).order_by("name", "email")


def _readable(user: Any, proposal: Proposal, judges: bool) -> list[Review]:
    """Submitted reviews that this person may read; whoever is of the partnership, as
    a curator too, reads decided ones only."""
    rows = Review.objects.filter(proposal=proposal).exclude(submitted_at=None)
    if judges:
        rows = rows.filter(pk__in=Review.objects.readable_by(user).values("pk"))
    elif proposal.state not in DECIDED:
        return []
    return list(rows.prefetch_related("scores"))


def _judged(reviews: Sequence[Review]) -> list[Judged]:
    found: dict[str, list[Any]] = {}
    for review in reviews:
        for score in review.scores.all():
            found.setdefault(score.criterion, []).append(score)
    return [
        Judged(
            criterion_label(code),
            scores[0].weight,
            mean(score.points for score in scores),
            min(score.points for score in scores),
            max(score.points for score in scores),
            [(score.points, score.reason) for score in scores],
        )
        for code, scores in found.items()
    ]


def _result(judged: Sequence[Judged]) -> float | None:
    total = sum(one.weight for one in judged)
    if not total:
        return None
    return 100 * sum(one.weight * one.mean for one in judged) / (total * MOST_POINTS)
