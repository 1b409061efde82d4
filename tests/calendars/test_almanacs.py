from datetime import date

import attrs
import pytest
from rule_samples import starts

from community_edu.calendars import (
    NO_NAMES,
    PUBLIC_HOLIDAYS,
    Almanac,
    Announced,
    DateRange,
    FixedDate,
    Named,
    Names,
    Observance,
    SchoolTerms,
    Span,
    UnknownNameError,
    holidays,
    parse_rule,
    school_terms,
    shipped_observances,
)

SHANGHAI = school_terms("CN-310000", 2026)


class TestObservances:
    def test_are_known_by_key(self) -> None:
        """
        Without more ado an almanac knows the shipped observances.
        """
        assert Almanac().rule("double_ninth") == parse_rule("lunar(9, 9)")
        assert starts(Named("double_ninth"), 2026, Almanac()) == ["2026-10-18"]

    def test_own_ones(self) -> None:
        """
        An almanac with a catalogue of its own knows that one only.
        """
        day = Observance(key="founding_day", name="校庆", rule=FixedDate(6, 18))
        almanac = Almanac(observances=shipped_observances().with_own([day]))
        assert starts(parse_rule("before(founding_day, days=3)"), 2026, almanac) == ["2026-06-15"]

    def test_unknown(self) -> None:
        """
        A name that stands for nothing is refused, with the nearest that there is.
        """
        with pytest.raises(UnknownNameError, match=r"did you mean 'double_ninth'") as caught:
            Almanac().rule("duoble_ninth")
        assert caught.value.sentence("zh-CN").endswith("是否应为“double_ninth”？")

    def test_chinese_names(self) -> None:
        """
        A Chinese name of an observance, or another name in use, means the same as its key.
        """
        assert Almanac().rule("重阳节") == Almanac().rule("老人节") == parse_rule("lunar(9, 9)")
        assert parse_rule("offset(重阳节, days=-1)").occurrences(2026, Almanac())

    def test_an_almanac_gives_names_their_meaning(self) -> None:
        """
        An almanac is what rules ask for the meaning of names.
        """
        names: Names = Almanac()
        assert names.rule("qixi") == parse_rule("lunar(7, 7)")


class TestTerms:
    def test_override_the_observances(self) -> None:
        """
        With the terms of a region the summer vacation is the announced one, not the usual.
        """
        assert Almanac().rule("summer_vacation") == Announced(otherwise=DateRange(7, 1, 8, 31))
        almanac = Almanac(terms=SHANGHAI)
        assert almanac.rule("summer_vacation") == Announced(["2026-07-01/2026-08-31"])
        assert almanac.rule("winter_vacation") == Announced(["2026-02-02/2026-02-27"])

    def test_practice_is_remarked_on_and_a_notice_is_not(self) -> None:
        """
        The usual summer is marked as practice; the announced one needs no remark.
        """
        summer = Named("summer_vacation")
        assert [remark.code for remark in summer.remarks(2026, Almanac())] == ["date-by-practice"]
        assert summer.remarks(2026, Almanac(terms=SHANGHAI)) == ()

    def test_terms_say_nothing_of_other_years(self) -> None:
        """
        With the terms of a region the years that they do not hold are unresolved.
        """
        almanac = Almanac(terms=SHANGHAI)
        summer = Named("summer_vacation")
        assert summer.occurrences(2030, almanac) == ()
        assert [finding.code for finding in summer.unresolved(2030, almanac)] == ["not-announced"]

    @pytest.mark.parametrize("name", ["first_term", "second_term"])
    def test_terms_without_data(self, name: str) -> None:
        """
        A school term is a name also where no terms are at hand: it is unresolved.
        """
        (finding,) = Named(name).unresolved(2026, Almanac())
        assert finding.code == "not-announced"
        assert starts(Named(name), 2026, Almanac()) == []

    def test_no_terms_at_all(self) -> None:
        """
        Terms that are given but empty are no practice either.
        """
        assert Almanac(terms=SchoolTerms([])).rule("summer_vacation") == Announced()


class TestPublicHolidays:
    def test_are_the_announced_ones(self) -> None:
        """
        节假日 are the runs of days off that were announced for the year.
        """
        almanac = Almanac(holidays=holidays("CN"))
        found = Named(PUBLIC_HOLIDAYS).occurrences(2026, almanac)
        assert found == tuple(span for span in holidays("CN").spans() if span.start.year == 2026)
        assert date(2026, 10, 1) in found[-1]

    @pytest.mark.parametrize("almanac", [Almanac(), Almanac(holidays=holidays("CN"))])
    def test_are_never_guessed(self, almanac: Almanac) -> None:
        """
        Without a notice of the year the holidays are unresolved.
        """
        rule = Named(PUBLIC_HOLIDAYS)
        assert rule.occurrences(2100, almanac) == ()
        assert [finding.code for finding in rule.unresolved(2100, almanac)] == ["not-announced"]

    def test_run_ups_to_them(self) -> None:
        """
        Rules may be made of the public holidays as of any name.
        """
        almanac = Almanac(holidays=holidays("CN"))
        run_ups = parse_rule("before(public_holidays, days=3)").occurrences(2026, almanac)
        assert "2026-09-28" in {str(span.start) for span in run_ups}


class TestNames:
    def test_each_has_a_meaning(self) -> None:
        """
        Every name that an almanac lists stands for a rule, and is listed once.
        """
        almanac = Almanac()
        names = list(almanac.names())
        assert len(names) == len(set(names))
        assert {"double_ninth", "first_term", "winter_vacation", PUBLIC_HOLIDAYS} <= set(names)
        for name in names:
            assert almanac.rule(name) is not None


class TestDays:
    def test_are_reckoned_once(self) -> None:
        """
        Asked again for the days of a name in a year, an almanac gives the same object.
        """
        almanac = Almanac()
        first = almanac.days("double_ninth", 2026)
        assert first == parse_rule("lunar(9, 9)").occurrences(2026)
        assert almanac.days("double_ninth", 2026) is first
        assert Named("double_ninth").occurrences(2026, almanac) is first
        assert almanac.days("double_ninth", 2027) != first

    def test_none_is_remembered_too(self) -> None:
        """
        That a name has no day in a year is remembered as well as its days.
        """

        class Counting(FixedDate):
            asked = 0

            def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
                type(self).asked += 1
                return super().occurrences(year, names)

        day = Observance(key="leap_day", name="闰日", rule=Counting(2, 29))
        almanac = Almanac(observances=shipped_observances().with_own([day]))
        assert almanac.days("leap_day", 2026) == almanac.days("leap_day", 2026) == ()
        assert Counting.asked == 1

    def test_each_almanac_remembers_its_own(self) -> None:
        """
        What one almanac remembers is no part of its value, and another does not know it.
        """
        almanac = Almanac()
        assert almanac.days("winter_vacation", 2026) == ()
        assert attrs.evolve(almanac, terms=SHANGHAI).days("winter_vacation", 2026)
        assert almanac == Almanac()

    def test_unknown(self) -> None:
        """
        A name that stands for nothing has no days to remember.
        """
        with pytest.raises(UnknownNameError, match=r"did you mean 'double_ninth'"):
            Almanac().days("duoble_ninth", 2026)


class TestWorkdays:
    def test_are_those_of_the_notices(self) -> None:
        """
        With a holiday calendar its notices decide, else the law and the week.
        """
        saturday = date(2026, 2, 28)  # worked for Spring Festival
        assert Almanac(holidays=holidays("CN")).workdays.is_workday(saturday)
        assert not Almanac().workdays.is_workday(saturday)
        assert Almanac(holidays=holidays("CN")).workdays.status(saturday) == "official"
        assert Almanac().workdays.status(saturday) == "provisional"
