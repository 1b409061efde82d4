"""
Criteria sets: named lists of what something must have or be.
"""

import pytest

from community_edu.base import InvalidIdentifierError, Text
from community_edu.organizations import CriteriaItem, CriteriaSet, criteria_set_id


class TestCriteriaSet:
    def test_items_in_order(self) -> None:
        """
        The items stand in the order of the plan, and are listed unless said otherwise.
        """
        haves = CriteriaSet(
            id="five-haves",
            name="五有",
            items=[CriteriaItem("venue", "场所"), CriteriaItem("staff", {"zh": "师资"})],
            about="社区学校",
        )
        assert [item.id for item in haves.items] == ["venue", "staff"]
        assert [item.name for item in haves.items] == [Text("场所"), Text("师资")]
        assert (haves.status, haves.about) == ("listed", Text("社区学校"))

    def test_name_only(self) -> None:
        """
        A set that the plan only names has no items.
        """
        haves = CriteriaSet(id="four-haves", name="四有", status="unlisted")
        assert (haves.items, haves.about) == ((), None)

    def test_bad_ids(self) -> None:
        """
        Sets and items are named by identifiers.
        """
        with pytest.raises(InvalidIdentifierError, match="五有 is not an identifier"):
            criteria_set_id("五有")
        with pytest.raises(InvalidIdentifierError, match="Five Haves is not an identifier"):
            CriteriaSet(id="Five Haves", name="五有")
        with pytest.raises(InvalidIdentifierError, match="场所 is not an identifier"):
            CriteriaItem("场所", "场所")
