"""
Between which integers the roots of polynomials lie.
"""

from fractions import Fraction
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from community_edu.measures._polynomials import Polynomial, plus, root_cells, times

small = st.fractions(-20, 20, max_denominator=6)


def linear(root: Fraction) -> Polynomial:
    return (-root, Fraction(1))


class TestRootCells:
    @given(st.lists(small, min_size=1, max_size=5), small.filter(bool), st.booleans())
    def test_every_root(self, roots: list[Fraction], factor: Fraction, never: bool) -> None:  # noqa: FBT001
        """
        For every root there is an integer just below it, however often and near they stand.
        """
        constant: Polynomial = (factor,)
        product = reduce(times, map(linear, roots), constant)
        if never:  # x * x + 1 has no root
            product = times(product, (Fraction(1), Fraction(0), Fraction(1)))
        cells = root_cells(product)
        assert all(any(cell <= root <= cell + 1 for cell in cells) for root in roots)
        assert len(cells) <= len(product) ** 2

    def test_constant(self) -> None:
        """
        A constant has no place where it turns 0, not even 0 itself.
        """
        assert root_cells(()) == set()
        assert root_cells((Fraction(5),)) == set()

    def test_far(self) -> None:
        """
        Roots of any size are found by halving.
        """
        far = Fraction(10**30 + 1, 2)
        assert (10**30) // 2 in root_cells(times(linear(far), linear(-far)))


class TestArithmetic:
    @given(st.lists(small, max_size=4), st.lists(small, max_size=4), small)
    def test_as_functions(self, one: list[Fraction], two: list[Fraction], x: Fraction) -> None:
        """
        Sums and products of polynomials are those of their values, and end in no 0.
        """
        left, right = plus(tuple(one), ()), plus(tuple(two), ())

        def at(polynomial: Polynomial) -> Fraction:
            return sum((factor * x**power for power, factor in enumerate(polynomial)), Fraction(0))

        assert at(plus(left, right)) == at(left) + at(right)
        assert at(times(left, right)) == at(left) * at(right)
        assert all(made == () or made[-1] for made in (plus(left, right), times(left, right)))
