"""What is said when a rule, a composition or a wish cannot be read."""


class RuleError(ValueError):
    """A field holds what it may not: `field` names it, `code` says what is wrong.

    `limits` holds the numbers and choices that a sentence about it needs.
    """

    def __init__(self, field: str, code: str, **limits: object) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code
        self.limits = limits

    def below(self, prefix: str) -> "RuleError":
        """The same error, seen from the object that holds the field."""
        joined = f"{prefix}.{self.field}" if self.field else prefix
        return RuleError(joined, self.code, **self.limits)


CODES = frozenset(
    {
        "unknown_kind",
        "unknown_field",
        "missing",
        "not_an_object",
        "not_a_list",
        "not_a_text",
        "not_a_number",
        "not_a_whole_number",
        "not_yes_or_no",
        "not_a_choice",
        "not_a_country",
        "empty",
        "too_small",
        "too_large",
        "too_long",
        "too_many",
        "twice",
        "low_above_high",
        "countries_needed",
        "more_than_there_are",
        "unknown_partner",
        "pinned_and_excluded",
    }
)
"""Every code that an error of this package may have."""
