"""
Educators: values as given.
"""

import pytest

from community_edu.base import InvalidIdentifierError, ProblemsError
from community_edu.calendars import ALWAYS
from community_edu.organizations import BusyTime, Educator, educator_id


class TestEducator:
    def test_as_given(self) -> None:
        """
        Of an educator of whom nothing is said nothing is assumed: no limit, every hour.
        """
        zhao = Educator(id="zhao", name="赵老师")
        assert (zhao.hours, zhao.busy, zhao.teaches) == (ALWAYS, (), ())
        assert (zhao.daily_minutes, zhao.weekly_minutes, zhao.sessions) == (None, None, None)

    def test_texts(self) -> None:
        """
        Hours and busy times may be given as texts.
        """
        zhao = Educator(id="zhao", name="赵老师", hours="TUE 08:00-12:00", busy=["2026-10-08"])
        assert zhao.hours.covers(1, 8 * 60, 12 * 60)
        assert zhao.busy == (BusyTime.parse("2026-10-08"),)

    def test_negative_numbers(self) -> None:
        """
        Nobody teaches less than no time; every such number is told at once.
        """
        with pytest.raises(ProblemsError) as caught:
            Educator(id="zhao", name="赵老师", daily_minutes=-1, weekly_minutes=0, sessions=-2)
        assert [problem.sentence() for problem in caught.value.problems] == [
            "'daily_minutes' is -1; give 0 or more, or leave it out where none is known",
            "'sessions' is -2; give 0 or more, or leave it out where none is known",
        ]

    def test_bad_ids(self) -> None:
        """
        An educator is named by an identifier.
        """
        assert educator_id("zhao") == "zhao"
        with pytest.raises(InvalidIdentifierError, match="赵老师 is not an identifier"):
            Educator(id="赵老师", name="赵老师")
