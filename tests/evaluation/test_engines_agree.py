"""
Every engine gives every body what the slow judge gives it: outcomes, points, grade, rank.

Standards and evidence are random: much is missing, divided by zero, or exactly at a target.
"""

from collections.abc import Sequence
from typing import TypeAlias

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

pytest.importorskip("narwhals")
pytest.importorskip("polars")

import frame_samples
import polars as pl
from engine_samples import SAMPLE, SAMPLE_BODIES, check, expected, table
from reference_judge import judge_one, ranks

from community_edu.evaluation import Standard, evaluate, evaluate_many
from community_edu.evaluation.frames import evaluate_frame
from community_edu.evaluation.judging import ranks as ranks_of_marks
from community_edu.testing import Body, bodies, standards

LARGEST = 2000
"""
The most that something is counted to be, so that no two values are within the slack of floats.
"""

Case: TypeAlias = tuple[Standard, tuple[Body, ...]]

no_explaining = tuple(phase for phase in Phase if phase is not Phase.explain)
cases = standards().flatmap(
    lambda standard: st.tuples(st.just(standard), bodies(standard, largest=LARGEST))
)


class TestScalarEngine:
    @settings(max_examples=300, phases=no_explaining)
    @given(cases)
    def test_one_body(self, case: Case) -> None:
        """
        `evaluate` decides as the slow judge does, and so does `evaluate` with peers.
        """
        standard, made = case
        body, *others = made
        for peers in ([], [one.evidence for one in others]):
            right = judge_one(standard, body.evidence, body.previous, peers)
            found = evaluate(standard, body.evidence, body.previous, peers=peers)
            assert {line.criterion.id: line.status for line in found.outcomes} == right.statuses
            assert {line.criterion.id: line.points for line in found.outcomes} == right.each
            assert (found.score.points, found.score.of) == (right.points, right.of)
            assert found.coverage == right.coverage
            assert (found.grade.id if found.grade else None) == right.grade
            assert found.marks.obstacle == right.obstacle

    @settings(max_examples=300, phases=no_explaining)
    @given(cases)
    def test_many_bodies(self, case: Case) -> None:
        """
        `evaluate_many` decides as the slow judge does, also by rank among the bodies given.
        """
        standard, made = case
        right = expected(standard, made)
        places = ranks(right, {body.id: body.parent for body in made})
        found = evaluate_many(
            standard,
            {body.id: body.evidence for body in made},
            {body.id: body.previous for body in made},
        )
        for name, marks in found.items():
            wanted = right[name]
            assert marks.statuses == wanted.statuses
            assert (marks.points, marks.of) == (wanted.points, wanted.of)
            assert (marks.coverage, marks.grade) == (wanted.coverage, wanted.grade)
            assert marks.obstacle == wanted.obstacle
        assert ranks_of_marks(found, {body.id: body.parent for body in made}) == places


EXAMPLES = {"polars": 60, "duckdb": 16}
"""
How many standards an engine is tried with; 25 if it does not stand here.
"""


def many(made: Sequence[Body]) -> tuple[Body, ...]:
    """
    More bodies out of few: the evidence of each with the period before of each.
    """
    return tuple(
        Body(
            id=f"{one.id}/{other.id}",
            parent=one.parent if number % 2 else other.parent,
            evidence=one.evidence,
            previous=other.previous,
        )
        for number, one in enumerate(made)
        for other in made
    )


class TestFrames:
    @pytest.mark.parametrize("engine", frame_samples.RANKING)
    def test_frame(self, engine: str) -> None:
        """
        `evaluate_frame` decides each row as the slow judge does, in every library.
        """
        pytest.importorskip(engine.split(maxsplit=1)[0])

        @settings(max_examples=EXAMPLES.get(engine, 25), phases=no_explaining)
        @given(cases)
        def agree(case: Case) -> None:
            standard, few = case
            made = many(few)
            check(standard, made, frame_samples.ENGINES[engine](table(standard, made)))

        agree()

    @settings(max_examples=40, phases=no_explaining)
    @given(cases)
    def test_period_before(self, case: Case) -> None:
        """
        The period before may stand in a frame of its own, in another order.
        """
        standard, made = case
        whole = table(standard, made)
        before = whole.select("id", pl.col("^prev_.*$").name.replace("^prev_", "")).reverse()
        now = whole.select(pl.exclude("^prev_.*$"))
        right = expected(standard, made)
        for row in frame_samples.read(evaluate_frame(standard, now, previous=before, key="id")):
            wanted = right[row["id"]]
            assert (row["points"], row["of"]) == (float(wanted.points), float(wanted.of))
            assert row["grade"] == wanted.grade


class TestSample:
    def test_every_outcome(self) -> None:
        """
        The sample has every outcome of every scale, each grade, and bodies without a rank.
        """
        right = expected(SAMPLE, SAMPLE_BODIES)
        found = {(name, status) for one in right.values() for name, status in one.statuses.items()}
        partly = {
            "criterion-5",
            "criterion-6",
            "criterion-7",
            "criterion-8",
            "criterion-9",
            "criterion-10",
        }
        for criterion in SAMPLE.criteria:
            name = criterion.id
            wanted = (
                {"met", "not_met", "not_assessed"} if criterion.measurable else {"not_assessed"}
            )
            wanted -= {"not_assessed"} if criterion.missing == "fail" else set()
            wanted |= {"partly"} if name in partly else set()
            assert {status for other, status in found if other == name} == wanted, name
        assert {one.grade for one in right.values()} == {"good", "passed", None}
        assert {one.rankable for one in right.values()} == {True, False}

    @pytest.mark.parametrize("engine", frame_samples.RANKING)
    def test_engines(self, engine: str) -> None:
        """
        Every engine on one machine judges the sample as the slow judge does.
        """
        pytest.importorskip(engine.split(maxsplit=1)[0])
        check(SAMPLE, SAMPLE_BODIES, frame_samples.ENGINES[engine](table(SAMPLE, SAMPLE_BODIES)))
