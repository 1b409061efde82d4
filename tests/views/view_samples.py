"""
A plan full of marks that HTML and spreadsheets take for their own.
"""

from html.parser import HTMLParser
from typing import Final

from community_edu.base import Source, Text
from community_edu.calendars import parse_rule
from community_edu.organizations import Audience
from community_edu.plans import Calendar, Duty, Plan, Theme, ThemeDay, build_calendar

EVIL: Final = "<script src=\"https://evil.example/x.js\">alert('&amp;')</script>"


def text(zh: str) -> Text:
    """
    Make a text that is the same in both languages.
    """
    return Text(zh, en=zh)


HOSTILE: Final = Plan(
    id="hostile",
    title=text(f"{EVIL} </title></style>"),
    audiences=[Audience(id="people", name=text(f"{EVIL}<!--"))],
    duties=[
        Duty(
            id="event",
            name=text(f"=cmd {EVIL}"),
            when=parse_rule("fixed(5, 8)"),
            audiences=["people"],
            source=Source("001-1", 1, f"</table>{EVIL}"),
        ),
        Duty(
            id="vague",
            name=text(f"</h2>{EVIL}"),
            cadence="regular",
            source=Source("001-1", 2, f"-->{EVIL}"),
        ),
    ],
    themes=[
        Theme(
            id="theme",
            month=6,
            name=text(f"<img src=x onerror='{EVIL}'>"),
            days=[ThemeDay(id="day", when=parse_rule("fixed(7, 1)"), name=text(f"&lt;{EVIL}"))],
        )
    ],
)
HOSTILE_2026: Final[Calendar] = build_calendar(HOSTILE, 2026)

EMPTY_ELEMENTS = {"meta", "br", "img", "input", "link"}


class Page(HTMLParser):
    """
    What a browser makes of a page: elements that open and close, attributes, texts.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: dict[str, list[str]] = {}
        self.declarations: list[str] = []
        self.comments: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_decl(self, decl: str) -> None:
        self.declarations.append(decl)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)
        if tag not in EMPTY_ELEMENTS:
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts[self.open[-1]][-1] += data
