"""What the pages, papers and calendars of applications read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from matching.calls.models import Call
from matching.consortia.application.people import Namer
from matching.consortia.application.rights import Rights, rights_of
from matching.consortia.application.rules import RuleLine, rule_lines
from matching.consortia.application.services.prefilling import partners_to_ask
from matching.consortia.kinds import PRESENT, MemberState, Stage
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.models_application import (
    Application,
    Letter,
    StageChange,
    Task,
    is_running,
)
from matching.consortia.querysets_application import RUNNING
from portal.accounts.models import User
from regions.models import Profile


@dataclass(frozen=True)
class TaskLine:
    """A piece, and whether the reader may say that it is there. `person` and `done_by`
    are names, as far as the reader may know them."""

    task: Task
    may_tick: bool
    is_own: bool
    person: str = ""
    done_by: str = ""


@dataclass(frozen=True)
class LetterLine:
    """A partner, its signed letter if there is one, and what the reader may do."""

    member: ConsortiumMember
    letter: Letter | None
    may_write: bool
    uploaded_by: str = ""


@dataclass(frozen=True)
class ChangeLine:
    """A step of the application, and who took it, as far as the reader may know."""

    change: StageChange
    by: str


@dataclass(frozen=True)
class Sheet:
    """All that the page of an application says; papers are made from the same."""

    consortium: Consortium
    application: Application | None
    members: list[ConsortiumMember]
    rules: list[RuleLine]
    tasks: list[TaskLine]
    letters: list[LetterLine]
    changes: list[ChangeLine]
    rights: Rights
    # Partners who joined after the usual pieces were put onto the list.
    without_pieces: list[ConsortiumMember]

    @property
    def call(self) -> Call:
        return self.consortium.call

    @property
    def is_running(self) -> bool:
        return is_running(self.consortium)

    @property
    def missing(self) -> int:
        return sum(not line.task.is_done for line in self.tasks)

    @property
    def overdue(self) -> int:
        return sum(line.task.is_overdue for line in self.tasks)

    @property
    def signed(self) -> int:
        return sum(line.letter is not None for line in self.letters)

    @property
    def rules_met(self) -> int:
        return sum(line.status == "met" for line in self.rules)

    @property
    def coordinator(self) -> ConsortiumMember | None:
        return next((one for one in self.members if one.is_coordinator), None)


def sheet_of(user: Any, consortium: Consortium) -> Sheet:
    """Everything of one application; call and lead should be joined."""
    rights, name = rights_of(user, consortium), Namer(user)
    members = list(consortium.members.with_who().present())
    application = Application.objects.filter(consortium=consortium).first()
    return Sheet(
        consortium=consortium,
        application=application,
        members=members,
        rules=rule_lines(consortium),
        tasks=_tasks(consortium, rights, name),
        letters=_letters(consortium, members, rights, name),
        changes=[
            ChangeLine(one, name(one.by))
            for one in consortium.stage_changes.select_related("by")
        ],
        rights=rights,
        without_pieces=_without_pieces(application, members),
    )


def _tasks(consortium: Consortium, rights: Rights, name: Namer) -> list[TaskLine]:
    """What is missing first, the soonest at the top; what is there below."""
    lines = [
        TaskLine(
            task,
            may_tick=rights.may_write_for(task.member_id),
            is_own=task.member_id in rights.own,
            person=name(task.person),
            done_by=name(task.done_by),
        )
        for task in consortium.tasks.with_who()
    ]
    return sorted(lines, key=lambda line: line.task.is_done)


def _letters(
    consortium: Consortium,
    members: Sequence[ConsortiumMember],
    rights: Rights,
    name: Namer,
) -> list[LetterLine]:
    kept = {
        one.member_id: one
        for one in consortium.letters.without_content().select_related("uploaded_by")
    }
    lines = []
    for member in members:
        if signs_letter(member):
            letter = kept.get(member.pk)
            by = name(letter.uploaded_by) if letter else ""
            may_write = rights.may_write_for(member.pk)
            lines.append(LetterLine(member, letter, may_write, by))
    return lines


def signs_letter(member: ConsortiumMember) -> bool:
    """Who was only considered has not been asked for a letter."""
    return member.state in (MemberState.AGREED, MemberState.INVITED) or (
        member.profile_id is None and member.state in PRESENT
    )


def _without_pieces(
    application: Application | None,
    members: Sequence[ConsortiumMember],
) -> list[ConsortiumMember]:
    if application is None or application.prefilled_at is None:
        return []
    known = set(application.prefilled_for)
    return [one for one in partners_to_ask(members) if one.pk not in known]


def consortium_days(user: User) -> tuple["QuerySet[Consortium]", "QuerySet[Task]"]:
    """The running consortia for which a person acts, and the pieces of their partners.

    Who acts for the lead gets all pieces, else those of one's own organisations and
    those that nobody in particular brings.
    """
    own = Profile.objects.owned_by(user).order_by().values("pk")
    agreed = ConsortiumMember.objects.filter(
        profile__in=own, state=MemberState.AGREED
    ).order_by()
    rows = Consortium.objects.filter(
        Q(lead__in=own) | Q(pk__in=agreed.values("consortium")), stage__in=RUNNING
    )
    tasks = Task.objects.open().filter(consortium__in=rows.order_by().values("pk"))
    mine = (
        Q(consortium__lead__in=own) | Q(member=None) | Q(member__in=agreed.values("pk"))
    )
    return rows.select_related("call"), tasks.filter(mine).select_related(
        "consortium", "member__profile"
    )


def todo_tasks(user: User, days: int = 14) -> "QuerySet[Task]":
    """Open pieces of this person's organisations that are overdue or due soon."""
    until = timezone.localdate() + timedelta(days=days)
    own = Profile.objects.owned_by(user, "owner", "editor").order_by().values("pk")
    rows = Task.objects.running().filter(
        member__profile__in=own, member__state=MemberState.AGREED, due__lte=until
    )
    return rows.select_related("consortium", "member__profile")


def calls_to_reuse(user: Any, consortium: Consortium) -> "QuerySet[Call]":
    """Other calls for which the same composition could apply: open or still to come."""
    rows = Call.objects.visible_to(user).with_status(("open", "forthcoming", "undated"))
    return rows.exclude(pk=consortium.call_id).by_closing()


def stage_steps(consortium: Consortium) -> list[tuple[Stage, str]]:
    """The stages in their order, each "past", "now" or "ahead", for the page."""
    line = [Stage.IDEA, Stage.FORMING, Stage.DRAFTING, Stage.SUBMITTED]
    stage = Stage(consortium.stage)
    ends = [stage] if stage not in line else []
    at = (line + ends).index(stage)
    return [
        (one, "past" if place < at else "now" if place == at else "ahead")
        for place, one in enumerate(line + ends)
    ]
