"""
Many bodies at once, and what is kept for a standard.
"""

import gc

import pytest
from scale_samples import FULL, asked

from community_edu.base import ProblemsError
from community_edu.evaluation import Evidence, evaluate_many
from community_edu.evaluation.judging.judges import judge_of


class TestEvaluateMany:
    def test_places_and_periods(self) -> None:
        """
        The bodies are compared with one another, each with its own period before.
        """
        standard = asked("rank", "staff")
        bodies: dict[str, Evidence] = {
            "east": FULL,
            "west": {**FULL, "visits": 900},
            "north": {"visits": 1, "staff": 1},
        }
        found = evaluate_many(standard, bodies, {"east": FULL})
        assert [marks.hundredths for marks in found.values()] == [900, 900, 200]
        assert found["north"].statuses == {"rank": "partly", "staff": "not_assessed"}
        assert evaluate_many(standard, {}) == {}

    def test_every_problem(self) -> None:
        """
        What is wrong with all bodies is told at once.
        """
        with pytest.raises(ProblemsError) as caught:
            evaluate_many(asked("staff"), {"a": {"x": 1}, "b": {"staff": 0.5}})  # type: ignore[dict-item]
        assert len(caught.value.problems) == 2


class TestKept:
    def test_once(self) -> None:
        """
        A standard is made ready once, and what was made goes with it.
        """
        standard = asked("staff")
        assert judge_of(standard) is judge_of(standard)
        assert judge_of(standard) is not judge_of(asked("staff"))
        gc.collect()
        kept = len(judge_of)
        del standard
        gc.collect()
        assert len(judge_of) == kept - 1
