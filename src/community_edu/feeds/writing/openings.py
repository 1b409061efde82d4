"""
The head of a calendar file (RFC 5545 §3.6, RFC 7986): its names, its colour, its time zone.
"""

from typing import Final

from community_edu.base import web_address
from community_edu.feeds._characters import clean
from community_edu.feeds.moments import ZONE
from community_edu.feeds.writing.colors import COLORS, color_name
from community_edu.feeds.writing.content_lines import escaped, folded

PRODUCT: Final = "-//community_edu//community education calendar//EN"
"""
Who made the file. It names no version of the library: each new version would
change the bytes of every feed, and every client would fetch all of them again.
"""


def opening(
    name: str, description: str, *, address: str | None = None, color: str | None = None
) -> bytes:
    """
    Write all of a VCALENDAR that comes before its events: it is closed by `CLOSING`.

    It has no METHOD, which would ask for an organizer, and no date of writing.

    Args:
        name: What the subscribed calendar is called in the client.
        description: What it is.
        address: Where it is served; clients may fetch it there again.
        color: The name of its colour in CSS 3, in any letters.

    Raises:
        BadWebAddressError: *address* is none of the web.
        UnknownColorError: CSS 3 has no such colour.

    Example:
        >>> print(*opening("街道, 2026", "年历").decode().splitlines()[:3])
        BEGIN:VCALENDAR VERSION:2.0 PRODID:-//community_edu//community education calendar//EN
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    for key, text in (("NAME", name), ("DESCRIPTION", description)):
        said = escaped(clean(text))
        lines += f"{key}:{said}", f"X-WR-CAL{key.removesuffix('RIPTION')}:{said}"
    lines += f"X-WR-TIMEZONE:{ZONE.key}", *_REFRESH
    if address is not None:
        lines.append(f"SOURCE;VALUE=URI:{web_address(address)}")
    if color is not None:
        known = color_name(color)
        lines += f"COLOR:{known}", f"X-APPLE-CALENDAR-COLOR:#{COLORS[known].upper()}"
    return folded((*lines, *TIME_ZONE))


CLOSING: Final = b"END:VCALENDAR\r\n"

_REFRESH: Final = ("REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D")
"""
How often a client should look for changes: once a day.
"""

TIME_ZONE: Final = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE.key}",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZNAME:CST",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""
Asia/Shanghai as it has been since 1991.
"""
