"""
Placement (排期): dates proposed inside windows, where a plan leaves them open.

A proposal is the best one there is, not the first that fits: the wishes are weighed
in whole numbers, so that the same question has the same answer everywhere. It is
never more than a proposal; somebody has to decide.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import ClassVar, Literal, TypeAlias

import attrs

from community_edu.base import CommunityEduError, Finding, FindingKind, Text
from community_edu.calendars.periods import OverlappingPeriodsError, Period
from community_edu.calendars.quotas import Quota, UncountableQuotaError
from community_edu.calendars.rules import LONGEST_RUN
from community_edu.calendars.spans import Span, in_order, merged
from community_edu.calendars.weekdays import WEEKDAYS, Weekday
from community_edu.calendars.workdays import WorkCalendar

MOST_DATES = 10_000
"""
The most dates that may be asked for at once.
"""

MOST_CHOICES = 500_000
"""
How many possible days may be weighed at once, those of each date counted anew: a few seconds.
"""

CANNOT_BE_PLACED = FindingKind(
    "cannot-be-placed",
    "warning",
    zh="{period} 需要排 {wanted} 次，时段内只排得下 {possible} 次",
    en="{period} asks for {wanted}, and its windows have room for {possible}",
)
WISH_NOT_MET = FindingKind(
    "wish-not-met",
    "info",
    zh="有 {count} 个建议日期不合“{wish}”，首个是 {first}：时段内没有更合适的日子",
    en="proposed dates that do not meet the wish '{wish}': {count}, the first {first}; their "
    "windows have no better day",
)


@attrs.define(slots=False)
class PlacementError(CommunityEduError, ValueError):
    """
    Something that no proposal of dates can be asked for.
    """

    code: ClassVar[str] = "bad-placement"
    en: ClassVar[str] = "dates cannot be proposed with the {what} {value}; it can be {possible}"
    zh: ClassVar[str] = "无法按{what} {value} 建议日期，可以是 {possible}"

    what: Text
    value: object
    possible: str


@attrs.define(slots=False)
class TooManyChoicesError(CommunityEduError, ValueError):
    """
    More dates on more possible days than can be weighed in a few seconds.
    """

    code: ClassVar[str] = "too-many-choices"
    en: ClassVar[str] = (
        "placing {count} dates with {choices} choices between them takes too long, more than "
        "{most} are too many; ask period by period, or for fewer years at once"
    )
    zh: ClassVar[str] = (
        "要排 {count} 个日期，共有 {choices} 种选择，超过 {most} 就太慢；请分期或分年来排"
    )

    count: int
    choices: int
    most: int = MOST_CHOICES


KindOfDay: TypeAlias = Literal["workdays", "days_off"]


def _clear(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001 - attrs asks
    if not 0 <= value <= LONGEST_RUN:
        raise PlacementError(Text("间隔天数", en="days apart"), value, f"0–{LONGEST_RUN}")


def _on(instance: object, attribute: object, value: str) -> None:  # noqa: ARG001 - attrs asks
    if value not in {"workdays", "days_off"}:
        raise PlacementError(Text("日子", en="kind of day"), value, "workdays, days_off")


def _weekdays(instance: object, attribute: object, value: tuple[str, ...]) -> None:  # noqa: ARG001 - attrs asks
    for weekday in value:
        if weekday not in WEEKDAYS:
            possible = ", ".join(WEEKDAYS)
            raise PlacementError(Text("星期", en="weekday"), weekday, possible)


@attrs.frozen(kw_only=True)
class Wishes:
    """
    What proposed dates should be like (排期偏好), the most important first.

    None of it is a condition: a date that can only be had against a wish is
    proposed all the same, and a finding says so. A wish that comes first is
    never given up for one that comes later, and the spread comes last.

    Attributes:
        workdays: The working days, if they matter.
        on: Whether dates should be on working days, or on days off. Only with
            `workdays`.
        clear: How many days, at least, to be away from other entries: 1 means
            not on the same day, 2 not on the day beside it.
        weekdays: The preferred days of the week, the best first.

    Raises:
        PlacementError: The wish has no meaning; says what is possible.

    Example:
        >>> Wishes(weekdays=["WED", "SAT"], clear=2).weekdays
        ('WED', 'SAT')
    """

    workdays: WorkCalendar | None = None
    on: KindOfDay = attrs.field(default="workdays", validator=_on)
    clear: int = attrs.field(default=0, validator=_clear)
    weekdays: tuple[Weekday, ...] = attrs.field(
        default=(), converter=tuple[Weekday, ...], validator=_weekdays
    )


NO_WISHES = Wishes()


@attrs.frozen(kw_only=True)
class Proposal:
    """
    Dates that somebody may take or change.

    Attributes:
        spans: The proposed days, in order.
        findings: Which wishes could not be met, and what could not be placed.
    """

    spans: tuple[Span, ...] = attrs.field(converter=tuple[Span, ...])
    findings: tuple[Finding, ...] = attrs.field(default=(), converter=tuple[Finding, ...])


def propose(
    windows: Iterable[Span],
    count: int | Quota = 1,
    *,
    periods: Iterable[Period] | None = None,
    days: int = 1,
    taken: Iterable[Span] = (),
    busy: Iterable[Span] = (),
    wishes: Wishes = NO_WISHES,
) -> Proposal:
    """
    Propose dates inside *windows* (建议日期).

    Conditions, which always hold: each proposal lies inside one run of days of
    the windows, and inside one period; no two share a day, and none shares one
    with *taken*; each period gets what it lacks, or as many as there is room for.

    Wishes, which hold as far as they can: see `Wishes`. Last of all the dates
    are spread evenly: the squares of the days between neighbours, those of *taken*
    among them, add up to as little as can be, where the way from the outermost to
    the first and the last possible day counts as half a distance. Of equally good proposals
    the one is taken whose first date that differs is earlier.

    Args:
        windows: The days among which to choose. Runs that touch are one run.
        count: How many are wanted in each period. Of a quota, its least number;
            its periods are each window for ``per window``, or else those of the
            years of the windows, unless *periods* are given.
        periods: The periods; without them all windows together are one.
        days: How many days each proposal takes, 1 to 366.
        taken: What is there already: it counts in the period in which it
            begins, and the proposals are spread between it.
        busy: Other entries, to keep clear of.
        wishes: What the dates should be like.

    Returns:
        The proposal, the same for the same arguments.

    Raises:
        PlacementError: A number is out of range.
        OverlappingPeriodsError: Two of *periods* share a day.
        UncountableQuotaError: *count* is a quota whose periods are not known
            without more, or which holds for each member of a set.
        TooManyChoicesError: There is too much to weigh.
        HolidaysNotAnnouncedError: The work calendar of the wishes knows nothing
            of a year, and is not to assume anything.

    Example:
        >>> year = Span(date(2026, 1, 1), date(2027, 1, 1))
        >>> quarterly = Quota.parse(">= 1 per quarter")
        >>> fixed = [Span.day(date(2026, 5, 8))]
        >>> found = propose([year], quarterly, taken=fixed, wishes=Wishes(weekdays=["WED"]))
        >>> [str(span.start) for span in found.spans]
        ['2026-02-11', '2026-08-12', '2026-11-11']
    """
    if not 1 <= days <= LONGEST_RUN:
        raise PlacementError(Text("天数", en="number of days"), days, f"1–{LONGEST_RUN}")
    runs, fixed = _Runs.of(merged(windows)), _Runs.of(in_order(taken))
    wanted, buckets = _demand(runs.spans, count, periods)
    layers: list[list[int]] = []
    findings: list[Finding] = []
    for bucket in buckets:
        lacking = wanted - fixed.beginning_in(bucket.span)
        chosen = _layers(_starts(runs, fixed, bucket.span, days), lacking, days)
        layers += chosen
        if len(chosen) < lacking:
            items = {"period": bucket.key, "wanted": lacking, "possible": len(chosen)}
            findings.append(Finding(CANNOT_BE_PLACED, items=items))
    choices = sum(map(len, layers))
    if choices > MOST_CHOICES:
        raise TooManyChoicesError(len(layers), choices)
    scales = [
        scale
        for scale in (_off(wishes, days), _close(wishes, days, busy), _rank(wishes))
        if scale is not None
    ]
    starts = _best(layers, days, [start.toordinal() for start in fixed.starts], scales)
    spans = [Span(date.fromordinal(start), date.fromordinal(start + days)) for start in starts]
    for scale in scales:
        against = [start for start in starts if scale.cost(start) >= scale.worst]
        if against:
            first = date.fromordinal(against[0])
            items = {"wish": scale.wish, "count": len(against), "first": first}
            findings.append(Finding(WISH_NOT_MET, items=items))
    return Proposal(spans=spans, findings=findings)


def _demand(
    runs: Sequence[Span], count: int | Quota, periods: Iterable[Period] | None
) -> tuple[int, Sequence[Period]]:
    """
    Return how many dates are wanted in each of which periods, in order.
    """
    wanted = count if isinstance(count, int) else count.at_least
    if not 0 <= wanted <= MOST_DATES:
        raise PlacementError(Text("次数", en="number of dates"), wanted, f"0–{MOST_DATES}")
    if isinstance(count, Quota) and count.each is not None:
        missing = Text("单个成员", en="one member at a time")
        raise UncountableQuotaError(str(count), missing)
    if periods is not None:
        buckets = tuple(sorted(periods))
        for first, second in pairwise(buckets):
            if first.span.overlaps(second.span):
                raise OverlappingPeriodsError(str(first), str(second))
    elif not runs:
        buckets = ()
    elif isinstance(count, int):
        whole = Span(runs[0].start, runs[-1].end)
        buckets = (Period(whole, f"{whole.start}–{whole.last}"),)
    elif count.per == "window":
        buckets = tuple(Period(run, f"{run.start}–{run.last}") for run in runs)
    else:
        buckets = count.periods(Span(runs[0].start, runs[-1].end))
    return wanted, buckets


@attrs.frozen
class _Runs:
    """
    Runs of days in order, among which those near a day are found at once.

    Attributes:
        spans: The runs, the longest of which has `longest` days.
        starts: Their first days.
    """

    spans: Sequence[Span]
    starts: Sequence[date]
    longest: timedelta

    @classmethod
    def of(cls, spans: Iterable[Span]) -> "_Runs":
        runs = tuple(spans)
        longest = max((run.end - run.start for run in runs), default=timedelta())
        return cls(runs, [run.start for run in runs], longest)

    def beginning_in(self, span: Span) -> int:
        """
        Return how many begin in *span*.
        """
        return bisect_left(self.starts, span.end) - bisect_left(self.starts, span.start)

    def touching(self, span: Span) -> Iterator[Span]:
        """
        Yield those that share a day with *span*.
        """
        first = bisect_right(self.starts, span.start - self.longest)
        for run in self.spans[first : bisect_left(self.starts, span.end)]:
            if run.overlaps(span):
                yield run


def _starts(runs: _Runs, fixed: _Runs, bucket: Span, days: int) -> list[int]:
    """
    Return the ordinals of the days on which a proposal may start in *bucket*, in order.
    """
    found: list[int] = []
    for run in runs.touching(bucket):
        first = max(run.start, bucket.start).toordinal()
        last = min(run.end, bucket.end).toordinal() - days
        found += range(first, last + 1)
    for span in fixed.touching(bucket):
        low = bisect_right(found, span.start.toordinal() - days)
        del found[low : bisect_left(found, span.end.toordinal())]
    return found


def _layers(starts: Sequence[int], wanted: int, days: int) -> list[list[int]]:
    """
    Return on which of *starts* the first date can be, the second, and so on, up to *wanted*.

    Each day of a layer leaves room for all the dates before it and after it.
    """
    earliest = _packed(starts, days)[: max(wanted, 0)]
    mirrored = _packed([-start for start in reversed(starts)], days)[: len(earliest)]
    latest = [-start for start in reversed(mirrored)]
    return [
        list(starts[bisect_left(starts, first) : bisect_right(starts, last)])
        for first, last in zip(earliest, latest, strict=True)
    ]


def _packed(starts: Sequence[int], days: int) -> list[int]:
    """
    Return as many of *starts* as there is room for, each as early as it can be.
    """
    found: list[int] = []
    for start in starts:
        if not found or start >= found[-1] + days:
            found.append(start)
    return found


@attrs.frozen
class _Scale:
    """
    One wish as a number of each first day: 0 is what is wished for.

    Attributes:
        wish: What it is.
        cost: The number.
        worst: From which number on the wish is not met at all.
        most: The number that it never exceeds.
    """

    wish: Text
    cost: Callable[[int], int]
    worst: int
    most: int


def _off(wishes: Wishes, days: int) -> _Scale | None:
    """
    Count the days of the wrong kind.
    """
    workdays = wishes.workdays
    if workdays is None:
        return None
    working = wishes.on == "workdays"
    memo: dict[int, bool] = {}

    def wrong(ordinal: int) -> bool:
        if ordinal not in memo:
            memo[ordinal] = workdays.is_workday(date.fromordinal(ordinal)) is not working
        return memo[ordinal]

    wish = Text("排在工作日", en="on working days")
    if not working:
        wish = Text("排在休息日", en="on days off")
    return _Scale(wish, lambda start: sum(map(wrong, range(start, start + days))), 1, days)


def _close(wishes: Wishes, days: int, busy: Iterable[Span]) -> _Scale | None:
    """
    Count the days by which a date is too near to another entry.
    """
    clear, runs = wishes.clear, tuple(merged(busy))
    if not clear or not runs:
        return None
    firsts = [run.start.toordinal() for run in runs]
    lasts = [run.end.toordinal() - 1 for run in runs]

    def near(start: int) -> int:
        last = start + days - 1
        before = bisect_right(firsts, last) - 1
        distance = clear
        if before >= 0:
            distance = max(0, start - lasts[before])
        if before + 1 < len(runs):
            distance = min(distance, firsts[before + 1] - last)
        return max(0, clear - distance)

    wish = Text(f"与其他安排相隔 {clear} 天", en=f"{clear} days away from other entries")
    return _Scale(wish, near, 1, clear)


def _rank(wishes: Wishes) -> _Scale | None:
    """
    Return the place of the weekday among those that are preferred.
    """
    ranks = [
        wishes.weekdays.index(weekday) if weekday in wishes.weekdays else len(wishes.weekdays)
        for weekday in WEEKDAYS
    ]
    if not wishes.weekdays:
        return None
    names = ", ".join(wishes.weekdays)
    last = len(wishes.weekdays)
    return _Scale(Text(names), lambda start: ranks[(start - 1) % 7], last, last)


@attrs.frozen
class _Gaps:
    """
    The squares of the days between neighbours, with fixed days among them.

    Attributes:
        first: The first possible day.
        last: The last one.
        fixed: The fixed days, in order.
        sums: The squares between the fixed days, added up from the first.
    """

    first: int
    last: int
    fixed: Sequence[int]
    sums: Sequence[int]

    @classmethod
    def of(cls, first: int, last: int, fixed: Sequence[int]) -> "_Gaps":
        squares = ((after - before) ** 2 for before, after in pairwise(fixed))
        return cls(first, last, fixed, [0, *accumulate(squares)])

    def lead(self, day: int) -> int:
        """
        Return the cost of what lies before the first proposal.
        """
        before = bisect_right(self.fixed, day)
        if not before:
            return 2 * (day - self.first) ** 2
        edge = max(0, self.fixed[0] - self.first)
        return 2 * edge**2 + self.sums[before - 1] + (day - self.fixed[before - 1]) ** 2

    def tail(self, day: int) -> int:
        """
        Return the cost of what lies after the last proposal.
        """
        after = bisect_right(self.fixed, day)
        if after == len(self.fixed):
            return 2 * (self.last - day) ** 2
        edge = max(0, self.last - self.fixed[-1])
        between = self.sums[-1] - self.sums[after]
        return (self.fixed[after] - day) ** 2 + between + 2 * edge**2

    def between(self, day: int, later: int) -> int:
        """
        Return the cost of what lies between two neighbouring proposals.
        """
        low, high = bisect_right(self.fixed, day), bisect_right(self.fixed, later)
        if low == high:
            return (later - day) ** 2
        inner = self.sums[high - 1] - self.sums[low]
        return (self.fixed[low] - day) ** 2 + inner + (later - self.fixed[high - 1]) ** 2


def _best(
    layers: Sequence[Sequence[int]], days: int, fixed: Sequence[int], scales: Sequence[_Scale]
) -> list[int]:
    """
    Return the cheapest choice of one day from each layer, in order, *days* apart at least.
    """
    if not layers:
        return []
    gaps = _Gaps.of(min(map(min, layers)), max(map(max, layers)), fixed)
    extent = max(gaps.last, *fixed, gaps.last) - min(gaps.first, *fixed, gaps.first)
    memo: dict[int, int] = {}

    def cost(day: int) -> int:
        if day not in memo:
            total = 0
            for scale in scales:
                total = total * (scale.most * len(layers) + 1) + scale.cost(day)
            memo[day] = total * (5 * extent**2 + 1)  # no spread costs more than that
        return memo[day]

    layer = layers[-1]
    costs = [cost(day) + gaps.tail(day) for day in layer]
    following: list[list[int]] = []
    for earlier in reversed(layers[:-1]):
        nexts = _cheapest_next(earlier, layer, days, costs, gaps)
        costs = [
            cost(day) + gaps.between(day, layer[index]) + costs[index]
            for day, index in zip(earlier, nexts, strict=True)
        ]
        following.append(nexts)
        layer = earlier
    totals = [gaps.lead(day) + rest for day, rest in zip(layer, costs, strict=True)]
    index = totals.index(min(totals))
    found = [layer[index]]
    for nexts, later in zip(reversed(following), layers[1:], strict=True):
        index = nexts[index]
        found.append(later[index])
    return found


def _cheapest_next(
    layer: Sequence[int], later: Sequence[int], days: int, costs: Sequence[int], gaps: _Gaps
) -> list[int]:
    """
    Return for each day of *layer* which day of *later* follows it best, the earliest of equals.

    The later a day, the later the best one after it, since squares are convex:
    so the answer for a day in the middle halves the search for all the others.
    """
    nexts = [0] * len(layer)
    waiting = [(0, len(layer), 0, len(later) - 1)]
    while waiting:
        low, high, first, last = waiting.pop()
        if low == high:
            continue
        middle = (low + high) // 2
        day = layer[middle]
        possible = range(max(first, bisect_left(later, day + days)), last + 1)
        best = min(possible, key=lambda index: gaps.between(day, later[index]) + costs[index])
        nexts[middle] = best
        waiting.append((low, middle, first, best))
        waiting.append((middle + 1, high, best, last))
    return nexts
