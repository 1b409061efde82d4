import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.feeds.writing.personal import without_personal

GAPS = ["", " ", "-", ".", "·", "–", "\u00a0", "\u3000"]
AROUND = st.text(alphabet="电话：报名 a,（）\n+X", max_size=20)


class TestPhones:
    @pytest.mark.parametrize(
        "number",
        [
            "13800138000",
            "138 0013 8000",
            "138-0013-8000",
            "+8613800138000",
            "+86 138 0013 8000",
            "86-13800138000",
            "008613800138000",
            "１３８００１３８０００",
            "199.0013.8000",
        ],
    )
    def test_left_out(self, number: str) -> None:
        """
        The number of a mobile phone is left out, however it is written.
        """
        assert without_personal(f"报名{number}，先到先得") == "报名（略），先到先得"

    @pytest.mark.parametrize(
        "text",
        [
            "021-12345678",
            "400-820-8820",
            "96011",
            "12345",
            "12800138000",
            "138001380001",
            "2026-10-18 14:00",
            "ISBN 978-7-100-00000-1",
            "9787100000001",
            "310,000 人次，13.8 万元",
            "会议号 123 456 789",
        ],
    )
    def test_kept(self, text: str) -> None:
        """
        Numbers of offices, dates, amounts, books and other long numbers stay.
        """
        assert without_personal(text) == text

    def test_several(self) -> None:
        """
        Each of several numbers is left out, and nothing else.
        """
        text = "张某13800138000、李某13900139000，或致电办公室"
        assert without_personal(text) == "张某（略）、李某（略），或致电办公室"

    def test_in_english(self) -> None:
        """
        An English text says so in English.
        """
        assert without_personal("call 13800138000", "en") == "call (omitted)"

    @given(AROUND, st.from_regex("1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(GAPS), AROUND)
    def test_any(self, before: str, digits: str, gap: str, after: str) -> None:
        """
        Whatever stands around it, no digit of a number is left, and every other character is.
        """
        number = gap.join((digits[:3], digits[3:7], digits[7:]))
        left = without_personal(before + number + after)
        assert not any(character.isdigit() for character in left)
        assert left.replace("（略）", "|").partition("|")[::2] in {
            (before, after),
            (before.removesuffix("+"), after),
        }


class TestIdentityCards:
    @pytest.mark.parametrize(
        "number",
        [
            "11010119900307803X",
            "11010119900307803x",
            "110101199003078035",
            "110101 19900307 8035",
            "１１０１０１１９９００３０７８０３Ｘ",
            "110101900307803",
        ],
    )
    def test_left_out(self, number: str) -> None:
        """
        The number of an identity card is left out, in its old form, too.
        """
        assert without_personal(f"身份证{number}。") == "身份证（略）。"

    @pytest.mark.parametrize(
        "text",
        ["110101199013078035", "6222020200012345678", "91310000MA1FL12345", "110101901307803"],
    )
    def test_kept(self, text: str) -> None:
        """
        A number without a day of birth among its digits, or of another length, is none.
        """
        assert without_personal(text) == text


class TestAnyText:
    @given(st.text(alphabet="0123456789０１３ -+中X\n"))
    def test_once(self, text: str) -> None:
        """
        Leaving numbers out twice is leaving them out once.
        """
        once = without_personal(text)
        assert without_personal(once) == once
