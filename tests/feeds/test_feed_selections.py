from datetime import date, timedelta

import attrs
import pytest
from feed_samples import (
    JANUARY,
    MARCH,
    calendar_of,
    entry,
    lines,
    local,
    pieces,
    uids,
)
from hypothesis import given
from hypothesis import strategies as st
from selection_samples import ENTRIES, PLAN, calendar

from community_edu.base import Text, UnknownReferenceError
from community_edu.base.identifiers import PATTERN
from community_edu.calendars import Span
from community_edu.feeds import (
    AudienceTwiceError,
    FeedSelection,
    Publication,
    event_uid,
    publish,
)
from community_edu.feeds.criteria import CRITERIA, Criterion
from community_edu.organizations import Audience
from community_edu.plans import Calendar


def published() -> Publication:
    return publish(calendar(), at=JANUARY)


class TestChosen:
    @pytest.mark.parametrize(
        ("selection", "keys"),
        [
            (FeedSelection(), {"street", "school", "point", "class", "other"}),
            (FeedSelection(audience="elderly"), {"street", "other"}),
            (FeedSelection(audience="residents"), {"street"}),
            (FeedSelection(organization="street"), {"street", "school", "point"}),
            (FeedSelection(organization="school"), {"school", "point"}),
            (FeedSelection(organization="street", below=False), {"street"}),
            (FeedSelection(organization="office"), {"point"}),
            (FeedSelection(tier="base"), {"school", "point"}),
            (FeedSelection(tier="top"), set[str]()),
            (FeedSelection(venue="hall"), {"school", "class"}),
            (FeedSelection(educator="zhao"), {"class"}),
            (FeedSelection(course="singing"), {"point", "class"}),
            (FeedSelection(tag="health"), {"school", "other"}),
            (FeedSelection(venue="hall", course="singing"), {"class"}),
            (FeedSelection(organization="street", tag="health"), {"school"}),
            (FeedSelection(audience="elderly", tag="健康", organization="street"), set[str]()),
        ],
    )
    def test_by(self, selection: FeedSelection, keys: set[str]) -> None:
        """
        A feed holds the entries for which all that is asked for holds.
        """
        found = uids(published().feed(selection=selection).data)
        assert set(found) == {event_uid(ENTRIES[key].id) for key in keys}
        assert len(found) == len(keys)

    @given(st.sets(st.sampled_from(sorted(ENTRIES))), st.sampled_from(CRITERIA))
    def test_selections_hold_all(self, keys: set[str], criterion: Criterion) -> None:
        """
        The selections of a criterion hold together what has anything of it, and none is empty
        but for audiences.
        """
        chosen = [ENTRIES[key] for key in keys]
        publication = publish(Calendar(plan=PLAN, year=2026, entries=chosen), at=JANUARY)
        selections = publication.selections(criterion)
        feeds = [publication.feed(selection=one) for one in selections]
        assert len({feed.filename for feed in feeds}) == len(feeds)
        assert criterion == "audience" or all(feed.report.events for feed in feeds)
        held = {uid for feed in feeds for uid in uids(feed.data)}
        names = {
            "audience": "audiences",
            "organization": "organizations",
            "body": "organizations",
            "venue": "venue",
            "educator": "educators",
            "course": "courses",
            "tag": "tags",
        }
        expected = {
            event_uid(one.id)
            for one in chosen
            if (
                {"school", "point"} & {*one.organizations}
                if criterion == "tier"
                else getattr(one, names[criterion])
            )
        }
        assert held == expected

    def test_two_ways_to_the_same_people(self) -> None:
        """
        An audience that is part of another in two ways has its entries once.
        """
        audiences = [
            Audience(id="all", name="全体"),
            Audience(id="workers", name="职工", part_of=["all"]),
            Audience(id="women", name="妇女", part_of=["all"]),
            Audience(id="nurses", name="护士", part_of=["workers", "women"]),
        ]
        plan = attrs.evolve(PLAN, audiences=audiences, themes=())
        talk = entry(audiences=("all", "women"))
        publication = publish(Calendar(plan=plan, year=2026, entries=[talk]), at=JANUARY)
        assert uids(publication.feed("nurses").data) == [event_uid(talk.id)]

    def test_in_the_order_of_the_plan(self) -> None:
        """
        Selections stand in the order of the plan, criterion by criterion.
        """
        found = published().selections("body", "audience", "tag")
        assert [key for selection in found for key in selection.keys] == [
            ("body", "street"),
            ("body", "school"),
            ("body", "point"),
            ("body", "office"),
            ("audience", "residents"),
            ("audience", "elderly"),
            ("audience", "youth"),
            ("tag", "health"),
            ("tag", "健康"),
        ]

    def test_by_one_criterion(self) -> None:
        """
        The selection of one criterion asks for just that.
        """
        for criterion in CRITERIA:
            assert FeedSelection.by(criterion, "a").keys == ((criterion, "a"),)


class TestWindow:
    @pytest.mark.parametrize(
        ("first", "end", "held"),
        [
            ("2026-06-29", "2026-06-30", []),
            ("2026-06-30", "2026-07-01", ["day", "noon"]),
            ("2026-07-01", "2026-07-02", ["day", "night"]),
            ("2026-07-02", "2026-07-03", ["night", "never"]),
            ("2026-07-03", "2026-07-04", []),
        ],
    )
    def test_days(self, first: str, end: str, held: list[str]) -> None:
        """
        A window holds what touches one of its days; an end at midnight does not touch the day.
        """
        entries = {
            "day": entry("day/2026", end=date(2026, 7, 2)),
            "noon": entry(
                "noon/2026", start=local("2026-06-30 23:00"), end=local("2026-07-01 00:00")
            ),
            "night": entry(
                "night/2026", start=local("2026-07-01 23:00"), end=local("2026-07-02 01:00")
            ),
            "never": entry(
                "never/2026", start=local("2026-07-02 09:00"), end=local("2026-07-02 09:00")
            ),
        }
        window = Span(date.fromisoformat(first), date.fromisoformat(end))
        publication = publish(calendar(*entries.values()), at=JANUARY)
        feed = publication.feed(selection=FeedSelection(window=window))
        assert uids(feed.data) == [event_uid(entries[key].id) for key in held]

    def test_last_modified(self) -> None:
        """
        What a window holds may change with every publication: it is as new as that.
        """
        window = FeedSelection(window=Span.through(date(2026, 6, 1), date(2026, 6, 30)))
        first = published()
        again = publish(calendar(), previous=first.ledger, at=MARCH)
        assert again.feed(selection=window).last_modified == MARCH
        assert again.feed(selection=window).name.endswith(" · 2026-06-01 – 2026-06-30")


class TestLastModified:
    def test_of_each(self) -> None:
        """
        The feed of one criterion changes when something in it does, and no other one.
        """
        first = published()
        edited = attrs.evolve(ENTRIES["school"], title=Text("新"))
        others = [one for key, one in ENTRIES.items() if key != "school"]
        later = publish(calendar(edited, *others), previous=first.ledger, at=MARCH)
        changed = {
            selection.keys[0]
            for selection in later.selections(*CRITERIA)
            if later.feed(selection=selection).last_modified == MARCH
        }
        assert changed == {
            ("organization", "street"),
            ("organization", "school"),
            ("body", "school"),
            ("tier", "base"),
            ("venue", "hall"),
            ("tag", "health"),
        }

    def test_of_several(self) -> None:
        """
        The feed of several criteria is as new as the newest of the plan.
        """
        both = FeedSelection(audience="elderly", tag="健康")
        first = published()
        edited = attrs.evolve(ENTRIES["school"], title=Text("新"))
        others = [one for key, one in ENTRIES.items() if key != "school"]
        later = publish(calendar(edited, *others), previous=first.ledger, at=MARCH)
        assert first.feed(selection=both).last_modified == JANUARY
        assert later.feed(selection=both).last_modified == MARCH
        assert later.feed(selection=both).data == first.feed(selection=both).data

    def test_another_place_in_the_network(self) -> None:
        """
        When a body gets another one above it, the feeds of both change, though no entry does.
        """
        first = published()
        bodies = [
            attrs.evolve(body, parent="office") if body.id == "school" else body
            for body in PLAN.network.organizations
        ]
        plan = attrs.evolve(PLAN, network=attrs.evolve(PLAN.network, organizations=bodies))
        moved = Calendar(plan=plan, year=2026, entries=ENTRIES.values())
        later = publish(moved, previous=first.ledger, at=MARCH)
        assert later.changes == ()
        for body in ("street", "office"):
            assert later.feed(selection=FeedSelection(organization=body)).last_modified == MARCH
        school = later.feed(selection=FeedSelection(organization="school"))
        assert school.last_modified == JANUARY

    def test_forever(self) -> None:
        """
        A feed that nothing is in any more is kept empty, and its date never moves back.
        """
        hall = FeedSelection(venue="hall")
        first = published()
        at, ledger = MARCH, first.ledger
        dates = [first.feed(selection=hall).last_modified]
        for entries in ([ENTRIES["street"]], [ENTRIES["street"]], [*ENTRIES.values()]):
            at += timedelta(days=300)
            publication = publish(
                Calendar(plan=PLAN, year=2026, entries=entries), previous=ledger, at=at
            )
            ledger = publication.ledger
            assert hall in publication.selections("venue")
            feed = publication.feed(selection=hall)
            assert feed.report.events == (0 if len(entries) == 1 else 2)
            dates.append(feed.last_modified)
        assert dates == sorted(dates)

    def test_never_filled(self) -> None:
        """
        A feed that there never was is as new as the publication.
        """
        first = published()
        again = publish(calendar(), previous=first.ledger, at=MARCH)
        assert again.feed(selection=FeedSelection(tier="top")).last_modified == MARCH


class TestText:
    def test_what_is_given(self) -> None:
        """
        A selection shows what it chooses by, and nothing else.
        """
        chosen = FeedSelection(organization="school", below=False)
        assert repr(chosen) == "FeedSelection(organization='school', below=False)"
        assert repr(FeedSelection()) == "FeedSelection()"


class TestNames:
    @pytest.mark.parametrize(
        ("selection", "filename", "zh", "en"),
        [
            (FeedSelection(audience="elderly"), "-elderly", "老年人", "the elderly"),
            (FeedSelection(venue="hall"), "--venue-hall", "礼堂", "hall"),
            (FeedSelection(organization="street"), "--organization-street", "街道", "street"),
            (FeedSelection(organization="street", below=False), "--body-street", "街道", "street"),
            (FeedSelection(tier="base"), "--tier-base", "基层", "base"),
            (FeedSelection(course="singing"), "--course-singing", "合唱", "singing"),
            (FeedSelection(tag="health"), "--tag-health", "健康", "health"),
            (
                FeedSelection(audience="elderly", tag="健康"),
                "--audience-elderly--tag-健康",
                "老年人 · 健康",
                "the elderly · 健康",
            ),
        ],
    )
    def test_of_each(self, selection: FeedSelection, filename: str, zh: str, en: str) -> None:
        """
        Each selection is a file and a calendar of its own name, in both languages.
        """
        feed = published().feed(selection=selection)
        assert feed.filename == f"small-street{filename}.ics"
        assert feed.name == f"小街社区教育工作计划 · {zh}"
        assert f"NAME:{feed.name}" in lines(feed.data)
        english = published().feed(selection=selection, language="en")
        assert english.name.endswith(f"community education · {en}")

    def test_of_educators(self) -> None:
        """
        An educator is named in a personal feed only: else the identifier stands there.
        """
        zhao = FeedSelection(educator="zhao")
        assert published().feed(selection=zhao).name == "小街社区教育工作计划 · zhao"
        personal = published().feed(selection=zhao, personal=True)
        assert personal.name == "小街社区教育工作计划 · 赵老师"
        assert "赵老师" not in published().feed(selection=zhao).data.decode()

    def test_of_an_educator_who_is_gone(self) -> None:
        """
        A personal feed with nothing in it has no name to tell.
        """
        first = published()
        empty = publish(
            calendar(ENTRIES["street"]), previous=first.ledger, at=MARCH + timedelta(days=300)
        )
        feed = empty.feed(selection=FeedSelection(educator="zhao"), personal=True)
        assert feed.name == "小街社区教育工作计划 · zhao"

    def test_numbers_of_phones(self) -> None:
        """
        A phone number in the name of a calendar is left out, unless it is a personal feed.
        """
        plan = attrs.evolve(PLAN, title="报名 13800138000")
        publication = publish(Calendar(plan=plan, year=2026), at=JANUARY)
        assert publication.feed().name == "报名 （略）"
        assert publication.feed(personal=True).name == "报名 13800138000"

    def test_numbers_in_texts(self) -> None:
        """
        A feed counts the entries of which a number is left out.
        """
        phone = entry("phone/2026", description=Text("报名 13800138000"))
        publication = publish(calendar_of(phone, entry()), at=JANUARY)
        assert publication.feed().withheld == 1
        assert publication.feed().withheld == 1
        assert publication.feed(personal=True).withheld == 0

    @given(st.text(min_size=1), st.text(min_size=1))
    def test_of_files(self, one: str, other: str) -> None:
        """
        The name of a file is plain, whatever the tag, and that of no other selection.
        """
        names = {
            selection.filename("street")
            for selection in (
                FeedSelection(tag=one),
                FeedSelection(tag=other),
                FeedSelection(tag=one, venue="hall"),
                FeedSelection(venue="hall"),
                FeedSelection(audience="venue-hall"),
            )
        }
        assert len(names) == (5 if one != other else 4)
        for name in names:
            assert name == name.lower()
            assert not set(name) & set('/\\:*?"<>| %\0')
            assert len(name) < 200

    @given(st.from_regex(PATTERN, fullmatch=True), st.from_regex(PATTERN, fullmatch=True))
    def test_of_identifiers(self, plan: str, key: str) -> None:
        """
        Identifiers stand in the name as they are.
        """
        expected = f"{plan}--venue-{key}.ics"
        assert len(key) > 80 or FeedSelection(venue=key).filename(plan) == expected


class TestRefused:
    @pytest.mark.parametrize(
        ("selection", "en", "zh"),
        [
            (
                FeedSelection(venue="hal"),
                "there is no venue 'hal'; did you mean 'hall'?",
                "没有场所“hal”，是否应为“hall”？",
            ),
            (
                FeedSelection(organization="home", below=False),
                "there is no organization 'home'; define it, or correct the name",
                "没有机构“home”，请先定义或改正名称",
            ),
            (
                FeedSelection(audience="elderly", tag="heath"),
                "there is no tag 'heath'; did you mean 'health'?",
                "没有标签“heath”，是否应为“health”？",
            ),
        ],
    )
    def test_unknown(self, selection: FeedSelection, en: str, zh: str) -> None:
        """
        What the plan does not have is refused with the nearest that it has.
        """
        with pytest.raises(UnknownReferenceError) as caught:
            published().feed(selection=selection)
        assert (str(caught.value), caught.value.sentence("zh-CN")) == (en, zh)

    def test_unknown_criterion(self) -> None:
        """
        There is nothing else by which feeds can be asked for.
        """
        with pytest.raises(
            UnknownReferenceError, match="no criterion 'venues'; did you mean 'venue'"
        ):
            published().selections("venues")

    def test_audience_twice(self) -> None:
        """
        An audience is given by itself or in a selection, not in both ways.
        """
        with pytest.raises(AudienceTwiceError) as caught:
            published().feed("elderly", selection=FeedSelection(venue="hall"))
        assert str(caught.value) == (
            "a feed is asked for by audience= and by selection=; write the audience 'elderly' into "
            "the selection"
        )
        assert "请把受众“elderly”写进 selection" in caught.value.sentence("zh-CN")


class TestOptions:
    def test_address_and_color(self) -> None:
        """
        A feed can say where it is served and which colour it has.
        """
        feed = published().feed(address="https://street.example/a.ics", color="Tomato")
        assert feed.address == "https://street.example/a.ics"
        assert "SOURCE;VALUE=URI:https://street.example/a.ics" in lines(feed.data)
        assert "COLOR:tomato" in lines(feed.data)

    def test_personal(self) -> None:
        """
        Who teaches is named in a personal feed only, and nothing else differs.
        """
        plain, personal = (
            set(pieces(published().feed(personal=personal).data)) for personal in (False, True)
        )
        (differs,) = personal - plain
        assert "赵老师" in "".join(lines(differs))
        assert uids(differs) == [event_uid(ENTRIES["class"].id)]
