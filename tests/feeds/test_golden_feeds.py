"""
Feeds are byte for byte those that people have reviewed; see ``golden_feeds.py``.
"""

import pytest
from feed_samples import lint
from golden_feeds import GOLDEN, GoldenFeed, golden_feeds

NAMES = sorted(path.stem for path in GOLDEN.glob("*.ics"))
SMALL = "small"
"""
It belongs to ``test_components.py``.
"""


@pytest.fixture(scope="module")
def written() -> dict[str, GoldenFeed]:
    return dict(golden_feeds())


class TestGoldenFeeds:
    def test_each_has_one(self, written: dict[str, GoldenFeed]) -> None:
        """
        Each golden file is written by something, and everything written has its file.
        """
        assert sorted({*written, SMALL}) == NAMES

    @pytest.mark.parametrize("name", sorted({*NAMES} - {SMALL}))
    def test_bytes(self, name: str, written: dict[str, GoldenFeed]) -> None:
        """
        A feed is the one that people have reviewed, and no reader can complain of its bytes.
        """
        data = written[name].feed.data
        assert data.decode() == (GOLDEN / f"{name}.ics").read_bytes().decode()
        assert lint(data) == []
