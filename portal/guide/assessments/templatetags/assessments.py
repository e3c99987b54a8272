"""Words and addresses of self-assessments in templates."""

from django import template
from django.urls import reverse

from portal.accounts.organisations import Organisation
from portal.guide.assessments.models import Answer
from portal.guide.assessments.questionnaires import dimensions_for
from portal.guide.assessments.services.writing import kind_for, who_wrote
from portal.guide.assessments.shapes import Dimension, Kind
from portal.web.text import signed
from regions.models import CohesionCategory, Region

register = template.Library()


@register.filter
def with_sign(change: int) -> str:
    """A change with its sign; nothing changed is 0."""
    return signed(str(abs(change)), change)


@register.filter
def category_word(category: str) -> str:
    return str(CohesionCategory(category).label)


@register.filter
def written_by(answer: Answer) -> str:
    """Who of the colleagues wrote an answer."""
    return who_wrote(answer)


@register.simple_tag
def url_of_begin(organisation: Organisation) -> str:
    """Where the people of an organisation begin a self-assessment."""
    is_region = isinstance(organisation, Region)
    key = organisation.code if is_region else organisation.slug
    return reverse("guide:assessments:begin", args=[kind_for(organisation), key])


@register.simple_tag
def dimensions_of_chapter(slug: str) -> list[tuple[Kind, Dimension]]:
    """Dimensions of both questionnaires that a chapter of the guide is about."""
    return dimensions_for(slug)
