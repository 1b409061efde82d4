"""
How much: units, exact quantities, the measure language, indicators and targets.
"""

from community_edu.measures.bases import head_bases
from community_edu.measures.conditions import Condition, ConditionSyntaxError
from community_edu.measures.derived import check_definitions, definitions_of
from community_edu.measures.errors import (
    DefinitionCycleError,
    LongDefinitionError,
    MeasureSyntaxError,
    MissingEvidenceError,
    NoPeriodBeforeError,
    UnknownIndicatorError,
    ZeroDenominatorError,
)
from community_edu.measures.expressions import Measure
from community_edu.measures.intervals import EmptyIntervalError, Interval, compare, enclose
from community_edu.measures.levers import levers_of, needed
from community_edu.measures.statements import (
    Bound,
    Comparison,
    ComparisonSyntaxError,
    StatedNumber,
    StatedNumberError,
)
from community_edu.measures.targets import (
    Hardness,
    Indicator,
    IndicatorId,
    IndicatorNameError,
    Target,
    TargetId,
    Trend,
    indicator_id,
    target_id,
)
from community_edu.measures.thresholds import (
    AnyThreshold,
    Comparator,
    FormulaThreshold,
    Threshold,
    ThresholdSyntaxError,
    parse_threshold,
)
from community_edu.measures.units import (
    ITEM,
    PLAIN,
    POINTS,
    YES_NO,
    NotCountedError,
    PercentagePointsError,
    Quantity,
    QuantitySyntaxError,
    Unit,
    UnitMismatchError,
    UnitSyntaxError,
)

__all__ = [
    "ITEM",
    "PLAIN",
    "POINTS",
    "YES_NO",
    "AnyThreshold",
    "Bound",
    "Comparator",
    "Comparison",
    "ComparisonSyntaxError",
    "Condition",
    "ConditionSyntaxError",
    "DefinitionCycleError",
    "EmptyIntervalError",
    "FormulaThreshold",
    "Hardness",
    "Indicator",
    "IndicatorId",
    "IndicatorNameError",
    "Interval",
    "LongDefinitionError",
    "Measure",
    "MeasureSyntaxError",
    "MissingEvidenceError",
    "NoPeriodBeforeError",
    "NotCountedError",
    "PercentagePointsError",
    "Quantity",
    "QuantitySyntaxError",
    "StatedNumber",
    "StatedNumberError",
    "Target",
    "TargetId",
    "Threshold",
    "ThresholdSyntaxError",
    "Trend",
    "Unit",
    "UnitMismatchError",
    "UnitSyntaxError",
    "UnknownIndicatorError",
    "ZeroDenominatorError",
    "check_definitions",
    "compare",
    "definitions_of",
    "enclose",
    "head_bases",
    "indicator_id",
    "levers_of",
    "needed",
    "parse_threshold",
    "target_id",
]
