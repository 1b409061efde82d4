"""
Selections (评选): how many are chosen, of whom, in what order, as data.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import ClassVar, Literal, NewType, TypeAlias

import attrs

from community_edu.base import Language, Path, References, Text, identifier, text
from community_edu.evaluation.standards import (
    CriterionId,
    GradeId,
    UnsoundError,
    criterion_id,
    grade_id,
)
from community_edu.measures import PLAIN, Quantity

QuotaId = NewType("QuotaId", str)
SelectionId = NewType("SelectionId", str)

TieRule: TypeAlias = Literal["all", "none", "undecided"]
"""
What happens to equals of whom only some have a seat. ``all``: all of them are chosen, over the
quota. ``none``: none of them is, and their seats stay empty. ``undecided``: their seats are
kept for the jury (评委) to give.
"""

OrderBy: TypeAlias = Literal[
    "share",
    "points",
    "coverage",
    "criterion_points",
    "criterion_value",
    "evidence",
    "attribute",
]
"""
What bodies are put in order by: the share of points, the points, the coverage, the points or the
value of one criterion, one number of the evidence, or an attribute whose values have an order.
"""

_NAMED: tuple[OrderBy, ...] = ("criterion_points", "criterion_value", "evidence", "attribute")
_KEY_NAMES: dict[OrderBy, Text] = {
    "share": Text("得分率", en="share of points"),
    "points": Text("得分", en="points"),
    "coverage": Text("评估覆盖率", en="coverage"),
}


def quota_id(value: str) -> QuotaId:
    """
    Return *value* as the identifier of a quota.
    """
    return QuotaId(identifier(value))


def selection_id(value: str) -> SelectionId:
    """
    Return *value* as the identifier of a selection.
    """
    return SelectionId(identifier(value))


def _grade_ids(ids: Iterable[str]) -> tuple[GradeId, ...]:
    return tuple(map(grade_id, ids))


def _criterion_ids(ids: Iterable[str]) -> tuple[CriterionId, ...]:
    return tuple(map(criterion_id, ids))


class SelectionError(UnsoundError):
    """
    A rule of a selection that nobody could keep, or that says nothing.
    """

    code: ClassVar[str] = "bad-selection"


@attrs.frozen(kw_only=True)
class SeatQuota:
    """
    How many of the chosen may, or must, share an attribute (名额分配).

    Attributes:
        id: The identifier.
        name: What a reader calls it: 每街道至多 2 个.
        attribute: What bodies are told apart by: ``subdistrict``, ``kind``.
        value: The value it is about; by default each value has this quota of its own.
        at_least: How many seats are reserved.
        at_most: How many can be chosen; by default any number.
    """

    id: QuotaId = attrs.field(converter=quota_id)
    name: Text = attrs.field(converter=text)
    attribute: str
    value: str | None = None
    at_least: int = 0
    at_most: int | None = None


@attrs.frozen(kw_only=True)
class Eligibility:
    """
    Who can be chosen at all (参评条件). All of it must hold.

    A body that fails a veto or a prerequisite of the standard, or has less than the coverage
    that the standard asks for, cannot be chosen in any case.

    Attributes:
        minimum_coverage: The part of all points that must be assessed.
        minimum_share: The share of points that must be reached.
        minimum_points: The points that must be reached.
        grades: The grades of which one is needed.
        met: The criteria that must be met.
    """

    minimum_coverage: Quantity | None = None
    minimum_share: Quantity | None = None
    minimum_points: Fraction | None = None
    grades: tuple[GradeId, ...] = attrs.field(default=(), converter=_grade_ids)
    met: tuple[CriterionId, ...] = attrs.field(default=(), converter=_criterion_ids)


@attrs.frozen(kw_only=True)
class OrderKey:
    """
    What puts bodies in order, or those that are equal so far (同分排序).

    A body that lacks the value comes after all that have it.

    Attributes:
        by: What is compared.
        of: Which criterion, number of the evidence or attribute.
        best: Which end comes first.
        values: The values of an attribute, the first ones first; others come after them.
        name: What a reader calls it; by default what it compares.
    """

    by: OrderBy
    of: str | None = None
    best: Literal["highest", "lowest"] = "highest"
    values: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    name: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    def label(self, language: Language) -> str:
        """
        Name what is compared.

        Example:
            >>> OrderKey(by="share").label("zh-CN"), OrderKey(by="evidence", of="books").label("en")
            ('得分率', 'books')
        """
        name = self.name or _KEY_NAMES.get(self.by) or Text(str(self.of))
        return name.to(language)


def _share_first() -> tuple[OrderKey, ...]:
    return (OrderKey(by="share"),)


@attrs.frozen(kw_only=True, slots=False, repr=False)
class Selection:
    """
    The rules by which some of many bodies are chosen: the ten best (十佳).

    Nothing is drawn by lot: what no rule decides is left to people, or settled by `ties`.

    Attributes:
        id: The identifier.
        name: What it is called.
        quota: How many are chosen.
        quotas: How many of them may or must share an attribute.
        eligible: Who can be chosen at all.
        order: What bodies are put in order by: the first, then tie-break after tie-break;
            by default the share of points.
        ties: What happens to equals of whom only some have a seat.
        note: What a reader should know.

    Raises:
        ProblemsError: A quota is impossible or contradicts another, or a key of the order
            is only half there; all at once.
    """

    id: SelectionId = attrs.field(converter=selection_id)
    name: Text = attrs.field(converter=text)
    quota: int
    quotas: tuple[SeatQuota, ...] = attrs.field(default=(), converter=tuple[SeatQuota, ...])
    eligible: Eligibility = attrs.field(factory=Eligibility)
    order: tuple[OrderKey, ...] = attrs.field(factory=_share_first, converter=tuple[OrderKey, ...])
    ties: TieRule = "undecided"
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    def __repr__(self) -> str:
        return f"Selection(id={self.id!r}, quota={self.quota}, ties={self.ties!r})"

    def __attrs_post_init__(self) -> None:
        check = References()
        check.unique("quotas", (quota.id for quota in self.quotas))
        check.problems.extend(self._quota_problems())
        check.problems.extend(self._eligibility_problems())
        if not self.order:
            reason = Text("至少要有一项排序依据", en="at least one key is needed")
            check.problems.append(SelectionError(self.id, reason, ("order",)))
        for index, key in enumerate(self.order):
            check.problems.extend(_key_problems(("order", index), key))
        check.finish("the selection does not hold together")

    def _quota_problems(self) -> Iterator[SelectionError]:
        if self.quota < 1:
            reason = Text("名额应不少于 1", en="the quota must be 1 or more")
            yield SelectionError(self.id, reason, ("quota",))
        least: dict[str, dict[str | None, int]] = {}
        for index, quota in enumerate(self.quotas):
            path: Path = ("quotas", index)
            if quota.at_least < 0 or (quota.at_most is not None and quota.at_most < quota.at_least):
                reason = Text(
                    "at_least 应不小于 0，也不大于 at_most",
                    en="'at_least' must be 0 or more, and not more than 'at_most'",
                )
                yield SelectionError(quota.id, reason, path)
            if not quota.at_least and quota.at_most is None:
                reason = Text("应写 at_least 或 at_most", en="give 'at_least' or 'at_most'")
                yield SelectionError(quota.id, reason, path)
            of = least.setdefault(quota.attribute, {})
            of[quota.value] = max(quota.at_least, of.get(quota.value, 0))
        for attribute, of in least.items():
            total = sum(count for value, count in of.items() if value is not None)
            if max(total, of.get(None, 0)) > self.quota:
                yield too_many_reserved(attribute, total or of[None], self.quota)

    def _eligibility_problems(self) -> Iterator[SelectionError]:
        for name in ("minimum_coverage", "minimum_share"):
            share: Quantity | None = getattr(self.eligible, name)
            if share is not None and (share.unit != PLAIN or not 0 <= share.amount <= 1):
                reason = Text(
                    f"{share} 不是 0 到 100% 的比例", en=f"{share} is no share from 0 to 100%"
                )
                yield SelectionError(self.id, reason, ("eligible", name))


def too_many_reserved(attribute: str, reserved: int, quota: int) -> SelectionError:
    """
    Return the error for minima that are more than the seats.
    """
    reason = Text(
        f"至少的名额共 {reserved} 个，超过总名额 {quota} 个",
        en=f"its minima need {reserved} seats, there are {quota}",
    )
    return SelectionError(attribute, reason, ("quotas",))


def _key_problems(path: Path, key: OrderKey) -> Iterator[SelectionError]:
    named = key.by in _NAMED
    if named != (key.of is not None):
        reason = Text(
            f"{key.by} 应写 of" if named else f"{key.by} 不用写 of",
            en=f"'{key.by}' needs 'of'" if named else f"'{key.by}' takes no 'of'",
        )
        yield SelectionError(key.by, reason, path)
    if (key.by == "attribute") != bool(key.values):
        reason = Text("attribute 与 values 应同时写", en="'attribute' and 'values' go together")
        yield SelectionError(key.by, reason, path)
