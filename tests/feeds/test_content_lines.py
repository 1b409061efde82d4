import re
from typing import Final

import icalendar
import pytest
from feed_samples import lint, unescaped
from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentline, Parameters

from community_edu.feeds.writing.content_lines import (
    QUOTED,
    LineEndInValueError,
    content_line,
    escaped,
    folded,
)

ALPHABET: Final = "中文，a b,;:\\nN\n\r\"'’=^%😀👨\u200d👩\u2028é"
TEXTS: Final = st.one_of(st.text(), st.text(alphabet=ALPHABET, max_size=300))
NAMES: Final = st.from_regex(r"[A-Z][A-Z0-9-]{0,90}", fullmatch=True)
PARAMETER_NAMES: Final = st.one_of(st.sampled_from([*sorted(QUOTED), "CN", "VALUE"]), NAMES)
PARAMETER: Final = re.compile(r';([A-Z0-9-]+)=(?:"([^"]*)"|([^",;:]*))')
LINE: Final = re.compile(
    rf"(?P<name>[A-Z0-9-]+)(?P<parameters>(?:{PARAMETER.pattern})*):(?P<value>.*)", re.DOTALL
)
CARETS: Final = {"^^": "^", "^n": "\n", "^'": '"'}
CARET: Final = re.compile(r"\^[\^n']")
SAFE: Final = TEXTS.map(lambda text: text.replace("\\N", "\\M"))
"""
Texts without the two characters that icalendar takes for a line end.
"""


def theirs(name: str, text: str, parameters: dict[str, str | list[str]]) -> bytes:
    """
    The property as icalendar writes it.
    """
    line = Contentline.from_parts(name, Parameters(parameters), icalendar.vText(text), sorted=False)
    return bytes(line.to_ical()) + b"\r\n"


def ours(name: str, text: str, parameters: dict[str, str | list[str]]) -> bytes:
    given = [
        (key, value if isinstance(value, str) else tuple(value))
        for key, value in parameters.items()
    ]
    return folded([content_line(name, escaped(text), given)])


def read(data: bytes) -> tuple[str, dict[str, str], str]:
    """
    Name, parameters and text of a property, read by the grammar of RFC 5545 §3.1.
    """
    (line,) = data.decode().replace("\r\n ", "").split("\r\n")[:-1]
    found = LINE.fullmatch(line)
    assert found
    parameters = {
        key: CARET.sub(lambda pair: CARETS[pair[0]], quoted or plain)
        for key, quoted, plain in PARAMETER.findall(found["parameters"])
    }
    return found["name"], parameters, unescaped(found["value"])


def one_end(text: str) -> str:
    return re.sub(r"\r\n|\r", "\n", text)


class TestAsIcalendar:
    @given(NAMES, SAFE, st.dictionaries(PARAMETER_NAMES, SAFE, max_size=3))
    def test_bytes(self, name: str, text: str, parameters: dict[str, str | list[str]]) -> None:
        """
        Names, parameters and texts of any kind are written byte for byte as icalendar does.
        """
        assert ours(name, text, parameters) == theirs(name, text, parameters)

    @given(st.dictionaries(NAMES, st.lists(SAFE, min_size=1, max_size=4), max_size=2))
    def test_many_values(self, parameters: dict[str, str | list[str]]) -> None:
        """
        So are parameters that have several values.
        """
        assert ours("X", "1", parameters) == theirs("X", "1", parameters)

    @given(NAMES, TEXTS, st.dictionaries(PARAMETER_NAMES, TEXTS, max_size=3))
    def test_there_and_back(
        self, name: str, text: str, parameters: dict[str, str | list[str]]
    ) -> None:
        """
        What is written is read back equal, with line ends of all kinds as one.
        """
        back = {key: one_end(str(value)) for key, value in parameters.items()}
        assert read(ours(name, text, parameters)) == (name, back, one_end(text))

    @given(NAMES, st.text(alphabet=ALPHABET.replace("\r", ""), max_size=400))
    def test_lines(self, name: str, text: str) -> None:
        """
        No line has more than 75 octets or is cut within a character.
        """
        assert lint(ours(name, text, {})) == []


class TestWhereIcalendarIsWrong:
    def test_backslash_and_capital_n(self) -> None:
        r"""
        The two characters ``\N`` of a text stay, which icalendar makes a line end.
        """
        text = "C:\\New"
        assert ours("SUMMARY", text, {}) == b"SUMMARY:C:\\\\New\r\n"
        assert theirs("SUMMARY", text, {}) == b"SUMMARY:C:\\new\r\n"
        assert read(ours("SUMMARY", text, {}))[2] == text
        assert read(theirs("SUMMARY", text, {}))[2] != text

    def test_name_of_a_calendar(self) -> None:
        """
        NAME is a text like others (RFC 7986 §5.1), which icalendar does not escape.
        """
        calendar = icalendar.Calendar.new(name="a, b; c")
        assert b"NAME:a, b; c\r\n" in calendar.to_ical()
        assert ours("NAME", "a, b; c", {}) == b"NAME:a\\, b\\; c\r\n"


class TestEscaped:
    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("讲座", "讲座"),
            ("a,b;c\\d", "a\\,b\\;c\\\\d"),
            ("a\nb\r\nc\rd", "a\\nb\\nc\\nd"),
            ('a:b"c', 'a:b"c'),
        ],
    )
    def test_specials(self, text: str, written: str) -> None:
        """
        Backslash, comma, semicolon and line ends are escaped, colons and quotes are not.
        """
        assert escaped(text) == written


class TestContentLine:
    @pytest.mark.parametrize(
        ("name", "value", "written"),
        [
            ("FEATURE", "VIDEO", "VIDEO"),
            ("LABEL", "二楼, 201", '"二楼, 201"'),
            ("LABEL", 'a "b" ^c\nd', "a ^'b^' ^^c^nd"),
            ("X-TITLE", "二楼", '"二楼"'),
            ("CN", "a b", '"a b"'),
        ],
    )
    def test_parameter(self, name: str, value: str, written: str) -> None:
        """
        Quotes, carets and line ends are written with carets; what needs it is quoted.
        """
        assert content_line("X", "1", [(name, value)]) == f"X;{name}={written}:1"


class TestFolded:
    def test_edges(self) -> None:
        """
        A line of 74 octets stays whole; of one more, the rest is on a second line.
        """
        assert folded(["a" * 74]) == b"a" * 74 + b"\r\n"
        assert folded(["a" * 75]) == b"a" * 74 + b"\r\n a\r\n"

    @pytest.mark.parametrize("pair", ["\\\\", "\\n", "^n", "^^"])
    def test_pairs(self, pair: str) -> None:
        """
        A pair of an escape is not taken apart.
        """
        assert folded(["a" * 73 + pair]) == b"a" * 73 + b"\r\n " + pair.encode() + b"\r\n"

    def test_nothing(self) -> None:
        """
        No lines are no bytes.
        """
        assert folded([]) == b""

    @pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
    def test_line_end(self, end: str) -> None:
        """
        A line end in what is no text is refused: it would begin another property.
        """
        with pytest.raises(LineEndInValueError, match=r"URL:a.*has a line end in its value"):
            folded(["BEGIN:VEVENT", content_line("URL", f"a{end}METHOD:REQUEST")])
