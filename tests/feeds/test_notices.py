from datetime import UTC, date, datetime

import attrs
from feed_samples import JANUARY, MARCH, MEETING, SMALL, calendar_of, entry, local, small_calendar
from hypothesis import given
from hypothesis import strategies as st
from term_samples import CHOIR, TALK, TERM, timetable

from community_edu.base import LANGUAGES, Language, Text
from community_edu.feeds import publish
from community_edu.feeds.changes import SHOWN
from community_edu.organizations.coordinates import Coordinates
from community_edu.plans import Entry, EntryEducator

FULL = entry(
    "full/2026",
    title=Text("讲座", en="lecture"),
    educators=(EntryEducator("zhao", Text("赵老师")),),
)


def edited(**changed: object) -> tuple[tuple[str, ...], str]:
    first = publish(calendar_of(FULL), at=JANUARY)
    other: Entry = attrs.evolve(FULL, **changed)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    later = publish(calendar_of(other), previous=first.ledger, at=MARCH)
    (change,) = later.changes
    return change.details, later.notice("en").splitlines()[-1]


class TestNotice:
    def test_nothing(self) -> None:
        """
        If nothing changed there is nothing to tell.
        """
        first = publish(small_calendar(), at=JANUARY)
        again = publish(small_calendar(), previous=first.ledger, at=MARCH)
        assert [again.notice(language) for language in LANGUAGES] == ["", ""]

    def test_all_kinds(self) -> None:
        """
        Each kind of change has a heading, those first that people must act on.
        """
        before = [
            entry("a/2026", title="甲", start=local("2026-06-30 14:00")),
            entry("b/2026", title="乙"),
            entry("c/2026", title="丙", status="proposed"),
            entry("d/2026", title="丁"),
            entry("e/2026", title="戊"),
            entry("f/2026", title="己", start=local("2026-07-01 09:00")),
        ]
        later = [
            attrs.evolve(before[0], start=local("2026-07-01 15:00"), end=local("2026-07-01 16:00")),
            attrs.evolve(before[2], status="fixed"),
            attrs.evolve(before[3], status="proposed"),
            attrs.evolve(before[4], location=Text("礼堂"), url="https://a.example"),
            attrs.evolve(before[5], end=local("2026-07-01 11:00")),
            entry("g/2026", title="庚", start=date(2026, 10, 18)),
        ]
        first = publish(calendar_of(*before, entry("h/2026", title="辛")), at=JANUARY)
        second = publish(calendar_of(*before), previous=first.ledger, at=JANUARY)
        again = entry("h/2026", title="辛")
        publication = publish(calendar_of(*later, again), previous=second.ledger, at=MARCH)
        assert publication.notice() == (
            "小街社区教育工作计划：变更通知（2026年3月2日 周一）\n\n"
            "改期\n"
            "- 己：2026年7月1日 周三 09:00 开始，时长有变\n"
            "- 甲：2026年6月30日 周二 14:00 → 2026年7月1日 周三 15:00\n\n"
            "取消\n- 乙：2026年6月30日 周二\n\n"
            "恢复\n- 辛：2026年6月30日 周二\n\n"
            "日期确定\n- 丙：2026年6月30日 周二\n\n"
            "日期待定\n- 丁：2026年6月30日 周二\n\n"
            "新增\n- 庚：2026年10月18日 周日\n\n"
            "内容有变\n- 戊：2026年6月30日 周二（地点、网址）\n"
        )
        assert publication.notice("en").splitlines()[:5] == [
            "Small Street: plan of community education: changes of Mon 2 Mar 2026",
            "",
            "Rescheduled",
            "- 己: from Wed 1 Jul 2026 09:00, of another length",
            "- 甲: Tue 30 Jun 2026 14:00 → Wed 1 Jul 2026 15:00",
        ]

    def test_day_in_china(self) -> None:
        """
        The notice bears the day in China, also late in the evening of UTC.
        """
        at = datetime(2026, 1, 5, 18, tzinfo=UTC)
        assert "（2026年1月6日 周二）" in publish(small_calendar(MEETING), at=at).notice()

    def test_sessions_together(self) -> None:
        """
        The sessions of a class that have changed alike are told of in one line.
        """
        first = publish(timetable(), plan="school", term=TERM, at=JANUARY)
        later = publish(
            timetable(attrs.evolve(CHOIR, period=2, educator="li"), TALK),
            plan="school",
            term=TERM,
            previous=first.ledger,
            at=MARCH,
        )
        assert later.notice("en").splitlines()[2:] == [
            "Rescheduled",
            (
                "- choir (3 times): Tue 22 Dec 2026 09:00 → Tue 22 Dec 2026 14:00; "
                "Tue 29 Dec 2026 09:00 → Tue 29 Dec 2026 14:00; "
                "Tue 5 Jan 2027 09:00 → Tue 5 Jan 2027 14:00 (lecturer)"
            ),
        ]

    def test_nobody_is_named(self) -> None:
        """
        Neither who teaches nor a phone number is told.
        """
        details, line = edited(
            title=Text("讲座 13800138000", en="lecture 13800138000"),
            educators=(EntryEducator("li", Text("李老师")),),
        )
        assert details == ("title", "educators")
        assert line == "- lecture (omitted): Tue 30 Jun 2026 (title, lecturer)"

    def test_one_line(self) -> None:
        """
        A title of several lines stays on one.
        """
        _, line = edited(title=Text("一\n二"))
        assert line == "- 一 二: Tue 30 Jun 2026 (title)"

    @given(st.sampled_from(LANGUAGES))
    def test_told_again(self, language: Language) -> None:
        """
        The same publication gives the same notice.
        """
        publication = publish(small_calendar(), at=JANUARY)
        assert publication.notice(language) == publication.notice(language)
        assert SMALL.title.to(language) in publication.notice(language)


class TestDetails:
    def test_each(self) -> None:
        """
        All that a feed can show is named when it changes, and each has a word of its own.
        """
        found = {
            name: edited(**{name: value})
            for name, value in {
                "kind": "task",
                "title": Text("讲座"),
                "audiences": ("elderly",),
                "location": Text("礼堂"),
                "description": Text("带笔"),
                "tags": ("健康",),
                "part_of": "small-street/june/2026",
                "address": Text("小街 1 号"),
                "coordinates": Coordinates.parse("31.2304, 121.4737"),
                "url": "https://a.example",
                "online": "https://b.example",
                "attachments": ("https://c.example",),
            }.items()
        }
        assert all(details == (name,) for name, (details, _) in found.items())
        assert set(SHOWN) - set(found) == {"source", "educators"}
        words = {line.rpartition("(")[2] for _, line in found.values()}
        assert len(words) == len(found) - 2
        assert {"place)", "online meeting)", "theme)"} <= words

    def test_by_what_it_is_chosen(self) -> None:
        """
        By what an entry is chosen for a feed may change without a word.
        """
        other = attrs.evolve(
            FULL,
            organizations=("office",),
            venue="hall",
            courses=("singing",),
            term="spring",
            series="a",
            educators=(EntryEducator("zhao-2", Text("赵老师")),),
        )
        first = publish(calendar_of(FULL), at=JANUARY)
        later = publish(calendar_of(other), previous=first.ledger, at=MARCH)
        assert later.changes == ()
        assert later.feed() == first.feed()
        assert later.ledger.records[0].educators[0].id == "zhao-2"
