from datetime import date, datetime
from pathlib import Path

import pytest

from community_edu.base import ProblemsError, Text
from community_edu.calendars import Occasion, Quota
from community_edu.exchange import load_record
from community_edu.plans import Duty, MemberSet, Plan, SetMember, build_calendar, check_record

PLAN = Plan(
    id="school",
    title="高中家长学校",
    sets=[
        MemberSet(
            id="grade",
            name="年级",
            members=[
                SetMember(id="grade_10", name=Text("高一", en="Grade 10")),
                SetMember(id="grade_11", name=Text("高二", en="Grade 11")),
            ],
        )
    ],
    duties=[
        Duty(
            id="lecture",
            name=Text("家长授课", en="Lecture for parents"),
            quota=Quota.parse("1..2 per half_year each grade"),
        ),
        Duty(id="visit", name="家访", quota=Quota.parse(">= 40 per year")),
    ],
)


def written(folder: Path, text: str) -> Path:
    """
    Write a record as CSV.
    """
    path = folder / "record.csv"
    path.write_text(text, encoding="utf-8")
    return path


def told(path: Path) -> list[str]:
    """
    Return what is wrong with a record, without the folder.
    """
    with pytest.raises(ProblemsError) as caught:
        load_record(path, PLAN)
    return [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]


class TestLoadRecord:
    def test_rows_are_occasions(self, tmp_path: Path) -> None:
        """
        A row is an occasion of a duty; duties and members go by identifier or by name.
        """
        path = written(
            tmp_path,
            "任务,日期,成员,次数\n"
            "家长授课,2026-03-05,高一,\n"
            "lecture,2026-03-12,grade_11,2\n"
            "Lecture for parents,2026-09-10,Grade 10,1\n"
            "visit,2026-05-08,,12\n",
        )
        assert load_record(path, PLAN) == {
            "lecture": (
                Occasion(date(2026, 3, 5), "grade_10"),
                Occasion(date(2026, 3, 12), "grade_11", 2),
                Occasion(date(2026, 9, 10), "grade_10"),
            ),
            "visit": (Occasion(date(2026, 5, 8), number=12),),
        }

    def test_is_checked(self, tmp_path: Path) -> None:
        """
        What is read can be checked against the plan.
        """
        path = written(
            tmp_path,
            "duty,date,member\nlecture,2026-03-05,高一\nlecture,2026-03-12,高二\n",
        )
        calendar = build_calendar(PLAN, 2026)
        findings = check_record(calendar, load_record(path, PLAN), on=date(2026, 7, 1))
        assert [finding.code for finding in findings] == ["not-yet", "not-yet"]

    def test_two_columns_are_enough(self, tmp_path: Path) -> None:
        """
        Without members and numbers each row is one time.
        """
        path = written(tmp_path, "duty,date\nvisit,2026-05-08\n")
        assert load_record(path, PLAN) == {"visit": (Occasion(date(2026, 5, 8)),)}

    def test_excel(self, tmp_path: Path) -> None:
        """
        A spreadsheet gives its dates a time of day, which says nothing.
        """
        xlsxwriter = pytest.importorskip("xlsxwriter")
        path = tmp_path / "record.xlsx"
        book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["duty", "date", "number"])
        sheet.write_row(1, 0, ["visit"])
        sheet.write_datetime(1, 1, datetime(2026, 5, 8))  # noqa: DTZ001 - sheets have no zones
        sheet.write(1, 2, 3)
        book.close()
        (visit,) = load_record(path, PLAN)["visit"]
        assert (visit.span.start, visit.number) == (date(2026, 5, 8), 3)


class TestRefused:
    def test_cells(self, tmp_path: Path) -> None:
        """
        Every cell that is no duty, date, member or number is told with its place.
        """
        path = written(
            tmp_path,
            "duty,date,member,number\nvist,2026-05-08,,\nvisit,5月8日,高三,-1\n,,,\nvisit,,,\n",
        )
        no_member = (
            "record.csv 第3行 C列「member」: there is no member of a set '高三'; define it, or "
            "correct the name"
        )
        assert told(path) == [
            "record.csv 第2行 A列「duty」: there is no duty 'vist'; did you mean 'visit'?",
            "record.csv 第3行 B列「date」: expected a date such as 2026-05-08, found 5月8日",
            no_member,
            "record.csv 第3行 D列「number」: expected a whole number of times, found -1",
            "record.csv 第5行 B列「date」: expected a date such as 2026-05-08, found ∅",
        ]

    def test_columns(self, tmp_path: Path) -> None:
        """
        A column that is missing or that nobody knows is told.
        """
        path = written(tmp_path, "duty,when\nvisit,2026-05-08\n")
        unknown = (
            "record.csv B列「when」: the key 'when' is not known here; it can be duty, 任务, 事项, "
            "date, 日期, member, 成员, number, 次数"
        )
        assert told(path) == [
            unknown,
            "record.csv: the key 'date' is missing; add it",
        ]

    def test_more_than_anybody_reads(self, tmp_path: Path) -> None:
        """
        Of very many mistakes the first hundred are told, and that there are more.
        """
        *first, last = told(written(tmp_path, "duty,date\n" + "visit,soon\n" * 5000))
        assert len(first) == 100
        assert last == "record.csv: more is wrong than these 100; mend them first"
