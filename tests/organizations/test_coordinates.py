"""
Coordinates: points on the earth, exact and printed alike if they are equal.
"""

import pickle
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.organizations.coordinates import (
    BadCoordinatesError,
    Coordinates,
    coordinates,
)

LATITUDES = st.decimals(-90, 90, places=12)
LONGITUDES = st.decimals(-180, 180, places=12)


class TestParse:
    @pytest.mark.parametrize(
        ("text", "printed"),
        [
            ("31.2304, 121.4737", "31.2304, 121.4737"),
            (" 31.2304,121.4737 ", "31.2304, 121.4737"),
            ("31.2304，121.4737", "31.2304, 121.4737"),
            ("31.2300, 121.0", "31.23, 121"),
            ("-33.8688, +151.2093", "-33.8688, 151.2093"),
            ("90, -180", "90, -180"),
            ("-0.0, 0", "0, 0"),
            ("0.000000000001, 100", "0.000000000001, 100"),
        ],
    )
    def test_good(self, text: str, printed: str) -> None:
        """
        Latitude and longitude stand with a comma between them; zeros that say nothing go.
        """
        assert str(Coordinates.parse(text)) == printed
        assert coordinates(text) == coordinates(Coordinates.parse(text))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "31.2304",
            "31.2304 121.4737",
            "31.2304, 121.4737, 5",
            "31.2304; 121.4737",
            "121.4737, 31.2304",
            "90.000000000001, 0",
            "0, -180.000000000001",
            "N31.2304, E121.4737",
            "31°13′, 121°28′",
            "1e1, 0",
            "NaN, 0",
            "31., 121",
            ".5, 121",
            "31.1234567890123, 121",
            "３１, 121",
            "31,\n121x",
            "1" * 61,
        ],
    )
    def test_bad(self, text: str) -> None:
        """
        Anything else is refused, the two in the wrong order among it.
        """
        with pytest.raises(BadCoordinatesError) as caught:
            Coordinates.parse(text)
        assert caught.value.value == text[:60]

    def test_sentences(self) -> None:
        """
        The error says which comes first.
        """
        error = pickle.loads(pickle.dumps(BadCoordinatesError("121, 31")))  # noqa: S301
        assert str(error) == (
            "'121, 31' are no coordinates; write degrees of latitude (-90 to 90), then of "
            "longitude (-180 to 180), such as 31.2304, 121.4737"
        )
        assert error.sentence("zh-CN").startswith("“121, 31”不是经纬度，请先写纬度")


class TestValue:
    @given(LATITUDES, LONGITUDES)
    def test_there_and_back(self, latitude: Decimal, longitude: Decimal) -> None:
        """
        The text is exact: read again, it is the same point.
        """
        point = Coordinates(latitude, longitude)
        assert (point.latitude, point.longitude) == (latitude, longitude)
        assert Coordinates.parse(str(point)) == point

    @given(LATITUDES, st.integers(0, 3))
    def test_equal_ones_print_alike(self, latitude: Decimal, places: int) -> None:
        """
        Zeros at the end of a number change nothing.
        """
        short = Coordinates(round(latitude, places), Decimal(0))
        long = Coordinates(Decimal(f"{round(latitude, places):.12f}"), Decimal("-0.00"))
        assert (short, hash(short), str(short)) == (long, hash(long), str(long))

    def test_no_rounding(self) -> None:
        """
        What the program around it does with decimals does not change a point.
        """
        with localcontext() as context:
            context.prec = 2
            assert str(Coordinates.parse("31.2304, 121.4737")) == "31.2304, 121.4737"
            with pytest.raises(BadCoordinatesError):
                Coordinates.parse("90.04, 0")

    @pytest.mark.parametrize(
        "number",
        ["NaN", "sNaN", "Infinity", "1E+999999", "1E-999999", "1E-13", "90.0000000000001"],
    )
    def test_numbers_that_are_no_degrees(self, number: str) -> None:
        """
        A number that is none, too large or too fine is refused, quickly.
        """
        with pytest.raises(BadCoordinatesError, match="are no coordinates"):
            Coordinates(Decimal(number), Decimal(0))

    def test_whole_numbers(self) -> None:
        """
        Degrees never print with an exponent.
        """
        assert str(Coordinates(Decimal("1E+1"), Decimal("1E+2"))) == "10, 100"
