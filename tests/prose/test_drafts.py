from pathlib import Path

import pytest
from hypothesis import given, settings
from prose_samples import PROSE

from community_edu.exchange import parse_document, read_plan
from community_edu.plans import Plan
from community_edu.prose import draft_plan, read_outline

pytest.importorskip("lark")  # prose is read with the parser of phrases

TEXT = Path(__file__).parents[2] / "examples" / "texts" / "parent-school.txt"


def draft(text: str) -> str:
    """
    Draft the first plan of a text.
    """
    return draft_plan(read_outline(text).document(1), key="x")


def loaded(text: str) -> Plan:
    """
    Load a draft as a plan.
    """
    return read_plan(parse_document(text, "draft.toml", "toml"))


class TestDraft:
    def test_whole_plan(self) -> None:
        """
        The draft of a plan is a plan: its bodies, audiences and duties cite line and words.
        """
        plan = loaded(draft(TEXT.read_text("utf-8")))
        assert [body.name.zh for body in plan.network.organizations] == [
            "社区家长学校",
            "社区家庭教育指导中心",
            "家庭教育讲师团",
        ]
        assert [audience.id for audience in plan.audiences] == [
            "parents",
            "children",
            "youth",
            "family-members",
        ]
        (duty,) = plan.duties
        assert (str(duty.quota), str(duty.source)) == (
            ">= 1 per quarter",
            "x:25 “每季度集中授课不少于一次”",
        )

    def test_nothing_is_lost(self) -> None:
        """
        Every sentence of the text is in the draft, as an entry or as a comment.
        """
        text = TEXT.read_text("utf-8")
        written = draft(text)
        sentences = read_outline(text).document(1).sentences
        assert all(sentence.text.rstrip("。") in written for sentence in sentences)

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("1、每学期对各年级家长普遍授课1至2次", '# quota = "1..2 per term each grade"'),
            ("1、每月一个年级家长开放活动", '# rotation = "grade"'),
            ("1、实现有线电视全覆盖,100户以上", "# 1: >= 100 household  “100户以上”"),
            (
                "1、居民、社区居民、群众定期座谈",
                "# 原文又作 · also called: 社区居民（1）、群众（1）",
            ),
            ("1、20xx年定期走访", "# 原文有遮盖 · masked in the text: 20xx"),
            ("1、居委会定期走访老人", "# by = ?  居委会"),
            ("1、居委会定期走访老人", "# audiences = ?  老人"),
            ("2、定期走访", "# 第 1 行的编号是 2，按顺序应为 1；请看是否有缺漏"),
            ("1、" + "走" * 501, "# 第 1 行有一个分句长 501 个字符"),
            ("1、定期走访", "# 请核对 · check: "),
            ("1、走访", "# 1: 走访"),
            ("1、学校于去年开设了课程", "# 1: 学校于去年开设了课程"),
            ("1、组织开展“第六届全民终身学习周”活动", "edition = 6"),
        ],
    )
    def test_line(self, text: str, line: str) -> None:
        """
        What no entry can hold stands in comments, and the draft loads with them.
        """
        written = draft(text)
        loaded(written)
        assert any(found.startswith(line) for found in written.splitlines()), written

    @settings(deadline=None, max_examples=60)
    @given(PROSE)
    def test_every_draft_loads(self, text: str) -> None:
        """
        Whatever the text, its draft is a plan, and each duty has words of the text.
        """
        for document in read_outline(text).documents:
            plan = loaded(draft_plan(document))
            for duty in plan.duties:
                assert duty.source is not None
                assert duty.source.phrase.replace("�", "") in text.replace("�", "")
