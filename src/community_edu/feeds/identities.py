"""
The name by which the world's calendars know an entry.
"""

from typing import Final
from uuid import UUID, uuid5

NAMESPACE: Final = UUID("99f6f046-c83c-4ee5-99e7-5b11e7c44294")
"""
The namespace of all UIDs. It must never change: every subscribed calendar would
hold each entry twice, once under its old name and once under the new.
"""


def event_uid(entry_id: str) -> str:
    """
    Return the iCalendar UID of an entry (RFC 5545 §3.8.4.7).

    It is made of the permanent identifier and of nothing else, so it stays when
    the date, the title, the room or the teacher changes, and is the same in every
    feed and every language.

    Args:
        entry_id: The permanent identifier, ``plan/duty/period``.

    Example:
        >>> event_uid("jingtai-street/half-yearly-meeting/2026-H1")
        'a5b9a254-027e-5a88-a11c-1e8353680b39'
    """
    return str(uuid5(NAMESPACE, entry_id))
