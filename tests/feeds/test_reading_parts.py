"""
The lines, components, values and time zones of calendar files of others.
"""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community_edu.feeds.reading.components import Node, components
from community_edu.feeds.reading.limits import ReadingLimits
from community_edu.feeds.reading.lines import Line, content_line, content_lines
from community_edu.feeds.reading.problems import Problems, Steps, UnreadError
from community_edu.feeds.reading.values import (
    length_value,
    listed,
    moment_value,
    offset_value,
    text_value,
)
from community_edu.feeds.reading.zones import Zones, named_zone
from community_edu.feeds.writing.content_lines import content_line as written_line
from community_edu.feeds.writing.content_lines import folded

LIMITS = ReadingLimits()


def lines(data: bytes, limits: ReadingLimits = LIMITS) -> tuple[list[Line], list[str]]:
    """
    Return the lines of a file, and the problems in words.
    """
    problems = Problems(limits.problems)
    found = list(content_lines(data, limits, problems))
    return found, [finding.message("en") for finding in problems.listed()]


def tree(*text: str, limits: ReadingLimits = LIMITS) -> tuple[list[Node], list[str]]:
    """
    Return the components of some lines, and the problems in words.
    """
    problems = Problems(limits.problems)
    found = components(content_lines("\n".join(text).encode(), limits, problems), limits, problems)
    return found, [finding.message("en") for finding in problems.listed()]


class TestContentLines:
    def test_parameters(self) -> None:
        """
        Names are in capitals; a parameter in quotes may hold what ends others; the first counts.
        """
        line = content_line(3, 'x-a; tzid="a;b:c,d" ;B=x,"y";B=z:v:w')
        assert line == Line(3, "X-A", {"TZID": "a;b:c,d", "B": "x,y"}, "v:w")

    @pytest.mark.parametrize("text", ["", "NAME", ":value", "名称:值", "A B:c", ";A=B:c"])
    def test_no_line(self, text: str) -> None:
        """
        What has no name or no value is no line.
        """
        assert content_line(1, text) is None

    def test_zone_without_quotes(self) -> None:
        """
        A name of a zone with a colon in brackets is read although it should be in quotes.
        """
        line = content_line(1, "DTSTART;TZID=(UTC+08:00) Beijing:20260105T090000")
        assert line == Line(1, "DTSTART", {"TZID": "(UTC+08:00) Beijing"}, "20260105T090000")

    def test_bad_parameters(self) -> None:
        """
        Behind parameters that are none, the value begins at the first colon.
        """
        assert content_line(1, "DTSTART;:20260105") == Line(1, "DTSTART", {}, "20260105")

    @given(st.text(max_size=200), st.text(max_size=60))
    @settings(max_examples=60)
    def test_as_written(self, value: str, title: str) -> None:
        """
        What our own writer writes and folds is read as it was.
        """
        value = " ".join(value.split()).encode("utf-8", "ignore").decode()
        title = " ".join(title.split()).replace('"', "").encode("utf-8", "ignore").decode()
        data = folded([written_line("X-NOTE", value, [("X-TITLE", title or "x")])])
        (line,), problems = lines(data)
        assert (line.value, problems) == (value, [])

    def test_bad_bytes(self) -> None:
        """
        Bytes that are no UTF-8 in a file that is, are replaced and noted.
        """
        found, problems = lines("A:重\nB:阳\nC:".encode() + b"\xe9\xff\n")
        assert [line.value for line in found] == ["重", "阳", "\ufffd\ufffd"]
        (problem,) = problems
        assert problem.startswith(
            "line 3 of the calendar was not read: some of its bytes are not UTF-8"
        )

    def test_empty_lines(self) -> None:
        """
        Empty lines are passed over, also within a line that goes on.
        """
        assert [line.value for line in lines(b"A:1\r\n\r\n 2\r\n\nB:3")[0]] == ["12", "3"]

    def test_last_resort(self) -> None:
        """
        A file most of which is no UTF-8 is GB18030, but for the lines that are UTF-8.
        """
        data = b"A:1\n" + "B:重阳\nC:中秋\n".encode("gbk") + "D:国庆".encode()
        found, problems = lines(data)
        assert [line.value for line in found] == ["1", "重阳", "中秋", "国庆"]
        assert problems == ["the calendar is in GB18030, not in UTF-8; it was read as such"]

    def test_no_encoding(self) -> None:
        """
        Bytes that are in no encoding are read as far as they go.
        """
        found, problems = lines(b"A:\xff\xff\nB:\xff\n")
        assert ([line.name for line in found], len(problems)) == (["A", "B"], 2)

    def test_limits(self) -> None:
        """
        Lines that are too long are left out, and so is all after the last line that may be read.
        """
        limits = ReadingLimits(line=20, lines=4)
        found, problems = lines(b"A:" + b"x" * 30 + b"\nB:y\nC:z\n " + b"z" * 30 + b"\nD:w", limits)
        assert [line.name for line in found] == ["B"]
        assert problems == [
            "line 1 of the calendar was not read: it is too long",
            "the calendar is too large: more than 4 lines, at most 4 are read; the rest was not",
            "line 3 of the calendar was not read: it is too long",
        ]

    def test_limits_without_encoding(self) -> None:
        """
        The limits hold while the encoding is looked for, too.
        """
        limits = ReadingLimits(line=20, lines=2)
        data = b"A:" + "重".encode("gbk") * 30 + b"\nB:" + "阳".encode("gbk") + b"\nC:z"
        found, problems = lines(data, limits)
        assert [line.value for line in found] == ["阳"]
        assert len(problems) == 3


class TestComponents:
    @pytest.mark.parametrize(
        ("text", "problems"),
        [
            (
                ("x", "VERSION:2.0", "A:b", "BEGIN:VCALENDAR", "END:VCALENDAR"),
                [
                    "line 1 of the calendar was not read: it is not NAME:VALUE",
                    "line 2 of the calendar: it stands outside of every calendar, and was not read",
                ],
            ),
            (
                ("BEGIN:VCALENDAR", "END:VEVENT", "END:VCALENDAR"),
                ["line 2 of the calendar: it is the END of a VEVENT that did not begin"],
            ),
            (
                ("BEGIN:VCALENDAR", "BEGIN:VCALENDAR", "END:VCALENDAR"),
                ["line 2 of the calendar: the END of the VCALENDAR of line 1 is missing"],
            ),
            (
                ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "BEGIN:VALARM", "END:VEVENT", "END:VCALENDAR"),
                ["line 4 of the calendar: the END of the VALARM of line 3 is missing"],
            ),
        ],
    )
    def test_broken(self, text: tuple[str, ...], problems: list[str]) -> None:
        """
        What is wrong with the order of components is told by its line.
        """
        assert tree(*text)[1] == problems

    @pytest.mark.parametrize("last", ["VCALENDAR", "VEVENT"])
    def test_deep(self, last: str) -> None:
        """
        Components that lie too deep are left out; what follows them is read.
        """
        inner = [f"BEGIN:X-{n}" for n in range(3)] + ["UID:hidden", "BEGIN:X-9", "END:X-9"]
        ends = ["END:X-2", "END:X-1"] if last == "VEVENT" else []
        text = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", *inner, *ends, f"END:{last}"]
        more = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:2", "END:VEVENT", "END:VCALENDAR"]
        nodes, problems = tree(*text, *more, limits=ReadingLimits(depth=3))
        assert "line 4 of the calendar: it lies too deep in others, and was not read" in problems
        (event,) = nodes[-1].children
        assert [line.value for line in event.every("UID")] == ["2"]

    @pytest.mark.parametrize("begin", ["VEVENT", "VCALENDAR"])
    def test_deep_without_end(self, begin: str) -> None:
        """
        The next event or calendar ends what lies too deep.
        """
        text = [
            "BEGIN:VCALENDAR",
            "BEGIN:VEVENT",
            "BEGIN:X-1",
            "BEGIN:X-2",
            f"BEGIN:{begin}",
            "UID:2",
        ]
        nodes, _ = tree(*text, limits=ReadingLimits(depth=3))
        last = nodes[-1] if begin == "VCALENDAR" else nodes[-1].children[-1]
        assert [line.value for line in last.every("UID")] == ["2"]

    def test_too_many(self) -> None:
        """
        After the last component that may be read, nothing is.
        """
        nodes, problems = tree(
            "BEGIN:VCALENDAR", *["BEGIN:VEVENT"] * 3, limits=ReadingLimits(components=2)
        )
        assert len(nodes[0].children) == 1
        assert problems[0] == (
            "the calendar is too large: more than 2 components, at most 2 are read; "
            "the rest was not"
        )

    def test_many_problems(self) -> None:
        """
        Beyond the first problems the others are counted.
        """
        _, problems = tree(*["END:X"] * 9, limits=ReadingLimits(problems=2))
        assert problems[2:] == ["the calendar has 7 more problems, which are not listed"]


class TestValues:
    @given(st.text(max_size=60))
    @settings(max_examples=60)
    def test_texts(self, text: str) -> None:
        """
        A text that icalendar writes is read as it reads it, but for control characters.
        """
        plain = "".join(one for one in text if one.isprintable()).strip()
        written = plain.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
        assert text_value(written) == plain
        assert list(listed(f"{written},{written}")) == [plain, plain] * bool(plain)

    @pytest.mark.parametrize(
        ("said", "moment"),
        [
            ("20261008", "2026-10-08"),
            (" 2026-10-08 ", "2026-10-08"),
            ("20261008T090000", "2026-10-08 09:00:00"),
            ("20261008T0900", "2026-10-08 09:00:00"),
            ("20261008T090000Z", "2026-10-08 09:00:00+00:00"),
            ("2026-10-08T09:00:00.5+08:00", "2026-10-08 09:00:00+08:00"),
            ("20261008T235960Z", "2026-10-08 23:59:59+00:00"),
            ("20261008T240000", "2026-10-09 00:00:00"),
        ],
    )
    def test_moments(self, said: str, moment: str) -> None:
        """
        A day or a moment is read in the form of iCalendar and in that of ISO 8601.
        """
        assert str(moment_value(said)) == moment

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ("", "'' is no day and no time"),
            ("soon", "'soon' is no day and no time"),
            ("20260230", "'20260230' is no day and no time"),
            ("20261008T240001", "'20261008T240001' is no day and no time"),
            ("20261008T090000+9900", "'\\+9900' is no offset"),
            ("16010101T000000", "years are read from 1900 to 2199"),
            ("99991231", "years are read from 1900 to 2199"),
        ],
    )
    def test_no_moment(self, said: str, told: str) -> None:
        """
        What is no day and no moment, or in a year of never, is refused.
        """
        with pytest.raises(UnreadError, match=told):
            moment_value(said)

    @given(st.timedeltas(timedelta(days=-900), timedelta(days=900)))
    def test_lengths(self, length: timedelta) -> None:
        """
        A length that icalendar writes is read as it was, in whole seconds.
        """
        length -= timedelta(microseconds=length.microseconds)
        event = icalendar.Event()
        event.add("duration", length)
        written = event.to_ical().decode().splitlines()[1]
        assert length_value(written.removeprefix("DURATION:")) == length

    @pytest.mark.parametrize("said", ["", "P", "PT", "1H", "P1H", "PT1", "P4000D", "P9999999999D"])
    def test_no_length(self, said: str) -> None:
        """
        What is no length, or of more than ten years, is refused.
        """
        with pytest.raises(UnreadError, match=r"no length of time|longer than ten years"):
            length_value(said)

    def test_offsets(self) -> None:
        """
        Offsets go both ways, and may have seconds; others are refused.
        """
        assert offset_value("-053000") == timedelta(hours=-5, minutes=-30)
        assert offset_value("+080543") == timedelta(hours=8, minutes=5, seconds=43)
        for said in ("0800", "+24:00", "+8"):
            with pytest.raises(UnreadError, match="is no offset from UTC"):
                offset_value(said)


SHANGHAI = (
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "END:STANDARD",
)
EASTERN = (
    *("BEGIN:STANDARD", "DTSTART:20071104T020000", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"),
    *("TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "END:STANDARD"),
    *("BEGIN:DAYLIGHT", "DTSTART:20070311T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"),
    *("RDATE:20060402T020000,20050403", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "END:DAYLIGHT"),
)


def zones(*definition: str) -> Zones:
    """
    Return the zones of a file that defines one, named Ours.
    """
    nodes, _ = tree(
        "BEGIN:VTIMEZONE",
        "TZID:Ours",
        *definition,
        "END:VTIMEZONE",
        "BEGIN:VTIMEZONE",
        "END:VTIMEZONE",
    )
    return Zones.of(nodes, Problems(9))


class TestZones:
    @pytest.mark.parametrize(
        ("name", "zone"),
        [
            ("Asia/Shanghai", "Asia/Shanghai"),
            ("asia/shanghai", "Asia/Shanghai"),
            ("China Standard Time", "Asia/Shanghai"),
            ("W. Europe Standard Time", "Europe/Berlin"),
            ("/freeassociation.sourceforge.net/Tzfile/Asia/Shanghai", "Asia/Shanghai"),
            ("/citadel.org/20210210_1/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
            ("UTC", "Etc/UTC"),
        ],
    )
    def test_named(self, name: str, zone: str) -> None:
        """
        A zone is known by its name, that of Windows, or the end of a longer one.
        """
        assert str(named_zone(name)) == zone

    @pytest.mark.parametrize("name", ["", "/", "../../../etc/passwd", "Asia", "\x00", "z" * 9999])
    def test_not_named(self, name: str) -> None:
        """
        What names no zone is none, whatever files there are.
        """
        assert named_zone(name) is None

    @pytest.mark.parametrize(
        ("name", "offset"),
        [
            ("(UTC+08:00) Beijing, Chongqing", 8),
            ("北京时间", 8),
            ("UTC+8", 8),
            ("GMT-0330", -3.5),
            ("(UTC+09:00) 大阪", 9),
        ],
    )
    def test_by_offset(self, name: str, offset: float) -> None:
        """
        A zone that no one knows may say its offset, or that it is China's.
        """
        zone, assumed = zones().find(name, 1)
        assert not assumed
        assert zone.utcoffset(datetime(2026, 10, 8, tzinfo=zone)) == timedelta(hours=offset)

    @pytest.mark.parametrize("name", ["Ours too", "Indochina", "UTC+99", "UTC+08:70", "GMT"[:2]])
    def test_unknown(self, name: str) -> None:
        """
        A zone that nothing tells of is China's, and that is said once.
        """
        found = zones(*SHANGHAI)
        zone, assumed = found.find(name, 5)
        assert (str(zone), assumed) == ("Asia/Shanghai", True)
        found.find(name, 6)
        (problem,) = found.problems.found
        assert problem.message("en").startswith(f"line 5 of the calendar: the time zone '{name}'")

    @given(st.datetimes(datetime(2007, 4, 1), datetime(2050, 1, 1)))  # noqa: DTZ001
    @settings(max_examples=60)
    def test_written(self, clock: datetime) -> None:
        """
        A zone that the file defines is that which it means, both ways.
        """
        ours, eastern = zones(*EASTERN).find("Ours", 1)[0], named_zone("America/New_York")
        assert eastern
        known = clock.replace(tzinfo=UTC).astimezone(eastern)
        assert clock.replace(tzinfo=UTC).astimezone(ours).replace(tzinfo=None) == known.replace(
            tzinfo=None
        )
        if not known.fold:
            assert known.replace(tzinfo=ours).utcoffset() == known.utcoffset()

    def test_before_all_changes(self) -> None:
        """
        Before the first change the offset is that from which it changes.
        """
        ours, _ = zones(*EASTERN).find("Ours", 1)
        assert ours.utcoffset(datetime(1980, 7, 1, tzinfo=ours)) == timedelta(hours=-5)
        assert ours.utcoffset(None) == timedelta(hours=-5)
        assert (ours.tzname(None), ours.dst(None)) == ("Ours", timedelta())

    @pytest.mark.parametrize(
        ("definition", "told"),
        [
            ((), "its definition of a time zone is not complete"),
            (("BEGIN:STANDARD", "END:STANDARD"), "its definition of a time zone is not complete"),
            ((*SHANGHAI[:2], "TZOFFSETFROM:8", *SHANGHAI[3:]), "'8' is no offset from UTC"),
            (
                (*SHANGHAI[:2], "RRULE:FREQ=DAILY", *SHANGHAI[2:]),
                "it changes other than once a year",
            ),
            (
                (*SHANGHAI[:2], "RRULE:FREQ=YEARLY;BYDAY=MO", *SHANGHAI[2:]),
                "its time zone changes too often",
            ),
            (
                (*SHANGHAI[:2], "RRULE:FREQ=YEARLY;COUNT=" + "9" * 5000, *SHANGHAI[2:]),
                "it repeats by",
            ),
        ],
    )
    def test_bad_definition(self, definition: tuple[str, ...], told: str) -> None:
        """
        A zone that is not well defined is China's, and both are said.
        """
        found = zones(*definition)
        assert str(found.find("Ours", 7)[0]) == "Asia/Shanghai"
        bad, unknown = (problem.message("en") for problem in found.problems.found)
        assert bad.startswith("line 1 of the calendar: VTIMEZONE of 'Ours' was not read: ")
        assert told in bad
        assert "the time zone 'Ours' is unknown" in unknown

    def test_too_many_rules(self) -> None:
        """
        All the rules of all zones together go through so many days and no more.
        """
        found = zones(*EASTERN)
        found.steps = Steps(100, found.steps.refusal)
        assert found.find("Ours", 1)[1]

    def test_day_as_change(self) -> None:
        """
        A change that is said by its day is at midnight.
        """
        ours, _ = zones(*EASTERN).find("Ours", 1)
        assert ours.utcoffset(datetime(2005, 4, 3, tzinfo=ours)) == timedelta(hours=-4)
        assert date(2005, 4, 3) == moment_value("20050403")
