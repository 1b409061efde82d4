"""
Travel times: ways that are given, ways on a map, and ways of which nothing is known.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import ProblemsError
from community_edu.scheduling.travel import TravelTimes

STEPS = st.tuples(st.integers(0, 20), st.integers(0, 20))


class TestTravelTimes:
    def test_what_is_known_best(self) -> None:
        """
        A way is as given, else as the way back, else as on the map, else as long as any.
        """
        travel = TravelTimes(
            minutes={("school", "hill"): 20, ("hill", "school"): 12, ("school", "east"): 5},
            positions={"school": (0, 0), "west": (2, 3)},
            unit=3,
            otherwise=40,
        )
        assert travel.between("school", "hill") == 20
        assert travel.between("hill", "school") == 12
        assert travel.between("east", "school") == 5
        assert travel.between("school", "west") == 15
        assert travel.between("west", "hill") == 40
        assert travel.between("nowhere", "nowhere") == 0
        assert list(travel.places()) == ["hill", "school", "east", "west"]

    @given(STEPS, STEPS, STEPS)
    def test_no_short_cuts(
        self, one: tuple[int, int], other: tuple[int, int], third: tuple[int, int]
    ) -> None:
        """
        On the map no way is shorter for going through a third place, nor longer back.
        """
        travel = TravelTimes(positions={"one": one, "other": other, "third": third}, unit=2)
        direct = travel.between("one", "other")
        assert direct == travel.between("other", "one")
        assert direct <= travel.between("one", "third") + travel.between("third", "other")

    def test_negative(self) -> None:
        """
        No way takes less than no time; every one that does is told, once.
        """
        with pytest.raises(ProblemsError) as caught:
            TravelTimes(
                minutes={("a", "b"): -1, ("c", "a"): -2, ("d", "a"): 2, ("a", "d"): -3},
                unit=-1,
                otherwise=-5,
            )
        assert [problem.sentence() for problem in caught.value.problems] == [
            "a–c takes -2 minutes; give 0 or more",
            "a–d takes -3 minutes; give 0 or more",
            "a–b takes -1 minutes; give 0 or more",
            "a step takes -1 minutes; give 0 or more",
            "a way that is not listed takes -5 minutes; give 0 or more",
        ]
