"""
For tests: Hypothesis strategies of standards with evidence, small timetables and course menus.

Everything made is what a file could hold: units fit, names are known, points fall.
Evidence lies often exactly at a target, next to it, at zero, or is not there, since
that is where programs err. It needs Hypothesis: ``pip install 'community-edu[testing]'``.

Example:
    >>> from hypothesis import given, settings, strategies as st
    >>> from community_edu.evaluation import evaluate
    >>> @given(st.data())
    ... @settings(max_examples=5, database=None)
    ... def points_are_within_bounds(data):
    ...     standard = data.draw(standards())
    ...     score = evaluate(standard, data.draw(evidence(standard))).score
    ...     assert 0 <= score.points <= score.of
    >>> points_are_within_bounds()
"""

from importlib.util import find_spec

from community_edu.base import MissingExtraError

if find_spec("hypothesis") is None:
    raise MissingExtraError("testing")

from community_edu.testing.evidence import Body, bodies, evidence, values
from community_edu.testing.menus import menu_rounds
from community_edu.testing.quantities import (
    conditions,
    indicators,
    measures,
    quantities,
    thresholds,
)
from community_edu.testing.standards import SCALES, criteria, standards
from community_edu.testing.timetables import timetable_problems, timetables

__all__ = [
    "SCALES",
    "Body",
    "bodies",
    "conditions",
    "criteria",
    "evidence",
    "indicators",
    "measures",
    "menu_rounds",
    "quantities",
    "standards",
    "thresholds",
    "timetable_problems",
    "timetables",
    "values",
]
