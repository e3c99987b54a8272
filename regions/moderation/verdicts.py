"""What a curator says of each priority of a strategy: fine, or to be changed."""

from typing import TypedDict


class Verdict(TypedDict):
    """Of one priority, as a case keeps it; `words` are empty where it is fine."""

    key: int
    title: str
    is_fine: bool
    words: str
