import json
from datetime import UTC, date, datetime, timedelta

import pytest

from community_edu.feeds.instants import UnusableInstantError
from community_edu.feeds.reports import Feed, FeedReport

CHANGED = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
HEAD = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\n"
    "BEGIN:VTIMEZONE\nTZID:Asia/Shanghai\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
    "RRULE:FREQ=YEARLY;BYMONTH=4\nTZOFFSETFROM:+0800\nTZOFFSETTO:+0800\nEND:STANDARD\n"
    "END:VTIMEZONE\n"
)


def written(*entries: str) -> bytes:
    """
    The bytes of a feed of *entries*, which are written without their VEVENT.
    """
    events = "".join(f"BEGIN:VEVENT\n{entry}\nEND:VEVENT\n" for entry in entries)
    return f"{HEAD}{events}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def feed(data: bytes, *, address: str | None = None, withheld: int = 0) -> Feed:
    """
    A feed of some bytes.
    """
    return Feed(
        filename="street.ics",
        name="街道",
        data=data,
        last_modified=CHANGED,
        address=address,
        withheld=withheld,
    )


def codes(report: FeedReport) -> list[str]:
    """
    What a report warns of.
    """
    return [warning.code for warning in report.warnings]


class TestDays:
    def test_first_and_last(self) -> None:
        """
        The days are those on which entries begin, by date or by local time; zones do not count.
        """
        report = FeedReport.of(
            written(
                "DTSTART;TZID=Asia/Shanghai:20260630T140000\nDTEND;TZID=Asia/Shanghai:20261231T1500",
                "DTSTART;VALUE=DATE:20261018\nDTEND;VALUE=DATE:20261019",
                "DTSTART;VALUE=DATE:20260407\nDESCRIPTION:DTSTART:20200101",
            )
        )
        assert (report.first, report.last) == (date(2026, 4, 7), date(2026, 10, 18))

    def test_due(self) -> None:
        """
        A task without a beginning counts on the day it is due.
        """
        data = written().replace(
            b"END:VCALENDAR",
            b"BEGIN:VTODO\r\nDUE;VALUE=DATE:20260205\r\nEND:VTODO\r\nEND:VCALENDAR",
        )
        report = FeedReport.of(data)
        assert report.first == report.last == date(2026, 2, 5)
        assert (report.events, report.todos) == (0, 1)

    def test_series(self) -> None:
        """
        A series lasts until its last session, on the day that it is in China.
        """
        report = FeedReport.of(
            written(
                "DTSTART;TZID=Asia/Shanghai:20260302T063000\n"
                "RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20260621T223000Z"
            )
        )
        assert (report.first, report.last) == (date(2026, 3, 2), date(2026, 6, 22))

    def test_nothing(self) -> None:
        """
        A feed without entries has no days.
        """
        report = FeedReport.of(written())
        assert (report.events, report.first, report.last, report.warnings) == (0, None, None, ())


class TestWarnings:
    @pytest.mark.parametrize(("events", "expected"), [(1000, []), (1001, ["feed-too-many-events"])])
    def test_many(self, events: int, expected: list[str]) -> None:
        """
        More than a thousand entries are too many for Google.
        """
        report = FeedReport.of(written(*["DTSTART;VALUE=DATE:20260407"] * events))
        assert report.events == events
        assert codes(report) == expected

    @pytest.mark.parametrize(("over", "expected"), [(0, []), (1, ["feed-too-large"])])
    def test_large(self, over: int, expected: list[str]) -> None:
        """
        More than a million bytes are too many for Google.
        """
        entry = "DESCRIPTION:{}"
        room = 1_000_000 - len(written(entry.format("")))
        report = FeedReport.of(written(entry.format("x" * (room + over))))
        assert report.size == 1_000_000 + over
        assert codes(report) == expected

    @pytest.mark.parametrize(("length", "expected"), [(256, []), (257, ["feed-address-too-long"])])
    def test_address(self, length: int, expected: list[str]) -> None:
        """
        An address of more than 256 characters is refused by Google.
        """
        address = f"https://example.org/{'a' * (length - 24)}.ics"
        assert len(address) == length
        assert codes(feed(written(), address=address).report) == expected

    @pytest.mark.parametrize("name", ["URL", "CONFERENCE;VALUE=URI;FEATURE=VIDEO", "ATTACH"])
    def test_long_urls(self, name: str) -> None:
        """
        Addresses of entries are counted as they are when they are unfolded.
        """
        short = f"{name}:https://example.org/{'a' * 50}\n {'a' * 74}\n {'a' * 74}\n {'a' * 38}"
        report = FeedReport.of(written(short, f"{short}b"))
        assert codes(report) == ["feed-has-long-urls"]
        assert report.warnings[0].parameters == {"count": 1, "most": 256}

    @pytest.mark.parametrize(
        ("rule", "expected"),
        [
            ("FREQ=WEEKLY;UNTIL=20260622T060000Z", []),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU;WKST=MO;COUNT=10", []),
            ("FREQ=WEEKLY;BYDAY=1MO", ["feed-has-strange-rules"]),
            ("FREQ=WEEKLY;RSCALE=CHINESE", ["feed-has-strange-rules"]),
            ("FREQ=HOURLY", ["feed-has-strange-rules"]),
            ("FREQ=DAILY;COUNT=1000", ["feed-has-strange-rules"]),
        ],
    )
    def test_rules(self, rule: str, expected: list[str]) -> None:
        """
        Rules that fit no template of Outlook are told; the rules of time zones do not matter.
        """
        assert codes(FeedReport.of(written(f"DTSTART:20260302T140000\nRRULE:{rule}"))) == expected

    def test_withheld(self) -> None:
        """
        That numbers of persons were left out is told, and how to have them.
        """
        report = feed(written(), withheld=3).report
        assert codes(report) == ["feed-withholds-numbers"]
        assert "3 entries; only a feed with personal=True" in report.warnings[0].message("en")

    def test_todos_and_reminders(self) -> None:
        """
        To-dos and reminders are counted, since few clients show them.
        """
        alarm = "BEGIN:VALARM\nTRIGGER:-P1D\nEND:VALARM"
        data = written(alarm, alarm, "").replace(b"VEVENT\r\n\r\nEND:VEVENT", b"VTODO\r\nEND:VTODO")
        report = FeedReport.of(data)
        assert (report.events, report.todos, report.reminders) == (2, 1, 2)
        assert codes(report) == ["feed-has-todos", "feed-has-reminders"]

    def test_sentences(self) -> None:
        """
        Every warning speaks both languages.
        """
        report = FeedReport.of(
            written(*["RRULE:FREQ=HOURLY\nURL:https://example.org/" + "a" * 250] * 1001)
            + b"x" * 1_000_000,
            address="https://example.org/" + "a" * 250,
            withheld=1,
        )
        assert len(report.warnings) == 6
        for warning in report.warnings:
            assert warning.message("en").isascii()
            assert "{" not in warning.message("zh-CN")


class TestFeed:
    def test_response(self) -> None:
        """
        A feed answers with its bytes, its type and its name, and 304 to those who have it.
        """
        street = feed(written())
        response = street.response(accept_encoding="identity", max_age=timedelta(hours=1))
        headers = dict(response.headers)
        assert (response.status, response.body) == (200, street.data)
        assert headers["Content-Type"] == street.content_type == "text/calendar; charset=utf-8"
        assert headers["ETag"] == street.etag
        assert headers["Content-Disposition"] == 'attachment; filename="street.ics"'
        again = street.response(
            if_modified_since=headers["Last-Modified"], at=CHANGED, private=True
        )
        assert again.status == 304
        assert dict(again.headers)["Cache-Control"] == "private, no-cache"

    def test_whole_seconds(self) -> None:
        """
        The last change is an instant of UTC in whole seconds; one without zone is refused.
        """
        exact = Feed(filename="a", name="a", data=b"", last_modified=CHANGED.replace(microsecond=1))
        assert exact.last_modified == CHANGED
        with pytest.raises(UnusableInstantError, match="offset from UTC"):
            Feed(filename="a", name="a", data=b"", last_modified=CHANGED.replace(tzinfo=None))

    def test_jcal(self) -> None:
        """
        As jCal it is JSON of the same calendar.
        """
        street = feed(written("UID:1\nDTSTAMP:20260105T000000Z\nDTSTART;VALUE=DATE:20260407"))
        kind, _, components = json.loads(street.jcal)
        assert kind == "vcalendar"
        assert [name for name, *_ in components] == ["vtimezone", "vevent"]
