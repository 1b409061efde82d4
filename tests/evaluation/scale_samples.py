"""
A standard with a criterion of every scale, under headings, with grades.
"""

from fractions import Fraction

from community_edu.base import Source
from community_edu.evaluation import (
    Band,
    Category,
    CategoryValue,
    Criterion,
    CriterionGroup,
    EvidenceValue,
    Grade,
    LevelPoints,
    Linear,
    Quote,
    RankPoints,
    RankScale,
    Reference,
    Standard,
    ThresholdCase,
    ThresholdTable,
)
from community_edu.measures import (
    Condition,
    Indicator,
    Measure,
    Quantity,
    Threshold,
    Unit,
    parse_threshold,
)

UNITS = {
    "residents": ("居民", "Residents", "person"),
    "staff": ("专职人员", "Staff", "person"),
    "funds": ("经费", "Funds", "CNY"),
    "books": ("图书", "Books", "book"),
    "score": ("评分", "Score", "point"),
    "visits": ("参与人次", "Visits", "person_time"),
    "coverage": ("覆盖率", "Coverage", "1"),
    "has_plan": ("有计划", "Has a plan", "yes_no"),
    "has_roll": ("有台账", "Has a roll", "yes_no"),
    "lectures": ("讲座", "Lectures", "activity"),
    "accidents": ("事故", "Accidents", "case"),
}

CRITERIA = {
    "staff": Criterion(
        id="staff",
        name={"zh": "专职人员", "en": "Staff"},
        group="base",
        measure=Measure.parse("staff"),
        threshold=parse_threshold(">= max(5, residents * 1.5 / 10000)"),
        points=Fraction(4),
        quote=Quote("notice", "专职人员按常住人口的 1.5/10000 配备", "第三条"),
    ),
    "coverage": Criterion(
        id="coverage",
        name={"zh": "覆盖率", "en": "Coverage"},
        group="base",
        measure=Measure.parse("coverage"),
        threshold_by=ThresholdTable(
            category="region",
            cases=[
                ThresholdCase("east", Threshold.parse(">= 90%")),
                ThresholdCase("centre", Threshold.parse(">= 80%")),
            ],
        ),
        points=Fraction(2),
    ),
    "funds": Criterion(
        id="funds",
        name={"zh": "人均经费", "en": "Funds a head"},
        group="base-money",
        measure=Measure.parse("funds / residents"),
        bands=[
            Band(Threshold.parse(">= 3 CNY/person"), Fraction(6)),
            Band(Threshold.parse(">= 2 CNY/person"), Fraction(4)),
            Band(Threshold.parse(">= 1"), Fraction(1)),
        ],
    ),
    "books": Criterion(
        id="books",
        name={"zh": "图书", "en": "Books"},
        group="base",
        measure=Measure.parse("books"),
        linear=Linear(Quantity.parse("1000 book"), Quantity.parse("3000")),
        points=Fraction(10),
        source=Source("001-2", 28, "图书不少于3000册"),
    ),
    "honour": Criterion(
        id="honour",
        name={"zh": "荣誉", "en": "Honour"},
        category="honour",
        levels=[LevelPoints("national", Fraction(5)), LevelPoints("city", Fraction("2.5"))],
    ),
    "work": Criterion(
        id="work",
        name={"zh": "日常工作", "en": "Daily work"},
        conditions=[
            Condition.parse("has_plan"),
            Condition.parse("lectures >= 4"),
            Condition.parse("staff >= residents / 10000"),
        ],
        at_least=2,
        points=Fraction(3),
    ),
    "visit": Criterion(
        id="visit",
        name={"zh": "实地评分", "en": "Visit"},
        measure=Measure.parse("score"),
        awarded=True,
        points=Fraction(10),
        evidence=["has_roll"],
    ),
    "rank": Criterion(
        id="rank",
        name={"zh": "参与名次", "en": "Rank"},
        measure=Measure.parse("visits"),
        ranks=RankScale(steps=[RankPoints(1, Fraction(5)), RankPoints(3, Fraction(2))]),
    ),
    "safe": Criterion(
        id="safe",
        name={"zh": "无安全事故", "en": "No accident"},
        role="veto",
        conditions=[Condition.parse("accidents == 0")],
    ),
    "plan": Criterion(
        id="plan",
        name={"zh": "已制定计划", "en": "A plan"},
        role="prerequisite",
        conditions=[Condition.parse("has_plan")],
    ),
    "words": Criterion(id="words", name={"zh": "氛围浓厚", "en": "Spirit"}, points=Fraction(1)),
}

GRADES = (
    Grade(
        id="excellent",
        name={"zh": "优秀", "en": "excellent"},
        threshold=Threshold.parse(">= 90%"),
        met=["staff"],
    ),
    Grade(id="good", name={"zh": "合格", "en": "good"}, threshold=Threshold.parse(">= 20")),
)

GROUPS = (
    CriterionGroup(id="base", name={"zh": "基础", "en": "Base"}),
    CriterionGroup(id="base-money", name={"zh": "经费", "en": "Money"}, parent="base"),
)

FULL: dict[str, EvidenceValue] = {
    "residents": 100_000,
    "staff": 15,
    "funds": 300_000,
    "books": 3_000,
    "score": 10,
    "visits": 900,
    "coverage": Fraction(9, 10),
    "has_plan": True,
    "has_roll": True,
    "lectures": 4,
    "accidents": 0,
    "region": "east",
    "honour": "national",
}


def asked(
    *names: str, grades: tuple[Grade, ...] = (), coverage: str | None = None, **options: object
) -> Standard:
    """
    Return a standard with the criteria of these names; with all if none is given.
    """
    criteria = [CRITERIA[name] for name in names or CRITERIA]
    return Standard(
        id="sample",
        name={"zh": "样例", "en": "Sample"},
        indicators=[
            Indicator(id=key, name={"zh": zh, "en": en}, unit=Unit.parse(unit))
            for key, (zh, en, unit) in UNITS.items()
        ],
        categories=[
            Category(
                id="region",
                name={"zh": "地区", "en": "Region"},
                values=[
                    CategoryValue("east", {"zh": "东部", "en": "east"}),
                    CategoryValue("centre", {"zh": "中部", "en": "centre"}),
                    CategoryValue("west", {"zh": "西部", "en": "west"}),
                ],
            ),
            Category(
                id="honour",
                name={"zh": "荣誉称号", "en": "Honours"},
                values=[
                    CategoryValue("national", {"zh": "国家级", "en": "national"}),
                    CategoryValue("city", {"zh": "市级", "en": "city"}),
                    CategoryValue("none", {"zh": "无", "en": "none"}),
                ],
            ),
        ],
        groups=GROUPS,
        references=[Reference(id="notice", title={"zh": "建设标准", "en": "The standard"})],
        criteria=criteria,
        grades=grades,
        minimum_coverage=Quantity.parse(coverage) if coverage else None,
        **options,  # type: ignore[arg-type]
    )
