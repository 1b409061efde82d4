import re
from pathlib import Path

import pytest
from view_samples import EVIL, HOSTILE_2026, Page

from community_edu.base import Language, Text
from community_edu.calendars import holidays
from community_edu.exchange import load_plan
from community_edu.plans import Calendar, Plan, build_calendar, year_rows
from community_edu.views import year_page

EXAMPLES = Path(__file__).parents[2] / "examples" / "plans"
YEARS = [
    build_calendar(load_plan(EXAMPLES / f"{name}.toml"), 2026, holidays=holidays("CN"))
    for name in ("health-education", "jingtai-street")
]
LANGUAGES: list[Language] = ["zh-CN", "en"]
ALLOWED = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "h1",
    "h2",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("calendar", [*YEARS, HOSTILE_2026], ids=lambda c: c.plan.id)
class TestEveryPage:
    def test_is_well_formed(self, calendar: Calendar, language: Language) -> None:
        """
        Each element that opens closes, in the right order, and there is one of each that a
        page has once.
        """
        html = year_page(calendar, language)
        page = Page(html)
        assert html.startswith("<!doctype html>\n")
        assert page.declarations == ["doctype html"]
        assert set(page.tags) <= ALLOWED
        for once in ("html", "head", "title", "body", "h1"):
            assert page.tags.count(once) == 1

    def test_asks_nothing_of_the_network(self, calendar: Calendar, language: Language) -> None:
        """
        The page stands alone: no address is loaded, nothing is run.
        """
        page = Page(year_page(calendar, language))
        assert [one for one in page.attributes if one != ("style", "text-align:left")] == [
            ("lang", language),
            ("charset", "utf-8"),
            ("name", "viewport"),
            ("content", "width=device-width, initial-scale=1"),
        ]
        (style,) = page.texts["style"]
        assert not re.search(r"url\(|@import|https?:", style)

    def test_shows_every_entry_and_finding(self, calendar: Calendar, language: Language) -> None:
        """
        A reader sees each row of the year, each promise without a date and each finding, as
        they are.
        """
        page = Page(year_page(calendar, language))
        cells = [cell for row in year_rows(calendar, language) for cell in row]
        findings = [*(u.finding for u in calendar.unresolved), *calendar.findings]
        said = [
            cell
            for finding in findings
            for cell in (finding.message(language), str(finding.source or ""))
        ]
        assert page.texts["td"][: len(cells)] == cells
        rest = page.texts["td"][len(cells) :]
        assert [cell for index, cell in enumerate(rest) if index % 3] == said

    def test_is_called_by_plan_and_year(self, calendar: Calendar, language: Language) -> None:
        """
        Title and heading are the plan's title with the year.
        """
        page = Page(year_page(calendar, language))
        title = f"{calendar.plan.title.to(language)} 2026"
        assert page.texts["title"] == page.texts["h1"] == [title]


class TestSections:
    def test_are_there_when_they_have_something(self) -> None:
        """
        A page has a section for what is not dated and one for findings, in its language.
        """
        assert Page(year_page(YEARS[1])).texts["h2"] == ["未能定日", "疑点"]
        assert Page(year_page(YEARS[1], "en")).texts["h2"] == ["Not dated", "Findings"]
        header = Page(year_page(YEARS[1], "en")).texts["th"]
        assert header[:8] == [
            "Month",
            "Theme",
            "Date",
            "What",
            "Kind",
            "Severity",
            "What",
            "Source",
        ]

    def test_are_left_out_when_empty(self) -> None:
        """
        Where nothing is doubtful there is the table alone, with a row a month.
        """
        page = Page(year_page(build_calendar(Plan(id="street", title="街道"), 2026)))
        assert "h2" not in page.tags
        assert page.tags.count("table") == 1
        assert page.tags.count("tr") == 13

    def test_severities_have_words(self) -> None:
        """
        How much a finding matters is said in the language of the page.
        """
        assert {"info", "warning"} <= set(Page(year_page(YEARS[1], "en")).texts["td"])
        assert {"提示", "注意"} <= set(Page(year_page(YEARS[1])).texts["td"])


class TestHostilePlan:
    def test_is_text_and_nothing_else(self) -> None:
        """
        Marks of HTML in a plan are shown, not obeyed, in the title too.
        """
        html = year_page(HOSTILE_2026)
        page = Page(html)
        assert "<script" not in html
        assert "<img" not in html
        assert "<!--" not in html
        assert page.comments == []
        assert page.texts["title"] == [f"{EVIL} </title></style> 2026"]
        assert f"=cmd {EVIL}" in page.texts["td"]
        assert f"※ &lt;{EVIL}" in page.texts["td"]
        assert any(EVIL in caption for caption in page.texts["caption"])

    def test_in_a_notebook(self) -> None:
        """
        So it is in a notebook.
        """
        html = HOSTILE_2026._repr_html_()  # pyright: ignore[reportPrivateUsage] - notebooks call it
        assert "<script" not in html
        assert f"=cmd {EVIL}" in Page(html).texts["td"]

    def test_title_without_english(self) -> None:
        """
        A page in English shows the Chinese of what has no English.
        """
        plan = Plan(id="street", title=Text("街道 & 镇"))
        assert Page(year_page(build_calendar(plan, 2026), "en")).texts["h1"] == ["街道 & 镇 2026"]
