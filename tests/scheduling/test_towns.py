"""
Towns made up from a seed: as large as said, the same everywhere, and possible.
"""

import pickle
import subprocess
import sys
from collections import Counter

import attrs
import pytest

from community_edu.base import Text
from community_edu.scheduling.districts import join_problems
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.problem_checks import input_errors
from community_edu.scheduling.timetables import Timetable
from community_edu.scheduling.towns import (
    LITTLE_TOWN,
    TOWN,
    TownShape,
    TownTooFullError,
    district,
    town,
)
from community_edu.scheduling.towns.drawing import Drawing, drawings_of_district

FINGERPRINT = """
from hashlib import sha256
from community_edu.scheduling.towns import LITTLE_TOWN, town
made = town(5, shape=LITTLE_TOWN)
parts = (made.sections, made.venues, made.educators, made.rules, made.travel)
print(sha256(repr(parts).encode()).hexdigest())
"""


class TestTown:
    def test_counts_of_the_report(self) -> None:
        """
        The town has the classes, lectures and lecturers of the report, in the rooms assumed.
        """
        problem = town(1)
        classes = [one for one in problem.sections if one.per == "week"]
        places = Counter(one.place == "town-school" for one in classes)
        assert (places[True], places[False]) == (36, 283)
        assert sum(one.sessions for one in classes) == 349
        assert len(problem.sections) - len(classes) == 153
        assert len(problem.venues) == 69
        employments = Counter(one.employment for one in problem.educators)
        assert employments == {"part_time": 99, "volunteer": 49}
        assert len({group for one in classes for group in one.groups}) == 97
        assert input_errors(problem) == ()

    @pytest.mark.parametrize(("seed", "shape"), [(1, TOWN), (2, LITTLE_TOWN), (3, LITTLE_TOWN)])
    def test_possible(self, seed: int, shape: TownShape) -> None:
        """
        The timetable that is drawn first keeps every hard demand of the problem.
        """
        drawing = Drawing(seed, "town", shape)
        problem = drawing.problem()
        verdict = check_timetable(problem, Timetable(problem, drawing.placements))
        assert [str(one) for one in verdict.violations if one.hard] == []

    def test_same_everywhere(self) -> None:
        """
        A seed is one town, whatever the hashes of the process.
        """
        printed = {
            subprocess.run(
                [sys.executable, "-c", FINGERPRINT],
                env={"PYTHONHASHSEED": hashes},
                check=True,
                capture_output=True,
            ).stdout
            for hashes in ("1", "2")
        }
        assert len(printed) == 1
        assert town(1, shape=LITTLE_TOWN) == town(1, shape=LITTLE_TOWN)
        assert town(1, shape=LITTLE_TOWN) != town(2, shape=LITTLE_TOWN)

    def test_names(self) -> None:
        """
        Classes, lectures, rooms and people have names to be read, in both languages.
        """
        problem = town(1, shape=LITTLE_TOWN)
        titles = [one.title for one in problem.sections]
        titles += [one.name for one in problem.venues]
        titles += [one.name for one in problem.educators]
        assert len({title.zh for title in titles}) == len({title.en for title in titles})
        assert len({title.zh for title in titles}) == len(titles)
        last = (problem.sections[-1].title, problem.venues[-1].name, problem.educators[-1].name)
        assert [(one.zh, one.en) for one in last] == [
            ("健康讲座 006", "lecture on health 006"),
            ("03 号教学点 教室 2", "teaching point 03, classroom 2"),
            ("讲师 04", "lecturer 04"),
        ]
        assert problem.name == Text("秋季课程表", en="autumn timetable")

    def test_travels(self) -> None:
        """
        A town that went through another process is the same.
        """
        problem = town(1, shape=LITTLE_TOWN)
        assert pickle.loads(pickle.dumps(problem)) == problem  # noqa: S301 - our own

    @pytest.mark.parametrize(
        ("change", "what"),
        [
            ({"point_classes": 400}, "classes"),
            ({"point_rooms": 40}, "rooms"),
            ({"points": 0, "point_rooms": 0, "lectures": 0}, "classes"),
            ({"lectures": 30}, "lectures"),
            ({"lecturers": 1}, "lectures"),
        ],
    )
    def test_too_full(self, change: dict[str, int], what: str) -> None:
        """
        A town without room for all that it should have says what there is no place for.
        """
        with pytest.raises(TownTooFullError, match=f"'town' has no place left for {what}"):
            town(1, shape=attrs.evolve(LITTLE_TOWN, **change))

    def test_without_lectures(self) -> None:
        """
        A town without lectures has no demands on them.
        """
        problem = town(1, shape=attrs.evolve(LITTLE_TOWN, lectures=0, lecturers=0))
        kinds = {rule.id for rule in problem.rules}
        assert "fair-load-volunteer" in {rule.id for rule in town(1, shape=LITTLE_TOWN).rules}
        assert "fair-load-volunteer" not in kinds


class TestDistrict:
    def test_shared_teachers(self) -> None:
        """
        About one class in twenty is taught by somebody who goes from town to town.
        """
        problems = district(1, towns=4)
        visitors = [
            section
            for problem in problems
            for section in problem.sections
            if any("itinerant" in one for one in section.educators)
        ]
        assert sum(len(problem.sections) for problem in problems) == 1276
        assert 50 <= len(visitors) <= 64
        homes = Counter(
            one.id for problem in problems for one in problem.educators if "itinerant" in one.id
        )
        assert max(homes.values()) > 1

    def test_names(self) -> None:
        """
        The town stands in front of what is its own, and not of the teachers that it shares.
        """
        problem = district(1, towns=2, itinerant=4, shape=LITTLE_TOWN)[1]
        assert problem.name == Text("02 镇 秋季课程表", en="town 02: autumn timetable")
        assert problem.sections[0].title.zh.startswith("02 镇 ")
        assert problem.venues[0].name.en == "town 02: school, music room 1"
        assert problem.educators[0].name == Text("02 镇 教师 01", en="town 02: teacher 01")
        (visitor,) = (one.name for one in problem.educators if "itinerant" in one.id)
        assert visitor == Text("流动教师 04", en="itinerant teacher 04")

    def test_possible(self) -> None:
        """
        The towns of a district have a timetable together.
        """
        drawings = drawings_of_district(2, "district", LITTLE_TOWN, towns=3, itinerant=3)
        problem = join_problems([drawing.problem() for drawing in drawings])
        placements = [one for drawing in drawings for one in drawing.placements]
        verdict = check_timetable(problem, Timetable(problem, placements))
        assert [str(one) for one in verdict.violations if one.hard] == []
