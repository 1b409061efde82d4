"""
Which characters a calendar file can hold.
"""

import re
from typing import Final

_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(value: str) -> str:
    r"""
    Return *value* as every client can take it.

    Line ends of all kinds become ``\n``, tabs become spaces. Control characters
    are left out, for some clients refuse the whole file for one of them; so are
    halves of surrogate pairs and non-characters, which UTF-8 or XML cannot hold.

    Example:
        >>> clean("a\r\nb\tc\x00d")
        'a\nb cd'
    """
    return _NOT_TEXT.sub("", _LINE_ENDS.sub("\n", value).replace("\t", " "))
