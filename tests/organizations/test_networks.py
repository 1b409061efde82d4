"""
Training networks: whole, or refused with every problem at its place.
"""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import (
    DuplicateIdError,
    InvalidIdentifierError,
    ProblemsError,
    UnknownReferenceError,
)
from community_edu.organizations import (
    CircularParentsError,
    CriteriaSet,
    Organization,
    Position,
    Relation,
    Tier,
    TrainingNetwork,
    tier_id,
)


def body(name: str, parent: str | None = None) -> Organization:
    """
    Return an organization of which nothing matters but its place.
    """
    return Organization(id=name, name=name, kind="community", parent=parent)


def refused(bodies: Iterable[Organization]) -> tuple[Exception, ...]:
    """
    Return the problems for which a network of *bodies* is refused, none if it is not.
    """
    try:
        TrainingNetwork(organizations=bodies)
    except ProblemsError as error:
        return error.problems
    return ()


class TestTrainingNetwork:
    def test_nothing(self) -> None:
        """
        A plan may have no network, which is a network of nothing.
        """
        network = TrainingNetwork()
        assert (network.by_id, network.criteria_by_id) == ({}, {})

    def test_whole(self) -> None:
        """
        References to bodies, positions and criteria sets that are there are fine.
        """
        network = TrainingNetwork(
            organizations=[body("street"), body("east", "street")],
            positions=[Position(id="director", name="主任", kind="director", at="street")],
            relations=[Relation(kind="leads", from_="director", to="east")],
            criteria=[CriteriaSet(id="five-haves", name="五有")],
            tiers=[
                Tier(id="one", name="一级", members=["street"], office_at="street"),
                Tier(
                    id="two",
                    name="二级",
                    members=["east"],
                    standard="five-haves",
                    direction="five-haves",
                ),
            ],
        )
        assert network.by_id["east"].parent == "street"
        assert network.criteria_by_id["five-haves"].name.zh == "五有"
        assert (network.tiers[0].kinds, network.tiers[0].role) == ((), "")

    def test_everything_wrong_at_once(self) -> None:
        """
        Identifiers used twice, references to nothing and circles are all told, each at its place.
        """
        with pytest.raises(ProblemsError, match="the network does not hold together") as caught:
            TrainingNetwork(
                organizations=[
                    *(body("street"), body("street")),
                    *(body("a", "b"), body("b", "a"), body("c", "stret")),
                ],
                positions=[
                    Position(id="street", name="主任", kind="director"),
                    Position(id="head", name="校长", kind="principal", at="head"),
                ],
                relations=[Relation(kind="leads", from_="heads", to="five-haves")],
                criteria=[
                    CriteriaSet(id="five-haves", name="五有"),
                    CriteriaSet(id="five-haves", name="五有"),
                ],
                tiers=[
                    Tier(id="one", name="一级", members=["street", "x", "head"], office_at="head"),
                    Tier(id="one", name="二级", standard="five-has", direction="street"),
                ],
            )
        organization, criteria = ("organization", "机构"), ("criteria set", "标准")
        node = ("organization or position", "机构或职位")
        assert [describe(problem) for problem in caught.value.problems] == [
            (("organizations", 1, "id"), "street", "organizations[0].id"),
            (("positions", 0, "id"), "street", "organizations[0].id"),
            (("criteria", 1, "id"), "five-haves", "criteria[0].id"),
            (("tiers", 1, "id"), "one", "tiers[0].id"),
            (("organizations", 4, "parent"), "stret", organization),
            (("positions", 1, "at"), "head", organization),
            (("relations", 0, "from"), "heads", node),
            (("relations", 0, "to"), "five-haves", node),
            (("tiers", 0, "members", 1), "x", organization),
            (("tiers", 0, "members", 2), "head", organization),
            (("tiers", 0, "office_at"), "head", organization),
            (("tiers", 1, "standard"), "five-has", criteria),
            (("tiers", 1, "direction"), "street", criteria),
            (("organizations", 2, "parent"), ("a", "b"), ""),
        ]
        advice = caught.value.problems[4]
        assert str(advice) == "there is no organization 'stret'; did you mean 'street'?"
        assert advice.sentence("zh-CN") == "没有机构“stret”，是否应为“street”？"

    def test_any_iterable(self) -> None:
        """
        Bodies may come from any iterable, and the network is compared by value.
        """
        bodies = [body("street"), body("east", "street")]
        assert TrainingNetwork(organizations=iter(bodies)) == TrainingNetwork(organizations=bodies)


def describe(problem: Exception) -> tuple[object, ...]:
    """
    Return the place, what stands there, and what was expected.
    """
    if isinstance(problem, DuplicateIdError):
        return problem.path, problem.value, problem.facts()["first"]
    if isinstance(problem, UnknownReferenceError):
        return problem.path, problem.value, (problem.kind, problem.kind_zh)
    assert isinstance(problem, CircularParentsError)
    return problem.path, problem.ids, ""


class TestCircles:
    def test_sentence(self) -> None:
        """
        Bodies that are part of one another are named in the order of the circle.
        """
        (problem,) = refused([body("a", "b"), body("b", "c"), body("c", "a")])
        assert isinstance(problem, CircularParentsError)
        assert str(problem) == (
            "a, b, c are part of one another; one of them must have another parent"
        )
        assert problem.sentence("zh-CN") == "a、b、c 互为上级，请改正其中一个的上级机构"
        assert problem.path == ("organizations", 0, "parent")

    def test_its_own_parent(self) -> None:
        """
        A body that is its own parent is a circle of one.
        """
        (problem,) = refused([body("a"), body("b", "b")])
        assert describe(problem) == (("organizations", 1, "parent"), ("b",), "")

    def test_place_is_on_the_circle(self) -> None:
        """
        A body that only leads to a circle is not on it, and is not where it can be mended.
        """
        (problem,) = refused([body("x", "a"), body("a", "b"), body("b", "a")])
        assert describe(problem) == (("organizations", 1, "parent"), ("a", "b"), "")

    @given(st.lists(st.integers(-1, 7), min_size=1, max_size=8))
    def test_every_circle_once(self, parents: list[int]) -> None:
        """
        Each circle is told once, with all its bodies and no other, at one of them.
        """
        count = len(parents)
        above = {n: p if 0 <= p < count else None for n, p in enumerate(parents)}
        on_circles: set[frozenset[str]] = set()
        for start in range(count):
            met, step = list[int](), above[start]
            while step is not None and len(met) < count:
                met.append(step)
                step = above[step]
            if start in met:
                on_circles.add(frozenset(f"b{n}" for n in [*met[: met.index(start)], start]))
        bodies = [body(f"b{n}", None if p is None else f"b{p}") for n, p in above.items()]
        told = refused(bodies)
        circles = [problem for problem in told if isinstance(problem, CircularParentsError)]
        assert len(circles) == len(told)
        assert {frozenset(circle.ids) for circle in circles} == on_circles
        assert len(circles) == len(on_circles)
        for circle in circles:
            _, index, field = circle.path
            assert f"b{index}" in circle.ids
            assert field == "parent"
            for one, next_one in zip(circle.ids, [*circle.ids[1:], circle.ids[0]], strict=True):
                assert above[int(one[1:])] == int(next_one[1:])


class TestTier:
    def test_bad_ids(self) -> None:
        """
        All that a tier refers to is named by identifiers.
        """
        assert tier_id("one") == "one"
        with pytest.raises(InvalidIdentifierError, match="一级 is not an identifier"):
            Tier(id="一级", name="一级")
        with pytest.raises(InvalidIdentifierError, match="东门 is not an identifier"):
            Tier(id="one", name="一级", members=["street", "东门"])
        with pytest.raises(InvalidIdentifierError, match="五有 is not an identifier"):
            Tier(id="one", name="一级", standard="五有")


class TestRelated:
    network = TrainingNetwork(
        organizations=[body("committee"), body("office"), body("school")],
        positions=[Position(id="director", name="主任", kind="director")],
        relations=[
            Relation(kind="leads", from_="director", to="committee"),
            Relation(kind="leads", from_="committee", to="school"),
            Relation(kind="office_of", from_="office", to="committee"),
            Relation(kind="leads", from_="office", to="committee"),
        ],
    )

    @pytest.mark.parametrize(
        ("kind", "to", "expected"),
        [
            ("leads", "committee", ("director", "office")),
            ("office_of", "committee", ("office",)),
            ("leads", "director", ()),
            ("hosts", "committee", ()),
        ],
    )
    def test_by_kind_and_direction(self, kind: str, to: str, expected: tuple[str, ...]) -> None:
        """
        Those that stand in a relation to a body are given in the order of the plan.
        """
        assert self.network.related(kind, to=to) == expected


class TestBodyOf:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [("school", "school"), ("head", "school"), ("guide", None), ("nobody", None)],
    )
    def test_of_a_position_the_body_it_is_at(self, name: str, expected: str | None) -> None:
        """
        A body is itself, a position the body that it is at; what is nowhere is none.
        """
        network = TrainingNetwork(
            organizations=[body("school")],
            positions=[
                Position(id="head", name="校长", kind="principal", at="school"),
                Position(id="guide", name="辅导员", kind="guide"),
            ],
        )
        assert network.body_of(name) == expected
