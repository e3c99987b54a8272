"""The one error of the engine."""


class EngineError(ValueError):
    """Something that came in cannot be scored; the message names what and where."""


def refuse(owner: str, field: str, fault: str) -> EngineError:
    """Return the error for one field of one thing, such as "profile 12"."""
    return EngineError(f"{owner}, field {field!r}: {fault}")
