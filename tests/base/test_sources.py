"""
Sources: the words of a plan behind an entry.
"""

from community_edu.base import Cited, Source


class TestSource:
    def test_as_cited(self) -> None:
        """
        A source prints the document, the line and the words as they stand there.
        """
        source = Source("003-5", 12, "随访率达到95％以上,某某社区")
        assert str(source) == "003-5:12 “随访率达到95％以上,某某社区”"


class TestCited:
    def test_any_iterable(self) -> None:
        """
        Facts may come in any order of things, and are kept as a tuple.
        """
        assert Cited(facts=["f1", "f2"]) == Cited(facts=iter(("f1", "f2")))
        assert Cited(facts=["f1"]).facts == ("f1",)

    def test_without_provenance(self) -> None:
        """
        An entry need not say where it comes from.
        """
        assert (Cited().facts, Cited().source) == ((), None)
