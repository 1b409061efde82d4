"""
Web addresses, tags, addresses and coordinates in files.
"""

import json
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import ProblemsError, Text
from community_edu.courses import Course
from community_edu.exchange import (
    from_plain,
    load_plan,
    parse_document,
    plan_to_toml,
    read_plan,
    to_plain,
)
from community_edu.exchange.timetabling import load_problem
from community_edu.organizations import Venue
from community_edu.plans import Duty, Plan

HEAD = '[plan]\nid = "p"\ntitle = "计划"\n'
PLAN = Plan(
    id="p",
    title="计划",
    venues=[
        Venue(
            id="hall",
            name="礼堂",
            kind="hall",
            address={"zh": "示例路 1 号", "en": "1 Example Road"},
            coordinates="31.2304, 121.4737",
        )
    ],
    courses=[Course(id="choir", name="合唱", url="https://school.example/choir")],
    duties=[
        Duty(
            id="fair",
            name="游园",
            venue="hall",
            online="https://meet.example/7",
            courses=["choir"],
            tags=["health", "公益"],
            url="https://street.example/fair?year=1#top",
        )
    ],
)


class TestPlanFiles:
    @pytest.mark.parametrize("ending", ["toml", "json"])
    def test_there_and_back(self, tmp_path: Path, ending: str) -> None:
        """
        A plan written to a file and read again is the same.
        """
        file = tmp_path / f"plan.{ending}"
        toml = plan_to_toml(PLAN)
        text = toml if ending == "toml" else json.dumps(tomllib.loads(toml))
        file.write_text(text, "utf-8")
        assert load_plan(file) == PLAN

    def test_as_people_write_them(self) -> None:
        """
        Each of them is a text, or a list of texts.
        """
        assert to_plain(PLAN.duties[0]) == {
            "id": "fair",
            "name": "游园",
            "venue": "hall",
            "online": "https://meet.example/7",
            "courses": ["choir"],
            "tags": ["health", "公益"],
            "url": "https://street.example/fair?year=1#top",
        }
        hall = to_plain(PLAN.venues[0])
        assert isinstance(hall, dict)
        assert hall["coordinates"] == "31.2304, 121.4737"

    @given(st.decimals(-90, 90, places=6), st.decimals(-180, 180, places=6))
    def test_any_point(self, latitude: Decimal, longitude: Decimal) -> None:
        """
        Any point of the earth comes back as it was.
        """
        text = f"{latitude:f}, {longitude:f}"
        venue = Venue(id="hall", name="礼堂", kind="hall", coordinates=text)
        assert from_plain(to_plain(venue), Venue) == venue

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            (
                '[[courses]]\nid = "a"\nname = "甲"\nurl = "school.example"',
                "plan.toml:7:1: courses[0].url: 'school.example' is not a web address",
            ),
            (
                '[[duties]]\nid = "a"\nname = "甲"\nonline = "123 456"',
                "plan.toml:7:1: duties[0].online: '123 456' is not a web address",
            ),
            (
                '[[duties]]\nid = "a"\nname = "甲"\nurl = 7',
                "plan.toml:7:1: duties[0].url: expected a text in quotes",
            ),
            (
                '[[duties]]\nid = "a"\nname = "甲"\ntags = ["health", "a,b"]',
                "plan.toml:7:19: duties[0].tags[1]: 'a,b' is not a tag",
            ),
            (
                '[[venues]]\nid = "a"\nname = "甲"\nkind = "hall"\ncoordinates = "121.4737, 31.2304"',
                "plan.toml:8:1: venues[0].coordinates: '121.4737, 31.2304' are no coordinates",
            ),
            (
                '[[venues]]\nid = "a"\nname = "甲"\nkind = "hall"\naddress = ""',
                "plan.toml:8:1: venues[0].address: the text is empty",
            ),
        ],
    )
    def test_wrong(self, text: str, problem: str) -> None:
        """
        What is wrong is told with the place of its key.
        """
        with pytest.raises(ProblemsError) as caught:
            read_plan(parse_document(HEAD + text, "plan.toml", "toml"))
        assert problem in str(caught.value)


class TestTables:
    @pytest.mark.parametrize(
        "heads", ["id,name,kind,address,coordinates", "编号,名称,类型,地址,经纬度"]
    )
    def test_columns(self, tmp_path: Path, heads: str) -> None:
        """
        A table of venues may have a column for each, under its key or its Chinese name.
        """
        row = 'hall,礼堂,hall,示例路 1 号,"31.2304, 121.4737"'
        (tmp_path / "venues.csv").write_text(f"{heads}\n{row}\n", "utf-8")
        (tmp_path / "problem.toml").write_text(
            'venues = "venues.csv"\n[weeks]\nfirst = 2026-09-07\nnumber = 1\n'
            'periods = ["09:00-10:00"]\n',
            "utf-8",
        )
        (hall,) = load_problem(tmp_path / "problem.toml").venues
        assert (hall.address, str(hall.coordinates)) == (Text("示例路 1 号"), "31.2304, 121.4737")
