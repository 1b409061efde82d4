"""
Numbers of people, minutes and sessions, which are never less than none.
"""

from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Path


@attrs.define(slots=False)
class NegativeNumberError(CommunityEduError, ValueError):
    """
    A number below 0 where things are counted.
    """

    code: ClassVar[str] = "negative-number"
    en: ClassVar[str] = "'{key}' is {value}; give 0 or more, or leave it out where none is known"
    zh: ClassVar[str] = "“{key}”为 {value}，应为 0 或以上的数，没有规定时删去这一项"

    path: Path
    key: str
    value: int


def negative_numbers(**numbers: int | None) -> list[CommunityEduError]:
    """
    Return a problem for each of *numbers* that is negative; `None` is none.
    """
    return [
        NegativeNumberError((key,), key, value)
        for key, value in numbers.items()
        if value is not None and value < 0
    ]
