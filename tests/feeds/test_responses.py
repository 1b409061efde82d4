import gzip
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.feeds.instants import UnusableInstantError
from community_edu.feeds.serving.responses import FeedResponse, Representation

CHANGED = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
PAGE = Representation(
    data="社区教育\r\n".encode() * 40,
    content_type="text/calendar; charset=utf-8",
    last_modified=CHANGED,
    filename="street.ics",
)
TAG = PAGE.etag
OTHER = '"0"'

SAME = format_datetime(CHANGED, usegmt=True)
BEFORE = format_datetime(CHANGED - timedelta(seconds=1), usegmt=True)
AFTER = format_datetime(CHANGED + timedelta(days=400), usegmt=True)


def fields(response: FeedResponse) -> dict[str, str]:
    """
    The headers by name, each there once.
    """
    found = dict(response.headers)
    assert len(found) == len(response.headers)
    return found


class TestConditions:
    @pytest.mark.parametrize(
        ("if_none_match", "status"),
        [
            (TAG, 304),
            (f"W/{TAG}", 304),
            (f'{OTHER}, W/"x,y", {TAG}', 304),
            ("*", 304),
            (" * ", 304),
            (OTHER, 200),
            ('"*"', 200),
            ("", 200),
            (TAG.strip('"'), 200),
            (TAG.upper(), 200),
            (f"*, {TAG}", 200),
        ],
    )
    def test_if_none_match(self, if_none_match: str, status: int) -> None:
        """
        Who has the tag, strong or weak, alone or in a list, or anything at all, has the file.
        """
        assert PAGE.response(if_none_match=if_none_match).status == status

    @pytest.mark.parametrize(
        ("if_modified_since", "status"),
        [(SAME, 304), (AFTER, 304), (BEFORE, 200), ("yesterday", 200), ("", 200)],
    )
    def test_if_modified_since(self, if_modified_since: str, status: int) -> None:
        """
        A date that is not before the last change is enough; what is no date does not count.
        """
        assert PAGE.response(if_modified_since=if_modified_since).status == status

    @pytest.mark.parametrize("date", [BEFORE, SAME, AFTER])
    @pytest.mark.parametrize(
        ("tag", "status"), [(TAG, 304), (OTHER, 200), ("nonsense", 200), ("", 200)]
    )
    def test_precedence(self, tag: str, date: str, status: int) -> None:
        """
        Where there are tags, even malformed, the date does not count.
        """
        assert PAGE.response(if_none_match=tag, if_modified_since=date).status == status

    @pytest.mark.parametrize(("days", "status"), [(399, 200), (400, 304)])
    def test_future(self, days: int, status: int) -> None:
        """
        A date after the clock of the server does not count.
        """
        now = CHANGED + timedelta(days=days)
        assert PAGE.response(if_modified_since=AFTER, at=now).status == status

    @given(st.integers(-3, 3), st.integers(0, 999_999))
    def test_whole_seconds(self, seconds: int, fraction: int) -> None:
        """
        What was given out as Last-Modified is enough later, whatever is below the second.
        """
        changed = CHANGED.replace(microsecond=fraction)
        page = Representation(data=b"1", content_type="text/plain", last_modified=changed)
        asked = format_datetime(CHANGED + timedelta(seconds=seconds), usegmt=True)
        assert page.response(if_modified_since=asked).status == (304 if seconds >= 0 else 200)
        shown = fields(page.response())["Last-Modified"]
        assert page.response(if_modified_since=shown).status == 304

    @pytest.mark.parametrize("accept_encoding", [None, "gzip"])
    def test_what_was_given_out(self, accept_encoding: str | None) -> None:
        """
        The tag given out with one coding is enough with either: it is the same calendar.
        """
        given_out = fields(PAGE.response(accept_encoding=accept_encoding))["ETag"]
        for later in (None, "gzip"):
            response = PAGE.response(if_none_match=given_out, accept_encoding=later)
            assert response.status == 304


class TestHeaders:
    def test_whole(self) -> None:
        """
        The whole file comes with all that a client and a cache need to know.
        """
        response = PAGE.response()
        assert (response.status, response.body) == (200, PAGE.data)
        assert fields(response) == {
            "ETag": TAG,
            "Cache-Control": "no-cache",
            "Vary": "Accept-Encoding",
            "Last-Modified": "Mon, 02 Mar 2026 08:30:00 GMT",
            "Content-Type": "text/calendar; charset=utf-8",
            "Content-Length": str(len(PAGE.data)),
            "Content-Disposition": 'attachment; filename="street.ics"',
        }

    def test_not_modified(self) -> None:
        """
        Without the file there are only the headers that update a cache (RFC 9110 §15.4.5).
        """
        response = PAGE.response(if_none_match=TAG, max_age=timedelta(hours=1))
        assert (response.status, response.body) == (304, b"")
        assert fields(response) == {
            "ETag": TAG,
            "Cache-Control": "max-age=3600",
            "Vary": "Accept-Encoding",
        }

    def test_compressed(self) -> None:
        """
        Compressed, it is shorter, marked as such, and under a weak tag.
        """
        response = PAGE.response(accept_encoding="gzip")
        shown = fields(response)
        assert gzip.decompress(response.body) == PAGE.data
        assert shown["Content-Encoding"] == "gzip"
        assert shown["Content-Length"] == str(len(response.body))
        assert shown["ETag"] == f"W/{TAG}"
        assert len(response.body) < len(PAGE.data)

    def test_same_bytes(self) -> None:
        """
        The compressed bytes do not know when they were made.
        """
        again = Representation(data=PAGE.data, content_type="text/plain", last_modified=CHANGED)
        assert again.compressed == PAGE.compressed
        assert again.compressed[4:8] == bytes(4)

    @pytest.mark.parametrize("accept_encoding", ["gzip", "identity;q=0"])
    def test_not_worth_it(self, accept_encoding: str) -> None:
        """
        What does not get shorter goes out as it is, and so it does to those who refuse all.
        """
        short = Representation(data=b"1", content_type="text/plain", last_modified=CHANGED)
        response = short.response(accept_encoding=accept_encoding)
        assert response.body == b"1"
        assert "Content-Encoding" not in fields(response)
        assert fields(response)["ETag"] == short.etag

    def test_refused(self) -> None:
        """
        Who refuses every coding gets the file as it is.
        """
        assert PAGE.response(accept_encoding="identity;q=0").body == PAGE.data

    @pytest.mark.parametrize(
        ("max_age", "private", "shown"),
        [
            (None, False, "no-cache"),
            (None, True, "private, no-cache"),
            (timedelta(hours=6), False, "max-age=21600"),
            (timedelta(minutes=1, microseconds=5), True, "private, max-age=60"),
            (timedelta(), False, "no-cache"),
            (timedelta(seconds=-1), False, "no-cache"),
        ],
    )
    def test_cache_control(self, max_age: timedelta | None, private: bool, shown: str) -> None:  # noqa: FBT001 - a case
        """
        Caches ask again each time, or after the time that is allowed them.
        """
        response = PAGE.response(max_age=max_age, private=private)
        assert fields(response)["Cache-Control"] == shown

    def test_no_date_of_the_future(self) -> None:
        """
        A file of tomorrow is of now, for the clock of the server, and fetched again tomorrow.
        """
        now = CHANGED - timedelta(hours=1)
        shown = fields(PAGE.response(at=now))["Last-Modified"]
        assert parsedate_to_datetime(shown) == now
        assert PAGE.response(if_modified_since=shown, at=CHANGED).status == 200

    def test_without_a_name(self) -> None:
        """
        What has no file name is shown, not saved.
        """
        page = Representation(data=b"1", content_type="text/html", last_modified=CHANGED)
        assert "Content-Disposition" not in fields(page.response())


class TestInstants:
    def test_any_zone(self) -> None:
        """
        The last change may be told in any zone; it is given out in GMT.
        """
        beijing = CHANGED.astimezone(timezone(timedelta(hours=8)))
        page = Representation(data=b"1", content_type="text/plain", last_modified=beijing)
        assert fields(page.response())["Last-Modified"] == SAME

    def test_no_zone(self) -> None:
        """
        A time without zone is refused, as the last change and as now.
        """
        naive = CHANGED.replace(tzinfo=None)
        with pytest.raises(UnusableInstantError, match="give a time since 1970 with its offset"):
            Representation(data=b"1", content_type="text/plain", last_modified=naive)
        with pytest.raises(UnusableInstantError, match="2026-03-02 08:30:00 cannot be used"):
            PAGE.response(at=naive)
