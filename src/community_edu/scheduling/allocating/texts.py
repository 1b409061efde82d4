"""
Allocations in words: by point, what it gets and what not, and the sums of each item.
"""

from collections.abc import Iterator

from community_edu.base import Language
from community_edu.courses import demand_of
from community_edu.scheduling.allocating.allocations import Allocation


def allocation_text(allocation: Allocation, language: Language) -> str:
    """
    Say an allocation, a block of lines a point.
    """
    zh = language == "zh-CN"
    blocks = [[_summary(allocation, language)]]
    if allocation.note is not None:
        blocks[0].append(allocation.note.to(language))
    for point, name in allocation.point_names.items():
        wished = sum(choice.sessions for choice in allocation.choices if choice.point == point)
        granted = allocation.granted[point]
        head = (
            f"{name.zh}：希望 {wished} 次，安排 {granted} 次"
            if zh
            else f"{name.to('en')}: {granted} of {wished} sessions"
        )
        blocks.append([head, *_lines(allocation, point, language)])
    blocks.append(["合计" if zh else "In all", *_sums(allocation, language)])
    return "\n\n".join("\n".join(block) for block in blocks)


def _summary(allocation: Allocation, language: Language) -> str:
    """
    Say in one line how much is granted, and whether more could be.
    """
    wished = sum(choice.sessions for choice in allocation.choices)
    granted = sum(allocation.granted.values())
    served = sum(1 for number in allocation.granted.values() if number)
    points = len(allocation.granted)
    proven = allocation.status == "optimal"
    edition = allocation.menu.edition.to(language)
    if language == "zh-CN":
        verdict = "已证明没有更好的安排" if proven else "未证明没有更好的安排"
        given = f"{served} 个点得到 {granted} 次"
        return f"{edition}：{points} 个教学点希望 {wished} 次，{given}，{verdict}"
    verdict = "no allocation is better" if proven else "a better one is not ruled out"
    return (
        f"{edition}: {points} points wish {wished} sessions, "
        f"{served} of them get {granted}; {verdict}"
    )


def _lines(allocation: Allocation, point: str, language: Language) -> Iterator[str]:
    """
    Yield what a point gets, then what it does not.
    """
    zh = language == "zh-CN"
    items = allocation.item_names
    for grant in allocation.of_point(point):
        item, who = items[grant.item].to(language), grant.name.to(language)
        yield (
            f"  {item} {grant.sessions} 次：{who}" if zh else f"  {grant.sessions} × {item}: {who}"
        )
    for unmet in allocation.unmet:
        if unmet.choice.point != point:
            continue
        item, why = items[unmet.choice.item].to(language), unmet.reason.to(language)
        rank = unmet.choice.rank
        yield (
            f"  未满足：{item} {unmet.missing} 次（第 {rank} 志愿），{why}"
            if zh
            else f"  not given: {unmet.missing} × {item} (wish {rank}): {why}"
        )


def _sums(allocation: Allocation, language: Language) -> Iterator[str]:
    """
    Yield how much each item was wished and is given, the most wished first.
    """
    given = dict.fromkeys(allocation.item_names, 0)
    for grant in allocation.grants:
        given[grant.item] += grant.sessions
    for item, wished in demand_of(allocation.choices).items():
        name = allocation.item_names[item].to(language)
        if language == "zh-CN":
            yield f"  {name}：希望 {wished} 次，安排 {given[item]} 次"
        else:
            yield f"  {name}: {given[item]} of {wished} sessions"
