from uuid import UUID

from feed_samples import small_calendar
from hypothesis import given
from hypothesis import strategies as st

from community_edu.feeds import event_uid


class TestEventUid:
    def test_never_changes(self) -> None:
        """
        The UID of an entry is the same in every version, for subscribers hold it for years.
        """
        assert event_uid("small-street/meeting/2026") == "f468ccc3-f861-5fcb-9d75-5b2f4a852506"
        assert event_uid("small-street/report/2026-02") == "52c65dac-966e-5fa5-ad5c-0017b1d68e18"

    @given(st.text(), st.text())
    def test_different_entries(self, one: str, other: str) -> None:
        """
        Two entries share a UID only if they share their identifier.
        """
        assert (event_uid(one) == event_uid(other)) == (one == other)

    @given(st.text())
    def test_is_a_name_based_uuid(self, entry_id: str) -> None:
        """
        A UID is a UUID of version 5: made of the name alone, without time or chance.
        """
        assert UUID(event_uid(entry_id)).version == 5

    def test_of_a_year(self) -> None:
        """
        Every entry of a year has a UID of its own.
        """
        entries = small_calendar().entries
        assert len({event_uid(entry.id) for entry in entries}) == len(entries)
