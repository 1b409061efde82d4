"""
Notices (变更通知): the changes of a publication as a text that can be sent to people.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from community_edu.base import Language, Text
from community_edu.calendars import WEEKDAY_LABELS, WEEKDAYS
from community_edu.feeds.changes import Change, ChangeKind
from community_edu.feeds.moments import ENGLISH_MONTHS, ZONE
from community_edu.feeds.writing.personal import without_personal

_HEADINGS: Final[Mapping[ChangeKind, Text]] = {
    "rescheduled": Text("改期", en="Rescheduled"),
    "cancelled": Text("取消", en="Cancelled"),
    "revived": Text("恢复", en="Taking place after all"),
    "confirmed": Text("日期确定", en="Date fixed"),
    "reopened": Text("日期待定", en="Date no longer fixed"),
    "added": Text("新增", en="New"),
    "edited": Text("内容有变", en="Changed"),
}
_DETAILS: Final[Mapping[str, Text]] = {
    "kind": Text("类别", en="kind"),
    "title": Text("名称", en="title"),
    "audiences": Text("对象", en="audience"),
    "location": Text("地点", en="place"),
    "description": Text("说明", en="remarks"),
    "source": Text("依据", en="source"),
    "educators": Text("主讲", en="lecturer"),
    "tags": Text("标签", en="tags"),
    "part_of": Text("所属主题", en="theme"),
    "address": Text("地点", en="place"),
    "coordinates": Text("地点", en="place"),
    "url": Text("网址", en="web address"),
    "online": Text("线上会议", en="online meeting"),
    "attachments": Text("课程网页", en="course pages"),
}
_TITLE: Final = Text("{title}：变更通知（{day}）", en="{title}: changes of {day}")
_SEVERAL: Final = Text("{title}（{count} 次）", en="{title} ({count} times)")
_LENGTH: Final = Text("{when} 开始，时长有变", en="from {when}, of another length")


def notice(changes: Sequence[Change], *, title: Text, at: datetime, language: Language) -> str:
    """
    Write a notice of *changes*: a heading for each kind, and a line for each title.

    Phone and identity numbers in titles are left out.

    Args:
        changes: What happened, in the order in which to tell it.
        title: The plan.
        at: When it was published; the notice bears the day in China.
        language: The language of the notice.

    Returns:
        Lines of plain text, the last with a line end; nothing if nothing changed.

    Example:
        >>> from datetime import UTC
        >>> change = Change(
        ...     kind="cancelled",
        ...     entry_id="street/fair/2026",
        ...     uid="0f",
        ...     title=Text("游园"),
        ...     before=date(2026, 10, 18),
        ...     after=None,
        ... )
        >>> at = datetime(2026, 3, 2, tzinfo=UTC)
        >>> print(notice([change], title=Text("街道"), at=at, language="zh-CN"))
        街道：变更通知（2026年3月2日 周一）
        <BLANKLINE>
        取消
        - 游园：2026年10月18日 周日
        <BLANKLINE>
    """
    if not changes:
        return ""
    day = _moment(at.astimezone(ZONE).date(), language)
    lines = [_TITLE.to(language).format(title=title.to(language), day=day)]
    for kind, heading in _HEADINGS.items():
        own = [change for change in changes if change.kind == kind]
        if own:
            lines += ["", heading.to(language), *_told(own, language)]
    return without_personal("".join(f"{line}\n" for line in lines), language)


def _told(changes: Iterable[Change], language: Language) -> Iterable[str]:
    """
    Yield a line for each title: sessions of a class are told of together.
    """
    alike: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        words = dict.fromkeys(_DETAILS[name].to(language) for name in change.details)
        key = change.title.to(language).replace("\n", " "), _listed(words, language)
        alike.setdefault(key, []).append(change)
    colon, semicolon, (opening, closing) = (
        ("：", "；", "（）") if language == "zh-CN" else (": ", "; ", (" (", ")"))
    )
    for (title, details), group in alike.items():
        name = title
        if len(group) > 1:
            name = _SEVERAL.to(language).format(title=title, count=len(group))
        times = semicolon.join(_times(change, language) for change in group)
        besides = f"{opening}{details}{closing}" if details else ""
        yield f"- {name}{colon}{times}{besides}"


def _listed(words: Iterable[str], language: Language) -> str:
    return ("、" if language == "zh-CN" else ", ").join(words)


def _times(change: Change, language: Language) -> str:
    moments = [moment for moment in (change.before, change.after) if moment is not None]
    if change.kind != "rescheduled":
        return _moment(moments[-1], language)
    if change.before == change.after:
        return _LENGTH.to(language).format(when=_moment(moments[-1], language))
    return " → ".join(_moment(moment, language) for moment in moments)


def _moment(moment: date, language: Language) -> str:
    """
    Write a day, with its weekday, and the time if there is one.
    """
    weekday = WEEKDAY_LABELS[WEEKDAYS[moment.weekday()]].to(language)
    if language == "zh-CN":
        day = f"{moment.year}年{moment.month}月{moment.day}日 {weekday}"
    else:
        month = ENGLISH_MONTHS[moment.month - 1]
        day = f"{weekday[:3]} {moment.day} {month} {moment.year}"
    if isinstance(moment, datetime):
        return f"{day} {moment:%H:%M}"
    return day
