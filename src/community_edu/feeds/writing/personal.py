"""
Numbers of persons in texts: mobile phones and identity cards, which no public feed may show.
"""

import re
from typing import Final

from community_edu.base import Language, Text

OMITTED: Final = Text("（略）", en="(omitted)")

_NARROW: Final = str.maketrans("０１２３４５６７８９＋－Ｘｘ", "0123456789+-Xx")
_WIDE: Final = re.compile("[０-９＋－Ｘｘ]")
_GAP: Final = "[ .\u00a0\u00b7\u2010-\u2015\u3000－-]?"
_ELEVEN_DIGITS: Final = re.compile(f"(?:[0-9０-９]{_GAP}){{11}}")
_DAY: Final = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_NUMBER: Final = re.compile(
    rf"""
    (?<!\d) (?:
        (?: (?:\+|00)? 86 {_GAP} )? 1[3-9]\d {_GAP} \d{{4}} {_GAP} \d{{4}}   # mobile phone
      | [1-9]\d{{5}} {_GAP} (?:18|19|20)\d\d {_DAY} {_GAP} \d{{3}}[\dXx]     # identity card
      | [1-9]\d{{5}} \d\d {_DAY} \d{{3}}                                     # the same until 2012
    ) (?!\d)
    """.replace(_GAP, _GAP.replace(" ", r"\x20")),
    re.VERBOSE | re.ASCII,
)


def without_personal(text: str, language: Language = "zh-CN") -> str:
    """
    Leave out the numbers of mobile phones and of identity cards (身份证号) of *text*.

    A number of either kind is known by its digits: eleven, or eighteen with a day of birth
    among them (GB 11643), or fifteen as until 2012; also in full-width digits, and with a
    space, a dot or a dash between groups. Those of offices, which have an area code, stay.

    Args:
        text: Any text; one without such numbers is returned as it is.
        language: The language of the words that stand in their place.

    Example:
        >>> without_personal("报名：张某 138 1234 5678，办公室 021-12345678")
        '报名：张某 （略），办公室 021-12345678'
    """
    if not _ELEVEN_DIGITS.search(text):
        return text
    pieces: list[str] = []
    done = 0
    narrow = text.translate(_NARROW) if _WIDE.search(text) else text
    for found in _NUMBER.finditer(narrow):
        pieces += text[done : found.start()], OMITTED.to(language)
        done = found.end()
    return "".join((*pieces, text[done:]))
