"""
Whose heads an amount a head is divided by.
"""

import pytest

from community_edu.base import UnknownReferenceError
from community_edu.measures import Indicator, Measure, Unit, head_bases

INDICATORS = [
    Indicator(id=name, name=name, unit=Unit.parse(unit))
    for name, unit in {
        "funds": "CNY",
        "hours": "hour",
        "residents": "person",
        "migrants": "person",
        "pupils": "person",
        "homes": "household",
        "schools": "school",
        "days": "day",
    }.items()
]


class TestHeadBases:
    @pytest.mark.parametrize(
        ("text", "bases"),
        [
            ("funds / residents", ["residents"]),
            ("funds / (residents + migrants)", ["residents", "migrants"]),
            ("hours * pupils / residents / pupils", ["pupils", "residents"]),
            ("funds / homes", ["homes"]),
            ("funds / residents + prev.funds / prev.residents", ["residents"]),
            ("funds / (residents * 2)", ["residents"]),
            ("max(2, funds / residents)", ["residents"]),
            ("funds / schools / residents / days", ["residents"]),
            ("pupils / residents", []),
            ("funds / schools", []),
            ("funds", []),
            ("funds * residents", []),
        ],
    )
    def test_bases(self, text: str, bases: list[str]) -> None:
        """
        An amount a head has the bases below its line; a share or an amount has none.
        """
        found = head_bases(Measure.parse(text), INDICATORS)
        assert [indicator.id for indicator in found] == bases

    def test_unknown(self) -> None:
        """
        A measure of something else is refused.
        """
        with pytest.raises(UnknownReferenceError, match="there is no indicator 'resident'"):
            head_bases(Measure.parse("funds / resident"), INDICATORS)
