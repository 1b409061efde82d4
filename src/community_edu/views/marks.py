"""
Out to tables: the marks of many bodies, a row a body.
"""

from collections.abc import Mapping

from community_edu.base import Language, decimal_text
from community_edu.base.sheets import sheet
from community_edu.evaluation import Standard
from community_edu.evaluation.judging import Marks

STATUS = "status_"
"""
What stands before a criterion over the column of its outcome, as in frames.
"""

_WORDS = str.maketrans("-.", "__")


def marks_records(
    marks: Mapping[str, Marks], ranks: Mapping[str, int | None]
) -> list[dict[str, object]]:
    """
    Return the marks of bodies as plain data, a row a body; numbers are the nearest decimals.

    Args:
        marks: The marks by body.
        ranks: The place of each.
    """
    return [
        {
            "id": name,
            "points": float(one.points),
            "of": float(one.of),
            "coverage": float(one.coverage),
            "grade": one.grade,
            "rank": ranks[name],
            "grade_obstacle": one.obstacle,
            "statuses": dict(one.statuses),
        }
        for name, one in marks.items()
    ]


def marks_sheet(
    standard: Standard, marks: Mapping[str, Marks], ranks: Mapping[str, int | None]
) -> bytes:
    """
    Return the same as CSV, with the columns that a frame of marks has.
    """
    statuses = (f"{STATUS}{criterion.translate(_WORDS)}" for criterion in standard.by_id)
    rows = [
        (
            name,
            decimal_text(one.points),
            decimal_text(one.of),
            str(float(one.coverage)),
            one.grade or "",
            "" if ranks[name] is None else str(ranks[name]),
            *one.statuses.values(),
        )
        for name, one in marks.items()
    ]
    return sheet((("id", "points", "of", "coverage", "grade", "rank", *statuses), *rows))


def marks_text(
    standard: Standard,
    marks: Mapping[str, Marks],
    ranks: Mapping[str, int | None],
    language: Language,
) -> str:
    """
    Say the marks of bodies, a line a body: score, grade and rank.
    """
    grades = {grade.id: grade.name for grade in standard.grades}
    lines: list[str] = []
    for name, one in marks.items():
        points, of = decimal_text(one.points), decimal_text(one.of)
        assessed = sum(status != "not_assessed" for status in one.statuses.values())
        total, rank = len(one.criteria), ranks[name]
        grade = None if one.grade is None else grades[one.grade].to(language)
        if language == "zh-CN":
            said = [f"得分 {points} / {of}", f"已评 {assessed} 条，共 {total} 条"]
            said += [] if grade is None else [f"等次 {grade}"]
            said += [] if rank is None else [f"第 {rank} 名"]
        else:
            said = [f"score {points} of {of}", f"assessed {assessed} of {total} criteria"]
            said += [] if grade is None else [f"grade {grade}"]
            said += [] if rank is None else [f"rank {rank}"]
        lines.append(f"{name}\t{('；' if language == 'zh-CN' else '; ').join(said)}\n")
    return "".join(lines)
