"""Self-assessments of region ES51, for `world.py`."""

from typing import Any

from django.utils import timezone

from portal.guide.assessments.models import Answer, Assessment


def assess(world: Any) -> None:
    """A draft, and a completed set that the region shares."""
    own = {"kind": "policy", "version": 1, "region": world.strategy.region}
    world.assessment_draft = Assessment.objects.create(**own)
    now = timezone.now()
    world.assessment = Assessment.objects.create(
        **own, completed_at=now, shared_at=now, is_shared=True
    )
    for question in ("evidence", "goals"):
        Answer.objects.create(assessment=world.assessment, question=question, level=3)
