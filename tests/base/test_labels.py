"""
Labels of codes: shipped ones in two languages, others as they are.
"""

import tomllib
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from typing import ClassVar

import pytest

from community_edu.base import Labels, Text, label, labels, own_labels

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


class TestOwnLabels:
    OWN: ClassVar[Labels] = {"organization": {"yurt": Text("蒙古包课堂", en="yurt class")}}

    def test_inside(self) -> None:
        """
        Inside the block a code of one's own has its label, outside it shows as it is.
        """
        with own_labels(self.OWN):
            assert label("organization", "yurt", "zh-CN") == "蒙古包课堂"
            assert label("organization", "teaching_point", "en") == "teaching point"
        assert label("organization", "yurt", "zh-CN") == "yurt"

    def test_one_in_another(self) -> None:
        """
        The inner block goes first, and leaves the outer as it was.
        """
        inner = {"organization": {"yurt": Text("毡房")}, "unit": {"sheep": Text("只")}}
        with own_labels(self.OWN):
            with own_labels(inner):
                assert label("organization", "yurt", "zh-CN") == "毡房"
                assert label("unit", "sheep", "zh-CN") == "只"
            assert label("organization", "yurt", "zh-CN") == "蒙古包课堂"

    def test_after_an_error(self) -> None:
        """
        A block that ends in an error leaves no labels behind.
        """
        with pytest.raises(KeyError), own_labels(self.OWN):
            raise KeyError
        assert label("organization", "yurt", "en") == "yurt"

    def test_shipped_ones(self) -> None:
        """
        A label of one's own replaces the shipped one.
        """
        with own_labels({"organization": {"teaching_point": Text("教学站")}}):
            assert label("organization", "teaching_point", "zh-CN") == "教学站"

    def test_other_threads(self) -> None:
        """
        Another thread has its own labels.
        """
        with own_labels(self.OWN), ThreadPoolExecutor(1) as pool:
            assert pool.submit(label, "organization", "yurt", "en").result() == "yurt"
