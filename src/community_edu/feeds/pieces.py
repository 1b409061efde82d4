"""
The pieces of which feeds are joined: each entry is written once, however many feeds it is in.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

import attrs

from community_edu.feeds.records import Record, SeriesRecord
from community_edu.feeds.writing.components import Form, component, hides_numbers
from community_edu.feeds.writing.series import series_components

Sessions: TypeAlias = Literal["single", "series"]
"""
Whether each session is an event of its own, or those of a weekly class are one that recurs.
"""


Piece: TypeAlias = tuple[bytes, bool]
"""
The bytes of a component, and whether a number of a person was left out of it.
"""


@attrs.define
class Pieces:
    """
    What was written in one form; another form begins anew, so that memory stays bounded.
    """

    _form: Form = attrs.field(factory=Form)
    _written: dict[str, Piece] = attrs.field(factory=dict[str, Piece])

    def joined(
        self,
        members: Iterable[Record],
        form: Form,
        sessions: Sessions,
        series: Mapping[str, SeriesRecord],
    ) -> tuple[bytes, int]:
        """
        Return the components of *members*, and of how many a number of a person was left out.

        Args:
            members: The entries, in their order; a series stands where its first session is.
            form: How they are written.
            sessions: Whether sessions of a series are written as one event.
            series: The series by their identifiers.
        """
        if form != self._form:
            self._form, self._written = form, {}
        written = self._written
        data: list[bytes] = []
        groups: dict[str, list[Record]] = {}
        places: dict[int, str] = {}
        withheld = 0
        for record in members:
            piece = written.get(record.entry_id)
            if piece is None:
                hides = not form.personal and hides_numbers(record, form.language)
                piece = written[record.entry_id] = component(record, form), hides
            withheld += piece[1]
            if sessions == "single" or record.series is None:
                data.append(piece[0])
                continue
            if record.series not in groups:
                places[len(data)] = record.series
                data.append(b"")
            groups.setdefault(record.series, []).append(record)
        for place, key in places.items():
            data[place] = series_components(groups[key], series[key], form)
        return b"".join(data), withheld
