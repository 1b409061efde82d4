"""
The place of each body among those beside it.
"""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from community_edu.evaluation.judging import Marks, ranks


def marks(points: int, of: int, *, rankable: bool = True) -> Marks:
    """
    The marks of a body, in hundredths.
    """
    return Marks((), (), (), points, of, of, of, None, None, rankable)


class TestRanks:
    def test_ties(self) -> None:
        """
        Equal shares have the better place, and the places after them are left out.
        """
        found = {"a": marks(50, 100), "b": marks(90, 100), "c": marks(1, 2), "d": marks(0, 100)}
        assert ranks(found) == {"a": 2, "b": 1, "c": 2, "d": 4}

    def test_cannot_be_ranked(self) -> None:
        """
        A body that cannot be ranked has no place and takes none.
        """
        found = {"a": marks(100, 100, rankable=False), "b": marks(10, 100)}
        assert ranks(found) == {"a": None, "b": 1}

    def test_parents(self) -> None:
        """
        Bodies of different parents are not beside each other; those of none are.
        """
        found = {name: marks(points, 9) for name, points in zip("abcd", (3, 4, 5, 6), strict=True)}
        above = {"a": "north", "b": "north", "c": None}
        assert ranks(found, above) == {"a": 2, "b": 1, "c": 2, "d": 1}

    @given(
        st.dictionaries(
            st.text(max_size=3),
            st.tuples(st.integers(0, 6), st.integers(1, 3), st.booleans(), st.sampled_from("xy")),
        )
    )
    def test_counting(self, bodies: dict[str, tuple[int, int, bool, str]]) -> None:
        """
        A place is one more than the number of bodies beside it that are better.
        """
        found = {name: marks(p, of, rankable=ok) for name, (p, of, ok, _) in bodies.items()}
        above = {name: parent for name, (_, _, _, parent) in bodies.items()}
        for name, place in ranks(found, above).items():
            points, of, rankable, parent = bodies[name]
            better = sum(
                Fraction(p, o) > Fraction(points, of)
                for p, o, ok, other in bodies.values()
                if ok and other == parent
            )
            assert place == (better + 1 if rankable else None)
