"""
Answers to those who fetch a feed: conditional requests, compression, headers.

Clients ask again and again, most of them for what they have already. The rules are
those of RFC 9110: which of two conditions counts (§13.2.2), how tags are compared
(§8.8.3.2), which coding a client takes (§12.5.3).
"""

import gzip
import hashlib
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import cached_property

import attrs

from community_edu.feeds.instants import exact_instant
from community_edu.feeds.serving.http_fields import (
    accepts_gzip,
    content_disposition,
    http_date,
    opaque_tags,
)


@attrs.frozen
class FeedResponse:
    """
    What to send back.

    Attributes:
        status: 200, or 304: not modified.
        headers: The names and values of the headers. A server adds Date.
        body: What follows them; nothing if it is not modified.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True, slots=False)
class Representation:
    """
    The bytes of a resource at one moment, with what HTTP says of them.

    Attributes:
        data: The bytes.
        content_type: Their media type.
        last_modified: When what they tell of last changed.
        filename: Under which name a browser should save them; without one it
            shows them.

    Raises:
        UnusableInstantError: *last_modified* has no time zone, or is before 1970.
    """

    data: bytes = attrs.field(repr=False)
    content_type: str
    last_modified: datetime = attrs.field(converter=exact_instant)
    filename: str | None = None

    @cached_property
    def etag(self) -> str:
        """
        The quoted strong validator of the bytes (§8.8.3).
        """
        return f'"{hashlib.sha256(self.data).hexdigest()}"'

    @cached_property
    def compressed(self) -> bytes:
        """
        The same with gzip. Nothing in it depends on the time.
        """
        return gzip.compress(self.data, mtime=0)

    def response(
        self,
        *,
        if_none_match: str | None = None,
        if_modified_since: str | None = None,
        accept_encoding: str | None = None,
        at: datetime | None = None,
        max_age: timedelta | None = None,
        private: bool = False,
    ) -> FeedResponse:
        """
        Answer a GET: 304 to those who have the bytes already, else 200 with them.

        To answer a HEAD, send the same without the body; other methods, and
        406 for those who refuse every coding, are left to the caller. Who does
        refuse them all gets the bytes as they are, which all can read.

        Compressed bytes have the same tag as the others, marked weak (§8.8.1):
        a client that has either has the current calendar, and If-None-Match
        compares weakly.

        Args:
            if_none_match: The header of this name, or `None` if there is none.
                Several lines of it are joined with commas. If it is there, even
                malformed, the date does not count.
            if_modified_since: The header of this name. All three forms of a date
                are read (§5.6.7); what is none of them does not count.
            accept_encoding: The header of this name.
            at: Now, as the server has it. With it, dates in the future do not
                count: a client with a wrong clock would never hear of a change.
                Nor is one given out (§8.8.2.1).
            max_age: How long a client need not ask again; without it, it must
                ask each time (``no-cache``).
            private: Whether it is for one person: shared caches must not keep it.

        Raises:
            UnusableInstantError: *at* has no time zone, or is before 1970.

        Example:
            >>> from datetime import UTC
            >>> changed = datetime(2026, 1, 5, tzinfo=UTC)
            >>> page = Representation(data=b"1", content_type="text/plain", last_modified=changed)
            >>> page.response(if_modified_since="Mon, 05 Jan 2026 00:00:00 GMT").status
            304
            >>> page.response(if_modified_since="Sun, 04 Jan 2026 23:59:59 GMT").status
            200
        """
        now = None if at is None else exact_instant(at)
        packed = accepts_gzip(accept_encoding) and len(self.compressed) < len(self.data)
        headers = [
            ("ETag", f"W/{self.etag}" if packed else self.etag),
            ("Cache-Control", _cache_control(max_age, private=private)),
            ("Vary", "Accept-Encoding"),
        ]
        if self._is_known(if_none_match, if_modified_since, now):
            return FeedResponse(304, tuple(headers), b"")
        body = self.compressed if packed else self.data
        shown = self.last_modified if now is None else min(self.last_modified, now)
        headers += [
            ("Last-Modified", format_datetime(shown, usegmt=True)),
            ("Content-Type", self.content_type),
            ("Content-Length", str(len(body))),
        ]
        if packed:
            headers.append(("Content-Encoding", "gzip"))
        if self.filename is not None:
            headers.append(("Content-Disposition", content_disposition(self.filename)))
        return FeedResponse(200, tuple(headers), body)

    def _is_known(
        self, if_none_match: str | None, if_modified_since: str | None, now: datetime | None
    ) -> bool:
        """
        Tell whether the one who asks has the bytes, as §13.2.2 orders the conditions.
        """
        if if_none_match is not None:
            return if_none_match.strip(" \t") == "*" or self.etag in opaque_tags(if_none_match)
        since = http_date(if_modified_since or "", near=now or self.last_modified)
        return since is not None and self.last_modified <= since and (now is None or since <= now)


def _cache_control(max_age: timedelta | None, *, private: bool) -> str:
    parts = ["private"] if private else []
    seconds = 0 if max_age is None else max(0, max_age // timedelta(seconds=1))
    parts.append(f"max-age={seconds}" if seconds else "no-cache")
    return ", ".join(parts)
