"""
Selections: who is chosen, who is not, and why.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, permutations, product
from random import Random
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from community_edu.base import ProblemsError, Text, UnknownReferenceError
from community_edu.base.html import LEFT
from community_edu.evaluation.assessments import evaluate
from community_edu.evaluation.selection import (
    Candidate,
    CriterionMark,
    Eligibility,
    OrderKey,
    Place,
    SeatQuota,
    Selection,
    SelectionResult,
    Standing,
    TieRule,
    select,
)
from community_edu.evaluation.standards import Criterion, Grade, Role, Standard
from community_edu.measures import Indicator, Measure, Quantity, Threshold, Unit, parse_threshold

NAMES = "甲乙丙丁戊己庚辛"
EACH = SeatQuota(id="each", name="每街道至多 1 个", attribute="street", at_most=1)
VILLAGES = SeatQuota(
    id="villages", name="村至少 1 个", attribute="kind", value="village", at_least=1
)


def body(
    index: int,
    points: int,
    *,
    street: str = "east",
    kind: str = "community",
    of: int = 100,
    **marks: int | None,
) -> Candidate:
    """
    Return a candidate with a name of its own; *marks* are points by criterion.
    """
    return Candidate(
        id=f"b{index}",
        name=NAMES[index],
        standing=Standing(
            points=points,
            of=of,
            marks={
                name: CriterionMark(
                    name=name,
                    status="not_assessed" if given is None else "met",
                    points=Fraction(given or 0),
                    value=None if given is None else Fraction(given),
                )
                for name, given in marks.items()
            },
        ),
        attributes={"street": street, "kind": kind},
    )


def best(
    quota: int,
    *quotas: SeatQuota,
    order: Sequence[OrderKey] = (OrderKey(by="share"),),
    ties: TieRule = "undecided",
    eligible: Eligibility | None = None,
) -> Selection:
    """
    Return the rules of a selection.
    """
    return Selection(
        id="best",
        name="先进社区",
        quota=quota,
        quotas=quotas,
        order=order,
        ties=ties,
        eligible=eligible or Eligibility(),
    )


def verdicts(result: SelectionResult) -> str:
    """
    Return a letter for each place, in order: chosen, tied, not chosen, ruled out.
    """
    letters = {"chosen": "C", "tied": "T", "not_chosen": "-", "ruled_out": "x"}
    return "".join(letters[place.verdict] for place in result.places)


def reason(result: SelectionResult, index: int) -> str:
    """
    Return why a candidate has its place.
    """
    return result.place(f"b{index}").reason.zh


class TestOrder:
    def test_places(self) -> None:
        """
        Equals share the better place, and the next place is left out: 1, 1, 3.
        """
        result = select(best(3), [body(0, 80), body(1, 90), body(2, 90)])
        assert [(it.candidate.id, it.place) for it in result.places] == [
            ("b1", 1),
            ("b2", 1),
            ("b0", 3),
        ]
        assert reason(result, 2) == "第 1 名：90 分"

    def test_eleventh(self) -> None:
        """
        Who just missed is told by how many points, and in which criteria they were lost.
        """
        first = body(0, 87, training=10, funds=5, books=2)
        second = body(1, 85, training=9, funds=4, books=2)
        result = select(best(1), [first, second])
        assert reason(result, 1) == (
            "第 2 名：85 分，比第 1 名甲少 2 分（“training”少 1 分、“funds”少 1 分）"
        )
        assert result.place("b1").gap == 2
        assert result.place("b1").reason.en == (
            "place 2: 85 points, 2 points less than 甲 in place 1 ('training' 1 less, 'funds' 1 less)"
        )

    def test_shares_of_other_totals(self) -> None:
        """
        Where not the same points could be had, shares are compared, and no gap in points is told.
        """
        result = select(best(1), [body(0, 45, of=50), body(1, 80)])
        assert reason(result, 1) == "第 2 名：80 分，得分率 80%，比第 1 名甲低 10 个百分点"
        assert result.place("b1").gap is None

    def test_tie_break(self) -> None:
        """
        Equals are put in order by the next key, which the reason names.
        """
        keys = (OrderKey(by="points"), OrderKey(by="criterion_value", of="rate", name="培训率"))
        result = select(best(1, order=keys), [body(0, 80, rate=5), body(1, 80, rate=7)])
        assert verdicts(result) == "C-"
        assert reason(result, 0) == "第 2 名：80 分，此前各项相同，按“培训率”排在第 1 名乙之后"
        assert result.place("b0").gap == 0

    def test_unknown_comes_last(self) -> None:
        """
        Who lacks the value stands after all that have it, whichever end is best.
        """
        ends: tuple[Literal["highest", "lowest"], ...] = ("highest", "lowest")
        for end in ends:
            key = OrderKey(by="criterion_value", of="rate", best=end)
            bodies = [body(0, 80, rate=None), body(1, 80, rate=7), body(2, 80)]
            result = select(best(1, order=[key]), bodies)
            assert [it.place for it in result.places] == [1, 2, 2]
            assert reason(result, 0) == "第 2 名：80 分，按“rate”（没有数据）排在第 1 名乙之后"

    @pytest.mark.parametrize(
        ("key", "first"),
        [
            (OrderKey(by="points"), "b0"),
            (OrderKey(by="points", best="lowest"), "b1"),
            (OrderKey(by="coverage"), "b1"),
            (OrderKey(by="criterion_points", of="rate"), "b1"),
            (OrderKey(by="criterion_value", of="rate", best="lowest"), "b1"),
            (OrderKey(by="evidence", of="books"), "b0"),
            (OrderKey(by="attribute", of="kind", values=["village", "community"]), "b1"),
            (OrderKey(by="attribute", of="kind", values=["community"]), "b0"),
        ],
    )
    def test_keys(self, key: OrderKey, first: str) -> None:
        """
        Each key compares what it says; values of an attribute go in the order given, others last.
        """

        def one(id: str, points: int, rate: Fraction, kind: str, *, coverage: str) -> Candidate:
            mark = CriterionMark(name="率", status="met", points=Fraction(5) - rate, value=rate)
            return Candidate(
                id=id,
                name=id,
                standing=Standing(
                    points=points,
                    of=100,
                    coverage=Fraction(coverage),
                    marks={"rate": mark},
                    evidence={"books": Fraction(points)},
                ),
                attributes={"kind": kind},
            )

        bodies = [
            one("b0", 80, Fraction(3), "community", coverage="0.8"),
            one("b1", 70, Fraction(2), "village", coverage="0.9"),
        ]
        result = select(best(1, order=[key]), bodies)
        assert result.places[0].candidate.id == first
        assert [it.place for it in result.places] == [1, 2]


class TestEligible:
    def one(self, **change: object) -> str:
        """
        Return the reason of one candidate that lacks something.
        """
        marks = {
            "safe": CriterionMark(name="无事故", status="met", role="veto"),
            "opened": CriterionMark(name="已开班", status="met", role="prerequisite"),
        }
        facts: dict[str, object] = {"points": 70, "of": 100, "marks": marks, "grade": "good"}
        found = Standing(**{**facts, **change})  # type: ignore[arg-type]
        rules = Eligibility(
            minimum_coverage=Quantity.parse("80%"),
            minimum_share=Quantity.parse("60%"),
            minimum_points=Fraction(50),
            grades=["excellent", "good"],
            met=["opened"],
        )
        result = select(best(1, eligible=rules), [Candidate(id="b0", name="甲", standing=found)])
        return "" if verdicts(result) == "C" else reason(result, 0)

    def marks(self, status: str, role: Role) -> Mapping[str, CriterionMark]:
        """
        Return a mark that stands in the way, if its role lets it.
        """
        return {
            "opened": CriterionMark(name="已开班", status="met"),
            "safe": CriterionMark(name="无事故", status=status, role=role),
        }

    def test_eligible(self) -> None:
        """
        Who has all that is asked for takes part.
        """
        assert not self.one()
        assert not self.one(marks=self.marks("not_met", "scored"))

    @pytest.mark.parametrize(
        ("status", "role", "expected"),
        [
            ("not_met", "veto", "未入围：一票否决“无事故”未达标"),
            ("partly", "veto", "未入围：一票否决“无事故”未达标"),
            ("not_assessed", "prerequisite", "未入围：申报条件“无事故”未评定"),
        ],
    )
    def test_veto(self, status: str, role: Role, expected: str) -> None:
        """
        A veto or a prerequisite that is not met, or not decided, is in the way of everything.
        """
        assert self.one(marks=self.marks(status, role)) == expected

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"coverage": Fraction(3, 4)}, "未入围：评估覆盖率 75%，低于 80%"),
            (
                {"coverage": Fraction(17, 20), "minimum_coverage": Fraction(9, 10)},
                "未入围：评估覆盖率 85%，低于 90%",
            ),
            ({"points": 599, "of": 1000}, "未入围：得分率 59.9%，低于 60%"),
            ({"points": 45, "of": 50}, "未入围：45 分，低于 50 分"),
            ({"points": 0, "of": 0}, "未入围：没有可计分的项目；0 分，低于 50 分"),
            ({"grade": "fair"}, "未入围：等次为 fair，不在要求之内"),
            ({"grade": None}, "未入围：没有等次"),
        ],
    )
    def test_thresholds(self, change: dict[str, object], expected: str) -> None:
        """
        Everything that is missing is told; what is exactly reached suffices.
        """
        assert self.one(**change) == expected
        assert not self.one(coverage=Fraction(4, 5), points=60)

    def test_criterion_that_must_be_met(self) -> None:
        """
        A criterion asked for must be met; one that this body was not judged by is not.
        """
        rules = Eligibility(met=["rate"])
        result = select(best(1, eligible=rules), [body(0, 90), body(1, 80, rate=1)])
        assert verdicts(result) == "Cx"
        assert reason(result, 0) == "未入围：“rate”未评定"
        assert result.place("b0").place is None


class TestQuotas:
    def test_at_most(self) -> None:
        """
        A body whose quota is full is passed over, and the reason names the quota.
        """
        result = select(best(2, EACH), [body(0, 90), body(1, 80), body(2, 70, street="west")])
        assert verdicts(result) == "C-C"
        assert reason(result, 1) == "第 2 名：80 分，但“每街道至多 1 个”已满（east）"
        assert result.place("b1").gap is None

    def test_at_least(self) -> None:
        """
        The last seats wait for those they are reserved for, and both sides are told.
        """
        bodies = [body(0, 90), body(1, 80), body(2, 70, kind="village")]
        result = select(best(2, VILLAGES), bodies)
        assert verdicts(result) == "C-C"
        assert reason(result, 1) == (
            "第 2 名：80 分，比第 1 名甲少 10 分，余下名额须留给“村至少 1 个”"
        )
        assert result.place("b1").gap == 10
        assert reason(result, 2) == "第 3 名：70 分，按“村至少 1 个”入选"
        assert result.place("b2").reason.en == "place 3: 70 points, by the quota '村至少 1 个'"
        assert result.place("b1").reason.en == (
            "place 2: 80 points, 10 points less than 甲 in place 1; "
            "the seats left are reserved by '村至少 1 个'"
        )

    def test_missed_a_reserved_seat(self) -> None:
        """
        Who could have had a reserved seat is compared with the one that has it.
        """
        bodies = [
            body(0, 90),
            body(1, 80),
            body(2, 70, kind="village"),
            body(3, 69, kind="village"),
        ]
        result = select(best(2, VILLAGES), bodies)
        assert reason(result, 3) == "第 4 名：69 分，比第 3 名丙少 1 分"
        assert result.place("b3").gap == 1

    def test_all_reserved(self) -> None:
        """
        Where every seat is reserved nobody was chosen by place to compare with.
        """
        result = select(best(1, VILLAGES), [body(0, 90), body(1, 70, kind="village"), body(2, 60)])
        assert reason(result, 0) == "第 1 名：90 分，余下名额须留给“村至少 1 个”"
        assert reason(result, 2) == "第 3 名：60 分，名额已满"
        assert (result.place("b0").gap, result.place("b2").gap) == (None, None)

    def test_reserved_seats_do_not_crowd_out_the_best(self) -> None:
        """
        A reserved seat goes to the best body that leaves the better ones theirs.
        """
        bodies = [
            body(0, 90, street="east"),
            body(1, 80, street="east", kind="village"),
            body(2, 70, street="west", kind="village"),
        ]
        assert verdicts(select(best(2, EACH, VILLAGES), bodies)) == "C-C"

    def test_unfilled(self) -> None:
        """
        A minimum that too few can fill is lowered and told; its seats go to the others.
        """
        two = SeatQuota(id="v", name="村至少 2 个", attribute="kind", value="village", at_least=2)
        bodies = [body(0, 90), body(1, 80), body(2, 70, kind="village")]
        result = select(best(2, two), bodies)
        assert verdicts(result) == "C-C"
        assert [finding.line("en") for finding in result.findings] == [
            "warning quota-unfilled: quotas[0]: '村至少 2 个' (village) asks for 2, only 1 could be chosen"
        ]

    def test_each_value(self) -> None:
        """
        A quota without a value holds for each value on its own.
        """
        one = SeatQuota(id="one", name="每街道至少 1 个", attribute="street", at_least=1)
        streets = ("east", "east", "west", "west")
        bodies = [body(n, 90 - n, street=street) for n, street in enumerate(streets)]
        assert verdicts(select(best(2, one), bodies)) == "C-C-"
        assert not select(best(2, one), bodies).findings

    def test_seats_left(self) -> None:
        """
        Seats that nobody can take are told.
        """
        result = select(best(3, EACH), [body(0, 90), body(1, 80)])
        assert [finding.message("en") for finding in result.findings] == [
            "there are 3 seats, 1 are taken"
        ]

    def test_many_reservations(self) -> None:
        """
        Dozens of interwoven minima and maxima are decided at once.
        """
        each = SeatQuota(
            id="street", name="每街道 1 至 2 个", attribute="street", at_least=1, at_most=2
        )
        half = SeatQuota(
            id="kind", name="村 15 个", attribute="kind", value="village", at_least=15, at_most=15
        )
        bodies = [
            Candidate(
                id=f"c{n:03}",
                name=str(n),
                standing=Standing(points=200 - n, of=200),
                attributes={"street": str(n % 17), "kind": "village" if n % 7 < 2 else "community"},
            )
            for n in range(170)
        ]
        result = select(best(30, each, half), bodies)
        assert not result.findings
        assert len(result.chosen) == 30


class TestTies:
    EQUALS = (body(0, 90), body(1, 80), body(2, 80), body(3, 70))

    @pytest.mark.parametrize(
        ("ties", "expected", "said", "code"),
        [
            ("undecided", "CTT-", "可用名额 1 个，由评委决定", "tie-undecided"),
            ("all", "CCC-", "可用名额 1 个，按规则一并入选", "over-quota"),
            ("none", "C---", "可用名额 1 个，按规则都不入选", "seats-left"),
        ],
    )
    def test_across_the_cut(self, ties: TieRule, expected: str, said: str, code: str) -> None:
        """
        Equals of whom only some have a seat are treated alike, and nobody below them gains by it.
        """
        result = select(best(2, ties=ties), self.EQUALS)
        assert verdicts(result) == expected
        assert reason(result, 1) == f"第 2 名：80 分，与丙并列，{said}"
        assert [finding.code for finding in result.findings] == [code]

    def test_enough_seats(self) -> None:
        """
        Equals who all have a seat are no tie.
        """
        assert verdicts(select(best(3), self.EQUALS)) == "CCC-"

    def test_many_equals(self) -> None:
        """
        The reason names a few of many.
        """
        result = select(best(1), [body(n, 80) for n in range(6)])
        assert (
            reason(result, 0)
            == "第 1 名：80 分，与乙、丙、丁等 5 个单位并列，可用名额 1 个，由评委决定"
        )
        assert (
            result.findings[0].message("en")
            == "甲, 乙, 丙 and 3 more are level, for 1 seats; the jury decides"
        )

    def test_only_rivals_are_tied(self) -> None:
        """
        Of equals only those who compete for the same seats are tied.
        """
        bodies = [body(0, 80), body(1, 80), body(2, 80, street="west"), body(3, 70, street="north")]
        result = select(best(3, EACH), bodies)
        assert verdicts(result) == "TTCC"

    def test_reserved_seat_of_equals(self) -> None:
        """
        Equals may compete for a reserved seat.
        """
        bodies = [
            body(0, 90),
            body(1, 80, kind="village"),
            body(2, 80, kind="village"),
            body(3, 70),
        ]
        assert verdicts(select(best(2, VILLAGES), bodies)) == "CTT-"

    def test_all_keeps_reserved_seats(self) -> None:
        """
        Where all equals are chosen over the quota, reserved seats are still given.
        """
        bodies = [body(0, 90), body(1, 90), body(2, 90), body(3, 70, kind="village"), body(4, 60)]
        result = select(best(3, VILLAGES, ties="all"), bodies)
        assert verdicts(result) == "CCCC-"

    def test_below_a_tie(self) -> None:
        """
        Who stands below those that are tied is compared with them.
        """
        result = select(best(1), [body(0, 80), body(1, 80), body(2, 79)])
        assert reason(result, 2) == "第 3 名：79 分，比第 1 名乙少 1 分"

    def test_default_order(self) -> None:
        """
        Where the rules say nothing, the share of points decides.
        """
        plain = Selection(id="plain", name="先进社区", quota=1)
        assert [key.by for key in plain.order] == ["share"]


class TestProblems:
    def test_rules(self) -> None:
        """
        All that nobody could keep is told at once.
        """
        with pytest.raises(ProblemsError) as caught:
            Selection(
                id="bad",
                name="坏",
                quota=0,
                quotas=[
                    SeatQuota(id="a", name="a", attribute="kind", at_least=3, at_most=2),
                    SeatQuota(id="a", name="b", attribute="kind"),
                ],
                eligible=Eligibility(minimum_share=Quantity.parse("60 person")),
                order=[OrderKey(by="share", of="x"), OrderKey(by="evidence", values=["x"])],
            )
        assert [str(problem) for problem in caught.value.problems] == [
            "the id 'a' is already used at quotas[0].id; give each its own",
            "'bad': the quota must be 1 or more",
            "'a': 'at_least' must be 0 or more, and not more than 'at_most'",
            "'a': give 'at_least' or 'at_most'",
            "'kind': its minima need 3 seats, there are 0",
            "'bad': 60 person is no share from 0 to 100%",
            "'share': 'share' takes no 'of'",
            "'evidence': 'evidence' needs 'of'",
            "'evidence': 'attribute' and 'values' go together",
        ]

    def test_contradiction(self) -> None:
        """
        Minima of one attribute cannot be more than the seats.
        """
        quotas = [
            SeatQuota(id=kind, name=kind, attribute="kind", value=kind, at_least=2)
            for kind in ("village", "community")
        ]
        with pytest.raises(ProblemsError) as caught:
            best(3, *quotas)
        assert str(caught.value.problems[0]) == "'kind': its minima need 4 seats, there are 3"

    def test_no_order(self) -> None:
        """
        Something must put bodies in order.
        """
        with pytest.raises(ProblemsError) as caught:
            best(1, order=())
        assert "at least one key is needed" in str(caught.value)

    def test_candidates(self) -> None:
        """
        Candidates that the rules cannot be applied to are all told.
        """
        keys = [OrderKey(by="criterion_points", of="rat"), OrderKey(by="evidence", of="books")]
        keys.append(OrderKey(by="attribute", of="size", values=["big"]))
        each = SeatQuota(id="each", name="每街道至少 1 个", attribute="street", at_least=1)
        bodies = [body(0, 80, rate=1), body(0, 70, street="west")]
        with pytest.raises(ProblemsError, match="'best' cannot be held") as caught:
            select(best(1, each, order=keys, eligible=Eligibility(met=["rte"])), bodies)
        assert [str(problem) for problem in caught.value.problems] == [
            "the id 'b0' is already used at candidates.b0; give each its own",
            "there is no attribute 'size'; define it, or correct the name",
            "there is no attribute 'size'; define it, or correct the name",
            "there is no criterion 'rte'; did you mean 'rate'?",
            "there is no criterion 'rat'; did you mean 'rate'?",
            "there is no number in the evidence 'books'; define it, or correct the name",
            "'street': its minima need 2 seats, there are 1",
        ]

    def test_unknown_candidate(self) -> None:
        """
        A place is asked for by the identifier of a candidate.
        """
        with pytest.raises(UnknownReferenceError, match="no candidate 'b9'"):
            select(best(1), [body(0, 80)]).place("b9")

    def test_nobody(self) -> None:
        """
        Without candidates nobody is chosen.
        """
        result = select(best(1, EACH, VILLAGES), [])
        assert (result.places, [finding.code for finding in result.findings]) == (
            (),
            ["quota-unfilled", "seats-left"],
        )


class TestReport:
    RESULT = select(
        best(1, eligible=Eligibility(minimum_points=Fraction(60))),
        [body(0, 80), body(1, 70), body(2, 50), body(3, 80)],
    )

    def test_text(self) -> None:
        """
        The text has a line a candidate and what is to be decided.
        """
        assert self.RESULT.to_text().splitlines() == [
            "先进社区",
            "并列待定  甲  第 1 名：80 分，与丁并列，可用名额 1 个，由评委决定",
            "并列待定  丁  第 1 名：80 分，与甲并列，可用名额 1 个，由评委决定",
            "未入选  乙  第 3 名：70 分，比第 1 名丁少 10 分",
            "未入围  丙  未入围：50 分，低于 60 分",
            "甲、丁并列，可用名额 1 个，由评委决定",
        ]
        assert "not eligible  丙  not eligible: 50 points, below 60" in self.RESULT.to_text("en")

    def test_table(self) -> None:
        """
        In a notebook the result is a table, in a prompt a line.
        """
        page = self.RESULT._repr_html_().replace(LEFT, "")  # pyright: ignore[reportPrivateUsage]
        assert "<td>3</td><td>乙</td><td>70%</td><td>未入选</td>" in page
        assert repr(self.RESULT) == (
            "SelectionResult(selection='best', chosen=0, tied=2, candidates=4)"
        )
        assert repr(self.RESULT.selection) == "Selection(id='best', quota=1, ties='undecided')"
        assert [it.candidate.id for it in self.RESULT.ruled_out] == ["b2"]

    def test_nothing_to_score(self) -> None:
        """
        A body without points to be had has no share to show.
        """
        result = select(best(1), [body(0, 0, of=0)])
        page = result._repr_html_().replace(LEFT, "")  # pyright: ignore[reportPrivateUsage]
        assert "<td></td><td>甲</td><td></td>" in page

    def test_records(self) -> None:
        """
        Plain data has a row a candidate.
        """
        assert self.RESULT.records("en")[2] == {
            "id": "b1",
            "name": "乙",
            "place": 3,
            "verdict": "not_chosen",
            "points": "70",
            "of": "100",
            "gap": "10",
            "reason": "place 3: 70 points, 10 points less than 丁 in place 1",
        }
        assert self.RESULT.records()[0]["gap"] is None


class TestAssessments:
    def test_assessment_as_standing(self) -> None:
        """
        An assessment can stand for the body: its points, vetoes, values, grade and evidence.
        """
        standard = Standard(
            id="s",
            name="标准",
            indicators=[
                Indicator(id="trained", name="受训", unit=Unit.parse("person")),
                Indicator(id="accidents", name="事故", unit=Unit.parse("case")),
            ],
            criteria=[
                Criterion(
                    id="training",
                    name="培训",
                    measure=Measure.parse("trained"),
                    threshold=parse_threshold(">= 10"),
                    points=5,
                ),
                Criterion(
                    id="safe",
                    name="无事故",
                    role="veto",
                    measure=Measure.parse("accidents"),
                    threshold=parse_threshold("== 0"),
                ),
            ],
            grades=[Grade(id="good", name="良好", threshold=Threshold.parse(">= 60%"))],
            minimum_coverage=Quantity.parse("100%"),
        )
        known = {
            "east": {"trained": 12, "accidents": 0},
            "west": {"trained": 15, "accidents": 0},
            "north": {"trained": 20, "accidents": 1},
            "south": {"accidents": 0},
        }
        rules = best(
            1,
            order=[OrderKey(by="share"), OrderKey(by="evidence", of="trained")],
            eligible=Eligibility(grades=["good"]),
        )
        result = select(
            rules,
            [
                Candidate(id=name, name=Text(name), standing=evaluate(standard, evidence))
                for name, evidence in known.items()
            ],
        )
        assert [(it.candidate.id, it.verdict) for it in result.places] == [
            ("west", "chosen"),
            ("east", "not_chosen"),
            ("north", "ruled_out"),
            ("south", "ruled_out"),
        ]
        assert result.place("north").reason.zh == "未入围：一票否决“无事故”未达标；没有等次"
        assert result.place("south").reason.zh.startswith(
            "未入围：评估覆盖率 0%，低于 100%；没有可计分"
        )

    def test_without_minimum_coverage(self) -> None:
        """
        A standard without a minimum coverage asks for none.
        """
        empty = evaluate(Standard(id="s", name="标准"), {})
        assert Candidate(id="a", name="a", standing=empty).standing.minimum_coverage == 0


# What the brute force of the properties below works on: bodies as (points, attributes).
Bodies = list[tuple[int, dict[str, str]]]


@st.composite
def cases(
    draw: st.DrawFn, *, attributes: int, levels: int | None
) -> tuple[Bodies, int, list[SeatQuota]]:
    """
    Draw a few bodies, of other points each or of a few levels, and quotas on some attributes.
    """
    names = "ab"[:attributes]
    count = draw(st.integers(1, 6))
    bodies: Bodies = []
    for index in range(count):
        points = 100 - index if levels is None else draw(st.integers(1, levels))
        bodies.append((points, {name: draw(st.sampled_from("xyz")) for name in names}))
    quotas: list[SeatQuota] = []
    for index in range(draw(st.integers(0, 3))):
        most = draw(st.one_of(st.none(), st.integers(1, 3)))
        least = draw(st.integers(0 if most else 1, min(most or 2, 2)))
        quotas.append(
            SeatQuota(
                id=f"q{index}",
                name="q",
                attribute=draw(st.sampled_from(names)),
                value=draw(st.one_of(st.none(), st.sampled_from("xyz"))),
                at_least=least,
                at_most=most,
            )
        )
    return bodies, draw(st.integers(1, 4)), quotas


def held(case: tuple[Bodies, int, list[SeatQuota]], ties: TieRule = "undecided") -> SelectionResult:
    """
    Hold the selection of a case; contradictory quotas are no case.
    """
    bodies, quota, quotas = case
    candidates = [
        Candidate(
            id=f"c{n}", name=f"c{n}", standing=Standing(points=points, of=200), attributes=has
        )
        for n, (points, has) in enumerate(bodies)
    ]
    try:
        return select(best(quota, *quotas, ties=ties), candidates)
    except ProblemsError as error:
        assume("its minima need" not in str(error))
        raise


Group = tuple[frozenset[str], int, int]


def groups_of(bodies: Bodies, quotas: Sequence[SeatQuota]) -> Iterator[Group]:
    """
    Yield the members of each group that a quota limits, with its minimum and maximum.
    """
    for quota in quotas:
        values = sorted({has[quota.attribute] for _, has in bodies})
        for value in values if quota.value is None else [quota.value]:
            members = {
                f"c{n}" for n, (_, has) in enumerate(bodies) if has[quota.attribute] == value
            }
            most = len(bodies) if quota.at_most is None else quota.at_most
            yield frozenset(members), quota.at_least, most


def brute_force(order: Sequence[str], quota: int, groups: Sequence[Group]) -> frozenset[str]:
    """
    Return the best set in *order* of all that keep the quotas, minima lowered one after the other.
    """
    subsets = [
        frozenset(some)
        for size in range(min(quota, len(order)) + 1)
        for some in combinations(order, size)
        if all(len(members & set(some)) <= most for members, _, most in groups)
    ]
    for members, least, _ in groups:
        reach = max(len(some & members) for some in subsets)
        subsets = [some for some in subsets if len(some & members) >= min(least, reach)]
    return max(subsets, key=lambda some: [name in some for name in order])


def orders(bodies: Bodies) -> Iterator[list[str]]:
    """
    Yield every order in which ties could be broken.
    """
    levels = sorted({points for points, _ in bodies}, reverse=True)
    blocks = [[f"c{n}" for n, (p, _) in enumerate(bodies) if p == level] for level in levels]
    for chosen in product(*map(permutations, blocks)):
        yield [name for block in chosen for name in block]


def ids(places: Sequence[Place]) -> set[str]:
    """
    Return the identifiers of candidates.
    """
    return {place.candidate.id for place in places}


class TestAgainstBruteForce:
    @given(cases(attributes=2, levels=None))
    def test_best_set(self, case: tuple[Bodies, int, list[SeatQuota]]) -> None:
        """
        Without ties the chosen are the best set, in order, of all sets that keep the quotas.
        """
        bodies, quota, quotas = case
        order = [f"c{n}" for n in range(len(bodies))]
        groups = list(groups_of(bodies, quotas))
        assert ids(held(case).chosen) == brute_force(order, quota, groups)

    @given(cases(attributes=1, levels=3))
    def test_ties(self, case: tuple[Bodies, int, list[SeatQuota]]) -> None:
        """
        With quotas on one attribute a body is chosen if it is however ties are broken, tied if in some way.
        """
        bodies, quota, quotas = case
        groups = list(groups_of(bodies, quotas))
        ways = [brute_force(order, quota, groups) for order in orders(bodies)]
        result = held(case)
        ever = {name for way in ways for name in way}
        always = {name for name in ever if all(name in way for way in ways)}
        assert (ids(result.chosen), ids(result.tied)) == (always, ever - always)

    @given(cases(attributes=2, levels=2))
    def test_maxima_hold(self, case: tuple[Bodies, int, list[SeatQuota]]) -> None:
        """
        Without ``all`` no maximum is ever passed, and there are seats for some of those tied.
        """
        bodies, quota, quotas = case
        result = held(case)
        chosen = ids(result.chosen)
        assert len(chosen) + (1 if result.tied else 0) <= quota
        for members, _, most in groups_of(bodies, quotas):
            assert len(chosen & members) <= most

    @given(cases(attributes=1, levels=3), st.sampled_from(["all", "none", "undecided"]))
    def test_nobody_is_passed_over(
        self, case: tuple[Bodies, int, list[SeatQuota]], ties: TieRule
    ) -> None:
        """
        Nobody is chosen before a better body unless a quota or the rule of ties says why.
        """
        result = held(case, ties)
        for worse in result.chosen:
            for better in result.with_verdict("not_chosen"):
                if better.candidate.standing.points > worse.candidate.standing.points:
                    assert any(
                        word in better.reason.zh for word in ("已满", "须留给", "按规则都不入选")
                    )

    @given(cases(attributes=2, levels=2), st.sampled_from(["all", "none", "undecided"]))
    def test_equals_are_treated_alike(
        self, case: tuple[Bodies, int, list[SeatQuota]], ties: TieRule
    ) -> None:
        """
        Bodies of the same points and attributes have the same verdict.
        """
        seen: dict[object, str] = {}
        for place in held(case, ties).places:
            body = place.candidate
            key = (body.standing.points, tuple(sorted(body.attributes.items())))
            assert seen.setdefault(key, place.verdict) == place.verdict

    @given(cases(attributes=2, levels=2), st.randoms(use_true_random=False))
    def test_order_of_input(
        self, case: tuple[Bodies, int, list[SeatQuota]], random: Random
    ) -> None:
        """
        The order in which candidates are given changes nothing.
        """
        result = held(case)
        shuffled = [place.candidate for place in result.places]
        random.shuffle(shuffled)
        assert select(result.selection, shuffled).places == result.places
