import json
import pickle
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, cast

import attrs
import pytest
from feed_samples import (
    APRIL,
    JANUARY,
    MARCH,
    calendar_of,
    entry,
    local,
    pieces,
    record_of,
    small_calendar,
)
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import CommunityEduError, Source, Text
from community_edu.feeds import (
    FeedRecord,
    Ledger,
    Retired,
    UnreadableLedgerError,
    event_uid,
    publish,
)
from community_edu.feeds.criteria import Criterion
from community_edu.organizations.coordinates import Coordinates
from community_edu.plans import EntryEducator

FULL = entry(
    "meeting/2026",
    start=local("2026-06-30 14:00"),
    audiences=("elderly",),
    location=Text("二楼", en="2nd floor"),
    source=Source("001-2", 28, "例会"),
    organizations=("school", "office"),
    venue="hall",
    courses=("health",),
    educators=(EntryEducator("zhao", Text("赵老师", en="Zhao")),),
    tags=("健康", "重点"),
    term="2026-spring",
    series="small-street/meeting/2026-spring/1-weekly",
    part_of="small-street/june/2026",
    address=Text("小街 1 号"),
    coordinates=Coordinates.parse("31.2304, 121.4737"),
    url="https://school.example/meeting",
    online="https://meet.example/1",
    attachments=("https://school.example/course",),
)


def small_ledger() -> Ledger:
    """
    A ledger with all it can have: a session of a series, which was moved, an entry that is
    gone, a plan with groups.
    """
    gone = entry("gone/2026", start=date(2026, 2, 1), title=Text("旧", en="old"))
    ledger = publish(calendar_of(FULL, gone), at=JANUARY).ledger
    moved = attrs.evolve(FULL, start=local("2026-06-30 15:00"), end=local("2026-06-30 16:00"))
    ledger = publish(calendar_of(moved), previous=ledger, at=MARCH).ledger
    return publish(calendar_of(moved), previous=ledger, at=APRIL).ledger


def value() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(small_ledger().to_json())
    return found


class TestThereAndBack:
    @pytest.mark.parametrize(
        "ledger",
        [Ledger(), small_ledger(), publish(small_calendar(), at=JANUARY).ledger],
        ids=["empty", "cancelled", "small"],
    )
    def test_json(self, ledger: Ledger) -> None:
        """
        A ledger that is written and read is the same ledger.
        """
        assert Ledger.from_json(ledger.to_json()) == ledger

    @given(st.text(), st.none() | st.text())
    def test_texts(self, zh: str, en: str | None) -> None:
        """
        Whatever the texts of an entry, its ledger can be written as UTF-8 and read.
        """
        text = Text(zh, en=en)
        hard = entry(title=text, location=text, description=text, source=Source("001", 1, zh))
        ledger = publish(calendar_of(hard), at=JANUARY).ledger
        assert Ledger.from_json(ledger.to_json().encode().decode()) == ledger

    def test_feed_of_a_ledger(self) -> None:
        """
        A ledger that was read holds all that the feeds showed: they are written from it alone.
        """
        first = publish(small_calendar(), at=JANUARY)
        ledger = Ledger.from_json(first.ledger.to_json())
        later = publish(calendar_of(year=2027), previous=ledger, at=MARCH)
        assert pieces(later.feed(language="en").data) == pieces(first.feed(language="en").data)

    def test_order_of_making(self) -> None:
        """
        The same records give the same text, in whatever order they came.
        """
        ledger = publish(small_calendar(), at=JANUARY).ledger
        other = Ledger(
            records=reversed(ledger.records), feeds=reversed(ledger.feeds), plans=ledger.plans
        )
        assert other.to_json() == ledger.to_json()

    def test_text(self) -> None:
        """
        The text is for people and version control: Chinese as it is, a line end at its end.
        """
        text = small_ledger().to_json()
        assert '"zh": "例会"' in text
        assert text.endswith("\n}\n")
        assert value()["version"] == 2

    def test_one_record(self) -> None:
        """
        A record says all that a feed shows of an entry, and nothing more of it.
        """
        (record,) = value()["records"]
        assert record == {
            "uid": event_uid("small-street/meeting/2026"),
            "entry": "small-street/meeting/2026",
            "plan": "small-street",
            "year": 2026,
            "kind": "event",
            "title": {"zh": "例会", "en": None},
            "start": "2026-06-30T15:00:00",
            "end": "2026-06-30T16:00:00",
            "all_day": False,
            "audiences": ["elderly"],
            "location": {"zh": "二楼", "en": "2nd floor"},
            "description": None,
            "source": "001-2:28 “例会”",
            "sequence": 1,
            "stamp": "2026-03-02T08:30:00Z",
            "status": "confirmed",
            "organizations": ["school", "office"],
            "venue": "hall",
            "courses": ["health"],
            "educators": [{"id": "zhao", "name": {"zh": "赵老师", "en": "Zhao"}}],
            "tags": ["健康", "重点"],
            "term": "2026-spring",
            "series": "small-street/meeting/2026-spring/1-weekly",
            "part_of": "small-street/june/2026",
            "address": {"zh": "小街 1 号", "en": None},
            "coordinates": "31.2304, 121.4737",
            "url": "https://school.example/meeting",
            "online": "https://meet.example/1",
            "attachments": ["https://school.example/course"],
        }

    def test_nothing_besides(self) -> None:
        """
        What an entry does not have is not written, so that a ledger stays short.
        """
        text = publish(calendar_of(entry()), at=JANUARY).ledger.to_json()
        assert set(json.loads(text)["records"][0]) == set(VERSION_1["records"][0])

    def test_one_series(self) -> None:
        """
        A series has a UID, a SEQUENCE and a stamp of its own.
        """
        (series,) = value()["series"]
        key = "small-street/meeting/2026-spring/1-weekly"
        assert series.pop("fingerprint").isalnum()
        assert series == {
            "uid": event_uid(key),
            "series": key,
            "plan": "small-street",
            "sequence": 1,
            "stamp": "2026-03-02T08:30:00Z",
        }

    def test_one_plan(self) -> None:
        """
        A plan has what its feeds are called by, in its order.
        """
        (plan,) = value()["plans"]
        assert (plan["id"], plan["provisional"]) == ("small-street", False)
        assert plan["groups"][1] == {
            "kind": "audience",
            "key": "elderly",
            "name": {"zh": "老年人", "en": "the elderly"},
            "related": ["residents"],
        }


VERSION_1: dict[str, Any] = {
    "format": "community-edu-ledger",
    "version": 1,
    "records": [
        {
            "uid": "f468ccc3-f861-5fcb-9d75-5b2f4a852506",
            "entry": "small-street/meeting/2026",
            "plan": "small-street",
            "year": 2026,
            "kind": "event",
            "title": {"zh": "例会", "en": None},
            "start": "2026-06-30",
            "end": "2026-07-01",
            "all_day": True,
            "audiences": [],
            "location": None,
            "description": None,
            "source": None,
            "sequence": 3,
            "stamp": "2026-01-05T00:00:00Z",
            "status": "confirmed",
        }
    ],
    "feeds": [
        {
            "plan": "small-street",
            "audience": audience,
            "fingerprint": "0" * 64,
            "changed": "2026-01-05T00:00:00Z",
        }
        for audience in (None, "elderly")
    ],
    "retired": [{"uid": "0f", "sequence": 1}],
}


class TestVersion1:
    """
    A ledger that was written before there were timetables, series and selections.
    """

    def test_read(self) -> None:
        """
        It is read: what it does not know is empty, and feeds are of audiences.
        """
        ledger = Ledger.from_json(json.dumps(VERSION_1))
        assert ledger.records == (attrs.evolve(record_of(entry()), sequence=3),)
        assert [feed.choice for feed in ledger.feeds] == [None, ("audience", "elderly")]
        assert ledger.retired == (Retired("0f", 1),)
        assert (ledger.series, ledger.plans) == ((), ())

    def test_learns_its_keys(self) -> None:
        """
        By what an entry is chosen may become known without a word to those who subscribed.
        """
        ledger = Ledger.from_json(json.dumps(VERSION_1))
        known = entry(
            organizations=("school",), venue="hall", courses=("health",), term="spring", series="s"
        )
        publication = publish(calendar_of(known), previous=ledger, at=MARCH)
        assert publication.changes == ()
        expected = attrs.evolve(record_of(known), sequence=3)
        assert publication.ledger.records == (expected,)
        assert publication.ledger.by_series["s"].stamp == JANUARY

    def test_learns_what_is_shown(self) -> None:
        """
        What a feed shows is edited when it becomes known: its bytes change.
        """
        ledger = Ledger.from_json(json.dumps(VERSION_1))
        known = entry(tags=("健康",))
        publication = publish(calendar_of(known), previous=ledger, at=MARCH)
        assert [change.details for change in publication.changes] == [("tags",)]

    def test_nothing_new_in_it(self) -> None:
        """
        In a ledger of version 1 there is nothing of version 2.
        """
        newer: dict[str, Any] = VERSION_1 | {"series": []}
        with pytest.raises(UnreadableLedgerError, match="'series' is not known"):
            Ledger.from_json(json.dumps(newer))


class TestRecord:
    def test_of_what_is_not_shown(self) -> None:
        """
        Findings and the place in the plan may change without a word to subscribers.
        """
        other = attrs.evolve(entry(), path=("duties", 7), findings=("quota-not-met",))
        assert record_of(other) == record_of(entry())

    def test_clean(self) -> None:
        """
        A record has its texts as a calendar can hold them.
        """
        text = Text("二\x00楼", en="2nd\tfloor")
        record = record_of(
            entry(title=text, location=text, description=text, source=Source("1", 2, "a\r\nb"))
        )
        assert record.title == record.location == record.description
        assert record.title == Text("二楼", en="2nd floor")
        assert record.source == "1:2 “a\nb”"


class TestFingerprint:
    def test_never_changes(self) -> None:
        """
        Fingerprints are the same in every version: new ones would move every Last-Modified.
        """
        feeds = publish(small_calendar(), at=JANUARY).ledger.feeds
        audiences = [feed for feed in feeds if feed.criterion in (None, "audience")]
        assert [(feed.key, feed.fingerprint[:16]) for feed in audiences] == [
            (None, "ec7f668b0dc717b1"),
            ("elderly", "af24a111fc43cd7d"),
            ("residents", "a97d370506d9d475"),
            ("youth", "798fa1d597351645"),
        ]


class TestNewest:
    def test_nothing_published(self) -> None:
        """
        Before the first publication there is nothing that could be later.
        """
        assert Ledger().newest == datetime(1970, 1, 1, tzinfo=UTC)

    def test_of_records_and_feeds(self) -> None:
        """
        The newest instant is that of the last change, be it of an entry or of a feed.
        """
        assert small_ledger().newest == APRIL
        assert attrs.evolve(small_ledger(), feeds=()).newest == MARCH

    def test_sorted(self) -> None:
        """
        Feeds stand in order of plan and of what they are of, that of everything first.
        """
        choices: list[tuple[str, Criterion | None, str | None]] = [
            ("b", None, None),
            ("a", "venue", "hall"),
            ("a", "audience", "youth"),
            ("a", None, None),
        ]
        feeds = [
            FeedRecord(plan=plan, criterion=criterion, key=key, fingerprint="", changed=JANUARY)
            for plan, criterion, key in choices
        ]
        ledger = Ledger(feeds=feeds, retired=[Retired("b", 1), Retired("a", 2)])
        assert list(ledger.feeds) == feeds[::-1]
        assert [retired.uid for retired in ledger.retired] == ["a", "b"]


def record_with(**changed: object) -> Callable[[dict[str, Any]], object]:
    return lambda ledger: ledger["records"][0].update(changed)


def feed_with(**changed: object) -> Callable[[dict[str, Any]], object]:
    return lambda ledger: ledger["feeds"][0].update(changed)


def part_with(name: str, **changed: object) -> Callable[[dict[str, Any]], object]:
    return lambda ledger: ledger[name][0].update(changed)


def group_with(**changed: object) -> Callable[[dict[str, Any]], object]:
    return lambda ledger: ledger["plans"][0]["groups"][0].update(changed)


def one_group_twice(ledger: dict[str, Any]) -> None:
    groups = ledger["plans"][0]["groups"]
    groups.append(groups[0])


def twice(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda ledger: ledger[name].append(ledger[name][0])


def ledger_with(**changed: object) -> Callable[[dict[str, Any]], object]:
    return lambda ledger: ledger.update(changed)


def places(value: object) -> Iterator[tuple[Any, str | int]]:
    """
    Every place in a JSON value where another could stand.
    """
    pairs: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, dict):
        pairs = cast("dict[str | int, object]", value).items()
    elif isinstance(value, list):
        pairs = enumerate(cast("list[object]", value))
    for key, inner in pairs:
        yield value, key
        yield from places(inner)


class TestRefused:
    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("", "as a whole: it is not JSON"),
            ("{", "as a whole: it is not JSON"),
            ("\ufeff{}", "as a whole: it is not JSON"),
            ("[" * 100_000, "as a whole: it is nested too deeply"),
            (f'{{"version": {"1" * 5000}}}', "as a whole: it is not JSON"),
            ('{"a": 1, "a": 2}', "as a whole: 'a' is there twice"),
            ("[]", "as a whole: it is not an object"),
            ("null", "as a whole: it is not an object"),
            ("{}", "as a whole: it is not a ledger of publications"),
            ('{"format": []}', "as a whole: it is not a ledger of publications"),
            (
                '{"format": "community-edu-ledger"}',
                "at version: it is not a whole number from 1 to 1000000",
            ),
            (
                '{"format": "community-edu-ledger", "version": 3}',
                (
                    "at version: it is of version 3, which a later program wrote, and versions up to "
                    "2 are known here"
                ),
            ),
            (
                '{"format": "community-edu-ledger", "version": 2}',
                "as a whole: 'records' is missing",
            ),
            (
                '{"format": "community-edu-ledger", "version": 1, "feeds": [], "retired": []}',
                "as a whole: 'records' is missing",
            ),
        ],
    )
    def test_no_ledger(self, text: str, reason: str) -> None:
        """
        What is no ledger of this version is refused as a whole.
        """
        with pytest.raises(UnreadableLedgerError) as caught:
            Ledger.from_json(text)
        assert str(caught.value) == (
            f"the ledger cannot be used, {reason}; give it as the last publication wrote it"
        )

    @pytest.mark.parametrize(
        ("spoil", "reason"),
        [
            (ledger_with(extra=1), "as a whole: 'extra' is not known"),
            (ledger_with(records={}), "at records: it is not a list"),
            (ledger_with(records=[7]), "at records[0]: it is not an object"),
            (record_with(entry=None), "at records[0].entry: it is not a text"),
            (record_with(title="例会"), "at records[0].title: it is not an object"),
            (
                record_with(title={"zh": "例\x00会", "en": None}),
                "at records[0].title.zh: it holds control characters",
            ),
            (
                record_with(title={"zh": "\ud800", "en": None}),
                "at records[0].title.zh: it holds control characters",
            ),
            (
                record_with(title={"zh": "例会", "en": 3}),
                "at records[0].title.en: it is not a text",
            ),
            (
                record_with(kind="party"),
                "at records[0].kind: it is not one of event, task, theme, observance",
            ),
            (
                record_with(status="off"),
                "at records[0].status: it is not one of confirmed, tentative, cancelled",
            ),
            (
                record_with(sequence=-1),
                "at records[0].sequence: it is not a whole number from 0 to 1000000",
            ),
            (
                record_with(sequence=True),
                "at records[0].sequence: it is not a whole number from 0 to 1000000",
            ),
            (
                record_with(year=2026.0),
                "at records[0].year: it is not a whole number from 1 to 9999",
            ),
            (record_with(audiences="elderly"), "at records[0].audiences: it is not a list"),
            (record_with(audiences=[1]), "at records[0].audiences[0]: it is not a text"),
            (record_with(plan=7), "at records[0].plan: it is not a text"),
            (record_with(location="二楼"), "at records[0].location: it is not an object"),
            (
                record_with(description={"zh": "带笔"}),
                "at records[0].description: 'en' is missing",
            ),
            (record_with(source=28), "at records[0].source: it is not a text"),
            (
                record_with(time="0" * 64),
                "at records[0]: 'time' is not known",
            ),
            (
                feed_with(fingerprint="0"),
                "at feeds[0].fingerprint: it is not a SHA-256 fingerprint",
            ),
            (
                feed_with(fingerprint="G" * 64),
                "at feeds[0].fingerprint: it is not a SHA-256 fingerprint",
            ),
            *(
                (record_with(start=text), "at records[0].start: it is not a day or a local time")
                for text in (
                    "",
                    "soon",
                    "20260630",
                    "2026-06-31",
                    "2026-06-30T14:00",
                    "2026-06-30T14:00:00Z",
                    "2026-06-30T14:00:00+08:00",
                    "2026-06-30 14:00:00",
                )
            ),
            *(
                (record_with(stamp=text), "at records[0].stamp: it is not an instant in UTC")
                for text in (
                    "",
                    "2026-03-02",
                    "2026-03-02T08:30:00",
                    "2026-03-02T08:30:00+00:00",
                    "2026-03-02T16:30:00+08:00",
                    "2026-03-02T08:30:00.500000Z",
                )
            ),
            (record_with(end="2026-07-01"), "at records[0].end: it is not written as the start is"),
            (
                record_with(all_day=True),
                "at records[0].all_day: it does not agree with the start",
            ),
            (record_with(uid="0f"), "at records[0].uid: it is not that of the entry"),
            (
                record_with(entry="small-street/other/2026"),
                "at records[0].uid: it is not that of the entry",
            ),
            (twice("records"), "at records[1].uid: it is there twice"),
            *(
                (record_with(**{name: wrong}), f"at records[0].{place}")
                for name, wrong, place in (
                    ("organizations", "school", "organizations: it is not a list"),
                    ("venue", 7, "venue: it is not a text"),
                    ("tags", ["a", None], "tags[1]: it is not a text"),
                    ("educators", [{"id": "zhao"}], "educators[0]: 'name' is missing"),
                    ("address", "小街", "address: it is not an object"),
                )
            ),
            (
                record_with(coordinates="91, 0"),
                (
                    "at records[0].coordinates: '91, 0' are no coordinates; write degrees of latitude "
                    "(-90 to 90), then of longitude (-180 to 180), such as 31.2304, 121.4737"
                ),
            ),
            *(
                (
                    record_with(**{name: wrong}),
                    (
                        f"at records[0].{place}: 'street' is not a web address; write https://, a host "
                        "and the path, without spaces and without a user name, other letters as %XX, "
                        "at most 2000 characters"
                    ),
                )
                for name, wrong, place in (
                    ("url", "street", "url"),
                    ("online", "street", "online"),
                    ("attachments", ["street"], "attachments[0]"),
                )
            ),
            (
                feed_with(criterion="street"),
                (
                    "at feeds[0].criterion: it is not one of audience, organization, body, tier, venue, "
                    "educator, course, tag"
                ),
            ),
            (
                feed_with(criterion="venue"),
                "at feeds[0].key: it does not agree with the criterion",
            ),
            (feed_with(key="hall"), "at feeds[0].key: it does not agree with the criterion"),
            (
                part_with("series", uid="0f"),
                "at series[0].uid: it is not that of the series",
            ),
            (
                part_with("plans", provisional=0),
                "at plans[0].provisional: it is not true or false",
            ),
            (
                group_with(kind="party"),
                (
                    "at plans[0].groups[0].kind: it is not one of audience, organization, tier, venue, "
                    "course"
                ),
            ),
            (
                one_group_twice,
                "at plans[0].groups[4].key: it is there twice",
            ),
            (twice("series"), "at series[1].uid: it is there twice"),
            (twice("plans"), "at plans[1].id: it is there twice"),
            (twice("feeds"), f"at feeds[{len(small_ledger().feeds)}]: it is there twice"),
            (twice("retired"), "at retired[1].uid: it is there twice"),
            (
                ledger_with(retired=[{"uid": "0f"}]),
                "at retired[0]: 'sequence' is missing",
            ),
        ],
    )
    def test_spoiled(self, spoil: Callable[[dict[str, Any]], object], reason: str) -> None:
        """
        A ledger that was changed by hand is refused with the first place that is wrong.
        """
        ledger = value()
        spoil(ledger)
        with pytest.raises(UnreadableLedgerError) as caught:
            Ledger.from_json(json.dumps(ledger))
        assert str(caught.value) == (
            f"the ledger cannot be used, {reason}; give it as the last publication wrote it"
        )

    def test_chinese(self) -> None:
        """
        The error can be said in Chinese, and pickled.
        """
        with pytest.raises(ValueError, match="nested too deeply") as caught:
            Ledger.from_json("[" * 100_000)
        error = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
        assert error.sentence("zh-CN") == (
            "发布台账不能使用，整体有误：嵌套过深；请使用上次发布时写出的原文件"
        )
        ledger = value()
        record_with(stamp="soon")(ledger)
        with pytest.raises(UnreadableLedgerError) as caught:
            Ledger.from_json(json.dumps(ledger))
        assert caught.value.sentence("zh-CN") == (
            "发布台账不能使用，records[0].stamp 处：不是 UTC 时刻；请使用上次发布时写出的原文件"
        )

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        ),
        st.data(),
    )
    def test_nothing_else_is_raised(self, wrong: object, data: st.DataObject) -> None:
        """
        A ledger with any one value replaced is read, or refused with an error of the library.
        """
        ledger = value()
        holder, key = data.draw(st.sampled_from(list(places(ledger))))
        holder[key] = wrong
        try:
            read = Ledger.from_json(json.dumps(ledger))
        except CommunityEduError:
            return
        assert Ledger.from_json(read.to_json().encode().decode()) == read
