"""
Where a demand is broken: how much, by which placements and sessions, and in which words.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from community_edu.base import Text, words
from community_edu.calendars import WEEKDAY_LABELS
from community_edu.courses import SectionId
from community_edu.organizations import EducatorId, VenueId
from community_edu.scheduling.demands import Counted
from community_edu.scheduling.judging.cases import Case, Held
from community_edu.scheduling.timetables import Placement

MOST_DATES = 3
"""
How many dates a sentence tells before it only counts them.
"""


@attrs.frozen(kw_only=True)
class Break:
    """
    One way in which one demand is broken.

    Attributes:
        amount: How much of the demand's amount it is.
        text: What is wrong.
        placements: The placements of which it speaks.
        held: Their sessions that are meant; none where the placements are wrong as such.
    """

    amount: int
    text: Text
    placements: tuple[Placement, ...] = ()
    held: tuple[Held, ...] = ()


def broken(amount: int, template: Text, held: Sequence[Held], facts: Mapping[str, object]) -> Break:
    """
    Make a break of sessions; *template* is filled with *facts*.
    """
    placements = {id(one.placement): one.placement for one in held}
    return Break(
        amount=amount,
        text=filled(template, facts),
        placements=tuple(placements.values()),
        held=tuple(held),
    )


def filled(template: Text, facts: Mapping[str, object]) -> Text:
    """
    Fill the sentences of both languages.
    """
    zh = template.zh.format_map({name: words(fact, "zh-CN") for name, fact in facts.items()})
    en = template.to("en").format_map({name: words(fact, "en") for name, fact in facts.items()})
    return Text(zh, en=en)


def by_place(
    case: Case,
    amount: Callable[[Held], int],
    template: Text,
    facts: Callable[[Held], Mapping[str, object]] = lambda _: {},
) -> Iterator[Break]:
    """
    Yield the sessions of which *amount* is not 0, those of one section in one place together.

    The template has the section as ``what`` and the sessions as ``when``, beside *facts*.
    """
    found: dict[object, tuple[int, list[Held]]] = {}
    for one in case.held:
        much = amount(one)
        if much:
            at = one.placement
            place = at.section, at.weekday, at.period, at.venue, at.educator
            before, held = found.get(place, (0, []))
            held.append(one)
            found[place] = before + much, held
    for total, held in found.values():
        first = held[0]
        told = {"what": title(case, first.placement), "when": when(case, held), "amount": total}
        yield broken(total, template, held, told | dict(facts(first)))


def title(case: Case, placement: Placement) -> Text:
    """
    Return what a reader calls the section of a placement.
    """
    section = case.problem.sections_by_id.get(placement.section)
    return quoted(section.title if section else Text(placement.section))


def resource_name(case: Case, of: Counted, name: str) -> Text:
    """
    Return what a reader calls a venue, an educator, a section or a group.
    """
    problem = case.problem
    found: Text | None = None
    if of == "venue" and (venue := problem.venues_by_id.get(VenueId(name))):
        found = venue.name
    elif of == "educator" and (educator := problem.educators_by_id.get(EducatorId(name))):
        found = educator.name
    elif of == "section" and (section := problem.sections_by_id.get(SectionId(name))):
        found = section.title
    return quoted(found or Text(name))


def who_teaches(one: Held) -> Text:
    """
    Return what a reader calls the educator of a session.
    """
    return quoted(one.educator.name if one.educator else Text(one.placement.educator or ""))


def where_held(one: Held) -> Text:
    """
    Return what a reader calls the venue of a session.
    """
    return quoted(one.venue.name if one.venue else Text(one.placement.venue or ""))


def quoted(name: Text) -> Text:
    """
    Return a name in the quotation marks of each language.
    """
    return Text(f"“{name.zh}”", en=f"'{name.to('en')}'")


def each(names: Iterable[Text]) -> tuple[Text, ...]:
    """
    Return *names* without those that come twice.
    """
    return tuple(dict.fromkeys(names))


def slot(case: Case, placement: Placement) -> Text:
    """
    Say weekday and period of a placement, also where there is no such period.
    """
    day = WEEKDAY_LABELS.get(placement.weekday, Text(placement.weekday))
    periods = case.problem.weeks.periods
    if 1 <= placement.period <= len(periods):
        name = periods[placement.period - 1].title
        return Text(f"{day.zh} {name.zh}", en=f"{day.to('en')} {name.to('en')}")
    number = placement.period
    return Text(f"{day.zh} 第 {number} 节", en=f"{day.to('en')} period {number}")


def when(case: Case, held: Sequence[Held]) -> Text:
    """
    Say weekday and period of the first of *held*, and the dates of all.
    """
    where, on = slot(case, held[0].placement), dates(held)
    return Text(f"{where.zh}（{on.zh}）", en=f"{where.to('en')} ({on.to('en')})")


def dates(held: Iterable[Held]) -> Text:
    """
    Say on which dates sessions are; many are counted.
    """
    days = list(dict.fromkeys(one.day for one in held))
    told = tuple(str(day) for day in days[:MOST_DATES])
    zh, en = words(told, "zh-CN"), words(told, "en")
    if len(days) > MOST_DATES:
        return Text(f"{zh} 等 {len(days)} 天", en=f"{en} and {len(days) - MOST_DATES} more days")
    return Text(zh, en=en)
