"""
Addresses of the web (网址), such as calendars and pages carry them.
"""

import re
from typing import ClassVar, NewType

import attrs

from community_edu.base.errors import CommunityEduError

WebAddress = NewType("WebAddress", str)

LONGEST = 2000
"""
How many characters an address may have; clients and servers cut off longer ones.
"""

LONGEST_SHOWN = 80

_LABEL = r"[a-z0-9_]+(?:-+[a-z0-9_]+)*"
_CHARACTERS = r"(?:[a-z0-9._~:/?@!$&'()*+,;=\[\]-]|%[0-9a-f]{2})*"
_ADDRESS = re.compile(
    rf"https?://(?:{_LABEL}(?:\.{_LABEL})*\.?|\[[0-9a-f:.]+\])(?::(?P<port>\d{{1,5}}))?"
    rf"(?:[/?]{_CHARACTERS})?(?:#{_CHARACTERS})?",
    re.ASCII | re.IGNORECASE,
)
_LAST_PORT = 65_535


@attrs.define(slots=False)
class BadWebAddressError(CommunityEduError, ValueError):
    """
    A text that is no address of the web, or one that clients would not open.
    """

    code: ClassVar[str] = "bad-web-address"
    en: ClassVar[str] = (
        "'{value}' is not a web address; write https://, a host and the path, without spaces "
        "and without a user name, other letters as %XX, at most 2000 characters"
    )
    zh: ClassVar[str] = (
        "“{value}”不是有效的网址，请写 https://、主机名和路径，不含空格和用户名，"
        "汉字等写成 %XX，最长 2000 个字符"
    )

    value: str


def web_address(value: str) -> WebAddress:
    """
    Return *value* if it is an absolute address of the web (RFC 3986, http or https).

    It is kept as it is written. An address with a user name or a password is refused:
    what is published must not carry one. Letters beyond ASCII are refused, too, since
    calendars have URIs; a browser copies such an address with %XX in their place.

    Raises:
        BadWebAddressError: It is something else, has spaces or control characters, or is
            longer than 2000 characters.

    Example:
        >>> web_address("https://school.example/courses?id=7")
        'https://school.example/courses?id=7'
        >>> web_address("school.example")
        Traceback (most recent call last):
        ...
        community_edu.base.web_addresses.BadWebAddressError: 'school.example' is not a web \
address; write https://, a host and the path, without spaces and without a user name, other \
letters as %XX, at most 2000 characters
    """
    found = _ADDRESS.fullmatch(value) if len(value) <= LONGEST else None
    if found is None or int(found["port"] or 0) > _LAST_PORT:
        raise BadWebAddressError(value[:LONGEST_SHOWN])
    return WebAddress(value)
