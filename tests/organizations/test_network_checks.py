"""
What a network lacks: each kind of finding, at its place, and none where nothing is wrong.
"""

from collections.abc import Iterable

import attrs
import pytest

from community_edu.base import Finding, ProblemsError, Source
from community_edu.organizations import (
    CriteriaItem,
    CriteriaSet,
    CriteriaStatus,
    Organization,
    Position,
    Relation,
    Tier,
    TrainingNetwork,
    check_network,
)

PLAN = Source("001-2", 28, "建立三级培训网络")
SCHOOL_LINE = Source("001-2", 31, "社区学校达到“五有”")

street = Organization(id="street", name="街道", kind="subdistrict", has=["venue", "staff"])
school = Organization(
    id="school",
    name="社区学校",
    kind="community_school",
    parent="street",
    has=["venue", "staff"],
    source=SCHOOL_LINE,
)
haves = CriteriaSet(
    id="haves",
    name="两有",
    items=[CriteriaItem("venue", "有场所"), CriteriaItem("staff", "有师资")],
)
top = Tier(id="one", name="一级", members=["street"], source=PLAN)
below = Tier(
    id="two",
    name="二级",
    kinds=["community_school"],
    members=["school"],
    standard="haves",
    source=PLAN,
)


def found(*tiers: Tier, bodies: Iterable[Organization] = (street, school)) -> tuple[Finding, ...]:
    """
    Return what is found in a network of *tiers* with the one set of criteria.
    """
    return check_network(TrainingNetwork(organizations=bodies, tiers=tiers, criteria=[haves]))


class TestTiers:
    def test_complete(self) -> None:
        """
        Where every tier is filled as the plan means it, nothing is found.
        """
        assert found(top, below) == ()

    def test_no_network(self) -> None:
        """
        A plan without a network promises nothing of one.
        """
        assert check_network(TrainingNetwork()) == ()

    def test_empty_tier(self) -> None:
        """
        A tier in which the plan names no body is told, with the words of the plan.
        """
        (finding,) = found(top, attrs.evolve(below, members=[], kinds=[]))
        assert str(finding) == (
            "warning tier-empty: tiers[1]: “二级”没有列出任何机构 ⟨001-2:28 “建立三级培训网络”⟩"
        )
        assert finding.message("en") == "no body is named for '二级'"

    def test_in_no_tier(self) -> None:
        """
        A body of a kind that a tier is for, and that is in none, is told.
        """
        _, finding = found(top, attrs.evolve(below, members=[]))
        assert (finding.code, finding.path) == ("body-in-no-tier", ("organizations", 1))
        assert finding.message("en").endswith("which belongs in '二级', but it is in no tier")

    def test_kind(self) -> None:
        """
        A body in a tier for other kinds of body is told at its kind.
        """
        (finding,) = found(top, attrs.evolve(below, kinds=["teaching_point", "citizen_school"]))
        assert (finding.code, finding.path) == ("kind-not-in-tier", ("organizations", 1, "kind"))
        assert finding.source == SCHOOL_LINE
        assert finding.message("en").startswith("'社区学校' is a ")
        assert finding.message("en").count("'二级' is for ") == 1
        assert finding.message("zh-CN").startswith("“社区学校”属于 ")

    def test_any_kind(self) -> None:
        """
        A tier that names no kinds takes all.
        """
        assert found(top, attrs.evolve(below, kinds=[])) == ()

    def test_without_parent(self) -> None:
        """
        A body below the top that hangs under nothing is told, with the tier it should hang under.
        """
        orphan = attrs.evolve(school, parent=None)
        (finding,) = found(top, below, bodies=[street, orphan])
        assert (finding.code, finding.path) == ("body-without-parent", ("organizations", 1))
        assert finding.message("en") == (
            "'社区学校' is in '二级' but hangs under nothing; give it a parent in '一级'"
        )
        assert finding.message("zh-CN") == (
            "“社区学校”在“二级”，却没有上级机构，请指明上一级“一级”中的一个"
        )
        assert finding.source == SCHOOL_LINE

    def test_top_needs_no_parent(self) -> None:
        """
        Bodies of the highest tier, and bodies in no tier, may hang under nothing.
        """
        orphan = attrs.evolve(school, parent=None)
        assert found(below, bodies=[street, orphan]) == ()

    def test_tier_by_tier(self) -> None:
        """
        Findings come in the order of the tiers, not in that of the bodies.
        """
        ends = [attrs.evolve(top, kinds=["town"]), attrs.evolve(below, kinds=["town"])]
        findings = found(*ends, bodies=[school, street])
        assert [finding.path for finding in findings] == [
            ("organizations", 1, "kind"),
            ("organizations", 0, "kind"),
        ]


class TestStandards:
    def test_lacking(self) -> None:
        """
        An item that the plan says is lacking breaks its promise; the rest is as it is.
        """
        poor = attrs.evolve(school, has=["venue"], lacks=["staff"])
        (finding,) = found(top, below, bodies=[street, poor])
        assert (finding.code, finding.severity) == ("standard-item-missing", "error")
        assert (finding.path, finding.source) == (("organizations", 1), SCHOOL_LINE)
        assert finding.message("en") == "'社区学校' lacks what '两有' asks: 有师资"
        assert finding.message("zh-CN") == "“社区学校”缺少“两有”中的：有师资"

    def test_unknown(self) -> None:
        """
        An item of which the plan says nothing is unknown, which is not the same as lacking.
        """
        (finding,) = found(top, below, bodies=[street, attrs.evolve(school, has=[])])
        assert (finding.code, finding.severity) == ("standard-item-unknown", "info")
        assert finding.message("en") == (
            "whether '社区学校' has these items of '两有' is not known: 有场所, 有师资"
        )
        assert finding.message("zh-CN") == (
            "“社区学校”是否具备“两有”的以下各项，计划没有说明：有场所、有师资"
        )

    def test_both(self) -> None:
        """
        Of a body that lacks one item and says nothing of another, each is told once.
        """
        findings = found(top, below, bodies=[street, attrs.evolve(school, has=[], lacks=["venue"])])
        assert [(finding.code, finding.message("en")) for finding in findings] == [
            ("standard-item-missing", "'社区学校' lacks what '两有' asks: 有场所"),
            (
                "standard-item-unknown",
                "whether '社区学校' has these items of '两有' is not known: 有师资",
            ),
        ]

    @pytest.mark.parametrize("status", ["unlisted", "external", "to_write", "listed"])
    def test_not_listed(self, status: CriteriaStatus) -> None:
        """
        A standard of which no items are given cannot be checked, and that is told.
        """
        vague = CriteriaSet(id="haves", name="四有", status=status)
        bodies = [attrs.evolve(body, has=[]) for body in (street, school)]
        network = TrainingNetwork(organizations=bodies, tiers=[top, below], criteria=[vague])
        (finding,) = check_network(network)
        assert (finding.code, finding.path) == ("standard-unlisted", ("tiers", 1, "standard"))
        assert finding.source == PLAN
        assert finding.message("en") == (
            "'四有', asked of '二级', does not list its items and cannot be checked"
        )
        assert finding.message("zh-CN") == "“二级”要求的“四有”没有列出各项内容，无法检查"

    def test_of_the_tier_alone(self) -> None:
        """
        A tier that asks for no standard has none to meet.
        """
        assert found(top, attrs.evolve(below, standard=None), bodies=[street, school]) == ()


class TestCommittees:
    committee = Organization(id="committee", name="教育委员会", kind="committee", source=PLAN)
    office = Organization(id="office", name="办公室", kind="office", source=PLAN)
    director = Position(id="director", name="主任", kind="director")
    complete = (
        Relation(kind="chairs", from_="director", to="committee"),
        Relation(kind="office_of", from_="office", to="committee"),
        Relation(kind="located_at", from_="office", to="street"),
        Relation(kind="heads", from_="director", to="office"),
    )

    def check(self, *relations: Relation) -> tuple[Finding, ...]:
        """
        Return what is found of a committee and its office with *relations*.
        """
        network = TrainingNetwork(
            organizations=[street, self.committee, self.office],
            positions=[self.director],
            relations=relations,
            criteria=[haves],
        )
        return check_network(network)

    def test_complete(self) -> None:
        """
        With a chair, an office, its place and its head, a committee is complete.
        """
        assert self.check(*self.complete) == ()

    @pytest.mark.parametrize(
        ("without", "line", "sentence"),
        [
            (
                "chairs",
                "warning committee-without-chair: organizations[1]: “教育委员会”没有指明由谁任主任",
                "'教育委员会' has no chair",
            ),
            (
                "office_of",
                "info committee-without-office: organizations[1]: “教育委员会”没有下设办公室",
                "'教育委员会' has no office",
            ),
            (
                "located_at",
                "info office-without-place: organizations[2]: “办公室”没有说明设在哪里",
                "'办公室' has no stated place",
            ),
            (
                "heads",
                "warning office-without-head: organizations[2]: “办公室”没有指明负责人",
                "'办公室' has no head",
            ),
        ],
    )
    def test_one_missing(self, without: str, line: str, sentence: str) -> None:
        """
        Whatever one of the four is missing is told, and nothing else.
        """
        relations = [relation for relation in self.complete if relation.kind != without]
        (finding,) = self.check(*relations)
        assert str(finding) == f"{line} ⟨001-2:28 “建立三级培训网络”⟩"
        assert finding.message("en") == sentence

    def test_all_missing(self) -> None:
        """
        Without any relation all four are told, body by body.
        """
        assert [finding.code for finding in self.check()] == [
            "committee-without-chair",
            "committee-without-office",
            "office-without-place",
            "office-without-head",
        ]

    def test_direction(self) -> None:
        """
        A committee that heads, chairs or hosts others is not headed itself.
        """
        turned = [attrs.evolve(r, from_=r.to, to=r.from_) for r in self.complete]
        assert len(self.check(*turned)) == 4

    def test_after_the_tiers(self) -> None:
        """
        Committees are looked at after the tiers.
        """
        network = TrainingNetwork(
            organizations=[self.committee], tiers=[Tier(id="one", name="一级")]
        )
        assert [finding.code for finding in check_network(network)] == [
            "tier-empty",
            "committee-without-chair",
            "committee-without-office",
        ]


class TestItems:
    def test_unknown_and_contradictory(self) -> None:
        """
        What a body has and lacks are items of a criteria set, each on one side only.
        """
        body = Organization(
            id="b", name="学校", kind="school", has=["venue", "staf"], lacks=["venue"]
        )
        with pytest.raises(ProblemsError) as caught:
            TrainingNetwork(organizations=[body], criteria=[haves])
        unknown, contradictory = caught.value.problems
        assert str(unknown) == "there is no item of a criteria set 'staf'; did you mean 'staff'?"
        assert (
            str(contradictory) == "venue cannot be both in 'has' and in 'lacks'; keep one of them"
        )
        assert contradictory.sentence("zh-CN").endswith(
            "不能同时写在 has 和 lacks 中，请只保留一处"
        )

    def test_kinds_in_words(self) -> None:
        """
        A kind that does not belong in a tier is told in words.
        """
        (finding,) = found(top, attrs.evolve(below, kinds=["teaching_point"]))
        assert "community education school" in finding.message("en")
        assert "社区教育学校" in finding.message("zh-CN")
