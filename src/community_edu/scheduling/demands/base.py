"""
What every demand (排课要求) on a timetable has in common.
"""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal, Protocol, TypeAlias, get_args, runtime_checkable

import attrs

from community_edu.base import CommunityEduError, Path, ProblemsError, Text, label, words

SharedResource: TypeAlias = Literal["venue", "educator", "group"]
"""
What can be in one place only at a time: a room, a person, a group of learners.
"""

Counted: TypeAlias = Literal["venue", "educator", "group", "section"]
"""
Of what sessions are counted.
"""

Bucket: TypeAlias = Literal["day", "week", "term"]
"""
In what they are counted: on a day on which they are held, in a week whose lessons they are.
"""

MOST_WEIGHT = 1_000_000


@attrs.define(slots=False)
class BadWeightError(CommunityEduError, ValueError):
    """
    A weight that no demand can have.
    """

    code: ClassVar[str] = "bad-weight"
    en: ClassVar[str] = (
        "the weight of '{demand}' is {weight}; give 1 to {most}, or none if it is hard"
    )
    zh: ClassVar[str] = "“{demand}”的权重为 {weight}，应为 1 到 {most}；硬性要求不写权重"

    path: Path
    demand: str
    weight: int
    most: int = MOST_WEIGHT


@attrs.define(slots=False)
class BadDemandNumberError(CommunityEduError, ValueError):
    """
    A number too small for what it counts.
    """

    code: ClassVar[str] = "bad-demand-number"
    en: ClassVar[str] = "'{name}' of '{demand}' is {value}; give {least} or more"
    zh: ClassVar[str] = "“{demand}”的 {name} 为 {value}，应不小于 {least}"

    path: Path
    demand: str
    name: str
    value: int
    least: int


@attrs.define(slots=False)
class BadChoiceError(CommunityEduError, ValueError):
    """
    A word that is none of those that a demand knows.
    """

    code: ClassVar[str] = "bad-choice"
    en: ClassVar[str] = "'{name}' of '{demand}' is '{value}'; give one of {choices}"
    zh: ClassVar[str] = "“{demand}”的 {name} 为“{value}”，应为 {choices} 之一"

    path: Path
    demand: str
    name: str
    value: str
    choices: tuple[str, ...]


@attrs.define(slots=False)
class NothingGivenError(CommunityEduError, ValueError):
    """
    A demand without that of which it speaks.
    """

    code: ClassVar[str] = "nothing-given"
    en: ClassVar[str] = "'{demand}' has no {name}; give at least one, or leave the demand out"
    zh: ClassVar[str] = "“{demand}”没有 {name}，请至少给出一个，或删去这条要求"

    path: Path
    demand: str
    name: str


@attrs.frozen(kw_only=True)
class Demand:
    """
    One demand, hard or soft, as a value.

    Each kind of demand defines an *amount*, a whole number counted on the dated sessions
    of a timetable: 0 where it is kept. A hard demand (`weight` is `None`) asks that it is 0;
    a soft one costs `weight` for each 1 of it.

    In every amount the *date* of a session is the day on which it is really held, and its
    *week* the teaching week whose lesson it is, although it may be made up in another.

    Attributes:
        id: Its name in reports; made of its kind and parameters if none is given. Two
            demands of a problem cannot have the same.
        weight: What each 1 of its amount costs; `None` if it is hard.

    Raises:
        ProblemsError: All that is wrong with its parameters.

    Example:
        >>> from community_edu.scheduling.demands import Capacity
        >>> demand = Capacity(weight=3)
        >>> demand.id, demand.hard, demand.text.en
        ('capacity', False, 'a venue holds the people of a section')
    """

    kind: ClassVar[str]
    zh: ClassVar[str]
    en: ClassVar[str]

    id: str = ""
    weight: int | None = None

    def __attrs_post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", "-".join([self.kind, *self._parts()]))
        problems = tuple(self._problems())
        if self.weight is not None and not 1 <= self.weight <= MOST_WEIGHT:
            problems = (BadWeightError(("weight",), self.id, self.weight), *problems)
        if problems:
            raise ProblemsError(f"the demand '{self.id}' cannot be", problems)

    @property
    def hard(self) -> bool:
        """
        Tell whether it must be kept.
        """
        return self.weight is None

    @property
    def text(self) -> Text:
        """
        What it asks, in one sentence without a full stop.
        """
        facts = self._facts()
        zh = self.zh.format_map({name: words(fact, "zh-CN") for name, fact in facts.items()})
        en = self.en.format_map({name: words(fact, "en") for name, fact in facts.items()})
        return Text(zh, en=en)

    def _parts(self) -> tuple[str, ...]:
        """
        Return what tells this demand from others of its kind in its `id`.
        """
        return ()

    def _facts(self) -> dict[str, object]:
        """
        Return the words with which `zh` and `en` are filled.
        """
        return {}

    def _problems(self) -> Iterable[CommunityEduError]:
        """
        Return what is wrong with the parameters.
        """
        return ()

    def _at_least(self, **least: int) -> Iterator[CommunityEduError]:
        """
        Yield the numbers that are smaller than they can be.
        """
        for name, limit in least.items():
            value: int = getattr(self, name)
            if value < limit:
                yield BadDemandNumberError((name,), self.id, name, value, limit)

    def _one_of(self, **choices: object) -> Iterator[CommunityEduError]:
        """
        Yield the words that are none of a `Literal`.
        """
        for name, choice in choices.items():
            value: str = getattr(self, name)
            if value not in get_args(choice):
                yield BadChoiceError((name,), self.id, name, value, get_args(choice))


@attrs.frozen(kw_only=True)
class ResourceDemand(Demand):
    """
    A demand on everything of one kind that can be in one place only at a time.

    Attributes:
        of: ``venue``, ``educator`` or ``group``.
    """

    of: SharedResource

    def _parts(self) -> tuple[str, ...]:
        return (self.of,)

    def _facts(self) -> dict[str, object]:
        return {"of": code_text("resource", self.of)}

    def _problems(self) -> Iterable[CommunityEduError]:
        return self._one_of(of=SharedResource)


def code_text(vocabulary: str, code: str) -> Text:
    """
    Return the label of a code in both languages; a code without one shows as it is.

    Example:
        >>> code_text("resource", "venue").en
        'venue'
    """
    return Text(label(vocabulary, code, "zh-CN"), en=label(vocabulary, code, "en"))


def audience_text(code: str) -> Text:
    """
    Return the label of an audience; one that is named for a theme has the label of its tag.

    Example:
        >>> audience_text("elderly").en, audience_text("law").zh, audience_text("knitters").en
        ('elderly people', '法治', 'knitters')
    """
    found = code_text("audience", code)
    return code_text("tag", code) if found.zh == code else found


@runtime_checkable
class OwnDemand(Protocol):
    """
    A demand of the user's own (自定义要求): any object with these members.

    Its amount is that of each single placement plus that of each pair of placements,
    each counted once, in however many weeks it is held. Both are asked of every possible
    placement before a solver starts: they must depend on nothing but their arguments, be
    0 or more, and be quick.
    """

    @property
    def id(self) -> str:
        """
        Its name in reports.
        """
        ...

    @property
    def weight(self) -> int | None:
        """
        What each 1 of its amount costs; `None` if it is hard.
        """
        ...

    @property
    def text(self) -> Text:
        """
        What it asks.
        """
        ...

    def amount(self, placement: object, problem: object) -> int:
        """
        Return how far a single placement is from what is asked; 0 is kept.
        """
        ...

    def pairs(self, problem: object) -> tuple[tuple[str, str], ...]:
        """
        Return the pairs of sections of which `amount_of_pair` has to be asked, each once.

        A section can be in a pair with itself: each two of its placements are asked, the
        one that stands first in the timetable being the first.
        """
        ...

    def amount_of_pair(self, one: object, other: object, problem: object) -> int:
        """
        Return how far two placements, each of one of a pair of sections, are from it.
        """
        ...
