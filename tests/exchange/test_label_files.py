from pathlib import Path

import pytest

from community_edu.base import ProblemsError, Text
from community_edu.exchange import load_labels, parse_document, read_labels

COUNTY = Path(__file__).parents[2] / "examples" / "labels" / "county.toml"


def told(text: str) -> list[str]:
    """
    Say what is wrong with a file of labels.
    """
    with pytest.raises(ProblemsError) as caught:
        read_labels(parse_document(text, "labels.toml", "toml"))
    return [problem.sentence("en") for problem in caught.value.problems]


class TestLoadLabels:
    def test_example(self) -> None:
        """
        The example has a label for each code, by vocabulary.
        """
        labels = load_labels(COUNTY)
        assert set(labels) == {"organization", "set", "unit"}
        assert labels["unit"]["sheep"] == Text("只羊", en="sheep")

    def test_chinese_alone(self) -> None:
        """
        A label may be in Chinese alone.
        """
        document = parse_document('[tag]\nherding = "放牧"', "labels.toml", "toml")
        assert read_labels(document) == {"tag": {"herding": Text("放牧")}}

    def test_all_problems(self) -> None:
        """
        What is no label, no vocabulary, or of another version is told at once.
        """
        found = told('format = 2\nunit = "只"\n[tag]\na = 1\nb = "好"\n')
        assert len(found) == 3
        assert "this file has format 2" in found[0]
        assert "a table of keys and values" in found[1]
        assert "tag.a" in found[2] or "expected" in found[2]
