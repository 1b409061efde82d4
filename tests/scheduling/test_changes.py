"""
What a change makes of a problem, and which changes cannot be.
"""

from datetime import date

import pytest
from little_school import SECTIONS, little_school

from community_edu.base import ProblemsError
from community_edu.organizations import BusyTime, Educator
from community_edu.scheduling.changes import (
    CHANGES,
    BackwardsChangeError,
    DaysLost,
    EducatorAdded,
    EducatorAway,
    EducatorLeaves,
    NegativeSizeError,
    SectionAdded,
    SectionDropped,
    SizeChanged,
    TimetableChange,
    VenueClosed,
    WeeksLost,
    all_changes,
    apply_changes,
)
from community_edu.scheduling.demands import Precedence, PreferHours
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection

MONDAY = date(2026, 9, 14)
SUNDAY = date(2026, 9, 20)
WU = Educator(id="wu", name="吴老师", teaches=["music"])


def busy_of(problem: TimetableProblem, who: str) -> list[BusyTime]:
    """
    Return when an educator or a venue is busy.
    """
    educators = [taken for one in problem.educators if one.id == who for taken in one.busy]
    return educators + [taken for one in problem.venues if one.id == who for taken in one.busy]


class TestAbsences:
    def test_away_for_days(self) -> None:
        """
        Who is away is busy from the first day to the end of the last.
        """
        change = EducatorAway(educator="lin", first=MONDAY, last=SUNDAY, reason="培训")
        (busy,) = busy_of(apply_changes(little_school(), change), "lin")
        assert (str(busy.start), str(busy.end)) == ("2026-09-14 00:00:00", "2026-09-21 00:00:00")
        assert str(busy.reason) == "培训"

    def test_away_for_good(self) -> None:
        """
        An absence without a last day lasts to the end of the term, made-up days included.
        """
        change = EducatorAway(educator="lin", first=MONDAY)
        (busy,) = busy_of(apply_changes(little_school(), change), "lin")
        assert str(busy.end) == "2026-10-19 00:00:00"

    def test_away_at_some_hours(self) -> None:
        """
        An absence at some hours of the week is a busy time on each such day.
        """
        change = EducatorAway(
            educator="lin", first=MONDAY, last=SUNDAY, hours="TUE,THU 08:00-12:00"
        )
        busy = busy_of(apply_changes(little_school(), change), "lin")
        assert [(one.start.day, one.start.hour, one.end.hour) for one in busy] == [
            (15, 8, 12),
            (17, 8, 12),
        ]

    def test_after_the_term(self) -> None:
        """
        An absence after the last lesson changes nothing.
        """
        change = EducatorAway(educator="lin", first=date(2027, 1, 1))
        assert apply_changes(little_school(), change) == little_school()

    def test_without_made_up_days(self) -> None:
        """
        Where no day is made up, an absence ends with the last week.
        """
        weeks = DaysLost(dates=[date(2026, 10, 10)]).applied(little_school()).weeks
        assert not weeks.moved
        change = VenueClosed(venue="hall", first=MONDAY)
        (busy,) = busy_of(apply_changes(little_school(weeks=weeks), change), "hall")
        assert str(busy.end) == "2026-10-19 00:00:00"

    def test_closed_venue(self) -> None:
        """
        A closed venue is taken, and no other.
        """
        changed = apply_changes(
            little_school(), VenueClosed(venue="hall", first=MONDAY, last=MONDAY)
        )
        assert len(busy_of(changed, "hall")) == 1
        assert not busy_of(changed, "east-room")

    def test_backwards(self) -> None:
        """
        An absence cannot be over before it begins.
        """
        with pytest.raises(BackwardsChangeError) as caught:
            VenueClosed(venue="hall", first=SUNDAY, last=MONDAY)
        assert str(caught.value) == (
            "a change from 2026-09-20 to 2026-09-14 is over before it begins; "
            "write the earlier day first"
        )


class TestLeaving:
    def test_replacement(self) -> None:
        """
        A replacement may teach all that the one who leaves did, also listed by name.
        """
        changes = (
            EducatorAdded(educator=WU),
            EducatorLeaves(educator="wang", first=MONDAY, replacement="wu"),
        )
        changed = apply_changes(little_school(), changes)
        english = changed.sections_by_id[SECTIONS[4].id]
        phones = changed.sections_by_id[SECTIONS[2].id]
        assert english.educators == ("wang", "wu")
        assert phones.educators == ("wang", "zhao", "wu")
        assert changed.sections_by_id[SECTIONS[0].id] == SECTIONS[0]
        assert busy_of(changed, "wang")[0].start.date() == MONDAY

    def test_replacement_who_could_before(self) -> None:
        """
        Where the replacement could teach a section before, it stays as it is.
        """
        change = EducatorLeaves(educator="wang", first=MONDAY, replacement="zhao")
        phones = apply_changes(little_school(), change).sections_by_id[SECTIONS[2].id]
        assert phones == SECTIONS[2]

    def test_no_replacement(self) -> None:
        """
        Without a replacement the sections stay as they are.
        """
        changed = apply_changes(little_school(), EducatorLeaves(educator="wang", first=MONDAY))
        assert changed.sections == SECTIONS


class TestLostDays:
    def test_lost(self) -> None:
        """
        A lost day is closed, and nothing of it is held.
        """
        weeks = apply_changes(little_school(), DaysLost(dates=[date(2026, 9, 15)])).weeks
        assert weeks.day_of(2, "TUE") is None

    def test_made_up(self) -> None:
        """
        The lessons of a lost day that is made up are held on the other.
        """
        change = DaysLost(dates=[MONDAY], moved={SUNDAY: MONDAY})
        assert apply_changes(little_school(), change).weeks.day_of(2, "MON") == SUNDAY

    def test_lost_made_up_day(self) -> None:
        """
        What was to be made up on a lost day falls out.
        """
        weeks = apply_changes(little_school(), DaysLost(dates=[date(2026, 10, 10)])).weeks
        assert weeks.day_of(5, "WED") is None

    def test_lost_weeks(self) -> None:
        """
        A lost week has no lesson at all, made-up ones included.
        """
        weeks = apply_changes(little_school(), WeeksLost(weeks="5")).weeks
        assert not [
            weeks.day_of(5, weekday) for weekday in weeks.weekdays if weeks.day_of(5, weekday)
        ]
        assert weeks.day_of(6, "MON") is not None

    def test_what_cannot_be_made_up(self) -> None:
        """
        A day that cannot be made up is told with what else is wrong.
        """
        changes = (
            DaysLost(dates=[MONDAY], moved={SUNDAY: date(2025, 1, 1)}),
            SizeChanged(section="chess", size=3),
        )
        with pytest.raises(ProblemsError) as caught:
            apply_changes(little_school(), changes)
        assert len(caught.value.problems) == 2


class TestSections:
    def test_added(self) -> None:
        """
        A new section comes last.
        """
        chess = TimetableSection(id="chess", size=8)
        changed = apply_changes(little_school(), SectionAdded(section=chess))
        assert changed.sections == (*SECTIONS, chess)

    def test_dropped(self) -> None:
        """
        A dropped section goes with its pins and with the rules that name it.
        """
        rules = (
            Precedence(before="choir", after="brush"),
            PreferHours(hours="MON", section="choir"),
            PreferHours(hours="TUE", section="brush"),
        )
        changed = apply_changes(little_school(rules=rules), SectionDropped(section="choir"))
        assert "choir" not in {section.id for section in changed.sections}
        assert {pin.section for pin in changed.pins} == {"law"}
        assert changed.rules == rules[2:]

    def test_dropped_later(self) -> None:
        """
        A class that is dropped later keeps its weeks until then.
        """
        changed = apply_changes(little_school(), SectionDropped(section="choir", week=4))
        assert str(changed.sections[0].weeks) == "1-3"
        assert changed.pins == little_school().pins

    def test_dropped_before_it_begins(self) -> None:
        """
        A class of which no week is left goes as a whole, and so do lectures.
        """
        changes = (SectionDropped(section="choir", week=1), SectionDropped(section="law", week=4))
        changed = apply_changes(little_school(), changes)
        assert not {"choir", "law"} & {str(section.id) for section in changed.sections}

    def test_size(self) -> None:
        """
        A section has the size that it is said to have.
        """
        changed = apply_changes(little_school(), SizeChanged(section="choir", size=3))
        assert [section.size for section in changed.sections[:2]] == [3, 20]

    def test_negative_size(self) -> None:
        """
        Fewer than no people cannot come.
        """
        with pytest.raises(NegativeSizeError) as caught:
            SizeChanged(section="choir", size=-1)
        assert str(caught.value) == "section 'choir' cannot have -1 people; write 0 or more"


class TestNames:
    def test_all_at_once(self) -> None:
        """
        Every name that is not there, or is there already, is told at once, with its place.
        """
        changes = (
            EducatorAway(educator="lim", first=MONDAY),
            EducatorLeaves(educator="lin", first=MONDAY, replacement="nobody"),
            EducatorAdded(educator=Educator(id="lin", name="林二")),
            VenueClosed(venue="hal", first=MONDAY),
            SectionAdded(
                section=TimetableSection(id="choir", educators=["chen", "who"], venues=["where"])
            ),
            SectionDropped(section="choirs"),
        )
        with pytest.raises(ProblemsError) as caught:
            apply_changes(little_school(), changes)
        told = [(getattr(one, "path", None), one.sentence()) for one in caught.value.problems]
        assert told == [
            (("changes", 0, "educator"), "there is no educator 'lim'; did you mean 'lin'?"),
            (
                ("changes", 1, "replacement"),
                "there is no educator 'nobody'; define it, or correct the name",
            ),
            (
                ("changes", 2, "educator", "id"),
                "the id 'lin' is already used at educators[1].id; give each its own",
            ),
            (("changes", 3, "venue"), "there is no venue 'hal'; did you mean 'hall'?"),
            (
                ("changes", 4, "section", "id"),
                "the id 'choir' is already used at sections[0].id; give each its own",
            ),
            (
                ("changes", 4, "section", "educators", 1),
                "there is no educator 'who'; define it, or correct the name",
            ),
            (
                ("changes", 4, "section", "venues", 0),
                "there is no venue 'where'; define it, or correct the name",
            ),
            (("changes", 5, "section"), "there is no section 'choirs'; did you mean 'choir'?"),
        ]

    def test_a_later_change_may_name_what_an_earlier_adds(self) -> None:
        """
        Changes happen one after another.
        """
        changes = (EducatorAdded(educator=WU), EducatorAway(educator="wu", first=MONDAY))
        assert busy_of(apply_changes(little_school(), changes), "wu")


class TestDays:
    @pytest.mark.parametrize(
        ("change", "days"),
        [
            (EducatorAway(educator="lin", first=MONDAY, last=SUNDAY), (MONDAY, SUNDAY)),
            (VenueClosed(venue="hall", first=MONDAY), (MONDAY, None)),
            (EducatorLeaves(educator="lin", first=MONDAY), (MONDAY, None)),
            (EducatorAdded(educator=WU), None),
            (DaysLost(dates=[SUNDAY], moved={date(2026, 9, 27): MONDAY}), (MONDAY, SUNDAY)),
            (DaysLost(dates=[]), None),
            (WeeksLost(weeks="2"), (MONDAY, SUNDAY)),
            (WeeksLost(weeks="9"), None),
            (SectionAdded(section=TimetableSection(id="chess")), (date(2026, 9, 7), None)),
            (SectionDropped(section="choir"), None),
            (SizeChanged(section="choir", size=3), (date(2026, 9, 7), None)),
        ],
    )
    def test_felt(self, change: TimetableChange, days: object) -> None:
        """
        A change is felt on its days, to the end of the term if it lasts, or on none.
        """
        assert change.days(little_school().weeks) == days

    def test_since(self) -> None:
        """
        What is over is not judged again: an absence begins no earlier than the day given.
        """
        weeks = little_school().weeks
        ill = EducatorAway(educator="lin", first=MONDAY, last=date(2026, 9, 18))
        assert ill.since(date(2026, 9, 16), weeks) == EducatorAway(
            educator="lin", first=date(2026, 9, 16), last=date(2026, 9, 18)
        )
        assert ill.since(SUNDAY, weeks) is None
        leaves = EducatorLeaves(educator="lin", first=MONDAY)
        assert leaves.since(SUNDAY, weeks) == EducatorLeaves(educator="lin", first=SUNDAY)
        size = SizeChanged(section="choir", size=3)
        assert size.since(SUNDAY, weeks) is size

    def test_a_class_that_is_added_begins_with_a_whole_week(self) -> None:
        """
        A new class has the weeks of which no day is over.
        """
        weeks = little_school().weeks
        change = SectionAdded(section=TimetableSection(id="chess", weeks="1-4"))
        later = change.since(date(2026, 9, 16), weeks)
        assert isinstance(later, SectionAdded)
        assert str(later.section.weeks) == "3-4"
        assert change.since(date(2027, 1, 1), weeks) is change

    def test_a_class_that_is_dropped_ends_with_a_whole_week(self) -> None:
        """
        A class that is held no more is out from the first week of which no day is over.
        """
        weeks = little_school().weeks
        change = SectionDropped(section="choir", week=2)
        assert change.since(MONDAY, weeks) == change
        assert change.since(date(2026, 9, 16), weeks) == SectionDropped(section="choir", week=3)
        assert change.since(date(2027, 1, 1), weeks) is None

    def test_days_that_are_over_are_not_lost(self) -> None:
        """
        Of lost days and weeks those that are over stay as they were held.
        """
        weeks = little_school().weeks
        days = DaysLost(dates=[MONDAY, date(2026, 9, 16)], moved={SUNDAY: MONDAY})
        assert days.since(MONDAY, weeks) == days
        assert days.since(date(2026, 9, 15), weeks) == DaysLost(dates=[date(2026, 9, 16)])
        assert days.since(date(2026, 9, 17), weeks) is None
        week = WeeksLost(weeks="2", reason="选举").since(date(2026, 9, 19), weeks)
        assert week == DaysLost(dates=[date(2026, 9, 19), SUNDAY], reason="选举")
        assert WeeksLost(weeks="1").since(MONDAY, weeks) is None

    def test_kinds(self) -> None:
        """
        Every kind of change has a name of its own.
        """
        assert len({change.kind for change in CHANGES}) == len(CHANGES) == 9

    def test_one_or_several(self) -> None:
        """
        One change is as good as a list of one.
        """
        change = SectionDropped(section="choir")
        assert all_changes(change) == all_changes([change]) == (change,)

    def test_a_change_must_say_what_it_does(self) -> None:
        """
        There is no change that is none of the kinds.
        """
        with pytest.raises(TypeError, match="abstract"):
            TimetableChange()  # type: ignore[abstract]  # pyright: ignore[reportAbstractUsage]
