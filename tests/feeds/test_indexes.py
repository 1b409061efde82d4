from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import LANGUAGES, BadWebAddressError, Language
from community_edu.feeds.reports import Feed
from community_edu.feeds.serving.indexes import SameAddressError, index_page

FOLDER = "https://school.example/calendars/"
CHANGED = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
VOID = {"meta"}


class Page(HTMLParser):
    """
    A page as a browser reads it: its texts in order, and what its elements say of themselves.
    """

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        assert len(dict(attrs)) == len(attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open[-1] != "style":
            self.texts.append(data.strip())

    def values(self, name: str) -> list[str]:
        """
        The values of one attribute, in order.
        """
        return [attrs[name] or "" for _, attrs in self.elements if name in attrs]


def feed(
    *days: str, filename: str = "street.ics", name: str = "街道", address: str | None = None
) -> Feed:
    """
    A feed with an event on each of *days*.
    """
    events = "".join(f"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{day}\r\nEND:VEVENT\r\n" for day in days)
    return Feed(
        filename=filename,
        name=name,
        data=f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n".encode(),
        last_modified=CHANGED,
        address=address,
    )


def page(*feeds: Feed, title: str = "井台街道", language: Language = "zh-CN") -> Page:
    """
    The page of some feeds, read.
    """
    return Page(index_page(feeds, title=title, address=FOLDER, language=language))


class TestContent:
    def test_chinese(self) -> None:
        """
        A feed is shown with how much it holds, from when to when, and when it last changed.
        """
        assert page(feed("20260407", "20261018")).texts[1:13] == [
            "井台街道 · 日历订阅",
            "订阅以后，活动改期、取消，手机和电脑上的日历会自动更新。",
            "街道",
            "共 2 项 · 2026-04-07 至 2026-10-18",
            "最近变动：",
            "2026-03-02 16:30",
            "（北京时间）",
            "订阅",
            "下载文件",
            "订阅地址：",
            "https://school.example/calendars/street.ics",
            "怎样订阅",
        ]

    @pytest.mark.parametrize(
        ("days", "shown"),
        [
            (["20260407", "20261018"], "2 entries · 2026-04-07 to 2026-10-18"),
            (["20260407", "20260407"], "2 entries · 2026-04-07"),
            (["20260407"], "1 entry · 2026-04-07"),
            ([], "nothing yet"),
        ],
    )
    def test_english(self, days: list[str], shown: str) -> None:
        """
        One entry is one entry, and an empty feed says so.
        """
        assert shown in page(feed(*days), language="en").texts

    def test_links(self) -> None:
        """
        One link subscribes, the other downloads; both are of the same address.
        """
        found = [attrs for tag, attrs in page(feed()).elements if tag == "a"]
        assert [attrs["href"] for attrs in found] == [
            "webcal://school.example/calendars/street.ics",
            "https://school.example/calendars/street.ics",
        ]
        assert ["download" in attrs for attrs in found] == [False, True]

    def test_no_secure_server(self) -> None:
        """
        Without HTTPS the links are as good as the server.
        """
        plain = Page(index_page([feed()], title="x", address="http://10.0.0.1:8080"))
        assert plain.values("href") == [
            "webcal://10.0.0.1:8080/street.ics",
            "http://10.0.0.1:8080/street.ics",
        ]

    def test_own_address(self) -> None:
        """
        A feed that knows where it is served is linked there.
        """
        there = "https://cdn.example/a?plan=street&copy=1&form='ics'"
        assert page(feed(address=there)).values("href")[1] == there

    def test_file_names(self) -> None:
        """
        Any file name becomes one step of an address.
        """
        found = page(feed(filename="街道/2026?.ics")).values("href")[1]
        assert found == f"{FOLDER}%E8%A1%97%E9%81%93%2F2026%3F.ics"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_warnings(self, language: Language) -> None:
        """
        What a client will not show is said in plain words, once, without names of properties.
        """
        data = "".join(
            f"BEGIN:{kind}\r\nRRULE:FREQ=HOURLY\r\nURL:https://a.example/{'a' * 990}\r\n"
            f"BEGIN:VALARM\r\nEND:VALARM\r\nEND:{kind}\r\n"
            for kind in ["VEVENT", "VTODO"] * 501
        )
        large = Feed(
            filename="a.ics",
            name="a",
            data=f"BEGIN:VCALENDAR\r\n{data}".encode(),
            last_modified=CHANGED,
            address=f"https://a.example/{'a' * 250}",
            withheld=1,
        )
        assert len(large.report.warnings) == 8
        shown = page(large, language=language)
        assert shown.values("class").count("warning") == 6
        start = shown.texts.index(large.address or "") + 1
        said = shown.texts[start : start + 6]
        assert said[0] in {
            "内容较多，谷歌日历可能显示不全。",
            "It is large: Google Calendar may not show all of it.",
        }
        assert not any(word in "".join(said) for word in ("VTODO", "VALARM", "RRULE", "="))

    def test_no_feeds(self) -> None:
        """
        Where there is nothing to subscribe to, the page says so, and does not say how.
        """
        assert page().texts[1:] == ["井台街道 · 日历订阅", "还没有可以订阅的日历。"]


class TestPage:
    @given(st.text(), st.text(), st.sampled_from(LANGUAGES))
    def test_any_text(self, title: str, name: str, language: Language) -> None:
        """
        Whatever a name holds, it is text: the page has the same elements.
        """
        try:
            f"{title}{name}".encode()
        except UnicodeEncodeError:
            return
        shown = page(feed(name=name), title=title, language=language)
        assert [tag for tag, _ in shown.elements] == [tag for tag, _ in page(feed()).elements]
        wanted = name.replace("\r\n", "\n").strip()
        if wanted and "\r" not in wanted and "\0" not in wanted:
            assert wanted in shown.texts

    def test_nothing_from_elsewhere(self) -> None:
        """
        There is nothing to load or to run, and a browser is told so.
        """
        shown = page(feed("20260407"))
        tags = {tag for tag, _ in shown.elements}
        assert not tags & {"script", "link", "img", "iframe", "object", "base"}
        names = {name for _, attrs in shown.elements for name in attrs}
        assert not names & {"src", "style", "srcset"}
        assert not any(name.startswith("on") for name in names)
        assert "default-src 'none'; style-src 'unsafe-inline'" in shown.values("content")

    def test_for_those_who_hear_it(self) -> None:
        """
        The page tells its language, and each link which feed it is of.
        """
        shown = page(feed(), feed(filename="b.ics", name="老年人"), language="en")
        assert shown.values("lang") == ["en"]
        ids = shown.values("id")
        assert len(ids) == len(set(ids)) == 6
        labels = [label.split() for label in shown.values("aria-labelledby")]
        assert len({tuple(label) for label in labels}) == 4
        assert {part for label in labels for part in label} == set(ids)

    def test_same_bytes(self) -> None:
        """
        The same feeds give the same page, with or without a slash after the folder.
        """
        first = index_page([feed("20260407")], title="x", address=FOLDER)
        assert index_page(iter([feed("20260407")]), title="x", address=FOLDER[:-1]) == first

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "school.example",
            "javascript:alert(1)//",
            "https://a.example/?f=",
            "https://a.example/#f",
            'https://a.example/"><b>',
        ],
    )
    def test_bad_address(self, address: str) -> None:
        """
        What is not the address of a folder is refused, with and without feeds.
        """
        for feeds in ([], [feed()]):
            with pytest.raises(BadWebAddressError, match="not a web address"):
                index_page(feeds, title="x", address=address)

    def test_bad_address_of_a_feed(self) -> None:
        """
        So is that of a feed.
        """
        with pytest.raises(BadWebAddressError, match="javascript"):
            page(feed(address="javascript:alert(1)"))

    def test_same_address(self) -> None:
        """
        Two feeds at one address are refused: one would be lost.
        """
        with pytest.raises(SameAddressError, match=r"two feeds would be at https://.*/street\.ics"):
            page(feed(), feed(name="另一个"))
