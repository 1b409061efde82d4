"""
Lines: a criterion ready to be explained: its values, what they had to be, why one is unknown.

What became of a criterion is decided elsewhere; here the same numbers are looked
at again, one criterion at a time, when somebody asks.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from community_edu.base import Text, decimal_text
from community_edu.evaluation.evidence import Known
from community_edu.evaluation.explaining.derivations import Derivation
from community_edu.evaluation.explaining.formulas import Formula, missing_text
from community_edu.evaluation.explaining.outcomes import ConditionOutcome
from community_edu.evaluation.standards import (
    Band,
    Category,
    CategoryValue,
    Criterion,
    Reference,
    Scale,
)
from community_edu.measures import (
    AnyThreshold,
    Comparator,
    Condition,
    Measure,
    Quantity,
    Threshold,
    Unit,
)
from community_edu.measures.nodes import Name

NOT_MEASURABLE = Text(
    "原文没有给出可计算的指标或目标值", en="the document gives no measure or no threshold"
)


NO_PEERS = Text("没有可以比较名次的其他单位", en="it needs peers to be ranked among")


TARGET = Text("目标", en="target")


@attrs.frozen
class Requirement:
    """
    What a value must be, made ready.

    Attributes:
        comparator: How it is compared.
        bound: A threshold in the unit of the value, or the formula that gives one.
        unit: The unit of the value.
        written: The threshold with derived indicators written out.
        step: How a derivation shows it, without what its formula rests on.
    """

    comparator: Comparator
    bound: Threshold | Formula
    unit: Unit
    written: AnyThreshold
    step: Derivation

    def resolved(self, known: Known) -> Threshold | None:
        """
        Return the threshold of one body; `None` if its formula gives nothing.
        """
        if isinstance(self.bound, Threshold):
            return self.bound
        amount = self.bound.part.value(known.numbers)
        if amount is None:
            return None
        return Threshold(self.comparator, Quantity(Fraction(amount), self.unit))

    def derive(self, known: Known) -> Derivation:
        """
        Return what the value had to be, with the formula that says so, if there is one.
        """
        if isinstance(self.bound, Threshold):
            return self.step
        derived = self.bound.part.derive(known)
        return attrs.evolve(self.step, amount=derived.amount, children=(derived,))

    def reason(self, known: Known) -> Text | None:
        """
        Say why there is no threshold for this body; `None` if there is one.
        """
        if isinstance(self.bound, Threshold) or self.resolved(known):
            return None
        return self.bound.reason(known)


@attrs.frozen
class Demand:
    """
    A condition made ready: what is measured, and what it must be.

    Attributes:
        condition: The condition.
        name: What a reader calls it.
        formula: What is measured.
        requirement: What that must be.
    """

    condition: Condition
    name: Text
    formula: Formula
    requirement: Requirement

    def outcome(self, known: Known) -> ConditionOutcome:
        """
        Tell whether it holds.
        """
        value = self.formula.value(known)
        threshold = self.requirement.resolved(known)
        reason = None if value else self.formula.reason(known)
        reason = reason or self.requirement.reason(known)
        return ConditionOutcome(
            condition=self.condition,
            name=self.name,
            holds=threshold.met_by(value.amount) if value and threshold else None,
            value=value,
            threshold=threshold,
            reason=reason,
        )


@attrs.frozen(kw_only=True)
class Grounds:
    """
    What a judgement rests on; see `Outcome` for the fields.
    """

    value: Quantity | None = None
    threshold: Threshold | None = None
    reason: Text | None = None
    band: Band | None = None
    category: Category | None = None
    state: CategoryValue | None = None
    place: int | None = None
    conditions: tuple[ConditionOutcome, ...] = ()


@attrs.frozen(kw_only=True)
class Line:
    """
    A criterion made ready to be explained.

    Attributes:
        criterion: The criterion.
        scale: How it is decided.
        formula: Its measure.
        written: Its measure with derived indicators written out.
        requirements: What the measure must be; of bands each, the best first.
        cases: The same by the value of the category.
        demands: Its conditions.
        category: The category it looks at.
        category_slot: Where the number of its value stands.
        documents: The names of the documents that must be there, with their slots.
        place_slot: Where its place among peers stands.
        reference: The document that its quote is from.
    """

    criterion: Criterion
    scale: Scale
    formula: Formula | None
    written: Measure | None
    requirements: Sequence[Requirement]
    cases: Mapping[str, Requirement]
    demands: Sequence[Demand]
    category: Category | None
    category_slot: int
    documents: Sequence[tuple[Text, int]]
    place_slot: int
    reference: Reference | None

    def grounds(self, known: Known) -> Grounds:
        """
        Return what the judgement of one body rests on.
        """
        if self.scale == "words":
            return Grounds(reason=NOT_MEASURABLE)
        absent = [name for name, slot in self.documents if known.numbers[slot] != 1]
        if absent:
            return Grounds(reason=_no_documents(absent))
        if self.demands:
            return self._of_conditions(known)
        if self.category:
            return self._of_category(self.category, known)
        return self._of_measure(self.requirements, known)

    def state(self, known: Known) -> CategoryValue | None:
        """
        Return the value of its category; `None` if it has none or that is unknown.
        """
        number = known.numbers[self.category_slot] if self.category else None
        return self.category.values[int(number)] if self.category and number is not None else None

    def required(self, known: Known) -> Sequence[Requirement]:
        """
        Return what the measure must be for this body, the best first.
        """
        state = self.state(known)
        return [self.cases[state.id]] if state and state.id in self.cases else self.requirements

    def _of_conditions(self, known: Known) -> Grounds:
        conditions = tuple(demand.outcome(known) for demand in self.demands)
        enough = self.criterion.at_least or len(conditions)
        holding = sum(condition.holds is True for condition in conditions)
        unknown = [condition.reason for condition in conditions if condition.holds is None]
        undecided = holding < enough <= holding + len(unknown)
        return Grounds(
            value=conditions[0].value if len(conditions) == 1 else None,
            threshold=conditions[0].threshold if len(conditions) == 1 else None,
            reason=_joined(unknown) if undecided else None,
            conditions=conditions,
        )

    def _of_category(self, category: Category, known: Known) -> Grounds:
        state = self.state(known)
        if state is None:
            reason = missing_text({Name(category.id): category.name}, known)
            return Grounds(reason=reason, category=category)
        if not self.cases:
            return Grounds(category=category, state=state)
        if state.id not in self.cases:
            return Grounds(reason=_no_case(state), category=category, state=state)
        grounds = self._of_measure([self.cases[state.id]], known)
        return attrs.evolve(grounds, category=category, state=state)

    def _of_measure(self, requirements: Sequence[Requirement], known: Known) -> Grounds:
        assert self.formula is not None  # noqa: S101 - a standard holds together
        value = self.formula.value(known)
        if value is None:
            return Grounds(reason=self.formula.reason(known))
        scale = self.scale
        if scale == "awarded":
            inside = 0 <= value.amount <= self.criterion.points
            reason = None if inside else _outside(value.amount, self.criterion.points)
            return Grounds(value=value, reason=reason)
        if scale == "ranks":
            place = known.numbers[self.place_slot]
            if place is None:
                return Grounds(value=value, reason=NO_PEERS)
            return Grounds(value=value, place=int(place))
        best = requirements[0].resolved(known)
        for index, requirement in enumerate(requirements):
            threshold = requirement.resolved(known)
            if threshold is None:
                reason = requirement.reason(known)
                return Grounds(value=value, threshold=best, reason=reason)
            if scale == "bands" and threshold.met_by(value.amount):
                return Grounds(value=value, threshold=best, band=self.criterion.bands[index])
        return Grounds(value=value, threshold=best)


def _joined(reasons: Sequence[Text | None]) -> Text:
    known = list(dict.fromkeys(reason for reason in reasons if reason))
    zh = "；".join(reason.zh for reason in known)
    return Text(zh, en="; ".join(reason.to("en") for reason in known))


def _no_documents(names: Sequence[Text]) -> Text:
    zh = "、".join(name.zh for name in names)
    return Text(
        f"缺少佐证材料：{zh}",
        en=f"documents are missing: {', '.join(name.to('en') for name in names)}",
    )


def _no_case(state: CategoryValue) -> Text:
    return Text(
        f"没有规定“{state.name.zh}”的目标值",
        en=f"no threshold is given for '{state.name.to('en')}'",
    )


def _outside(value: Fraction, points: Fraction) -> Text:
    given, most = decimal_text(value), decimal_text(points)
    return Text(
        f"评分 {given} 不在 0 至 {most} 之间", en=f"{given} points are not between 0 and {most}"
    )
