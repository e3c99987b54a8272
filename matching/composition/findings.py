"""Makes findings out of counts of which a part may be unknown."""

from collections.abc import Iterable

from matching.composition.rule import Finding, Rule, Status
from matching.composition.types import Partner

# Shares have four digits, so that one third may be written 0.3333; half a tenth of a
# per cent is what such writing may lose. The last digit keeps a count from ever lying
# on the limit, where two ways of reckoning might differ.
SHARE_SLACK = 0.00051


def keys(partners: Iterable[Partner]) -> tuple[str, ...]:
    return tuple(partner.key for partner in partners)


def counts(rule: Rule, partner: Partner) -> bool:
    """Whether the partner's region is of the rule's categories, or outermost."""
    if rule.params["outermost"] and partner.is_outermost:
        return True
    return partner.category in rule.params["categories"]


def might_count(rule: Rule, partner: Partner) -> bool:
    return partner.lacks_category and not counts(rule, partner)


def at_least(
    rule: Rule,
    need: float,
    have: float,
    counted: Iterable[Partner],
    unknown: Iterable[Partner] = (),
    *,
    might: float | None = None,
    code: str = "too_few",
    unknown_code: str = "fact_unknown",
    about: tuple[str, ...] = (),
    slack: float = 0.0,
) -> Finding:
    """Met if `have` is enough; unknown if `might`, the most it can be, would be."""
    unknown = tuple(unknown)
    most = have + len(unknown) if might is None else might
    missing = max(need - have, 0.0)
    if have + slack >= need:
        status, code, missing = Status.MET, "met", 0.0
    elif most + slack >= need:
        status, code, counted = Status.UNKNOWN, unknown_code, unknown
    else:
        status = Status.UNMET
    return Finding(rule, status, code, have, need, missing, keys(counted), about)


def at_most(
    rule: Rule,
    limit: float,
    have: float,
    counted: Iterable[Partner],
    unknown: Iterable[Partner] = (),
    *,
    might: float | None = None,
    code: str = "too_many",
    unknown_code: str = "fact_unknown",
    about: tuple[str, ...] = (),
    slack: float = 0.0,
) -> Finding:
    """Unmet if `have` is too much; unknown if `might`, the most it can be, would be."""
    unknown = tuple(unknown)
    most = have + len(unknown) if might is None else might
    missing = 0.0
    if have > limit + slack:
        status, missing = Status.UNMET, have - limit
    elif most > limit + slack:
        status, code, counted = Status.UNKNOWN, unknown_code, unknown
    else:
        status, code = Status.MET, "met"
    return Finding(rule, status, code, have, limit, missing, keys(counted), about)
