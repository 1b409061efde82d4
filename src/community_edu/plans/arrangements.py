"""
What else a plan arranges: money, awards, standing rules, publicity; and remarks on its text.
"""

from typing import Literal, TypeAlias

import attrs

from community_edu.base import Cited, FindingKind, Text, identifier, text
from community_edu.courses import AWARD_STAGES
from community_edu.measures import IndicatorId, Measure, Quantity, Threshold, indicator_id
from community_edu.organizations import OrganizationId, organization_id


@attrs.frozen(kw_only=True)
class FundingNorm(Cited):
    """
    So much money a head (人均经费标准).

    Attributes:
        id: The identifier.
        name: What a reader calls it.
        money: The indicator that holds the money paid.
        base: The indicator that holds the heads it is divided by.
        at_least: The least amount a head, such as ``2 CNY/person``.
        per: The period.
        payee: Who gets the money.
        note: What a reader should know, such as whose heads are meant.
    """

    id: str = attrs.field(converter=identifier)
    name: Text = attrs.field(converter=text)
    money: IndicatorId = attrs.field(converter=indicator_id)
    base: IndicatorId = attrs.field(converter=indicator_id)
    at_least: Quantity
    per: str = "year"
    payee: OrganizationId | None = attrs.field(
        default=None, converter=attrs.converters.optional(organization_id)
    )
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    @property
    def measure(self) -> Measure:
        """
        The money divided by the heads.
        """
        return Measure.parse(f"{self.money} / {self.base}")

    @property
    def threshold(self) -> Threshold:
        """
        What that must reach.
        """
        return Threshold(">=", self.at_least)


@attrs.frozen(kw_only=True)
class FundingSource(Cited):
    """
    Where money comes from (经费来源), with what it is for if the plan says so.
    """

    id: str = attrs.field(converter=identifier)
    name: Text = attrs.field(converter=text)
    uses: tuple[Text, ...] = attrs.field(default=(), converter=tuple[Text, ...])


AwardStatus: TypeAlias = Literal["planned", "applied", "won", "none"]
AwardKind: TypeAlias = Literal["reward", "penalty"]


@attrs.frozen(kw_only=True)
class Award(Cited):
    """
    A commendation or selection (评选、表彰), or a penalty (处罚).

    Attributes:
        id: The identifier.
        name: What it is called.
        recipient: Who gets it: ``family``, ``organization``, ``person`` …
        quota: How many are given; `None` where the plan gives no number.
        basis: The identifiers of the criteria sets it is judged by.
        kind: Whether it rewards or punishes.
        level: Who gives it: ``provincial``, ``city`` … ; empty if not said.
        per: The period in which it is given again; empty if not said.
        status: How far it is: planned, applied for, then won or not (``none``).
        note: What a reader should know.
    """

    id: str = attrs.field(converter=identifier)
    name: Text = attrs.field(converter=text)
    recipient: str = ""
    quota: int | None = None
    basis: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    kind: AwardKind = "reward"
    level: str = ""
    per: str = ""
    status: AwardStatus = "planned"
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    def advance(self, to: AwardStatus) -> "Award":
        """
        Return the award one step on.

        Raises:
            ImpossibleStepError: *to* does not come next; says what does.

        Example:
            >>> Award(id="city", name="市优秀项目", status="applied").advance("won").status
            'won'
        """
        AWARD_STAGES.step(self.name, self.status, to)
        return attrs.evolve(self, status=to)


@attrs.frozen(kw_only=True)
class Policy(Cited):
    """
    A standing rule or mechanism (制度、机制) that has no date of its own.

    Attributes:
        id: The identifier.
        name: What it says, in short.
        kind: ``assessment``, ``workflow``, ``in_plan``, ``principle`` …
        steps: Its steps or parts, in order.
        by: Who keeps it.
    """

    id: str = attrs.field(converter=identifier)
    name: Text = attrs.field(converter=text)
    kind: str = "policy"
    steps: tuple[Text, ...] = attrs.field(default=(), converter=tuple[Text, ...])
    by: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])


@attrs.frozen(kw_only=True)
class Channel(Cited):
    """
    A publicity channel (宣传渠道): a notice board, a journal, a website.
    """

    id: str = attrs.field(converter=identifier)
    name: Text = attrs.field(converter=text)
    kind: str = ""


RemarkCode: TypeAlias = Literal["masked", "ambiguous", "conflict", "typo", "alias", "vague"]

REMARKS: dict[str, FindingKind] = {
    code: FindingKind(f"text-{code}", "warning", zh=f"{zh}：{{text}}", en=f"{en}: {{text}}")
    for code, zh, en in (
        ("masked", "原文有遮盖", "the text is masked"),
        ("ambiguous", "原文有歧义", "the text can be read in two ways"),
        ("conflict", "原文有矛盾", "the text contradicts itself or the calendar"),
        ("typo", "原文有误字", "the text has an error"),
        ("alias", "同一事物有多个名称", "one thing has several names"),
        ("vague", "原文没有可计算的内容", "the text gives nothing to compute with"),
    )
}


@attrs.frozen(kw_only=True)
class Remark(Cited):
    """
    What whoever transcribed the plan noticed in its text; reported with every check.

    Attributes:
        code: The kind of remark.
        text: The remark itself.
    """

    code: RemarkCode
    text: Text = attrs.field(converter=text)
