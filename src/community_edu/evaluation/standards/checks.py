"""
Is a standard in order? What is doubtful in it without being wrong.
"""

from collections.abc import Iterator
from fractions import Fraction

from community_edu.base import Finding, FindingKind, Path, Text, decimal_text
from community_edu.evaluation.standards.criteria import Criterion
from community_edu.evaluation.standards.standards import Standard
from community_edu.measures import (
    AnyThreshold,
    FormulaThreshold,
    Interval,
    Measure,
    Threshold,
    compare,
    definitions_of,
)
from community_edu.measures.bases import head_bases

STANDARD_INCOMPLETE = FindingKind(
    "standard-incomplete",
    "info",
    zh="“{standard}”只收录了原文的一部分，不评等次：{note}",
    en="only a part of '{standard}' is here, so it gives no grade: {note}",
)
CRITERIA_WITHOUT_SOURCE = FindingKind(
    "criteria-without-source",
    "info",
    zh="以下各条有数值而没有出处：{criteria}",
    en="these criteria have a number and no source: {criteria}",
)
BAND_NEVER_REACHED = FindingKind(
    "band-never-reached",
    "warning",
    zh="“{criterion}”的“{band}”一档不起作用：达到它的，已经达到前面的“{better}”",
    en="the band '{band}' of '{criterion}' decides nothing: all that reaches it reaches '{better}'",
)
CASE_MISSING = FindingKind(
    "case-missing",
    "warning",
    zh="“{criterion}”没有给出这些分类的目标值，将不作评估：{values}",
    en="'{criterion}' has no threshold for {values}, which will not be assessed",
)
AT_LEAST_ALL = FindingKind(
    "at-least-all",
    "info",
    zh="“{criterion}”的 at_least 等于条件总数 {count}，与不写相同",
    en="'{criterion}' asks for at least {count} of {count} conditions, which is all of them",
)
LEVER_NOT_IN_MEASURE = FindingKind(
    "lever-not-in-measure",
    "warning",
    zh="“{criterion}”的 lever 是“{lever}”，但改变它不影响这一条",
    en="the lever of '{criterion}' is '{lever}', which changes nothing there",
)
POPULATION_NOT_STATED = FindingKind(
    "population-not-stated",
    "info",
    zh="“{criterion}”按“{base}”计算人均金额，但没有说明是哪类人口（户籍、常住或其他）",
    en="'{criterion}' is money a head of '{base}', and which population that is, is not said",
)
VETO_WITH_POINTS = FindingKind(
    "veto-with-points",
    "warning",
    zh="“{criterion}”是一票否决或申报条件，又占 {points} 分",
    en="'{criterion}' is a veto or a prerequisite, and counts {points} points besides",
)
WORDS_WITH_POINTS = FindingKind(
    "words-with-points",
    "info",
    zh="“{criterion}”只有文字、无法评估，却占 {points} 分",
    en="'{criterion}' is only words that nothing can decide, and counts {points} points",
)
POINTS_OVER_TOTAL = FindingKind(
    "points-over-total",
    "warning",
    zh="“{about}”各项共 {held} 分，超过原文的 {stated} 分",
    en="the criteria of '{about}' have {held} points, more than the {stated} of the document",
)
POINTS_NOT_ROUND = FindingKind(
    "points-not-round",
    "info",
    zh="“{standard}”各项共 {points} 分，接近而不是 {round} 分，请核对",
    en="the criteria of '{standard}' have {points} points, nearly {round}; look whether one is off",
)
COVERAGE_OUT_OF_REACH = FindingKind(
    "coverage-out-of-reach",
    "warning",
    zh="至少要评估 {minimum} 的分值，但能评估的最多只有 {most}",
    en="{minimum} of the points must be assessed, but no more than {most} of them can be",
)
GRADE_NEVER_GIVEN = FindingKind(
    "grade-never-given",
    "warning",
    zh="等次“{grade}”不会有人得到：{reason}",
    en="nobody gets the grade '{grade}': {reason}",
)
NOT_USED = FindingKind(
    "indicator-not-used",
    "warning",
    zh="“{name}”没有被任何一条用到",
    en="no criterion looks at '{name}'",
)

_NUMBERED = {"threshold", "threshold_by", "bands", "linear", "ranks"}
_ROUND = (100, 1000)


def check_standard(standard: Standard) -> tuple[Finding, ...]:
    """
    Look for what is doubtful in *standard*: what nothing reaches, uses or vouches for.

    What is plainly wrong is refused when a standard is made; this is about what an
    author may have meant otherwise.

    Returns:
        The findings: on the whole, then criterion by criterion, then on points,
        grades, and on indicators and categories.

    Example:
        >>> from community_edu.measures import Condition, Indicator, Unit
        >>> plan = Indicator(id="has_plan", name="年度计划", unit=Unit.parse("yes_no"))
        >>> roll = Indicator(id="has_roll", name="名册", unit=Unit.parse("yes_no"))
        >>> line = Criterion(id="plan", name="有计划", conditions=[Condition.parse("has_plan")])
        >>> school = Standard(id="s", name="学校", indicators=[plan, roll], criteria=[line])
        >>> [finding.message("en") for finding in check_standard(school)]
        ["no criterion looks at '名册'"]
    """
    findings: list[Finding] = list(_whole(standard))
    for index, criterion in enumerate(standard.criteria):
        path: Path = ("criteria", index)
        findings += _scale(standard, path, criterion)
        findings += _bases(standard, path, criterion)
        findings += _points(path, criterion)
    findings += _totals(standard)
    findings += _grades(standard)
    findings += _unused(standard)
    return tuple(findings)


def _whole(standard: Standard) -> Iterator[Finding]:
    if not standard.complete:
        note = standard.note or Text("没有说明缺什么", en="what is missing is not said")
        items = {"standard": standard.name, "note": note}
        yield Finding(STANDARD_INCOMPLETE, ("complete",), items)
    silent = tuple(
        criterion.name
        for criterion in standard.criteria
        if _has_number(criterion) and criterion.quote is None and criterion.source is None
    )
    if silent:
        yield Finding(CRITERIA_WITHOUT_SOURCE, ("criteria",), {"criteria": silent})


def _has_number(criterion: Criterion) -> bool:
    asked = (str(condition) != str(condition.measure) for condition in criterion.conditions)
    return criterion.scale in _NUMBERED or any(asked)


def _scale(standard: Standard, path: Path, criterion: Criterion) -> Iterator[Finding]:
    about: dict[str, object] = {"criterion": criterion.name}
    for number, band in enumerate(criterion.bands):
        for better in criterion.bands[:number]:
            if _implies(band.threshold, better.threshold):
                items = {**about, "band": band.threshold, "better": better.threshold}
                yield Finding(BAND_NEVER_REACHED, (*path, "bands", number), items)
                break
    if criterion.threshold_by:
        category = standard.category_by_id[criterion.threshold_by.category]
        given = {case.of for case in criterion.threshold_by.cases}
        missing = tuple(value.name for value in category.values if value.id not in given)
        if missing:
            yield Finding(CASE_MISSING, (*path, "threshold_by"), {**about, "values": missing})
    if criterion.at_least is not None and criterion.at_least == len(criterion.conditions):
        items = {**about, "count": criterion.at_least}
        yield Finding(AT_LEAST_ALL, (*path, "at_least"), items)
    if criterion.lever is not None and criterion.lever not in _counted(standard, criterion):
        items = {**about, "lever": criterion.lever}
        yield Finding(LEVER_NOT_IN_MEASURE, (*path, "lever"), items)


def _counted(standard: Standard, criterion: Criterion) -> set[str]:
    """
    Return what the formulas of a criterion count in this period.
    """
    definitions = definitions_of(standard.indicators)
    written = (formula.expanded(definitions) for formula in criterion.formulas)
    return {name.indicator for formula in written for name in formula.names if not name.previous}


def _implies(one: AnyThreshold, other: AnyThreshold) -> bool:
    """
    Tell whether every value that meets *one* is known to meet *other*.
    """
    if isinstance(one, FormulaThreshold) or isinstance(other, FormulaThreshold):
        return str(one) == str(other)
    bound = Interval.point(other.quantity.amount)
    return compare(_values(one), other.comparator, bound) is True


def _values(threshold: Threshold) -> Interval:
    """
    Return the values that meet a threshold.
    """
    amount = threshold.quantity.amount
    match threshold.comparator:
        case "==":
            return Interval.point(amount)
        case ">" | ">=":
            return Interval(amount, low_open=threshold.comparator == ">")
        case _:
            return Interval(high=amount, high_open=threshold.comparator == "<")


def _bases(standard: Standard, path: Path, criterion: Criterion) -> Iterator[Finding]:
    """
    Yield a finding for each base of money a head of which nobody says who is counted.
    """
    bases: dict[str, Text] = {}
    definitions = definitions_of(standard.indicators)
    for measure in criterion.measures:
        counted = measure.expanded(definitions)
        if dict(counted.unit(standard.units).factors).get("CNY", 0) > 0:
            for base in head_bases(counted, standard.indicators):
                if base.population is None:
                    bases[base.id] = base.name
    for name in bases.values():
        items = {"criterion": criterion.name, "base": name}
        yield Finding(POPULATION_NOT_STATED, path, items)


def _points(path: Path, criterion: Criterion) -> Iterator[Finding]:
    if not criterion.points:
        return
    items = {"criterion": criterion.name, "points": criterion.points}
    if criterion.role != "scored":
        yield Finding(VETO_WITH_POINTS, (*path, "points"), items)
    if not criterion.measurable:
        yield Finding(WORDS_WITH_POINTS, (*path, "points"), items)


def _totals(standard: Standard) -> Iterator[Finding]:
    if not standard.complete:
        yield from _over(("total",), standard.name, standard.points, standard.total)
        for index, group in enumerate(standard.groups):
            path = ("groups", index, "points")
            yield from _over(path, group.name, standard.points_of(group.id), group.points)
        return
    for whole in _ROUND if standard.total is None else ():
        if 0 < abs(standard.points - whole) * 10 < whole:
            items = {"standard": standard.name, "points": standard.points, "round": whole}
            yield Finding(POINTS_NOT_ROUND, ("criteria",), items)
    words = sum(line.points for line in standard.criteria if not line.measurable)
    minimum = standard.minimum_coverage
    if minimum and standard.points and 1 - words / standard.points < minimum.amount:
        most = decimal_text((1 - words / standard.points) * 100)
        items = {"minimum": minimum, "most": f"{most}%"}
        yield Finding(COVERAGE_OUT_OF_REACH, ("minimum_coverage",), items)


def _over(path: Path, name: Text, held: Fraction, stated: Fraction | None) -> Iterator[Finding]:
    if stated is not None and held > stated:
        yield Finding(POINTS_OVER_TOTAL, path, {"about": name, "held": held, "stated": stated})


def _grades(standard: Standard) -> Iterator[Finding]:
    for index, grade in enumerate(standard.grades):
        reason = None
        some = Interval(Fraction(0), Fraction(1) if grade.of_share else standard.points)
        bound = Interval.point(grade.threshold.quantity.amount)
        if compare(some, grade.threshold.comparator, bound) is False:
            points = decimal_text(standard.points)
            reason = Text(f"全部只有 {points} 分", en=f"there are only {points} points in all")
        for better in standard.grades[:index]:
            same = better.of_share == grade.of_share and set(better.met) <= set(grade.met)
            if same and _implies(grade.threshold, better.threshold):
                zh, en = better.name.to("zh-CN"), better.name.to("en")
                reason = Text(f"达到它的都已是“{zh}”", en=f"whoever reaches it is already '{en}'")
                break
        if reason and standard.complete:
            items = {"grade": grade.name, "reason": reason}
            yield Finding(GRADE_NEVER_GIVEN, ("grades", index, "threshold"), items)


def _unused(standard: Standard) -> Iterator[Finding]:
    used = _used(standard)
    for index, indicator in enumerate(standard.indicators):
        if indicator.id not in used:
            yield Finding(NOT_USED, ("indicators", index), {"name": indicator.name})
    for index, category in enumerate(standard.categories):
        if category.id not in used:
            yield Finding(NOT_USED, ("categories", index), {"name": category.name})


def _used(standard: Standard) -> set[str]:
    """
    Return the indicators and categories that criteria look at, or that those are derived from.
    """
    used: set[str] = set()
    formulas: list[Measure] = []
    for criterion in standard.criteria:
        used.update(criterion.evidence)
        formulas += criterion.formulas
        if criterion.looks_at:
            used.add(criterion.looks_at)
    definitions = definitions_of(standard.indicators)
    while formulas:
        names = {name.indicator for name in formulas.pop().names} - used
        formulas += [definitions[name] for name in names if name in definitions]
        used |= names
    return used
