"""
Hours, weeks, periods and busy times in files: as people write them.
"""

import json
import tomllib
from datetime import datetime, time

import pytest
import tomlkit

from community_edu.base import ProblemsError
from community_edu.calendars import ClassPeriod, WeekPattern
from community_edu.exchange import (
    from_plain,
    load_plan,
    plan_to_toml,
    to_plain,
)
from community_edu.organizations import BusyTime, Educator, Venue
from community_edu.scheduling.sections import TimetableSection

STUDIO = Venue(
    id="studio",
    name="琴房",
    kind="music_room",
    capacity=12,
    equipment=["piano"],
    place="school",
    hours="MON-FRI 08:00-12:00; SAT",
    busy=["2026-10-08", BusyTime.parse("2026-10-09 08:00-12:00")],
)


class TestTimeValues:
    def test_venue(self) -> None:
        """
        A venue has its hours and busy times as texts, and comes back as it was.
        """
        plain = to_plain(STUDIO)
        assert isinstance(plain, dict)
        assert plain["hours"] == "MON-FRI 08:00-12:00; SAT 00:00-24:00"
        assert plain["busy"] == ["2026-10-08", "2026-10-09 08:00-12:00"]
        assert from_plain(json.loads(json.dumps(plain)), Venue) == STUDIO

    def test_left_out(self) -> None:
        """
        A venue of which nothing more is said has no more keys.
        """
        room = Venue(id="room", name="教室", kind="classroom")
        assert to_plain(room) == {"id": "room", "name": "教室", "kind": "classroom"}

    def test_reason(self) -> None:
        """
        A busy time with a reason is a table, with the moments of TOML or with texts.
        """
        text = """
            id = "zhao"
            name = "赵老师"
            busy = [
                { start = 2026-10-08T18:00:00, end = 2026-10-09T12:00:00, reason = "体检" },
                "2026-10-12",
            ]
        """
        zhao = from_plain(tomllib.loads(text), Educator)
        checkup = BusyTime(
            datetime.fromisoformat("2026-10-08T18:00"),
            datetime.fromisoformat("2026-10-09T12:00"),
            "体检",
        )
        assert zhao.busy == (checkup, BusyTime.parse("2026-10-12"))
        again = tomllib.loads(tomlkit.dumps({"educator": to_plain(zhao)}))["educator"]
        assert from_plain(again, Educator) == zhao

    def test_periods(self) -> None:
        """
        A period is a text, or a table if it has a name.
        """
        plain = ["8:00-8:45", {"start": "08:55:00", "end": "09:40:00", "name": "第二节"}]
        periods = from_plain(plain, tuple[ClassPeriod, ...])
        assert periods[1] == ClassPeriod(time(8, 55), time(9, 40), "第二节")
        assert to_plain(periods) == ["08:00-08:45", plain[1]]

    def test_weeks(self) -> None:
        """
        The weeks of a section are a text.
        """
        section = TimetableSection(id="choir", weeks="odd")
        assert to_plain(section) == {"id": "choir", "weeks": "odd"}
        assert from_plain({"id": "choir", "weeks": "1-8"}, TimetableSection).weeks == WeekPattern(
            "1-8"
        )

    @pytest.mark.parametrize(
        ("plain", "problem"),
        [
            ({"hours": "MON 25:00-26:00"}, "hours: 'MON 25:00-26:00' says no weekly hours"),
            ({"hours": 8}, "hours: expected a text in quotes, found a whole number"),
            ({"busy": ["tomorrow"]}, "busy[0]: 'tomorrow' is no busy time"),
            ({"busy": [8]}, "busy[0]: expected a table of keys and values"),
            (
                {"busy": [{"start": 8, "end": "2026-10-09T12:00:00"}]},
                "busy[0].start: expected a day and a time without a zone",
            ),
            (
                {"busy": [{"start": "8 o'clock", "end": "2026-10-09T12:00:00"}]},
                "00, found a text in quotes",
            ),
            (
                {"busy": [{"start": "2026-10-08T12:00:00Z", "end": "2026-10-09T12:00:00"}]},
                "busy[0].start: expected a day and a time without a zone",
            ),
            (
                {"busy": [{"start": "2026-10-10T12:00:00", "end": "2026-10-09T12:00:00"}]},
                "busy[0]: a busy time from 2026-10-10 12:00:00",
            ),
            ({"daily_minutes": -5}, "daily_minutes: 'daily_minutes' is -5; give 0 or more"),
        ],
    )
    def test_wrong(self, plain: dict[str, object], problem: str) -> None:
        """
        What is wrong with a value is told with its place.
        """
        with pytest.raises(ProblemsError) as caught:
            from_plain({"id": "zhao", "name": "赵老师"} | plain, Educator)
        assert problem in str(caught.value)


class TestPlanFile:
    def test_venue_of_a_plan(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        """
        A plan file may say the size, the hours and the busy times of a venue.
        """
        text = """
            [plan]
            id = "street"
            title = "街道"

            [[venues]]
            id = "studio"
            name = "琴房"
            kind = "music_room"
            capacity = 12
            equipment = ["piano"]
            place = "school"
            hours = "MON-FRI 08:00-12:00; SAT"
            busy = ["2026-10-08", "2026-10-09 08:00-12:00"]
        """
        folder = tmp_path_factory.mktemp("plan")
        (folder / "plan.toml").write_text(text, encoding="utf-8")
        plan = load_plan(folder / "plan.toml")
        assert plan.venues == (STUDIO,)
        (folder / "again.toml").write_text(plan_to_toml(plan), encoding="utf-8")
        assert load_plan(folder / "again.toml") == plan

    def test_wrong_place(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        """
        A number that cannot be is told with its line.
        """
        text = '[plan]\nid = "a"\ntitle = "一"\n[[venues]]\nid = "b"\nname = "二"\nkind = "c"\n'
        file = tmp_path_factory.mktemp("plan") / "plan.toml"
        file.write_text(f"{text}capacity = -1\n", encoding="utf-8")
        with pytest.raises(ProblemsError) as caught:
            load_plan(file)
        assert "plan.toml:8:1: venues[0].capacity: 'capacity' is -1; give 0 or more" in str(
            caught.value
        )
