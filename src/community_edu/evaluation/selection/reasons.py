"""
Reasons of a selection (评选理由): why a body has its place, in words one can read.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

import attrs

from community_edu.base import Text, decimal_text
from community_edu.evaluation._rounding import percent, rounded
from community_edu.evaluation.selection._ordering import key_value, sort_key
from community_edu.evaluation.selection.selections import (
    Eligibility,
    OrderKey,
    SeatQuota,
    Selection,
    TieRule,
)
from community_edu.evaluation.selection.standings import Candidate, CriterionMark, Standing
from community_edu.evaluation.standards import Role

MOST_NAMED = 3
"""
How many criteria or bodies a reason names at most.
"""

_ROLES: dict[Role, Text] = {
    "veto": Text("一票否决", en="the veto "),
    "prerequisite": Text("申报条件", en="the prerequisite "),
    "scored": Text("", en=""),
}
_SEPARATOR = Text("、", en=", ")


@attrs.frozen
class OrderReason:
    """
    Chosen: the place sufficed, or a reserved seat was for such bodies.

    Attributes:
        quotas: The minima that gave the seat to this body and not to one before it.
    """

    quotas: tuple[SeatQuota, ...] = ()

    def sentence(self, place: int | None, body: Candidate) -> Text:
        """
        Say it of *body*.
        """
        head = _head(place, body)
        if not self.quotas:
            return head
        names = _quota_names(self.quotas)
        return Text(f"{head.zh}，按“{names.zh}”入选", en=f"{head.en}, by the quota '{names.en}'")


@attrs.frozen
class CutReason:
    """
    Not chosen: no seat was left.

    Attributes:
        cut: The last body before it with a seat that it could have had: by place, or reserved
            for bodies like it; `None` if there is none.
        cut_place: The place of that.
        key: What put the one before the other.
        first: Whether that is the first key, not a tie-break.
    """

    cut: Candidate | None
    cut_place: int | None
    key: OrderKey
    first: bool

    @classmethod
    def of(
        cls, selection: Selection, cut: Candidate | None, cut_place: int | None, body: Candidate
    ) -> "CutReason":
        """
        Compare *body* with the one that had the last seat.
        """
        index = 0
        if cut is not None:
            pairs = zip(sort_key(selection, cut), sort_key(selection, body), strict=True)
            index = next(number for number, (one, other) in enumerate(pairs) if one != other)
        return cls(cut, cut_place, selection.order[index], not index)

    def gap(self, body: Candidate) -> Fraction | None:
        """
        Return the points that *body* lacks to be level with the last one chosen.

        `None` if both could not have the same number of points, so that points do not compare.
        """
        if self.cut is None or self.cut.standing.of != body.standing.of:
            return None
        return max(self.cut.standing.points - body.standing.points, Fraction(0))

    def sentence(self, place: int | None, body: Candidate) -> Text:
        """
        Say it of *body*.
        """
        head = _head(place, body)
        tail = self.comparison(body)
        return Text(f"{head.zh}，{tail.zh}", en=f"{head.en}, {tail.en}")

    def comparison(self, body: Candidate) -> Text:
        """
        Say what *body* lacks.
        """
        if self.cut is None:
            return Text("名额已满", en="no seat is left")
        zh = f"第 {self.cut_place} 名{self.cut.name.zh}"
        en = f"{self.cut.name.to('en')} in place {self.cut_place}"
        gap = self.gap(body)
        if self.first and gap and self.key.by in {"share", "points"}:
            losses = tuple(_losses(self.cut.standing, body.standing))
            points = decimal_text(gap)
            return Text(
                f"比{zh}少 {points} 分{_in_brackets([loss.zh for loss in losses], '、', '（）')}",
                en=f"{points} points less than {en}"
                f"{_in_brackets([loss.to('en') for loss in losses], ', ', ' ()')}",
            )
        mine, theirs = body.standing.share, self.cut.standing.share
        if self.first and self.key.by == "share" and mine is not None and theirs is not None:
            lower = rounded((theirs - mine) * 100)
            return Text(
                f"得分率 {percent(mine)}，比{zh}低 {lower} 个百分点",
                en=f"{percent(mine)} of its points, {lower} percentage points below {en}",
            )
        unknown = key_value(self.key, body) is None
        lacks = Text("（没有数据）" if unknown else "", en=" (unknown)" if unknown else "")
        equal = Text("" if self.first else "此前各项相同，", en="" if self.first else "level, but ")
        return Text(
            f"{equal.zh}按“{self.key.label('zh-CN')}”{lacks.zh}排在{zh}之后",
            en=f"{equal.to('en')}after {en} by '{self.key.label('en')}'{lacks.to('en')}",
        )


@attrs.frozen
class SeatReason:
    """
    Not chosen, although seats were left: a maximum was full, or the seats were reserved.

    Attributes:
        why: Which of the two.
        quotas: The quotas that did it.
        cut: What it lacks compared with the last chosen by place.
    """

    why: Literal["full", "reserved"]
    quotas: tuple[SeatQuota, ...]
    cut: CutReason

    def sentence(self, place: int | None, body: Candidate) -> Text:
        """
        Say it of *body*.
        """
        head = _head(place, body)
        names = _quota_names(self.quotas)
        if self.why == "full":
            values = [body.attributes[quota.attribute] for quota in self.quotas]
            return Text(
                f"{head.zh}，但“{names.zh}”已满{_in_brackets(values, '、', '（）')}",
                en=f"{head.en}, but '{names.en}' is full{_in_brackets(values, ', ', ' ()')}",
            )
        tail = self.cut.comparison(body) if self.cut.cut else None
        return Text(
            f"{head.zh}，{f'{tail.zh}，' if tail else ''}余下名额须留给“{names.zh}”",
            en=f"{head.en}, {f'{tail.en}; ' if tail else ''}"
            f"the seats left are reserved by '{names.en}'",
        )


@attrs.frozen
class TieReason:
    """
    Equal to others with whom it competes for too few seats.

    Attributes:
        rule: What the selection says of ties.
        others: The names of some of the others.
        count: How many others there are.
        seats: How many seats they compete for.
    """

    rule: TieRule
    others: tuple[Text, ...]
    count: int
    seats: int

    def sentence(self, place: int | None, body: Candidate) -> Text:
        """
        Say it of *body*.
        """
        names = named(self.others, self.count)
        points = decimal_text(body.standing.points)
        what = {
            "all": Text("按规则一并入选", en="all of them are chosen"),
            "none": Text("按规则都不入选", en="none of them is chosen"),
            "undecided": Text("由评委决定", en="the jury decides"),
        }[self.rule]
        return Text(
            f"第 {place} 名：{points} 分，与{names.zh}并列，可用名额 {self.seats} 个，{what.zh}",
            en=f"place {place}: {points} points, level with {names.en}, "
            f"for {self.seats} seats; {what.en}",
        )


@attrs.frozen
class RuledOutReason:
    """
    Not eligible, with everything that is in the way.
    """

    because: tuple[Text, ...]

    def sentence(self, place: int | None, body: Candidate) -> Text:
        """
        Say it of *body*.
        """
        del place, body
        zh = "；".join(reason.zh for reason in self.because)
        en = "; ".join(reason.to("en") for reason in self.because)
        return Text(f"未入围：{zh}", en=f"not eligible: {en}")


Reason: TypeAlias = OrderReason | CutReason | SeatReason | TieReason | RuledOutReason


def not_eligible(eligible: Eligibility, body: Standing) -> tuple[Text, ...]:
    """
    Return everything that keeps a body from being chosen; empty if nothing does.
    """
    return (*_vetoes(body), *_thresholds(eligible, body), *_required(eligible, body))


def _vetoes(body: Standing) -> Iterator[Text]:
    for mark in body.marks.values():
        if mark.role != "scored" and mark.status != "met":
            yield _not_met(_ROLES[mark.role], mark)


def _not_met(role: Text, mark: CriterionMark) -> Text:
    known = mark.status != "not_assessed"
    state = Text("未达标", en="not met") if known else Text("未评定", en="not assessed")
    return Text(
        f"{role.zh}“{mark.name.zh}”{state.zh}",
        en=f"{role.to('en')}'{mark.name.to('en')}' is {state.to('en')}",
    )


def _thresholds(eligible: Eligibility, body: Standing) -> Iterator[Text]:
    coverage = eligible.minimum_coverage
    least = max(body.minimum_coverage, coverage.amount if coverage else Fraction(0))
    if body.coverage < least:
        yield Text(
            f"评估覆盖率 {percent(body.coverage)}，低于 {percent(least)}",
            en=f"coverage {percent(body.coverage)}, below {percent(least)}",
        )
    share = body.share
    if share is None:
        yield Text("没有可计分的项目", en="there is nothing to score")
    elif eligible.minimum_share and share < eligible.minimum_share.amount:
        wanted = percent(eligible.minimum_share.amount)
        yield Text(
            f"得分率 {percent(share)}，低于 {wanted}", en=f"share {percent(share)}, below {wanted}"
        )
    if eligible.minimum_points is not None and body.points < eligible.minimum_points:
        points, needed = decimal_text(body.points), decimal_text(eligible.minimum_points)
        yield Text(f"{points} 分，低于 {needed} 分", en=f"{points} points, below {needed}")


def _required(eligible: Eligibility, body: Standing) -> Iterator[Text]:
    if eligible.grades and body.grade not in eligible.grades:
        if body.grade is None:
            yield Text("没有等次", en="it has no grade")
        else:
            yield Text(
                f"等次为 {body.grade}，不在要求之内",
                en=f"its grade is {body.grade}, not one asked for",
            )
    for name in eligible.met:
        mark = body.marks.get(name) or CriterionMark(name=name, status="not_assessed")
        if mark.status != "met":
            yield _not_met(_ROLES["scored"], mark)


def _losses(cut: Standing, body: Standing) -> Iterator[Text]:
    """
    Yield the criteria that cost *body* most against *cut*, the worst first.
    """
    lost = [
        (mark.points - body.marks[name].points, mark.name)
        for name, mark in cut.marks.items()
        if name in body.marks and mark.points > body.marks[name].points
    ]
    lost.sort(key=lambda pair: -pair[0])
    for points, name in lost[:MOST_NAMED]:
        less = decimal_text(points)
        yield Text(f"“{name.zh}”少 {less} 分", en=f"'{name.to('en')}' {less} less")


def _head(place: int | None, body: Candidate) -> Text:
    points = decimal_text(body.standing.points)
    return Text(f"第 {place} 名：{points} 分", en=f"place {place}: {points} points")


def _quota_names(quotas: Sequence[SeatQuota]) -> Text:
    return _joined([quota.name for quota in quotas])


def named(names: Sequence[Text], count: int) -> Text:
    """
    Name the first few of *count* bodies.

    Example:
        >>> named([Text("甲"), Text("乙")], 2).zh, named([Text("甲")], 9).zh
        ('甲、乙', '甲等 9 个单位')
    """
    shown = names[:MOST_NAMED]
    text = _joined(shown)
    more = count - len(shown)
    if not more:
        return text
    return Text(f"{text.zh}等 {count} 个单位", en=f"{text.en} and {more} more")


def _joined(names: Sequence[Text]) -> Text:
    zh = _SEPARATOR.zh.join(name.zh for name in names)
    return Text(zh, en=_SEPARATOR.to("en").join(name.to("en") for name in names))


def _in_brackets(words: Sequence[str], separator: str, brackets: str) -> str:
    """
    Return *words* in brackets, or nothing if there are none.
    """
    return f"{brackets[:-1]}{separator.join(words)}{brackets[-1]}" if words else ""
