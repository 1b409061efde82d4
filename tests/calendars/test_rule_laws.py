"""
Laws that hold for day rules of every kind, however they stand in one another.
"""

import json
import pickle
import tomllib
from datetime import datetime

import pytest
import tomlkit
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_samples import (
    COMBINED,
    SIMPLE,
    YEARS,
    Meanings,
    depth,
    leaves,
    nameless,
    rules,
    years,
)

from community_edu.calendars import Named, Observance, ObservanceCatalog, Rule, parse_rule
from community_edu.calendars.rule_texts import FUNCTIONS
from community_edu.exchange import from_plain, to_plain

LEVELS = 4


class TestSamples:
    def test_every_kind(self) -> None:
        """
        The laws below are tried on rules of every kind that there is.
        """
        assert {*SIMPLE, *COMBINED} == set(FUNCTIONS)

    @given(rules)
    def test_levels(self, rule: Rule) -> None:
        """
        They are tried on rules that stand in one another up to four levels deep.
        """
        assert depth(rule) <= LEVELS


def check_text(rule: Rule) -> None:
    """
    Check that the text form of *rule* is one line that reads back to an equal rule.
    """
    text = str(rule)
    back = parse_rule(text)
    assert back == rule
    assert type(back) is type(rule)
    assert hash(back) == hash(rule)
    assert str(back) == text
    assert text.isprintable()


class TestTexts:
    @pytest.mark.parametrize("function", SIMPLE)
    @given(data=st.data())
    @settings(max_examples=40)
    def test_simple(self, function: str, data: st.DataObject) -> None:
        """
        The text of every simple rule begins with its function, and reads back to it.
        """
        rule = data.draw(SIMPLE[function])
        assert str(rule).startswith(f"{function}(")
        check_text(rule)

    @pytest.mark.parametrize("function", COMBINED)
    @given(data=st.data())
    @settings(max_examples=40)
    def test_combined(self, function: str, data: st.DataObject) -> None:
        """
        So does the text of every rule made of rules.
        """
        rule = data.draw(COMBINED[function](leaves))
        assert str(rule).startswith(f"{function}(")
        check_text(rule)

    @given(rules)
    def test_nested(self, rule: Rule) -> None:
        """
        However rules stand in one another, their text reads back to them.
        """
        check_text(rule)


class TestPickles:
    @given(rules)
    def test_there_and_back(self, rule: Rule) -> None:
        """
        A rule may be sent to another process.
        """
        back = pickle.loads(pickle.dumps(rule))  # noqa: S301 - our own
        assert back == rule
        assert hash(back) == hash(rule)


class TestFiles:
    @given(st.lists(rules, max_size=3))
    def test_through_toml_and_json(self, found: list[Rule]) -> None:
        """
        Nested rules come back from TOML and from JSON as they went there.
        """
        data = {"rules": to_plain(tuple(found))}
        toml = tomllib.loads(tomlkit.dumps(data))
        for back in (toml, json.loads(json.dumps(data)), data):
            assert from_plain(back["rules"], tuple[Rule, ...]) == tuple(found)

    @given(st.lists(st.tuples(rules, st.text("ab", max_size=3)), max_size=3))
    def test_catalogues(self, found: list[tuple[Rule, str]]) -> None:
        """
        So do observances and catalogues of them.
        """
        catalog = ObservanceCatalog(
            {
                f"day{number}": Observance(
                    key=f"day{number}", name="日", rule=rule, note=note, tags=note
                )
                for number, (rule, note) in enumerate(found)
            }
        )
        data = {"catalog": to_plain(catalog)}
        toml = tomllib.loads(tomlkit.dumps(data))
        for back in (toml, json.loads(json.dumps(data)), data):
            assert from_plain(back["catalog"], ObservanceCatalog) == catalog


def starts_of(rule: Rule) -> list[datetime]:
    """
    Return the first day of each run of *rule* in the years of the comparison, each once.
    """
    found = {span.start for year in YEARS for span in rule.occurrences(year)}
    return [datetime(day.year, day.month, day.day) for day in sorted(found)]  # noqa: DTZ001 - as rrule has it


def check_rrule(rule: Rule) -> None:
    """
    Check that the RRULE of *rule*, from its first day on, gives its days and no others.
    """
    text = rule.to_rrule()
    found = starts_of(rule) if text else []
    if text and found:
        expected = rrulestr(text, dtstart=found[0]).between(found[0], found[-1], inc=True)
        assert found == expected, text


RECURRING = sorted(
    {
        "daily", "fixed", "span", "month", "part", "year", "half_year", "quarter", "season",
        "monthly", "every_months", "nth_weekday", "iso_week", "sunday_week", "last_week",
        "week_containing", "weekly", "monthly_weekday", "every_weeks", "every_days",
    }
)  # fmt: skip
"""
The simple rules that RFC 5545 has words for, most of them or all.
"""


class TestRecurrences:
    @pytest.mark.parametrize("function", RECURRING)
    @given(data=st.data())
    @settings(max_examples=25)
    def test_simple(self, function: str, data: st.DataObject) -> None:
        """
        The RRULE of a simple rule agrees with dateutil from 1950 to 2099.
        """
        check_rrule(data.draw(SIMPLE[function]))

    @pytest.mark.parametrize("function", COMBINED)
    @given(data=st.data())
    @settings(max_examples=25)
    def test_combined(self, function: str, data: st.DataObject) -> None:
        """
        So does that of a rule made of rules, where it has one.
        """
        check_rrule(data.draw(COMBINED[function](st.one_of([SIMPLE[key] for key in RECURRING]))))

    @given(nameless)
    @settings(max_examples=50)
    def test_nested(self, rule: Rule) -> None:
        """
        So does that of rules in one another.
        """
        check_rrule(rule)

    @pytest.mark.parametrize("function", sorted(set(SIMPLE) - set(RECURRING) - {"entry"}))
    @given(data=st.data())
    @settings(max_examples=10)
    def test_without(self, function: str, data: st.DataObject) -> None:
        """
        Rules of the moon, the sun and the working days have no RRULE.
        """
        assert data.draw(SIMPLE[function]).to_rrule() is None

    @given(st.sampled_from(RECURRING).flatmap(SIMPLE.__getitem__))
    def test_names(self, rule: Rule) -> None:
        """
        A name has the RRULE of what it stands for.
        """
        assert Named("day").to_rrule(Meanings({"day": rule})) == rule.to_rrule()


class TestDays:
    @given(nameless, years)
    def test_in_order(self, rule: Rule, year: int) -> None:
        """
        The runs of a year are in order, and each is there once.
        """
        found = rule.occurrences(year)
        assert list(found) == sorted(set(found))

    @given(nameless, years)
    def test_by_name(self, rule: Rule, year: int) -> None:
        """
        A name has the days of what it stands for, and leaves as much open.
        """
        meanings = Meanings({"day": rule})
        day = Named("day")
        assert day.occurrences(year, meanings) == rule.occurrences(year)
        assert day.unresolved(year, meanings) == rule.unresolved(year)
        assert day.remarks(year, meanings) == rule.remarks(year)
