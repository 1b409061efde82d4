"""
Making derivations: the decision of a criterion, down to the numbers and to the source.
"""

from collections.abc import Iterator

import attrs

from community_edu.base import Text
from community_edu.evaluation.evidence import Known
from community_edu.evaluation.explaining.derivations import Derivation
from community_edu.evaluation.explaining.formulas import THIS_PERIOD, UNKNOWN
from community_edu.evaluation.explaining.lines import Demand, Line
from community_edu.evaluation.explaining.outcomes import ConditionOutcome, Outcome
from community_edu.evaluation.explaining.wording import YES
from community_edu.measures import YES_NO
from community_edu.measures.nodes import Name

REACHED = Text("已达到", en="reached")
NO_POINTS_UP_TO = Text("起点（0 分）", en="no points at")
HOLDS = {
    True: Text("成立", en="holds"),
    False: Text("不成立", en="does not hold"),
    None: Text("无法判定", en="cannot be told"),
}


def derive(line: Line, outcome: Outcome, known: Known) -> Derivation:
    """
    Return how the judgement of one criterion came about.
    """
    children = (*_documents(line, known), *_grounds(line, outcome, known), *_source(line))
    return Derivation(line.criterion.name, children=children, outcome=outcome)


def _documents(line: Line, known: Known) -> Iterator[Derivation]:
    """
    Yield the documents that had to be there.
    """
    for name, slot in line.documents:
        value = known.numbers[slot]
        note = UNKNOWN if value is None else THIS_PERIOD
        yield Derivation(name, "=", value, YES_NO, note)


def _grounds(line: Line, outcome: Outcome, known: Known) -> Iterator[Derivation]:
    """
    Yield what was measured, and what it was held against.
    """
    if line.scale == "words":
        return
    if line.category:
        state = line.state(known)
        reason = known.reasons.get(Name(line.category.id), UNKNOWN)
        yield Derivation(line.category.name, note=state.name if state else reason)
    for demand, condition in zip(line.demands, outcome.conditions, strict=False):
        yield _condition(demand, condition, known)
    if line.formula is not None and line.scale != "levels":
        yield line.formula.part.derive(known)
    yield from _targets(line, outcome, known)
    if outcome.place is not None:
        yield Derivation(Text(f"第 {outcome.place} 名", en=f"place {outcome.place}"))


def _targets(line: Line, outcome: Outcome, known: Known) -> Iterator[Derivation]:
    linear = line.criterion.linear
    if linear and line.formula:
        yield Derivation(NO_POINTS_UP_TO, "=", linear.from_.amount, line.formula.unit)
    bands = line.criterion.bands
    for index, requirement in enumerate(line.required(known)):
        step = requirement.derive(known)
        reached = outcome.band is not None and bands[index] is outcome.band
        yield attrs.evolve(step, note=REACHED) if reached else step


def _condition(demand: Demand, condition: ConditionOutcome, known: Known) -> Derivation:
    measured = demand.formula.part.derive(known)
    children = [measured]
    if condition.condition.threshold != YES:
        children.append(demand.requirement.derive(known))
    return Derivation(demand.name, note=HOLDS[condition.holds], children=tuple(children))


def _source(line: Line) -> Iterator[Derivation]:
    """
    Yield the words of the document behind the criterion.
    """
    quote = line.criterion.quote
    if quote is not None and line.reference is not None:
        zh, en = line.reference.title.zh, line.reference.title.to("en")
        place = f" {quote.place}" if quote.place else ""
        yield Derivation(Text(f"《{zh}》{place}", en=f"{en}{place}"), quote=quote.phrase)
    elif line.criterion.source is not None:
        yield Derivation(Text(str(line.criterion.source)))
