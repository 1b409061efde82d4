"""
Coordinates (经纬度): where on the earth a venue is.
"""

import re
from decimal import Decimal
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError

MOST_PLACES = 12
"""
How many decimal places a degree may have; six are a tenth of a metre.
"""

LONGEST_TEXT = 60

_DEGREES = r"([+-]?\d{1,3}(?:\.\d{1,12})?)"
_PAIR = re.compile(rf"{_DEGREES}\s*[,，]\s*{_DEGREES}", re.ASCII)


@attrs.define(slots=False)
class BadCoordinatesError(CommunityEduError, ValueError):
    """
    What is no point on the earth.
    """

    code: ClassVar[str] = "bad-coordinates"
    en: ClassVar[str] = (
        "'{value}' are no coordinates; write degrees of latitude (-90 to 90), then of longitude "
        "(-180 to 180), such as 31.2304, 121.4737"
    )
    zh: ClassVar[str] = (
        "“{value}”不是经纬度，请先写纬度（-90 至 90）、后写经度（-180 至 180），"
        "例如 31.2304, 121.4737"
    )

    value: str


def _exact(value: Decimal) -> Decimal:
    """
    Return *value* without zeros at its end, so that equal degrees print alike.
    """
    if not value:
        return Decimal(0)
    if not value.is_finite() or abs(value.adjusted()) > MOST_PLACES:
        return value
    digits = f"{value:f}"
    return Decimal(digits.rstrip("0").rstrip(".") if "." in digits else digits)


@attrs.frozen
class Coordinates:
    """
    A point on the earth in degrees of WGS-84, as satellites and calendars have them.

    Maps published in China show shifted degrees (GCJ-02, BD-09), some hundred metres
    beside these; convert them first. Decimals are exact; zeros at their end are dropped.

    Attributes:
        latitude: Degrees north of the equator, -90 to 90.
        longitude: Degrees east of Greenwich, -180 to 180.

    Raises:
        BadCoordinatesError: One of them is out of range, no number, or has more than
            twelve decimal places.

    Example:
        >>> here = Coordinates.parse("31.2304, 121.4737")
        >>> here.latitude, str(here)
        (Decimal('31.2304'), '31.2304, 121.4737')
    """

    latitude: Decimal = attrs.field(converter=_exact)
    longitude: Decimal = attrs.field(converter=_exact)

    def __attrs_post_init__(self) -> None:
        if not (_within(self.latitude, 90) and _within(self.longitude, 180)):
            shown = f"{self.latitude}, {self.longitude}"
            raise BadCoordinatesError(shown[:LONGEST_TEXT])

    @classmethod
    def parse(cls, value: str) -> "Coordinates":
        """
        Read latitude and longitude, with a comma between them.

        Raises:
            BadCoordinatesError: The text says something else, or a point that is not
                on the earth.
        """
        found = _PAIR.fullmatch(value.strip()) if len(value) <= LONGEST_TEXT else None
        if found is None:
            raise BadCoordinatesError(value[:LONGEST_TEXT])
        return cls(Decimal(found[1]), Decimal(found[2]))

    def __str__(self) -> str:
        return f"{self.latitude:f}, {self.longitude:f}"


def coordinates(value: Coordinates | str) -> Coordinates:
    """
    Take coordinates or their text.

    Raises:
        BadCoordinatesError: The text says something else.

    Example:
        >>> coordinates("31.2304,121.4737").longitude
        Decimal('121.4737')
    """
    return value if isinstance(value, Coordinates) else Coordinates.parse(value)


def _within(value: Decimal, most: int) -> bool:
    if not value.is_finite():
        return False
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -MOST_PLACES and -most <= value <= most
