from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime
from fractions import Fraction
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.feeds.serving.http_fields import (
    accepts_gzip,
    content_disposition,
    http_date,
    opaque_tags,
)

NOW = datetime(2026, 1, 5, tzinfo=UTC)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

moments = st.integers(-49 * 365 * 86400, 49 * 365 * 86400).map(
    lambda seconds: NOW + timedelta(seconds=seconds)
)
spaces = st.text(" \t", max_size=2)
tags = st.text(st.characters(codec="latin-1", exclude_characters='"\x7f', min_codepoint=33)).map(
    lambda opaque: f'"{opaque}"'
)


def obsolete(moment: datetime) -> str:
    """
    The form of RFC 850, put together by hand.
    """
    _, day, month, year, clock, zone = format_datetime(moment, usegmt=True).split()
    return f"{WEEKDAYS[moment.weekday()]}, {day}-{month}-{year[2:]} {clock} {zone}"


class TestHttpDate:
    @given(moments)
    def test_three_forms(self, moment: datetime) -> None:
        """
        A date written in any of the three forms is read as the same instant.
        """
        fixed, asctime = format_datetime(moment, usegmt=True), moment.ctime()
        forms = (fixed, obsolete(moment), asctime, f" {fixed}\t")
        assert {http_date(form, near=NOW) for form in forms} == {moment}

    @given(moments, st.integers(0, 40), st.characters(codec="latin-1"))
    def test_one_character_more(self, moment: datetime, place: int, character: str) -> None:
        """
        With a character put in, it is no date, or one that others read alike.
        """
        written = format_datetime(moment, usegmt=True)
        spoilt = written[:place] + character + written[place:]
        read = http_date(spoilt, near=NOW)
        assert read is None or read == parsedate_to_datetime(spoilt)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "0",
            "yesterday",
            "Mon, 5 Jan 2026 00:00:00 GMT",
            "Mon, 05 Jan 2026 00:00:00 UTC",
            "Mon, 05 Jan 2026 00:00:00 +0000",
            "mon, 05 jan 2026 00:00:00 gmt",
            "Tue, 05 Jan 2026 00:00:00 GMT",
            "Mon, 05 Jan 2026 24:00:00 GMT",
            "Mon, 05 Jan 2026 00:60:00 GMT",
            "Mon, 05 Jan 2026 00:00:61 GMT",
            "Mon, 30 Feb 2026 00:00:00 GMT",
            "Sat, 01 Jan 0000 00:00:00 GMT",
            "Fri, 31 Dec 9999 23:59:60 GMT",
            "Mon, 05 Jan ٢٠٢٦ 00:00:00 GMT",
            "Mon, 05 Jan 2026 00:00:00 GMT, Mon, 05 Jan 2026 00:00:00 GMT",
            "Mon, 05 Jan 2026 00:00:00 GMT; length=100",
            "Mon Jan 05 00:00:00 2026 GMT",
            "2026-01-05T00:00:00Z",
        ],
    )
    def test_nonsense(self, text: str) -> None:
        """
        What is none of the three forms, or no day of the calendar, is no date.
        """
        assert http_date(text, near=NOW) is None

    def test_leap_second(self) -> None:
        """
        A leap second, which the grammar has, is the second after it.
        """
        last = "Sat, 31 Dec 2016 23:59:60 GMT"
        assert http_date(last, near=NOW) == datetime(2017, 1, 1, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("text", "year"),
        [
            ("Sunday, 06-Nov-94 08:49:37 GMT", 1994),
            ("Sunday, 05-Jan-76 00:00:00 GMT", 2076),
            ("Monday, 05-Jan-76 00:00:01 GMT", 1976),
            ("Monday, 05-Jan-26 00:00:00 GMT", 2026),
        ],
    )
    def test_year_of_two_digits(self, text: str, year: int) -> None:
        """
        A year of two digits is at most 50 years in the future, to the second.
        """
        read = http_date(text, near=NOW)
        assert read is not None
        assert read.year == year

    def test_near_has_a_zone(self) -> None:
        """
        The instant from which a short year is counted may be in any zone.
        """
        beijing = NOW.astimezone(timezone(timedelta(hours=8)))
        assert http_date("Sunday, 05-Jan-76 00:00:00 GMT", near=beijing) == datetime(
            2076, 1, 5, tzinfo=UTC
        )


class TestOpaqueTags:
    @given(st.lists(st.tuples(spaces, st.sampled_from(["", "W/"]), tags, spaces)), st.data())
    def test_lists(self, members: list[tuple[str, str, str, str]], data: st.DataObject) -> None:
        """
        Of a list every tag is read, whatever is in it, with any spaces and empty members.
        """
        written = [f"{before}{weak}{tag}{after}" for before, weak, tag, after in members]
        for _ in range(data.draw(st.integers(0, 2))):
            written.insert(data.draw(st.integers(0, len(written))), data.draw(spaces))
        assert opaque_tags(",".join(written)) == {tag for _, _, tag, _ in members}

    @pytest.mark.parametrize(
        "text", ["a", '"a', 'a"', '"a" "b"', 'w/"a"', 'W/ "a"', '"a b"', '*, "a"', '"a";q=1']
    )
    def test_no_list(self, text: str) -> None:
        """
        What is no list of tags has none, even if it holds one.
        """
        assert opaque_tags(text) == set()

    def test_star(self) -> None:
        """
        A star in quotes is a tag like another.
        """
        assert opaque_tags('"*"') == {'"*"'}


WEIGHTS = (None, "0", "0.000", "0.001", "0.5", "0.50", "1", "1.000")


class TestAcceptsGzip:
    @given(
        st.dictionaries(st.sampled_from(["gzip", "identity", "*", "br"]), st.sampled_from(WEIGHTS)),
        spaces,
        st.sampled_from(["q", "Q"]),
    )
    def test_weights(self, weights: dict[str, str | None], space: str, q: str) -> None:
        """
        Gzip is taken if it is accepted, by name or by the star, and nothing is liked better.
        """
        written = [
            f"{space}{coding}" + ("" if weight is None else f"{space};{space}{q}={weight}{space}")
            for coding, weight in weights.items()
        ]
        values = {coding: Fraction(weight or 1) for coding, weight in weights.items()}
        named = [coding for coding in ("gzip", "*") if coding in values]
        gzipped = values[named[0]] if named else Fraction(0)
        plain = values.get("identity", values.get("*", Fraction(0)))
        assert accepts_gzip(",".join(written)) == (gzipped != 0 and plain <= gzipped)

    @pytest.mark.parametrize(
        "text",
        [
            "gzip, deflate, br",
            "GZIP",
            "x-gzip",
            "br;q=1.0, gzip;q=0.8, *;q=0.1",
            "*",
            "identity;q=0, *;q=0.001",
            "gzip;q=0.5, identity;q=0.5",
            ", ,gzip",
            "what is this, gzip",
        ],
    )
    def test_packed(self, text: str) -> None:
        """
        These clients get it compressed.
        """
        assert accepts_gzip(text)

    @pytest.mark.parametrize(
        "text",
        [
            None,
            "",
            "identity",
            "br, zstd",
            "gzip;q=0",
            "gzip;q=0, *",
            "x-gzip;q=0",
            "*;q=0",
            "identity;q=0",
            "gzip;q=0.9, identity",
            "gzip;q=0.5, *;q=0.8",
            "gzip;q=1.001",
            "gzip;q=0.0001",
            "gzip;q=-1",
            "gzip;q=",
            "gzip;level=9",
            "pigzip",
            "gzıp",
        ],
    )
    def test_not_packed(self, text: str | None) -> None:
        """
        These do not: they do not name it, refuse it, like another better, or write it wrongly.
        """
        assert not accepts_gzip(text)


class TestContentDisposition:
    @given(st.text())
    def test_any_name(self, name: str) -> None:
        """
        Any name gives a header of one line of ASCII, with a name that is no path.
        """
        header = content_disposition(name)
        assert header.isascii()
        assert header.isprintable()
        kind, plain, *extended = (
            header.split("; ", 2) if "; filename*" in header else [*header.split("; ", 1)]
        )
        assert kind == "attachment"
        assert plain.startswith('filename="')
        assert plain.count('"') == 2
        saved = unquote(extended[0].removeprefix("filename*=UTF-8''")) if extended else plain[10:-1]
        assert not set(saved) & set('/\\"\r\n\0')

    def test_chinese(self) -> None:
        """
        A Chinese name is there in full for clients that read it, and as ASCII for others.
        """
        assert (
            content_disposition("街道 2026.ics")
            == "attachment; filename=\"__ 2026.ics\"; filename*=UTF-8''%E8%A1%97%E9%81%93%202026.ics"
        )

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("a.ics", '"a.ics"'),
            ("../../etc/a.ics", '"a.ics"'),
            ("C:\\a.ics", '"a.ics"'),
            ('a"b\r\nX: y.ics', '"a_b__X_ y.ics"'),
            ("a%41.ics", "\"a_41.ics\"; filename*=UTF-8''a%2541.ics"),
        ],
    )
    def test_tricks(self, name: str, shown: str) -> None:
        """
        Paths, quotes, line ends and escapes in a name do no harm.
        """
        assert content_disposition(name) == f"attachment; filename={shown}"
