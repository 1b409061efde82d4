"""
Days, times and lengths as calendars write them; times are those of China, its one zone.
"""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Asia/Shanghai")
SECOND: Final = timedelta(seconds=1)
ENGLISH_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
"""
The short names of the months, whatever the locale.
"""


def local_instant(moment: date) -> datetime:
    """
    Return the instant at which *moment* is in China; a day begins at midnight.

    Example:
        >>> print(local_instant(date(2026, 10, 19)))
        2026-10-19 00:00:00+08:00
    """
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=ZONE)
    return datetime(moment.year, moment.month, moment.day, tzinfo=ZONE)


def basic(moment: date) -> str:
    """
    Write a day or a time in the basic format of ISO 8601, whole seconds, without zone.

    Example:
        >>> basic(date(2026, 10, 18)), basic(datetime(2026, 10, 18, 14))
        ('20261018', '20261018T140000')
    """
    if isinstance(moment, datetime):
        return moment.isoformat()[:19].replace("-", "").replace(":", "")
    return moment.isoformat().replace("-", "")


def moment_line(name: str, moment: date) -> str:
    """
    Write a property of a day, or of a local time of China.

    Example:
        >>> moment_line("DTSTART", datetime(2026, 10, 18, 14))
        'DTSTART;TZID=Asia/Shanghai:20261018T140000'
    """
    kind = f"TZID={ZONE.key}" if isinstance(moment, datetime) else "VALUE=DATE"
    return f"{name};{kind}:{basic(moment)}"


def duration(length: timedelta) -> str:
    """
    Write whole seconds as a DURATION (RFC 5545 §3.3.6), in days and less.

    Example:
        >>> duration(timedelta(hours=-1, minutes=-30)), duration(timedelta(days=7))
        ('-PT1H30M', 'P7D')
    """
    seconds = abs(length) // SECOND
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    clock = f"{hours}H" if hours else ""
    clock += f"{minutes}M" if minutes or (hours and seconds) else ""
    clock += f"{seconds}S" if seconds else ""
    day = f"{days}D" if days or not clock else ""
    return f"{'-' if length < timedelta() else ''}P{day}{'T' if clock else ''}{clock}"
