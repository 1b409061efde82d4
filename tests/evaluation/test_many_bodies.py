"""
Many bodies at once, and what is kept for a standard.
"""

import gc
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scale_samples import FULL, asked

from community_edu.base import MissingExtraError, ProblemsError
from community_edu.evaluation import Evidence, Standard, evaluate_many
from community_edu.evaluation.judges import judge_of
from community_edu.testing import Body, bodies, standards


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

    @settings(max_examples=25, deadline=None)
    @given(standards().flatmap(lambda it: st.tuples(st.just(it), bodies(it, largest=2000))))
    def test_by_a_frame(self, case: tuple[Standard, tuple[Body, ...]]) -> None:
        """
        By way of a frame the marks are the same.
        """
        pytest.importorskip("narwhals")
        pytest.importorskip("polars")
        standard, made = case
        now = {body.id: body.evidence for body in made}
        before = {body.id: body.previous for body in made}
        found = evaluate_many(standard, now, before, engine="frames")
        assert found == evaluate_many(standard, now, before, engine="scalar")

    def test_nothing_to_look_at(self) -> None:
        """
        A standard that looks at nothing is judged by way of a frame, too.
        """
        pytest.importorskip("narwhals")
        pytest.importorskip("polars")
        empty = Standard(id="s", name="标准")
        found = evaluate_many(empty, {"east": {}, "west": {}}, engine="frames")
        assert found == evaluate_many(empty, {"east": {}, "west": {}})

    def test_without_the_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A frame needs the extra; one body after the other does not.
        """
        monkeypatch.setitem(sys.modules, "polars", None)
        bodies: dict[str, Evidence] = {"east": FULL}
        with pytest.raises(MissingExtraError, match=r"community-edu\[frames\]"):
            evaluate_many(asked("staff"), bodies, engine="frames")
        assert evaluate_many(asked("staff"), bodies)["east"].points == 4


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
