import re

import pytest

from community_edu.feeds.writing.colors import COLORS, UnknownColorError, color_name


class TestColors:
    def test_all_of_css_3(self) -> None:
        """
        CSS 3 has 147 names, those of grey in two spellings, each with six hexadecimal digits.
        """
        assert len(COLORS) == 147
        assert all(re.fullmatch("[0-9a-f]{6}", digits) for digits in COLORS.values())
        greys = {name: digits for name, digits in COLORS.items() if "grey" in name}
        assert len(greys) == 7
        assert all(COLORS[name.replace("grey", "gray")] == greys[name] for name in greys)

    @pytest.mark.parametrize(
        ("name", "digits"), [("red", "ff0000"), ("navy", "000080"), ("gold", "ffd700")]
    )
    def test_digits(self, name: str, digits: str) -> None:
        """
        The digits are those of the name.
        """
        assert COLORS[name] == digits

    def test_any_letters(self) -> None:
        """
        A name may be in any letters (RFC 7986 §5.9).
        """
        assert color_name("SteelBlue") == "steelblue"

    def test_unknown(self) -> None:
        """
        Another word is refused, in both languages.
        """
        with pytest.raises(UnknownColorError, match="'rebeccapurple' is no colour name") as caught:
            color_name("rebeccapurple")
        assert caught.value.sentence("zh-CN").startswith("“rebeccapurple”不是 CSS 3 的颜色名称")
