"""The filter of one's own introductions in the API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from matching.introductions.models import Introduction, State
from portal.web.filtering import StrictFilterSet


class IntroductionFilterSet(StrictFilterSet):
    """Introductions by their state, and by a profile that asks or is asked."""

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=State.choices, distinct=False
    )
    profile = django_filters.CharFilter(
        label=_("profile that asks"), field_name="profile__slug"
    )
    partner = django_filters.CharFilter(
        label=_("profile that is asked"), field_name="partner__slug"
    )

    class Meta:
        model = Introduction
        fields: list[str] = []
