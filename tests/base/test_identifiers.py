"""
Identifiers: what may be one, and what is said of one that is wrong.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import (
    DuplicateIdError,
    InvalidIdentifierError,
    UnknownReferenceError,
    closest,
    identifier,
)


class TestIdentifier:
    @pytest.mark.parametrize("value", ["a", "7", "jingtai-street", "001-2", "a.b_c-d", "a" * 80])
    def test_good(self, value: str) -> None:
        """
        Lowercase letters and digits, joined by single marks, are an identifier as they are.
        """
        assert identifier(value) == value

    @pytest.mark.parametrize(
        "value",
        ["", "A", "a b", "-a", "a-", "a--b", "a.-b", "景泰", "é", "a/b", "a\n", "a" * 81, "²"],
    )
    def test_bad(self, value: str) -> None:
        """
        Anything else is refused, since it could not stand in a file name, a reference and a UID.
        """
        with pytest.raises(InvalidIdentifierError) as caught:
            identifier(value)
        assert caught.value.value == value

    @given(st.text(st.sampled_from("a7-_.A 景\n"), max_size=6))
    def test_told_by_its_characters(self, value: str) -> None:
        """
        A text is an identifier if it is plain words with one mark between any two.
        """
        parts = value.replace("_", "-").replace(".", "-").split("-")
        good = all(part and set(part) <= {"a", "7"} for part in parts)
        try:
            assert identifier(value) == value
        except InvalidIdentifierError:
            assert not good
        else:
            assert good

    def test_sentence(self) -> None:
        """
        The error quotes what was found and says what may be written.
        """
        error = InvalidIdentifierError("East Gate")
        assert str(error) == (
            "East Gate is not an identifier; write lowercase letters a-z and digits, joined by "
            "'-', '_' or '.', at most 80 of them"
        )
        assert error.sentence("zh-CN") == (
            "“East Gate”不是有效的标识，只能用小写字母 a-z 和数字，"
            "中间可用 - _ . 连接，最长 80 个字符"
        )


class TestDuplicateIdError:
    def test_sentence(self) -> None:
        """
        The error tells where the identifier was used first, as a reader of the file looks for it.
        """
        error = DuplicateIdError(("tiers", 2, "id"), "one", ("tiers", 0, "id"))
        assert str(error) == "the id 'one' is already used at tiers[0].id; give each its own"
        assert error.sentence("zh-CN") == "标识“one”已在 tiers[0].id 使用，请另起一个"


class TestUnknownReferenceError:
    def test_with_advice(self) -> None:
        """
        A reference that is nearly right comes with the name that was probably meant.
        """
        error = UnknownReferenceError((), "venue", "场所", "libary", ("gym", "library"))
        assert str(error) == "there is no venue 'libary'; did you mean 'library'?"
        assert error.sentence("zh-CN") == "没有场所“libary”，是否应为“library”？"

    def test_without_advice(self) -> None:
        """
        A reference like nothing that is known has to be defined or corrected.
        """
        error = UnknownReferenceError((), "venue", "场所", "zzz", ("gym", "library"))
        assert str(error) == "there is no venue 'zzz'; define it, or correct the name"
        assert error.sentence("zh-CN") == "没有场所“zzz”，请先定义或改正名称"


class TestClosest:
    def test_nearest_of_all(self) -> None:
        """
        Of several that are like it, the likest is meant.
        """
        assert closest("employes", ("employer", "employees", "venue")) == "employees"

    @pytest.mark.parametrize("known", [(), ("venue",)])
    def test_nothing_near(self, known: tuple[str, ...]) -> None:
        """
        Where nothing is like it, nothing is guessed.
        """
        assert closest("employees", known) is None
