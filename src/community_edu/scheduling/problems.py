"""
The timetabling problem (排课问题): everything that a timetable is made of, as data.
"""

from functools import cached_property

import attrs

from community_edu.base import Text, text
from community_edu.calendars import TeachingWeeks, Weekday
from community_edu.courses import SectionId, section_id
from community_edu.organizations import (
    Educator,
    EducatorId,
    Venue,
    VenueId,
    educator_id,
    venue_id,
)
from community_edu.scheduling.demands import STANDARD_DEMANDS, Demand, OwnDemand
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.travel import TravelTimes


@attrs.frozen(kw_only=True)
class Pin:
    """
    Something that is settled (固定安排), each part by itself: a time but no room, or the reverse.

    Attributes:
        section: The section.
        number: Which of its meetings, from 1; `None`: every one.
        weekday: The day.
        period: The period in which it begins, from 1.
        week: The week of a single meeting, from 1.
        venue: Where it is.
        educator: Who teaches it.
    """

    section: SectionId = attrs.field(converter=section_id)
    number: int | None = None
    weekday: Weekday | None = None
    period: int | None = None
    week: int | None = None
    venue: VenueId | None = attrs.field(default=None, converter=attrs.converters.optional(venue_id))
    educator: EducatorId | None = attrs.field(
        default=None, converter=attrs.converters.optional(educator_id)
    )


@attrs.frozen(repr=False)
class TimetableProblem:
    """
    Classes, people, rooms, weeks and wishes of which a timetable is to be made.

    Attributes:
        sections: What is to be placed.
        venues: The rooms.
        educators: Who teaches.
        weeks: When.
        rules: Demands beside the standard ones, which are hard; a demand with the `id` of
            a standard one, as ``Capacity(weight=1)``, takes its place.
        travel: How far it is from place to place.
        pins: What is settled already.
        name: What a reader calls it.
    """

    sections: tuple[TimetableSection, ...] = attrs.field(converter=tuple[TimetableSection, ...])
    venues: tuple[Venue, ...] = attrs.field(converter=tuple[Venue, ...])
    educators: tuple[Educator, ...] = attrs.field(converter=tuple[Educator, ...])
    weeks: TeachingWeeks
    rules: tuple[Demand | OwnDemand, ...] = attrs.field(
        default=(), converter=tuple[Demand | OwnDemand, ...]
    )
    travel: TravelTimes = attrs.field(default=TravelTimes(), kw_only=True)
    pins: tuple[Pin, ...] = attrs.field(default=(), converter=tuple[Pin, ...], kw_only=True)
    name: Text | None = attrs.field(
        default=None, converter=attrs.converters.optional(text), kw_only=True
    )

    @cached_property
    def demands(self) -> tuple[Demand | OwnDemand, ...]:
        """
        Every demand: the standard ones, as far as none of `rules` takes their place, and the rules.
        """
        own = {rule.id for rule in self.rules}
        return (*(rule for rule in STANDARD_DEMANDS if rule.id not in own), *self.rules)

    @cached_property
    def venues_by_id(self) -> dict[VenueId, Venue]:
        """
        The venues by their identifiers.
        """
        return {venue.id: venue for venue in self.venues}

    @cached_property
    def educators_by_id(self) -> dict[EducatorId, Educator]:
        """
        The educators by their identifiers.
        """
        return {educator.id: educator for educator in self.educators}

    @cached_property
    def sections_by_id(self) -> dict[SectionId, TimetableSection]:
        """
        The sections by their identifiers.
        """
        return {section.id: section for section in self.sections}

    def __repr__(self) -> str:
        name = f"name={self.name.zh!r}, " if self.name else ""
        return (
            f"TimetableProblem({name}sections={len(self.sections)}, venues={len(self.venues)}, "
            f"educators={len(self.educators)}, weeks={self.weeks.number})"
        )

    def venues_of(self, section: TimetableSection) -> tuple[Venue, ...]:
        """
        Return the venues that *section* allows, whatever their size and hours.
        """
        return tuple(venue for venue in self.venues if _suits(venue, section))

    def educators_of(self, section: TimetableSection) -> tuple[Educator, ...]:
        """
        Return who may teach *section*, whenever they can.
        """
        if section.educators:
            wanted = set(section.educators)
            return tuple(one for one in self.educators if one.id in wanted)
        if not section.subject:
            return ()
        return tuple(one for one in self.educators if section.subject in one.teaches)


def _suits(venue: Venue, section: TimetableSection) -> bool:
    return (
        (not section.venues or venue.id in section.venues)
        and (not section.venue_kinds or venue.kind in section.venue_kinds)
        and (section.place is None or venue.where == section.place)
        and set(section.equipment) <= set(venue.equipment)
    )
