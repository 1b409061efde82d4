"""
Fields of HTTP as RFC 9110 writes them: lists of tags, codings with weights, dates, file names.

What a client writes wrongly does not count: it then gets what it would get without it.
"""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final
from urllib.parse import quote

from community_edu.feeds.instants import exact_instant
from community_edu.feeds.moments import ENGLISH_MONTHS

_TAG: Final = r'(?:W/)?"[^\x00-\x20"\x7f]*"'
_TAGS: Final = re.compile(rf"[ \t,]*(?:{_TAG}[ \t]*(?:,[ \t,]*|$))*")
_OPAQUE: Final = re.compile(r'"[^"]*"')
_CODING: Final = re.compile(
    r"[ \t]*([!#$%&'*+\-.^_`|~0-9a-z]+)"
    r"(?:[ \t]*;[ \t]*q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?[ \t]*",
    re.IGNORECASE | re.ASCII,
)
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NAMED_MONTH: Final = rf"(?P<month>{'|'.join(ENGLISH_MONTHS)})"
_CLOCK: Final = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
_SHORT_WEEKDAY: Final = rf"(?P<weekday>{'|'.join(day[:3] for day in _WEEKDAYS)})"
_LONG_WEEKDAY: Final = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"
_SHORT_YEAR: Final = 2
_FUTURE: Final = 50
_LEAP: Final = 60
_NOT_IN_NAMES: Final = re.compile(r'[\x00-\x1f\x7f-\x9f"*:<>?|\ud800-\udfff]')
_DATES: Final = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"{_SHORT_WEEKDAY}, (?P<day>\d\d) {_NAMED_MONTH} (?P<year>\d{{4}}) {_CLOCK} GMT",
        rf"{_LONG_WEEKDAY}, (?P<day>\d\d)-{_NAMED_MONTH}-(?P<year>\d\d) {_CLOCK} GMT",
        rf"{_SHORT_WEEKDAY} {_NAMED_MONTH} (?P<day>\d\d| \d) {_CLOCK} (?P<year>\d{{4}})",
    )
)


def accepts_gzip(accept_encoding: str | None) -> bool:
    """
    Tell whether gzip is what a client likes best of gzip and nothing (RFC 9110 §12.5.3).

    A client that says nothing gets the bytes as they are. One that names gzip, or
    ``*``, gets it unless it likes ``identity`` better; what it writes wrongly does
    not count.

    Example:
        >>> accepts_gzip("gzip, deflate, br"), accepts_gzip("gzip;q=0, *"), accepts_gzip(None)
        (True, False, False)
        >>> accepts_gzip("gzip;q=0.5, identity"), accepts_gzip("identity;q=0, *;q=0.1")
        (False, True)
    """
    weights: dict[str, Decimal] = {}
    for member in (accept_encoding or "").split(","):
        found = _CODING.fullmatch(member)
        if found:
            coding = found[1].lower()
            weight = Decimal(found[2] or 1)
            weights.setdefault("gzip" if coding == "x-gzip" else coding, weight)
    others = weights.get("*", Decimal(0))
    gzipped = weights.get("gzip", others)
    return gzipped > 0 and gzipped >= weights.get("identity", others)


def http_date(text: str, *, near: datetime) -> datetime | None:
    """
    Read a date of HTTP in any of its three forms (RFC 9110 §5.6.7), or return `None`.

    Args:
        text: The value of a header.
        near: An instant from which a year of two digits is at most 50 years in
            the future.

    Example:
        >>> near = datetime(2026, 1, 5, tzinfo=UTC)
        >>> print(http_date("Sunday, 06-Nov-94 08:49:37 GMT", near=near))
        1994-11-06 08:49:37+00:00
        >>> print(http_date("yesterday", near=near))
        None
    """
    written = text.strip(" \t")
    found = next((match for form in _DATES if (match := form.fullmatch(written))), None)
    if found is None:
        return None
    latest = exact_instant(near).timetuple()
    year, month = int(found["year"]), ENGLISH_MONTHS.index(found["month"]) + 1
    day, hour, minute, second = (int(found[name]) for name in ("day", "hour", "minute", "second"))
    if len(found["year"]) == _SHORT_YEAR:
        year += (latest.tm_year + _FUTURE) // 100 * 100
        later = (month, day, hour, minute, second) > latest[1:6]
        if year + later > latest.tm_year + _FUTURE:
            year -= 100
    try:
        whole = datetime(year, month, day, hour, minute, tzinfo=UTC)
        instant = whole + timedelta(seconds=second)
    except (ValueError, OverflowError):
        return None
    weekday = _WEEKDAYS[whole.weekday()]
    return instant if second <= _LEAP and found["weekday"] in {weekday, weekday[:3]} else None


def content_disposition(filename: str) -> str:
    r"""
    Return the header that names a file to be saved (RFC 6266), safe for any name.

    Old clients get ASCII, others the name itself; of a path only its last part
    counts (§4.3).

    Example:
        >>> content_disposition("street-elderly.ics")
        'attachment; filename="street-elderly.ics"'
        >>> content_disposition("../街道.ics")
        'attachment; filename="__.ics"; filename*=UTF-8\'\'%E8%A1%97%E9%81%93.ics'
    """
    name = _NOT_IN_NAMES.sub("_", re.split(r"[/\\]", filename)[-1])
    plain = re.sub(r"[^\x20-\x7e]|%(?=[0-9A-Fa-f]{2})", "_", name)
    header = f'attachment; filename="{plain}"'
    return header if plain == name else f"{header}; filename*=UTF-8''{quote(name, safe='')}"


def opaque_tags(if_none_match: str) -> set[str]:
    """
    Return the tags of If-None-Match (§13.1.2) without the mark of weak ones.

    Two tags without it are equal if they are so by weak comparison (§8.8.3.2).
    What is no list of tags has none.

    Example:
        >>> sorted(opaque_tags('"a,b", W/"c",, ')), opaque_tags("c")
        (['"a,b"', '"c"'], set())
    """
    return set(_OPAQUE.findall(if_none_match)) if _TAGS.fullmatch(if_none_match) else set()
