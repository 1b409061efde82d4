from datetime import date

import pytest
from plan_samples import (
    GRADES,
    HEALTH,
    JINGTAI,
    WORDS,
    calendar_of,
    codes,
    days,
    duty_of,
    plan_of,
    theme_of,
)

from community_edu.base import Text, UnknownReferenceError
from community_edu.calendars import Occasion, Quota, Span, school_terms
from community_edu.measures import Indicator, Measure, Target, Threshold, Unit
from community_edu.plans import Duty, Plan, Remark, build_calendar, check_plan, check_record


def checked(duty: Duty, year: int = 2026) -> list[str]:
    """
    Return what the check says of a plan with that one duty, in Chinese.
    """
    calendar = calendar_of(duty, year=year)
    return [finding.message("zh-CN") for finding in check_plan(calendar.plan, calendar)]


class TestRemarks:
    def test_are_told_with_every_check(self) -> None:
        """
        What was noticed in the text is told with its place and its words, year or no year.
        """
        remark = Remark(
            code="masked", text=Text("年份写作20xx", en="the year is 20xx"), source=WORDS
        )
        (finding,) = check_plan(plan_of(remarks=[remark]))
        assert (finding.code, finding.severity, finding.path) == (
            "text-masked",
            "warning",
            ("remarks", 0),
        )
        assert finding.message("zh-CN") == "原文有遮盖：年份写作20xx"
        assert finding.message("en") == "the text is masked: the year is 20xx"
        assert finding.source == WORDS


class TestTargets:
    HEADS = Indicator(id="heads", name="人数", unit=Unit.parse("person"))

    @pytest.mark.parametrize(
        "target",
        [
            Target(id="t", name="提高素养"),
            Target(id="t", name="提高素养", trend="up"),
            Target(id="t", name="提高素养", threshold=Threshold.parse(">= 1 person")),
            Target(id="t", name="提高素养", measure=Measure.parse("heads")),
        ],
    )
    def test_without_measure_or_threshold(self, target: Target) -> None:
        """
        A target that has no measure, or nothing that it must reach, is not measurable.
        """
        (finding,) = check_plan(plan_of(indicators=[self.HEADS], targets=[target]))
        assert finding.code == "target-not-measurable"
        assert finding.path == ("targets", 0)
        assert finding.message("zh-CN") == "目标“提高素养”没有可计算的指标或目标值"
        assert finding.message("en") == "the target '提高素养' has no measure or no threshold"

    @pytest.mark.parametrize(
        "target",
        [
            Target(id="t", name="x", measure=Measure.parse("heads"), trend="up"),
            Target(
                id="t",
                name="x",
                measure=Measure.parse("heads"),
                threshold=Threshold.parse(">= 1 person"),
            ),
        ],
    )
    def test_that_can_be_measured(self, target: Target) -> None:
        """
        A measure with a threshold or a trend is enough.
        """
        assert check_plan(plan_of(indicators=[self.HEADS], targets=[target])) == ()


class TestQuotas:
    def test_are_counted_period_by_period(self) -> None:
        """
        A quota that is not kept names the periods and what was counted in each.
        """
        duty = duty_of(when="fixed(5, 8)", quota=Quota.parse(">= 1 per quarter"))
        calendar = calendar_of(duty)
        (finding,) = check_plan(calendar.plan, calendar)
        assert (finding.code, finding.severity) == ("quota-not-met", "error")
        assert finding.path == ("duties", 0, "quota")
        assert finding.message("zh-CN") == (
            "“事项”应每季度不少于 1 次，日历中 2026-Q1 有 0 次、2026-Q3 有 0 次、2026-Q4 有 0 次"
        )
        assert finding.message("en") == (
            "'thing' must happen at least 1 per quarter; the calendar has 0 in 2026-Q1, 0 in "
            "2026-Q3, 0 in 2026-Q4"
        )
        assert finding.source == WORDS

    def test_name_only_so_many_periods(self) -> None:
        """
        Beyond four periods the rest is counted.
        """
        duty = duty_of(when="monthly(1)", quota=Quota.parse(">= 2 per month"))
        (said,) = checked(duty)
        assert said.endswith("2026-03 有 1 次、2026-04 有 1 次，另有 8 期")
        calendar = calendar_of(duty)
        (finding,) = check_plan(calendar.plan, calendar)
        assert finding.message("en").endswith("1 in 2026-04 and 8 more")

    @pytest.mark.parametrize(
        ("when", "quota"),
        [
            ("monthly(5)", "== 1 per month"),
            ("every_months(3)", ">= 1 per quarter"),
            ("lunar(9, 9)", "== 1 per plan"),
            ("fixed(5, 8)", "<= 1 per day"),
        ],
    )
    def test_that_are_kept(self, when: str, quota: str) -> None:
        """
        Of a quota that the calendar keeps nothing is said.
        """
        calendar = calendar_of(duty_of(when=when, quota=Quota.parse(quota)))
        assert "quota-not-met" not in codes(check_plan(calendar.plan, calendar))

    def test_too_many_are_told_too(self) -> None:
        """
        More than a quota allows is as wrong as less.
        """
        duty = duty_of(when="monthly(5, months=[1, 2])", quota=Quota.parse("== 1 per half_year"))
        assert checked(duty) == ["“事项”应每半年恰好 1 次，日历中 2026-H1 有 2 次、2026-H2 有 0 次"]

    @pytest.mark.parametrize(
        ("quota", "said"),
        [
            ("1..2 per term", "“事项”应每学期有 1 至 2 次，缺少各学期的起止日期，无法清点"),
            (
                "== 1 per year each grade",
                "“事项”应每年每个年级恰好 1 次，缺少“年级”的成员名单，无法清点",
            ),
        ],
    )
    def test_that_a_calendar_cannot_count(self, quota: str, said: str) -> None:
        """
        A quota per term, window or member is not failed for want of these: it is told what is missing.
        """
        calendar = calendar_of(duty_of(when="fixed(5, 8)", quota=Quota.parse(quota)))
        (finding,) = check_plan(calendar.plan, calendar)
        assert (finding.code, finding.severity) == ("quota-not-countable", "info")
        assert finding.message("zh-CN") == said
        assert finding.message("en").endswith(
            ("the days of each school term", "the members of 'grade'")
        )

    def test_events_count_and_their_reports_do_not(self) -> None:
        """
        Of a duty with events and tasks the events are counted; without events, the tasks.
        """
        quota = Quota.parse("== 1 per quarter")
        quarterly = "monthly(-1, months=[3, 6, 9, 12])"
        assert checked(duty_of(when=quarterly, due=quarterly, quota=quota)) == []
        assert checked(duty_of(due=quarterly, quota=quota)) == []
        assert len(checked(duty_of(when="fixed(3, 1)", due=quarterly, quota=quota))) == 1

    @pytest.mark.parametrize("year", range(2020, 2032))
    def test_weeks_over_the_turn_of_the_year(self, year: int) -> None:
        """
        A week that is partly in another year is not short of what may be in that part.
        """
        thrice = duty_of(when="weekly([MON, WED, FRI])", quota=Quota.parse("== 3 per week"))
        assert checked(thrice, year) == []

    def test_weeks_inside_the_year(self) -> None:
        """
        A week inside the year that has too few is told, and any week that has too many.
        """
        fewer = duty_of(when="weekly([MON])", quota=Quota.parse(">= 2 per week"))
        (said,) = checked(fewer)
        assert said == (
            "“事项”应每周不少于 2 次，日历中 2026-W02 有 1 次、2026-W03 有 1 次、"
            "2026-W04 有 1 次、2026-W05 有 1 次，另有 47 期"
        )
        more = duty_of(when="weekly([THU, FRI])", quota=Quota.parse("<= 1 per week"))
        assert checked(more)[0].startswith("“事项”应每周不多于 1 次，日历中 2026-W01 有 2 次")

    def test_days_of_a_theme_are_not_counted(self) -> None:
        """
        The entries of a theme are none of a duty.
        """
        duty = duty_of(when="fixed(5, 8)", quota=Quota.parse("== 1 per year"))
        calendar = calendar_of(duty, themes=[theme_of(5, "fixed(5, 9)")])
        assert days(calendar) == ["2026-05-01", "2026-05-08", "2026-05-09"]
        assert check_plan(calendar.plan, calendar) == ()


class TestWhatDatingFound:
    def test_is_told_again(self) -> None:
        """
        What was doubtful in dating and what could not be dated is part of the check.
        """
        duties = (
            duty_of(id="a", when="every_months(6)"),
            duty_of(id="b", cadence="regular"),
            duty_of(id="c", within="summer_vacation"),
        )
        calendar = calendar_of(*duties)
        assert codes(check_plan(calendar.plan, calendar)) == [
            "anchor-assumed",
            "date-by-practice",
            "vague-cadence",
            "to-be-placed",
        ]
        assert check_plan(calendar.plan) == ()

    def test_a_count_without_dates_is_told_once(self) -> None:
        """
        A count without any date is a quota not met; it is not told as undated as well.
        """
        calendar = calendar_of(duty_of(quota=Quota.parse("== 10 per year")))
        assert [undated.finding.code for undated in calendar.unresolved] == ["count-without-dates"]
        assert codes(check_plan(calendar.plan, calendar)) == ["quota-not-met"]

    def test_but_never_lost(self) -> None:
        """
        A count that a calendar cannot decide is told as such, dates or none.
        """
        calendar = calendar_of(duty_of(quota=Quota.parse(">= 1 per term")))
        assert codes(check_plan(calendar.plan, calendar)) == ["quota-not-countable"]


class TestPeriodsAndMembers:
    TERMS = school_terms("CN-310000", 2026)

    def test_windows(self) -> None:
        """
        A count per window is asked of each window of the duty.
        """
        duty = duty_of(
            within="any_of([month(4), month(6)])",
            when="fixed(4, 5)",
            quota=Quota.parse("== 1 per window"),
        )
        assert checked(duty) == ["“事项”应每个时段恰好 1 次，日历中 2026-06 有 0 次"]

    def test_terms(self) -> None:
        """
        With the terms of the region a count per term is asked of each; of a term that is partly
        in another year the year alone cannot decide.
        """
        duty = duty_of(when="fixed(4, 5)", quota=Quota.parse(">= 2 per term"))
        calendar = build_calendar(plan_of(duty), 2026, terms=self.TERMS)
        short, unknown = check_plan(calendar.plan, calendar)
        assert short.message("en").endswith("the calendar has 1 in 2025-2026-2")
        assert unknown.code == "quota-not-countable"
        assert unknown.message("en").endswith("without the part of 2025-2026-1 in another year")

    def test_members(self) -> None:
        """
        Each grade must have it, and the one that has not is named.
        """
        duty = duty_of(
            when="rotation(monthly(5, months=[3, 4, 5]), [grade_10, grade_11])",
            quota=Quota.parse("== 1 per year each grade"),
        )
        calendar = calendar_of(duty, sets=[GRADES])
        (finding,) = check_plan(calendar.plan, calendar)
        assert finding.message("zh-CN") == "“事项”应每年每个年级恰好 1 次，日历中 2026 高一 有 2 次"
        assert finding.message("en").endswith("the calendar has 2 in 2026 for Grade 10")
        each = calendar_of(
            duty_of(when="fixed(9, 1)", each="grade", quota=duty.quota), sets=[GRADES]
        )
        assert check_plan(each.plan, each) == ()

    def test_entries_of_no_member(self) -> None:
        """
        An entry that is for no stated member cannot be counted by members.
        """
        duty = duty_of(when="fixed(5, 8)", quota=Quota.parse("== 1 per year each grade"))
        calendar = calendar_of(duty, sets=[GRADES])
        (finding,) = check_plan(calendar.plan, calendar)
        assert finding.message("en").endswith(
            "cannot be counted without the grade of some (times: 1, the first 2026-05-08)"
        )
        assert "缺少2026-05-08 等 1 次所属的年级" in finding.message("zh-CN")

    def test_plan_of_several_years(self) -> None:
        """
        Once in a plan of several years is no question to one of them.
        """
        duty = duty_of(when="fixed(5, 8)", quota=Quota.parse("== 2 per plan"))
        calendar = calendar_of(duty, period="years")
        (finding,) = check_plan(calendar.plan, calendar)
        assert finding.message("en").endswith("cannot be counted without the years of the plan")


class TestRecords:
    def test_what_was_done(self) -> None:
        """
        Against a record it is told what is missing, and apart from it what is not yet done.
        """
        duty = duty_of(when="monthly(1)", quota=Quota.parse(">= 1 per quarter"))
        record = {"duty": [Occasion(date(2026, 5, 8)), Occasion(date(2026, 9, 30))]}
        missing, still = check_record(calendar_of(duty), record, on=date(2026, 9, 29))
        assert (missing.code, missing.severity) == ("record-short-of-quota", "error")
        assert missing.message("en") == (
            "'thing' must happen at least 1 per quarter; the record has 0 in 2026-Q1"
        )
        assert (still.code, still.severity) == ("not-yet", "info")
        assert still.message("en") == (
            "'thing' must happen at least 1 per quarter; by 2026-09-29 the record has 0 in "
            "2026-Q3, 0 in 2026-Q4, and there is still time"
        )
        assert still.message("zh-CN").endswith("2026-Q3 有 0 次、2026-Q4 有 0 次，期限未到")
        assert missing.path == still.path == ("duties", 0, "quota")

    def test_without_a_day_all_is_over(self) -> None:
        """
        Without a day on which it is asked nothing is still to come.
        """
        duty = duty_of(quota=Quota.parse(">= 2 per half_year"))
        (finding,) = check_record(calendar_of(duty), {})
        assert finding.code == "record-short-of-quota"

    def test_that_keeps_its_promises(self) -> None:
        """
        A record that has all is silent, and so is a duty without a count.
        """
        duty = duty_of(quota=Quota.parse("== 3 per plan"))
        record = {
            "duty": [Occasion(date(2026, 5, 8), number=3)],
            "other": [Occasion(date(2026, 7, 1))],
        }
        calendar = calendar_of(duty, duty_of(id="other", when="fixed(5, 8)"))
        assert check_record(calendar, record) == ()

    def test_of_several_years(self) -> None:
        """
        With the years of the plan a count per plan is asked of all of them.
        """
        duty = duty_of(quota=Quota.parse("== 1 per plan"))
        years = Span(date(2025, 1, 1), date(2028, 1, 1))
        record = {"duty": [Occasion(date(2027, 5, 8))]}
        calendar = calendar_of(duty, period="years")
        assert check_record(calendar, record, years=years) == ()
        assert codes(check_record(calendar, record)) == ["quota-not-countable"]

    def test_unknown_duty(self) -> None:
        """
        A record of something that the plan has not is refused.
        """
        with pytest.raises(UnknownReferenceError, match="there is no duty 'dutty'; did you mean"):
            check_record(calendar_of(duty_of()), {"dutty": []})


class TestExamples:
    @pytest.mark.parametrize(
        ("plan", "expected"),
        [
            (
                HEALTH,
                {
                    "text-masked": 1,
                    "text-alias": 1,
                    "text-typo": 2,
                    "text-ambiguous": 1,
                    "text-vague": 1,
                    "target-not-measurable": 1,
                    "criteria-not-listed": 1,
                    "date-in-other-month": 2,
                    "vague-cadence": 3,
                    "quota-not-met": 1,
                },
            ),
            (
                JINGTAI,
                {
                    "norm-base-open": 1,
                    "criteria-not-listed": 5,
                    "anchor-assumed": 1,
                    "date-by-practice": 1,
                    "to-be-placed": 1,
                    "edition-without-date": 1,
                    "no-date-given": 7,
                    "vague-cadence": 2,
                    "quota-not-met": 2,
                },
            ),
        ],
        ids=["health-education", "jingtai-street"],
    )
    def test_say_what_a_reader_would(self, plan: Plan, expected: dict[str, int]) -> None:
        """
        The check of an example finds what a careful reader finds, each as often.
        """
        found = codes(check_plan(plan, build_calendar(plan, 2026)))
        counts = {code: found.count(code) for code in dict.fromkeys(found)}
        texts = len(plan.remarks) if plan is JINGTAI else 0
        for code, count in expected.items():
            assert counts.pop(code) == count, code
        assert sum(counts.values()) == texts
        assert all(code.startswith("text-") for code in counts)

    @pytest.mark.parametrize("plan", [HEALTH, JINGTAI], ids=lambda plan: plan.id)
    def test_speak_both_languages(self, plan: Plan) -> None:
        """
        Each finding is a sentence in both languages, with its place and the words of the plan.
        """
        for finding in check_plan(plan, build_calendar(plan, 2026)):
            zh, en = finding.line("zh-CN"), finding.line("en")
            assert zh != en
            assert "{" not in zh + en
            assert finding.path
            assert finding.source is not None
