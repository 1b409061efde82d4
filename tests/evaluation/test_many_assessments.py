"""
Many bodies at once, each with its reasons.
"""

import pytest

from community_edu.base import ProblemsError
from community_edu.evaluation import Criterion, Standard, evaluate, evaluate_many
from community_edu.evaluation.assessments import assess_many
from community_edu.exchange import parse_document, read_standard

RANKED = """
[standard]
id = "ranked"
name = "排名"

[[indicators]]
id = "books"
name = "图书"

[[criteria]]
id = "books"
name = "图书"
measure = "books"
ranks = { best = "highest", steps = [{ up_to = 1, points = 10 }, { up_to = 2, points = 4 }] }
points = 10

[[criteria]]
id = "growth"
name = "增长"
measure = "books - prev.books"
ranks = { best = "highest", steps = [{ up_to = 1, points = 5 }] }
points = 5
"""

BODIES = {"a": {"books": 9}, "b": {"books": 7}, "c": {"books": 9}, "d": {}}
BEFORE = {"a": {"books": 8}, "b": {"books": 1}}


@pytest.fixture
def standard() -> Standard:
    """
    Read a standard of criteria that go by rank.
    """
    return read_standard(parse_document(RANKED, "ranked.toml", "toml"))


class TestAssessMany:
    def test_marks(self, standard: Standard) -> None:
        """
        The marks are those of `evaluate_many`, with places among the bodies, also by growth.
        """
        judged = assess_many(standard, BODIES, BEFORE)
        marks = evaluate_many(standard, BODIES, BEFORE)
        assert {body: one.marks for body, one in judged.items()} == marks
        assert {body: one.score.points for body, one in judged.items()} == {
            "a": 10,
            "b": 5,
            "c": 10,
            "d": 0,
        }
        assert [judged["b"].outcome(name).place for name in ("books", "growth")] == [3, 1]

    def test_as_one_with_its_peers(self, standard: Standard) -> None:
        """
        Of one period each body is judged as if it were judged with the others as its peers.
        """
        judged = assess_many(standard, BODIES)
        for body, evidence in BODIES.items():
            peers = [other for name, other in BODIES.items() if name != body]
            alone = evaluate(standard, evidence, peers=peers)
            assert judged[body].marks == alone.marks
            assert judged[body].outcomes == alone.outcomes

    def test_one_body(self, standard: Standard) -> None:
        """
        A body without others has no place.
        """
        (alone,) = assess_many(standard, {"a": BODIES["a"]}).values()
        assert alone.outcome("books").status == "not_assessed"

    def test_problems(self, standard: Standard) -> None:
        """
        What is wrong with all bodies is told at once.
        """
        with pytest.raises(ProblemsError) as refused:
            assess_many(standard, {"a": {"book": 1}, "b": {"books": "many"}})
        assert len(refused.value.problems) == 2

    def test_nobody(self) -> None:
        """
        Of no bodies there are no assessments.
        """
        nothing = Standard(id="s", name="x", criteria=[Criterion(id="c", name="x", points=1)])
        assert assess_many(nothing, {}) == {}
