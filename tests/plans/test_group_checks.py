"""
Do plans of several levels fit together?
"""

import attrs
import pytest
from group_samples import (
    HEBEILI,
    LEVELS,
    SCHOOLS,
    SHUGUANG,
    body,
    event,
    level,
    street_with_schools,
    under,
    village_with_school,
)
from plan_samples import JINGTAI, ROOT, codes, duty_of

from community_edu.base import Finding
from community_edu.exchange import load_plan
from community_edu.organizations import Audience, Venue
from community_edu.plans import (
    PlanGroup,
    build_group_calendar,
    check_group,
    merge_plans,
)

WANGCHENG = load_plan(ROOT / "examples" / "plans" / "wangcheng-district.toml")


def found(group: PlanGroup, code: str) -> list[Finding]:
    """
    Return what is found of one kind, with the calendar of 2026.
    """
    findings = check_group(group, build_group_calendar(group, 2026))
    return [finding for finding in findings if finding.code == code]


def said(group: PlanGroup, code: str) -> list[str]:
    """
    Return the same in words.
    """
    return [finding.message("en") for finding in found(group, code)]


class TestPlans:
    def test_one(self) -> None:
        """
        One plan by itself fits.
        """
        assert check_group(merge_plans(JINGTAI)) == ()

    def test_apart(self) -> None:
        """
        A plan whose host is neither above nor below another is told; hosts beside each other are not.
        """
        plans = level("a"), level("b"), level("c")
        assert [one.path[0] for one in found(merge_plans(*plans), "plan-apart")] == ["a", "b", "c"]
        assert said(merge_plans(*plans, parents={"b.hall": "a.hall"}), "plan-apart") == [
            "the host of 'c' is neither above nor below that of another plan; give it a parent"
        ]
        assert not found(merge_plans(*plans[:2], same={"b.hall": "a.hall"}), "plan-apart")


class TestNames:
    def test_real_plans(self) -> None:
        """
        The community school of the street and that of the community share a name: who is who?
        """
        group = merge_plans(JINGTAI, HEBEILI, SHUGUANG, parents=LEVELS)
        assert said(group, "bodies-of-one-name") == [
            (
                "bodies called '社区学校': 2, jingtai-street.community-school, "
                "shuguang-west.community-school; if two of them are one body, say so"
            )
        ]
        same = {"shuguang-west.community-school": "jingtai-street.community-school"}
        group = merge_plans(JINGTAI, HEBEILI, SHUGUANG, parents=LEVELS, same=same)
        assert not found(group, "bodies-of-one-name")

    def test_once_for_several_names(self) -> None:
        """
        Bodies that share several names are told once; those of one plan are its own affair.
        """
        office = body("office", name="街道", aliases=["街办"])
        twin = body("twin", name="街道")
        assert (
            len(
                found(
                    merge_plans(*(level(n, bodies=(office,)) for n in "ab")), "bodies-of-one-name"
                )
            )
            == 1
        )
        assert not found(merge_plans(level("a", bodies=(office, twin))), "bodies-of-one-name")

    def test_many(self) -> None:
        """
        Of many bodies only the first are named.
        """
        plans = [level(name, bodies=(body("office", name="街道"),)) for name in "abcdef"]
        (sentence,) = said(merge_plans(*plans), "bodies-of-one-name")
        assert "6, a.office, b.office, c.office, d.office, …;" in sentence


class TestAudiences:
    @pytest.mark.parametrize(
        ("ages", "told"),
        [
            ([(60, None), (60, None)], []),
            ([(60, None), (None, None)], []),
            (
                [(60, None), (55, None), (60, None)],
                ["the audience '老人' has other ages from plan to plan: a 60–, b 55–"],
            ),
        ],
    )
    def test_ages(self, ages: list[tuple[int | None, int | None]], told: list[str]) -> None:
        """
        An audience that is said to be of other ages in two plans is told; silence is no age.
        """
        plans = [
            level(name, audiences=[Audience(id="old", name="老人", from_age=first, to_age=last)])
            for name, (first, last) in zip("abc", ages, strict=False)
        ]
        assert said(merge_plans(*plans), "audience-differs") == told


class TestNorms:
    def test_real_plans(self) -> None:
        """
        Two yuan a head of one plan and one yuan a permanent resident of another are not compared.
        """
        (finding,) = found(merge_plans(JINGTAI, WANGCHENG), "norms-on-different-bases")
        assert finding.path == ("wangcheng-district", "funding_norms", 0)
        assert "京泰路街道社区教育工作计划：每年人均社区教育经费" in finding.message("zh-CN")

    def test_the_same_base(self) -> None:
        """
        Norms on one base are as they should be.
        """
        group = merge_plans(JINGTAI, attrs.evolve(JINGTAI, id="other"))
        assert not found(group, "norms-on-different-bases")


class TestOwed:
    def test_nobody(self) -> None:
        """
        A collective body for which there is nobody below is told, if it has to do anything.
        """
        group = merge_plans(JINGTAI, HEBEILI, SHUGUANG, parents=LEVELS, members=SCHOOLS)
        assert said(group, "collective-without-members") == [
            (
                "no body of the plans below is one of 'Enterprise citizen schools': nobody there owes "
                "what it is to do"
            )
        ]

    def test_left_out(self) -> None:
        """
        A duty that plans of those who owe it leave out is told, with the first of them.
        """
        own = duty_of(id="own", name="月报", by=["school"], due="monthly(-1)")
        villages = [
            village_with_school("a", own),
            *(village_with_school(name) for name in "bcdefg"),
        ]
        (finding,) = found(under(street_with_schools(), *villages), "owed-not-planned")
        assert finding.path == ("street", "duties", 0)
        assert finding.message("zh-CN") == (
            "“月报”由 7 个机构承担，其中 6 个的计划没有写到："
            "b.school、c.school、d.school、e.school、…"
        )

    def test_taken_up(self) -> None:
        """
        Nothing is told of a duty that all have in their plans.
        """
        own = duty_of(id="own", name="月报", by=["school"], due="monthly(-1)")
        group = under(street_with_schools(), village_with_school("a", own))
        assert check_group(group, build_group_calendar(group, 2026)) == ()

    def test_needs_a_calendar(self) -> None:
        """
        Without a calendar neither what is left out nor clashes are looked for.
        """
        group = under(street_with_schools(), village_with_school("a"))
        assert codes(check_group(group)) == []


class TestClashes:
    def test_body(self) -> None:
        """
        A clash is told with both entries, what they share, and how many days there are.
        """
        weekly = event("class", "monthly(8)", by=["hall"])
        group = merge_plans(level("a", weekly), level("b", weekly), same={"b.hall": "a.hall"})
        assert said(group, "clash") == [
            (
                "'class' (a/class/2026-01) and 'class' (b/class/2026-01) are both on 2026-01-08, with "
                "the same body 'a的主办机构'; there are such days: 12"
            )
        ]

    def test_venue_and_audience(self) -> None:
        """
        A clash of a venue names the venue, and one of an audience the audience.
        """
        room = Venue(id="room", name="教室", kind="classroom")
        everyone = Audience(id="all", name="居民")
        fair = event("fair", "fixed(5, 8)", venue="room", audiences=["all"])
        plans = [level(name, fair, venues=[room], audiences=[everyone]) for name in "ab"]
        group = under(*plans, venues={"b.room": "a.room"})
        assert [line.partition("with ")[2] for line in said(group, "clash")] == [
            "the same audience '居民'; there are such days: 1",
            "the same venue '教室'; there are such days: 1",
        ]
