"""
Explainers: the criteria of a standard made ready, once, to be explained.
"""

from collections.abc import Iterator, Mapping

from community_edu.base import Text, decimal_text
from community_edu.evaluation.evidence import EvidenceForm
from community_edu.evaluation.explaining.derivations import Derivation
from community_edu.evaluation.explaining.formulas import Formula, Formulas, noted, period
from community_edu.evaluation.explaining.lines import TARGET, Demand, Line, Requirement
from community_edu.evaluation.standards import Criterion, Standard
from community_edu.evaluation.standards.per_standard import PerStandard
from community_edu.measures import (
    AnyThreshold,
    Comparator,
    Condition,
    FormulaThreshold,
    Quantity,
    Threshold,
    definitions_of,
)
from community_edu.measures.nodes import Name
from community_edu.measures.thresholds import SIGNS


class Explainer:
    """
    The criteria of a standard, made ready to be explained.

    It keeps no reference to the standard itself.

    Attributes:
        form: What the standard takes as evidence.
        formulas: Makes formulas of the standard ready.
        lines: The criteria by identifier.
    """

    def __init__(self, standard: Standard) -> None:
        self.form = EvidenceForm(standard)
        self._definitions = definitions_of(standard.indicators)
        self.formulas = Formulas(standard, self.form.slots)
        self._categories = standard.category_by_id
        self._references = {reference.id: reference for reference in standard.references}
        self.lines: Mapping[str, Line] = {
            criterion.id: self._line(criterion) for criterion in standard.criteria
        }

    def _line(self, criterion: Criterion) -> Line:
        formula = self.formulas.formula(criterion.measure) if criterion.measure else None
        cases = criterion.threshold_by.cases if criterion.threshold_by else ()
        category = criterion.threshold_by.category if criterion.threshold_by else criterion.category
        quote = criterion.quote
        return Line(
            criterion=criterion,
            scale=criterion.scale,
            formula=formula,
            written=criterion.measure and criterion.measure.expanded(self._definitions),
            requirements=tuple(self._requirements(criterion, formula)) if formula else (),
            cases={case.of: self._requirement(formula, case.threshold) for case in cases}
            if formula
            else {},
            demands=[self._demand(condition) for condition in criterion.conditions],
            category=self._categories[category] if category else None,
            category_slot=self.form.slots[Name(category)] if category else 0,
            documents=[
                (self.formulas.names[name], self.form.slots[Name(name)])
                for name in criterion.evidence
            ],
            place_slot=self.form.places.get(criterion.id, 0),
            reference=self._references[quote.reference] if quote else None,
        )

    def _requirements(self, criterion: Criterion, formula: Formula) -> Iterator[Requirement]:
        if criterion.scale == "threshold" and criterion.threshold:
            yield self._requirement(formula, criterion.threshold)
        elif criterion.scale == "trend":
            before = formula.measure.of_previous()
            sign: Comparator = ">" if criterion.trend == "up" else "<"
            yield self._requirement(formula, FormulaThreshold(sign, before))
        elif criterion.linear:
            up = criterion.linear.to.amount > criterion.linear.from_.amount
            full = Quantity(criterion.linear.to.amount, formula.unit)
            yield self._requirement(formula, Threshold(">=" if up else "<=", full))
        for band in criterion.bands:
            points = decimal_text(band.points)
            what = Text(f"{points} 分", en=f"{points} points")
            yield self._requirement(formula, band.threshold, what)

    def _requirement(
        self, formula: Formula, threshold: AnyThreshold, what: Text = TARGET
    ) -> Requirement:
        bound: Threshold | Formula
        amount = None
        if isinstance(threshold, FormulaThreshold):
            bound = self.formulas.formula(threshold.measure)
        else:
            bound = threshold.in_unit(formula.unit)
            amount = bound.quantity.amount
        sign = SIGNS.get(threshold.comparator, threshold.comparator)
        step = Derivation(what, sign, amount, formula.unit)
        written = threshold.expanded(self._definitions)
        return Requirement(threshold.comparator, bound, formula.unit, written, step)

    def _demand(self, condition: Condition) -> Demand:
        formula = self.formulas.formula(condition.measure)
        return Demand(
            condition,
            self._demanded(condition),
            formula,
            self._requirement(formula, condition.threshold),
        )

    def _demanded(self, condition: Condition) -> Text:
        """
        Return what a reader calls a condition: by the name of its indicator, if it is one alone.
        """
        tree, threshold = condition.measure.tree, condition.threshold
        if not isinstance(tree, Name) or isinstance(threshold, FormulaThreshold):
            return Text(str(condition))
        title = noted(self.formulas.names[tree.indicator], period(tree))
        if str(condition) == str(condition.measure):
            return title
        bound = threshold.in_unit(self.formulas.formula(condition.measure).unit)
        return Text(f"{title.zh} {bound.to('zh-CN')}", en=f"{title.to('en')} {bound.to('en')}")


explainer_of = PerStandard(Explainer)
"""
The explainer of a standard, made once.
"""
