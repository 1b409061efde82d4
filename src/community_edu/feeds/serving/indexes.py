"""
The page of all feeds (日历订阅页): for those who have a web server and nothing else.

One file without scripts, pictures or anything from elsewhere: it lies beside the feeds,
opens on an old phone, and tells in plain words what each of them holds.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Final
from urllib.parse import quote

import attrs

from community_edu.base import BadWebAddressError, CommunityEduError, Language, Text, web_address
from community_edu.base.html import escape
from community_edu.feeds._nodes import instant_text
from community_edu.feeds.moments import ZONE
from community_edu.feeds.reports import Feed, FeedReport

INDEX: Final = "index.html"
"""
The name under which web servers look for the page of a folder.
"""

_STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.6 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; margin: 0; }
main { max-width: 42rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.3; }
h2 { font-size: 1.15rem; line-height: 1.3; margin: 0 0 .3rem; }
.feeds { list-style: none; padding: 0; }
.feeds > li { border: 1px solid #8888; border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
.feeds p { margin: .3rem 0; }
.links a { display: inline-block; margin: .3rem 1rem .3rem 0; padding: .2rem 0; }
.links a.subscribe { background: #0b57d0; color: #fff; border-radius: .4rem;
  padding: .2rem 1.2rem; text-decoration: none; }
a:focus-visible { outline: 3px solid #e8710a; outline-offset: 2px; }
time { white-space: nowrap; }
code { overflow-wrap: anywhere; user-select: all; }
.warning { border-left: .3rem solid #e8710a; padding-left: .6rem; }
"""

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"

_TITLE: Final = Text("日历订阅", en="calendar subscriptions")
_LEAD: Final = Text(
    "订阅以后，活动改期、取消，手机和电脑上的日历会自动更新。",
    en="Once you subscribe, your phone or computer keeps up with whatever is moved or cancelled.",
)
_WAYS: Final = (
    Text(
        "苹果手机和电脑：点“订阅”，再确认。", en="iPhone, iPad and Mac: tap “Subscribe”, confirm."
    ),
    Text(
        "Outlook、谷歌日历等：复制订阅地址，在“添加日历”中选“从 Internet”或“通过网址”，粘贴。",
        en="Outlook, Google Calendar and others: copy the address, and paste it where a calendar "
        "is added “from the web” or “from URL”.",
    ),
    Text(
        "小米等安卓手机：日历设置中如有“网址导入”，粘贴订阅地址；没有的，下载文件后打开。",
        en="Android phones whose calendar imports from an address: paste it there; on others, "
        "download the file and open it.",
    ),
    Text(
        "下载的文件是现在的样子，以后不会更新。",
        en="A file that you download is as of now: it is not updated later.",
    ),
)
_HOW: Final = Text("怎样订阅", en="How to subscribe")
_SUBSCRIBE: Final = Text("订阅", en="Subscribe")
_DOWNLOAD: Final = Text("下载文件", en="Download")
_ADDRESS: Final = Text("订阅地址：", en="Address: ")
_HOLDS: Final = Text("共 {count} 项", en="{count} entries")
_HOLDS_ONE: Final = Text("共 1 项", en="1 entry")
_HOLDS_NOTHING: Final = Text("暂无内容", en="nothing yet")
_FROM_TO: Final = Text("{first} 至 {last}", en="{first} to {last}")
_CHANGED: Final = Text("最近变动：{when}（北京时间）", en="Last changed {when} (Beijing time)")
_NO_FEEDS: Final = Text("还没有可以订阅的日历。", en="There are no calendars yet.")

_MAY_BE_CUT: Final = Text(
    "内容较多，谷歌日历可能显示不全。", en="It is large: Google Calendar may not show all of it."
)
_PLAIN_WORDS: Final[dict[str, Text]] = {
    "feed-too-large": _MAY_BE_CUT,
    "feed-too-many-events": _MAY_BE_CUT,
    "feed-address-too-long": Text(
        "地址较长，谷歌日历可能不接受。", en="Its address is long: Google Calendar may refuse it."
    ),
    "feed-has-todos": Text(
        "其中有待办事项，许多日历不显示。", en="It has to-dos, which many calendars do not show."
    ),
    "feed-has-strange-rules": Text(
        "其中有重复的活动，Outlook 可能不显示。",
        en="Some of what repeats in it may not be shown by Outlook.",
    ),
    "feed-has-reminders": Text(
        "带有提醒，但谷歌和 Outlook 不理会，苹果默认去除，请自行设置。",
        en="It has reminders, but Google and Outlook ignore them and Apple removes them: "
        "set your own.",
    ),
    "feed-withholds-numbers": Text(
        "文中的个人号码已略去。", en="Numbers of persons are left out of its texts."
    ),
}
"""
What the findings of a report mean to those who subscribe. What only concerns those who
publish is not there.
"""


@attrs.define(slots=False)
class SameAddressError(CommunityEduError, ValueError):
    """
    Two feeds that would be served at one address.
    """

    code: ClassVar[str] = "same-address"
    en: ClassVar[str] = "two feeds would be at {address}; give each a file name of its own"
    zh: ClassVar[str] = "有两个订阅日历的地址都是 {address}；请给每个另起文件名"

    address: str


def index_page(
    feeds: Iterable[Feed], *, title: str, address: str, language: Language = "zh-CN"
) -> bytes:
    """
    Write the page that leads to *feeds*, in their order.

    For each it has its name, how much is in it and from when to when, when it last
    changed, a link to subscribe (``webcal://``), one to download, the address to
    copy, and what some clients will not show. The same feeds give the same bytes.
    Leave private feeds out of it.

    Args:
        feeds: The feeds that lie in the folder.
        title: Whose calendars they are.
        address: Where the folder is served: ``https://school.example/calendars/``.
            A feed with an address of its own is taken to be there.
        language: The language of the page. The names of the feeds are as they are.

    Returns:
        The HTML, in UTF-8: write it to ``index.html`` beside the feeds.

    Raises:
        BadWebAddressError: *address* is no address of a folder, or becomes too
            long with the name of a file.
        SameAddressError: Two feeds have the same file name.

    Example:
        >>> page = index_page([], title="街道", address="https://street.example/", language="en")
        >>> page.decode().splitlines()[1]
        '<html lang="en">'
    """
    folder = web_address(address)
    if set(folder) & set("?#"):
        raise BadWebAddressError(address)
    places: dict[str, Feed] = {}
    for feed in feeds:
        place = f"{folder.removesuffix('/')}/{quote(feed.filename, safe='')}"
        place = web_address(feed.address or place)
        if place in places:
            raise SameAddressError(place)
        places[place] = feed
    heading = escape(f"{title} · {_TITLE.to(language)}")
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{heading}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{heading}</h1>",
        f"<p>{_LEAD.to(language) if places else _NO_FEEDS.to(language)}</p>",
    ]
    if places:
        lines.append('<ul class="feeds">')
        for number, (place, feed) in enumerate(places.items(), start=1):
            lines += _item(number, place, feed, language)
        lines += ["</ul>", f"<h2>{_HOW.to(language)}</h2>", "<ul>"]
        lines += [f"<li>{escape(way.to(language))}</li>" for way in _WAYS]
        lines.append("</ul>")
    lines += ["</main>", "</body>", "</html>"]
    return "".join(f"{line}\n" for line in lines).encode()


def _item(number: int, place: str, feed: Feed, language: Language) -> list[str]:
    """
    Return the lines of one feed. The links are named after it for those who hear the page.
    """
    shown, name = escape(place), f"feed-{number}"
    phone = escape(f"webcal:{place.partition(':')[2]}")
    described = dict.fromkeys(
        _PLAIN_WORDS[finding.code].to(language)
        for finding in feed.report.warnings
        if finding.code in _PLAIN_WORDS
    )
    return [
        "<li>",
        f'<h2 id="{name}">{escape(feed.name)}</h2>',
        f"<p>{_holds(feed.report, language)}</p>",
        f"<p>{_CHANGED.to(language).format(when=_time(feed.last_modified))}</p>",
        '<p class="links">',
        _link("subscribe", phone, _SUBSCRIBE.to(language), name),
        _link("download", shown, _DOWNLOAD.to(language), name),
        "</p>",
        f"<p>{_ADDRESS.to(language)}<code>{shown}</code></p>",
        *(f'<p class="warning">{escape(words)}</p>' for words in described),
        "</li>",
    ]


def _link(kind: str, address: str, words: str, name: str) -> str:
    own = f"{kind}-{name}"
    more = " download" if kind == "download" else ""
    return (
        f'<a class="{kind}" id="{own}" aria-labelledby="{own} {name}" href="{address}"{more}>'
        f"{words}</a>"
    )


def _holds(report: FeedReport, language: Language) -> str:
    """
    Return how much is in a feed, and from when to when.
    """
    count = report.events + report.todos
    holds = {0: _HOLDS_NOTHING, 1: _HOLDS_ONE}.get(count, _HOLDS).to(language).format(count=count)
    if report.first is None:
        return holds
    days = str(report.first)
    if report.first != report.last:
        days = _FROM_TO.to(language).format(first=report.first, last=report.last)
    return f"{holds} · {days}"


def _time(instant: datetime) -> str:
    local = instant.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
    return f'<time datetime="{instant_text(instant)}">{local}</time>'
