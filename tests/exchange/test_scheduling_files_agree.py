"""
Any problem and any timetable comes back from its file as it went.
"""

import json
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from community_edu.exchange import parse_document
from community_edu.exchange.timetabling import (
    problem_document,
    problem_to_toml,
    read_problem,
    read_timetable,
    timetable_record,
    toml_document,
)
from community_edu.scheduling.demands import Demand
from community_edu.scheduling.problems import TimetableProblem
from community_edu.testing.timetables import timetable_problems, timetables


def without_own(problem: TimetableProblem) -> TimetableProblem:
    """
    Leave out the demands that are code.
    """
    return attrs.evolve(problem, rules=[one for one in problem.rules if isinstance(one, Demand)])


@st.composite
def cases(draw: st.DrawFn) -> Any:  # noqa: ANN401 - a timetable with its problem
    """
    Return timetables of what is in their problems.
    """
    problem = without_own(draw(timetable_problems()))
    return draw(timetables(problem))


class TestThereAndBack:
    @given(timetable_problems())
    @settings(max_examples=30)
    def test_problems(self, problem: TimetableProblem) -> None:
        """
        A problem is read as an equal one from TOML and from JSON.
        """
        problem = without_own(problem)
        document = parse_document(problem_to_toml(problem), "p.toml", "toml")
        assert read_problem(document) == problem
        text = json.dumps(problem_document(problem))
        assert read_problem(parse_document(text, "p.json", "json")) == problem

    @given(cases())
    @settings(max_examples=30)
    def test_timetables(self, timetable: Any) -> None:  # noqa: ANN401 - see above
        """
        A timetable is read as an equal one from TOML and from JSON.
        """
        record = timetable_record(timetable)
        document = parse_document(toml_document(record), "t.toml", "toml")
        assert read_timetable(document, timetable.problem) == timetable
        text = json.dumps(record)
        document = parse_document(text, "t.json", "json")
        assert read_timetable(document, timetable.problem) == timetable
