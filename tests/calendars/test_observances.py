import pkgutil
import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_samples import starts, years

from community_edu.base import Text, labels
from community_edu.base.html import LEFT
from community_edu.calendars import (
    RESERVED_KEYS,
    Almanac,
    Announced,
    CircularNamesError,
    FixedDate,
    InvalidKeyError,
    Lunar,
    Named,
    Observance,
    ObservanceCatalog,
    ReservedKeyError,
    SchoolTerms,
    TangledNamesError,
    Union,
    UnknownNameError,
    YearOutOfRangeError,
    parse_rule,
    school_terms,
    shipped_observances,
)
from community_edu.calendars.observances import MOST_RULES

SHIPPED = shipped_observances()

KNOWN_DAYS = {
    2025: {
        "spring_festival": "2025-01-29",
        "mothers_day": "2025-05-11",
        "mid_autumn": "2025-10-06",
        "double_ninth": "2025-10-29",
        "food_safety_week": "2025-09-11",
    },
    2026: {
        "new_year": "2026-01-01",
        "lunar_new_year_eve": "2026-02-16",
        "spring_festival": "2026-02-17",
        "lantern": "2026-03-03",
        "womens_day": "2026-03-08",
        "world_tb_day": "2026-03-24",
        "student_safety_day": "2026-03-30",
        "qingming": "2026-04-05",
        "child_immunisation_day": "2026-04-25",
        "mothers_day": "2026-05-10",
        "disabled_day_china": "2026-05-17",
        "cfpa_day": "2026-05-29",
        "world_no_tobacco_day": "2026-05-31",
        "dragon_boat": "2026-06-19",
        "fathers_day": "2026-06-21",
        "party_founding_day": "2026-07-01",
        "world_population_day": "2026-07-11",
        "qixi": "2026-08-19",
        "tooth_day": "2026-09-20",
        "harvest_festival": "2026-09-23",
        "mid_autumn": "2026-09-25",
        "national_day": "2026-10-01",
        "hypertension_day": "2026-10-08",
        "world_sight_day": "2026-10-08",
        "mental_health_day": "2026-10-10",
        "double_ninth": "2026-10-18",
        "male_health_day": "2026-10-28",
        "diabetes_day": "2026-11-14",
        "copd_day": "2026-11-18",
        "aids_day": "2026-12-01",
        "winter_solstice": "2026-12-22",
    },
}


def shipped_rows() -> list[dict[str, Any]]:
    """
    Return the rows of the shipped file as they stand there.
    """
    data = pkgutil.get_data("community_edu.packs", "observances.toml") or b""
    rows: list[dict[str, Any]] = tomllib.loads(data.decode())["observances"]
    return rows


def own(**rules: str) -> list[Observance]:
    """
    Make observances of a plan's own, each by key and rule.
    """
    return [Observance(key=key, name=key, rule=parse_rule(rule)) for key, rule in rules.items()]


class TestShipped:
    @pytest.mark.parametrize("key", SHIPPED)
    def test_reads_and_writes(self, key: str) -> None:
        """
        Every shipped rule reads, is written as it stands in the file, and has a name in both
        languages.
        """
        (row,) = [row for row in shipped_rows() if row["key"] == key]
        observance = SHIPPED[key]
        assert str(observance.rule) == row["rule"]
        assert parse_rule(str(observance.rule)) == observance.rule
        assert observance.name.zh
        assert observance.name.en

    @pytest.mark.parametrize("key", SHIPPED)
    def test_gives_days_or_says_why_not(self, key: str) -> None:
        """
        In 2026 every shipped observance has a day, or is over, or says why it has none.
        """
        rule = SHIPPED[key].rule
        spans = rule.occurrences(2026, Almanac())
        reasons = rule.unresolved(2026, Almanac())
        if key == "food_hygiene_law_week":  # in force until 2008
            assert not spans
            assert not reasons
        else:
            assert bool(spans) is not bool(reasons)

    @pytest.mark.parametrize("key", SHIPPED)
    def test_has_a_source_or_says_that_it_has_not(self, key: str) -> None:
        """
        An observance has its source, or is marked as not verified.
        """
        assert bool(SHIPPED[key].source) is SHIPPED[key].verified

    def test_keys_are_unique(self) -> None:
        """
        No key is there twice; a second row would hide the first.
        """
        keys = [row["key"] for row in shipped_rows()]
        assert len(keys) == len(set(keys)) == len(SHIPPED)
        assert list(SHIPPED) == keys

    def test_names_are_unique(self) -> None:
        """
        No Chinese name, alias or not, stands for two observances.
        """
        names = [
            name
            for observance in SHIPPED.values()
            for name in (observance.name.zh, *observance.aliases)
        ]
        assert len(names) == len(set(names)) == len(SHIPPED.by_name)

    @pytest.mark.parametrize(
        ("year", "key", "day"),
        [(year, key, day) for year, days in KNOWN_DAYS.items() for key, day in days.items()],
    )
    def test_days_people_know(self, year: int, key: str, day: str) -> None:
        """
        Observances are on the days on which they were or will be kept.
        """
        assert starts(SHIPPED[key].rule, year, Almanac()) == [day]

    @pytest.mark.parametrize(
        ("key", "first", "last"),
        [
            ("breastfeeding_week", date(2026, 8, 1), date(2026, 8, 7)),
            ("preschool_month", date(2026, 5, 20), date(2026, 6, 20)),
            ("national_day", date(2026, 10, 1), date(2026, 10, 3)),
            ("patriotic_health_month", date(2026, 4, 1), date(2026, 4, 30)),
            ("family_education_week", date(2026, 5, 11), date(2026, 5, 17)),
            ("lifelong_learning_week", date(2026, 10, 19), date(2026, 10, 25)),
        ],
    )
    def test_weeks_and_months(self, key: str, first: date, last: date) -> None:
        """
        Weeks and months run from their first through their last day.
        """
        (span,) = SHIPPED[key].rule.occurrences(2026, Almanac())
        assert (span.start, span.last) == (first, last)

    def test_laws_that_changed(self) -> None:
        """
        A day that a law gave or took is there only while the law is in force.
        """
        assert starts(SHIPPED["food_hygiene_law_week"].rule, 2008) == ["2008-11-01"]
        assert starts(SHIPPED["food_hygiene_law_week"].rule, 2009) == []
        assert starts(SHIPPED["disabled_day_china"].rule, 1990) == []
        assert starts(SHIPPED["disabled_day_china"].rule, 1991) == ["1991-05-19"]

    def test_winter_vacation_is_never_guessed(self) -> None:
        """
        The winter vacation has no practice: without terms it is unresolved.
        """
        (finding,) = SHIPPED["winter_vacation"].rule.unresolved(2026, Almanac())
        assert finding.code == "not-announced"

    @pytest.mark.parametrize("key", SHIPPED)
    def test_tags(self, key: str) -> None:
        """
        Every shipped observance has tags, each once and with a label in both languages.
        """
        tags = SHIPPED[key].tags
        assert tags
        assert len(tags) == len(set(tags))
        assert set(tags) <= set(labels("tag"))

    def test_every_label_is_used(self) -> None:
        """
        No tag has a label for nothing.
        """
        assert SHIPPED.tags == tuple(labels("tag"))

    @pytest.mark.parametrize(
        ("key", "since", "until"),
        [
            ("teachers_day", 1985, None),
            ("food_hygiene_law_week", None, 2008),
            ("qixi", None, None),
        ],
    )
    def test_since_and_until(self, key: str, since: int | None, until: int | None) -> None:
        """
        From and to which year a day is kept is said once, in its rule.
        """
        assert (SHIPPED[key].since, SHIPPED[key].until) == (since, until)


class TestTags:
    @pytest.mark.parametrize(
        ("tag", "count"),
        [("women", 3), ("elders", 5), ("science", 1), ("party-and-state", 10), ("no-such-tag", 0)],
    )
    def test_one(self, tag: str, count: int) -> None:
        """
        A catalogue is narrowed to the observances of a tag, in their order.
        """
        found = SHIPPED.tagged(tag)
        assert len(found) == count
        assert list(found) == [key for key in SHIPPED if tag in SHIPPED[key].tags]

    def test_several(self) -> None:
        """
        Of several tags an observance must have all, of none there is nothing to have.
        """
        both = SHIPPED.tagged("health", "elders")
        assert list(both) == ["alzheimers_day"]
        assert dict(SHIPPED.tagged("health").tagged("elders")) == dict(both)
        assert SHIPPED.tagged() == SHIPPED

    def test_of_ones_own(self) -> None:
        """
        Observances of one's own have tags of one's own.
        """
        day = Observance(key="fair", name="庙会", rule=Lunar(3, 28), tags=["town"])
        assert list(SHIPPED.with_own([day]).tagged("town")) == ["fair"]


class TestYear:
    @given(years)
    def test_is_what_the_rules_say(self, year: int) -> None:
        """
        The year of a catalogue has the days of every rule, and says what has none.
        """
        almanac = Almanac()
        found = SHIPPED.in_year(year)
        assert found.spans == {
            key: observance.rule.occurrences(year, almanac) for key, observance in SHIPPED.items()
        }
        assert list(found.days) == sorted(
            found.days, key=lambda day: (day.span.start, day.span.end)
        )
        for finding in found.undated:
            assert SHIPPED[str(finding.path[0])].rule.unresolved(year, almanac)

    def test_of_2026(self) -> None:
        """
        What is doubtful stands at the day, what has no day below.
        """
        year = SHIPPED.in_year(2026)
        doubtful = {
            day.observance.key: [finding.code for finding in day.findings]
            for day in year.days
            if day.findings
        }
        assert doubtful == {
            "education_day": ["unverified-observance"],
            "preschool_month": ["unverified-observance"],
            "vocational_week": ["unverified-observance"],
            "nutrition_week": ["unverified-observance"],
            "work_safety_month": ["unverified-observance"],
            "summer_vacation": ["date-by-practice"],
            "ecology_day": ["unverified-observance"],
            "respect_elderly_month": ["unverified-observance"],
            "lifelong_learning_week": ["date-by-practice"],
        }
        assert [finding.line("en").partition(": the")[0] for finding in year.undated] == [
            "warning not-announced: food_safety_week",
            "warning not-announced: winter_vacation",
        ]
        assert [day.observance.key for day in year.on(date(2026, 3, 8))] == ["womens_day"]
        assert repr(year) == "ObservanceYear(year=2026, days=114, undated=2)"

    def test_made_once(self) -> None:
        """
        The year of a catalogue is made once, whoever asks.
        """
        assert SHIPPED.in_year(2027) is SHIPPED.in_year(2027)
        assert SHIPPED.in_year(2027) is not SHIPPED.in_year(2028)

    def test_with_an_almanac(self) -> None:
        """
        With an almanac the school vacations are those of its terms.
        """
        almanac = Almanac(terms=school_terms("CN-310000", 2026))
        (span,) = SHIPPED.in_year(2026, almanac).spans["winter_vacation"]
        assert almanac.days("寒假", 2026) == (span,)
        assert (span.start, span.last) == (date(2026, 2, 2), date(2026, 2, 27))
        assert SHIPPED.in_year(2026).spans["winter_vacation"] == ()

    def test_names_of_the_whole(self) -> None:
        """
        A part of a catalogue still knows the names of the whole.
        """
        eve = Observance(
            key="eve", name="前夕", rule=parse_rule("before(重阳节, days=1)"), tags=["x"]
        )
        found = SHIPPED.with_own([eve]).tagged("x").in_year(2026)
        assert [str(day.span.start) for day in found.days] == ["2026-10-17"]
        assert (
            SHIPPED.tagged("women").with_own([eve]).in_year(2026).spans["eve"] == found.spans["eve"]
        )

    def test_out_of_range(self) -> None:
        """
        A year beyond the lunar table is refused.
        """
        for names in (None, Almanac(terms=SchoolTerms([]))):
            with pytest.raises(YearOutOfRangeError):
                SHIPPED.in_year(2101, names)

    def test_records(self) -> None:
        """
        A frame library gets plain rows, whose ends are exclusive.
        """
        rows = SHIPPED.tagged("education", "family").in_year(2026).to_records("en")
        assert rows == [
            {
                "key": "family_education_week",
                "name": "Family Education Week",
                "start": "2026-05-11",
                "end": "2026-05-18",
                "tags": ["family", "children", "education"],
                "findings": [],
            }
        ]

    def test_table(self) -> None:
        """
        In a notebook a year is a table: what is doubtful beside the days, what has none below.
        """
        year = SHIPPED.tagged("education", "youth").in_year(2026)
        page = year._repr_html_()  # pyright: ignore[reportPrivateUsage] - what notebooks call
        assert page == year.to_html()
        assert "<caption>2026</caption>" in page
        page, english = (text.replace(LEFT, "") for text in (page, year.to_html("en")))
        assert "<td>2026-06-07 – 2026-06-09</td><td>高考</td><td>教育、青年</td><td></td>" in page
        assert "<td></td><td>winter_vacation</td><td></td><td>2026 年的日期由当年通知规定" in page
        assert "<td>2026-03-30</td>" in english
        assert "<td>safety, children, youth, education</td>" in english


class TestChanges:
    def test_none_of_its_own(self) -> None:
        """
        With none of its own a plan shares the catalogue, which is not made anew.
        """
        assert SHIPPED.with_own([]) is SHIPPED

    def test_nothing(self) -> None:
        """
        A catalogue is no change to itself, and neither is a day of one's own.
        """
        assert SHIPPED.changes(SHIPPED) == ()
        assert SHIPPED.with_own(own(market="fixed(5, 4)")).changes(SHIPPED) == ()

    def test_rule_and_names(self) -> None:
        """
        A rule that replaces another one is told, and a name that was another's.
        """
        mine = [
            Observance(key="qixi", name="七夕", rule=FixedDate(2, 14)),
            Observance(key="laba", name="腊八节", rule=SHIPPED["laba"].rule, note="粥"),
            Observance(key="market", name="集市", rule=FixedDate(5, 4), aliases=["重阳节"]),
        ]
        catalog = SHIPPED.with_own(mine)
        assert [finding.line("en") for finding in catalog.changes(SHIPPED)] == [
            "info observance-replaced: qixi: '七夕' (qixi) was lunar(7, 7) and is now fixed(2, 14)",
            "warning observance-name-taken: market: the name '重阳节' stood for double_ninth and now stands for market",
        ]
        assert catalog.find("重阳节").key == "market"


class TestCatalog:
    @pytest.mark.parametrize("name", ["double_ninth", "重阳节", "老年节", "老人节"])
    def test_finds(self, name: str) -> None:
        """
        An observance is found by its key, its name or another of its names.
        """
        assert SHIPPED.find(name).key == "double_ninth"

    def test_finds_nothing(self) -> None:
        """
        A name that nobody has is refused.
        """
        with pytest.raises(UnknownNameError, match=r"'中元' names no observance"):
            SHIPPED.find("中元")
        with pytest.raises(KeyError):
            SHIPPED["中元节"]

    def test_is_a_mapping(self) -> None:
        """
        A catalogue is a mapping of keys, and reads a rule once.
        """
        assert "double_ninth" in SHIPPED
        assert "重阳节" not in SHIPPED
        assert SHIPPED["double_ninth"] is SHIPPED["double_ninth"]
        assert shipped_observances() is SHIPPED

    def test_own_observances(self) -> None:
        """
        A plan's own observances are added to a copy, and replace those of the same key.
        """
        catalog = SHIPPED.with_own(own(founding_day="fixed(6, 18)", qixi="fixed(2, 14)"))
        assert catalog["founding_day"].rule == FixedDate(6, 18)
        assert catalog["qixi"].rule == FixedDate(2, 14)
        assert len(catalog) == len(SHIPPED) + 1
        assert "founding_day" not in SHIPPED
        assert SHIPPED["qixi"].rule == Lunar(7, 7)

    def test_name_may_be_plain_text(self) -> None:
        """
        The name of an observance may be given as Chinese text, and its source is asked of nobody.
        """
        (observance,) = own(founding_day="fixed(6, 18)")
        assert observance.name == Text("founding_day")
        assert observance.verified
        assert observance.aliases == ()


class TestCircles:
    @pytest.mark.parametrize(
        ("rules", "names"),
        [
            ({"a": "a"}, ("a", "a")),
            ({"a": "offset(b, days=1)", "b": "any_of([qixi, c])", "c": "a"}, ("a", "b", "c", "a")),
            ({"x": "a", "a": "b", "b": "a"}, ("a", "b", "a")),
            ({"qixi": "before(qixi, days=1)"}, ("qixi", "qixi")),
            ({"y": "offset(laba, days=1)", "laba": "y"}, ("y", "laba", "y")),
        ],
    )
    def test_are_refused(self, rules: dict[str, str], names: tuple[str, ...]) -> None:
        """
        A name that is defined by itself, over however many others, is refused with the circle.
        """
        with pytest.raises(CircularNamesError, match=r"defined by one another") as caught:
            SHIPPED.with_own(own(**rules))
        assert caught.value.names == names

    def test_says_so_in_chinese(self) -> None:
        """
        The circle is told in Chinese.
        """
        with pytest.raises(CircularNamesError) as caught:
            SHIPPED.with_own(own(a="b", b="a"))
        assert caught.value.sentence("zh-CN") == ("这些节日互相定义：a、b、a，请给其中一个写明日期")
        assert str(caught.value).startswith("these observances are defined by one another: a, b, a")

    def test_a_name_may_be_used_twice(self) -> None:
        """
        Names that lead to one day by two ways are no circle, and names of nothing neither.
        """
        catalog = SHIPPED.with_own(
            own(a="any_of([b, c])", b="d", c="d", d="nobody_knows", e="any_of([d, a])")
        )
        assert list(catalog["a"].rule.named()) == ["b", "c"]


class TestTangles:
    def test_a_chain_may_be_long(self) -> None:
        """
        Names may stand for names for a long way.
        """
        chain = {f"n{index}": f"before(n{index + 1}, days=1)" for index in range(140)}
        almanac = Almanac(observances=SHIPPED.with_own(own(**chain, n140="fixed(12, 31)")))
        assert starts(Named("n0"), 2026, almanac) == ["2026-08-13"]
        assert Named("n0").unresolved(2026, almanac) == Named("n0").remarks(2026, almanac) == ()

    def test_but_not_without_end(self) -> None:
        """
        A chain that would take Python apart is refused.
        """
        chain = {f"n{index}": f"n{index + 1}" for index in range(5000)} | {"n5000": "qixi"}
        with pytest.raises(TangledNamesError, match=r"more than 300 rules"):
            SHIPPED.with_own(own(**chain))

    def test_doublings_are_refused_at_once(self) -> None:
        """
        Names that double from one to the next would never end; they are refused unexpanded.
        """
        doubling = {f"n{index}": f"any_of([n{index + 1}, n{index + 1}])" for index in range(60)}
        with pytest.raises(TangledNamesError) as caught:
            SHIPPED.with_own(own(**doubling, n60="qixi"))
        assert str(caught.value).startswith(f"'{caught.value.key}' is made of more than 300 rules")
        assert caught.value.sentence("zh-CN").endswith("共含 300 条以上的规则，请简化")

    def test_there_is_a_limit(self) -> None:
        """
        Three hundred rules are allowed, one more is not.
        """
        most = Union([FixedDate(5, 1)] * (MOST_RULES - 1))
        over = Union([FixedDate(5, 1)] * MOST_RULES)
        allowed = ObservanceCatalog({}).with_own([Observance(key="day", name="日", rule=most)])
        assert allowed["day"].rule == most
        with pytest.raises(TangledNamesError):
            ObservanceCatalog({}).with_own([Observance(key="day", name="日", rule=over)])

    def test_counts_every_rule(self) -> None:
        """
        What counts are the rules behind a name, with all their parts.
        """
        days = [FixedDate(5, day) for day in range(1, 31)]
        many = Observance(key="many", name="many", rule=Union(days * 9))
        catalog = ObservanceCatalog({}).with_own([many])
        assert len(catalog["many"].rule.parts()) < MOST_RULES
        more = Observance(key="more", name="more", rule=Union([Named("many"), *days]))
        with pytest.raises(TangledNamesError, match=r"'more' is made of more than 300"):
            catalog.with_own([more])


class TestKeys:
    @pytest.mark.parametrize("key", RESERVED_KEYS)
    def test_keys_of_terms_and_holidays(self, key: str) -> None:
        """
        A key whose days an almanac takes from elsewhere is refused, not passed over.
        """
        with pytest.raises(
            ReservedKeyError, match="would be passed over; choose another"
        ) as caught:
            SHIPPED.with_own(own(**{key: "fixed(5, 4)"}))
        assert "请换一个键" in caught.value.sentence("zh-CN")

    def test_which_those_are(self) -> None:
        """
        These are the names that an almanac has beside its observances.
        """
        almanac = Almanac(observances=ObservanceCatalog({}))
        assert tuple(almanac.names()) == RESERVED_KEYS
        assert {type(almanac.rule(key)) for key in RESERVED_KEYS} == {Announced}

    @given(st.text(max_size=5))
    def test_keys_are_names(self, key: str) -> None:
        """
        A key is refused, or reads as a name in a rule.
        """
        try:
            day = Observance(key=key, name="日", rule=FixedDate(5, 4))
        except InvalidKeyError:
            return
        assert parse_rule(day.key) == Named(key)

    @pytest.mark.parametrize("key", ["market-day", "Market", "1st", "集市", "", "a" * 81, "class"])
    def test_keys_that_no_rule_could_name(self, key: str) -> None:
        """
        An observance whose key could not stand in a rule is refused.
        """
        with pytest.raises(InvalidKeyError, match="cannot be the key of an observance") as caught:
            Observance(key=key, name="集市", rule=parse_rule("fixed(5, 4)"))
        assert "不能作节日的键" in caught.value.sentence("zh-CN")

    def test_circle_by_chinese_names(self) -> None:
        """
        A circle is seen where the names in it are the Chinese ones.
        """
        own = Observance(key="market", name="集市", rule=parse_rule("offset(集市, days=1)"))
        with pytest.raises(CircularNamesError, match="market, market"):
            shipped_observances().with_own([own])

    def test_own_name_of_a_name(self) -> None:
        """
        A day may be defined by the Chinese name of a shipped one.
        """
        own = Observance(key="eve", name="重阳前一天", rule=parse_rule("offset(重阳节, days=-1)"))
        assert shipped_observances().with_own([own]).find("重阳前一天") == own
