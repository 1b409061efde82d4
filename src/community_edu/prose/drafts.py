"""
Drafts of plan files, made from outlines for a person to complete.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from community_edu.base import Finding, label
from community_edu.calendars import Quota
from community_edu.prose.values import DocumentOutline, Guess, Sentence, TextSpan

DUTY_KEYS: Final = (
    "when",
    "due",
    "within",
    "quota",
    "cadence",
    "edition",
    "trigger",
    "starts",
    "minutes",
    "about",
    "rotation",
)
"""
The guesses that say when, in the order in which a duty has them.
"""
ALONE_NO_TIME: Final = frozenset({"about", "minutes"})
"""
Those of which no duty is made where nothing else says when: 去年, 20分钟.
"""
LONGEST_LINE: Final = 80
"""
So many characters of a sentence stand in a name or a comment.
"""

_BARE = {"edition", "starts", "minutes"}
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_PRIVATE = re.compile("[\ud800-\udfff]")


def draft_plan(outline: DocumentOutline, *, key: str = "text") -> str:
    r"""
    Write a draft of a plan file (计划草稿) in TOML, which loads as a plan.

    Every body, audience and time that was guessed is an entry with the words and
    the line it was read out of as its ``source``. What no entry can hold stands in
    comments: numbers, masked words, doubts, sentences of which nothing was read.
    No date is in it that the text does not have, and no year.

    Args:
        outline: One plan of `read_outline`.
        key: What the sources call the document.

    Example:
        >>> from community_edu.prose import read_outline
        >>> [document] = read_outline("家长学校计划\n1、每月5日集中授课。").documents
        >>> print(draft_plan(document).partition("[[duties]]\n")[2].partition("#")[0].rstrip())
        id = "duty-1"
        name = "每月5日集中授课"
        when = "monthly(5)"
        source = { plan = "text", line = 2, phrase = "每月5日" }
    """
    return "\n".join(_lines(outline, key)) + "\n"


def _lines(outline: DocumentOutline, key: str) -> Iterator[str]:
    title = outline.title or "（原文没有标题）"
    yield f"# {_words(title)}"
    yield "# 草稿，由原文读出，请逐条核对、补全。“?”是原文没有说的，source 是原文的行号和原话。"
    yield "# A draft read out of a text, to be checked and completed. ? is what it does not say;"
    yield "# each source is a line of it and its words."
    yield "#"
    yield "# 检查 · check:  community-edu check plan.toml"
    yield ""
    yield "format = 1"
    yield ""
    yield "[plan]"
    yield 'id = "draft"  # 请改成自己的标识 · give it an id of its own'
    yield f"title = {_string(title)}"
    yield '# host = "?"  # 制定计划的机构 · whose plan it is'
    yield 'period = "unstated"  # year, half_year, school_year …'
    for finding in outline.findings:
        yield f"# {_both(finding)}"
    yield from _bodies(outline, key)
    yield from _audiences(outline, key)
    yield from _duties(outline, key)
    yield from _numbers(outline)
    yield from _rest(outline)


def _bodies(outline: DocumentOutline, key: str) -> Iterator[str]:
    found = _first_of("body", outline)
    if found:
        yield from _heading("机构 organizations")
    for number, guess in enumerate(found.values(), start=1):
        yield from ("", "[[organizations]]", f'id = "body-{number}"')
        yield f"name = {_string(guess.text)}"
        yield f'kind = "{guess.value}"  # {label("organization", guess.value, "zh-CN")}'
        yield _source(key, guess.span, guess.text)


def _audiences(outline: DocumentOutline, key: str) -> Iterator[str]:
    found = _first_of("audience", outline)
    if found:
        yield from _heading("受众 audiences")
    codes = dict.fromkeys(guess.value for guess in found.values())
    for code in codes:
        words = [guess for guess in found.values() if guess.value == code]
        yield from ("", "[[audiences]]", f'id = "{code.replace("_", "-")}"')
        yield f"name = {_string(words[0].text)}"
        if len(words) > 1:
            others = "、".join(f"{guess.text}（{guess.span.line}）" for guess in words[1:])
            yield f"# 原文又作 · also called: {others}"
        yield _source(key, words[0].span, words[0].text)


def _first_of(kind: str, outline: DocumentOutline) -> dict[str, Guess]:
    """
    Return the first guess of each wording.
    """
    found: dict[str, Guess] = {}
    for guess in outline.guesses:
        if guess.kind == kind:
            found.setdefault(guess.text, guess)
    return found


def _duties(outline: DocumentOutline, key: str) -> Iterator[str]:
    yield from _heading("工作任务 duties")
    number = 0
    for sentence in outline.sentences:
        for span, guesses in _times(sentence):
            number += 1
            yield from ("", "[[duties]]", f'id = "duty-{number}"')
            yield from _duty(sentence, span, guesses)
            yield _source(key, span, sentence.text[_within(sentence, span)])
            for finding in guesses[0].findings:
                yield f"# 请核对 · check: {_both(finding)}"
            yield from _beside(sentence, span)


def _times(sentence: Sentence) -> Iterator[tuple[TextSpan, list[Guess]]]:
    """
    Yield the words of a sentence that say when, each with what it was read as.
    """
    times = (guess for guess in sentence.guesses if guess.kind in DUTY_KEYS)
    for span, group in groupby(times, key=lambda guess: guess.span):
        guesses = list(group)
        if not ALONE_NO_TIME.issuperset(guess.kind for guess in guesses):
            yield span, guesses


def _duty(sentence: Sentence, span: TextSpan, guesses: list[Guess]) -> Iterator[str]:
    """
    Yield the name of a duty and when it is.
    """
    yield f"name = {_string(_clause(sentence, span))}"
    said = {guess.kind: guess.value for guess in guesses}
    for name in DUTY_KEYS:
        if name in said:
            yield _entry(name, said[name])


def _entry(name: str, value: str) -> str:
    """
    Return a key of a duty, as a comment where a plan could not hold it by itself.
    """
    line = f"{name} = {value if name in _BARE else _string(value)}"
    if name == "rotation" or (name == "quota" and Quota.parse(value).each):
        return f"# {line}  # 请先列出名册 sets · list the members first"
    return line


def _beside(sentence: Sentence, span: TextSpan) -> Iterator[str]:
    """
    Yield what else the sentence names, for `by` and `audiences`.
    """
    for kind, name in (("body", "by"), ("audience", "audiences")):
        words = dict.fromkeys(guess.text for guess in sentence.guesses if guess.kind == kind)
        if words:
            yield f"# {name} = ?  {_words('、'.join(words))}"
    blotted = [g.text for g in sentence.guesses if g.kind == "mask" and g.span.line == span.line]
    if blotted:
        yield f"# 原文有遮盖 · masked in the text: {_words(' '.join(blotted))}"


def _numbers(outline: DocumentOutline) -> Iterator[str]:
    """
    Yield the numbers as comments: which indicator they are about only a person can say.
    """
    rows = [
        f"# {guess.span.line}: {guess.value}  “{_words(_clause(sentence, guess.span))}”"
        for sentence in outline.sentences
        for guess in sentence.guesses
        if guess.kind == "number"
    ]
    if rows:
        yield from _heading(
            "数字 numbers: 请写成 indicators 和 targets · make them indicators and targets"
        )
        yield from ("", *rows)


def _rest(outline: DocumentOutline) -> Iterator[str]:
    """
    Yield the sentences of which no entry was made, so that none is lost.
    """
    rows = [
        f"# {sentence.span.line}: {_words(sentence.text)}"
        for sentence in outline.sentences
        if not any(_times(sentence))
    ]
    doubts = [finding for sentence in outline.sentences for finding in sentence.findings]
    if rows:
        yield from _heading("其余原文 the rest of the text")
        yield from ("", *rows)
    for finding in doubts:
        yield f"# {_both(finding)}"


def _heading(words: str) -> Iterator[str]:
    yield ""
    yield f"# ---- {words}"


def _source(key: str, span: TextSpan, phrase: str) -> str:
    pairs: Mapping[str, str] = {
        "plan": _string(key),
        "line": str(span.line),
        "phrase": _string(phrase),
    }
    return f"source = {{ {', '.join(f'{name} = {value}' for name, value in pairs.items())} }}"


def _within(sentence: Sentence, span: TextSpan) -> slice:
    start = sentence.span.start
    return slice(span.start - start, span.end - start)


_CLAUSE_ENDS = "，,。；;！!？?\n"


def _clause(sentence: Sentence, span: TextSpan) -> str:
    """
    Return the clause of a sentence in which *span* stands, or as much of it as a name may have.
    """
    text, where = sentence.text, _within(sentence, span)
    first, last = max(0, where.start - LONGEST_LINE), where.stop + LONGEST_LINE
    before = max(text.rfind(end, first, where.start) for end in _CLAUSE_ENDS)
    behind = [stop for end in _CLAUSE_ENDS if (stop := text.find(end, where.stop, last)) >= 0]
    clause = text[max(first, before + 1) : min(behind, default=last)].strip()
    return clause[:LONGEST_LINE]


def _both(finding: Finding) -> str:
    return f"{_words(finding.message('zh-CN'))} · {_words(finding.message('en'))}"


def _words(text: str) -> str:
    """
    Return *text* in one line, for a comment.
    """
    return " ".join(_CONTROL.sub(" ", text).split())


def _string(text: str) -> str:
    """
    Return *text* as a basic string of TOML.
    """
    whole = _PRIVATE.sub("�", text)
    escaped: Iterable[str] = (
        _ESCAPES.get(char) or (f"\\u{ord(char):04X}" if _CONTROL.match(char) else char)
        for char in whole
    )
    return f'"{"".join(escaped)}"'
