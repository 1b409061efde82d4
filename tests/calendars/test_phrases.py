import csv
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from unittest import mock

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import MissingExtraError, label
from community_edu.calendars import (
    Almanac,
    EveryMonths,
    FixedDate,
    LunarDate,
    MonthSpan,
    Observance,
    PhraseTooLongError,
    Quota,
    Reading,
    Rule,
    Unresolved,
    parse_rule,
    read_when,
    shipped_observances,
)
from community_edu.calendars.phrases.findings import CHOICES

pytest.importorskip("lark")

DATA = Path(__file__).parents[1] / "data"
TERMS = "any_of([first_term, second_term])"
YEAR = 2005
"""
A year in which every observance of the facts is in force.
"""


def table(name: str) -> list[dict[str, str]]:
    """
    Return the rows of a table of cases.
    """
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


FACTS = table("calendar-facts.tsv")
PHRASES = table("phrases.tsv")


def said(reading: Reading) -> str:
    """
    Return what a reading says, without the phrase.
    """
    return str(reading).partition(" → ")[2]


def codes(reading: Reading) -> set[str]:
    """
    Return the codes of what was found; of a choice which one it was.
    """
    return {str(found.parameters.get("choice") or found.code) for found in reading.findings}


@cache
def readings(evidence: str) -> tuple[Reading, ...]:
    """
    Read each phrase of a fact.
    """
    return tuple(map(read_when, evidence.split(" ‖ ")))


# What the machine form of a fact asks for, worked out from it alone.

SETS = {
    "winter_holiday": "winter_vacation",
    "summer_holiday": "summer_vacation",
    "weekend": "weekly([SAT, SUN])",
    "public_holidays": "public_holidays",
}
ANCHORS = {
    "term_start": f"start_of({TERMS})",
    "year_start": "start_of(year())",
    "year_end": "end_of(year())",
    "graduation": "before(unresolved('毕业', '没有日历写明它在何时', en='no calendar says when this is'))",
    "health_days": "unresolved('卫生日', '没有说是哪些日子', en='which days are meant is not said')",
}
DAYS = {"party_day": "party_founding_day", "high_heat": "dog_days()"}
PERIODS = {"P1Y": "year", "P3M": "quarter", "P1M": "month", "P1W": "week", "school_term": "term"}

NOT_IN_THE_WORDS = {
    ("003-1-20", "RRULE"): "== 3 per week",  # the days are the annotator's
    ("003-6-29", "QUOTA"): "'it says nothing of time'",  # no number, no period
    ("003-8-51", "ROTATION"): "relative",  # "this year"; batches are not spoken of
}
"""
Clauses that say more than the phrase does; the reading stays with the phrase.
"""

OTHERS = {
    "AMBIG": {"003-2-25": "open-list", "003-4-15": "weekend-unsaid"},
    "REL": {"003-4-16": "when monthly(8)"},
    "PERIOD": {
        "004-1-49": "within half_year(2); about 2022年上半年",
        "004-1-57": "within span(3, 1, 12, 31)",
    },
    "ASOF": {"004-1-51": "within month(6)"},
    "MILESTONE": {
        "004-1-52": "when fixed(6, 18)",
        "004-1-53": "when monthly(-1, months=[6]); due monthly(-1, months=[8])",
        "004-1-54": "'it says nothing of time'",
    },
    "RULE": {"004-1-56": "'it says nothing of time'"},
}
"""
Facts that are no time of a duty, and what their phrase says all the same.
"""


def fields(clause: str) -> dict[str, str]:
    """
    Return the keys of a clause: ``anchor=year_end;count=1``.
    """
    pairs = (part.partition("=") for part in clause.split(";"))
    return {key: value for key, _, value in pairs}


def starts(rule: Rule, year: int = YEAR) -> list[date]:
    """
    Return the first days of a rule in a year.
    """
    return [run.start for run in rule.occurrences(year, Almanac())]


def top_rules(found: tuple[Reading, ...]) -> Iterator[Rule]:
    """
    Yield the days on which and among which it is.
    """
    for reading in found:
        yield from (rule for rule in (reading.when, reading.within) if rule is not None)


def rules(found: tuple[Reading, ...]) -> Iterator[Rule]:
    """
    Yield the days on which and among which it is, and each of several.
    """
    for rule in top_rules(found):
        yield rule
        yield from rule.parts()


def recurs(found: tuple[Reading, ...], text: str) -> bool:
    """
    Tell whether one of the rules has the days of an RRULE.
    """
    parts = dict(part.split("=") for part in text.split(";"))
    if not set(parts) & {"BYMONTHDAY", "BYDAY"} and parts["FREQ"] != "DAILY":
        months = int(parts.get("INTERVAL", 1)) * (12 if parts["FREQ"] == "YEARLY" else 1)
        return EveryMonths(months) in rules(found)
    rrule = rrulestr(f"DTSTART:{YEAR}0101T000000\nRRULE:{text};UNTIL={YEAR}1231T000000")
    wanted = [day.date() for day in rrule]
    together = sorted(day for rule in top_rules(found) for day in starts(rule))
    return together == wanted or any(starts(rule) == wanted for rule in rules(found))


def on_day(found: tuple[Reading, ...], text: str) -> bool:
    """
    Tell whether a rule has the day of ``--03-24``, ``?-06-18`` or the month of ``?-05``.
    """
    numbers = [int(digits) for digits in re.findall(r"\d+", text.partition("..")[0])]
    if len(numbers) == 1:
        return MonthSpan(numbers[0]) in rules(found)
    return any(date(YEAR, *numbers) in starts(rule) for rule in rules(found))


def window(text: str) -> str:
    """
    Return the window that a clause asks for, as a rule.
    """
    asked = fields(text)
    if "set" in asked:
        names = [SETS[name] for name in asked["set"].split("|")]
    elif "season" in asked:
        names = ["season(spring)" if asked["season"] == "spring" else "dog_days()"]
    elif asked["anchor"].startswith("each("):
        days = asked["anchor"][5:-1].split("|")
        names = [f"before({DAYS.get(day, day)})" for day in days]
    else:
        names = [ANCHORS[asked["anchor"]]]
    return names[0] if len(names) == 1 else f"any_of([{', '.join(names)}])"


def quota(text: str) -> Quota:
    """
    Return the quota that a clause asks for: ``lecture 1..2 per school_term each grade``.
    """
    amount, _, rest = text.partition(";")[0].partition(" per ")
    per, _, each = rest.partition(" each ")
    low, high, sign = re.findall(r"(?:(\d+)\.\.(\d+)|([>=]=)\d+)$", amount)[0]
    number = int(re.findall(r"\d+$", amount)[0])
    least, most = (int(low), int(high)) if low else (number, None if sign == ">=" else number)
    unit = PERIODS.get(per, "plan")
    return Quota(least, most, unit, each or None)


def check_theme(found: tuple[Reading, ...], text: str) -> bool:
    """
    Tell whether the month of a theme and the days in it were read, as far as the words go.
    """
    asked = fields(text)
    stated = "月" in found[0].text
    is_month = not stated or found[0].within == MonthSpan(int(asked["month"]))
    named = re.findall(r"(?:LUNAR|DATE):?-*([\d-]+)", asked.get("day", ""))
    lunar = "LUNAR" in asked.get("day", "")
    days = [day for day in named if not (lunar and day == "09-09")]
    return is_month and all(on_day(found, day) for day in days) and (not lunar or on_moon(found))


def on_moon(found: tuple[Reading, ...], text: str = "09-09") -> bool:
    """
    Tell whether a rule has that day of the Chinese calendar.
    """
    wanted = tuple(map(int, text.split("-")))
    return any(
        [(moon.month, moon.day) for moon in map(LunarDate.from_date, starts(rule))] == [wanted]
        for rule in rules(found)
    )


def check_rrule(found: tuple[Reading, ...], text: str) -> bool:
    """
    Tell whether something recurs as asked, and lasts as long.
    """
    main, _, length = text.partition(";duration=")
    return recurs(found, main) and (length != "half_day" or found[0].minutes == 240)


CHECKS: dict[str, Callable[[tuple[Reading, ...], str], bool]] = {
    "QUOTA": lambda found, text: quota(text) in {reading.quota for reading in found},
    "RRULE": check_rrule,
    "WINDOW": lambda found, text: window(text) in {str(reading.within) for reading in found},
    "VAGUE": lambda found, text: text.partition("(")[0] in {reading.cadence for reading in found},
    "MASK": lambda found, _: any(
        {"masked-year", "relative-time"} & codes(reading) for reading in found
    ),
    "THEME": check_theme,
    "CONFLICT": lambda found, _: "phrase-other-month" in codes(found[0]),
    "DATE": on_day,
    "LUNAR": on_moon,
    "EDITION": lambda found, text: found[0].edition == int(fields(text)["n"]),
    "DEADLINE": lambda found, _: found[0].due == FixedDate(12, 31),
    "TRIGGER": lambda found, _: found[0].trigger is not None,
    "DURATION": lambda found, _: found[0].minutes == 20,
    "PERIOD_REF": lambda found, _: found[0].about is not None,
    "ROTATION": lambda found, _: found[0].rotation == "grade",
}
"""
Whether the readings say what a clause of each kind says.
"""


def clauses(form: str) -> list[tuple[str, str]]:
    """
    Return the clauses of a machine form, each with its kind.
    """
    parts = (clause.partition(":") for clause in form.split(" && "))
    return [(kind, text) for kind, _, text in parts]


CLAUSES = [
    (fact["fact_id"], kind, text, fact["evidence"])
    for fact in FACTS
    for kind, text in clauses(fact["machine_form"])
]


class TestFacts:
    def test_all_are_here(self) -> None:
        """
        There are the 123 calendar facts, each once.
        """
        assert len({fact["fact_id"] for fact in FACTS}) == len(FACTS) == 123

    @pytest.mark.parametrize(("fact", "kind", "text", "evidence"), CLAUSES)
    def test_meaning(self, fact: str, kind: str, text: str, evidence: str) -> None:
        """
        Each phrase of the plans is read to the meaning of its machine form.
        """
        found = readings(evidence)
        whole = " ".join([*map(said, found), *(code for one in found for code in codes(one))])
        if (fact, kind) in NOT_IN_THE_WORDS:
            assert NOT_IN_THE_WORDS[fact, kind] in whole
        elif kind in OTHERS:
            assert OTHERS[kind][fact] in whole
        else:
            assert CHECKS[kind](found, text), whole

    @pytest.mark.parametrize("fact", [fact for fact in FACTS if fact["flag"] == "vague"])
    def test_vague_words_make_no_dates(self, fact: dict[str, str]) -> None:
        """
        What is vague never becomes a day.
        """
        for reading in readings(fact["evidence"]):
            assert reading.when is None or isinstance(reading.when, Unresolved)
            assert reading.due is None


class TestPhrases:
    @pytest.mark.parametrize(
        ("phrase", "reading", "findings"), [tuple(row.values()) for row in PHRASES]
    )
    def test_reading(self, phrase: str, reading: str, findings: str) -> None:
        """
        Each phrase of the table is read as it stands there, with the choices that it took.
        """
        found = read_when(phrase)
        assert said(found) == reading
        assert codes(found) == set(findings.split())

    @pytest.mark.parametrize("row", PHRASES)
    def test_in_a_sentence(self, row: dict[str, str]) -> None:
        """
        A phrase means the same after other words.
        """
        phrase = row["phrase"]
        before = "The committee decides: " if phrase.isascii() else "本街道社区居委会决定："
        assert read_when(before + phrase).quota == read_when(phrase).quota

    @pytest.mark.parametrize("row", PHRASES)
    def test_text_forms_read_back(self, row: dict[str, str]) -> None:
        """
        Every rule that a phrase gives has a text form that reads back.
        """
        reading = read_when(row["phrase"])
        for rule in (reading.when, reading.due, reading.within):
            if rule is not None and len(str(rule)) < 2000:
                assert parse_rule(str(rule)) == rule

    @given(st.integers(1, 28), st.sampled_from(["每月{}日", "每月{}号", "每月的{}日"]))
    def test_days_of_the_month(self, day: int, form: str) -> None:
        """
        Any day of the month may stand in the phrase, in digits or full-width.
        """
        wide = str(day).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        assert said(read_when(form.format(wide))) == f"when monthly({day})"

    @given(
        st.integers(1, 9),
        st.sampled_from(
            [("每年", "year"), ("每季度", "quarter"), ("每月", "month"), ("每周", "week")]
        ),
        st.sampled_from(["", "开展活动", "组织社区教育志愿者培训"]),
    )
    def test_counts(self, number: int, period: tuple[str, str], words: str) -> None:
        """
        At least n in each period, with any words between, in digits or Chinese numerals.
        """
        zh, en = period
        for written in (str(number), "零一二三四五六七八九"[number]):
            assert read_when(f"{zh}{words}不少于{written}次").quota == Quota(number, None, en)
        assert read_when(f"at least {number} times a {en}").quota == Quota(number, None, en)


CHINESE = re.compile(r"[\u4e00-\u9fff]")


def all_rules(reading: Reading) -> Iterator[Rule]:
    """
    Yield the rules of a reading and all that stand in them.
    """
    waiting = [rule for rule in (reading.when, reading.due, reading.within) if rule is not None]
    while waiting:
        rule = waiting.pop()
        waiting += rule.parts()
        yield rule


class TestReasons:
    @pytest.mark.parametrize("row", PHRASES)
    def test_in_both_languages(self, row: dict[str, str]) -> None:
        """
        Why something has no date is said in Chinese and in English.
        """
        for rule in all_rules(read_when(row["phrase"])):
            if isinstance(rule, Unresolved):
                assert rule.en
                assert CHINESE.search(rule.why)
                assert not CHINESE.search(rule.en)

    @pytest.mark.parametrize(
        "phrase", ["每10天一次", "每两年一次", "every 10 days", "biennial", "每三年9月10日举办"]
    )
    def test_nothing_to_count_from(self, phrase: str) -> None:
        """
        What is counted from a start that is not said has no days, and is never made up.
        """
        reading = read_when(phrase)
        assert {found.severity for found in reading.findings if found.code[:3] == "no-"}
        for rule in top_rules((reading,)):
            assert not rule.occurrences(2026, Almanac())
            assert rule.unresolved(2026, Almanac())


class TestMembers:
    @pytest.mark.parametrize("number", [2, 10, 300])
    @pytest.mark.parametrize(
        "form", ["每月走访{}户", "每月慰问{}名老人", "{} households each month", "每月培训{}人"]
    )
    def test_number_is_kept(self, form: str, number: int) -> None:
        """
        The number of people or households is the quota, with the choice that this was.
        """
        reading = read_when(form.format(number))
        assert reading.quota == Quota(number, number, "month")
        assert "members" in codes(reading)

    def test_second_number_is_told(self) -> None:
        """
        Where events are counted, too, those are kept, and the other number is told.
        """
        found = read_when("每月召开一次会议，走访10户").findings
        assert {"text": "10户", "kept": "一次"} in [one.parameters for one in found]


class TestReading:
    def test_kinds(self) -> None:
        """
        A reading says what it is above all, and what else.
        """
        assert read_when("每季度一次").kinds == ("recurrence", "quota")
        assert read_when("发现问题及时上报").kind == "trigger"
        assert read_when("今年内完成").kind == "deadline"
        assert read_when("寒暑假").kind == "window"
        assert read_when("上月").kind == "period"
        assert read_when("三个方面").kind == "unresolved"

    @pytest.mark.parametrize("text", ["", "  ", "　"])
    def test_no_text(self, text: str) -> None:
        """
        A phrase without words is unresolved, and no error.
        """
        assert said(read_when(text)) == "when unresolved('', '没有文字', en='there is no text')"

    def test_too_long(self) -> None:
        """
        A text of more than 500 characters is refused.
        """
        read_when("每" * 500)
        with pytest.raises(PhraseTooLongError, match="501 characters is too long"):
            read_when("每" * 501)

    def test_sentence(self) -> None:
        """
        A reading says itself to a person, in both languages.
        """
        reading = read_when("每周二14:00定期")
        assert reading.to("zh-CN") == "日期：weekly([TUE])；频次：定期；开始：14:00"
        assert reading.to("en") == "on: weekly([TUE]); how often: regularly; begins: 14:00"
        assert read_when("每年2次").to("en") == "times: exactly 2 per year"
        assert read_when("每月一个社区轮流").to("zh-CN").endswith("；轮流：社区")
        assert repr(reading) == f"<Reading {reading}>"

    @pytest.mark.parametrize("row", PHRASES)
    def test_sets_have_labels(self, row: dict[str, str]) -> None:
        """
        Every set of members that a phrase names has a name in both languages.
        """
        reading = read_when(row["phrase"])
        for name in (reading.rotation, reading.quota.each if reading.quota else None):
            assert name is None or label("set", name, "zh-CN") != name

    def test_own_observances(self) -> None:
        """
        Users have their own names of days read.
        """
        own = Observance(key="book_fair", name="书香节", rule=FixedDate(4, 20))
        catalog = shipped_observances().with_own([own])
        assert said(read_when("书香节前夕", catalog)) == "within before(book_fair)"
        assert said(read_when("书香节前夕")) != "within before(book_fair)"

    def test_impossible(self) -> None:
        """
        Days that no calendar has are findings, and unresolved.
        """
        reading = read_when("2月30日")
        assert isinstance(reading.when, Unresolved)
        assert "2-30" in reading.findings[0].message("en")

    @given(
        st.text(
            st.sampled_from(
                "每月周第个一二三五十日号次年季度半学期初末底前后至、，。节假重阳国庆 0123456789xX-.:at everymonthday"
            ),
            max_size=80,
        )
    )
    def test_never_raises(self, text: str) -> None:
        """
        Whatever the words, there is a reading, and it says something.
        """
        reading = read_when(text)
        assert said(reading)
        for found in reading.findings:
            assert found.message("zh-CN")
            assert found.message("en")

    def test_without_the_parser(self) -> None:
        """
        Without lark the error says which command installs it.
        """
        script = (
            "import sys; sys.modules['lark'] = None\n"
            "from community_edu import read_when\n"
            "try: read_when('x')\n"
            "except ImportError as error: print(error)\n"
        )
        result = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, check=True, text=True
        )
        assert "pip install 'community-edu[phrases]'" in result.stdout
        above = ("sense", "counts", "parts", "amounts", "sides", "days", "dates", "grammar")
        with mock.patch.dict(sys.modules, {"lark": None}):
            for name in above:
                del sys.modules[f"community_edu.calendars.phrases.{name}"]
            with pytest.raises(MissingExtraError):
                read_when("x")

    def test_other_import_errors_are_told(self) -> None:
        """
        Another module that is missing is not taken for the parser.
        """
        with (
            mock.patch.dict(sys.modules, {"community_edu.calendars.phrases.sense": None}),
            pytest.raises(ModuleNotFoundError, match="sense"),
        ):
            read_when("x")

    def test_room_does_not_load_the_parser(self) -> None:
        """
        The room is there without lark; the first phrase loads it.
        """
        script = (
            "import sys, community_edu.calendars\n"
            "assert 'lark' not in sys.modules\n"
            "community_edu.calendars.read_when('x')\n"
            "assert 'lark' in sys.modules\n"
        )
        subprocess.run([sys.executable, "-c", script], check=True)


class TestFindings:
    def test_every_choice_is_met(self) -> None:
        """
        Some phrase of the table takes each of the choices, and none without a sentence.
        """
        phrases = [row["phrase"] for row in PHRASES] + [fact["evidence"] for fact in FACTS]
        met = {code for text in phrases for code in codes(read_when(text[:500]))}
        assert set(CHOICES) <= met

    def test_second_count(self) -> None:
        """
        Of two counts in a sentence one is kept, and the finding names both.
        """
        found = read_when("每半年至少一次，全年不少于三次").findings
        assert [one.code for one in found] == ["second-count"]
        assert found[0].parameters == {"text": "不少于三次", "kept": "至少一次"}

    def test_two_readings_of_festivals(self) -> None:
        """
        Where festivals have no name, the finding says which days were taken.
        """
        found = read_when("before each festival").findings
        (message,) = [one.message("en") for one in found]
        assert message.endswith(
            "taken as the public holidays; it may also mean other festivals, too"
        )


class TestLimits:
    @given(st.integers(1, 30))
    def test_more_and_fewer(self, number: int) -> None:
        """
        超过 and "more than" leave the number out, 以上 and "at least" include it.
        """
        cases = {
            f"每年超过{number}次": Quota(number + 1, None, "year"),
            f"more than {number} a year": Quota(number + 1, None, "year"),
            f"每年{number}次以上": Quota(number, None, "year"),
            f"每年不超过{number}次": Quota(0, number, "year"),
            f"fewer than {number} times a year": Quota(0, number - 1, "year"),
        }
        assert {phrase: read_when(phrase).quota for phrase in cases} == cases

    @given(st.integers(1, 9), st.integers(0, 9), st.booleans())
    def test_both_limits(self, least: int, more: int, comma: bool) -> None:  # noqa: FBT001
        """
        A least and a most make one range, in whichever order.
        """
        most, sign = least + more, "，" if comma else ""
        quota = Quota(least, most, "term")
        assert read_when(f"每学期不少于{least}次{sign}不多于{most}次").quota == quota
        assert read_when(f"每学期不多于{most}次{sign}不少于{least}次").quota == quota
        assert read_when(f"at least {least} and at most {most} times a term").quota == quota

    @pytest.mark.parametrize("span", ["两周", "三天", "半年", "十天", "五周"])
    def test_a_span_before_a_count_is_its_period(self, span: str) -> None:
        """
        A span of time before a count is what it is counted per, never the whole plan.
        """
        for words in ("一次", "开展一次"):
            quota = read_when(f"{span}{words}").quota
            assert quota is None or quota.per == "half_year"


class TestYears:
    @pytest.mark.parametrize(
        "text",
        ["2150年3月5日", "2150-03-05", "2101年", "2150年重阳节", "2101-2103年", "in May 2120"],
    )
    def test_out_of_range(self, text: str) -> None:
        """
        A year of which no calendar is known is said when it is read, not later.
        """
        assert "no-such-day" in codes(read_when(text))
