"""
What checkers make of measures, networks and assessments. Checked, never run.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, assert_type

from community_edu.base import Finding, Text
from community_edu.courses import Course, CourseId
from community_edu.evaluation import (
    Assessment,
    Criterion,
    CriterionId,
    Gap,
    Outcome,
    Score,
    Standard,
    evaluate,
)
from community_edu.measures import (
    Comparator,
    Indicator,
    IndicatorId,
    Measure,
    Quantity,
    Threshold,
    Unit,
    needed,
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
assert_type(assessment.outcomes[0].status, Literal["met", "not_met", "not_assessed"])
assert_type(assessment.score, Score)
assert_type(assessment.score.share, Fraction | None)
assert_type(assessment.coverage, Fraction)
assert_type(assessment.gap("line"), Gap | None)
evaluate(standard, {"a": 0.5})  # type: ignore[dict-item]
