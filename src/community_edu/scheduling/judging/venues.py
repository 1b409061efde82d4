"""
How far demands on venues are broken, by their definitions.
"""

from collections.abc import Iterator

from community_edu.base import Text
from community_edu.organizations import Venue
from community_edu.scheduling.demands import (
    Capacity,
    NotOversized,
    SameVenue,
    SuitableVenue,
    VenueOpen,
)
from community_edu.scheduling.judging.breaks import Break, broken, by_place, title, where_held
from community_edu.scheduling.judging.cases import Case, Held
from community_edu.scheduling.sections import TimetableSection

TOO_SMALL = Text(
    "{what}（{size} 人）在{where}（容 {capacity} 人）坐不下：{when}",
    en="{what} ({size} people) does not fit into {where} (for {capacity}): {when}",
)
UNSUITABLE = Text("{what}不能在{where}上：{when}", en="{what} cannot be in {where}: {when}")
NO_VENUE = Text("{what}没有场所：{when}", en="{what} has no venue: {when}")
VENUE_CLOSED = Text(
    "{where}不开放或已被占用，{what}：{when}", en="{where} is closed or taken for {what}: {when}"
)
TOO_LARGE = Text(
    "{what}只有 {size} 人，{where}容 {capacity} 人：{when}",
    en="{what} has {size} people only, {where} is for {capacity}: {when}",
)
SEVERAL_VENUES = Text("{what}分散在{where}", en="{what} is in {where}")


def capacity(case: Case, _: Capacity) -> Iterator[Break]:
    """
    Count the people without a seat.
    """

    def without_seat(one: Held) -> int:
        if one.section is None or one.venue is None or one.venue.capacity is None:
            return 0
        return max(0, one.section.size - one.venue.capacity)

    return by_place(case, without_seat, TOO_SMALL, _size_and_capacity)


def not_oversized(case: Case, demand: NotOversized) -> Iterator[Break]:
    """
    Count sessions in rooms much too large.
    """

    def too_large(one: Held) -> int:
        if one.section is None or one.venue is None or one.venue.capacity is None:
            return 0
        return int(0 < demand.times * one.section.size < one.venue.capacity)

    return by_place(case, too_large, TOO_LARGE, _size_and_capacity)


def _size_and_capacity(one: Held) -> dict[str, object]:
    return {
        "size": one.section.size if one.section else 0,
        "capacity": one.venue.capacity if one.venue else None,
        "where": where_held(one),
    }


def suitable_venue(case: Case, _: SuitableVenue) -> Iterator[Break]:
    """
    Count sessions in venues that their sections do not allow, and in none.
    """

    def unsuitable(one: Held) -> int:
        if one.placement.venue is None or one.section is None:
            return 0
        return int(one.venue is None or not _allows(one.section, one.venue))

    def nowhere(one: Held) -> int:
        return int(bool(case.problem.venues) and one.placement.venue is None)

    yield from by_place(case, unsuitable, UNSUITABLE, lambda one: {"where": where_held(one)})
    yield from by_place(case, nowhere, NO_VENUE)


def _allows(section: TimetableSection, venue: Venue) -> bool:
    if section.venues and venue.id not in section.venues:
        return False
    if section.venue_kinds and venue.kind not in section.venue_kinds:
        return False
    if section.place is not None and venue.where != section.place:
        return False
    return all(item in venue.equipment for item in section.equipment)


def venue_open(case: Case, _: VenueOpen) -> Iterator[Break]:
    """
    Count sessions while their venue is closed or taken.
    """
    return by_place(
        case,
        lambda one: int(one.venue is not None and not one.fits(one.venue.hours, one.venue.busy)),
        VENUE_CLOSED,
        lambda one: {"where": where_held(one)},
    )


def same_venue(case: Case, _: SameVenue) -> Iterator[Break]:
    """
    Count the venues of a section beyond the first.
    """
    for sessions in case.taken("section").values():
        held = [one for one in sessions if one.placement.venue is not None]
        venues = {one.placement.venue: where_held(one) for one in held}
        if len(venues) > 1:
            facts = {"what": title(case, held[0].placement), "where": tuple(venues.values())}
            yield broken(len(venues) - 1, SEVERAL_VENUES, held, facts)
