"""
What a notebook and a prompt show: one line, or a small table.
"""

from datetime import UTC, datetime
from pathlib import Path

import attrs

import community_edu as ce
from community_edu.base.html import LEFT

PLAN = ce.load_plan(Path(__file__).parents[1] / "examples" / "plans" / "jingtai-street.toml")


class TestDisplays:
    def test_one_line(self) -> None:
        """
        Large values say in one line what they are.
        """
        calendar = ce.build_calendar(PLAN, 2026)
        publication = ce.publish(calendar, at=datetime(2026, 1, 5, tzinfo=UTC))
        assert [repr(value) for value in (PLAN, calendar, PLAN.standard, publication)] == [
            "Plan(id='jingtai-street', network=TrainingNetwork(organizations=13, tiers=3), duties=15, themes=0, targets=5, remarks=19)",
            "Calendar(plan='jingtai-street', year=2026, entries=14, windows=44, unresolved=13)",
            "Standard(id='jingtai-street', criteria=6)",
            "Publication(calendar=Calendar(plan='jingtai-street', year=2026, entries=14, windows=44, unresolved=13), changes=14)",
        ]

    def test_timetabling(self) -> None:
        """
        A problem of hundreds of classes is one line, and so is its timetable.
        """
        problem = ce.town(5, shape=ce.LITTLE_TOWN)
        nameless = attrs.evolve(problem, name=None, educators=())
        assert [repr(value) for value in (problem, nameless, ce.Timetable(problem, ()))] == [
            "TimetableProblem(name='秋季课程表', sections=22, venues=17, educators=12, weeks=18)",
            "TimetableProblem(sections=22, venues=17, educators=0, weeks=18)",
            "Timetable(status='by_hand', placements=0, cost=None, bound=None, unplaced=0)",
        ]

    def test_assessment(self) -> None:
        """
        An assessment is a line in a prompt, and a table of its criteria in a notebook.
        """
        assessment = ce.evaluate(PLAN.standard, {"employees": 120, "employees_trained": 47})
        assert repr(assessment) == (
            "Assessment(standard='jingtai-street', score=Score(points=0, of=1), coverage=1/6)"
        )
        page = assessment._repr_html_().replace(LEFT, "")  # pyright: ignore[reportPrivateUsage]
        assert (
            "<td>≈39.17%</td><td>≥ 50%</td><td>年内接受继续教育培训的从业人员 +13 人</td>" in page
        )
        assert page.count("<tr>") == 7
