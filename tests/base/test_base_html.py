"""
Tables of HTML: every text is escaped.
"""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from community_edu.base.html import LEFT, escape, table

texts = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\r\n"), min_size=1
)


class Reader(HTMLParser):
    """
    What a browser sees: the tags in order, and the text of each element.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert attrs in ([], [("style", "text-align:left")])
        self.tags.append(tag)
        if tag in {"caption", "th", "td"}:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        self.texts[-1] += data


class TestTable:
    def test_rows_and_caption(self) -> None:
        """
        Header, rows and caption stand where HTML wants them.
        """
        assert table(["日期", "活动"], [["9-9", "重阳节"]], caption="2026").replace(LEFT, "") == (
            "<table><caption>2026</caption>"
            "<thead><tr><th>日期</th><th>活动</th></tr></thead>"
            "<tbody><tr><td>9-9</td><td>重阳节</td></tr></tbody></table>"
        )

    def test_without_rows(self) -> None:
        """
        A table may be empty, and needs no caption.
        """
        assert table(["a"], []) == (
            "<table><thead><tr><th>a</th></tr></thead><tbody></tbody></table>"
        )

    @given(st.lists(texts, min_size=1), st.lists(st.lists(texts)), st.just("") | texts)
    def test_what_goes_in_is_what_is_seen(
        self, header: list[str], rows: list[list[str]], caption: str
    ) -> None:
        """
        Whatever the texts hold, a reader of HTML sees them as they are and no tag of theirs.
        """
        reader = Reader()
        reader.feed(table(header, rows, caption=caption))
        reader.close()
        cells = [cell for row in rows for cell in row]
        assert reader.texts == [*([caption] if caption else []), *header, *cells]
        assert set(reader.tags) <= {"table", "caption", "thead", "tbody", "tr", "th", "td"}

    def test_alignment(self) -> None:
        """
        Columns of texts are set to the left, those of numbers alone are left as they are.
        """
        page = table(["名称", "分", "率"], [["甲", "4 / 6", "≈3.5%"], ["乙", "", ""]])
        assert page == (
            f"<table><thead><tr><th{LEFT}>名称</th><th>分</th><th>率</th></tr></thead><tbody>"
            f"<tr><td{LEFT}>甲</td><td>4 / 6</td><td>≈3.5%</td></tr>"
            f"<tr><td{LEFT}>乙</td><td></td><td></td></tr></tbody></table>"
        )

    def test_headings(self) -> None:
        """
        Rows that head others are headings.
        """
        page = table(["a"], [["x"], ["y"]], headings={0}).replace(LEFT, "")
        assert page.endswith("<tr><th>x</th></tr><tr><td>y</td></tr></tbody></table>")

    def test_lines_of_a_cell(self) -> None:
        """
        A line end in a cell breaks the line, and is no way to bring in a tag.
        """
        assert "<td>1<br>&lt;br&gt;2</td>" in table(["a"], [["1\n<br>2"]]).replace(LEFT, "")

    def test_quotes(self) -> None:
        """
        Quotation marks are escaped too, so that the text may stand in an attribute.
        """
        assert escape("\"'") == "&quot;&#x27;"
