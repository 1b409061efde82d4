"""
Pools of people and audiences: values as given.
"""

import pytest

from community_edu.base import InvalidIdentifierError, Text
from community_edu.organizations import Audience, PeoplePool, audience_id, audience_ids, pool_id


class TestPeoplePool:
    def test_no_number(self) -> None:
        """
        A pool without a number in the plan has no size; 0 would be one.
        """
        pool = PeoplePool(id="volunteers", name="志愿者队伍", sources=["老干部", "老教师"])
        assert (pool.size, pool.employment, pool.note) == (None, "", None)
        assert pool.sources == ("老干部", "老教师")
        assert PeoplePool(id="volunteers", name="志愿者队伍", size=0).size == 0

    def test_bad_id(self) -> None:
        """
        A pool is named by an identifier.
        """
        assert pool_id("part-time") == "part-time"
        with pytest.raises(InvalidIdentifierError, match="兼职 is not an identifier"):
            PeoplePool(id="兼职", name="兼职教师")


class TestAudience:
    def test_part_of(self) -> None:
        """
        An audience may be part of several larger ones, and of any age.
        """
        elderly = Audience(
            id="elderly", name=Text("老年人", en="the elderly"), part_of=["residents"], from_age=60
        )
        assert (elderly.part_of, elderly.from_age, elderly.to_age) == (("residents",), 60, None)

    def test_bad_ids(self) -> None:
        """
        Audiences are named by identifiers, since feeds are named after them.
        """
        assert audience_id("elderly") == "elderly"
        assert audience_ids(iter(["a", "b"])) == ("a", "b")
        with pytest.raises(InvalidIdentifierError, match="all residents is not an identifier"):
            Audience(id="elderly", name="老年人", part_of=["all residents"])
