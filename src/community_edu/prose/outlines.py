"""
Reading the prose of plans into outlines.
"""

from collections.abc import Iterator

from community_edu.base import Finding, FindingKind
from community_edu.prose.guessing import guesses_in
from community_edu.prose.segments import Chunk, Lines, Part, parts_of, sentences_of, title_of
from community_edu.prose.values import (
    LONGEST_PROSE,
    DocumentOutline,
    Outline,
    OutlineSection,
    ProseTooLongError,
    Sentence,
)

NUMBERING_DRIFT = FindingKind(
    "numbering-drift",
    "info",
    zh="第 {line} 行的编号是 {number}，按顺序应为 {expected}；请看是否有缺漏",
    en="line {line} has the number {number} where {expected} would follow; is something missing?",
)


def read_outline(text: str) -> Outline:
    r"""
    Read the prose of one plan or several (工作计划原文) as it is.

    Masked numbers (``20xx``, ``201-``), typing errors, numbers that do not follow
    each other and what the web left in the text are taken as they come. Nothing
    is invented: what is found stands in the text, and each guess says where.

    Args:
        text: The prose, up to `LONGEST_PROSE` characters.

    Raises:
        ProseTooLongError: *text* is longer than that.
        MissingExtraError: The parser of times is not installed; it is the extra ``phrases``.

    Example:
        >>> outline = read_outline("四、教学内容:\n4、家长学校每季度集中授课不少于一次。")
        >>> for guess in outline.guesses:
        ...     print(guess.span.line, guess.kind, guess.text, "→", guess.value)
        2 body 家长学校 → parent_school
        2 quota 每季度集中授课不少于一次 → >= 1 per quarter
    """
    if len(text) > LONGEST_PROSE:
        raise ProseTooLongError(len(text))
    lines = Lines(text)
    parts, residue = parts_of(lines)
    return Outline(
        documents=(_document(lines, part) for part in parts),
        residue=(Sentence(lines.span(*where), text[slice(*where)]) for where in residue),
    )


def _document(lines: Lines, part: Part) -> DocumentOutline:
    start = part.title[0] if part.title else part.chunks[0].start
    return DocumentOutline(
        title=lines.text[slice(*part.title)] if part.title else "",
        line=lines.line(start),
        sections=_sections(lines, part),
        findings=_drift(lines, part),
    )


def _sections(lines: Lines, part: Part) -> Iterator[OutlineSection]:
    """
    Yield the numbered parts; what has no number belongs to the one before.
    """
    groups: list[list[Chunk]] = []
    for chunk in part.chunks:
        if chunk.level or not groups:
            groups.append([])
        groups[-1].append(chunk)
    for group in groups:
        first = group[0]
        yield OutlineSection(
            line=lines.line(first.start),
            level=first.level,
            number=first.number,
            title=title_of(lines.text, first) if first.level else "",
            sentences=(
                _sentence(lines, *where)
                for chunk in group
                for where in sentences_of(lines.text, chunk)
            ),
        )


def _sentence(lines: Lines, start: int, end: int) -> Sentence:
    found = [*guesses_in(lines, start, end)]
    return Sentence(
        lines.span(start, end),
        lines.text[start:end],
        (one for one in found if not isinstance(one, Finding)),
        (one for one in found if isinstance(one, Finding)),
    )


def _drift(lines: Lines, part: Part) -> Iterator[Finding]:
    """
    Yield the numbers that do not follow the one before at their level.
    """
    above: list[tuple[int, int]] = []  # kinds of numbers, the outermost first, each with its last
    for chunk in part.chunks:
        if chunk.number is None:
            continue
        kinds = [level for level, _ in above]
        if chunk.level in kinds:
            del above[kinds.index(chunk.level) + 1 :]
        else:
            above.append((chunk.level, 0))
        expected = above[-1][1] + 1
        if chunk.number != expected:
            line = lines.line(chunk.start)
            items = {"line": line, "number": chunk.number, "expected": expected}
            yield Finding(NUMBERING_DRIFT, items=items)
        above[-1] = (chunk.level, chunk.number)
