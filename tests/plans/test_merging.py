"""
One network and one cover of several plans.
"""

import re
from itertools import permutations
from random import Random

import attrs
import pytest
from group_samples import HEBEILI, LEVELS, SCHOOLS, SHUGUANG, body, level, under
from hypothesis import given
from hypothesis import strategies as st
from plan_samples import HEALTH, JINGTAI

from community_edu.base import CommunityEduError, InvalidIdentifierError, ProblemsError, Text
from community_edu.organizations import (
    Audience,
    CriteriaItem,
    CriteriaSet,
    Position,
    Relation,
    Tier,
    TrainingNetwork,
    Venue,
    check_network,
)
from community_edu.plans import (
    AmbiguousNameError,
    CircularSameError,
    Plan,
    PlanGroup,
    merge_plans,
)


def refused(*plans: Plan, **options: object) -> tuple[CommunityEduError, ...]:
    """
    Return all that is wrong with a merge.
    """
    with pytest.raises(ProblemsError) as caught:
        merge_plans(*plans, **options)  # type: ignore[arg-type] # wrong on purpose
    return caught.value.problems


class TestOnePlan:
    @pytest.mark.parametrize("plan", [JINGTAI, HEALTH, HEBEILI, SHUGUANG])
    def test_changes_nothing_but_names(self, plan: Plan) -> None:
        """
        The network of one plan is its own, each name with the plan before it.
        """
        network = merge_plans(plan).network
        for part in ("organizations", "positions", "criteria", "tiers"):
            own = [f"{plan.id}.{entry.id}" for entry in getattr(plan.network, part)]
            assert [entry.id for entry in getattr(network, part)] == own
        assert len(network.relations) == len(plan.network.relations)
        found = [finding.message("en") for finding in check_network(plan.network)]
        assert [finding.message("en") for finding in check_network(network)] == found

    def test_stands_for_itself(self) -> None:
        """
        A group is called as its first plan, unless it is called otherwise.
        """
        group = merge_plans(HEBEILI)
        assert (group.id, group.cover.title) == (HEBEILI.id, HEBEILI.title)
        assert group.cover.host == "hebeili.community"
        named = merge_plans(HEBEILI, id="area", title="片区")
        assert (named.id, named.cover.title, named.plans) == ("area", Text("片区"), (HEBEILI,))
        assert repr(named).startswith("PlanGroup(id='area', plans=1, network=")

    def test_value(self) -> None:
        """
        The same plans merged in the same way are the same value.
        """
        one, other = (
            merge_plans(JINGTAI, HEBEILI, parents=dict([*LEVELS.items()][:1])) for _ in "12"
        )
        assert one == other
        assert hash(one) == hash(other)
        assert one.by_id["hebeili"] is HEBEILI


class TestLevels:
    def test_subdistrict_and_communities(self) -> None:
        """
        A plan is below another if its host works under the host of that.
        """
        group = merge_plans(JINGTAI, HEBEILI, SHUGUANG, parents=LEVELS)
        assert group.above["hebeili"] == ("jingtai-street",)
        assert group.below["jingtai-street"] == ("hebeili", "shuguang-west")
        assert group.network.by_id["shuguang-west.community"].parent == "jingtai-street.subdistrict"

    def test_order_of_plans(self) -> None:
        """
        In whatever order the plans are given, bodies and levels are the same.
        """
        groups = [
            merge_plans(*plans, parents=LEVELS, members=SCHOOLS)
            for plans in permutations((JINGTAI, HEBEILI, SHUGUANG))
        ]
        for group in groups:
            assert dict(group.network.by_id) == dict(groups[0].network.by_id)
            assert group.above == groups[0].above
            assert group.members == groups[0].members

    def test_three_levels(self) -> None:
        """
        Plans above are told from the nearest on.
        """
        plans = [level(name) for name in ("district", "street", "village")]
        parents = {"street.hall": "district.hall", "village.hall": "street.hall"}
        group = merge_plans(*plans, parents=parents)
        assert group.above["village"] == ("street", "district")
        assert group.below["district"] == ("street", "village")

    def test_beside(self) -> None:
        """
        Two plans of one host are beside each other; a plan without a host is nowhere.
        """
        one, other, loose = level("education"), level("health"), level("loose", host=None)
        group = merge_plans(one, other, loose, same={"health.hall": "education.hall"})
        assert group.beside == {"education": ("health",), "health": ("education",), "loose": ()}
        assert group.above["loose"] == ()
        assert merge_plans(loose).cover.host is None

    def test_circle(self) -> None:
        """
        Two bodies cannot work under each other.
        """
        parents = {"a.hall": "b.hall", "b.hall": "a.hall"}
        (problem,) = refused(level("a"), level("b"), parents=parents)
        assert "are part of one another" in str(problem)


class TestSameBody:
    def test_is_there_once(self) -> None:
        """
        A body of two plans is there once, called as in the plan that is referred to, with all
        that both say of it.
        """
        office = body("office", name="街道办", aliases=["街办"], tasks=[Text("管理")], facts=["1"])
        upper = level("street", bodies=(office,))
        lower = level(
            "village",
            bodies=(body("street", name="街道", parent="hall", tasks=[Text("指导")], facts=["2"]),),
        )
        for plans in ((upper, lower), (lower, upper)):
            network = merge_plans(*plans, same={"village.街道": "street.街办"}).network
            assert "village.street" not in network.by_id
            merged = network.by_id["street.office"]
            assert (merged.name.zh, set(merged.aliases)) == ("街道办", {"街办", "街道"})
            assert [task.zh for task in merged.tasks] == ["管理", "指导"]
            assert (merged.parent, merged.facts) == ("village.hall", ("1", "2"))

    def test_part_of_itself(self) -> None:
        """
        A body that is one with its parent is not under itself.
        """
        group = merge_plans(
            level("a", bodies=(body("part", parent="hall"),)), same={"a.part": "a.hall"}
        )
        assert [(one.id, one.parent) for one in group.network.organizations] == [("a.hall", None)]

    def test_references_follow(self) -> None:
        """
        Positions, relations and tiers refer to the body by its one name.
        """
        network = TrainingNetwork(
            organizations=[body("hall"), body("street")],
            positions=[Position(id="head", name="主任", kind="director", at="street")],
            relations=[
                Relation(kind="leads", from_="street", to="hall"),
                Relation(kind="heads", from_="head", to="street"),
            ],
            criteria=[CriteriaSet(id="haves", name="五有", items=[CriteriaItem("venue", "场所")])],
            tiers=[
                Tier(
                    id="one",
                    name="一级",
                    members=["street"],
                    office_at="street",
                    standard="haves",
                    direction="haves",
                )
            ],
        )
        lower = level("village", network=network)
        merged = merge_plans(level("town"), lower, same={"village.street": "town.hall"}).network
        assert merged.positions[0].at == "town.hall"
        assert [(one.from_, one.to) for one in merged.relations] == [
            ("town.hall", "village.hall"),
            ("village.head", "town.hall"),
        ]
        (tier,) = merged.tiers
        assert (tier.members, tier.office_at) == (("town.hall",), "town.hall")
        assert (tier.standard, tier.direction, tier.ladder) == ("village.haves",) * 2 + ("village",)

    def test_items_belong_to_their_plan(self) -> None:
        """
        What one plan has and another lacks are items of different standards.
        """
        plans = [
            level(
                name,
                network=TrainingNetwork(
                    organizations=[hall],
                    criteria=[
                        CriteriaSet(id="haves", name="五有", items=[CriteriaItem("venue", "场所")])
                    ],
                ),
            )
            for name, hall in (
                ("a", body("hall", has=["venue"])),
                ("b", body("hall", lacks=["venue"])),
            )
        ]
        (hall,) = merge_plans(*plans, same={"b.hall": "a.hall"}).network.organizations
        assert (hall.has, hall.lacks) == (("a.venue",), ("b.venue",))

    def test_chain(self) -> None:
        """
        Who is one with another, who is one with a third, is the third, in whatever order it is said.
        """
        plans = [level(name) for name in "abc"]
        for same in permutations([("a.hall", "b.hall"), ("b.hall", "c.hall")]):
            group = merge_plans(*plans, same=dict(same))
            assert group.bodies == {"a.hall": "c.hall", "b.hall": "c.hall"}

    def test_circle(self) -> None:
        """
        Bodies that are each said to be another one are refused.
        """
        problems = refused(level("a"), level("b"), same={"a.hall": "b.hall", "b.hall": "a.hall"})
        assert isinstance(problems[0], CircularSameError)
        assert str(problems[0]) == (
            "a.hall, b.hall are each said to be another one; leave one of them out"
        )


class TestNames:
    def test_all_at_once(self) -> None:
        """
        Names that lead nowhere are told all together, with the nearest.
        """
        problems = refused(
            level("a"),
            level("b"),
            same={"a.hal": "b.hall"},
            venues={"a.room": "b.room"},
            parents={"b.hall": "a.hell"},
            members={"a.school": ["b.hall", "b.none"]},
            answers={"b/report": "a/report"},
        )
        told = [str(problem) for problem in problems]
        assert told[0] == "there is no organization 'a.hal'; did you mean 'a.hall'?"
        assert [re.search("'[^']*'", line)[0] for line in told[1:]] == [  # type: ignore[index]
            "'a.room'",
            "'b.room'",
            "'a.hell'",
            "'a.school'",
            "'b.none'",
            "'b/report'",
            "'a/report'",
        ]

    def test_two_of_one_name(self) -> None:
        """
        A name that two bodies of a plan have is not enough.
        """
        plan = level("a", bodies=(body("one", name="学校"), body("two", name="学校")))
        (problem,) = refused(plan, level("b"), same={"a.学校": "b.hall"})
        assert isinstance(problem, AmbiguousNameError)
        assert problem.sentence("zh-CN") == "“a.学校”可以是 a.one、a.two，请写其中一个标识"

    def test_two_plans_of_one_name(self) -> None:
        """
        Two plans cannot have one identifier.
        """
        problems = refused(level("a"), level("a"))
        assert str(problems[0]) == ("the id 'a' is already used at plans[0].id; give each its own")

    def test_names_that_come_out_alike(self) -> None:
        """
        Points in identifiers may make two names one: that is refused, for positions as well.
        """
        one = level("a", bodies=(body("b.c"),))
        (problem,) = refused(one, level("a.b", bodies=(body("c"),)))
        assert "the id 'a.b.c' is already used at a.organizations[1].id" in str(problem)
        post = TrainingNetwork(
            organizations=[body("hall")], positions=[Position(id="c", name="主任", kind="director")]
        )
        (problem,) = refused(one, level("a.b", network=post))
        assert "the id 'a.b.c' is already used at a.organizations[1].id" in str(problem)

    def test_too_long(self) -> None:
        """
        A plan and a body together have no more than 80 letters.
        """
        with pytest.raises(InvalidIdentifierError, match="at most 80"):
            merge_plans(level("a" * 78))


class TestMembers:
    def test_of_the_kind_below(self) -> None:
        """
        A collective body stands for the bodies of its kind in the plans below, and for no other.
        """
        schools = body("schools", "citizen_school", collective=True)
        upper = level("street", bodies=(schools, body("own", "citizen_school")))
        lower = level(
            "village",
            bodies=(body("school", "citizen_school"), body("club", "club"), schools),
        )
        group = under(upper, lower)
        assert group.members == {"street.schools": ("village.school",), "village.schools": ()}
        assert merge_plans(upper, lower).members["street.schools"] == ()

    def test_named(self) -> None:
        """
        Bodies of another kind are named: no kind of theirs is guessed.
        """
        group = merge_plans(JINGTAI, HEBEILI, SHUGUANG, parents=LEVELS, members=SCHOOLS)
        stood_for = group.members["jingtai-street.citizen-schools"]
        assert stood_for == ("hebeili.training-centre", "shuguang-west.community-school")
        second = group.network.tiers[1]
        assert second.members[-2:] == stood_for

    def test_named_though_not_collective(self) -> None:
        """
        A body that no plan calls collective stands for those that are named.
        """
        group = merge_plans(level("a"), level("b"), members={"a.hall": ["b.hall", "b.hall"]})
        assert group.members == {"a.hall": ("b.hall",)}

    def test_standard_of_the_tier(self) -> None:
        """
        Bodies below are held to the standard of the tier above in which they are.
        """
        network = TrainingNetwork(
            organizations=[body("hall"), body("schools", "citizen_school", collective=True)],
            criteria=[CriteriaSet(id="haves", name="五有", items=[CriteriaItem("venue", "场所")])],
            tiers=[Tier(id="two", name="二级", members=["schools"], standard="haves")],
        )
        lower = level("village", bodies=(body("school", "citizen_school"),))
        found = check_network(under(level("street", network=network), lower).network)
        assert [finding.parameters["body"] for finding in found] == [
            Text("schools"),
            Text("school"),
        ]

    def test_ladders(self) -> None:
        """
        The first tier of one plan is not below the last one of another.
        """
        plans = [
            level(
                name,
                network=TrainingNetwork(
                    organizations=[body("hall")],
                    tiers=[Tier(id="one", name="一级", members=["hall"])],
                ),
            )
            for name in "ab"
        ]
        assert check_network(merge_plans(*plans).network) == ()


class TestCover:
    def test_audiences_are_shared(self) -> None:
        """
        Audiences of one identifier are one, with all of which they are part.
        """
        everyone, old = Audience(id="all", name="居民"), Audience(id="old", name="老年人")
        plans = (
            level("a", audiences=[old]),
            level("b", audiences=[everyone, attrs.evolve(old, name="长者", part_of=["all"])]),
        )
        audiences = merge_plans(*plans).cover.audiences
        assert [(one.id, one.name.zh, one.part_of) for one in audiences] == [
            ("old", "老年人", ("all",)),
            ("all", "居民", ()),
        ]

    def test_venues(self) -> None:
        """
        Venues belong to their plan, unless they are said to be one.
        """
        plans = [
            level(name, venues=[Venue(id="room", name=f"{name}室", kind="room", owner=owner)])
            for name, owner in (("a", "hall"), ("b", None))
        ]
        rooms = merge_plans(*plans).cover.venues
        assert [(room.id, room.owner) for room in rooms] == [("a.room", "a.hall"), ("b.room", None)]
        for given_plans in (plans, plans[::-1]):
            (room,) = merge_plans(*given_plans, venues={"b.b室": "a.room"}).cover.venues
            assert (room.id, room.name.zh) == ("a.room", "a室")

    def test_names_for_readers(self) -> None:
        """
        Bodies, positions, venues and audiences of the whole have names.
        """
        names = merge_plans(JINGTAI).names
        assert names["body"]["jingtai-street.subdistrict"].zh == "京泰路街道"
        assert names["audience"]["youth"].zh
        assert {name.partition(".")[0] for name in names["venue"]} == {"jingtai-street"}


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[Plan], dict[str, str]]:
    """
    Make plans of which each but the first may be below an earlier one.
    """
    plans = [level(f"plan-{number}") for number in range(draw(st.integers(1, 6)))]
    parents: dict[str, str] = {}
    for number in range(1, len(plans)):
        upper = draw(st.one_of(st.none(), st.integers(0, number - 1)))
        if upper is not None:
            parents[f"plan-{number}.hall"] = f"plan-{upper}.hall"
    return plans, parents


class TestLaws:
    @given(trees(), st.randoms(use_true_random=False))
    def test_above_is_the_way_up(
        self, tree: tuple[list[Plan], dict[str, str]], chance: Random
    ) -> None:
        """
        The plans above are those on the way up the tree, however the plans are ordered.
        """
        plans, parents = tree
        shuffled = list(plans)
        chance.shuffle(shuffled)
        group: PlanGroup = merge_plans(*shuffled, parents=parents)
        for plan in plans:
            way: list[str] = []
            step = parents.get(f"{plan.id}.hall")
            while step:
                way.append(step.removesuffix(".hall"))
                step = parents.get(step)
            assert group.above[plan.id] == tuple(way)
            assert all(plan.id in group.below[upper] for upper in way)
        ids = [one.id for one in group.network.organizations]
        assert len(set(ids)) == len(ids) == len(plans)
