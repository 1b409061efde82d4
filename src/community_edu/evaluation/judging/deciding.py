"""
Deciding quickly: each criterion made ready once, as a function from evidence to a verdict.

Reasons, and values in their units, are found elsewhere and only when they are asked for.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from community_edu.evaluation.evidence import EvidenceForm, Exact
from community_edu.evaluation.judging.reckoning import (
    Numbers,
    Reckon,
    Slots,
    Test,
    against,
    compare,
    reckon,
)
from community_edu.evaluation.judging.verdicts import Verdict, Verdicts
from community_edu.evaluation.standards import Criterion, Linear, RankScale, ThresholdTable
from community_edu.measures import Comparator
from community_edu.measures.nodes import Name, Node, Number

Decide: TypeAlias = Test[Verdict]


def decide(criterion: Criterion, verdicts: Verdicts, form: EvidenceForm) -> Decide:
    """
    Make a criterion ready: what it gives for the numbers of a body.

    Args:
        criterion: The criterion.
        verdicts: What can become of it.
        form: Tells where each number stands.
    """
    by_scale = _by_scale(criterion, verdicts, form)
    if not criterion.evidence or not criterion.measurable:
        return by_scale
    documents = [form.slots[Name(name)] for name in criterion.evidence]
    return _with_documents(by_scale, documents, verdicts.undecided)


def _by_scale(criterion: Criterion, verdicts: Verdicts, form: EvidenceForm) -> Decide:
    slots = form.slots
    tree = criterion.measure.tree if criterion.measure else Number(Fraction(0))
    answers = (verdicts.met, verdicts.none, verdicts.undecided)
    match criterion:
        case Criterion(scale="threshold", threshold=threshold) if threshold:
            return compare(tree, threshold, slots, answers)
        case Criterion(scale="threshold_by", threshold_by=table) if table:
            return _by_case(tree, table, verdicts, form)
        case Criterion(scale="trend", measure=measure) if measure:
            sign: Comparator = ">" if criterion.trend == "up" else "<"
            before = reckon(measure.of_previous().tree, slots)
            return against(reckon(tree, slots), sign, before, answers)
        case Criterion(scale="bands"):
            return _bands(criterion, tree, verdicts, slots)
        case Criterion(scale="linear", linear=linear) if linear:
            return _linear(reckon(tree, slots), linear, verdicts)
        case Criterion(scale="levels"):
            return _levels(criterion, verdicts, form)
        case Criterion(scale="conditions"):
            return _conditions(criterion, verdicts, slots)
        case Criterion(scale="awarded"):
            return _awarded(reckon(tree, slots), verdicts)
        case Criterion(scale="ranks", ranks=ranks) if ranks:
            return _ranks(form.places[criterion.id], ranks, verdicts)
        case _:
            return lambda _: verdicts.undecided


def _with_documents(inner: Decide, documents: Sequence[int], undecided: Verdict) -> Decide:
    def verdict(numbers: Numbers) -> Verdict:
        there = all(numbers[slot] == 1 for slot in documents)
        return inner(numbers) if there else undecided

    return verdict


def _by_case(tree: Node, table: ThresholdTable, verdicts: Verdicts, form: EvidenceForm) -> Decide:
    answers = (verdicts.met, verdicts.none, verdicts.undecided)
    number = form.numbers_of[table.category]
    cases: Mapping[Exact | None, Decide] = {
        number[case.of]: compare(tree, case.threshold, form.slots, answers) for case in table.cases
    }
    slot = form.slots[Name(table.category)]

    def verdict(numbers: Numbers) -> Verdict:
        case = cases.get(numbers[slot])
        return verdicts.undecided if case is None else case(numbers)

    return verdict


def _bands(criterion: Criterion, tree: Node, verdicts: Verdicts, slots: Slots) -> Decide:
    tests = [
        compare(
            tree, band.threshold, slots, (verdicts.step(n, band.points), None, verdicts.undecided)
        )
        for n, band in enumerate(criterion.bands)
    ]

    def verdict(numbers: Numbers) -> Verdict:
        for test in tests:
            found = test(numbers)
            if found is not None:
                return found
        return verdicts.none

    return verdict


def _linear(value: Reckon, linear: Linear, verdicts: Verdicts) -> Decide:
    start = linear.from_.amount
    way = linear.to.amount - start
    # (n / d - start) / way, with whole numbers as long as n and d are
    factor = start.denominator * way.denominator * (1 if way > 0 else -1)
    base = start.numerator * way.denominator * (1 if way > 0 else -1)
    length = abs(way.numerator) * start.denominator

    def verdict(numbers: Numbers) -> Verdict:
        found = value(numbers)
        if found is None:
            return verdicts.undecided
        done = found[0] * factor - base * found[1]
        all_of_it = length * found[1]
        if done >= all_of_it:
            return verdicts.met
        if done <= 0:
            return verdicts.none
        return verdicts.part(verdicts.full * done // all_of_it)

    return verdict


def _awarded(value: Reckon, verdicts: Verdicts) -> Decide:
    full = verdicts.full

    def verdict(numbers: Numbers) -> Verdict:
        found = value(numbers)
        if found is None:
            return verdicts.undecided
        given, most = found[0] * 100, full * found[1]
        if not 0 <= given <= most:
            return verdicts.undecided
        if given == most:
            return verdicts.met
        return verdicts.part(given // found[1]) if given else verdicts.none

    return verdict


def _levels(criterion: Criterion, verdicts: Verdicts, form: EvidenceForm) -> Decide:
    assert criterion.category is not None  # noqa: S101 - a standard holds together
    number = form.numbers_of[criterion.category]
    steps: Mapping[Exact | None, Verdict] = {
        number[level.of]: verdicts.step(n, level.points) for n, level in enumerate(criterion.levels)
    }
    slot = form.slots[Name(criterion.category)]

    def verdict(numbers: Numbers) -> Verdict:
        level = numbers[slot]
        return verdicts.undecided if level is None else steps.get(level, verdicts.none)

    return verdict


def _conditions(criterion: Criterion, verdicts: Verdicts, slots: Slots) -> Decide:
    answers = (True, False, None)
    tests = [
        compare(one.measure.tree, one.threshold, slots, answers) for one in criterion.conditions
    ]
    enough = criterion.at_least or len(tests)
    if len(tests) == 1:
        (one,) = criterion.conditions
        only = (verdicts.met, verdicts.none, verdicts.undecided)
        return compare(one.measure.tree, one.threshold, slots, only)

    def verdict(numbers: Numbers) -> Verdict:
        found = [test(numbers) for test in tests]
        holding = found.count(True)
        if holding >= enough:
            return verdicts.met
        if holding + found.count(None) >= enough:
            return verdicts.undecided
        return verdicts.some if holding else verdicts.none

    return verdict


def _ranks(slot: int, ranks: RankScale, verdicts: Verdicts) -> Decide:
    steps = [(step.up_to, verdicts.step(n, step.points)) for n, step in enumerate(ranks.steps)]

    def verdict(numbers: Numbers) -> Verdict:
        place = numbers[slot]
        if place is None:
            return verdicts.undecided
        return next((found for up_to, found in steps if place <= up_to), verdicts.none)

    return verdict
