"""
Labels of codes: shipped ones in two languages, others as they are.
"""

import tomllib
from importlib.resources import files

import pytest

from community_edu.base import Text, label, labels

SHIPPED = tomllib.loads((files("community_edu.packs") / "labels.toml").read_text(encoding="utf-8"))


class TestLabel:
    def test_shipped(self) -> None:
        """
        A shipped code is shown by its label in the language of the reader.
        """
        assert label("unit", "person_time", "zh-CN") == "人次"
        assert label("unit", "person_time", "en") == "person-times"

    @pytest.mark.parametrize("vocabulary", ["organization", "no-such-vocabulary"])
    def test_of_ones_own(self, vocabulary: str) -> None:
        """
        A code of a county's own has no label and is shown as it is, in any language.
        """
        assert label(vocabulary, "yurt", "zh-CN") == label(vocabulary, "yurt", "en") == "yurt"

    def test_one_code_in_two_vocabularies(self) -> None:
        """
        The label of a code depends on the vocabulary it is of.
        """
        assert label("organization", "school", "zh-CN") == "学校"
        assert label("unit", "school", "zh-CN") == "所学校"


class TestLabels:
    @pytest.mark.parametrize("vocabulary", SHIPPED)
    def test_as_shipped(self, vocabulary: str) -> None:
        """
        Each shipped code has a label in both languages, none of them empty.
        """
        expected = {
            code: Text(entry["zh"], en=entry["en"]) for code, entry in SHIPPED[vocabulary].items()
        }
        assert labels(vocabulary) == expected
        assert all(entry.zh and entry.en for entry in expected.values())

    def test_unknown_vocabulary(self) -> None:
        """
        A vocabulary that is not shipped has no labels.
        """
        assert labels("no-such-vocabulary") == {}
