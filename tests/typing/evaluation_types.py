"""
What checkers make of measures, networks and assessments. Checked, never run.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, assert_type

import polars as pl

from community_edu.base import Finding, Text
from community_edu.courses import Course, CourseId
from community_edu.evaluation import (
    Assessment,
    AssessmentComparison,
    Candidate,
    Criterion,
    CriterionId,
    Gap,
    Marks,
    Missing,
    Outcome,
    Score,
    Selection,
    SelectionResult,
    Standard,
    check_standard,
    compare_assessments,
    evaluate,
    evaluate_frame,
    evaluate_many,
    select,
)
from community_edu.measures import (
    Comparator,
    FormulaThreshold,
    Indicator,
    IndicatorId,
    Measure,
    Quantity,
    Threshold,
    Unit,
    needed,
    parse_threshold,
)
from community_edu.organizations import (
    AudienceId,
    Organization,
    OrganizationId,
    TrainingNetwork,
    check_network,
)

# plain text goes in, an identifier of its own kind comes out
school = Organization(id="school", name="学校", kind="school", parent="street", aliases=["一校"])
assert_type(school.id, OrganizationId)
assert_type(school.parent, OrganizationId | None)
assert_type(school.name, Text)
assert_type(school.aliases, tuple[str, ...])

course = Course(id="health", name={"zh": "讲座"}, audiences=("elderly",))
assert_type(course.id, CourseId)
assert_type(course.audiences, tuple[AudienceId, ...])

# a course is no organization, even though both ids are text when the program runs
other: OrganizationId = course.id  # type: ignore[assignment]

network = TrainingNetwork(organizations=[school])
assert_type(network.organizations, tuple[Organization, ...])
assert_type(network.by_id, Mapping[str, Organization])
assert_type(network.related("leads", to="school"), tuple[str, ...])
assert_type(check_network(network), tuple[Finding, ...])

threshold = Threshold.parse(">= 50%")
assert_type(threshold.comparator, Comparator)
assert_type(threshold.quantity, Quantity)
Threshold("!=", Quantity(Fraction(1)))  # type: ignore[arg-type]
assert_type(Unit.parse("CNY") / Unit.parse("person"), Unit)

measure = Measure.parse("a / b")
assert_type(measure.value({"a": Fraction(1), "b": Fraction(2)}), Fraction)
measure.value({"a": 0.5})  # type: ignore[dict-item]
assert_type(needed(measure, threshold, "a", evidence={}), Fraction | None)

standard = Standard(
    id="standard",
    name="标准",
    indicators=[Indicator(id="a", name="甲")],
    criteria=[Criterion(id="line", name="一条", measure=measure, lever="a")],
)
assert_type(standard.criteria[0].id, CriterionId)
assert_type(standard.criteria[0].lever, IndicatorId | None)

assessment = evaluate(standard, {"a": 1, "b": Fraction(1, 2)})
assert_type(assessment, Assessment)
assert_type(assessment.outcomes, tuple[Outcome, ...])
assert_type(assessment.outcomes[0].status, Literal["met", "partly", "not_met", "not_assessed"])
assert_type(assessment.score, Score)
assert_type(assessment.score.share, Fraction | None)
assert_type(assessment.coverage, Fraction)
assert_type(assessment.gap("line"), Gap | None)
evaluate(standard, {"a": 0.5})  # type: ignore[dict-item]
evaluate(standard, {"a": True, "kind": "east", "b": Missing(Text("台账遗失"))})

marks = evaluate_many(standard, {"east": {"a": 1}, "west": {"a": 2}})
assert_type(marks, Mapping[str, Marks])
assert_type(marks["east"].points, Fraction)
assert_type(compare_assessments(assessment, assessment), AssessmentComparison)
assert_type(check_standard(standard), tuple[Finding, ...])
assert_type(parse_threshold(">= a / 2"), Threshold | FormulaThreshold)

# the frame that goes in is of the kind that comes out
frame = pl.DataFrame({"a": [1, 2]})
assert_type(evaluate_frame(standard, frame), pl.DataFrame)
assert_type(evaluate_frame(standard, frame.lazy()), pl.LazyFrame)

candidates = [Candidate(id="east", name="东", standing=assessment)]
assert_type(select(Selection(id="best", name="优秀", quota=1), candidates), SelectionResult)
