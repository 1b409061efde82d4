"""
Working days (工作日): who works when, by the notices, the law and the week.
"""

from collections.abc import Collection
from datetime import date
from typing import ClassVar, Literal, TypeAlias

import attrs

from community_edu.base import CommunityEduError, closest
from community_edu.calendars.holidays import (
    HOLIDAY_NAMES,
    HolidayCalendar,
    HolidaysNotAnnouncedError,
)
from community_edu.calendars.spans import Span, civil_day
from community_edu.calendars.statutory import festivals_by_day, statutory_days
from community_edu.calendars.weekdays import WEEKDAYS, Weekday

DayStatus: TypeAlias = Literal["official", "provisional"]
"""
How sure an answer is: ``official`` by a notice, ``provisional`` by the law and the week alone.
"""

FARTHEST = 366
"""
How many days away the next working day is looked for.
"""

_NO_NOTICES = HolidayCalendar("CN")


@attrs.define(slots=False)
class UnknownHolidayError(CommunityEduError, LookupError):
    """
    A name that is no public holiday's.
    """

    code: ClassVar[str] = "unknown-holiday"
    en: ClassVar[str] = "'{name}' is no public holiday here; {advice_en}"
    zh: ClassVar[str] = "“{name}”不是法定节假日，{advice_zh}"

    name: str
    known: tuple[str, ...]

    def facts(self) -> dict[str, object]:
        """
        Return the fields, with the name that was most likely meant.
        """
        near = closest(self.name, self.known)
        if near:
            advice = {"advice_en": f"did you mean '{near}'?", "advice_zh": f"是否应为“{near}”？"}
        else:
            advice = {
                "advice_en": f"it can be {', '.join(self.known)}",
                "advice_zh": f"可以是 {'、'.join(self.known)}",
            }
        return super().facts() | advice


@attrs.define(slots=False)
class WrongWeekError(CommunityEduError, ValueError):
    """
    A working week without a day, or with one that no week has.
    """

    code: ClassVar[str] = "wrong-week"
    en: ClassVar[str] = "a working week is one or more of {possible}, not '{week}'"
    zh: ClassVar[str] = "每周的工作日应为 {possible} 中的一天或几天，不能是“{week}”"

    week: tuple[str, ...]
    possible: tuple[str, ...] = WEEKDAYS


@attrs.define(slots=False)
class NoWorkdayError(CommunityEduError, LookupError):
    """
    A day within reach of which nobody works.
    """

    code: ClassVar[str] = "no-workday"
    en: ClassVar[str] = (
        "there is no working day within {days} days of {day}; look at the week and the notices"
    )
    zh: ClassVar[str] = "{day} 前后 {days} 天内没有工作日，请检查每周工作日和放假通知"

    day: date
    days: int = FARTHEST


def _check_week(instance: object, attribute: object, week: Collection[str]) -> None:  # noqa: ARG001 - attrs asks
    if not week or not set(week) <= set(WEEKDAYS):
        raise WrongWeekError(tuple(week))


@attrs.frozen
class WorkCalendar:
    """
    Working days in China: of announced years as the notices say, of others as far as is certain.

    A year without a notice is not announced. Its statutory holidays are days off
    by law, but which weekends are worked for them is unknown. Asked of such a
    year, a strict calendar refuses; a provisional one answers from the law and
    the week, and its `status` says so. Over 2010 to 2026 such answers would have
    been wrong on 11 to 26 days a year.

    Attributes:
        holidays: The notices; by default none.
        week: The days of the week on which people work.
        provisional: Whether to answer for years that are not announced.

    Example:
        >>> from community_edu.calendars import holidays
        >>> calendar = WorkCalendar(holidays("CN"))
        >>> calendar.is_workday(date(2026, 2, 28))  # a Saturday, worked for Spring Festival
        True
        >>> str(calendar.next_workday(date(2026, 9, 30)))
        '2026-10-08'
        >>> provisional = WorkCalendar(holidays("CN"), provisional=True)
        >>> provisional.status(date(2040, 10, 1)), provisional.is_workday(date(2040, 10, 1))
        ('provisional', False)
    """

    holidays: HolidayCalendar | None = None
    week: tuple[Weekday, ...] = attrs.field(
        default=WEEKDAYS[:5], converter=tuple[Weekday, ...], validator=_check_week
    )
    provisional: bool = False

    def announced(self, year: int) -> bool:
        """
        Tell whether a notice of *year* is at hand.
        """
        return self._notices.announced(year)

    def status(self, day: date) -> DayStatus:
        """
        Tell whether a notice settles *day*, or only the law and the week speak of it.

        A notice may settle a day of the December before its year, too.
        """
        day = civil_day(day)
        notices = self._notices
        if notices.announced(day.year) or day in notices.off or day in notices.worked:
            return "official"
        return "provisional"

    def is_workday(self, day: date) -> bool:
        """
        Tell whether people work on *day*.

        Raises:
            HolidaysNotAnnouncedError: The year has no notice, and the calendar
                is strict.
            OutOfLunarRangeError: The year is after 2100.
        """
        day = self._checked(day)
        notices = self._notices
        if day in notices.worked:
            return True
        if day in notices.off or WEEKDAYS[day.weekday()] not in self.week:
            return False
        return day not in statutory_days(day.year)

    def is_holiday(self, day: date, name: str | None = None) -> bool:
        """
        Tell whether *day* is off for a public holiday, be it of that *name*.

        An ordinary Saturday is no holiday, one that a notice counts among the
        days off for a holiday is. In a year that is not announced only the
        statutory days are.

        Args:
            day: The day.
            name: A holiday, in Chinese or English: 国庆节 or National Day. Where
                two share a day, it is that of both.

        Raises:
            HolidaysNotAnnouncedError: The year has no notice, and the calendar
                is strict.
            UnknownHolidayError: *name* is neither a statutory holiday nor in
                a notice.
            OutOfLunarRangeError: The year is after 2100.

        Example:
            >>> calendar = WorkCalendar(provisional=True)
            >>> calendar.is_holiday(date(2040, 10, 1), "National Day")
            True
        """
        day = self._checked(day)
        if name is not None and name not in self._names:
            raise UnknownHolidayError(name, self._names)
        notices = self._notices
        if day in notices.worked:
            return False
        found = [*festivals_by_day(day.year).get(day, ())]
        if day in notices.off:
            found.append(notices.off[day])
        return bool(found) and (name is None or any(name in {it.zh, it.en} for it in found))

    def next_workday(self, day: date) -> date:
        """
        Return the first working day after *day*.

        Raises:
            HolidaysNotAnnouncedError: A year on the way has no notice, and the
                calendar is strict.
            NoWorkdayError: There is none within 366 days.
            OutOfLunarRangeError: It is after 2100.
        """
        return self._nearest(day, 1)

    def previous_workday(self, day: date) -> date:
        """
        Return the last working day before *day*.

        Raises:
            HolidaysNotAnnouncedError: A year on the way has no notice, and the
                calendar is strict.
            NoWorkdayError: There is none within 366 days.
        """
        return self._nearest(day, -1)

    def workdays(self, span: Span) -> tuple[date, ...]:
        """
        Return the working days of *span*, in order.

        Raises:
            HolidaysNotAnnouncedError: A year of it has no notice, and the
                calendar is strict.
            OutOfLunarRangeError: It goes beyond 2100.

        Example:
            >>> week = Span.through(date(2040, 10, 1), date(2040, 10, 7))
            >>> [day.day for day in WorkCalendar(provisional=True).workdays(week)]
            [4, 5]
        """
        return tuple(day for day in span if self.is_workday(day))

    @property
    def _notices(self) -> HolidayCalendar:
        return self.holidays or _NO_NOTICES

    @property
    def _names(self) -> tuple[str, ...]:
        names = {*HOLIDAY_NAMES.values(), *self._notices.off.values()}
        return tuple(sorted({word for name in names for word in (name.zh, name.en) if word}))

    def _checked(self, day: date) -> date:
        day = civil_day(day)
        if not self.provisional and self.status(day) == "provisional":
            raise HolidaysNotAnnouncedError(day.year, self._notices.years)
        return day

    def _nearest(self, day: date, step: int) -> date:
        number = civil_day(day).toordinal()
        limits = range(date.min.toordinal(), date.max.toordinal() + 1)
        for other in range(number + step, number + step * (FARTHEST + 1), step):
            if other in limits and self.is_workday(found := date.fromordinal(other)):
                return found
        raise NoWorkdayError(civil_day(day))
