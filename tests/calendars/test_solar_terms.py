import importlib
import pickle
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.calendars.lunar import (
    LUNAR_YEARS,
    LunarDate,
    leap_month,
    month_length,
)
from community_edu.calendars.solar_terms import (
    SOLAR_TERM_YEARS,
    OutOfSolarTermRangeError,
    SolarTerm,
    UnknownSolarTermError,
    solar_term,
    solar_term_date,
    solar_term_of,
)

Days = Mapping[tuple[int, SolarTerm], date]


@pytest.fixture(scope="module")
def term_days() -> Days:
    """
    The day of every term, as the library has it.
    """
    return {
        (year, term): solar_term_date(year, term) for year in SOLAR_TERM_YEARS for term in SolarTerm
    }


def differences(ours: Days, theirs: Days) -> dict[date, date]:
    """
    The days on which two almanacs disagree, ours to theirs.
    """
    assert ours.keys() == theirs.keys()
    return {day: theirs[key] for key, day in ours.items() if theirs[key] != day}


class TestAgainstOtherLibraries:
    def test_borax(self, term_days: Days) -> None:
        """
        Of 4,824 terms borax has one on another day: 春分 2084, just after midnight.
        """
        borax: Any = importlib.import_module("borax.calendars.lunardate")
        theirs = {
            (year, term): borax.TermUtils.nth_term_day(year, int(term)) for year, term in term_days
        }
        assert len(term_days) == 4824
        assert differences(term_days, theirs) == {date(2084, 3, 20): date(2084, 3, 19)}

    def test_tyme(self, term_days: Days) -> None:
        """
        Of 4,824 terms tyme4py has two on another day: 2084, and 大寒 1979, printed a day late.
        """
        tyme: Any = importlib.import_module("tyme4py.solar")
        theirs: dict[tuple[int, SolarTerm], date] = {}
        for year, term in term_days:
            # tyme4py counts from the winter solstice of the year before
            of_year = year + 1 if term is SolarTerm.WINTER_SOLSTICE else year
            day = tyme.SolarTerm.from_index(of_year, (term + 1) % 24).get_solar_day()
            theirs[year, term] = date(day.get_year(), day.get_month(), day.get_day())
        assert differences(term_days, theirs) == {
            date(1979, 1, 21): date(1979, 1, 20),
            date(2084, 3, 20): date(2084, 3, 19),
        }


class TestDays:
    @pytest.mark.parametrize(
        ("name", "day"),
        [
            ("清明", date(2026, 4, 5)),
            ("冬至", date(2026, 12, 22)),
            ("立春", date(2026, 2, 4)),
            ("清明", date(2100, 4, 5)),
            ("冬至", date(2100, 12, 22)),
            ("冬至", date(1951, 12, 23)),
            ("春分", date(2084, 3, 20)),
        ],
    )
    def test_known_days(self, name: str, day: date) -> None:
        """
        A term falls on the day on which the Sun reaches its longitude, even by a second.
        """
        assert solar_term_date(day.year, solar_term(name)) == day

    @pytest.mark.parametrize(
        ("name", "day"),
        [
            ("小雪", date(1912, 11, 23)),
            ("秋分", date(1913, 9, 24)),
            ("大雪", date(1917, 12, 7)),
            ("白露", date(1927, 9, 8)),
            ("夏至", date(1928, 6, 21)),
            ("大寒", date(1979, 1, 21)),
        ],
    )
    def test_printed_days(self, name: str, day: date) -> None:
        """
        Where the published calendar and the Sun disagree, the calendar counts.
        """
        assert solar_term_date(day.year, solar_term(name)) == day

    def test_fifteen_or_so_days_apart(self, term_days: Days) -> None:
        """
        Terms follow each other after 14 to 16 days, the shortest in winter.
        """
        gaps = [(after - day).days for day, after in pairwise(term_days.values())]
        assert set(gaps) == {14, 15, 16}
        assert list(term_days.values()) == sorted(term_days.values())

    @given(st.sampled_from(SOLAR_TERM_YEARS), st.sampled_from(SolarTerm))
    def test_there_and_back(self, year: int, term: SolarTerm) -> None:
        """
        The day of a term has that term, and the day after has none.
        """
        day = solar_term_date(year, term)
        assert solar_term_of(day) is term
        assert solar_term_of(day - timedelta(days=1)) is None

    def test_numbers_of_the_months(self) -> None:
        """
        A month has the major term of its number, 冬至 in the 11th; a leap month has none.

        This ties both halves of the table. In three winters of 200, when the Sun is
        fast, two major terms share a month and others lack theirs.
        """
        without: set[int] = set()
        for year in LUNAR_YEARS[:-1]:
            for month in range(1, 13):
                for leap in (False, True) if month == leap_month(year) else (False,):
                    first = LunarDate(year, month, 1, leap).to_date()
                    days = range(month_length(year, month, leap))
                    terms = [solar_term_of(first + timedelta(days=number)) for number in days]
                    major = [term for term in terms if term and term.is_major]
                    if leap:
                        assert major == []
                    elif SolarTerm((2 * month + 1) % 24) not in major:
                        without.add(year)
                    assert month != 11 or leap or SolarTerm.WINTER_SOLSTICE in major
        assert without == {1984, 1985, 2033, 2034, 2052, 2053}


class TestNames:
    def test_order(self) -> None:
        """
        The terms are numbered through the civil year; the Sun moves on by 15 degrees.
        """
        assert [int(term) for term in SolarTerm] == list(range(24))
        assert SolarTerm.SPRING_EQUINOX.longitude == 0
        assert SolarTerm.MINOR_COLD.longitude == 285
        assert SolarTerm.WINTER_SOLSTICE.longitude == 270
        assert SolarTerm.WINTER_SOLSTICE.is_major
        assert not SolarTerm.START_OF_SPRING.is_major

    def test_labels(self) -> None:
        """
        Each term has a stable key and a name in both languages.
        """
        term = SolarTerm.AWAKENING_OF_INSECTS
        assert (term.key, term.label.zh) == ("awakening_of_insects", "惊蛰")
        assert term.label.to("en") == "Awakening of insects"

    @given(st.sampled_from(SolarTerm))
    def test_every_name_is_read(self, term: SolarTerm) -> None:
        """
        Key, Chinese name and English name lead to the term; a term is itself.
        """
        assert solar_term(term) is term
        for name in (
            term.key,
            term.label.zh,
            term.label.to("en"),
            term.key.replace("_", "-").upper(),
        ):
            assert solar_term(name) is term

    def test_traditional_characters(self) -> None:
        """
        Names in traditional characters are read too.
        """
        names = ("驚蟄", "穀雨", "小滿", "芒種", "處暑")
        assert [solar_term(name).label.zh for name in names] == [
            "惊蛰",
            "谷雨",
            "小满",
            "芒种",
            "处暑",
        ]


class TestErrors:
    @pytest.mark.parametrize(
        ("name", "near"),
        [("清明节", "清明"), ("winter solstise", "winter_solstice"), ("qing ming", "qingming")],
    )
    def test_misspelt_name(self, name: str, near: str) -> None:
        """
        A name that is almost right is refused with the one probably meant.
        """
        with pytest.raises(UnknownSolarTermError) as caught:
            solar_term(name)
        assert str(caught.value) == f"there is no solar term '{name}'; did you mean '{near}'?"
        assert caught.value.sentence("zh-CN") == f"没有节气“{name}”，是否应为“{near}”？"
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301

    def test_unknown_name(self) -> None:
        """
        A name like none of the 24 is refused with examples.
        """
        with pytest.raises(UnknownSolarTermError) as caught:
            solar_term("重阳")
        assert str(caught.value) == (
            "there is no solar term '重阳'; write it like 'winter_solstice' or '冬至'"
        )
        assert caught.value.sentence("zh-CN") == (
            "没有节气“重阳”，请写作“冬至”或 winter_solstice 这样的名称"
        )

    @pytest.mark.parametrize("year", [1899, 2101])
    def test_year_outside_the_table(self, year: int) -> None:
        """
        Where the days are not known, nothing is said, not even that there is none.
        """
        with pytest.raises(OutOfSolarTermRangeError) as caught:
            solar_term_date(year, SolarTerm.QINGMING)
        assert str(caught.value) == (
            f"the days of the solar terms are known from 1900 to 2100, not for {year}"
        )
        assert caught.value.sentence("zh-CN") == (
            f"节气日期只有 1900 至 2100 年的，没有 {year} 年的"
        )
        with pytest.raises(OutOfSolarTermRangeError):
            solar_term_of(date(year, 4, 4))
