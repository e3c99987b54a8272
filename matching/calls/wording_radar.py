"""Why a call suits somebody, or does not, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.calls.radar import Reason
from matching.calls.wording_parts import countries, some_of, topic_labels

_PLAIN = {
    "open_to_all": gettext_lazy("No topics are named: it is open to yours."),
    "no_topics": gettext_lazy("You name no topics, so none can fit."),
    "other_topics": gettext_lazy("Its topics are not yours."),
    "could_coordinate": gettext_lazy("You could coordinate."),
    "might_coordinate": gettext_lazy(
        "You might coordinate; something is not known yet that its rules ask for."
    ),
    "cannot_coordinate": gettext_lazy("You could take part, and not coordinate."),
    "needed_category": gettext_lazy(
        "Partners of your category of regions are asked for."
    ),
    "no_open_call": gettext_lazy("No open call is known: time to prepare."),
}
_LEVELS = {
    "stages_unknown": gettext_lazy(
        "It asks for technology readiness level %(n)d; your stages are not known."
    ),
    "ready": gettext_lazy(
        "Your stages reach technology readiness level %(n)d, for which it asks."
    ),
    "too_early": gettext_lazy(
        "It asks for technology readiness level %(n)d, which your stages do not reach."
    ),
}


def word_reason(reason: Reason) -> str:
    """One reason as a sentence."""
    if reason.code in _PLAIN:
        return str(_PLAIN[reason.code])
    if reason.code in _LEVELS:
        return _LEVELS[reason.code] % {"n": reason.number}
    if reason.code == "same_topics":
        return _("Topics that you share: %(topics)s.") % _topics(reason)
    if reason.code == "related_topics":
        return _("Topics related to yours: %(topics)s.") % _topics(reason)
    if reason.code == "not_eligible":
        words = {"countries": countries(reason.about)}
        return _("You cannot take part: %(countries)s is not eligible.") % words
    if reason.code == "days_left":
        number = reason.number or 0
        return ngettext("%(n)d day left.", "%(n)d days left.", number) % {"n": number}
    return reason.code


def _topics(reason: Reason) -> dict[str, str]:
    return {"topics": some_of(topic_labels(reason.about))}
