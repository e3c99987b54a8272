"""Why nobody can say yet whether a rule is met: what is missing, and of whom."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.calls.wording_parts import named, percent
from matching.composition import Finding

_FACTS = {
    "region_unknown": gettext_lazy("Not known yet: the region of %(who)s."),
    "country_unknown": gettext_lazy("Not known yet: the country of %(who)s."),
    "category_unknown": gettext_lazy(
        "Not known yet: the category of the region of %(who)s."
    ),
    "topics_unknown": gettext_lazy("Not known yet: the topics of %(who)s."),
    "role_unknown": gettext_lazy("Not known yet: the role of %(who)s."),
    "shares_missing": gettext_lazy(
        "Not known yet: the share of the budget of %(who)s."
    ),
    "coordinator_category_unknown": gettext_lazy(
        "Not known yet: the category of the region of %(who)s, who coordinates."
    ),
    "coordinator_nonprofit_unknown": gettext_lazy(
        "Not known yet: whether %(who)s, who coordinates, is non-profit."
    ),
}
_VALUES = {
    "min_trl": gettext_lazy("Nobody has said yet which technology readiness it has."),
    "grant_range": gettext_lazy("Nobody has said yet which grant is asked for."),
    "duration_range": gettext_lazy("Nobody has said yet how long the project runs."),
}


def word_unknown(finding: Finding, names: Mapping[str, str] | None) -> str:
    """What has to be said before the rule can be checked."""
    if finding.code == "coordinator_missing":
        return _("Nobody coordinates yet.")
    if finding.code == "shares_do_not_add_up":
        words = {"n": percent(finding.have or 0)}
        return _("The shares add up to %(n)s %% instead of 100 %%.") % words
    if finding.code == "value_missing" and finding.rule.kind in _VALUES:
        return str(_VALUES[finding.rule.kind])
    if finding.code in _FACTS and finding.partners:
        return _FACTS[finding.code] % {"who": named(finding.partners, names)}
    return _("Something is not known yet that this rule needs.")
