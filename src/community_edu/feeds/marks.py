"""
Marks (发布痕迹): what published files say of themselves, to tell whether a ledger fits them.

A ledger may be lost, or be an old copy. What it then does not know stands in the feeds that
are there: for each UID its SEQUENCE and the instant of its last change. They are not enough
to go on as if nothing had happened, but enough to notice, and to stay above them.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cached_property
from typing import ClassVar, Final

import attrs

from community_edu.base import CommunityEduError
from community_edu.feeds.instants import BEGINNING
from community_edu.feeds.ledgers import Ledger, PublishedLaterError
from community_edu.feeds.records import Retired
from community_edu.feeds.writing.openings import PRODUCT

_COMPONENT: Final = re.compile(
    rb"\r\nBEGIN:(VEVENT|VTODO)(?=\r\n)(.*?)\r\nEND:\1(?=\r\n)", re.DOTALL
)
_UID: Final = re.compile(rb"\r\nUID:([0-9a-f-]{36})\r\n")
_SEQUENCE: Final = re.compile(rb"\r\nSEQUENCE:(\d{1,7})\r\n")
_MODIFIED: Final = re.compile(rb"\r\nLAST-MODIFIED:(\d{8}T\d{6})Z\r\n")
_PRODUCT: Final = f"\r\nPRODID:{PRODUCT}\r\n".encode()


@attrs.define(slots=False)
class LostLedgerError(CommunityEduError, LookupError):
    """
    Feeds of a plan that no ledger knows.
    """

    code: ClassVar[str] = "lost-ledger"
    en: ClassVar[str] = (
        "{count} entries of '{plan}' are published in this folder, and the ledger {ledger} knows "
        "nothing of the plan: it was lost, or is another; entries that are no longer in the plan "
        "would vanish from phones without a word, and all others look new; bring the ledger back "
        "from a copy, or say --force to begin a new one, above the SEQUENCE of what is published"
    )
    zh: ClassVar[str] = (
        "此文件夹中已发布“{plan}”的 {count} 个条目，而台账 {ledger} 对该计划一无所知："
        "台账已丢失，或用错了台账；继续发布会使计划中已没有的条目不经通知就从手机上消失，"
        "其余条目都被当作新增；请从备份恢复台账，或用 --force 另起新台账（SEQUENCE 高于已发布的）"
    )

    plan: str
    ledger: str
    count: int


@attrs.define(slots=False)
class OldLedgerError(CommunityEduError, ValueError):
    """
    A ledger that is older than the feeds.
    """

    code: ClassVar[str] = "old-ledger"
    en: ClassVar[str] = (
        "the feeds of '{plan}' in this folder were changed at {newest}, and the ledger {ledger} "
        "does not know what {count} of their entries have become: it is an old copy; phones would "
        "ignore changes that they take for older ones; bring the newest ledger back, or say "
        "--force to go on from this one, above the SEQUENCE of what is published"
    )
    zh: ClassVar[str] = (
        "此文件夹中“{plan}”的日历在 {newest} 有过变更，其中 {count} 个条目的现状台账 {ledger} "
        "并不知道：这是旧的台账；继续发布时，手机会把新的变更当作更早的而不理会；"
        "请恢复最新的台账，或用 --force 从这份台账继续（SEQUENCE 高于已发布的）"
    )

    plan: str
    ledger: str
    newest: datetime
    count: int


@attrs.frozen
class Mark:
    """
    What a feed says of one event: how often it was changed, and when last.
    """

    sequence: int
    stamp: datetime


@attrs.frozen(slots=False)
class Marks:
    """
    What the feeds of a plan say of their events, by UID.
    """

    by_uid: dict[str, Mark]

    @classmethod
    def of(cls, feeds: Iterable[bytes]) -> "Marks":
        """
        Look through the bytes of *feeds*; those of other programs have no marks.

        Of an event that is in several, the highest SEQUENCE and the latest stamp count.

        Example:
            >>> Marks.of([b"BEGIN:VCALENDAR"]).by_uid
            {}
        """
        found: dict[str, Mark] = {}
        for data in feeds:
            if _PRODUCT not in data:
                continue
            for component in _COMPONENT.finditer(data):
                lines = component[2] + b"\r\n"
                uid, sequence, modified = (
                    pattern.search(lines) for pattern in (_UID, _SEQUENCE, _MODIFIED)
                )
                if uid is None or sequence is None or modified is None:
                    continue
                name = uid[1].decode()
                known = found.get(name, Mark(0, BEGINNING))
                found[name] = Mark(
                    max(int(sequence[1]), known.sequence), max(_instant(modified[1]), known.stamp)
                )
        return cls(found)

    @cached_property
    def newest(self) -> datetime:
        """
        The instant of the last change of all; 1970 if there are none.
        """
        return max((mark.stamp for mark in self.by_uid.values()), default=BEGINNING)

    def beyond(self, ledger: Ledger) -> tuple[str, ...]:
        """
        Return the UIDs of events that are newer than *ledger* has them, or not in it.
        """
        known = _known(ledger)
        return tuple(
            uid
            for uid, mark in self.by_uid.items()
            if uid not in known
            or mark.sequence > known[uid].sequence
            or mark.stamp > known[uid].stamp
        )

    def check(self, ledger: Ledger, *, plan: str, name: str) -> None:
        """
        Refuse *ledger*, the file *name*, if it is not that of these feeds of *plan*.

        Raises:
            LostLedgerError: It knows nothing of the plan.
            OldLedgerError: It is older than the feeds.
        """
        beyond = self.beyond(ledger)
        if beyond and plan not in ledger.known_plans:
            raise LostLedgerError(plan, name, len(self.by_uid))
        if beyond:
            raise OldLedgerError(plan, name, self.newest, len(beyond))


def caught_up(ledger: Ledger, marks: Marks, at: datetime) -> Ledger:
    """
    Return *ledger* with every SEQUENCE above that of published events which it has not.

    What it knows of them is published again as it has it, at the instant *at*; of what it
    does not know it keeps the SEQUENCE, in case that it comes back.

    Raises:
        PublishedLaterError: Something was published later than *at*.

    Example:
        >>> marks = Marks({"0f": Mark(3, BEGINNING)})
        >>> caught_up(Ledger(), marks, BEGINNING).retired
        (Retired(uid='0f', sequence=3),)
    """
    if at < marks.newest:
        raise PublishedLaterError(at, marks.newest)
    beyond = {uid: marks.by_uid[uid] for uid in marks.beyond(ledger)}
    retired = {gone.uid: gone.sequence for gone in ledger.retired}
    known = {record.uid for record in ledger.records} | {series.uid for series in ledger.series}
    retired |= {
        uid: max(mark.sequence, retired.get(uid, 0))
        for uid, mark in beyond.items()
        if uid not in known
    }
    return attrs.evolve(
        ledger,
        records=[
            attrs.evolve(record, sequence=beyond[record.uid].sequence + 1, stamp=at)
            if record.uid in beyond
            else record
            for record in ledger.records
        ],
        series=[
            attrs.evolve(series, sequence=beyond[series.uid].sequence + 1, stamp=at)
            if series.uid in beyond
            else series
            for series in ledger.series
        ],
        retired=[Retired(uid, sequence) for uid, sequence in retired.items()],
    )


def _known(ledger: Ledger) -> dict[str, Mark]:
    """
    Return what a ledger has published of each UID; of those that are gone, at any time.
    """
    forever = datetime.max.replace(tzinfo=UTC)
    known = {gone.uid: Mark(gone.sequence, forever) for gone in ledger.retired}
    known |= {series.uid: Mark(series.sequence, series.stamp) for series in ledger.series}
    return known | {record.uid: Mark(record.sequence, record.stamp) for record in ledger.records}


def _instant(text: bytes) -> datetime:
    try:
        return datetime.strptime(text.decode(), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return BEGINNING
