"""
Criteria sets as standards: the check of a network and the assessment say the same.
"""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import Source
from community_edu.evaluation import evaluate
from community_edu.evaluation.standards import (
    body_evidence,
    check_standard,
    criteria_standard,
    item_indicator,
)
from community_edu.organizations import (
    CriteriaItem,
    CriteriaSet,
    Organization,
    Tier,
    TrainingNetwork,
    check_network,
)

ITEMS = ("management", "venue", "staff", "self-service", "self_service", "self.service", "min")


def haves(*names: str) -> CriteriaSet:
    """
    Return a set with items of these names.
    """
    items = [CriteriaItem(name, f"有{name}") for name in names]
    source = Source("001-2", 31, "教育培训实体做到“五有”")
    return CriteriaSet(id="haves", name="五有", items=items, facts=["001-2-66"], source=source)


def school(has: tuple[str, ...] = (), lacks: tuple[str, ...] = ()) -> Organization:
    """
    Return a school that has some items and lacks others.
    """
    return Organization(id="school", name="社区学校", kind="school", has=has, lacks=lacks)


class TestStandard:
    def test_a_line_for_each_item(self) -> None:
        """
        Each item is a criterion of 1 point, with the facts and the words of the set.
        """
        standard = criteria_standard(haves("venue", "funds"))
        assert [str(line.id) for line in standard.criteria] == ["venue", "funds"]
        assert {line.points for line in standard.criteria} == {Fraction(1)}
        (first, _) = standard.criteria
        assert (first.facts, str(first.source)) == (
            ("001-2-66",),
            "001-2:31 “教育培训实体做到“五有””",
        )

    def test_in_order(self) -> None:
        """
        There is nothing doubtful in the standard of a listed set.
        """
        assert check_standard(criteria_standard(haves(*ITEMS))) == ()

    def test_not_listed(self) -> None:
        """
        A set that is only named (四有) asks for nothing, says so, and has no grade.
        """
        standard = criteria_standard(CriteriaSet(id="four", name="四有", status="unlisted"))
        assert (standard.criteria, standard.grades, standard.complete) == ((), (), False)
        assert standard.note is not None
        assert standard.note.en == "the document does not list its items"

    def test_names_do_not_collide(self) -> None:
        """
        Items that differ in a separator only have indicators of their own.
        """
        assert len({item_indicator(name) for name in ITEMS}) == len(ITEMS)


class TestBodyEvidence:
    def test_has_lacks_and_silence(self) -> None:
        """
        What a body has is yes, what it lacks is no, and what is not said is left out.
        """
        evidence = body_evidence(school(("venue",), ("funds",)), haves("venue", "funds", "staff"))
        assert evidence == {"has_venue": True, "has_funds": False}

    def test_items_of_another_set(self) -> None:
        """
        What a body has of another set is no evidence for this one.
        """
        assert body_evidence(school(("self-service",)), haves("venue")) == {}

    def test_both(self) -> None:
        """
        An item that a body is said to have and to lack, which a network refuses, is lacking.
        """
        assert body_evidence(school(("venue",), ("venue",)), haves("venue")) == {"has_venue": False}

    @given(st.dictionaries(st.sampled_from(ITEMS), st.booleans()))
    def test_agrees_with_the_network(self, known: dict[str, bool]) -> None:
        """
        What the check of a network finds missing is not met; what it finds unknown is not assessed.
        """
        criteria = haves(*ITEMS)
        has = tuple(item for item, there in known.items() if there)
        body = school(has, tuple(item for item, there in known.items() if not there))
        tier = Tier(id="one", name="一级", members=["school"], standard="haves")
        network = TrainingNetwork(organizations=[body], criteria=[criteria], tiers=[tier])
        told = {finding.code: finding.parameters["items"] for finding in check_network(network)}
        assessment = evaluate(criteria_standard(criteria), body_evidence(body, criteria))
        found = {
            status: tuple(
                outcome.criterion.name
                for outcome in assessment.outcomes
                if outcome.status == status
            )
            for status in ("not_met", "not_assessed")
        }
        assert found["not_met"] == told.get("standard-item-missing", ())
        assert found["not_assessed"] == told.get("standard-item-unknown", ())

    def test_grade_only_for_all(self) -> None:
        """
        A body gets the grade only if it is known to have every item.
        """
        standard = criteria_standard(haves("venue", "funds"))
        every = evaluate(standard, {"has_venue": True, "has_funds": True})
        some = evaluate(standard, {"has_venue": True})
        assert every.grade is not None
        assert (every.grade.id, some.grade) == ("all", None)
