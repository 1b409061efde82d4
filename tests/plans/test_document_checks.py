"""
What a plan leaves open or mixes up, without any dates.
"""

from typing import Any

import pytest
from plan_samples import WORDS, duty_of, plan_of

from community_edu.base import Finding, Text
from community_edu.courses import Brand, Course, Project, Section
from community_edu.measures import Indicator, Measure, Quantity, Target, Threshold, Unit
from community_edu.organizations import (
    CriteriaItem,
    CriteriaSet,
    Organization,
    Position,
    Relation,
    Resource,
    Tier,
    TrainingNetwork,
    Venue,
)
from community_edu.plans import Award, Duty, FundingNorm, Policy, check_plan

PERSON = Unit.parse("person")


def counted(name: str, population: str | None = None, unit: Unit = PERSON) -> Indicator:
    """
    Make an indicator of some people.
    """
    return Indicator(id=name, name=name, unit=unit, population=population)


def target(name: str, measure: str, threshold: str = ">= 50%") -> Target:
    """
    Make a target, which goes by its measure.
    """
    return Target(
        id=name.replace("_", "-"),
        name=name,
        measure=Measure.parse(measure),
        threshold=Threshold.parse(threshold),
        source=WORDS,
    )


def found(*duties: Duty, **parts: Any) -> list[Finding]:  # noqa: ANN401 - any field of a plan
    """
    Return what is found in a plan.
    """
    return list(check_plan(plan_of(*duties, **parts)))


class TestTargets:
    def test_measure_not_said(self) -> None:
        """
        A target that may be judged by several measures says so, by the names of the indicators.
        """
        task = Target(
            id="task",
            name=Text("招商引资", en="investment"),
            candidates=[Measure.parse("capital"), Measure.parse("capital + assets")],
            threshold=Threshold.parse(">= 8 CNY"),
        )
        money = [
            Indicator(id=name, name=Text(zh, en=en), unit=Unit.parse("CNY"))
            for name, zh, en in (
                ("capital", "注册资本", "capital paid"),
                ("assets", "资产", "assets"),
            )
        ]
        (finding,) = found(indicators=money, targets=[task])
        assert (finding.code, finding.path) == ("measure-not-said", ("targets", 0))
        assert finding.message("en") == (
            "it is not said by which measure the target 'investment' is judged; it may be "
            "capital paid, capital + assets"
        )

    def test_other_population(self) -> None:
        """
        A share of one group among another is told, with both groups.
        """
        people = [counted("tested", "怀孕妇女"), counted("births", "新生儿")]
        (finding,) = found(indicators=people, targets=[target("tested", "1 * (tested / births)")])
        assert (finding.code, finding.source) == ("other-population", WORDS)
        assert finding.message("zh-CN") == (
            "目标“tested”用怀孕妇女中的“tested”除以新生儿中的“births”，两者不是同一人群"
        )

    @pytest.mark.parametrize(
        ("above", "below"),
        [
            (counted("a", "居民"), counted("b", "居民")),
            (counted("a", "居民"), counted("b")),
            (counted("a"), counted("b", "居民")),
        ],
    )
    def test_same_population(self, above: Indicator, below: Indicator) -> None:
        """
        Where both are of the same people, or nobody says of whom, nothing is told.
        """
        assert found(indicators=[above, below], targets=[target("t", "a / b")]) == []

    def test_other_units(self) -> None:
        """
        Money a head is no share of other people.
        """
        money = counted("a", "财政", Unit.parse("CNY"))
        norm = target("t", "a / b", ">= 2 CNY/person")
        assert found(indicators=[money, counted("b", "居民")], targets=[norm]) == []

    def test_several_scopes(self) -> None:
        """
        随访率 of three groups with three thresholds is told once, at the first.
        """
        targets = [
            Target(
                id=f"rate{number}",
                name=name,
                measure=Measure.parse("a / b"),
                threshold=Threshold.parse(threshold) if threshold else None,
                trend=None if threshold else "up",
            )
            for number, (name, threshold) in enumerate(
                [
                    ("覆盖率", ">= 90%"),
                    ("随访率（五类对象）", ">= 95%"),
                    ("参与率", ">= 50%"),
                    ("随访率（重点人群）", "== 100%"),
                    ("随访率（药具）", ""),
                ]
            )
        ]
        (finding,) = found(indicators=[counted("a"), counted("b")], targets=targets)
        assert (finding.code, finding.path) == ("several-scopes", ("targets", 1))
        assert finding.message("zh-CN") == (
            "“随访率”有 3 个目标，范围不同，不可混用："
            "随访率（五类对象） ≥ 95%、随访率（重点人群） = 100%、随访率（药具）"
        )


class TestNorms:
    def test_bases(self) -> None:
        """
        A norm whose heads are not named is told, and so are two norms with different heads.
        """
        norms = [
            FundingNorm(
                id=f"norm{number}",
                name=f"标准{number}",
                money="money",
                base=base,
                at_least=Quantity.parse("2 CNY/person"),
            )
            for number, base in enumerate(["residents", "permanent", "residents"])
        ]
        indicators = [
            counted("money", unit=Unit.parse("CNY")),
            counted("residents"),
            counted("permanent", "常住人口"),
        ]
        codes = [
            (finding.code, finding.path[-1])
            for finding in found(indicators=indicators, funding_norms=norms)
        ]
        assert codes == [
            ("norm-base-open", 0),
            ("norms-on-different-bases", 1),
            ("norm-base-open", 2),
        ]


class TestCriteria:
    def test_not_listed(self) -> None:
        """
        A set without items is told, with what goes by it; those of tiers the network tells.
        """
        school = Organization(id="school", name="学校", kind="school")
        items = [CriteriaItem("venue", "场所")]
        network = TrainingNetwork(
            organizations=[school],
            criteria=[
                CriteriaSet(id="five-haves", name="五有", status="unlisted"),
                CriteriaSet(id="goal", name="方向", status="unlisted"),
                CriteriaSet(id="listed", name="三有", items=items),
                CriteriaSet(id="family", name=Text("五好", en="five goods"), status="to_write"),
                CriteriaSet(id="empty", name="空"),
            ],
            tiers=[
                Tier(id="t", name="t", members=["school"], standard="five-haves", direction="goal")
            ],
        )
        award = Award(id="a", name=Text("五好家庭", en="good families"), basis=["family", "listed"])
        written, empty = found(network=network, awards=[award])
        assert written.message("en") == (
            "'five goods' is still to be written: its items are not listed, though good families "
            "goes by it"
        )
        assert (
            written.message("zh-CN") == "“五好”尚待制定，各项内容没有列出，而“五好家庭”以它为依据"
        )
        assert empty.message("zh-CN") == "“空”只有名称，各项内容没有列出"
        assert (written.path, empty.path) == (("criteria", 3), ("criteria", 4))


class TestBodies:
    def test_unconnected(self) -> None:
        """
        A body to which nothing in the plan refers hangs in the air.
        """
        tied = [
            "host", "parent", "child", "seat", "leader", "led", "member", "place", "doer", "keeper",
            "carrier", "owner", "keeper2", "giver", "brand", "payee",
        ]  # fmt: skip
        bodies = [
            Organization(id=name, name=name, kind="x", parent="parent" if name == "child" else None)
            for name in (*tied, "alone")
        ]
        network = TrainingNetwork(
            organizations=bodies,
            positions=[Position(id="head", name="主任", kind="head", at="seat")],
            relations=[Relation(kind="leads", from_="leader", to="led")],
            tiers=[Tier(id="t", name="t", members=["member"], office_at="place")],
        )
        (finding,) = found(
            duty_of(by=["doer", "head"]),
            host="host",
            network=network,
            policies=[Policy(id="p", name="p", by=["keeper"])],
            projects=[Project(id="p", name="p", by=["carrier"])],
            venues=[Venue(id="v", name="v", kind="x", owner="owner")],
            resources=[Resource(id="r", name="r", kind="x", owner="keeper2")],
            courses=[Course(id="c", name="c", provider="giver")],
            brands=[Brand(id="b", name="b", carrier="brand")],
            indicators=[
                counted("money", unit=Unit.parse("CNY")),
                counted("heads", "居民"),
            ],
            funding_norms=[
                FundingNorm(
                    id="n",
                    name="n",
                    money="money",
                    base="heads",
                    at_least=Quantity.parse("2 CNY/person"),
                    payee="payee",
                )
            ],
        )
        assert (finding.code, finding.path) == ("body-unconnected", ("organizations", 16))
        assert "'alone' has no parent, part" in finding.message("en")


class TestSections:
    def test_with_the_plan(self) -> None:
        """
        The classes of a plan are checked with it.
        """
        section = Section(id="s", course="c", capacity=3, enrolled=4)
        (finding,) = found(courses=[Course(id="c", name="c")], sections=[section])
        assert finding.code == "section-over-capacity"
