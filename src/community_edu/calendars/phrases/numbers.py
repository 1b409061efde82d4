"""
Numbers as phrases write them: 5, 十二, 廿三, 两, twelve, 3rd.
"""

DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"廿": 20, "卅": 30}
PLACES = {"十": 10, "百": 100, "千": 1000}

CARDINALS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen", "twenty"),
)
ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
ENGLISH: dict[str, int] = {
    word: number for words in (CARDINALS, ORDINALS) for number, word in enumerate(words, start=1)
} | {"thirty": 30, "thirtieth": 30, "forty": 40, "fifty": 50}


def number_of(text: str) -> int | None:
    """
    Return the number that *text* writes, or `None` if it writes none.

    Example:
        >>> [number_of(text) for text in ("12", "十二", "廿三", "一百零五", "twelve", "3rd", "百")]
        [12, 12, 23, 105, 12, 3, None]
    """
    digits = text.removesuffix("st").removesuffix("nd").removesuffix("rd").removesuffix("th")
    if digits.isdecimal():
        return int(digits)
    if text in ENGLISH:
        return ENGLISH[text]
    tens, _, units = text.partition("-")
    if units:
        return ENGLISH.get(tens, 0) + ENGLISH.get(units, 0)
    return chinese_number(text)


def chinese_number(text: str) -> int | None:
    """
    Return the number that Chinese numerals write, up to 9999.
    """
    if all(char in DIGITS for char in text) and (len(text) == 1 or text[0] in "一二"):
        return DIGITS[text] if len(text) == 1 else _by_digits(text)
    total, digit, place = 0, None, 10_000
    for char in text:
        if char in TENS and digit is None and place > TENS[char]:
            total, place = total + TENS[char], 10
        elif char in PLACES and PLACES[char] < place and digit != 0:
            if digit is None and char != "十":
                return None
            total, place = total + (digit or 1) * PLACES[char], PLACES[char]
            digit = None
        elif char in DIGITS and digit in {None, 0}:
            digit = DIGITS[char]
        else:
            return None
    return total + (digit or 0)


def _by_digits(text: str) -> int | None:
    """
    Read a year by its digits (二〇二六); other runs of digits are no number (一三五).
    """
    return int("".join(str(DIGITS[char]) for char in text)) if len(text) == 4 else None  # noqa: PLR2004 - a year
