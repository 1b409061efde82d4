"""
What is found in a text, with where it stands: days, periods, counts, sets.
"""

from datetime import time

import attrs

from community_edu.calendars.cadences import Cadence
from community_edu.calendars.phrases.meanings import Days, Per
from community_edu.calendars.quotas import Quota
from community_edu.calendars.rules import Rule


@attrs.frozen
class Found:
    """
    Something that was read, with where it stands.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        clause: The number of its clause.
        sentence: The number of its sentence.
    """

    start: int
    end: int
    clause: int
    sentence: int


@attrs.frozen
class FoundDays(Found):
    """
    Days, with the rule of the grammar that they were.
    """

    days: tuple[Days, ...]
    rule: str


@attrs.frozen
class FoundPer(Found):
    """
    A period: 每季度, 一年, monthly.

    Attributes:
        periodic: The word, if it is an adjective (annual, 月报).
        length: Whether it is a length of one (一年) that may be none.
    """

    per: Per
    periodic: str = ""
    length: bool = False


@attrs.frozen
class Amount(Found):
    """
    A count: at least, at most or just so many.

    Attributes:
        event: Whether what is counted is what takes place, not a thing.
        per: The period that stands with it.
        minutes: How long it is, if hours are counted.
        of_time: Whether lessons or days are counted, which are lengths, too.
        members: Whether members of a set are counted: 10 households.
    """

    least: int
    most: int | None
    event: bool
    per: Per | None = None
    minutes: int = 0
    of_time: bool = False
    members: bool = False


@attrs.frozen
class Member(Found):
    """
    A set of which each member is meant.

    Attributes:
        cover: Whether the words say that none is left out (普访).
    """

    name: str
    cover: bool = False


@attrs.define
class Sense:
    """
    What a text says about time, as it is put together.
    """

    when: list[Rule] = attrs.Factory(list[Rule])
    within: list[Rule] = attrs.Factory(list[Rule])
    due: list[Rule] = attrs.Factory(list[Rule])
    quota: Quota | None = None
    cadence: Cadence | None = None
    edition: int | None = None
    trigger: str | None = None
    starts: time | None = None
    minutes: int | None = None
    about: str | None = None
    rotation: str | None = None


def limits(low: int, high: int, word: str) -> tuple[int, int | None]:
    """
    Return the least and the most of a count with "at least", "at most" or nothing before it.
    """
    ends: dict[str, tuple[int, int | None]] = {
        "least": (low, None),
        "more": (low + 1, None),
        "most": (0, high),
        "fewer": (0, max(0, high - 1)),
    }
    return ends.get(word, (low, high))


def joined(first: Amount, last: Amount) -> Amount | None:
    """
    Return one count of two, if one is a least and the other a most: 不少于2次,不多于4次.
    """
    low, high = (last, first) if first.least == 0 else (first, last)
    if low.most is not None or high.least != 0 or high.most is None or high.most < low.least:
        return None
    event, per = first.event or last.event, first.per or last.per
    return attrs.evolve(first, end=last.end, least=low.least, most=high.most, event=event, per=per)
