"""
Reading phrases of time (时间表述) as people write them: 每月5日, at least four times a year.
"""

from collections.abc import Mapping
from datetime import time
from typing import ClassVar, Literal, TypeAlias

import attrs

from community_edu.base import CommunityEduError, Finding, Language, extra, label
from community_edu.calendars.cadences import CADENCES, Cadence
from community_edu.calendars.observances import ObservanceCatalog, shipped_observances
from community_edu.calendars.phrases.reasons import NO_TEXT, NO_TIME, NOTHING_MADE
from community_edu.calendars.quotas import Quota
from community_edu.calendars.rules import Rule, Unresolved

LONGEST_TEXT = 500
"""
So many characters may a phrase have.
"""

ReadingKind: TypeAlias = Literal[
    "trigger", "recurrence", "deadline", "window", "quota", "cadence", "period", "unresolved"
]
"""
What a phrase is above all; see `Reading.kinds` for all that it is.
"""


@attrs.define(slots=False)
class PhraseTooLongError(CommunityEduError, ValueError):
    """
    A text that is longer than a phrase of time can be.
    """

    code: ClassVar[str] = "phrase-too-long"
    en: ClassVar[str] = "a phrase of {length} characters is too long; give up to {most}, a sentence"
    zh: ClassVar[str] = "表述长 {length} 个字符，太长了，请只给一句，至多 {most} 个字符"

    length: int
    most: int = LONGEST_TEXT


@attrs.frozen(kw_only=True, repr=False)
class Reading:
    """
    What a phrase says about time, by the keys with which a duty says when.

    Attributes:
        text: The phrase as it was given.
        when: The days on which it takes place.
        due: The day by which it must be done (6月底完成).
        within: The days among which one is to be chosen (寒暑假); of a month
            theme (一月份：…) the month.
        quota: How many times it must happen in each period.
        cadence: A vague word instead of a date: a key of `CADENCES`.
        edition: The number of a recurring event (第六届).
        trigger: What sets it off, in the words of the phrase (发现违规行为).
        starts: The local time at which it begins.
        minutes: How long it lasts.
        about: The period that it reports on, in the words of the phrase (上月).
        rotation: The set of which one member has its turn each time (每月一个年级).
        findings: What had to be chosen between two readings, what is vague or
            masked, and what was not understood.
    """

    text: str
    when: Rule | None = None
    due: Rule | None = None
    within: Rule | None = None
    quota: Quota | None = None
    cadence: Cadence | None = None
    edition: int | None = None
    trigger: str | None = None
    starts: time | None = None
    minutes: int | None = None
    about: str | None = None
    rotation: str | None = None
    findings: tuple[Finding, ...] = attrs.field(default=(), converter=tuple[Finding, ...])

    @property
    def kinds(self) -> tuple[ReadingKind, ...]:
        """
        Everything that the phrase is, the weightiest first.

        Example:
            >>> read_when("每月一期的黑板报").kinds
            ('recurrence', 'quota')
        """
        dated = self.when is not None and not isinstance(self.when, Unresolved)
        kinds: dict[ReadingKind, bool] = {
            "trigger": self.trigger is not None,
            "recurrence": dated,
            "deadline": self.due is not None,
            "window": self.within is not None,
            "quota": self.quota is not None,
            "cadence": self.cadence is not None,
            "period": self.about is not None,
        }
        return tuple(kind for kind, is_so in kinds.items() if is_so) or ("unresolved",)

    @property
    def kind(self) -> ReadingKind:
        """
        What the phrase is above all: ``recurrence``, ``deadline``, ``quota``, ``unresolved`` …
        """
        return self.kinds[0]

    def to(self, language: Language) -> str:
        """
        Say the reading to a person, part by part.

        Example:
            >>> read_when("每季度不少于一次").to("zh-CN")
            '次数：每季度不少于 1 次'
        """
        colon, stop = ("：", "；") if language == "zh-CN" else (": ", "; ")
        index = language == "en"
        said = [
            f"{_LABELS[name][index]}{colon}{_said(name, value, language)}"
            for name, value in self.said.items()
        ]
        return stop.join(said)

    @property
    def said(self) -> Mapping[str, object]:
        """
        The keys of a duty that the phrase gives, with their values.

        Example:
            >>> for key, value in read_when("每月5日上报上月报表").said.items():
            ...     print(key, value)
            due monthly(5)
            about 上月
        """
        values: dict[str, object] = {name: getattr(self, name) for name in _LABELS}
        return {name: value for name, value in values.items() if value is not None}

    def __str__(self) -> str:
        said = "; ".join(f"{name} {value}" for name, value in self.said.items())
        return f"{self.text.strip()} → {said}"

    def __repr__(self) -> str:
        return f"<Reading {self}>"


_LABELS: dict[str, tuple[str, str]] = {
    "trigger": ("起因", "set off by"),
    "when": ("日期", "on"),
    "due": ("期限", "by"),
    "within": ("时段", "within"),
    "quota": ("次数", "times"),
    "cadence": ("频次", "how often"),
    "edition": ("届次", "edition"),
    "starts": ("开始", "begins"),
    "minutes": ("分钟", "minutes"),
    "about": ("所述期间", "about"),
    "rotation": ("轮流", "in turn"),
}


def _said(name: str, value: object, language: Language) -> str:
    if isinstance(value, Quota):
        return value.to(language)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if name == "rotation":
        return label("set", str(value), language)
    vague = next((words for word, words in CADENCES.items() if word == value), None)
    return vague.to(language) if vague else str(value)


def read_when(text: str, observances: ObservanceCatalog | None = None) -> Reading:
    """
    Read what *text* says about time, in Chinese or English.

    The phrase may stand anywhere in a sentence of a plan; other words are passed
    over. Nothing is invented: what is vague stays a vague word, a masked year
    stays masked, and where two readings are possible a finding names the one
    taken and the other. A text in which no time is found has
    ``when=Unresolved(text, why, en=…)``.

    Args:
        text: A phrase or a sentence, up to 500 characters.
        observances: The days that may be called by name; by default the shipped ones.

    Raises:
        PhraseTooLongError: *text* is longer than that.
        MissingExtraError: The parser is not installed; it is the extra ``phrases``.

    Example:
        >>> print(read_when("每月5日"))
        每月5日 → when monthly(5)
        >>> print(read_when("at least four times a year"))
        at least four times a year → quota >= 4 per year
        >>> print(read_when("重阳节前夕"))
        重阳节前夕 → within before(double_ninth)
        >>> read_when("适时").kind, read_when("blah").kind
        ('cadence', 'unresolved')
    """
    if len(text) > LONGEST_TEXT:
        raise PhraseTooLongError(len(text))
    with extra("phrases", "lark"):
        from community_edu.calendars.phrases.meanings import union
        from community_edu.calendars.phrases.sense import SenseReader
    catalog = shipped_observances() if observances is None else observances
    reader = SenseReader(text, catalog=catalog)
    sense = reader.read()
    reading = Reading(
        text=text,
        when=union(sense.when) if sense.when else None,
        due=union(sense.due) if sense.due else None,
        within=union(sense.within) if sense.within else None,
        quota=sense.quota,
        cadence=sense.cadence,
        edition=sense.edition,
        trigger=sense.trigger,
        starts=sense.starts,
        minutes=sense.minutes,
        about=sense.about,
        rotation=sense.rotation,
        findings=reader.findings,
    )
    if reading.said:
        return reading
    why = NO_TEXT
    if text.strip():
        why = NOTHING_MADE if reader.findings else NO_TIME
    return attrs.evolve(reading, when=Unresolved.because(text.strip(), why))
