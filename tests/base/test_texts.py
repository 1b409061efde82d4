"""
Texts in two languages, and the words that sentences are made of.
"""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import LANGUAGES, Language, Text, decimal_text, text, words


class TestText:
    def test_in_each_language(self) -> None:
        """
        A text with both languages gives the one asked for.
        """
        name = Text("社区学校", en="community school")
        assert [name.to(language) for language in LANGUAGES] == ["社区学校", "community school"]

    def test_untranslated(self) -> None:
        """
        A text that nobody has translated is given in Chinese.
        """
        assert Text("社区学校").to("en") == "社区学校"

    def test_empty_translation(self) -> None:
        """
        A translation that is there counts, even if it is empty.
        """
        assert Text("的", en="").to("en") == ""

    def test_prints_in_chinese(self) -> None:
        """
        A text prints in Chinese.
        """
        assert str(Text("社区学校", en="community school")) == "社区学校"


class TestTextOf:
    def test_takes_three_forms(self) -> None:
        """
        A text is taken as it is, a string is Chinese, a mapping may give both languages.
        """
        name = Text("重阳节", en="Double Ninth")
        assert text(name) is name
        assert text("重阳节") == text({"zh": "重阳节"}) == Text("重阳节")
        assert text({"zh": "重阳节", "en": "Double Ninth"}) == name


class TestWords:
    @pytest.mark.parametrize(
        ("value", "zh", "en"),
        [
            (Text("音乐", en="music"), "音乐", "music"),
            (("语文", Text("音乐", en="music")), "语文、音乐", "语文, music"),
            ((), "", ""),
            ((("a", "b"), "c"), "a、b、c", "a, b, c"),
            ((Fraction(1, 2), Fraction(1, 3)), "0.5、1/3", "0.5, 1/3"),
            (3, "3", "3"),
            (Decimal("2.50"), "2.50", "2.50"),
            (None, "None", "None"),
        ],
    )
    def test_of_a_language(self, value: object, zh: str, en: str) -> None:
        """
        Texts, tuples and fractions are written as the language writes them, all else as it is.
        """
        assert words(value, "zh-CN") == zh
        assert words(value, "en") == en

    @given(st.lists(st.text(st.characters(categories=["Lu", "Ll"])), min_size=1))
    def test_tuples_can_be_read_back(self, items: list[str]) -> None:
        """
        The items of a tuple stand in its order between the marks of the language.
        """
        marks: dict[Language, str] = {"zh-CN": "、", "en": ", "}
        for language, mark in marks.items():
            assert words(tuple(items), language).split(mark) == items


class TestDecimalText:
    @pytest.mark.parametrize(
        ("value", "written"),
        [
            (Fraction(0), "0"),
            (Fraction(-3), "-3"),
            (Fraction(120), "120"),
            (Fraction(1, 2), "0.5"),
            (Fraction(-1, 2), "-0.5"),
            (Fraction(392, 1000), "0.392"),
            (Fraction(-5, 4), "-1.25"),
            (Fraction(1, 10**6), "0.000001"),
            (Fraction(1, 10**7), "1/10000000"),
            (Fraction(-47, 120), "-47/120"),
        ],
    )
    def test_hard_cases(self, value: Fraction, written: str) -> None:
        """
        Up to six decimals are written as such, and anything longer as a fraction.
        """
        assert decimal_text(value) == written

    @given(st.fractions())
    def test_exact(self, value: Fraction) -> None:
        """
        What is written is the value itself, never a rounded one.
        """
        assert Fraction(decimal_text(value)) == value

    @given(st.integers(), st.integers(0, 6))
    def test_as_decimals_are_written(self, digits: int, places: int) -> None:
        """
        A number of at most six decimals is written as a decimal, with no zero too many.
        """
        decimal = Decimal(f"{digits}E-{places}")
        plain = f"{decimal:f}"
        shortest = plain.rstrip("0").rstrip(".") if "." in plain else plain
        assert decimal_text(Fraction(decimal)) == {"-0": "0"}.get(shortest, shortest)
