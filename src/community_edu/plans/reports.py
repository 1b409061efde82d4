"""
Reports (总结): the numbers that a document states, what it says of them, and its milestones.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import ClassVar, Literal, TypeAlias

import attrs

from community_edu.base import (
    Cited,
    CommunityEduError,
    Finding,
    FindingKind,
    Path,
    References,
    Text,
    identifier,
    text,
)
from community_edu.calendars import Rule
from community_edu.courses import ProjectId, project_id
from community_edu.evaluation import INDICATOR
from community_edu.measures import (
    PLAIN,
    Bound,
    Comparison,
    Indicator,
    IndicatorId,
    Interval,
    Measure,
    MissingEvidenceError,
    StatedNumber,
    TargetId,
    Threshold,
    Unit,
    UnitMismatchError,
    ZeroDenominatorError,
    enclose,
    indicator_id,
    target_id,
)

CLAIM_FAILS = FindingKind(
    "claim-fails",
    "error",
    zh="“{claim}”不成立：{formula}，而左边是 {left}，右边是 {right}",
    en="'{claim}' does not hold: {formula}, but the left side is {left} and the right side {right}",
)
CLAIM_OPEN = FindingKind(
    "claim-open",
    "warning",
    zh="“{claim}”无法判定：{formula}，左边是 {left}，右边是 {right}",
    en="'{claim}' cannot be decided: {formula}; the left side is {left}, the right side {right}",
)
IMPLIED_NUMBER = FindingKind(
    "implied-number",
    "info",
    zh="“{claim}”：由 {formula} 推得 {value}",
    en="'{claim}': from {formula} follows {value}",
)
CLAIM_WITHOUT_NUMBERS = FindingKind(
    "claim-without-numbers",
    "warning",
    zh="“{claim}”无法核对：{reason}",
    en="'{claim}' cannot be checked: {reason}",
)

MilestoneStatus: TypeAlias = Literal["planned", "estimated", "done"]


@attrs.define(slots=False)
class ClaimFormError(CommunityEduError, ValueError):
    """
    A claim that says nothing to compute, or two things.
    """

    code: ClassVar[str] = "bad-claim"
    en: ClassVar[str] = (
        "the claim '{claim}' needs either 'holds' or 'implies', and only one of them"
    )
    zh: ClassVar[str] = "“{claim}”应写明 holds 或 implies 之一，且只写一个"

    claim: str


@attrs.define(slots=False)
class RepeatedFigureError(CommunityEduError, ValueError):
    """
    Two numbers for one indicator.
    """

    code: ClassVar[str] = "repeated-figure"
    en: ClassVar[str] = (
        "the indicator '{indicator}' has a number already; what is counted in another scope or "
        "period is another indicator"
    )
    zh: ClassVar[str] = "指标“{indicator}”已有一个数；范围或时期不同的，请另设指标"

    path: Path
    indicator: str


@attrs.frozen(kw_only=True)
class Figure(Cited):
    """
    One number that a document states (数据).

    Attributes:
        id: The identifier in the plan.
        indicator: What is counted.
        value: The number as written; ``22.4%`` is what rounds to it.
        bound: How it is hedged: 多、余、超过 is ``>``, 约 is ``~``.
        per: The period that it covers, if the report does not say it for all.
        note: What a reader should know.
    """

    id: str = attrs.field(converter=identifier)
    indicator: IndicatorId = attrs.field(converter=indicator_id)
    value: StatedNumber
    bound: Bound = "="
    per: str = ""
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    @property
    def interval(self) -> Interval:
        """
        What the number can have been.
        """
        return self.value.interval(self.bound)


@attrs.frozen(kw_only=True)
class Claim(Cited):
    """
    What a document says, or means, about its numbers; it is computed again.

    Attributes:
        id: The identifier in the plan.
        name: What is said, for a reader.
        holds: A comparison that has to hold: parts that are no more than a total.
        implies: A formula whose value follows from the numbers: a base that is
            not given.
        note: What a reader should know.

    Raises:
        ClaimFormError: It has neither of the two, or both.
    """

    id: str = attrs.field(converter=identifier)
    name: Text = attrs.field(converter=text)
    holds: Comparison | None = None
    implies: Measure | None = None
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    def __attrs_post_init__(self) -> None:
        if (self.holds is None) == (self.implies is None):
            raise ClaimFormError(self.id)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """
        The formulas in it.
        """
        return (self.implies,) if self.implies else self.holds.measures if self.holds else ()


@attrs.frozen(kw_only=True)
class Milestone(Cited):
    """
    A step with a date (时间节点): tenders are opened on 18 June, works end in August.

    Attributes:
        id: The identifier in the plan.
        name: What a reader calls it.
        project: The project that it is a step of.
        target: The target that it is a step to, with the `threshold` of that day.
        threshold: What the measure of the target shall have reached by then.
        when: The days; a step is due on the last of them. `None` if it has no date.
        status: Whether it is planned, estimated (预计) or done.
        note: What a reader should know.
    """

    id: str = attrs.field(converter=identifier)
    name: Text = attrs.field(converter=text)
    project: ProjectId | None = attrs.field(
        default=None, converter=attrs.converters.optional(project_id)
    )
    target: TargetId | None = attrs.field(
        default=None, converter=attrs.converters.optional(target_id)
    )
    threshold: Threshold | None = None
    when: Rule | None = None
    status: MilestoneStatus = "planned"
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))


@attrs.frozen(kw_only=True, slots=False)
class Report(Cited):
    """
    What a document states of itself; a plan may hold it, or stand without one.

    Attributes:
        title: What the report is called, if it is one of its own.
        period: What its numbers cover: ``half_year``, ``year`` …; empty if not said.
        as_of: The day to which they go (截止), without a year.
        figures: The numbers.
        claims: What is said of them.
        milestones: Steps with dates.

    Raises:
        ProblemsError: An identifier is used twice, or an indicator has two
            numbers; all problems at once, each with its path.

    Example:
        >>> report = Report.of({"elderly": 29470})
        >>> report.intervals["elderly"]
        Interval('[29470, 29470]')
    """

    title: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
    period: str = ""
    as_of: Rule | None = None
    figures: tuple[Figure, ...] = attrs.field(default=(), converter=tuple[Figure, ...])
    claims: tuple[Claim, ...] = attrs.field(default=(), converter=tuple[Claim, ...])
    milestones: tuple[Milestone, ...] = attrs.field(default=(), converter=tuple[Milestone, ...])

    def __attrs_post_init__(self) -> None:
        check = References()
        check.unique("figures", (figure.id for figure in self.figures))
        check.unique("claims", (claim.id for claim in self.claims))
        check.unique("milestones", (milestone.id for milestone in self.milestones))
        counted: set[str] = set()
        for index, figure in enumerate(self.figures):
            if figure.indicator in counted:
                path = ("figures", index, "indicator")
                check.problems.append(RepeatedFigureError(path, figure.indicator))
            counted.add(figure.indicator)
        check.finish("the report does not hold together")

    @classmethod
    def of(cls, evidence: Mapping[str, Fraction | int]) -> "Report":
        """
        Return the report of what is known exactly: the number of each indicator.
        """
        return cls(
            figures=[
                Figure(id=f"figure-{number}", indicator=name, value=StatedNumber.exactly(value))
                for number, (name, value) in enumerate(evidence.items(), start=1)
            ]
        )

    @cached_property
    def intervals(self) -> Mapping[str, Interval]:
        """
        What each number can have been, by its indicator.
        """
        return {figure.indicator: figure.interval for figure in self.figures}

    def rules(self) -> Iterator[tuple[Path, Rule]]:
        """
        Yield each of its day rules with its path in a plan file.
        """
        if self.as_of is not None:
            yield ("report", "as_of"), self.as_of
        for index, milestone in enumerate(self.milestones):
            if milestone.when is not None:
                yield ("milestones", index, "when"), milestone.when


def check_statements(report: Report, indicators: Iterable[Indicator], check: References) -> None:
    """
    Note numbers and claims about nothing that is counted, and such as mix units.

    Args:
        report: The figures and claims.
        indicators: What they may be about.
        check: Takes what is found.
    """
    units: dict[str, Unit] = {indicator.id: indicator.unit for indicator in indicators}
    for index, figure in enumerate(report.figures):
        check.known(("figures", index, "indicator"), INDICATOR, figure.indicator, units)
        unit = units.get(figure.indicator, PLAIN)
        if figure.value.share and not unit.dimensionless:
            path = ("figures", index, "value")
            check.problems.append(UnitMismatchError(str(PLAIN), str(unit), path))
    for index, claim in enumerate(report.claims):
        path = ("claims", index, "implies" if claim.implies else "holds")
        names = dict.fromkeys(name.indicator for part in claim.measures for name in part.names)
        for name in names:
            check.known(path, INDICATOR, name, units)
        if set(names) <= set(units):
            try:
                if claim.holds is not None:
                    claim.holds.check_units(units)
                for measure in claim.measures:
                    measure.unit(units)
            except UnitMismatchError as error:
                check.problems.append(attrs.evolve(error, path=path))


def check_report(report: Report, indicators: Iterable[Indicator]) -> tuple[Finding, ...]:
    """
    Compute the claims of a report again, exactly, with what its numbers leave open.

    Args:
        report: The numbers and the claims.
        indicators: What is counted, with its units.

    Returns:
        Claims that fail, claims that rounding or hedging leaves undecided, and
        the numbers that follow from others.

    Raises:
        UnknownReferenceError: A claim is about something that is not counted.

    Example:
        >>> elderly = Indicator(id="elderly", name="老年人", unit=Unit.parse("person"))
        >>> share = Indicator(id="share", name="占户籍总人口")
        >>> report = Report(
        ...     figures=[
        ...         Figure(id="a", indicator="elderly", value=StatedNumber.parse("29470")),
        ...         Figure(id="b", indicator="share", value=StatedNumber.parse("22.4%")),
        ...     ],
        ...     claims=[
        ...         Claim(id="base", name="户籍总人口", implies=Measure.parse("elderly / share"))
        ...     ],
        ... )
        >>> print(check_report(report, [elderly, share])[0].message("zh-CN"))
        “户籍总人口”：由 elderly / share 推得 131270–131856 人
    """
    units: dict[str, Unit] = {indicator.id: indicator.unit for indicator in indicators}
    findings: list[Finding] = []
    for index, claim in enumerate(report.claims):
        try:
            found = _claim(claim, report.intervals, units)
        except (MissingEvidenceError, ZeroDenominatorError) as error:
            reason = Text(error.sentence("zh-CN"), en=error.sentence("en"))
            found = Finding(CLAIM_WITHOUT_NUMBERS, items={"claim": claim.name, "reason": reason})
        if found is not None:
            findings.append(found.at("claims", index, source=claim.source))
    return tuple(findings)


def _claim(
    claim: Claim, intervals: Mapping[str, Interval], units: Mapping[str, Unit]
) -> Finding | None:
    values = [enclose(measure, intervals) for measure in claim.measures]
    unit = next((part.unit(units) for part in claim.measures if part.names), PLAIN)
    items: dict[str, object] = {"claim": claim.name}
    if claim.holds is None:
        value = shown(counted(values[0], unit), unit)
        return Finding(
            IMPLIED_NUMBER, items=items | {"formula": str(claim.implies), "value": value}
        )
    verdict = claim.holds.decide(intervals)
    if verdict:
        return None
    left, right = (shown(value, unit) for value in values)
    kind = CLAIM_OPEN if verdict is None else CLAIM_FAILS
    return Finding(kind, items=items | {"formula": str(claim.holds), "left": left, "right": right})


def counted(interval: Interval, unit: Unit) -> Interval:
    """
    Return *interval* without its parts of what is counted whole, such as persons.

    Shares and quotients, such as lessons a lecturer, are left as they are.
    """
    match unit.factors:
        case ((_, 1),):
            return interval.whole(unit.step) or interval
        case _:
            return interval


def shown(interval: Interval, unit: Unit) -> Text:
    """
    Return an interval for readers.
    """
    return Text(interval.to("zh-CN", unit), en=interval.to("en", unit))
