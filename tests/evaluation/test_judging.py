"""
Judging quickly: the same as following the words of the rules, one after the other.
"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.evaluation import Criterion, Standard, evaluate
from community_edu.measures import Indicator, Measure, Threshold
from community_edu.testing import Body, bodies, standards


class TestBelowZero:
    @pytest.mark.parametrize(
        ("measure", "statuses"),
        [
            ("a / b", ("met", "not_met")),
            ("a / b - c / d", ("met", "not_met")),
            ("a / (b + c - c)", ("met", "not_met")),
        ],
    )
    def test_divisors(self, measure: str, statuses: tuple[str, str]) -> None:
        """
        A divisor below 0 turns no comparison round.
        """
        standard = Standard(
            id="s",
            name="标准",
            indicators=[Indicator(id=name, name=name) for name in "abcd"],
            criteria=[
                Criterion(
                    id="line",
                    name="一条",
                    measure=Measure.parse(measure),
                    threshold=Threshold.parse(">= 2"),
                )
            ],
        )
        for over, status in zip((-4, -3), statuses, strict=True):
            found = evaluate(standard, {"a": over, "b": -2, "c": 0, "d": 1}).outcomes[0]
            assert found.status == status


cases = standards().flatmap(lambda standard: st.tuples(st.just(standard), bodies(standard)))


class TestToldAndCounted:
    @given(cases)
    def test_reasons(self, case: tuple[Standard, tuple[Body, ...]]) -> None:
        """
        What was not assessed has a reason; the outcomes add up to the score; each can be said
        and derived in both languages.
        """
        standard, (body, *others) = case
        peers = [other.evidence for other in others]
        assessment = evaluate(standard, body.evidence, body.previous, peers=peers)
        for outcome in assessment.outcomes:
            if outcome.status == "not_assessed":
                assert outcome.reason is not None
            if outcome.reason is not None:
                assert outcome.status in {"not_assessed", "not_met"}
                assert assessment.gap(outcome.criterion.id) is None
            assert outcome.explain("en").startswith(outcome.criterion.name.to("en"))
            assert outcome.explain()
            assert assessment.derivation(outcome.criterion.id).to("en")
            assert assessment.derivation(outcome.criterion.id).to()
        assert sum((o.points for o in assessment.outcomes), Fraction(0)) == assessment.score.points
        assert sum((o.of for o in assessment.outcomes), Fraction(0)) == assessment.score.of
        assert (assessment.grade is None) is (assessment.marks.grade is None)
        assert (assessment.grade_reason is None) is (assessment.marks.obstacle is None)
        assert assessment._repr_html_()  # pyright: ignore[reportPrivateUsage] - what notebooks call
