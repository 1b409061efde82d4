"""
Addresses of the web: what may be published as one.
"""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import BadWebAddressError, web_address

ALPHABET = 'htps:/.@?#[]%aF9-_ \\<"é中\n\t\x00'


class TestWebAddress:
    @pytest.mark.parametrize(
        "value",
        [
            "https://school.example",
            "http://school.example/",
            "HTTPS://School.Example/Courses",
            "https://school.example:8443/a/b?id=7&x[]=1#top",
            "https://school.example?q=a%20b",
            "https://school.example#top",
            "https://xn--fiq228c.example./~li/(1)",
            "https://192.0.2.7/",
            "https://[2001:db8::7]:443/",
            "https://localhost:65535",
            "https://school.example/@li",
            "https://school.example/" + "a" * 1977,
        ],
    )
    def test_good(self, value: str) -> None:
        """
        An absolute address with a host stays as it is written.
        """
        assert web_address(value) == value

    @pytest.mark.parametrize(
        "value",
        [
            "",
            "school.example",
            "//school.example/a",
            "ftp://school.example/a",
            "webcal://school.example/a",
            "mailto:li@school.example",
            "javascript:alert(1)",
            "https://",
            "https:///a",
            "https://?q",
            "https:/school.example",
            "https://-school.example",
            "https://a..example",
            "https://school.example:65536/",
            "https://school.example:/a",
            "https://li@school.example/",
            "https://li:secret@school.example/",
            "https://school.example/a b",
            " https://school.example/",
            "https://school.example/\n",
            "https://school.example/a\r\nATTACH:x",
            "https://school.example/\x00",
            "https://school.example/\u200b",
            "https://school.example/课程",
            "https://学校.example/",
            "https://school.example/100%",
            "https://school.example/%zz",
            "https://school.example/<b>",
            'https://school.example/"a"',
            "https://school.example/a\\b",
            "https://school.example/a#b#c",
            "https://school.example/" + "a" * 1978,
        ],
    )
    def test_bad(self, value: str) -> None:
        """
        Anything else is refused: other schemes, no host, user names, what no URI may hold.
        """
        with pytest.raises(BadWebAddressError) as caught:
            web_address(value)
        assert caught.value.value == value[:80]

    def test_sentences(self) -> None:
        """
        The error says what to write.
        """
        error = BadWebAddressError("课程")
        assert str(error) == (
            "'课程' is not a web address; write https://, a host and the path, without spaces "
            "and without a user name, other letters as %XX, at most 2000 characters"
        )
        assert error.sentence("zh-CN").startswith("“课程”不是有效的网址，请写 https://")

    @given(st.text(st.sampled_from(ALPHABET), max_size=12).map("https://a.example".__add__))
    def test_parted_as_the_standard_library_parts_it(self, value: str) -> None:
        """
        What is let through has the host that was meant, and not a character that a URI
        may not have.
        """
        try:
            parts = urlsplit(web_address(value))
        except BadWebAddressError:
            return
        assert (parts.scheme, parts.username, parts.password) == ("https", None, None)
        assert (parts.hostname or "").startswith("a.example")
        assert value.isascii()
        assert not set(value) & set(' \\<"\n\t\x00')
