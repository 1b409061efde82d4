import attrs
import pytest
from pages import needs_pages, page, rows, sections

from community_edu.calendars import SchoolYear, holidays, school_terms
from community_edu.exchange import year_data

TABLES = {
    "notices": year_data.NoticeEntry,
    "notices.holidays": year_data.HolidayEntry,
    "school_years": SchoolYear,
}


@needs_pages
class TestYearDataPage:
    @pytest.mark.parametrize("name", TABLES)
    def test_keys(self, name: str) -> None:
        """
        The page has every key of every list in its order, and says which are required.
        """
        on_page = {
            cells[0].strip("`"): "required" in cells[1]
            for cells in rows(sections("reference/year-data.md")[name])
        }
        fields = {
            field.name: field.default is attrs.NOTHING for field in attrs.fields(TABLES[name])
        }
        assert list(on_page.items()) == list(fields.items())

    def test_what_is_shipped(self) -> None:
        """
        The page names the years of the shipped notices and of the shipped school terms.
        """
        years = holidays("CN").years
        terms = school_terms("CN-310000").years
        text = page("reference/year-data.md")
        assert f"the notices of {years[0]} to {years[-1]}" in text
        assert f"Shanghai (`CN-310000`), {', '.join(year.key for year in terms)}" in text
