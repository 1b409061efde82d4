"""
A slow judge, written from the rules alone: what every engine must agree with.

It reads the text of formulas with Python's own parser, reckons in fractions, and shares
nothing with the engines but the values that describe a standard.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TypeAlias

import attrs

from community_edu.evaluation import Criterion, RankScale, Standard
from community_edu.measures import AnyThreshold, FormulaThreshold

Plain: TypeAlias = int | Fraction | Decimal | bool | str
Values: TypeAlias = Mapping[str, object]
"""
What is known of one body: numbers, yes or no, texts. All else is unknown.
"""

Decided: TypeAlias = tuple[str, Fraction]

NOT_MET: Decided = ("not_met", Fraction(0))


class Unknown(Exception):  # noqa: N818 - it is no error
    """
    A value that cannot be had: something is missing, or there is a share of nothing.
    """


@attrs.frozen
class Judged:
    """
    What becomes of one body.

    Attributes:
        statuses: The outcome of each criterion.
        each: The points of each criterion.
        points: The points reached.
        of: The points that could be had.
        coverage: The part of all points that was assessed.
        grade: The identifier of the grade.
        obstacle: Why there is none; of a standard without grades only what bars them.
        rankable: Whether the body has a place among others.
    """

    statuses: dict[str, str]
    each: dict[str, Fraction]
    points: Fraction
    of: Fraction
    coverage: Fraction
    grade: str | None
    obstacle: str | None
    rankable: bool


def formula(text: str, now: Values, before: Values) -> Fraction:
    """
    Reckon a formula.
    """
    return _value(ast.parse(text.strip(), mode="eval").body, text.strip(), now, before)


def _looked_up(name: str, values: Values) -> Fraction:
    value = values.get(name)
    if not isinstance(value, int | Fraction | Decimal):
        raise Unknown
    return Fraction(value)


def _value(node: ast.expr, text: str, now: Values, before: Values) -> Fraction:
    match node:
        case ast.Constant():
            return Fraction(ast.get_source_segment(text, node) or "")
        case ast.Name(id=name):
            return _looked_up(name, now)
        case ast.Attribute(attr=name):
            return _looked_up(name, before)
        case ast.Call(func=ast.Name(id=name), args=[ast.Name(id="prev" | "t" as period)]):
            return _looked_up(name, before if period == "prev" else now)
        case ast.UnaryOp(operand=operand):
            return -_value(operand, text, now, before)
        case ast.BinOp(left=left, op=sign, right=right):
            operands = [_value(part, text, now, before) for part in (left, right)]
            return _combined(type(sign).__name__, operands)
        case ast.Call(func=ast.Name(id=function), args=args):
            return _combined(function, [_value(part, text, now, before) for part in args])
        case _:
            raise TypeError(ast.dump(node))


def _combined(function: str, values: Sequence[Fraction]) -> Fraction:
    if function == "Div" and values[1] == 0:
        raise Unknown
    combine: dict[str, Callable[[], Fraction]] = {
        "Add": lambda: values[0] + values[1],
        "Sub": lambda: values[0] - values[1],
        "Mult": lambda: values[0] * values[1],
        "Div": lambda: values[0] / values[1],
        "min": lambda: min(values),
        "max": lambda: max(values),
        "count": lambda: sum(values, Fraction(0)),
    }
    return combine[function]()


def holds(value: Fraction, threshold: AnyThreshold, now: Values, before: Values) -> bool:
    """
    Compare a value with a threshold, exactly.
    """
    if isinstance(threshold, FormulaThreshold):
        bound = formula(threshold.measure.text, now, before)
    else:
        bound = threshold.quantity.amount
    sign = (value > bound) - (value < bound)
    return (
        sign in {">=": {0, 1}, "<=": {0, -1}, "==": {0}, ">": {1}, "<": {-1}}[threshold.comparator]
    )


def _stepped(index: int, points: Fraction) -> Decided:
    if index == 0:
        return "met", points
    return ("partly", points) if points > 0 else NOT_MET


def _decided(line: Criterion, now: Values, before: Values, place: int | None) -> Decided:
    """
    The outcome of a criterion and its points.

    Raises:
        Unknown: It cannot be decided.
    """
    if line.scale == "words" or any(now.get(name) != 1 for name in line.evidence):
        raise Unknown
    if line.scale == "levels":
        return _by_level(line, now)
    if line.scale == "conditions":
        return _by_conditions(line, now, before)
    assert line.measure is not None
    value = formula(line.measure.text, now, before)
    if line.bands:
        return _by_bands(line, value, now, before)
    if line.linear:
        start, end = line.linear.from_.amount, line.linear.to.amount
        return _shared(line, min(max((value - start) / (end - start), Fraction(0)), Fraction(1)))
    if line.awarded:
        if not 0 <= value <= line.points:
            raise Unknown
        return _shared(line, value / line.points if line.points else Fraction(1))
    if line.ranks:
        return _by_place(line.ranks, place)
    return ("met", line.points) if _passes(line, value, now, before) else NOT_MET


def _passes(line: Criterion, value: Fraction, now: Values, before: Values) -> bool:
    if line.threshold:
        return holds(value, line.threshold, now, before)
    if line.threshold_by:
        for case in line.threshold_by.cases:
            if case.of == now.get(line.threshold_by.category):
                return holds(value, case.threshold, now, before)
        raise Unknown
    assert line.measure is not None
    earlier = formula(line.measure.text, before, before)
    return value > earlier if line.trend == "up" else value < earlier


def _by_level(line: Criterion, now: Values) -> Decided:
    level = now.get(line.category or "")
    if not isinstance(level, str):
        raise Unknown
    for index, step in enumerate(line.levels):
        if step.of == level:
            return _stepped(index, step.points)
    return NOT_MET


def _by_bands(line: Criterion, value: Fraction, now: Values, before: Values) -> Decided:
    for index, band in enumerate(line.bands):
        if holds(value, band.threshold, now, before):
            return _stepped(index, band.points)
    return NOT_MET


def _by_place(scale: RankScale, place: int | None) -> Decided:
    if place is None:
        raise Unknown
    for index, step in enumerate(scale.steps):
        if place <= step.up_to:
            return _stepped(index, step.points)
    return NOT_MET


def _shared(line: Criterion, share: Fraction) -> Decided:
    points = Fraction(floor(line.points * 100 * share), 100)
    return ("met" if share == 1 else "partly" if share else "not_met"), points


def _by_conditions(line: Criterion, now: Values, before: Values) -> Decided:
    needed = len(line.conditions) if line.at_least is None else line.at_least
    yes = unknown = 0
    for condition in line.conditions:
        try:
            value = formula(condition.measure.text, now, before)
            yes += holds(value, condition.threshold, now, before)
        except Unknown:
            unknown += 1
    if yes >= needed:
        return "met", line.points
    if yes + unknown >= needed:
        raise Unknown
    return ("partly" if yes else "not_met"), Fraction(0)


def judge(standard: Standard, now: Values, before: Values, places: Mapping[str, int]) -> Judged:
    """
    Judge one body whose places among peers are known.
    """
    statuses: dict[str, str] = {}
    each: dict[str, Fraction] = {}
    of = assessed = Fraction(0)
    for line in standard.criteria:
        try:
            status, points = _decided(line, now, before, places.get(line.id))
            counted = True
        except Unknown:
            policy = line.missing or standard.missing
            if line.scale == "words":
                policy = "skip"
            status = "not_met" if policy == "fail" else "not_assessed"
            points, counted = Fraction(0), policy != "skip"
        statuses[line.id], each[line.id] = status, points
        of += line.points if counted else 0
        assessed += line.points if status != "not_assessed" else 0
    points = sum(each.values(), Fraction(0))
    whole = sum((line.points for line in standard.criteria), Fraction(0))
    if not standard.complete and standard.total is not None:
        whole = standard.total
    coverage = assessed / whole if whole else Fraction(0)
    barred = _barred(standard, statuses)
    least = standard.minimum_coverage.amount if standard.minimum_coverage else Fraction(0)
    rankable = barred is None and coverage >= least and of > 0
    grade = None
    for possible in standard.grades if rankable and standard.complete else ():
        reached = points / of if possible.of_share else points
        if holds(reached, possible.threshold, {}, {}) and all(
            statuses[name] == "met" for name in possible.met
        ):
            grade = possible.id
            break
    obstacle = barred
    if barred is None and grade is None and standard.grades:
        hindrances = {
            "incomplete_standard": not standard.complete,
            "low_coverage": coverage < least,
            "nothing_to_score": of == 0,
            "no_grade_reached": True,
        }
        obstacle = next(name for name, there in hindrances.items() if there)
    return Judged(statuses, each, points, of, coverage, grade, obstacle, rankable)


def _barred(standard: Standard, statuses: dict[str, str]) -> str | None:
    for role in ("prerequisite", "veto"):
        found = {statuses[line.id] for line in standard.criteria if line.role == role}
        if found - {"met", "not_assessed"}:
            return f"{role}_not_met"
        if "not_assessed" in found:
            return f"{role}_not_assessed"
    return None


def derived(standard: Standard, now: Values, before: Values) -> Values:
    """
    What is known, with the derived indicators as far as they can be had.
    """
    known = dict(now)
    for _ in standard.indicators:  # each may name others
        for indicator in standard.indicators:
            if indicator.measure and indicator.id not in known:
                with suppress(Unknown):
                    known[indicator.id] = formula(indicator.measure.text, known, before)
    return known


def judge_all(standard: Standard, bodies: Mapping[str, tuple[Values, Values]]) -> dict[str, Judged]:
    """
    Judge bodies that are peers of one another: of each, this period and the one before.
    """
    bodies = {
        name: (derived(standard, now, derived(standard, before, {})), derived(standard, before, {}))
        for name, (now, before) in bodies.items()
    }
    places: dict[str, dict[str, int]] = {name: {} for name in bodies}
    for line in standard.criteria:
        if line.scale != "ranks" or line.measure is None or len(bodies) < 2:
            continue
        assert line.ranks is not None
        found: dict[str, Fraction] = {}
        for name, (now, before) in bodies.items():
            try:
                found[name] = formula(line.measure.text, now, before)
            except Unknown:
                continue
        for name, place in ordered(found, highest=line.ranks.best == "highest").items():
            places[name][line.id] = place
    return {
        name: judge(standard, now, before, places[name]) for name, (now, before) in bodies.items()
    }


def ordered(values: Mapping[str, Fraction], *, highest: bool = True) -> dict[str, int]:
    """
    The place of each; equal values share the better place.
    """
    return {
        name: 1 + sum(other > value if highest else other < value for other in values.values())
        for name, value in values.items()
    }


def ranks(judged: Mapping[str, Judged], parents: Mapping[str, str]) -> dict[str, int | None]:
    """
    The place of each body among those of its parent, by its share of the points.
    """
    found: dict[str, int | None] = dict.fromkeys(judged)
    for parent in set(parents.values()):
        shares = {
            name: one.points / one.of
            for name, one in judged.items()
            if one.rankable and parents[name] == parent
        }
        found |= ordered(shares)
    return found


def judge_one(
    standard: Standard,
    now: Values,
    before: Values | None = None,
    peers: Sequence[Values] = (),
) -> Judged:
    """
    Judge one body, and with *peers* its places among them.
    """
    others = {f"peer {number}": (peer, dict[str, object]()) for number, peer in enumerate(peers)}
    return judge_all(standard, {"": (now, before or {}), **others})[""]
