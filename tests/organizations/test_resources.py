"""
Resources: values as given.
"""

import pytest

from community_edu.base import InvalidIdentifierError
from community_edu.measures import Quantity
from community_edu.organizations import Resource, resource_id


class TestResource:
    def test_values(self) -> None:
        """
        A resource is there unless it has yet to be built; its number and fee are known if said.
        """
        books = Resource(id="books", name="图书", kind="material")
        assert (books.status, books.amount, books.fee, books.owner) == (
            "existing",
            None,
            None,
            None,
        )
        told = Resource(
            id="web",
            name="网站",
            kind="platform",
            owner="school",
            amount=1,
            fee=Quantity.parse("0 CNY"),
            status="to_build",
            note="x",
        )
        assert (told.owner, told.amount, told.status) == ("school", 1, "to_build")

    def test_bad_ids(self) -> None:
        """
        A resource and its owner are named by identifiers.
        """
        assert resource_id("books") == "books"
        with pytest.raises(InvalidIdentifierError, match="图书 is not an identifier"):
            Resource(id="图书", name="图书", kind="material")
        with pytest.raises(InvalidIdentifierError, match="学校 is not an identifier"):
            Resource(id="books", name="图书", kind="material", owner="学校")
