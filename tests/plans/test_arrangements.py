from typing import get_args

import pytest

from community_edu.base import InvalidIdentifierError, Text
from community_edu.courses import ImpossibleStepError
from community_edu.measures import Measure, Quantity, Threshold
from community_edu.plans import (
    Award,
    Channel,
    FundingNorm,
    FundingSource,
    Policy,
    Remark,
    RemarkCode,
)
from community_edu.plans.arrangements import REMARKS


class TestFundingNorm:
    def test_is_money_a_head(self) -> None:
        """
        每年人均不低于2元 is the money divided by the heads, at least two yuan a person.
        """
        norm = FundingNorm(
            id="two-yuan",
            name="每年人均社区教育经费",
            money="education_funds",
            base="residents",
            at_least=Quantity.parse("2 CNY/person"),
            payee="community-school",
        )
        assert norm.measure == Measure.parse("education_funds / residents")
        assert norm.threshold == Threshold(">=", Quantity.parse("2 CNY/person"))
        assert (norm.per, norm.note) == ("year", None)


class TestOthers:
    def test_take_plain_values(self) -> None:
        """
        Sources of money, awards, policies and channels are names with what the plan adds.
        """
        assert FundingSource(id="own", name="社区创收", uses=[Text("培训")]).uses == (Text("培训"),)
        award = Award(id="family", name="学习型家庭", basis=["standard"])
        assert (award.quota, award.recipient, award.basis) == (None, "", ("standard",))
        policy = Policy(id="plans", name="纳入三项计划", steps=[Text("调查")], by=["office"])
        assert (policy.kind, policy.steps, policy.by) == ("policy", (Text("调查"),), ("office",))
        assert Channel(id="web", name="网络").kind == ""

    def test_awards_go_step_by_step(self) -> None:
        """
        An award that was applied for is won or not; one that is won stays so.
        """
        award = Award(id="city", name="市优秀项目", level="city")
        assert (award.status, award.kind, award.per, award.note) == ("planned", "reward", "", None)
        won = award.advance("applied").advance("won")
        assert won.status == "won"
        with pytest.raises(
            ImpossibleStepError, match="'市优秀项目' is won and cannot become not won"
        ):
            won.advance("none")

    @pytest.mark.parametrize("kind", [FundingSource, Award, Policy, Channel])
    def test_have_identifiers(self, kind: type[FundingSource | Award | Policy | Channel]) -> None:
        """
        Each has an identifier like everything in a plan.
        """
        with pytest.raises(InvalidIdentifierError, match=r"not an identifier"):
            kind(id="Own Income", name="社区创收")


class TestRemark:
    @pytest.mark.parametrize("code", get_args(RemarkCode))
    def test_each_kind_has_its_sentence(self, code: RemarkCode) -> None:
        """
        A remark of any kind becomes a finding in both languages.
        """
        kind = REMARKS[code]
        assert kind.code == f"text-{code}"
        assert kind.severity == "warning"
        assert kind.zh.endswith("：{text}")
        assert kind.en.endswith(": {text}")
        assert Remark(code=code, text="20xx年").text == Text("20xx年")

    def test_kinds_are_all_there(self) -> None:
        """
        There is a kind of finding for each code, and no other.
        """
        assert set(REMARKS) == set(get_args(RemarkCode))
