"""
The marks of many bodies as rows.
"""

import csv
from io import StringIO

import pytest

from community_edu.base import Language
from community_edu.evaluation import Criterion, Grade, Standard, criterion_id, grade_id
from community_edu.evaluation.judging import Marks
from community_edu.measures import Threshold
from community_edu.views.marks import marks_records, marks_sheet, marks_text

STANDARD = Standard(
    id="s",
    name="标准",
    criteria=[Criterion(id="a-b", name="甲"), Criterion(id="c", name="乙")],
    grades=[
        Grade(id="good", name={"zh": "优秀", "en": "good"}, threshold=Threshold.parse(">= 50%"))
    ],
)
IDS = (criterion_id("a-b"), criterion_id("c"))
GOOD = grade_id("good")
MARKS = {
    "=东门": Marks(
        IDS, ("met", "not_assessed"), (250, 0), 250, 300, 300, 400, GOOD, None, rankable=True
    ),
    "西门": Marks(
        IDS, ("not_met", "partly"), (0, 0), 0, 0, 0, 400, None, "veto_not_met", rankable=False
    ),
}
RANKS = {"=东门": 1, "西门": None}


class TestMarks:
    def test_records(self) -> None:
        """
        For programs numbers are the nearest decimals, and what is not there is null.
        """
        first, second = marks_records(MARKS, RANKS)
        assert first == {
            "id": "=东门",
            "points": 2.5,
            "of": 3.0,
            "coverage": 0.75,
            "grade": "good",
            "rank": 1,
            "grade_obstacle": None,
            "statuses": {"a-b": "met", "c": "not_assessed"},
        }
        assert (second["grade"], second["rank"], second["grade_obstacle"]) == (
            None,
            None,
            "veto_not_met",
        )

    def test_sheet(self) -> None:
        """
        The sheet has the columns of a frame; no name is run as a formula.
        """
        text = marks_sheet(STANDARD, MARKS, RANKS).decode("utf-8-sig")
        assert list(csv.reader(StringIO(text))) == [
            ["id", "points", "of", "coverage", "grade", "rank", "status_a_b", "status_c"],
            ["'=东门", "2.5", "3", "0.75", "good", "1", "met", "not_assessed"],
            ["西门", "0", "0", "0.0", "", "", "not_met", "partly"],
        ]

    def test_nobody(self) -> None:
        """
        Of no bodies there is the header alone.
        """
        assert marks_sheet(STANDARD, {}, {}).decode("utf-8-sig").splitlines() == [
            "id,points,of,coverage,grade,rank,status_a_b,status_c"
        ]

    @pytest.mark.parametrize(
        ("language", "lines"),
        [
            (
                "zh-CN",
                [
                    "=东门\t得分 2.5 / 3；已评 1 条，共 2 条；等次 优秀；第 1 名",
                    "西门\t得分 0 / 0；已评 2 条，共 2 条",
                ],
            ),
            (
                "en",
                [
                    "=东门\tscore 2.5 of 3; assessed 1 of 2 criteria; grade good; rank 1",
                    "西门\tscore 0 of 0; assessed 2 of 2 criteria",
                ],
            ),
        ],
    )
    def test_text(self, language: Language, lines: list[str]) -> None:
        """
        For people a line a body.
        """
        assert marks_text(STANDARD, MARKS, RANKS, language).splitlines() == lines
