"""
Standards (标准): criteria with their points, by which a body is judged.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import cached_property
from typing import NewType

import attrs

from community_edu.base import (
    CommunityEduError,
    DuplicateIdError,
    Path,
    References,
    Text,
    identifier,
    text,
)
from community_edu.evaluation.standards.criteria import CategoryId, Criterion, MissingPolicy
from community_edu.evaluation.standards.parts import Category, CriterionGroup, Grade, Reference
from community_edu.evaluation.standards.soundness import (
    check_measures,
    coverage_problems,
    scale_problems,
    sum_problems,
)
from community_edu.measures import (
    YES_NO,
    AnyThreshold,
    DefinitionCycleError,
    Indicator,
    LongDefinitionError,
    Measure,
    NoPeriodBeforeError,
    Quantity,
    Unit,
    UnitMismatchError,
    check_definitions,
    definitions_of,
)

StandardId = NewType("StandardId", str)

INDICATOR = ("indicator", "指标")
CATEGORY = ("category", "分类")
CRITERION = ("criterion", "评价指标")
GROUP = ("group of criteria", "指标组")
REFERENCE = ("reference", "出处")
VALUE = ("value of the category", "分类值")


def standard_id(value: str) -> StandardId:
    """
    Return *value* as the identifier of a standard.
    """
    return StandardId(identifier(value))


@attrs.frozen(kw_only=True, slots=False, repr=False)
class Standard:
    """
    Criteria in the order in which they are reported, and what they look at.

    Attributes:
        id: The identifier.
        name: What it is called.
        indicators: Every indicator that a measure names, with its unit.
        categories: Every category that a criterion looks at.
        groups: The headings over the criteria, each after the one above it.
        criteria: The criteria.
        grades: The grades, the best first.
        missing: What missing evidence does, where a criterion does not say.
        minimum_coverage: The part of all points that must be assessed before there
            is a grade or a rank.
        total: The points that the document states in all.
        complete: Whether every criterion of the document is here. If not, the
            score is of the criteria that are, and there is no grade.
        references: The documents it was taken from.
        note: What a reader should know.

    Raises:
        ProblemsError: Something names what is not there, a measure adds or
            compares unlike units, an identifier is used twice, a criterion has two
            scales, points do not add up; all at once.
    """

    id: StandardId = attrs.field(converter=standard_id)
    name: Text = attrs.field(converter=text)
    indicators: tuple[Indicator, ...] = attrs.field(default=(), converter=tuple[Indicator, ...])
    categories: tuple[Category, ...] = attrs.field(default=(), converter=tuple[Category, ...])
    groups: tuple[CriterionGroup, ...] = attrs.field(
        default=(), converter=tuple[CriterionGroup, ...]
    )
    criteria: tuple[Criterion, ...] = attrs.field(default=(), converter=tuple[Criterion, ...])
    grades: tuple[Grade, ...] = attrs.field(default=(), converter=tuple[Grade, ...])
    missing: MissingPolicy = "skip"
    minimum_coverage: Quantity | None = None
    total: Fraction | None = None
    complete: bool = True
    references: tuple[Reference, ...] = attrs.field(default=(), converter=tuple[Reference, ...])
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    def __repr__(self) -> str:
        return f"Standard(id={self.id!r}, criteria={len(self.criteria)})"

    def __attrs_post_init__(self) -> None:
        check = References()
        names: dict[str, Path] = {}  # indicators and categories share the names of evidence
        check.unique("indicators", (indicator.id for indicator in self.indicators), names)
        check.unique("categories", (category.id for category in self.categories), names)
        check.unique("groups", (group.id for group in self.groups))
        check.unique("criteria", (criterion.id for criterion in self.criteria))
        check.unique("grades", (grade.id for grade in self.grades))
        check.unique("references", (reference.id for reference in self.references))
        for index, category in enumerate(self.categories):
            values = (value.id for value in category.values)
            _check_once(check, ("categories", index, "values"), "id", values)
        check_definitions(self.indicators, check)
        check_measures(self.indicators, dict(self._measures()), check)
        for index, criterion in enumerate(self.criteria):
            self._check_names(check, ("criteria", index), criterion)
            check.problems.extend(scale_problems(("criteria", index), criterion))
        self._check_groups(check)
        check.problems.extend(coverage_problems(self.minimum_coverage))
        for index, grade in enumerate(self.grades):
            check.all_known(("grades", index, "met"), CRITERION, grade.met, self.by_id)
        check.problems.extend(self._writing_problems())
        check.finish("the standard does not hold together")

    def _measures(self) -> Iterator[tuple[Path, tuple[Measure, AnyThreshold | Quantity | None]]]:
        """
        Yield every measure of the criteria, with what it is compared with.
        """
        for index, criterion in enumerate(self.criteria):
            path: Path = ("criteria", index)
            for number, condition in enumerate(criterion.conditions):
                yield (*path, "conditions", number), (condition.measure, condition.threshold)
            if criterion.measure is None:
                continue
            threshold = criterion.threshold
            yield (*path, "measure"), (criterion.measure, threshold)
            cases = criterion.threshold_by.cases if criterion.threshold_by else ()
            for number, case in enumerate(cases):
                place = (*path, "threshold_by", "cases", number)
                yield place, (criterion.measure, case.threshold)
            for number, band in enumerate(criterion.bands):
                yield (*path, "bands", number), (criterion.measure, band.threshold)
            if criterion.linear:
                yield (*path, "linear", "from"), (criterion.measure, criterion.linear.from_)
                yield (*path, "linear", "to"), (criterion.measure, criterion.linear.to)

    def _check_names(self, check: References, path: Path, criterion: Criterion) -> None:
        check.known((*path, "lever"), INDICATOR, criterion.lever, self.units)
        check.known((*path, "group"), GROUP, criterion.group, self._group_ids)
        check.all_known((*path, "evidence"), INDICATOR, criterion.evidence, self.units)
        for index, name in enumerate(criterion.evidence):
            if self.units.get(name, YES_NO) != YES_NO:
                place = (*path, "evidence", index)
                unit = str(self.units[name])
                check.problems.append(UnitMismatchError(str(YES_NO), unit, place))
        if criterion.quote:
            place = (*path, "quote", "reference")
            check.known(place, REFERENCE, criterion.quote.reference, self._reference_ids)
        levels = [level.of for level in criterion.levels]
        self._check_values(
            check, (*path, "category"), criterion.category, (*path, "levels"), levels
        )
        if table := criterion.threshold_by:
            place = (*path, "threshold_by")
            cases = [case.of for case in table.cases]
            self._check_values(
                check, (*place, "category"), table.category, (*place, "cases"), cases
            )

    def _check_values(
        self,
        check: References,
        category_path: Path,
        category: CategoryId | None,
        path: Path,
        values: Sequence[str],
    ) -> None:
        """
        Note a category that is not there, and values that it does not have or that stand twice.
        """
        check.known(category_path, CATEGORY, category, self.category_by_id)
        known = self.category_by_id.get(category or "")
        _check_once(check, path, "of", values)
        for index, value in enumerate(values if known else ()):
            check.known((*path, index, "of"), VALUE, value, known.by_id if known else ())

    def _writing_problems(self) -> Iterator[CommunityEduError]:
        """
        Yield an error for each criterion of which the formulas cannot be written out.
        """
        definitions = definitions_of(self.indicators)
        for index, criterion in enumerate(self.criteria if definitions else ()):
            with suppress(DefinitionCycleError):  # that is told of the indicators
                try:
                    criterion.expanded(definitions)
                except (LongDefinitionError, NoPeriodBeforeError) as error:
                    yield attrs.evolve(error, path=("criteria", index))

    def _check_groups(self, check: References) -> None:
        above: set[str] = set()
        for index, group in enumerate(self.groups):
            check.known(("groups", index, "parent"), GROUP, group.parent, above)
            above.add(group.id)
        if self.complete:
            held = self._points_by_group
            for index, group in enumerate(self.groups):
                path = ("groups", index)
                check.problems.extend(sum_problems(group.id, held[group.id], group.points, path))
            check.problems.extend(sum_problems(self.id, self.points, self.total, ("total",)))

    @cached_property
    def _group_ids(self) -> frozenset[str]:
        return frozenset(group.id for group in self.groups)

    @cached_property
    def _reference_ids(self) -> frozenset[str]:
        return frozenset(reference.id for reference in self.references)

    @cached_property
    def _points_by_group(self) -> Mapping[str, Fraction]:
        held: dict[str, Fraction] = dict.fromkeys(self._group_ids, Fraction(0))
        for criterion in self.criteria:
            if criterion.group in held:
                held[criterion.group] += criterion.points
        for group in reversed(self.groups):  # each stands after the one above it
            if group.parent in held:
                held[group.parent] += held[group.id]
        return held

    @cached_property
    def points(self) -> Fraction:
        """
        The points of all its criteria.
        """
        return sum((criterion.points for criterion in self.criteria), Fraction(0))

    def points_of(self, group: str) -> Fraction:
        """
        Return the points of all criteria in *group*, and in groups below it.
        """
        return self._points_by_group[group]

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """
        The unit of each indicator; of a derived one that of its formula.
        """
        stated = {indicator.id: indicator.unit for indicator in self.indicators}
        return stated | check_definitions(self.indicators, References())

    @cached_property
    def written(self) -> tuple[Criterion, ...]:
        """
        The criteria with derived indicators written out: their formulas name only what is counted.
        """
        definitions = definitions_of(self.indicators)
        if not definitions:
            return self.criteria
        return tuple(criterion.expanded(definitions) for criterion in self.criteria)

    @cached_property
    def category_by_id(self) -> Mapping[str, Category]:
        """
        The categories by identifier.
        """
        return {category.id: category for category in self.categories}

    @cached_property
    def by_id(self) -> Mapping[str, Criterion]:
        """
        The criteria by identifier.
        """
        return {criterion.id: criterion for criterion in self.criteria}


def _check_once(check: References, path: Path, key: str, values: Iterable[str]) -> None:
    """
    Note each value that stands twice in one list.
    """
    seen: dict[str, Path] = {}
    for index, value in enumerate(values):
        place = (*path, index, key)
        if value in seen:
            check.problems.append(DuplicateIdError(place, value, seen[value]))
        seen.setdefault(value, place)
