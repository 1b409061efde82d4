"""
Indicators and targets (目标): what a plan measures and what it means to reach.
"""

from keyword import iskeyword
from typing import ClassVar, Literal, NewType, TypeAlias

import attrs

from community_edu.base import Cited, CommunityEduError, Text, identifier, text
from community_edu.measures.expressions import Measure
from community_edu.measures.nodes import RESERVED
from community_edu.measures.thresholds import Threshold
from community_edu.measures.units import PLAIN, Unit

IndicatorId = NewType("IndicatorId", str)
TargetId = NewType("TargetId", str)

Hardness: TypeAlias = Literal["hard", "aspire", "forecast"]
"""
``hard``: 不低于, a duty. ``aspire``: 力争, a hope. ``forecast``: 预计, an expectation.
"""

Trend: TypeAlias = Literal["up", "down"]


@attrs.define(slots=False)
class IndicatorNameError(CommunityEduError, ValueError):
    """
    A name that could not be used in a formula.
    """

    code: ClassVar[str] = "invalid-indicator"
    en: ClassVar[str] = (
        "'{value}' cannot name an indicator; write lowercase letters, digits and '_', a letter "
        "first, and none of the words of the measure language"
    )
    zh: ClassVar[str] = (
        "“{value}”不能作指标名，请用小写字母、数字和 _，以字母开头，且不用算式的保留字"
    )

    value: str


def indicator_id(value: str) -> IndicatorId:
    """
    Return *value* as the name of an indicator: a word that formulas can use.

    Raises:
        IndicatorNameError: It is not such a word, or means something else there.

    Example:
        >>> indicator_id("employees_trained")
        'employees_trained'
    """
    plain = value.isascii() and value.isidentifier() and value == value.lower()
    if not plain or iskeyword(value) or value in RESERVED or value.startswith("_"):
        raise IndicatorNameError(value)
    return IndicatorId(value)


def target_id(value: str) -> TargetId:
    """
    Return *value* as the identifier of a target.
    """
    return TargetId(identifier(value))


@attrs.frozen(kw_only=True)
class Indicator(Cited):
    """
    Something that is counted or measured (指标), by a name that formulas use.

    Attributes:
        id: The name in formulas and evidence files, for example ``employees``.
        name: What a reader calls it.
        unit: In what it is counted; persons (人) and person-times (人次) differ. Of a
            derived indicator it follows from the formula, and need not be stated.
        measure: The formula of a derived indicator (派生指标), which is computed and
            not counted; evidence does not give it.
        population: Among whom it is counted (户籍人口, 常住人口), if the plan says so.
        note: Whose number it is, and what it leaves out.
    """

    id: IndicatorId = attrs.field(converter=indicator_id)
    name: Text = attrs.field(converter=text)
    unit: Unit = PLAIN
    measure: Measure | None = None
    population: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))


@attrs.frozen(kw_only=True)
class Target(Cited):
    """
    What a plan means to reach.

    A target has a `threshold`, or only a `trend` (提高, 下降), or neither: then
    it is kept as the words it is, and reported as not measurable.

    Attributes:
        id: The identifier in reports.
        name: What a reader calls it.
        measure: The formula over the plan's indicators, if there is one.
        candidates: Formulas of which the plan does not say which one counts;
            they stand in place of the measure.
        threshold: What the measure must reach.
        trend: The direction in which the measure must move from the period before.
        per: The period it is counted over: ``year``, ``plan`` …
        hardness: Whether it is a duty, a hope or a forecast.
        lever: The indicator one would work on to close a gap; by default the
            first that the formula names.
    """

    id: TargetId = attrs.field(converter=target_id)
    name: Text = attrs.field(converter=text)
    measure: Measure | None = None
    candidates: tuple[Measure, ...] = attrs.field(default=(), converter=tuple[Measure, ...])
    threshold: Threshold | None = None
    trend: Trend | None = None
    per: str = "year"
    hardness: Hardness = "hard"
    lever: IndicatorId | None = attrs.field(
        default=None, converter=attrs.converters.optional(indicator_id)
    )
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    @property
    def formulas(self) -> tuple[Measure, ...]:
        """
        The formulas that may count: the measure, or else the candidates.
        """
        return self.candidates if self.measure is None else (self.measure,)
