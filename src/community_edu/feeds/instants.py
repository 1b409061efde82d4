"""
Instants: when something was published, changed or given out, to the second, in UTC.
"""

from datetime import UTC, datetime
from typing import ClassVar, Final

import attrs

from community_edu.base import CommunityEduError

BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


@attrs.define(slots=False)
class UnusableInstantError(CommunityEduError, ValueError):
    """
    A time without a zone, or from long before there were feeds.
    """

    code: ClassVar[str] = "unusable-instant"
    en: ClassVar[str] = (
        "{at} cannot be used as an instant; give a time since 1970 with its offset from UTC, "
        "such as 2026-01-05T08:00:00+08:00"
    )
    zh: ClassVar[str] = (
        "{at} 不能作为时刻；请写 1970 年以后的时间，并注明与 UTC 的差，如 2026-01-05T08:00:00+08:00"
    )

    at: datetime | str


def exact_instant(at: datetime) -> datetime:
    """
    Return *at* in UTC, without what is below a second: HTTP and calendars know no more.

    Raises:
        UnusableInstantError: It has no time zone, is before 1970, or falls
            behind the year 9999 in UTC.

    Example:
        >>> from datetime import timedelta, timezone
        >>> beijing = timezone(timedelta(hours=8))
        >>> exact_instant(datetime(2026, 1, 5, 8, 0, 0, 5, tzinfo=beijing)).isoformat()
        '2026-01-05T00:00:00+00:00'
    """
    if at.utcoffset() is None or at < BEGINNING:
        raise UnusableInstantError(at)
    try:
        return at.astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        raise UnusableInstantError(at) from None


def read_instant(text: str) -> datetime:
    """
    Read an instant as people write it: ISO 8601 with the offset from UTC.

    Raises:
        UnusableInstantError: It is no such text, or has no offset.

    Example:
        >>> read_instant("2026-01-05T08:00+08:00").isoformat()
        '2026-01-05T00:00:00+00:00'
    """
    try:
        return exact_instant(datetime.fromisoformat(text))
    except ValueError:
        raise UnusableInstantError(text) from None
