"""
How requirements and shortages are said, in Chinese and English.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cached_property

import attrs

from community_edu.base import Text
from community_edu.calendars import PART_LABELS, WEEKDAY_LABELS, WEEKDAYS, PartOfDay
from community_edu.organizations import Educator
from community_edu.scheduling.demands import Apart, AtMost
from community_edu.scheduling.demands.base import Bucket
from community_edu.scheduling.explaining.choices import Session
from community_edu.scheduling.explaining.ground import Ground
from community_edu.scheduling.explaining.requirements import (
    Requirement,
    SubjectKind,
    Unit,
    gathered,
)
from community_edu.scheduling.problems import Pin
from community_edu.scheduling.sections import TimetableSection

MOST_NAMES = 6
MOST_HALF_DAYS = 4

HalfDay = tuple[int, PartOfDay]


def both(zh: str, en: str) -> Text:
    """
    Return a text in both languages.
    """
    return Text(zh, en=en)


def listed(names: Sequence[Text]) -> Text:
    """
    Return names one after the other, those beyond the sixth only counted.

    Example:
        >>> listed([Text("合唱班", en="choir"), Text("书法班", en="brush")]).en
        "'choir' and 'brush'"
    """
    shown = names[:MOST_NAMES]
    zh = "".join(f"“{name.zh}”" for name in shown)
    quoted = [f"'{name.to('en')}'" for name in shown]
    more = len(names) - len(shown)
    if more:
        return both(f"{zh}等 {len(names)} 个", f"{', '.join(quoted)} and {more} more")
    if len(quoted) > 1:
        return both(zh, f"{', '.join(quoted[:-1])} and {quoted[-1]}")
    return both(zh, "".join(quoted))


def joined(texts: Iterable[Text], zh: str = "；", en: str = "; ") -> Text:
    """
    Return texts with marks between them.
    """
    each = list(texts)
    return both(zh.join(one.zh for one in each), en.join(one.to("en") for one in each))


@attrs.frozen(slots=False)
class Teller:
    """
    Says what is about the sections, rooms and people of a problem.
    """

    ground: Ground

    def requirements(self, units: Iterable[Unit]) -> tuple[Requirement, ...]:
        """
        Return units as requirements, one for each demand and kind of subject.
        """
        return tuple(
            Requirement(
                demand=demand, of=of, subjects=subjects, text=self._text(demand, of, subjects)
            )
            for (demand, of), subjects in gathered(units).items()
        )

    def _text(self, demand: str, of: SubjectKind, subjects: tuple[str, ...]) -> Text:
        known = self.ground.demands.get(demand)
        kind = getattr(known, "kind", demand)
        say = self._said.get((kind, of))
        if say is not None:
            return say(subjects)
        if known is None or kind in {"precedence", "fair-load"}:
            return known.text if known is not None else Text(demand)
        return joined([known.text, self.names(of, subjects)], "：", ": ")

    @cached_property
    def _said(self) -> dict[tuple[str, SubjectKind], Callable[[tuple[str, ...]], Text]]:
        return {
            ("every-session", "section"): self._held,
            ("on-grid", "section"): self._long,
            ("suitable-venue", "section"): self._venues,
            ("capacity", "section"): self._people,
            ("qualified", "section"): self._taught,
            ("pinned", "section"): self._pinned,
            ("educator-available", "educator"): self._free,
            ("venue-open", "venue"): self._open,
            ("no-clash", "venue"): self._one_class,
            ("no-clash", "educator"): self._one_class_taught,
            ("no-clash", "group"): self._one_class_attended,
            ("no-clash", "section"): self._apart,
            ("working-limits", "educator"): self._limits,
            ("travel", "educator"): self._ways,
        }

    # Names

    def name(self, of: SubjectKind, subject: str) -> Text:
        """
        Return what a reader calls a subject.
        """
        problem = self.ground.problem
        if of == "section":
            return problem.sections[self.ground.section_numbers[subject]].title
        if of == "venue":
            return problem.venues[self.ground.venue_numbers[subject]].name
        if of == "educator":
            return problem.educators[self.ground.educator_numbers[subject]].name
        return Text(subject)

    def names(self, of: SubjectKind, subjects: Iterable[str]) -> Text:
        """
        Return what a reader calls several.
        """
        return listed([self.name(of, subject) for subject in subjects])

    def sections(self, sessions: Iterable[Session]) -> tuple[str, ...]:
        """
        Return the sections of meetings.
        """
        found = dict.fromkeys(self.ground.problem.sections[one.section].id for one in sessions)
        return tuple(found)

    def half_days(self, half_days: Iterable[HalfDay]) -> Text:
        """
        Return half-days as a reader says them: Tuesday morning.
        """
        each = [
            both(
                f"{WEEKDAY_LABELS[WEEKDAYS[day]].zh}{PART_LABELS[part].zh}",
                f"{WEEKDAY_LABELS[WEEKDAYS[day]].en} {PART_LABELS[part].en}",
            )
            for day, part in half_days
        ]
        return joined(each, "、", ", ")

    def part(self, period: int) -> PartOfDay:
        """
        Return the part of the day of a period.
        """
        return self.ground.problem.weeks.periods[period].part

    # Requirements

    def _of(self, subjects: Iterable[str]) -> list[TimetableSection]:
        return [self.ground.problem.sections[self.ground.section_numbers[one]] for one in subjects]

    def _each(self, subjects: tuple[str, ...], say: Callable[[TimetableSection], Text]) -> Text:
        """
        Say something of sections, those of which the same is said together.
        """
        same: dict[Text, list[Text]] = defaultdict(list)
        for section in self._of(subjects):
            same[say(section)].append(section.title)
        return joined(
            both(f"{listed(names).zh}{text.zh}", f"{listed(names).en} {_agreed(text, names)}")
            for text, names in same.items()
        )

    def _held(self, subjects: tuple[str, ...]) -> Text:
        def say(section: TimetableSection) -> Text:
            number = section.sessions
            if section.per == "term":
                return both(f"本学期上 {number} 次", _times(number, "in the term"))
            return both(f"每周上 {number} 次", _times(number, "a week"))

        return self._each(subjects, say)

    def _long(self, subjects: tuple[str, ...]) -> Text:
        def say(section: TimetableSection) -> Text:
            return both(
                f"一次连上 {section.length} 节，半天里没有这么多节",
                f"takes {section.length} periods in a row, more than any half-day has",
            )

        return self._each(subjects, say)

    def _venues(self, subjects: tuple[str, ...]) -> Text:
        def say(section: TimetableSection) -> Text:
            venues = self.ground.problem.venues_of(section)
            if not venues:
                return both("没有合适的教室", "has no suitable venue")
            names = listed([venue.name for venue in venues])
            return both(f"只能用{names.zh}", f"can only be in {names.en}")

        return self._each(subjects, say)

    def _people(self, subjects: tuple[str, ...]) -> Text:
        def say(section: TimetableSection) -> Text:
            return both(
                f"有 {section.size} 人，教室要坐得下",
                f"has {section.size} people, whom the venue must hold",
            )

        return self._each(subjects, say)

    def _taught(self, subjects: tuple[str, ...]) -> Text:
        def say(section: TimetableSection) -> Text:
            people = self.ground.problem.educators_of(section)
            if not people:
                return both("没有人能上", "has nobody who can teach it")
            names = listed([one.name for one in people])
            return both(f"只能由{names.zh}上", f"can only be taught by {names.en}")

        return self._each(subjects, say)

    def _pinned(self, subjects: tuple[str, ...]) -> Text:
        def say(section: TimetableSection) -> Text:
            pins = joined((self.pin(one) for one in self.ground.pins[section.id]), "、", ", ")
            return both(f"已固定：{pins.zh}", f"is pinned: {pins.en}")

        return self._each(subjects, say)

    def pin(self, pin: Pin) -> Text:
        """
        Return what a pin settles.
        """
        zh: list[str] = []
        en: list[str] = []
        if pin.week is not None:
            zh.append(f"第 {pin.week} 周")
            en.append(f"week {pin.week}")
        if pin.weekday is not None:
            zh.append(WEEKDAY_LABELS[pin.weekday].zh)
            en.append(WEEKDAY_LABELS[pin.weekday].to("en"))
        if pin.period is not None:
            zh.append(f"第 {pin.period} 节")
            en.append(f"period {pin.period}")
        if pin.venue is not None:
            name = self.name("venue", pin.venue)
            zh.append(f"“{name.zh}”")
            en.append(f"'{name.to('en')}'")
        if pin.educator is not None:
            name = self.name("educator", pin.educator)
            zh.append(f"“{name.zh}”")
            en.append(f"'{name.to('en')}'")
        return both("".join(zh), " ".join(en))

    def _when(self, begins: int) -> Text:
        """
        Return when cells are, half-day by half-day, or how many a week there are.
        """
        grid = self.ground.grid
        found: dict[HalfDay, None] = {}
        number = 0
        for day in grid.weekdays:
            for period in range(grid.periods):
                cells = grid.spread((1 << grid.number) - 1) << (day * grid.periods + period)
                if begins & cells:
                    found[day, self.part(period)] = None
                    number += 1
        if not number:
            return both("没有", "never")
        if len(found) <= MOST_HALF_DAYS:
            words = self.half_days(found)
            return both(f"只有{words.zh}", f"only {words.en}")
        return both(f"每周只有 {number} 节", f"only {number} periods a week")

    def _free(self, subjects: tuple[str, ...]) -> Text:
        def say(one: str) -> Text:
            begins = self.ground.educator_begins(1, self.ground.educator_numbers[one])
            when, name = self._when(begins), self.name("educator", one)
            return both(f"“{name.zh}”{when.zh}有空", f"'{name.to('en')}' is free {when.en}")

        return joined(say(one) for one in subjects)

    def _open(self, subjects: tuple[str, ...]) -> Text:
        def say(one: str) -> Text:
            begins = self.ground.venue_begins(1, self.ground.venue_numbers[one])
            when, name = self._when(begins), self.name("venue", one)
            return both(f"“{name.zh}”{when.zh}可用", f"'{name.to('en')}' can be had {when.en}")

        return joined(say(one) for one in subjects)

    def _one_class(self, subjects: tuple[str, ...]) -> Text:
        names = self.names("venue", subjects)
        if len(subjects) == 1:
            return both(f"{names.zh}同一时间只能上一个班", f"{names.en} holds one class at a time")
        return both(
            f"{names.zh}每间同一时间只能上一个班", f"{names.en} hold one class at a time each"
        )

    def _one_class_taught(self, subjects: tuple[str, ...]) -> Text:
        names = self.names("educator", subjects)
        return both(
            f"{names.zh}同一时间只能上一个班",
            f"{names.en} {'teaches' if len(subjects) == 1 else 'teach'} one class at a time",
        )

    def _one_class_attended(self, subjects: tuple[str, ...]) -> Text:
        names = self.names("group", subjects)
        return both(
            f"{names.zh}的学员同一时间只能上一个班",
            f"the learners of {names.en} attend one class at a time",
        )

    def _apart(self, subjects: tuple[str, ...]) -> Text:
        names = self.names("section", subjects)
        return both(
            f"{names.zh}的几次课不能同时上", f"the meetings of {names.en} are at different times"
        )

    def _limits(self, subjects: tuple[str, ...]) -> Text:
        people = self.ground.problem.educators
        return joined(self.limits(people[self.ground.educator_numbers[one]]) for one in subjects)

    def limits(self, one: Educator) -> Text:
        """
        Return how much somebody teaches at most.
        """
        zh: list[str] = []
        en: list[str] = []
        if one.daily_minutes is not None:
            zh.append(f"每天至多 {one.daily_minutes} 分钟")
            en.append(f"{one.daily_minutes} minutes a day")
        if one.weekly_minutes is not None:
            zh.append(f"每周至多 {one.weekly_minutes} 分钟")
            en.append(f"{one.weekly_minutes} minutes a week")
        if one.sessions is not None:
            zh.append(f"本学期至多 {one.sessions} 次")
            en.append(f"{one.sessions} sessions in the term")
        return both(
            f"“{one.name.zh}”{'、'.join(zh)}",
            f"'{one.name.to('en')}' teaches at most {', '.join(en)}",
        )

    def _ways(self, subjects: tuple[str, ...]) -> Text:
        names = self.names("educator", subjects)
        return both(
            f"{names.zh}在两处上课之间要有路上的时间",
            f"{names.en} must have time for the way between two places",
        )

    # Shortages

    def nothing_left(self, session: Session, units: Iterable[Unit]) -> Text:
        """
        Say that one meeting can be nowhere, and why.
        """
        title = self.ground.problem.sections[session.section].title
        why = joined(one.text for one in self.requirements(units) if one.demand != "every-session")
        return both(f"“{title.zh}”排不下：{why.zh}", f"'{title.to('en')}' can be nowhere: {why.en}")

    def crowded(
        self,
        of: SubjectKind,
        sessions: Sequence[Session],
        subjects: Sequence[str],
        cells: Sequence[tuple[str, int, int, int]],
        needed: int,
    ) -> Text:
        """
        Say that some meetings want more periods of a few subjects than there are.
        """
        half_days = self._in_order((day, period) for _, _, day, period in cells)
        weeks = sorted({week for _, week, _, _ in cells})
        when = self.half_days(half_days) if 0 < len(half_days) <= MOST_HALF_DAYS else both("", "")
        single = any(self.ground.problem.sections[one.section].per == "term" for one in sessions)
        if single and len(weeks) == 1:
            when = both(f"第 {weeks[0] + 1} 周{when.zh}", f"week {weeks[0] + 1} {when.en}".strip())
        classes = self.sections(sessions)
        number = len(classes)
        names = self.names("section", classes)
        who = self.names(of, subjects)
        one, many = _KINDS[of]
        few = both(
            f"{len(subjects)} {one}（{who.zh}）",
            f"{len(subjects)} {many[0] if len(subjects) == 1 else many[1]} ({who.en})",
        )
        zh = f"{number} 个班（{names.zh}）要用 {few.zh}，需要 {needed} 节，只有 {len(cells)} 节"
        en = (
            f"{number} {'class needs' if number == 1 else 'classes need'} {few.en}: "
            f"{needed} periods are needed, {len(cells)} {'is' if len(cells) == 1 else 'are'} there"
        )
        if when.zh:
            return both(f"{when.zh}：{zh}", f"{when.en}: {en} (classes: {names.en})")
        return both(zh, f"{en} (classes: {names.en})")

    def pooled(
        self,
        of: SubjectKind,
        sessions: Sequence[Session],
        subjects: Sequence[str],
        needed: int,
        there: int,
    ) -> Text:
        """
        Say that a few subjects cannot have as many sessions as some meetings need of them.
        """
        classes = self.sections(sessions)
        names, who = self.names("section", classes), self.names(of, subjects)
        return both(
            f"{who.zh}在这些课的时间里至多能上 {there} 次，"
            f"{len(classes)} 个班（{names.zh}）需要 {needed} 次",
            f"at the times of these classes {who.en} can have {there} "
            f"{'session' if there == 1 else 'sessions'}, and {len(classes)} "
            f"{'class needs' if len(classes) == 1 else 'classes need'} {needed} ({names.en})",
        )

    def in_order(self, sessions: Sequence[Session], over: datetime, latest: datetime) -> Text:
        """
        Say that the last of some sections, one after the other, would begin too late.
        """
        classes = self.sections(sessions)
        *first, last = (self.name("section", one) for one in classes)
        names = listed(first)
        earliest, begin = f"{over:%Y-%m-%d %H:%M}", f"{latest:%Y-%m-%d %H:%M}"
        return both(
            f"“{last.zh}”在{names.zh}之后，最早 {earliest} 才能开始，而它最晚 {begin} 开始",
            f"'{last.to('en')}' comes after {names.en} and cannot begin before {earliest}, "
            f"but begins at {begin} at the latest",
        )

    def too_close(
        self, demand: Apart, sessions: Sequence[Session], first: date, last: date, there: int
    ) -> Text:
        """
        Say that single sessions do not fit into their dates, so many days apart.
        """
        classes = self.sections(sessions)
        names = self.names("section", classes)
        return both(
            f"{first} 至 {last} 之间，至少相隔 {demand.days} 天的课只排得下 {there} 次，"
            f"{len(classes)} 个班（{names.zh}）需要 {len(sessions)} 次",
            f"from {first} to {last} there is room for {there} "
            f"{'session' if there == 1 else 'sessions'} at least {demand.days} days apart, and "
            f"{len(classes)} {'class needs' if len(classes) == 1 else 'classes need'} "
            f"{len(sessions)} ({names.en})",
        )

    def _in_order(self, cells: Iterable[tuple[int, int]]) -> list[HalfDay]:
        return list(dict.fromkeys((day, self.part(period)) for day, period in sorted(cells)))

    def overworked(
        self, kind: str, sessions: Sequence[Session], people: Sequence[str], needed: int, there: int
    ) -> Text:
        """
        Say that some people would have to teach more than they may.
        """
        classes = self.sections(sessions)
        names, who = self.names("section", classes), self.names("educator", people)
        zh, en = ("次", "sessions in the term") if kind == "term" else ("分钟", "minutes a week")
        return both(
            f"{who.zh}至多能上 {there} {zh}，{len(classes)} 个班（{names.zh}）需要 {needed} {zh}",
            f"{who.en} can teach at most {there} {en}, and {len(classes)} "
            f"{'class needs' if len(classes) == 1 else 'classes need'} {needed} ({names.en})",
        )

    def beyond(
        self, demand: AtMost, sessions: Sequence[Session], subject: str, needed: int, there: int
    ) -> Text:
        """
        Say that a subject would have more sessions than a demand lets it have.
        """
        classes = self.sections(sessions)
        names, who = self.names("section", classes), self.names(demand.of, (subject,))
        zh, en = _PER[demand.per]
        if demand.per == "day" and demand.most:
            days = there // demand.most
            zh = f"{zh}至多 {demand.most} 次，{days} 天"
            en = f"{en}, {there} on {days} {'day' if days == 1 else 'days'}"
        return both(
            f"{who.zh}{zh}至多 {there} 次，{len(classes)} 个班（{names.zh}）需要 {needed} 次",
            f"{who.en} can have at most {demand.most} "
            f"{'session' if demand.most == 1 else 'sessions'} {en}, and {len(classes)} "
            f"{'class needs' if len(classes) == 1 else 'classes need'} {needed} ({names.en})",
        )


_PER: dict[Bucket, tuple[str, str]] = {
    "day": ("每天", "a day"),
    "week": ("每周", "a week"),
    "term": ("本学期", "in the term"),
}
_KINDS: dict[SubjectKind, tuple[str, tuple[str, str]]] = {
    "venue": ("间教室", ("venue", "venues")),
    "educator": ("位教师", ("educator", "educators")),
    "group": ("个班组的学员", ("group", "groups")),
    "section": ("个班自己的学员", ("class's own learners", "classes' own learners")),
}


def _times(number: int, per: str) -> str:
    return f"meets once {per}" if number == 1 else f"meets {number} times {per}"


def _agreed(text: Text, names: Sequence[Text]) -> str:
    """
    Return the English of *text* with its verb in the number of *names*.
    """
    verb, _, rest = text.to("en").partition(" ")
    return f"{_PLURALS.get(verb, verb) if len(names) > 1 else verb} {rest}"


_PLURALS = {"meets": "meet", "is": "are", "has": "have", "takes": "take"}
