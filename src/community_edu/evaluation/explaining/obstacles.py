"""
Obstacles: why a body has no grade, in words.
"""

from collections.abc import Iterable

from community_edu.base import Text
from community_edu.evaluation.judging.marks import GradeObstacle, Marks
from community_edu.evaluation.standards import Criterion, Role, Standard
from community_edu.measures import Quantity

_BARS: dict[GradeObstacle, tuple[Role, str, str]] = {
    "prerequisite_not_met": ("prerequisite", "未满足前提条件", "a prerequisite is not met"),
    "prerequisite_not_assessed": (
        "prerequisite",
        "前提条件未评",
        "a prerequisite was not assessed",
    ),
    "veto_not_met": ("veto", "一票否决", "a veto applies"),
    "veto_not_assessed": ("veto", "一票否决项未评", "a veto was not assessed"),
}


def obstacle_text(standard: Standard, marks: Marks) -> Text | None:
    """
    Say why there is no grade; `None` if nothing is in the way.

    Example:
        >>> from community_edu.evaluation.judging.judges import judge_of
        >>> empty = Standard(id="s", name="标准")
        >>> obstacle_text(empty, judge_of(empty).marks(())) is None
        True
    """
    obstacle = marks.obstacle
    if obstacle is None:
        return None
    if obstacle in _BARS:
        role, zh, en = _BARS[obstacle]
        names = [criterion.name for criterion in _in_the_way(standard, marks, role, obstacle)]
        listed = Text("、".join(name.zh for name in names))
        return Text(f"{zh}：{listed.zh}", en=f"{en}: {', '.join(n.to('en') for n in names)}")
    covered = Quantity(marks.coverage)
    least = standard.minimum_coverage or Quantity.parse("0%")
    share = Quantity(marks.score.share or marks.coverage * 0)
    texts: dict[GradeObstacle, Text] = {
        "incomplete_standard": Text(
            "标准不完整，不评等次", en="the standard is not complete, so there is no grade"
        ),
        "low_coverage": Text(
            f"已评部分占 {covered.to('zh-CN', beside=least)}，不足 {least.to('zh-CN')}",
            en=f"{covered.to('en', beside=least)} was assessed, less than {least.to('en')}",
        ),
        "nothing_to_score": Text("没有可计分的评价指标", en="there is nothing to score"),
        "no_grade_reached": Text(
            f"得分率 {share.to('zh-CN')}，未达到任何等次的要求",
            en=f"{share.to('en')} of the points reaches no grade",
        ),
    }
    return texts[obstacle]


def _in_the_way(
    standard: Standard, marks: Marks, role: Role, obstacle: GradeObstacle
) -> Iterable[Criterion]:
    undecided = obstacle.endswith("not_assessed")
    for criterion, status in zip(standard.criteria, marks.criterion_statuses, strict=True):
        if criterion.role == role and status != "met" and (status == "not_assessed") is undecided:
            yield criterion
