"""Reads single values out of JSON that anybody may have written."""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from matching.composition.errors import RuleError

MOST_ITEMS = 200
LONGEST_TEXT = 200
MOST_MONEY = 10_000_000_000
SHARE_DIGITS = 4

COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
# ISO codes that NUTS writes in another way.
AS_IN_NUTS = {"GR": "EL", "GB": "UK"}


def read_number(field: str, value: Any, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RuleError(field, "not_a_number")
    if isinstance(value, float) and not math.isfinite(value):
        raise RuleError(field, "not_a_number")
    if value < low:
        raise RuleError(field, "too_small", low=low, high=high)
    if value > high:
        raise RuleError(field, "too_large", low=low, high=high)
    return float(value)


def read_whole(field: str, value: Any, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RuleError(field, "not_a_whole_number")
    if isinstance(value, float) and not value.is_integer():
        raise RuleError(field, "not_a_whole_number")
    return int(read_number(field, value, low, high))


def read_share(field: str, value: Any) -> float:
    return round(read_number(field, value, 0.0, 1.0), SHARE_DIGITS)


def read_flag(field: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise RuleError(field, "not_yes_or_no")
    return value


def read_text(field: str, value: Any, longest: int = LONGEST_TEXT) -> str:
    if not isinstance(value, str):
        raise RuleError(field, "not_a_text")
    text = value.strip()
    if not text:
        raise RuleError(field, "empty")
    if len(text) > longest:
        raise RuleError(field, "too_long", longest=longest)
    return text


def read_choice(field: str, value: Any, choices: Collection[str]) -> str:
    if not isinstance(value, str) or value not in choices:
        raise RuleError(field, "not_a_choice", choices=tuple(choices))
    return value


def read_country(field: str, value: Any) -> str:
    if not isinstance(value, str):
        raise RuleError(field, "not_a_country")
    code = value.strip().upper()
    if not COUNTRY.fullmatch(code):
        raise RuleError(field, "not_a_country")
    return AS_IN_NUTS.get(code, code)


def read_list(field: str, value: Any, most: int = MOST_ITEMS) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise RuleError(field, "not_a_list")
    if len(value) > most:
        raise RuleError(field, "too_many", most=most)
    return value


def read_object(field: str, value: Any, known: Collection[str]) -> Mapping[str, Any]:
    """The object, if all of its fields are known ones."""
    if not isinstance(value, Mapping):
        raise RuleError(field, "not_an_object")
    for name in value:
        if name not in known:
            raise RuleError(str(name)[:LONGEST_TEXT], "unknown_field")
    return value
