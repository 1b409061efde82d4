"""
Every scale: its outcome, its sentence, its derivation and its gap.
"""

from decimal import Decimal
from fractions import Fraction

import pytest
from scale_samples import CRITERIA, FULL, GRADES, asked

from community_edu.base import ProblemsError
from community_edu.base.html import LEFT
from community_edu.evaluation import Criterion, EvidenceValue, Score, Standard, evaluate
from community_edu.measures import Measure, Threshold

Change = dict[str, EvidenceValue]


def said(name: str, change: Change, *peers: Change) -> tuple[str, str, Fraction]:
    """
    Return both sentences and the points of one criterion.
    """
    evidence = {key: value for key, value in (FULL | change).items() if value != ""}
    everyone = [{**FULL, **peer} for peer in peers]
    outcome = evaluate(asked(name), evidence, peers=everyone).outcome(name)
    return outcome.explain("en"), outcome.explain(), outcome.points


class TestSentences:
    @pytest.mark.parametrize(
        ("name", "change", "en", "points"),
        [
            ("staff", {}, "Staff: met (staff = 15 persons; ≥ 15 persons)", 4),
            ("staff", {"staff": 14}, "Staff: not met (staff = 14 persons; ≥ 15 persons)", 0),
            ("staff", {"residents": ""}, "Staff: not assessed (no value is given for Residents)", 0),
            ("coverage", {}, "Coverage: met (coverage = 90%; east ≥ 90%)", 2),
            ("coverage", {"region": "centre", "coverage": Fraction(79, 100)}, "Coverage: not met (coverage = 79%; centre ≥ 80%)", 0),
            ("coverage", {"region": "west"}, "Coverage: not assessed (no threshold is given for 'west')", 0),
            ("coverage", {"region": ""}, "Coverage: not assessed (no value is given for Region)", 0),
            ("funds", {}, "Funds a head: met (funds / residents = 3 CNY per person; ≥ 3 CNY per person; 6 of 6 points)", 6),
            ("funds", {"funds": 299_999}, "Funds a head: partly met (funds / residents = 2.99999 CNY per person; ≥ 3 CNY per person; 4 of 6 points)", 4),
            ("funds", {"funds": 9}, "Funds a head: not met (funds / residents = ≈0.00 CNY per person; ≥ 3 CNY per person; 0 of 6 points)", 0),
            ("books", {"books": 2_000}, "Books: partly met (books = 2000 books; ≥ 3000 books; 5 of 10 points)", 5),
            ("books", {"books": 2_999}, "Books: partly met (books = 2999 books; ≥ 3000 books; 9.99 of 10 points)", Fraction("9.99")),
            ("honour", {}, "Honour: met (national; 5 of 5 points)", 5),
            ("honour", {"honour": "city"}, "Honour: partly met (city; 2.5 of 5 points)", Fraction("2.5")),
            ("honour", {"honour": "none"}, "Honour: not met (none; 0 of 5 points)", 0),
            ("work", {}, "Daily work: met (3 of 3 hold, 2 needed)", 3),
            ("work", {"lectures": 3, "staff": 9}, "Daily work: partly met (1 of 3 hold, 2 needed; open: Lectures ≥ 4 activities, staff >= residents / 10000)", 0),
            ("work", {"lectures": "", "staff": 9}, "Daily work: not assessed (no value is given for Lectures)", 0),
            ("visit", {"score": Decimal("7.255")}, "Visit: partly met (score = 7.25 of 10 points)", Fraction("7.25")),
            ("visit", {"score": 11}, "Visit: not assessed (11 points are not between 0 and 10)", 0),
            ("visit", {"has_roll": False}, "Visit: not assessed (documents are missing: Has a roll)", 0),
            ("rank", {}, "Rank: not assessed (it needs peers to be ranked among)", 0),
            ("safe", {}, "No accident: met (accidents = 0 cases; = 0 cases)", 0),
            ("safe", {"accidents": ""}, "No accident: not assessed (no value is given for Accidents)", 0),
            ("plan", {"has_plan": False}, "A plan: not met (Has a plan: no)", 0),
            ("words", {}, "Spirit: not assessed (the document gives no measure or no threshold)", 0),
        ],
    )  # fmt: skip
    def test_one_sentence(self, name: str, change: Change, en: str, points: int) -> None:
        """
        Each scale says what was found, what it had to be, and what that gives.
        """
        sentence, _, given = said(name, change)
        assert sentence == en
        assert given == points

    @pytest.mark.parametrize(
        ("name", "change", "zh"),
        [
            ("coverage", {}, "覆盖率: 达标 (coverage = 90%; 东部 ≥ 90%)"),
            ("coverage", {"region": "west"}, "覆盖率: 未评 (没有规定“西部”的目标值)"),
            ("honour", {"honour": "city"}, "荣誉: 部分达标 (市级; 2.5 / 5 分)"),
            ("work", {}, "日常工作: 达标 (3 项中成立 3 项，须 2 项)"),
            ("work", {"lectures": 3, "staff": 9}, "日常工作: 部分达标 (3 项中成立 1 项，须 2 项；未成立：讲座 ≥ 4 次活动、staff >= residents / 10000)"),
            ("visit", {"has_roll": False}, "实地评分: 未评 (缺少佐证材料：有台账)"),
            ("visit", {"score": -1}, "实地评分: 未评 (评分 -1 不在 0 至 10 之间)"),
            ("plan", {}, "已制定计划: 达标 (有计划: 有)"),
        ],
    )  # fmt: skip
    def test_in_chinese(self, name: str, change: Change, zh: str) -> None:
        """
        The same in Chinese.
        """
        assert said(name, change)[1] == zh

    def test_places(self) -> None:
        """
        Equal values share the better place; a peer of which nothing is known does not count.
        """
        peers: list[Change] = [{"visits": 900}, {"visits": 901}, {"visits": 1}]
        assert said("rank", {}, *peers) == (
            "Rank: partly met (visits = 900 person-times; place 2; 2 of 5 points)",
            "参与名次: 部分达标 (visits = 900 人次; 第 2 名; 2 / 5 分)",
            Fraction(2),
        )
        alone = {key: value for key, value in FULL.items() if key != "visits"}
        outcome = evaluate(asked("rank"), FULL, peers=[alone]).outcome("rank")
        assert (outcome.place, outcome.status) == (1, "met")

    def test_open_conditions(self) -> None:
        """
        What is open of conditions is what does not hold, or could not be told.
        """
        outcome = evaluate(asked("work"), {"lectures": 3, "has_plan": 1}).outcome("work")
        assert [one.holds for one in outcome.conditions] == [True, False, None]
        assert [str(one.condition) for one in outcome.open_conditions] == [
            "lectures >= 4",
            "staff >= residents / 10000",
        ]


class TestPolicies:
    @pytest.mark.parametrize(
        ("policy", "status", "points", "of", "coverage"),
        [
            ("skip", "not_assessed", 10, 10, Fraction(10, 14)),
            ("zero", "not_assessed", 10, 14, Fraction(10, 14)),
            ("fail", "not_met", 10, 14, 1),
        ],
    )
    def test_missing_evidence(
        self, policy: str, status: str, points: int, of: int, coverage: Fraction
    ) -> None:
        """
        Missing evidence is left out, counts 0 points, or fails; the reason stays.
        """
        assessment = evaluate(asked("staff", "books", missing=policy), {"books": 3_000})
        outcome = assessment.outcome("staff")
        assert (outcome.status, outcome.reason is None) == (status, False)
        assert assessment.score == Score(Fraction(points), Fraction(of))
        assert assessment.coverage == coverage
        assert assessment.gap("staff") is None
        assert assessment.levers("staff") == ()


class TestGaps:
    @pytest.mark.parametrize(
        ("name", "change", "lever", "amount"),
        [
            ("staff", {"staff": 12}, None, 3),
            ("staff", {"staff": 12}, "residents", -20_000),
            ("coverage", {"coverage": Fraction(1, 2)}, None, Fraction(2, 5)),
            ("books", {"books": 2_000}, None, 1_000),
            ("books", {}, None, 0),
        ],
    )
    def test_to_all_points(self, name: str, change: Change, lever: str | None, amount: int) -> None:
        """
        The gap is what all points take, also where the target depends on the lever.
        """
        gap = evaluate(asked(name), FULL | change).gap(name, lever)
        assert gap is not None
        assert gap.amount == amount
        assert gap.next is None

    @pytest.mark.parametrize(
        ("funds", "best", "nearer"),
        [
            (300_000, 0, None),
            (250_000, 50_000, None),
            (150_000, 150_000, 50_000),
            (0, 300_000, 100_000),
        ],
    )
    def test_of_bands(self, funds: int, best: int, nearer: int | None) -> None:
        """
        Of bands the gap is to the best; the next better one is told where that is nearer.
        """
        gap = evaluate(asked("funds"), FULL | {"funds": funds}).gap("funds")
        assert gap is not None
        assert gap.amount == best
        assert (gap.next.amount if gap.next else None) == nearer

    @pytest.mark.parametrize("name", ["honour", "work", "visit", "rank", "safe", "words"])
    def test_none(self, name: str) -> None:
        """
        Where nothing is held against a threshold of a measure there is no gap, and no lever.
        """
        assessment = evaluate(asked(name), FULL)
        assert assessment.gap(name) is None
        assert assessment.levers(name) == ()

    def test_levers(self) -> None:
        """
        The levers are the indicators with which there is an answer.
        """
        assessment = evaluate(asked("staff", "funds"), FULL | {"staff": 12, "funds": 1})
        assert assessment.levers("staff") == ("staff", "residents")
        assert assessment.levers("funds") == ("funds",)


class TestClaims:
    def test_beside_what_was_found(self) -> None:
        """
        Points that a body claims for itself stand beside those that were found.
        """
        assessment = evaluate(
            asked("staff", "books"), FULL, claimed={"staff": 4, "books": Decimal("9.5")}
        )
        assert assessment.outcome("staff").claimed == 4
        assert [o.criterion.id for o in assessment.differences] == ["books"]

    def test_refused(self) -> None:
        """
        Claims for unknown criteria, beyond the points, or in floats are told at once.
        """
        with pytest.raises(ProblemsError) as caught:
            evaluate(asked("staff"), {"x": 1}, claimed={"staf": 1, "staff": 5})
        assert [str(problem) for problem in caught.value.problems] == [
            "there is no indicator 'x'; define it, or correct the name",
            "there is no criterion 'staf'; did you mean 'staff'?",
            "'staff': 5 cannot be claimed; claim 0 to 4 points",
        ]
        with pytest.raises(ProblemsError) as caught:
            evaluate(asked("staff"), {}, claimed={"staff": 0.5})  # type: ignore[dict-item]
        assert "0.5 cannot be claimed" in str(caught.value)


class TestGrades:
    @pytest.mark.parametrize(
        ("change", "grade", "reason"),
        [
            ({}, "excellent", None),
            ({"staff": 14}, "good", None),
            ({"score": 0, "books": 0, "honour": "none"}, None, "≈34.21% of the points reaches no grade"),
            ({"has_plan": False, "accidents": 1}, None, "a prerequisite is not met: A plan"),
            ({"has_plan": "", "accidents": 1}, None, "a prerequisite was not assessed: A plan"),
            ({"accidents": 1}, None, "a veto applies: No accident"),
            ({"accidents": ""}, None, "a veto was not assessed: No accident"),
            ({"score": "", "books": "", "honour": "", "staff": ""}, None, "≈23.68% was assessed, less than 60%"),
        ],
    )  # fmt: skip
    def test_and_what_is_in_the_way(
        self, change: Change, grade: str | None, reason: str | None
    ) -> None:
        """
        The first grade that is reached counts; if there is none, the first reason is told.
        """
        names = [name for name in CRITERIA if name not in {"rank", "words", "coverage"}]
        evidence = {key: value for key, value in (FULL | change).items() if value != ""}
        standard = asked(*names, grades=(GRADES[0], GRADES[1]), coverage="60%")
        assessment = evaluate(standard, evidence)
        assert (assessment.grade.id if assessment.grade else None) == grade
        found = assessment.grade_reason
        assert (found.to("en") if found else None) == reason
        assert assessment.vetoed is (reason == "a veto applies: No accident")

    def test_incomplete(self) -> None:
        """
        A standard of which only a part is known gives no grade, and covers a part of its total.
        """
        standard = asked("books", grades=GRADES[1:], complete=False, total=Fraction(40))
        assessment = evaluate(standard, FULL)
        assert assessment.coverage == Fraction(1, 4)
        assert assessment.grade_reason is not None
        assert assessment.grade_reason.to("en") == (
            "the standard is not complete, so there is no grade"
        )

    def test_nothing_to_score(self) -> None:
        """
        Where no points could be had there is no grade.
        """
        assessment = evaluate(asked("words", grades=GRADES[1:]), FULL)
        assert assessment.grade_reason is not None
        assert assessment.grade_reason.to("en") == "there is nothing to score"

    def test_without_grades(self) -> None:
        """
        A standard without grades has nothing in the way of one, unless a veto applies.
        """
        assert evaluate(asked("books"), FULL).grade_reason is None
        assert evaluate(asked("safe"), {"accidents": 1}).grade_reason is not None


class TestWhole:
    def test_under_headings(self) -> None:
        """
        The outcomes stand under their headings, those under none first, with their sums.
        """
        assessment = evaluate(asked(grades=GRADES), FULL, claimed={"funds": 6, "staff": 3})
        found = [
            (section.group and section.group.id, section.depth, int(section.score.points))
            for section in assessment.group_scores
        ]
        assert found == [(None, 0, 18), ("base", 0, 22), ("base-money", 1, 6)]
        assert [section.claimed for section in assessment.group_scores] == [None, 9, 6]
        page = assessment._repr_html_().replace(LEFT, "")  # pyright: ignore[reportPrivateUsage]
        assert "<th>　经费</th><th></th><th>6 / 6</th><th>6</th>" in page
        assert "<td>东部 90%</td><td>≥ 90%</td>" in page
        assert repr(assessment) == (
            "Assessment(standard='sample', score=Score(points=40, of=40), coverage=40/46, "
            "grade='excellent')"
        ).replace("40/46", "20/23")

    def test_in_a_prompt(self) -> None:
        """
        An outcome is one line: the criterion, what became of it, points and value.
        """
        outcomes = evaluate(asked("staff", "honour"), FULL | {"staff": 14}).outcomes
        assert [repr(outcome) for outcome in outcomes] == [
            "Outcome(criterion='staff', status='not_met', points=0, of=4, value='14 person')",
            "Outcome(criterion='honour', status='met', points=5, of=5)",
        ]

    def test_in_the_table(self) -> None:
        """
        The table tells places, the next better band, and gaps.
        """
        standard = asked("rank", "funds")
        assessment = evaluate(standard, FULL | {"funds": 0}, peers=[FULL])
        page = assessment._repr_html_().replace(LEFT, "")  # pyright: ignore[reportPrivateUsage]
        assert "<td>900 人次，第 1 名</td>" in page
        assert "<td>经费 +300000 元（下一档 +100000 元）</td>" in page


class TestDerivations:
    def test_down_to_the_numbers(self) -> None:
        """
        A derivation leads from the decision to the numbers, and to the words of the document.
        """
        derivation = evaluate(asked("staff"), FULL | {"staff": 14}).derivation("staff")
        assert derivation.to("en").splitlines() == [
            "Staff (not met, 14 persons < 15 persons, 0 of 4 points)",
            "  Staff staff = 14 persons (this period)",
            "  target ≥ 15 persons",
            "    max(5, residents * 1.5 / 10000) = 15 persons",
            "      (residents * 1.5) / 10000 = 15 persons",
            "        residents * 1.5 = 150000 persons",
            "          Residents residents = 100000 persons (this period)",
            "  The standard 第三条 “专职人员按常住人口的 1.5/10000 配备”",
        ]
        assert str(derivation) == derivation.to("en")
        assert derivation.to().splitlines()[0] == "专职人员（未达标，14 人 < 15 人，0 / 4 分）"
        html = derivation._repr_html_()  # pyright: ignore[reportPrivateUsage] - what notebooks call
        assert html.startswith("<ul><li>专职人员（未达标，14 人 &lt; 15 人，0 / 4 分）<ul><li>")
        assert " 第三条 <q>专职人员按常住人口的 1.5/10000 配备</q></li>" in html
        assert repr(derivation) == "Derivation('专职人员', steps=8)"

    @pytest.mark.parametrize(
        ("name", "change", "lines"),
        [
            ("coverage", {}, ["  Region (east)", "  Coverage coverage = 90% (this period)", "  target ≥ 90%"]),
            ("coverage", {"region": ""}, ["  Region (not given)", "  Coverage coverage = 90% (this period)"]),
            (
                "funds",
                {"funds": 200_000},
                [
                    "  funds / residents = 2 CNY per person",
                    "    Funds funds = 200000 CNY (this period)",
                    "    Residents residents = 100000 persons (this period)",
                    "  6 points ≥ 3 CNY per person",
                    "  4 points ≥ 2 CNY per person (reached)",
                    "  1 points ≥ 1 CNY per person",
                ],
            ),
            ("funds", {"residents": 0}, ["  funds / residents (the divisor is 0)", "    Funds funds = 300000 CNY (this period)", "    Residents residents = 0 persons (this period)"]),
            ("books", {}, ["  Books books = 3000 books (this period)", "  no points at = 1000 books", "  target ≥ 3000 books", "  001-2:28 “图书不少于3000册”"]),
            ("honour", {}, ["  Honours (national)"]),
            ("visit", {}, ["  Has a roll = yes (this period)", "  Score score = 10 points (this period)"]),
            ("visit", {"has_roll": ""}, ["  Has a roll (not given)", "  Score score = 10 points (this period)"]),
            ("work", {"lectures": ""}, ["  Has a plan (holds)", "    Has a plan has_plan = yes (this period)", "  Lectures ≥ 4 activities (cannot be told)", "    Lectures lectures (not given)", "    target ≥ 4 activities"]),
            ("words", {}, []),
        ],
    )  # fmt: skip
    def test_of_each_scale(self, name: str, change: Change, lines: list[str]) -> None:
        """
        Each scale shows what it rests on.
        """
        evidence = {key: value for key, value in (FULL | change).items() if value != ""}
        derivation = evaluate(asked(name), evidence).derivation(name)
        assert derivation.to("en").splitlines()[1 : 1 + len(lines)] == lines

    def test_share_of_nothing_within(self) -> None:
        """
        The first divisor that is 0 is told, however deep it stands.
        """
        line = Criterion(
            id="line",
            name="一条",
            measure=Measure.parse("books / (staff / residents)"),
            awarded=True,
        )
        standard = Standard(
            id="s", name="标准", indicators=asked("staff").indicators[:6], criteria=[line]
        )
        with pytest.raises(ProblemsError):
            evaluate(standard, {"region": "east"})
        numbers = {"books": 1, "staff": 1, "residents": 0}
        assert "'Residents' is 0" in evaluate(standard, numbers).explain("line", "en")

    def test_place(self) -> None:
        """
        The derivation of a rank tells the place.
        """
        derivation = evaluate(asked("rank"), FULL, peers=[FULL]).derivation("rank")
        assert derivation.to("en").splitlines()[2] == "  place 1"

    def test_values(self) -> None:
        """
        The values of the steps are exact.
        """
        derivation = evaluate(asked("funds"), FULL | {"residents": 7}).derivation("funds")
        value = derivation.children[0].value
        assert value is not None
        assert value.amount == Fraction(300_000, 7)
        assert derivation.value is None
        assert Threshold.parse(">= 3 CNY/person").met_by(value.amount)
