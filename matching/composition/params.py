"""What a kind of rule may be told: parameters, described so that forms can be made."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from matching.composition.errors import RuleError
from matching.composition.types import Actor, Category
from matching.composition.values import (
    LONGEST_TEXT,
    MOST_MONEY,
    read_choice,
    read_country,
    read_flag,
    read_list,
    read_number,
    read_share,
    read_text,
    read_whole,
)

MOST_PARTNERS = 1000
MOST_AREAS = 20


class ParamType(StrEnum):
    """What a parameter holds, as JSON."""

    WHOLE = "whole"  # whole number between low and high
    NUMBER = "number"  # number between low and high
    SHARE = "share"  # number from 0 to 1, four digits
    FLAG = "flag"  # true or false
    CHOICE = "choice"  # one of the choices
    CHOICES = "choices"  # list of some of the choices
    COUNTRIES = "countries"  # list of country codes
    TEXT = "text"  # a word
    WORDS = "words"  # list of words
    AREAS = "areas"  # object: name of an area -> list of country codes


@dataclass(frozen=True)
class Param:
    """One parameter; left out, it has its default, unless it is required."""

    name: str
    type: ParamType
    required: bool = True
    default: Any = None
    choices: tuple[str, ...] = ()
    low: float = 0
    high: float = MOST_PARTNERS

    def read(self, value: Any) -> Any:
        """The value in its one right form, or RuleError."""
        match self.type:
            case ParamType.WHOLE:
                return read_whole(self.name, value, int(self.low), int(self.high))
            case ParamType.NUMBER:
                return read_number(self.name, value, self.low, self.high)
            case ParamType.SHARE:
                return read_share(self.name, value)
            case ParamType.FLAG:
                return read_flag(self.name, value)
            case ParamType.TEXT:
                return read_text(self.name, value, LONGEST_TEXT)
            case ParamType.CHOICE:
                return read_choice(self.name, value, self.choices)
            case ParamType.AREAS:
                return _read_areas(self.name, value)
            case _:
                return self._read_items(value)

    def _read_items(self, value: Any) -> tuple[str, ...]:
        items = read_list(self.name, value)
        if not items:
            raise RuleError(self.name, "empty")
        if self.type == ParamType.COUNTRIES:
            return _read_countries(self.name, items)
        if self.type == ParamType.CHOICES:
            found = {read_choice(self.name, item, self.choices) for item in items}
            return tuple(choice for choice in self.choices if choice in found)
        return tuple(sorted({read_text(self.name, item) for item in items}))


def read_params(params: tuple[Param, ...], given: Any) -> dict[str, Any]:
    """Every parameter with its value; RuleError names the first that is wrong."""
    if not isinstance(given, Mapping):
        raise RuleError("", "not_an_object")
    known = {param.name for param in params}
    for name in given:
        if name not in known:
            raise RuleError(str(name)[:LONGEST_TEXT], "unknown_field")
    read: dict[str, Any] = {}
    for param in params:
        value = given.get(param.name)
        if not _is_blank(value):
            read[param.name] = param.read(value)
        elif param.required:
            raise RuleError(param.name, "missing")
        else:
            read[param.name] = param.default
    return read


def _is_blank(value: Any) -> bool:
    """Whether nothing is said: forms send empty texts and lists for that."""
    return value is None or (isinstance(value, str | list | tuple) and not value)


def whole(name: str = "n", low: int = 1, high: int = MOST_PARTNERS) -> Param:
    return Param(name, ParamType.WHOLE, low=low, high=high)


def share(name: str = "share") -> Param:
    return Param(name, ParamType.SHARE, low=0, high=1)


def flag(name: str, default: bool | None = False) -> Param:
    return Param(name, ParamType.FLAG, required=False, default=default)


def choice(name: str, choices: tuple[str, ...], default: str | None = None) -> Param:
    return Param(name, ParamType.CHOICE, default is None, default, choices)


def categories(required: bool = True) -> Param:
    known = (Category.LESS, Category.TRANSITION, Category.MORE)
    return Param(
        "categories",
        ParamType.CHOICES,
        required,
        (),
        tuple(category.value for category in known),
    )


def actors() -> Param:
    return Param(
        "actors", ParamType.CHOICES, choices=tuple(actor.value for actor in Actor)
    )


def countries(required: bool = True) -> Param:
    return Param("countries", ParamType.COUNTRIES, required, ())


def amount(name: str, high: float = MOST_MONEY) -> Param:
    return Param(name, ParamType.NUMBER, required=False, high=high)


def _read_countries(field: str, items: Any) -> tuple[str, ...]:
    return tuple(sorted({read_country(field, item) for item in items}))


def _read_areas(field: str, value: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        raise RuleError(field, "not_an_object")
    if not value:
        raise RuleError(field, "empty")
    if len(value) > MOST_AREAS:
        raise RuleError(field, "too_many", most=MOST_AREAS)
    areas = {}
    for name, listed in value.items():
        items = read_list(field, listed)
        if not items:
            raise RuleError(field, "empty")
        areas[read_text(field, name)] = _read_countries(field, items)
    return areas
