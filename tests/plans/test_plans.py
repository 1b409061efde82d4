from typing import Any

import attrs
import pytest
from plan_samples import HEALTH, JINGTAI, plan_of

from community_edu.base import (
    DuplicateIdError,
    InvalidIdentifierError,
    ProblemsError,
    Text,
    UnknownReferenceError,
    format_path,
)
from community_edu.calendars import Almanac, FixedDate, Named, Observance
from community_edu.courses import Brand, Course, Project, Section, Textbook
from community_edu.measures import Indicator, Measure, Quantity, Target, Threshold, Unit
from community_edu.organizations import (
    Audience,
    CriteriaSet,
    Organization,
    PeoplePool,
    Position,
    Resource,
    TrainingNetwork,
    Venue,
)
from community_edu.plans import (
    Award,
    Channel,
    Duty,
    FundingNorm,
    FundingSource,
    Plan,
    Policy,
    Theme,
    ThemeDay,
    day_rules,
    plan_id,
)

DAY = FixedDate(5, 8)


def refused(**parts: Any) -> tuple[list[str], ProblemsError]:  # noqa: ANN401 - any field of a plan
    """
    Return the paths of all that is wrong with such a plan.
    """
    with pytest.raises(ProblemsError, match=r"the plan does not hold together") as caught:
        Plan(id="street", title="街道计划", **parts)
    paths = [
        format_path(problem.path)
        for problem in caught.value.problems
        if isinstance(problem, DuplicateIdError | UnknownReferenceError)
    ]
    return paths, caught.value


class TestPlan:
    def test_needs_an_identifier_and_a_title(self) -> None:
        """
        The smallest plan has an identifier and a title, and is for a year.
        """
        plan = Plan(id="street", title="街道计划")
        assert plan.title == Text("街道计划")
        assert (plan.host, plan.period) == (None, "year")
        assert plan.duties == ()
        assert plan.themes == ()

    def test_identifier(self) -> None:
        """
        The identifier names files and feeds.
        """
        assert plan_id("jingtai-street") == "jingtai-street"
        with pytest.raises(InvalidIdentifierError, match=r"京泰 is not an identifier"):
            Plan(id="京泰", title="计划")

    def test_at_a_prompt(self) -> None:
        """
        At a prompt a plan is one line, however much it holds.
        """
        line = repr(HEALTH)
        assert line.startswith("Plan(id='health-education', network=TrainingNetwork(")
        assert line.endswith("duties=4, themes=12, targets=5, remarks=6)")

    def test_is_a_value(self) -> None:
        """
        Equal plans are equal, a changed one is another, and none can be changed in place.
        """
        assert plan_of() == plan_of()
        assert attrs.evolve(HEALTH, period="school_year") != HEALTH
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            HEALTH.period = "school_year"  # type: ignore[misc]


SECTIONS: dict[str, Any] = {
    "people": PeoplePool(id="x", name="x"),
    "audiences": Audience(id="x", name="x"),
    "venues": Venue(id="x", name="x", kind="classroom"),
    "courses": Course(id="x", name="x"),
    "textbooks": Textbook(id="x", name="x"),
    "projects": Project(id="x", name="x"),
    "duties": Duty(id="x", name="x"),
    "themes": Theme(id="x", month=3, name="x"),
    "indicators": Indicator(id="x", name="x"),
    "targets": Target(id="x", name="x"),
    "funding_sources": FundingSource(id="x", name="x"),
    "awards": Award(id="x", name="x"),
    "policies": Policy(id="x", name="x"),
    "channels": Channel(id="x", name="x"),
}
"""
One entry of each list, all with the same identifier.
"""


class TestIdentifiers:
    @pytest.mark.parametrize("section", SECTIONS)
    def test_are_unique_in_each_list(self, section: str) -> None:
        """
        Two things of one list cannot have the same identifier.
        """
        parts: dict[str, Any] = {section: [SECTIONS[section]] * 2}
        with pytest.raises(ProblemsError) as caught:
            Plan(id="street", title="x", **parts)
        (problem,) = caught.value.problems
        assert isinstance(problem, DuplicateIdError)
        assert (problem.path, problem.first_path) == ((section, 1, "id"), (section, 0, "id"))

    def test_may_be_the_same_in_two_lists(self) -> None:
        """
        A venue and an audience may share a name.
        """
        both = plan_of(audiences=[SECTIONS["audiences"]], venues=[SECTIONS["venues"]])
        assert str(both.audiences[0].id) == str(both.venues[0].id) == "x"

    def test_dated_things_share_one_name_space(self) -> None:
        """
        Duties, themes and their days make calendar entries, so no two have one identifier.
        """
        paths, error = refused(
            duties=[Duty(id="x", name="x")],
            themes=[
                Theme(id="y", month=3, name="y"),
                Theme(
                    id="z",
                    month=4,
                    name="z",
                    days=[ThemeDay(id="x", when=DAY), ThemeDay(id="w", when=DAY)],
                ),
                Theme(id="v", month=5, name="v", days=[ThemeDay(id="w", when=DAY)]),
                Theme(id="w", month=6, name="w"),
            ],
        )
        assert paths == ["themes[1].days[0].id", "themes[1].days[1].id", "themes[2].days[0].id"]
        assert "the id 'x' is already used at duties[0].id" in str(error)
        assert "the id 'w' is already used at themes[3].id" in str(error)

    def test_observances_have_keys(self) -> None:
        """
        Two observances of a plan cannot have one key, and the place of the key is told.
        """
        day = Observance(key="founding_day", name="校庆", rule=DAY)
        paths, error = refused(observances=[day, day])
        assert paths == ["observances[1].key"]
        assert "'founding_day' is already used at observances[0].key" in str(error)

    def test_targets_and_norms_share_one_name_space(self) -> None:
        """
        Targets and funding norms are lines of one standard.
        """
        norm = FundingNorm(
            id="x", name="x", money="funds", base="heads", at_least=Quantity.parse("2 CNY/person")
        )
        indicators = [
            Indicator(id="funds", name="经费", unit=Unit.parse("CNY")),
            Indicator(id="heads", name="人数", unit=Unit.parse("person")),
        ]
        paths, _ = refused(
            targets=[Target(id="x", name="x")], funding_norms=[norm], indicators=indicators
        )
        assert paths == ["funding_norms[0].id"]


class TestReferences:
    def test_all_that_lead_nowhere_at_once(self) -> None:
        """
        Every reference that leads nowhere is told, each with its path, in the order of the plan.
        """
        paths, error = refused(
            host="nobody",
            audiences=[Audience(id="youth", name="青少年", part_of=["everybody"])],
            venues=[Venue(id="hall", name="大厅", kind="hall", owner="nobody")],
            courses=[Course(id="hall", name="讲堂", audiences=["old"], provider="nobody")],
            duties=[
                Duty(
                    id="a",
                    name="a",
                    by=["nobody", "school"],
                    audiences=["youth", "old"],
                    venue="hal",
                    courses=["hall", "art"],
                )
            ],
            resources=[Resource(id="books", name="图书", kind="material", owner="nobody")],
            brands=[Brand(id="care", name="养老", carrier="nobody")],
            projects=[Project(id="pilot", name="课题", by=["school", "nobody"])],
            sections=[Section(id="spring", course="dance")],
            themes=[
                Theme(
                    id="b",
                    month=3,
                    name="b",
                    audiences=["old"],
                    days=[ThemeDay(id="c", when=DAY, audiences=["youth", "old"])],
                )
            ],
            policies=[Policy(id="p", name="p", by=["principal", "nobody"])],
            awards=[Award(id="w", name="w", basis=["five-haves", "six-haves"])],
            targets=[Target(id="t", name="t", lever="heads")],
            funding_norms=[
                FundingNorm(
                    id="n",
                    name="n",
                    money="funds",
                    base="heads",
                    at_least=Quantity.parse("2 CNY/person"),
                    payee="nobody",
                )
            ],
            network=TrainingNetwork(
                organizations=[Organization(id="school", name="学校", kind="school")],
                positions=[Position(id="principal", name="校长", kind="principal", at="school")],
                criteria=[CriteriaSet(id="five-haves", name="五有")],
            ),
        )
        assert paths == [
            "plan.host",
            "audiences[0].part_of[0]",
            "courses[0].audiences[0]",
            "venues[0].owner",
            "resources[0].owner",
            "courses[0].provider",
            "brands[0].carrier",
            "projects[0].by[1]",
            "sections[0].course",
            "duties[0].by[0]",
            "duties[0].audiences[1]",
            "duties[0].venue",
            "duties[0].courses[1]",
            "themes[0].audiences[0]",
            "themes[0].days[0].audiences[1]",
            "policies[0].by[1]",
            "awards[0].basis[1]",
            "targets[0].lever",
            "funding_norms[0].money",
            "funding_norms[0].base",
            "funding_norms[0].payee",
        ]
        assert "- there is no venue 'hal'; did you mean 'hall'?" in str(error)
        assert "- 没有场所“hal”，是否应为“hall”？" in error.sentence("zh-CN")
        assert "- 没有机构或职位“nobody”，请先定义或改正名称" in error.sentence("zh-CN")

    def test_measures_are_checked(self) -> None:
        """
        A target speaks of indicators that there are, in units that fit.
        """
        with pytest.raises(ProblemsError) as caught:
            plan_of(
                indicators=[Indicator(id="heads", name="人数", unit=Unit.parse("person"))],
                targets=[
                    Target(
                        id="t",
                        name="t",
                        measure=Measure.parse("heads / hads"),
                        threshold=Threshold.parse(">= 50%"),
                    ),
                    Target(
                        id="u",
                        name="u",
                        measure=Measure.parse("heads"),
                        threshold=Threshold.parse(">= 1 school"),
                    ),
                ],
            )
        assert len(caught.value.problems) == 2
        assert (
            "there is no indicator 'hads' (column 9 of the formula); did you mean 'heads'?"
            in str(caught.value)
        )

    def test_norms_are_checked(self) -> None:
        """
        A funding norm is money a head in units that fit its two indicators.
        """
        norm = FundingNorm(
            id="n", name="n", money="funds", base="homes", at_least=Quantity.parse("2 CNY/person")
        )
        indicators = [
            Indicator(id="funds", name="经费", unit=Unit.parse("CNY")),
            Indicator(id="homes", name="户数", unit=Unit.parse("household")),
        ]
        with pytest.raises(ProblemsError) as caught:
            plan_of(indicators=indicators, funding_norms=[norm])
        assert "CNY/household" in str(caught.value)


class TestStandard:
    def test_holds_targets_and_norms(self) -> None:
        """
        The standard of a plan has a criterion for each target, then for each funding norm.
        """
        standard = JINGTAI.standard
        assert [criterion.id for criterion in standard.criteria] == [
            *(target.id for target in JINGTAI.targets),
            *(norm.id for norm in JINGTAI.funding_norms),
        ]
        assert standard.id == "jingtai-street"
        assert standard.indicators == JINGTAI.indicators
        first, last = standard.criteria[0], standard.criteria[-1]
        target, norm = JINGTAI.targets[0], JINGTAI.funding_norms[0]
        assert (first.measure, first.threshold) == (target.measure, target.threshold)
        assert (last.measure, last.threshold, last.lever) == (
            norm.measure,
            norm.threshold,
            "education_funds",
        )
        assert (first.facts, first.source) == (target.facts, target.source)
        assert (last.facts, last.source) == (norm.facts, norm.source)

    def test_is_made_once(self) -> None:
        """
        A plan does not change, so neither does its standard.
        """
        assert JINGTAI.standard is JINGTAI.standard


class TestWider:
    PLAN = plan_of(
        audiences=[
            Audience(id="residents", name="居民"),
            Audience(id="youth", name="青少年", part_of=["residents", "families"]),
            Audience(id="families", name="家庭", part_of=["residents"]),
            Audience(id="pupils", name="学生", part_of=["youth"]),
            Audience(id="egg", name="蛋", part_of=["hen"]),
            Audience(id="hen", name="鸡", part_of=["egg"]),
        ]
    )

    @pytest.mark.parametrize(
        ("audience", "wider"),
        [
            ("residents", ["residents"]),
            ("families", ["families", "residents"]),
            ("pupils", ["families", "pupils", "residents", "youth"]),
            ("egg", ["egg", "hen"]),
            ("strangers", ["strangers"]),
        ],
    )
    def test_goes_up_to_all_of_whom_one_is_part(self, audience: str, wider: list[str]) -> None:
        """
        An audience is part of others over any number of steps, each told once, circles too.
        """
        assert sorted(self.PLAN.wider(audience)) == wider


class TestDayRules:
    def test_are_told_with_their_places(self) -> None:
        """
        Every day rule of a plan is there with its path.
        """
        rules = day_rules(
            [Duty(id="a", name="a"), Duty(id="b", name="b", when=DAY, due=DAY, within=DAY)],
            [Theme(id="c", month=3, name="c", days=[ThemeDay(id="d", when=Named("qixi"))])],
            [Observance(key="e", name="e", rule=DAY)],
        )
        assert [(format_path(path), rule) for path, rule in rules] == [
            ("duties[1].when", DAY),
            ("duties[1].due", DAY),
            ("duties[1].within", DAY),
            ("themes[0].days[0].when", Named("qixi")),
            ("observances[0].rule", DAY),
        ]

    def test_of_the_examples_are_known(self) -> None:
        """
        The example plans name nothing that is not shipped.
        """
        for plan in (HEALTH, JINGTAI):
            rules = day_rules(plan.duties, plan.themes, plan.observances)
            named = {name for _, rule in rules for name in rule.named()}
            assert named
            assert named <= set(Almanac().names())
