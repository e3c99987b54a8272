"""What the people of an organisation are told about its practices; nobody is named."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.guide.practices.choices import PracticeAct
from portal.guide.practices.models import Practice
from portal.guide.practices.people import people_of
from portal.notices.kinds import Words, register_group
from portal.notices.services import notify

PUBLISHED = "practice-published"
RETURNED = "practice-returned"
WITHDRAWN = "practice-withdrawn"
GROUP = "practices"
_KINDS = {
    PracticeAct.PUBLISHED: PUBLISHED,
    PracticeAct.RETURNED: RETURNED,
    PracticeAct.WITHDRAWN: WITHDRAWN,
}


def tell_decision(practice: Practice, act: PracticeAct) -> int:
    """Tell owners and editors what curators decided; once for each decision."""
    return notify(
        people=people_of(practice).order_by("pk"),
        kind=_KINDS[act],
        key=f"practice:{practice.pk}:{act}:{practice.revision}",
        facts={"title": practice.title, "reasons": practice.reasons},
        path=practice.get_absolute_url(),
    )


def register_kinds() -> None:
    """Say which notices there are; called once, when the app is ready."""
    kinds = [
        (PUBLISHED, gettext_lazy("a practice of yours is published"), _published),
        (RETURNED, gettext_lazy("a practice of yours is returned"), _returned),
        (WITHDRAWN, gettext_lazy("a practice of yours is withdrawn"), _withdrawn),
    ]
    register_group(GROUP, gettext_lazy("Practices"), kinds)


def _published(facts: Mapping[str, Any]) -> Words:
    text = _("Everybody can read it now, and it is shown where it fits.")
    return Words(_("Your practice “%(title)s” is published") % facts, text)


def _returned(facts: Mapping[str, Any]) -> Words:
    title = _("Curators returned your practice “%(title)s”") % facts
    return Words(title, facts["reasons"])


def _withdrawn(facts: Mapping[str, Any]) -> Words:
    title = _("Curators withdrew your practice “%(title)s”") % facts
    return Words(title, facts["reasons"])
