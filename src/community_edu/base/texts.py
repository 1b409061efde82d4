"""
Text for people, in Chinese and, where there is one, in English.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, TypeAlias, cast

import attrs

Language: TypeAlias = Literal["zh-CN", "en"]
"""
The languages in which the library speaks.
"""

LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")


@attrs.frozen
class Text:
    """
    A name or a sentence: Chinese first, since the plans are, English if given.

    Attributes:
        zh: The text in Chinese.
        en: The same in English, or `None` where nobody has translated it.

    Example:
        >>> name = Text("社区学校", en="community school")
        >>> name.to("en"), Text("社区学校").to("en")
        ('community school', '社区学校')
    """

    zh: str = attrs.field()
    en: str | None = attrs.field(default=None, kw_only=True)

    def to(self, language: Language) -> str:
        """
        Return the text in *language*; the Chinese where there is no English.
        """
        return self.en if language == "en" and self.en is not None else self.zh

    def __str__(self) -> str:
        return self.zh


def text(value: Text | str | Mapping[str, str]) -> Text:
    """
    Take a `Text`, a plain string (Chinese) or ``{"zh": …, "en": …}``.

    Example:
        >>> text("重阳节"), text({"zh": "重阳节", "en": "Double Ninth"}).en
        (Text(zh='重阳节', en=None), 'Double Ninth')
    """
    if isinstance(value, Text):
        return value
    if isinstance(value, str):
        return Text(value)
    return Text(value["zh"], en=value.get("en"))


def words(value: object, language: Language) -> str:
    """
    Turn one value of a sentence into words of *language*.

    A `Text` speaks the language, a tuple is joined as the language joins,
    a fraction that has a short decimal form is written so; all else prints
    as `str` has it.

    Example:
        >>> words(("语文", Text("音乐", en="music")), "zh-CN"), words(Fraction(1, 2), "en")
        ('语文、音乐', '0.5')
    """
    if isinstance(value, Text):
        return value.to(language)
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        return ("、" if language == "zh-CN" else ", ").join(words(item, language) for item in items)
    if isinstance(value, Fraction):
        return decimal_text(value)
    return str(value)


def decimal_text(value: Fraction) -> str:
    """
    Write a fraction exactly: as a decimal where that ends soon, else as ``n/d``.

    Example:
        >>> decimal_text(Fraction(47, 120)), decimal_text(Fraction(392, 1000))
        ('47/120', '0.392')
    """
    for places in range(7):
        scaled = value * 10**places
        if scaled.denominator == 1:
            if places == 0:
                return str(scaled.numerator)
            sign = "-" if value < 0 else ""
            digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
            return f"{sign}{digits[:-places]}.{digits[-places:]}"
    return str(value)
