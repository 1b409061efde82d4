"""
Classes: places, sign-up, and whether their numbers fit.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import InvalidIdentifierError, Text
from community_edu.courses import (
    BadSectionError,
    ImpossibleStepError,
    NoPlaceError,
    Section,
    SectionStatus,
    check_sections,
    section_id,
)
from community_edu.measures import Quantity


def section(**fields: object) -> Section:
    """
    Make a class of twenty places.
    """
    values: dict[str, object] = {"id": "spring", "course": "calligraphy", "capacity": 20}
    return Section(**(values | fields))  # type: ignore[arg-type]


class TestSection:
    def test_values(self) -> None:
        """
        A class is announced without anyone in it, and goes by its identifier if it has no name.
        """
        plain = Section(id="spring", course="calligraphy")
        assert (plain.status, plain.enrolled, plain.minimum, plain.places) == (
            "announced",
            0,
            0,
            None,
        )
        assert plain.title == Text("spring")
        told = section(
            name="春季班",
            fee=Quantity.parse("200 CNY/person"),
            conditions=[Text("零基础")],
            note="x",
        )
        assert (told.title, told.places) == (Text("春季班"), 20)
        assert told.conditions == (Text("零基础"),)

    @pytest.mark.parametrize(
        "fields", [{"enrolled": -1}, {"minimum": -1}, {"minimum": 21}, {"capacity": -1}]
    )
    def test_numbers_that_cannot_be(self, fields: dict[str, object]) -> None:
        """
        No number is negative, and the minimum is within the capacity.
        """
        with pytest.raises(BadSectionError, match="a class cannot have a capacity of"):
            section(**fields)

    def test_bad_ids(self) -> None:
        """
        A class and its course are named by identifiers.
        """
        assert section_id("spring") == "spring"
        with pytest.raises(InvalidIdentifierError, match="春季 is not an identifier"):
            section(id="春季")
        with pytest.raises(InvalidIdentifierError, match="书法 is not an identifier"):
            section(course="书法")


class TestLife:
    def test_from_announcement_to_end(self) -> None:
        """
        A class is announced, opened, runs and is finished; a step back is refused.
        """
        running = section().advance("open").advance("running")
        assert running.advance("finished").status == "finished"
        with pytest.raises(ImpossibleStepError, match="'spring' is running and cannot become open"):
            running.advance("open")

    def test_sign_up(self) -> None:
        """
        With its last place taken a class is full, and takes nobody else.
        """
        filling = section(status="open").enrol().enrol(18)
        assert (filling.status, filling.enrolled, filling.places) == ("open", 19, 1)
        full = filling.enrol()
        assert (full.status, full.places) == ("full", 0)
        with pytest.raises(NoPlaceError) as caught:
            full.enrol()
        assert str(caught.value) == ("1 cannot sign up for 'spring': it is full, with 0 places")
        with pytest.raises(NoPlaceError, match="2 cannot sign up for 'spring': it is open, with 1"):
            filling.enrol(2)

    def test_without_limit(self) -> None:
        """
        A class without a capacity is never full, but takes people only while it is open.
        """
        assert section(capacity=None, status="open").enrol(500).status == "open"
        with pytest.raises(NoPlaceError, match="it is announced, with unlimited places"):
            section(capacity=None).enrol()

    @given(st.lists(st.integers(1, 5), max_size=8))
    def test_never_more_than_it_takes(self, groups: list[int]) -> None:
        """
        However people sign up, a class keeps to its capacity, and has nothing to be told of.
        """
        now = section(capacity=12, status="open")
        for group in groups:
            if now.status == "open" and group <= (now.places or 0):
                now = now.enrol(group)
        assert now.enrolled + (now.places or 0) == 12
        assert check_sections([now]) == ()


class TestCheck:
    @pytest.mark.parametrize(
        ("status", "enrolled", "code"),
        [
            ("running", 9, "section-below-minimum"),
            ("finished", 9, "section-below-minimum"),
            ("open", 20, "section-status-wrong"),
            ("full", 19, "section-status-wrong"),
            ("running", 21, "section-over-capacity"),
        ],
    )
    def test_what_does_not_fit(self, status: SectionStatus, enrolled: int, code: str) -> None:
        """
        Numbers that a status contradicts are told, with the place of the class.
        """
        (finding,) = check_sections([section(minimum=10, status=status, enrolled=enrolled)])
        assert (finding.code, finding.path) == (code, ("sections", 0))
        assert str(enrolled) in finding.message("en")
        assert "“spring”" in finding.message("zh-CN")

    @pytest.mark.parametrize(
        ("status", "enrolled"),
        [("announced", 0), ("open", 3), ("full", 20), ("running", 10), ("cancelled", 3)],
    )
    def test_what_fits(self, status: SectionStatus, enrolled: int) -> None:
        """
        A class that is cancelled for want of people, or still open, is not below its minimum.
        """
        assert check_sections([section(minimum=10, status=status, enrolled=enrolled)]) == ()
