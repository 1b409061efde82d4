"""
Rules of repetition: the days and times they have, and how far they are followed.
"""

from datetime import date, datetime, time
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from community_edu.feeds.reading.problems import Steps, UnreadError
from community_edu.feeds.reading.repeating import DayRule, Repetition


def clock(text: str) -> datetime:
    """
    Return a time without a zone.
    """
    return datetime.fromisoformat(text)


LATE = clock("2030-01-01")


def rules() -> st.SearchStrategy[str]:
    """
    Return rules that repeat by whole days.
    """
    weekdays = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
    numbered = st.builds(str.__add__, st.sampled_from(["1", "2", "-1", "5"]), weekdays)
    lists = {
        "BYDAY": weekdays,
        "BYMONTHDAY": st.sampled_from(["1", "8", "15", "28", "31", "-1", "-3"]),
        "BYMONTH": st.sampled_from(["1", "2", "9", "12"]),
        "BYSETPOS": st.sampled_from(["1", "2", "-1"]),
        "BYHOUR": st.sampled_from(["0", "8", "9", "20"]),
    }

    @st.composite
    def rule(draw: st.DrawFn) -> str:
        frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
        parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 3))}"]
        names = draw(st.lists(st.sampled_from(list(lists)[:3]), max_size=2, unique=True))
        positioned = frequency != "WEEKLY" and draw(st.booleans())
        if names and positioned:
            names.append("BYSETPOS")
        elif draw(st.booleans()):
            names.append("BYHOUR")
        for name in names:
            by_number = name == "BYDAY" and frequency in {"MONTHLY", "YEARLY"}
            values = numbered if by_number and draw(st.booleans()) else lists[name]
            said = draw(st.lists(values, min_size=1, max_size=3, unique=True))
            parts.append(f"{name}={','.join(said)}")
        if draw(st.booleans()):
            parts.append(f"COUNT={draw(st.integers(1, 20))}")
        if frequency == "YEARLY" and not names:
            parts.append(f"BYYEARDAY={draw(st.sampled_from(['1,-1', '60', '-306,100']))}")
        if draw(st.booleans()):
            parts.append("WKST=SU")
        return ";".join(parts)

    return rule()


class TestDayRule:
    @pytest.mark.parametrize(
        "rule",
        [
            "BYDAY=XX",
            "BYDAY=+1",
            "INTERVAL=0",
            "INTERVAL=1.5",
            "COUNT=0",
            "COUNT=９９９９９９９９９９９",
            "BYMONTH=13",
            "BYMONTH=-1",
            "BYMONTHDAY=0",
            "BYMONTHDAY=-32",
            "BYYEARDAY=367",
            "BYHOUR=24",
            "BYSECOND=60",
            "WKST=1",
            "BYWEEKNO=1",
            "BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24",
            "BYHOUR=9;BYDAY=MO;BYSETPOS=1",
        ],
    )
    def test_unread(self, rule: str) -> None:
        """
        A part that means nothing, or that is not followed, is named.
        """
        parts = dict(part.split("=") for part in f"FREQ=YEARLY;{rule}".split(";"))
        with pytest.raises(UnreadError, match=f"it repeats by {rule.partition('=')[0]}"):
            DayRule.of({name: said.split(",") for name, said in parts.items()})

    @pytest.mark.parametrize("frequency", ["HOURLY", "MINUTELY", "SECONDLY", "OFTEN"])
    def test_within_a_day(self, frequency: str) -> None:
        """
        Repetitions by less than a day are not followed.
        """
        with pytest.raises(UnreadError, match=f"it repeats by FREQ={frequency}"):
            DayRule.of({"FREQ": [frequency]})

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=WEEKLY;BYMONTHDAY=1",
            "FREQ=MONTHLY;BYMONTH=2,9;BYDAY=-1FR",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
            "FREQ=YEARLY;BYDAY=20MO",
            "FREQ=YEARLY;BYYEARDAY=-1,100",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "FREQ=DAILY;BYMONTH=9;INTERVAL=3;BYHOUR=8,14;BYMINUTE=0,30",
            "FREQ=YEARLY",
            "FREQ=MONTHLY;COUNT=5",
        ],
    )
    def test_examples(self, rule: str) -> None:
        """
        Rules as people write them have the times that dateutil finds.
        """
        begins, last = clock("2024-01-31T09:00"), clock("2028-06-01")
        with mock.patch("datetime.MAXYEAR", 2029):
            moments = list(rrulestr(rule, dtstart=begins))
        expected = [moment for moment in moments if moment <= last]
        assert list(Repetition.read(rule, None).rule.between(begins, last)) == expected

    @given(rules(), st.dates(date(2024, 1, 1), date(2024, 12, 31)))
    @settings(max_examples=60)
    def test_as_dateutil(self, rule: str, first: date) -> None:
        """
        A rule has the times that dateutil finds.
        """
        begins, last = datetime.combine(first, time(9)), clock("2026-06-01")
        with mock.patch("datetime.MAXYEAR", 2027):  # which is as far as dateutil looks
            moments = list(rrulestr(rule, dtstart=begins))
        expected = [moment for moment in moments if moment <= last]
        found = list(Repetition.read(rule, None).rule.between(begins, last))
        assert found == expected

    @given(
        rules().filter(lambda rule: "COUNT" not in rule),
        st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    )
    @settings(max_examples=40)
    def test_matters(self, rule: str, first: date) -> None:
        """
        To begin where it matters leaves out nothing from there on.
        """
        begins, last = datetime.combine(first, time(9)), clock("2027-06-01")
        matters = clock("2026-11-20")
        days = Repetition.read(rule, None).rule
        whole = [moment for moment in days.between(begins, last) if moment >= matters]
        assert [one for one in days.between(begins, last, matters) if one >= matters] == whole

    def test_positions_of_the_first_week(self) -> None:
        """
        Positions count in whole weeks, also in that of the beginning, which dateutil cuts short.
        """
        mondays = DayRule.of({"FREQ": ["WEEKLY"], "BYDAY": ["MO", "TU"], "BYSETPOS": ["1"]})
        found = mondays.between(clock("2026-09-08"), clock("2026-09-21"))
        assert [str(one.date()) for one in found] == ["2026-09-14", "2026-09-21"]

    def test_no_endless_work(self) -> None:
        """
        A rule that never has a day stops when the steps are used up; one in large turns is short.
        """
        never = DayRule.of({"FREQ": ["YEARLY"], "BYMONTH": ["2"], "BYMONTHDAY": ["30"]})
        steps = Steps(1_000, lambda: UnreadError("太多", "too many"))
        with pytest.raises(UnreadError, match="too many"):
            list(never.between(clock("1900-01-01"), LATE, None, steps))
        rare = DayRule.of({"FREQ": ["DAILY"], "INTERVAL": ["999999999"]})
        steps = Steps(10, lambda: UnreadError("太多", "too many"))
        assert list(rare.between(clock("2026-01-01"), LATE, None, steps)) == [clock("2026-01-01")]


class TestRepetition:
    def test_text(self) -> None:
        """
        Small letters, spaces, parts of others and the Gregorian calendar are read.
        """
        said = " freq=weekly; byday=mo ,tu;RSCALE=GREGORIAN;X-NOTE=a=b; "
        repetition = Repetition.read(said, None)
        assert repetition.rule == DayRule.of({"FREQ": ["WEEKLY"], "BYDAY": ["MO", "TU"]})
        assert repetition.text == said.strip()

    @pytest.mark.parametrize("said", ["", "FREQ", "FREQ=DAILY;FREQ=DAILY", "FREQ=,", "COUNT=3"])
    def test_unread(self, said: str) -> None:
        """
        What is no rule is refused.
        """
        with pytest.raises(UnreadError, match="it repeats by"):
            Repetition.read(said, None)

    @pytest.mark.parametrize(
        ("until", "zone", "last"),
        [
            ("20260922", None, "2026-09-22 23:59:59"),
            ("20260922T090000", "Europe/Berlin", "2026-09-22 09:00:00"),
            ("20260922T070000Z", "Europe/Berlin", "2026-09-22 09:00:00"),
            ("20260922T070000Z", None, "2026-09-22 07:00:00"),
        ],
    )
    def test_until(self, until: str, zone: str | None, last: str) -> None:
        """
        The end of a rule is on the clock of its event; a day lasts until its end.
        """
        repetition = Repetition.read(f"FREQ=DAILY;UNTIL={until}", ZoneInfo(zone) if zone else None)
        assert str(repetition.until) == last
