"""
Timetables: their dated sessions, and what each room, person and class sees of them.
"""

from datetime import date

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from little_school import PERIODS, at, little_school, little_timetable

from community_edu.base import Text, UnknownReferenceError
from community_edu.base.html import LEFT
from community_edu.courses import section_id
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement, Timetable, Unplaced
from community_edu.scheduling.weekly_grids import weeks_text
from community_edu.testing import timetable_problems, timetables


def dates(timetable: Timetable, placement: Placement) -> list[str]:
    """
    The dates of a placement.
    """
    return [str(session.start.date()) for session in timetable.sessions_of(placement)]


def cells(page: str) -> str:
    """
    A page without the alignment of its cells.
    """
    return page.replace(LEFT, "")


class TestSessions:
    def test_closed_and_made_up(self) -> None:
        """
        Lessons of closed days fall out, or are held on the day on which they are made up.
        """
        timetable = little_timetable()
        assert dates(timetable, at("choir", "THU", 1)) == [
            "2026-09-10",
            "2026-09-17",
            "2026-09-24",
            "2026-10-08",
            "2026-10-15",
        ]
        made_up = timetable.sessions_of(at("choir", "WED", 1))[4]
        assert (made_up.week, made_up.start.date()) == (5, date(2026, 10, 10))

    def test_length(self) -> None:
        """
        A session of two periods lasts from the start of the first to the end of the second.
        """
        session = little_timetable().sessions_of(at("choir", "TUE", 1))[0]
        assert (session.start.time(), session.end.time()) == (PERIODS[0].start, PERIODS[1].end)

    def test_weeks_of_both(self) -> None:
        """
        A placement is held in the weeks that it has and its section, too.
        """
        timetable = little_timetable()
        assert timetable.weeks_of(at("phones-east", "MON", 1, weeks="1-4")) == (1, 3)
        assert timetable.weeks_of(at("nobody-knows", "MON", 1, weeks="1-2")) == (1, 2)

    @pytest.mark.parametrize(
        "placement",
        [at("choir", "SUN", 1), at("choir", "MON", 0), at("choir", "MON", 5), at("law", "MON", 6)],
    )
    def test_off_grid(self, placement: Placement) -> None:
        """
        On a day and in periods that there are not nothing is held.
        """
        assert little_timetable().sessions_of(placement) == ()

    @given(st.data())
    @settings(max_examples=30, database=None)
    def test_order(self, data: st.DataObject) -> None:
        """
        All sessions are those of the placements, in order of time.
        """
        problem = data.draw(timetable_problems())
        timetable = data.draw(timetables(problem, wrong=True))
        starts = [session.start for session in timetable.sessions]
        assert starts == sorted(starts)
        assert len(starts) == sum(
            len(timetable.sessions_of(placement)) for placement in timetable.placements
        )


class TestViews:
    @pytest.mark.parametrize(
        ("by", "name", "sections"),
        [
            ("venue", "art-room", ["brush", "brush", "drawing", "reading"]),
            ("educator", "zhao", ["phones", "phones-east"]),
            ("group", "elderly-1", ["choir", "brush", "brush"]),
            ("audience", "youth", ["drawing"]),
            ("section", "law", ["law", "law"]),
        ],
    )
    def test_chosen(self, by: str, name: str, sections: list[str]) -> None:
        """
        A view has the placements of one venue, educator, group, audience or section.
        """
        timetable = little_timetable()
        view = getattr(timetable, f"by_{by}")(name)
        assert [placement.section for placement in view.placements] == sections
        assert {session.placement for session in view.sessions} == set(view.placements)
        assert repr(view) == f"TimetableView(by={by!r}, id={name!r}, placements={len(sections)})"

    @pytest.mark.parametrize("by", ["venue", "educator", "group", "audience", "section"])
    def test_unknown(self, by: str) -> None:
        """
        What the problem does not have cannot be looked at.
        """
        with pytest.raises(UnknownReferenceError, match=f"there is no {by} 'nothing'"):
            getattr(little_timetable(), f"by_{by}")("nothing")

    def test_unknown_section_has_no_group(self) -> None:
        """
        A section that the problem does not have is in no view of groups.
        """
        timetable = Timetable(little_school(), [at("nobody-knows", "MON", 1, "hall")])
        assert not timetable.by_group("elderly-1").placements
        assert (
            timetable.by_venue("hall").to_text().splitlines()[-1] == "  09:00–09:45  nobody-knows"
        )

    def test_text(self) -> None:
        """
        A text has a line a meeting, without that of which it is the view.
        """
        assert str(little_timetable().by_educator("zhou")).splitlines() == [
            "周律师",
            "周一",
            "  14:00–14:45  法治讲座 · 报告厅 · 第 4、6 周",
        ]
        assert little_timetable().by_venue("east-room").to_text("en").splitlines() == [
            "东村教学点",
            "Tuesday",
            "  14:00–14:45  健康讲座 · 孙医生 · weeks 1–3",
            "Wednesday",
            "  09:00–09:45  东村手机班 · 赵老师 · odd weeks",
        ]

    def test_grid(self) -> None:
        """
        A page has a column a day and a row a period; long meetings go on in the next row.
        """
        page = cells(little_timetable().by_section("choir").to_html())
        assert "<th>周一</th><th>周二</th>" in page
        assert "<tr><td>第一节</td><td></td><td>合唱班 · 音乐室 · 陈老师</td>" in page
        assert "<tr><td>第二节</td><td></td><td>合唱班（续）</td>" in page
        view = little_timetable().by_section("choir")
        assert view._repr_html_() == view.to_html()  # pyright: ignore[reportPrivateUsage]

    def test_full_cells(self) -> None:
        """
        A cell tells some meetings and counts the rest; every text is escaped.
        """
        sections = [
            TimetableSection(id=f"section-{number}", name=f"<b>{number}") for number in range(10)
        ]
        problem = little_school(sections=sections, pins=[], name=None)
        timetable = Timetable(problem, [at(one.id, "MON", 1) for one in sections])
        page = timetable.to_html("en")
        assert "&lt;b&gt;7<br>and 2 more</td>" in page
        assert "<caption>timetable　made by hand: 10 meetings placed</caption>" in page

    def test_what_the_grid_cannot_show(self) -> None:
        """
        What is off the grid, and what is not placed, stands below.
        """
        left = Unplaced(section=section_id("law"), number=2, reason=Text("没有空"))
        gone = Unplaced(section=section_id("gone"), number=1, reason=Text("没有空"))
        strange = at("choir", "SUN", 9, "no-room", "no-one")
        late = at("choir", "MON", 5, "hall", "chen")
        timetable = Timetable(little_school(), [strange, late], "partial", unplaced=[left, gone])
        assert timetable.view.to_text("en").splitlines()[1:] == [
            "Not in the grid: 合唱班 · no-room · no-one (Sunday, period 9)",
            "Not in the grid: 合唱班 · 报告厅 · 陈老师 (Monday, period 5)",
            "Not placed: 法治讲座 (2): 没有空",
            "Not placed: gone (1): 没有空",
        ]
        assert "<p>未排：法治讲座（2）：没有空</p>" in timetable.by_section("law").to_html()
        assert "未排" not in timetable.by_section("choir").to_text()


class TestTimetable:
    def test_summary(self) -> None:
        """
        One line says what it is, how much is placed and how good it is.
        """
        left = Unplaced(section=section_id("law"), number=2, reason=Text("没有空"))
        timetable = attrs.evolve(
            little_timetable(),
            status="partial",
            cost=12,
            bound=9,
            unplaced=[left],
            note=Text("贪心", en="greedy"),
        )
        assert str(timetable) == "部分排定：排定 14 次课，1 次未排，代价 12（下界 9）；贪心"
        assert timetable.summary("en") == (
            "partial: 14 meetings placed, 1 not placed, cost 12 (at least 9); greedy"
        )
        assert repr(timetable) == (
            "Timetable(status='partial', placements=14, cost=12, bound=9, unplaced=1)"
        )

    def test_notebook(self) -> None:
        """
        In a notebook a timetable is its week.
        """
        timetable = little_timetable()
        page = timetable._repr_html_()  # pyright: ignore[reportPrivateUsage]
        assert page == timetable.view.to_html()


class TestWeeksText:
    @pytest.mark.parametrize(
        ("weeks", "zh", "en"),
        [
            ([1, 2, 3, 4, 5, 6], "", ""),
            ([1, 3, 5], "单周", "odd weeks"),
            ([2, 4, 6], "双周", "even weeks"),
            ([2], "第 2 周", "week 2"),
            ([1, 2, 4], "第 1–2、4 周", "weeks 1–2, 4"),
            ([], "没有一周", "in no week"),
        ],
    )
    def test_words(self, weeks: list[int], zh: str, en: str) -> None:
        """
        Weeks are told as people call them; all of them are not told.
        """
        assert (weeks_text(weeks, 6), weeks_text(weeks, 6, "en")) == (zh, en)
