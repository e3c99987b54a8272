"""Small builders of self-assessments for tests."""

import datetime
from collections.abc import Mapping

from django.utils import timezone

from portal.accounts.models import Mandate, User
from portal.guide.assessments import services
from portal.guide.assessments.models import Answer, Assessment
from portal.guide.assessments.questionnaires import current
from portal.guide.assessments.services.writing import kind_for
from portal.guide.assessments.shapes import Kind
from tests import factories

POLICY = current(Kind.POLICY)
MANAGEMENT = current(Kind.MANAGEMENT)
STRATEGY = POLICY.by_key["strategy"]
SECRET = "The minister’s secret study"


def make_member(
    name: str, role: str = "editor", region: str = "", cluster=None
) -> User:
    """A person in this role for a region or a cluster."""
    person = factories.make_person(name, region=region, cluster=cluster)
    Mandate.objects.filter(user=person).update(role=role)
    return person


def days_ago(number: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=number)


def make_set(
    organisation, levels: int | Mapping[str, int] = 2, *, days: int | None = 60, **more
) -> Assessment:
    """A set completed so many days ago, or a draft for None; one level for all."""
    kind = kind_for(organisation)
    asked = current(kind)
    is_region = kind == Kind.POLICY
    values = {
        "kind": kind,
        "version": asked.version,
        "region": organisation if is_region else None,
        "cluster": None if is_region else organisation,
        "completed_at": None if days is None else days_ago(days),
    }
    made = Assessment.objects.create(**values | more)
    if isinstance(levels, int):
        levels = dict.fromkeys(asked.questions, levels)
    Answer.objects.bulk_create(
        Answer(assessment=made, question=key, level=level)
        for key, level in levels.items()
    )
    return made


def make_others(
    number: int, level: int = 2, *, category: str = "less", start: int = 0, **more
) -> list[Assessment]:
    """Sets of as many regions of a category, all at one level."""
    regions = [
        factories.make_region(f"FR{start + n:02}", cohesion_category=category)
        for n in range(number)
    ]
    return [make_set(region, level, **more) for region in regions]


def share(assessment: Assessment) -> None:
    now = timezone.now()
    Assessment.objects.filter(pk=assessment.pk).update(is_shared=True, shared_at=now)


def say(
    person: User, assessment: Assessment, seen=None, **said: tuple[int | None, str]
) -> services.Outcome:
    """Send the first page, opened when `seen` held these answers: {} for none."""
    words = {}
    for key, (level, evidence) in said.items():
        before = services.Said(*(seen or {}).get(key, (None, "")))
        words[key] = services.Said(level, evidence, before.mark)
    return services.save_page(
        by=person, assessment=assessment, dimension=STRATEGY, said=words
    )


def answers(assessment: Assessment) -> dict[str, tuple[int | None, str]]:
    """What is kept, by question."""
    rows = assessment.answers.order_by("question")
    return {one.question: (one.level, one.evidence) for one in rows}


def page_of(response) -> str:
    return response.content.decode()
