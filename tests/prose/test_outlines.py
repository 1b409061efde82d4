from pathlib import Path

import pytest
from hypothesis import given, settings
from prose_samples import PROSE

from community_edu.prose import (
    LONGEST_PROSE,
    DocumentOutline,
    NoSuchDocumentError,
    Outline,
    ProseTooLongError,
    read_outline,
)

pytest.importorskip("lark")  # prose is read with the parser of phrases

TEXT = Path(__file__).parents[2] / "examples" / "texts" / "parent-school.txt"


def plan(text: str) -> DocumentOutline:
    """
    Read a text that is one plan.
    """
    (document,) = read_outline(text).documents
    return document


def said(text: str) -> list[tuple[str, str]]:
    """
    Return the guesses of a text, without their places.
    """
    return [(guess.kind, guess.value) for guess in read_outline(text).guesses]


class TestStructure:
    def test_whole_plan(self) -> None:
        """
        A plan in prose has the parts and items that its numbers say, with title and lines.
        """
        outline = plan(TEXT.read_text("utf-8"))
        assert (outline.title, outline.line) == ("学校社区工作计划五篇1", 1)
        assert [
            (part.line, part.level, part.number, part.title[:6]) for part in outline.sections
        ] == [
            (3, 0, None, ""),
            (5, 1, 1, "指导思想"),
            (9, 1, 2, "主要任务"),
            (13, 1, 3, "教学目的"),
            (17, 1, 4, "教学内容"),
            (19, 3, 1, "以社区家庭教"),
            (21, 3, 2, "在成立家庭教"),
            (23, 3, 3, "授课方式可以"),
            (25, 3, 4, "每季度集中授"),
        ]
        assert outline.findings == ()

    def test_several_plans(self) -> None:
        """
        A file of several plans is taken apart, and what stands around them is residue.
        """
        outline = read_outline(
            "社区年度工作计划\n时间:2022-07-05 09:39:22 社区工作计划 我要投稿\n社区年度工作计划 篇1\n一、总体要求\n"
            "社区年度工作计划 篇2\n1、定期走访老人。\n社区年度工作计划相关文章:\n2020社区的工作计划计划5篇\n"
        )
        assert [document.title for document in outline.documents] == [
            "社区年度工作计划 篇1",
            "社区年度工作计划 篇2",
        ]
        assert [line.span.line for line in outline.residue] == [1, 2, 7, 8]
        assert outline.document(2).line == 5

    @pytest.mark.parametrize("number", [0, 2])
    def test_no_such_plan(self, number: int) -> None:
        """
        A plan that the text does not have is an error that says how many there are.
        """
        with pytest.raises(NoSuchDocumentError, match=f"no plan {number} in the text; it has 1"):
            read_outline("定期走访老人。").document(number)

    def test_of_nothing(self) -> None:
        """
        A blank text has no plan.
        """
        outline = read_outline(" \n\n")
        assert outline == Outline(documents=())
        assert repr(outline) == "<Outline of nothing; 0 lines of residue>"

    def test_display(self) -> None:
        """
        In a notebook an outline shows its plans and how much was found.
        """
        outline = read_outline("走访计划\n1、定期走访老人。")
        assert (
            repr(outline)
            == "<Outline <DocumentOutline '走访计划': 1 sections, 2 guesses>; 0 lines of residue>"
        )

    def test_no_title(self) -> None:
        """
        A text of one line, or one that begins with a sentence or a number, has no title.
        """
        for text in (
            "每月5日上报",
            "今年计划如下。\n1、走访",
            "1、走访\n2、座谈",
            "长" * 61 + "\n1、走访",
        ):
            assert plan(text).title == ""
        assert said("每月5日上报") == [("when", "monthly(5)")] or said("每月5日上报") == [
            ("due", "monthly(5)")
        ]

    def test_items_within_a_line(self) -> None:
        """
        Items that stand behind each other in one line are items of their own.
        """
        sections = plan("每周播出2条以上有关新闻。3、继续办好《交通聚焦》栏目。4、座谈").sections
        assert [(part.level, part.number, part.title) for part in sections] == [
            (0, None, ""),
            (3, 3, "继续办好《交通聚焦》栏目"),
            (3, 4, "座谈"),
        ]

    def test_wrapped_line(self) -> None:
        """
        A sentence that is broken over two lines is one, with both of them.
        """
        start = "曝光不文明交通行为和以案释法,提高广大群众的交通安全意识和自我保护意识,维护交通秩序,提升"
        outline = plan(f"1、栏目。\n{start}\n\n米东对外形象。2、继续办好栏目。")
        first = outline.sections[0].sentences[-1]
        assert first.text == f"{start}\n\n米东对外形象。"
        assert (first.span.line, first.span.last_line) == (2, 4)
        assert outline.sections[1].number == 2

    @pytest.mark.parametrize(
        ("mark", "level", "number"),
        [
            ("十二、", 1, 12),
            ("二十：", 1, 20),
            ("二十一、", 1, 21),
            ("（十）", 2, 10),
            ("(三)、", 2, 3),
            ("12.", 3, 12),
            ("2, ", 3, 2),
            ("（2）", 4, 2),
            ("⑦", 4, 7),
            ("Third, ", 1, 3),
            ("Four. ", 1, 4),
            ("Fifth, ", 1, 5),
            ("sixth, ", 1, 6),
        ],
    )
    def test_numbers(self, mark: str, level: int, number: int) -> None:
        """
        The numbers of headings are read in each of their forms.
        """
        (section,) = plan(f"{mark}走访").sections
        assert (section.level, section.number, section.title) == (level, number, "走访")

    def test_date_is_no_number(self) -> None:
        """
        A date at the beginning of a line is no number of a heading.
        """
        (section,) = plan("3.24世界结核病防治宣传日").sections
        assert section.level == 0

    def test_drift(self) -> None:
        """
        Numbers that do not follow are told; those of items begin anew in each part.
        """
        text = (
            "一、甲\n1、走访\n3、座谈\n二、乙\n1、走访\n四、丙\n(1) one\n1, two\n(2) three\n1, four"
        )
        assert [finding.message("en") for finding in plan(text).findings] == [
            "line 3 has the number 3 where 2 would follow; is something missing?",
            "line 6 has the number 4 where 3 would follow; is something missing?",
        ]


class TestBounds:
    def test_too_long(self) -> None:
        """
        A text that is longer than any file of plans is refused.
        """
        with pytest.raises(ProseTooLongError, match="100001 characters is too long"):
            read_outline("长" * (LONGEST_PROSE + 1))

    def test_long_sentence(self) -> None:
        """
        A sentence without an end in sight is cut behind a comma, and nothing of it is lost.
        """
        text = "，".join(["定期走访老人"] * 1000)
        sentences = plan(text).sentences
        assert max(len(sentence.text) for sentence in sentences) <= 2000
        assert "".join(sentence.text for sentence in sentences) == text
        assert sum(guess.kind == "cadence" for guess in plan(text).guesses) == 1000

    def test_long_clause(self) -> None:
        """
        In a clause that is too long no time is looked for, and that is said.
        """
        (sentence,) = plan("1、定期" + "走" * 500).sentences
        assert sentence.guesses == ()
        assert [finding.code for finding in sentence.findings] == ["clause-too-long"]

    @settings(deadline=None, max_examples=60)
    @given(PROSE)
    def test_nothing_is_invented(self, text: str) -> None:
        """
        Each guess and each sentence is a stretch of the text, on the line that it names.
        """
        outline = read_outline(text)
        for document in outline.documents:
            for sentence in document.sentences:
                assert text[sentence.span.start : sentence.span.end] == sentence.text != ""
                for guess in sentence.guesses:
                    span = guess.span
                    assert text[span.start : span.end] == guess.text != ""
                    assert span.line == text.count("\n", 0, span.start) + 1
                    assert sentence.span.start <= span.start < span.end <= sentence.span.end
