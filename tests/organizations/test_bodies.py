"""
Organizations, positions and relations: values as given.
"""

import pytest

from community_edu.base import InvalidIdentifierError, Text
from community_edu.organizations import (
    Organization,
    Position,
    Relation,
    item_id,
    organization_id,
    position_id,
)


class TestOrganization:
    def test_least(self) -> None:
        """
        An organization needs an id, a name and a kind, and has nothing else by itself.
        """
        school = Organization(id="east-school", name="东门社区学校", kind="community_school")
        assert school.name == Text("东门社区学校")
        assert (school.parent, school.note, school.source) == (None, None, None)
        assert (school.aliases, school.has, school.lacks, school.tasks, school.facts) == ((),) * 5
        assert not school.collective

    def test_any_iterable(self) -> None:
        """
        Lists become tuples, so that the value can be compared and cannot change.
        """
        school = Organization(
            id="school",
            name={"zh": "学校", "en": "school"},
            kind="school",
            parent="street",
            aliases=["一校"],
            has=["venue"],
            lacks=iter(["staff"]),
            tasks=[Text("办班")],
            note="一所",
        )
        assert (school.parent, school.aliases) == ("street", ("一校",))
        assert (school.has, school.lacks) == (("venue",), ("staff",))
        assert (school.tasks, school.note) == ((Text("办班"),), Text("一所"))
        assert hash(school) == hash(school)

    @pytest.mark.parametrize("field", ["id", "parent"])
    def test_bad_ids(self, field: str) -> None:
        """
        Neither its own id nor that of its parent may be anything but an identifier.
        """
        ids = {"id": "school", "parent": "street"} | {field: "East Gate"}
        with pytest.raises(InvalidIdentifierError, match="East Gate is not an identifier"):
            Organization(**ids, name="学校", kind="school")  # type: ignore[arg-type]

    @pytest.mark.parametrize("field", ["has", "lacks"])
    def test_bad_items(self, field: str) -> None:
        """
        The items of a standard are named by identifiers too.
        """
        items = {field: ["venue", "Staff"]}
        with pytest.raises(InvalidIdentifierError, match="Staff is not an identifier"):
            Organization(id="school", name="学校", kind="school", **items)  # type: ignore[arg-type]


class TestPosition:
    def test_at(self) -> None:
        """
        A position belongs to an organization only if the plan says so.
        """
        director = Position(id="director", name="街道主任", kind="director")
        assert director.at is None
        assert Position(id="d", name="主任", kind="director", at="street").at == "street"
        with pytest.raises(InvalidIdentifierError, match="the street is not an identifier"):
            Position(id="d", name="主任", kind="director", at="the street")


class TestRelation:
    def test_direction(self) -> None:
        """
        A relation has a direction: who leads is not who is led.
        """
        leads = Relation(kind="leads", from_="director", to="committee")
        assert leads != Relation(kind="leads", from_="committee", to="director")
        assert leads.note is None
        assert Relation(kind="leads", from_="a", to="b", note="兼任").note == Text("兼任")


class TestIdentifiers:
    def test_checked(self) -> None:
        """
        Each kind of identifier is made from plain text, and checked.
        """
        makers = (organization_id, position_id, item_id)
        assert [make("east-gate") for make in makers] == ["east-gate"] * 3
        for make in makers:
            with pytest.raises(InvalidIdentifierError, match="is not an identifier"):
                make("东门")
