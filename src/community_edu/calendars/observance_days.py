"""
Observances (节日、纪念日、宣传日) and the year that they make.
"""

import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

import attrs

from community_edu.base import (
    CommunityEduError,
    Finding,
    FindingKind,
    Language,
    Text,
    label,
    text,
)
from community_edu.base.html import table
from community_edu.calendars.combinators import Years
from community_edu.calendars.rules import Names, Rule
from community_edu.calendars.spans import Span

UNVERIFIED_OBSERVANCE = FindingKind(
    "unverified-observance",
    "info",
    zh="“{name}”的规则尚无人核对出处",
    en="nobody has opened a source of the rule of '{name}' yet",
)


@attrs.define(slots=False)
class InvalidKeyError(CommunityEduError, ValueError):
    """
    A key that no rule could name.
    """

    code = "invalid-key"
    en = (
        "'{value}' cannot be the key of an observance; write a-z, 0-9 and '_', a letter first, "
        "and no word that Python keeps for itself"
    )
    zh = "“{value}”不能作节日的键，请用小写字母、数字和 _，以字母开头，且不用 Python 的保留字"

    value: str


_KEY = re.compile(r"[a-z][a-z0-9_]{0,79}", re.ASCII)


def observance_key(value: str) -> str:
    """
    Return *value* if rules can name an observance by it.

    Raises:
        InvalidKeyError: It is no word of small letters, digits and ``_``, or
            one such as ``class``, which is no name where rules are read.

    Example:
        >>> observance_key("double_ninth")
        'double_ninth'
    """
    if not _KEY.fullmatch(value) or keyword.iskeyword(value):
        raise InvalidKeyError(value)
    return value


@attrs.frozen(kw_only=True)
class Observance:
    """
    One day or week with a name and a rule.

    Attributes:
        key: The name in rules and on the command line: ``double_ninth``.
        name: What people call it.
        rule: When it is.
        aliases: Other Chinese names in use.
        tags: What it is about and whom it is for, in codes of an open
            vocabulary: ``health``, ``elders``, ``traditional``.
        source: Where the rule is stated.
        verified: Whether that source has been read; shipped rows say so.
        note: What a user of the day should know.

    Example:
        >>> from community_edu.calendars import parse_rule
        >>> rule = parse_rule("years(fixed(9, 10), first=1985)")
        >>> day = Observance(key="teachers_day", name="教师节", rule=rule)
        >>> day.since, day.until
        (1985, None)
    """

    key: str = attrs.field(converter=observance_key)
    name: Text = attrs.field(converter=text)
    rule: Rule
    aliases: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    tags: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    source: str = ""
    verified: bool = True
    note: str = ""

    @property
    def since(self) -> int | None:
        """
        The first year in which it is kept, if its rule says so.
        """
        return self.rule.first if isinstance(self.rule, Years) else None

    @property
    def until(self) -> int | None:
        """
        The last year in which it is kept, if its rule says so.
        """
        return self.rule.last if isinstance(self.rule, Years) else None

    @property
    def names(self) -> tuple[str, ...]:
        """
        Its name and its other names, in Chinese.
        """
        return (self.name.zh, *self.aliases)


@attrs.frozen
class ObservanceDay:
    """
    One time that an observance is kept.

    Attributes:
        observance: What is kept.
        span: On which days.
        findings: What is doubtful about them, each at the key of the observance.
    """

    observance: Observance
    span: Span
    findings: tuple[Finding, ...] = ()


HEADER = {
    "zh-CN": ("日期", "名称", "标签", "说明"),
    "en": ("Date", "Name", "Tags", "Remarks"),
}


@attrs.frozen(kw_only=True, repr=False)
class ObservanceYear:
    """
    The observances of a catalogue in one year.

    In a notebook it shows as a table.

    Attributes:
        year: The civil year.
        keys: The observances that were looked at, those without a day included.
        days: When they are kept, in order; one may be kept twice, or not at all.
        undated: What could not be dated and why, each at the key of an observance.

    Example:
        >>> from community_edu.calendars import shipped_observances
        >>> elders = shipped_observances().tagged("elders").in_year(2026)
        >>> [(str(day.span.start), day.observance.name.zh) for day in elders.days][-2:]
        [('2026-10-11', '重阳前夕慰问'), ('2026-10-18', '重阳节')]
    """

    year: int
    keys: tuple[str, ...] = attrs.field(converter=tuple[str, ...])
    days: tuple[ObservanceDay, ...] = attrs.field(converter=tuple[ObservanceDay, ...])
    undated: tuple[Finding, ...] = attrs.field(default=(), converter=tuple[Finding, ...])

    @cached_property
    def spans(self) -> Mapping[str, tuple[Span, ...]]:
        """
        The days of each observance by its key; of one without a day, none.
        """
        found: dict[str, list[Span]] = {key: [] for key in self.keys}
        for day in self.days:
            found[day.observance.key].append(day.span)
        return {key: tuple(spans) for key, spans in found.items()}

    def on(self, day: date) -> tuple[ObservanceDay, ...]:
        """
        Return what is kept on *day*.
        """
        return tuple(entry for entry in self.days if day in entry.span)

    def to_records(self, language: Language = "zh-CN") -> list[dict[str, object]]:
        """
        Return the days as plain rows, for a frame library or for JSON.

        Dates are ISO 8601, ends exclusive.
        """
        return [
            {
                "key": day.observance.key,
                "name": day.observance.name.to(language),
                "start": day.span.start.isoformat(),
                "end": day.span.end.isoformat(),
                "tags": list(day.observance.tags),
                "findings": [finding.code for finding in day.findings],
            }
            for day in self.days
        ]

    def to_html(self, language: Language = "zh-CN") -> str:
        """
        Return the days as an HTML table, and below them what has no date.
        """
        dated = (
            (
                _span_text(day.span),
                day.observance.name.to(language),
                _tags_text(day.observance.tags, language),
                " ".join(finding.message(language) for finding in day.findings),
            )
            for day in self.days
        )
        undated = (
            ("", str(finding.path[0]), "", finding.message(language)) for finding in self.undated
        )
        return table(HEADER[language], (*dated, *undated), caption=str(self.year))

    def __repr__(self) -> str:
        return (
            f"ObservanceYear(year={self.year}, days={len(self.days)}, undated={len(self.undated)})"
        )

    def _repr_html_(self) -> str:
        return self.to_html()


def _span_text(span: Span) -> str:
    return str(span.start) if span.days == 1 else f"{span.start} – {span.last}"


def _tags_text(tags: Iterable[str], language: Language) -> str:
    joint = "、" if language == "zh-CN" else ", "
    return joint.join(label("tag", tag, language) for tag in tags)


def observance_year(
    observances: Mapping[str, Observance], year: int, names: Names
) -> ObservanceYear:
    """
    Date *observances* in *year*.

    Args:
        observances: The observances by key.
        year: A civil year.
        names: What the keys stand for, and the names in their rules: an
            almanac that has these observances.
    """
    days: list[ObservanceDay] = []
    undated: list[Finding] = []
    for key, observance in observances.items():
        rule = names.rule(key)
        findings = tuple(_findings(observance, rule, year, names))
        days.extend(ObservanceDay(observance, span, findings) for span in names.days(key, year))
        undated.extend(finding.at(key) for finding in rule.unresolved(year, names))
    days.sort(key=lambda day: (day.span.start, day.span.end))
    return ObservanceYear(year=year, keys=observances, days=days, undated=undated)


def _findings(observance: Observance, rule: Rule, year: int, names: Names) -> Iterator[Finding]:
    for finding in rule.remarks(year, names):
        yield finding.at(observance.key)
    if not observance.verified:
        yield Finding(UNVERIFIED_OBSERVANCE, (observance.key,), {"name": observance.name})
