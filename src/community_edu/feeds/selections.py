"""
Selections (选取): which entries of a plan are in a feed.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Final

import attrs

from community_edu.base import Language, Text, UnknownReferenceError
from community_edu.base.identifiers import LONGEST
from community_edu.calendars import Span
from community_edu.calendars.spans import ONE_DAY, civil_day
from community_edu.feeds.criteria import Criterion, Key
from community_edu.feeds.directories import Directory, codes_of
from community_edu.feeds.records import FeedRecord, Record

_KINDS: Final[Mapping[Criterion, tuple[str, str]]] = {
    "audience": ("audience", "受众"),
    "organization": ("organization", "机构"),
    "body": ("organization", "机构"),
    "tier": ("tier", "层级"),
    "venue": ("venue", "场所"),
    "educator": ("educator", "主讲人"),
    "course": ("course", "课程"),
    "tag": ("tag", "标签"),
}

_PLAIN: Final = re.compile(r"[^\W_]+(?:[-_.][^\W_]+)*")


@attrs.frozen(kw_only=True, repr=False)
class FeedSelection:
    """
    Which entries are in a feed: those for which all that is given holds.

    Attributes:
        audience: For whom they are: for them, or for all of whom they are part.
        organization: The body that does them.
        below: Whether what lies under `organization` counts, too.
        tier: The tier of the network whose bodies do them.
        venue: Where they take place.
        educator: Who teaches.
        course: The course that they are about.
        tag: A word by which they are sorted.
        window: Days of which they touch one.

    Example:
        >>> FeedSelection(venue="hall", tag="health").filename("street")
        'street--venue-hall--tag-health.ics'
    """

    audience: str | None = None
    organization: str | None = None
    below: bool = True
    tier: str | None = None
    venue: str | None = None
    educator: str | None = None
    course: str | None = None
    tag: str | None = None
    window: Span | None = None

    def __repr__(self) -> str:
        given = (
            f"{field.name}={getattr(self, field.name)!r}"
            for field in attrs.fields(FeedSelection)
            if getattr(self, field.name) != field.default
        )
        return f"FeedSelection({', '.join(given)})"

    @classmethod
    def by(cls, criterion: Criterion, key: str) -> "FeedSelection":
        """
        Return the selection of one criterion.

        Example:
            >>> FeedSelection.by("body", "school") == FeedSelection(
            ...     organization="school", below=False
            ... )
            True
        """
        match criterion:
            case "audience":
                return cls(audience=key)
            case "organization" | "body":
                return cls(organization=key, below=criterion == "organization")
            case "tier":
                return cls(tier=key)
            case "venue":
                return cls(venue=key)
            case "educator":
                return cls(educator=key)
            case "course":
                return cls(course=key)
            case _:
                return cls(tag=key)

    @property
    def keys(self) -> tuple[Key, ...]:
        """
        What is asked for, by criterion; the window aside.
        """
        asked: dict[Criterion, str | None] = {
            "audience": self.audience,
            "organization" if self.below else "body": self.organization,
            "tier": self.tier,
            "venue": self.venue,
            "educator": self.educator,
            "course": self.course,
            "tag": self.tag,
        }
        return tuple((criterion, key) for criterion, key in asked.items() if key is not None)

    def filename(self, plan: str) -> str:
        """
        Return the name of the file: another one for each selection of a plan.

        It is ``{plan}.ics`` for everything and ``{plan}-{audience}.ics`` for an audience;
        all else is named after two hyphens, which no identifier has.
        """
        keys = self.keys
        if len(keys) == 1 and self.audience is not None and self.window is None:
            return f"{plan}-{self.audience}.ics"
        parts = [f"{criterion}-{_in_file_name(key)}" for criterion, key in keys]
        if self.window is not None:
            parts.append(f"days-{self.window.start}-{self.window.last}")
        return "--".join([plan, *parts]) + ".ics"


@attrs.frozen(slots=False)
class Shelf:
    """
    What is published of one plan, in order of time, to be chosen from again and again.

    Attributes:
        directory: The directory of the plan.
        records: All its records; the cancelled ones, too.
        known: What feeds there have been of it.
    """

    directory: Directory
    records: tuple[Record, ...]
    known: tuple[Key, ...] = ()

    @classmethod
    def of(
        cls, directory: Directory, records: Iterable[Record], feeds: Iterable[FeedRecord]
    ) -> "Shelf":
        """
        Put the records of the plan in order, with what *feeds* there have been.
        """
        own = [record for record in records if record.plan == directory.plan]
        own.sort(key=lambda record: (record.start.isoformat(), record.uid))
        choices = (feed.choice for feed in feeds if feed.plan == directory.plan)
        return cls(directory, tuple(own), tuple(key for key in choices if key is not None))

    @cached_property
    def _places(self) -> Mapping[tuple[Criterion, str], list[int]]:
        found: dict[tuple[Criterion, str], list[int]] = {}
        for place, record in enumerate(self.records):
            for criterion, codes in codes_of(record).items():
                for code in codes:
                    found.setdefault((criterion, code), []).append(place)
        return found

    def places(self, key: Key) -> list[int]:
        """
        Return where the entries of one criterion are, in order.
        """
        criterion, _ = key
        held: Criterion = "body" if criterion in ("organization", "tier") else criterion
        lists = [self._places.get((held, code), []) for code in self.directory.codes(key)]
        if len(lists) == 1:
            return lists[0]
        return sorted({place for places in lists for place in places})

    def members(self, selection: FeedSelection) -> list[Record]:
        """
        Return the entries of *selection*, cancelled ones, too.
        """
        chosen: set[int] | None = None
        for key in selection.keys:
            places = set(self.places(key))
            chosen = places if chosen is None else chosen & places
        records = (
            list(self.records)
            if chosen is None
            else [self.records[place] for place in sorted(chosen)]
        )
        window = selection.window
        if window is None:
            return records
        return [record for record in records if _touches(record, window)]

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """
        What there are feeds of: every audience, all else that has or has had something in it.
        """
        return tuple(dict.fromkeys((*self._filled(), *self.known)))

    def _filled(self) -> Iterator[Key]:
        yield from self._places
        bodies = {code for criterion, code in self._places if criterion == "body"}
        for code in bodies:
            yield "organization", code
        for group in self.directory.groups:
            if group.kind == "audience":
                yield "audience", group.key
            elif group.kind == "organization" or group.kind == "tier":  # noqa: PLR1714 - narrows
                key: Key = (group.kind, group.key)
                if bodies & self.directory.codes(key):
                    yield key

    def check(self, selection: FeedSelection) -> None:
        """
        Refuse a selection by what the plan does not have.

        Raises:
            UnknownReferenceError: The first that is not known.
        """
        for criterion, code in selection.keys:
            known = self.asked(criterion)
            if code not in known:
                kind = _KINDS[criterion]
                raise UnknownReferenceError((kind[0],), *kind, code, known)

    def asked(self, criterion: Criterion) -> tuple[str, ...]:
        """
        Return all that a criterion can ask for, in the order of the plan.
        """
        kind = "organization" if criterion == "body" else criterion
        named = [group.key for group in self.directory.groups if group.kind == kind]
        used = sorted(code for one, code in self.keys if one == criterion)
        return tuple(dict.fromkeys((*named, *used)))

    def name(self, selection: FeedSelection, language: Language, *, personal: bool) -> str:
        """
        Return what a client calls the feed: the plan, and what it is of.

        An educator is named only in a personal feed; else the identifier stands there.
        """
        texts = [self.directory.title, *(self._name(key, personal) for key in selection.keys)]
        names = [text.to(language) for text in texts]
        if selection.window is not None:
            names.append(f"{selection.window.start} – {selection.window.last}")
        return " · ".join(names)

    def _name(self, key: Key, personal: bool) -> Text:  # noqa: FBT001 - private
        criterion, code = key
        if criterion == "educator" and personal:
            names = (
                educator.name
                for place in reversed(self.places(key))
                for educator in self.records[place].educators
                if educator.id == code
            )
            return next(names, Text(code))
        return self.directory.name(key)


def _touches(record: Record, window: Span) -> bool:
    first = civil_day(record.start)
    last = record.end - (ONE_DAY if record.all_day else datetime.resolution)
    return first < window.end and window.start <= max(first, civil_day(last))


def _in_file_name(key: str) -> str:
    """
    Return *key* as any file system and any server takes it, and no other key's.
    """
    if len(key) <= LONGEST and _PLAIN.fullmatch(key) and key == key.lower():
        return key
    return hashlib.sha256(key.encode()).hexdigest()[:12]
