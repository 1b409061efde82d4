"""
What entries know besides their dates: who does it, where, about what, part of what.
"""

from typing import Any

import pytest
from plan_samples import GRADES, calendar_of, duty_of, theme_of

from community_edu.base import Text
from community_edu.calendars import Quota, parse_rule
from community_edu.courses import Course, Project
from community_edu.organizations import Coordinates, Organization, Position, TrainingNetwork, Venue
from community_edu.plans import (
    Entry,
    MemberSet,
    Milestone,
    Report,
    SetMember,
    propose_dates,
)

NETWORK = TrainingNetwork(
    organizations=[
        Organization(id="street", name="街道", kind="subdistrict"),
        Organization(id="school", name="社区学校", kind="community_school"),
        Organization(id="north", name="北门教学点", kind="teaching_point"),
    ],
    positions=[
        Position(id="head", name="校长", kind="principal", at="school"),
        Position(id="guide", name="辅导员", kind="guide"),
    ],
)
POINTS = MemberSet(
    id="point",
    name="教学点",
    members=[SetMember(id="north", name="北门"), SetMember(id="south", name="南门")],
)
HALL = Venue(
    id="hall",
    name="礼堂",
    kind="hall",
    address=Text("示例路 1 号", en="1 Example Road"),
    coordinates="31.2304, 121.4737",
)
CHOIR = Course(id="choir", name="合唱", url="https://school.example/choir")
CHESS = Course(id="chess", name="棋艺")
DANCE = Course(id="dance", name="舞蹈", url="https://school.example/choir")


def entry_of(**fields: Any) -> Entry:  # noqa: ANN401 - any field of a duty
    """
    Return the one entry of a duty of a plan with a network, a venue and courses.
    """
    duty = duty_of(**({"when": "fixed(5, 8)"} | fields))
    (entry,) = calendar_of(
        duty, network=NETWORK, venues=[HALL], courses=[CHOIR, CHESS, DANCE], sets=[POINTS]
    ).entries
    return entry


class TestOrganizations:
    @pytest.mark.parametrize(
        ("by", "bodies"),
        [
            ((), ()),
            (("street", "school"), ("street", "school")),
            (("head",), ("school",)),
            (("head", "school", "street"), ("school", "street")),
            (("guide",), ()),
        ],
    )
    def test_who_does_it(self, by: tuple[str, ...], bodies: tuple[str, ...]) -> None:
        """
        A position counts for the body that it is at, each body once; one that is at no
        body stands for none.
        """
        assert entry_of(by=by).organizations == bodies

    def test_members_that_are_bodies(self) -> None:
        """
        A member of a set is one of those who do it if the network has a body of its name.
        """
        duty = duty_of(when="fixed(5, 8)", by=["street"], each="point")
        entries = calendar_of(duty, network=NETWORK, sets=[POINTS]).entries
        assert {one.member: one.organizations for one in entries} == {
            "north": ("street", "north"),
            "south": ("street",),
        }

    def test_turns(self) -> None:
        """
        So is a member whose turn it is.
        """
        rule = "rotation(monthly(1, months=[3, 4]), [grade_10, north])"
        entries = calendar_of(duty_of(when=rule), network=NETWORK, sets=[GRADES]).entries
        assert [one.organizations for one in entries] == [(), ("north",)]

    def test_steps_of_projects(self) -> None:
        """
        A step of a project is done by those who carry the project.
        """
        steps = [
            Milestone(id=name, name=name, project=project, when=parse_rule(f"fixed(5, {day})"))
            for day, (name, project) in enumerate((("opened", "works"), ("told", None)), 1)
        ]
        works = Project(id="works", name="工程", by=["street"])
        calendar = calendar_of(network=NETWORK, projects=[works], report=Report(milestones=steps))
        assert [one.organizations for one in calendar.entries] == [("street",), ()]


class TestPlaces:
    def test_of_the_venue(self) -> None:
        """
        The entry has the name, the identifier, the address and the coordinates of the venue.
        """
        entry = entry_of(venue="hall", online="https://meet.example/7")
        assert (entry.venue, entry.location) == ("hall", Text("礼堂"))
        assert entry.address == Text("示例路 1 号", en="1 Example Road")
        assert entry.coordinates == Coordinates.parse("31.2304, 121.4737")
        assert entry.online == "https://meet.example/7"

    def test_nowhere(self) -> None:
        """
        Without a venue nothing is said of the place.
        """
        entry = entry_of()
        assert (entry.venue, entry.location, entry.address, entry.coordinates, entry.online) == (
            (None,) * 5
        )


class TestPages:
    def test_of_courses(self) -> None:
        """
        The pages of the courses are attached in the order of the duty, each once; the page
        of the duty itself is another thing.
        """
        entry = entry_of(
            courses=["dance", "chess", "choir"], url="https://street.example/fair", tags=["health"]
        )
        assert entry.courses == ("dance", "chess", "choir")
        assert entry.attachments == ("https://school.example/choir",)
        assert (entry.url, entry.tags) == ("https://street.example/fair", ("health",))

    def test_none(self) -> None:
        """
        Nothing is made up where the plan is silent.
        """
        entry = entry_of(courses=["chess"])
        assert (entry.attachments, entry.url, entry.tags) == ((), None, ())
        assert (entry.educators, entry.term, entry.series, entry.part_of) == ((), None, None, None)


class TestProposals:
    def test_know_as_much(self) -> None:
        """
        A proposed date knows all that a fixed one would.
        """
        fields: dict[str, Any] = {"by": ["head"], "venue": "hall", "tags": ["health"]}
        duty = duty_of(quota=Quota.parse("== 1 per year"), **fields)
        calendar = calendar_of(duty, network=NETWORK, venues=[HALL])
        (entry,) = propose_dates(calendar).entries
        assert (entry.status, entry.organizations, entry.venue, entry.tags) == (
            "proposed",
            ("school",),
            "hall",
            ("health",),
        )
        assert entry.coordinates == HALL.coordinates


class TestThemes:
    def test_days_are_part_of_their_theme(self) -> None:
        """
        An observance is part of the entry of its theme, wherever it falls.
        """
        calendar = calendar_of(
            themes=[theme_of(10, "fixed(11, 9)"), theme_of(5, "fixed(5, 8)", id="may", days=[])]
        )
        parts = {entry.id: entry.part_of for entry in calendar.entries}
        assert parts == {
            "street/may/2026": None,
            "street/theme/2026": None,
            "street/day/2026": "street/theme/2026",
        }
