"""
How much: units, exact quantities, the measure language, indicators and targets.
"""

from community_edu.measures.expressions import (
    Measure,
    MeasureSyntaxError,
    MissingEvidenceError,
    ZeroDenominatorError,
)
from community_edu.measures.intervals import EmptyIntervalError, Interval, compare, enclose
from community_edu.measures.levers import needed
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
from community_edu.measures.thresholds import Comparator, Threshold, ThresholdSyntaxError
from community_edu.measures.units import (
    PLAIN,
    Quantity,
    QuantitySyntaxError,
    Unit,
    UnitMismatchError,
    UnitSyntaxError,
)

__all__ = [
    "PLAIN",
    "Bound",
    "Comparator",
    "Comparison",
    "ComparisonSyntaxError",
    "EmptyIntervalError",
    "Hardness",
    "Indicator",
    "IndicatorId",
    "IndicatorNameError",
    "Interval",
    "Measure",
    "MeasureSyntaxError",
    "MissingEvidenceError",
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
    "ZeroDenominatorError",
    "compare",
    "enclose",
    "indicator_id",
    "needed",
    "target_id",
]
