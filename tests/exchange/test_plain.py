"""
Plain data: a value goes out to TOML or JSON and comes back as it was.
"""

import json
import tomllib
from datetime import date, time
from fractions import Fraction
from pathlib import Path

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import ProblemsError, Text
from community_edu.calendars import (
    HolidayNotice,
    Observance,
    ObservanceCatalog,
    Quota,
    SchoolTerms,
    holidays,
    parse_rule,
    school_terms,
    shipped_observances,
)
from community_edu.evaluation import Criterion
from community_edu.exchange import from_plain, load_observances, load_plan, to_plain
from community_edu.measures import Measure, Quantity, Threshold, Unit
from community_edu.organizations import Relation, organization_id
from community_edu.plans import Duty, Plan

EXAMPLES = Path(__file__).parents[2] / "examples"


def through_files(value: object) -> list[object]:
    """
    Return what comes back of the plain data of a value from TOML and from JSON.
    """
    table = {"value": to_plain(value)}
    return [
        tomllib.loads(tomlkit.dumps(table))["value"],
        json.loads(json.dumps(table, ensure_ascii=False))["value"],
        table["value"],
    ]


class TestRoundTrips:
    @pytest.mark.parametrize("name", ["jingtai-street", "health-education"])
    def test_plans(self, name: str) -> None:
        """
        A whole plan comes back as it was.
        """
        plan = load_plan(EXAMPLES / "plans" / f"{name}.toml")
        for data in through_files(plan):
            assert from_plain(data, Plan) == plan

    @pytest.mark.parametrize("file", [None, "district.toml"])
    def test_catalogues(self, file: str | None) -> None:
        """
        A catalogue comes back as it was, in its order; its plain data is a file of observances.
        """
        shipped = shipped_observances()
        catalog = load_observances(EXAMPLES / "observances" / file) if file else shipped
        for data in through_files(catalog):
            back = from_plain(data, ObservanceCatalog)
            assert back == catalog
            assert list(back) == list(catalog)

    def test_year_data(self) -> None:
        """
        School terms and holiday notices come back as they were.
        """
        terms = school_terms("CN-310000")
        notices = holidays("CN").notices
        for data in through_files(terms):
            assert from_plain(data, SchoolTerms) == terms
        for data in through_files(notices):
            assert from_plain(data, tuple[HolidayNotice, ...]) == notices

    def test_days(self) -> None:
        """
        A day goes as people write it, and comes back from a TOML date too.
        """
        days = (date(2027, 1, 31), date(2028, 2, 29))
        assert to_plain(days) == ["2027-01-31", "2028-02-29"]
        for data in through_files(days):
            assert from_plain(data, tuple[date, ...]) == days
        assert from_plain([days[0]], tuple[date, ...]) == days[:1]

    def test_every_kind_of_field(self) -> None:
        """
        What has a text form is written in it, and what has its default is left out.
        """
        duty = Duty(
            id="d",
            name=Text("会议", en="meeting"),
            by=["office"],
            when=parse_rule("any_of([before(qixi, days=3), lunar(1, -1)])"),
            quota=Quota.parse("1..2 per term each grade"),
            starts=time(14, 30),
            note="备注",
        )
        assert to_plain(duty) == {
            "id": "d",
            "name": {"zh": "会议", "en": "meeting"},
            "by": ["office"],
            "when": "any_of([before(qixi, days=3), lunar(1, -1)])",
            "quota": "1..2 per term each grade",
            "starts": "14:30:00",
            "note": "备注",
        }
        assert [from_plain(data, Duty) for data in through_files(duty)] == [duty] * 3

    def test_measures(self) -> None:
        """
        Measures, thresholds, quantities and units are written as people write them.
        """
        values = (
            Measure.parse("a / b"),
            Threshold.parse(">= 50%"),
            Quantity.parse("2/3 CNY/person"),
            Unit.parse("CNY/person"),
        )
        for value in values:
            assert [from_plain(data, type(value)) for data in through_files(value)] == [value] * 3

    def test_keys_that_python_keeps(self) -> None:
        """
        A field whose key is a word of Python goes by the key.
        """
        relation = Relation(kind="leads", from_=organization_id("a"), to=organization_id("b"))
        assert to_plain(relation) == {"kind": "leads", "from": "a", "to": "b"}
        assert from_plain(to_plain(relation), Relation) == relation

    @given(st.fractions(-(10**18), 10**18))
    def test_fractions(self, points: Fraction) -> None:
        """
        A fraction comes back exactly, as a whole number or as two of them.
        """
        for data in through_files((points,)):
            assert from_plain(data, tuple[Fraction, ...]) == (points,)


class TestProblems:
    def test_keys_given_twice(self) -> None:
        """
        A catalogue has each key once, or says where it is a second time.
        """
        row = {"key": "a", "name": "甲", "rule": "qixi"}
        with pytest.raises(ProblemsError) as caught:
            from_plain({"observances": [row, row]}, ObservanceCatalog)
        assert str(caught.value.problems[0]) == (
            "data: observances[1].key: the id 'a' is already used at observances[0].key; give each its own"
        )

    def test_all_at_once(self) -> None:
        """
        Everything that does not fit is told, each with its path.
        """
        data = [{"key": "a", "rule": "fixed(2)"}, {"key": "b", "name": "乙", "rule": "qixi"}]
        with pytest.raises(ProblemsError) as caught:
            from_plain(data, tuple[Observance, ...], name="row 5")
        assert str(caught.value).splitlines() == [
            "row 5 makes no tuple",
            "- row 5: [0]: the key 'name' is missing; add it",
            "- row 5: [0].rule: the rule 'fixed(2)' cannot be read at 'fixed(2)': expected fixed(month, day, days=…)",
        ]

    @pytest.mark.parametrize("points", ["2", "1/0", "0.5", "1/2/3", " 1/2", True, None])
    def test_no_fraction(self, points: object) -> None:
        """
        Only a number, or two whole numbers with a stroke between them, is a fraction.
        """
        data = {"id": "c", "name": "x", "points": points}
        with pytest.raises(ProblemsError) as caught:
            from_plain(data, Criterion)
        assert 'expected a number, or "2/3", found' in str(caught.value)
