"""Reasons that people write into small forms, checked before they are kept."""

from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxLengthValidator,
    ProhibitNullCharactersValidator,
)
from django.utils.translation import gettext as _

LONGEST = 1_000


def checked_reason(text: str, most: int = LONGEST) -> str:
    """The text without blanks around it; a ValidationError if it cannot be kept."""
    # Browsers count a line break as one sign and send two.
    plain = text.replace("\r\n", "\n").strip()
    try:
        for check in (ProhibitNullCharactersValidator(), MaxLengthValidator(most)):
            check(plain)
    except ValidationError as error:
        raise ValidationError({"reason": error.messages}) from error
    return plain


def require_reason(text: str, most: int = LONGEST) -> str:
    """A written reason, or a ValidationError beside its field."""
    if not text.strip():
        raise ValidationError({"reason": [_("Say why.")]})
    return checked_reason(text, most)
