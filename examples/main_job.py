"""
The main job, for anyone who has a work plan and wants to know what its year looks like.

Two real plans go in as files. Out come the checked network, the dated year, what the
calendar does not keep of the plan's promises, an assessment of numbers, and one calendar
feed for each audience, in ``build/feeds``.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import community_edu as ce
from community_edu.plans import when_text

PLANS = Path(__file__).parent / "plans"
EVIDENCE = Path(__file__).parent / "evidence"
FEEDS = Path("build/feeds")


def main(language: ce.Language = "zh-CN") -> None:
    """
    Run the main job for 2026: one plan in full, and the calendars of both.
    """
    plan = ce.load_plan(PLANS / "jingtai-street.toml")
    print(f"# {plan.title.to(language)}\n\n## 三级网络 network")
    for tier in plan.network.tiers:
        bodies = (plan.network.by_id[member].name.to(language) for member in tier.members)
        print(f"{tier.name.to(language)}: {' · '.join(bodies)}")
    show(ce.check_network(plan.network), language)

    terms = ce.school_terms("CN-310000", 2026)
    calendar = ce.build_calendar(plan, 2026, holidays=ce.holidays("CN"), terms=terms)
    print("\n## 年历与承诺 the year, and what it does not keep")
    show_year(calendar, language)
    show(ce.check_plan(plan, calendar), language)

    print("\n## 评估 assessment")
    evidence = ce.load_evidence(EVIDENCE / "jingtai-street.toml", plan.standard)
    assessment = ce.evaluate(plan.standard, evidence)
    for outcome in assessment.outcomes:
        gap = assessment.gap(outcome.criterion.id)
        need = f"  {gap.to(language)}" if gap and gap.amount else ""
        print(f"{outcome.explain(language)}{need}")

    health = ce.build_calendar(ce.load_plan(PLANS / "health-education.toml"), 2026)
    print(f"\n# {health.plan.title.to(language)}\n")
    show_year(health, language)
    print("\n## 订阅日历 feeds")
    write_feeds(calendar, language)
    write_feeds(health, language)


def show_year(calendar: ce.Calendar, language: ce.Language) -> None:
    """
    Print the year, one entry a line.
    """
    print(calendar.summary(language))
    for entry in calendar.entries:
        print(f"{when_text(entry, language)}  {entry.title.to(language)}")


def write_feeds(calendar: ce.Calendar, language: ce.Language) -> None:
    """
    Write the feed of all and one for each audience, and print how much is in them.
    """
    publication = ce.publish(calendar, at=datetime(2026, 1, 1, tzinfo=UTC))
    FEEDS.mkdir(parents=True, exist_ok=True)
    for audience in (None, *(audience.id for audience in calendar.plan.audiences)):
        feed = publication.feed(audience, language=language)
        (FEEDS / feed.filename).write_bytes(feed.data)
        print(f"{(FEEDS / feed.filename).as_posix()}  {feed.report.events}")


def show(findings: tuple[ce.Finding, ...], language: ce.Language) -> None:
    """
    Print one finding a line, with its mark and its source.
    """
    marks = {"error": "✗", "warning": "!", "info": "·"}
    for finding in findings:
        source = f"  ⟨{finding.source}⟩" if finding.source else ""
        print(f"{marks[finding.severity]} {finding.message(language)}{source}")


if __name__ == "__main__":
    main("en" if "en" in sys.argv[1:] else "zh-CN")
