"""
What was found in the prose of a plan, with where it stands.
"""

from typing import ClassVar, Literal, TypeAlias

import attrs

from community_edu.base import CommunityEduError, Finding

LONGEST_PROSE = 100_000
"""
So many characters may a text have; a plan has some ten thousand.
"""

GuessKind: TypeAlias = Literal[
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
    "number",
    "body",
    "audience",
    "mask",
]
"""
What a guess is: a key of a duty that says when, a number, a body, an audience, a masked word.
"""


@attrs.define(slots=False)
class ProseTooLongError(CommunityEduError, ValueError):
    """
    A text that is longer than any file of plans.
    """

    code: ClassVar[str] = "prose-too-long"
    en: ClassVar[str] = "a text of {length} characters is too long; give up to {most}, plan by plan"
    zh: ClassVar[str] = "文本长 {length} 个字符，太长了，请按计划分开，每次至多 {most} 个字符"

    length: int
    most: int = LONGEST_PROSE


@attrs.define(slots=False)
class NoSuchDocumentError(CommunityEduError, LookupError):
    """
    A plan that a text does not have.
    """

    code: ClassVar[str] = "no-such-document"
    en: ClassVar[str] = "there is no plan {number} in the text; it has {count}"
    zh: ClassVar[str] = "文本中没有第 {number} 个计划，共有 {count} 个"

    number: int
    count: int


@attrs.frozen(order=True)
class TextSpan:
    """
    Where something stands in a text.

    Attributes:
        start: Its first character, counted from 0.
        end: The character behind its last one.
        line: The line of its first character, counted from 1.
        last_line: The line of its last character.
    """

    start: int
    end: int
    line: int
    last_line: int


@attrs.frozen
class Guess:
    """
    Something that a sentence seems to say.

    Attributes:
        kind: What it is.
        span: Where the words stand.
        text: The words as they stand there.
        value: What they were read as: for a time the text that the key of a duty
            takes (``monthly(5)``, ``>= 1 per quarter``), for a number its bound,
            amount and unit (``>= 50%``), for a body or an audience its code; for
            a mask nothing.
        findings: What was doubtful in reading them.
    """

    kind: GuessKind
    span: TextSpan
    text: str
    value: str
    findings: tuple[Finding, ...] = attrs.field(default=(), converter=tuple[Finding, ...])


@attrs.frozen
class Sentence:
    """
    A sentence, or a line that is none.

    Attributes:
        span: Where it stands; it may run over several lines.
        text: The words as they stand there.
        guesses: What it seems to say, in the order of the text.
        findings: What of it was not read.
    """

    span: TextSpan
    text: str
    guesses: tuple[Guess, ...] = attrs.field(default=(), converter=tuple[Guess, ...])
    findings: tuple[Finding, ...] = attrs.field(default=(), converter=tuple[Finding, ...])


@attrs.frozen(kw_only=True)
class OutlineSection:
    """
    A numbered part of a plan, down to the single item.

    Attributes:
        line: The line on which it begins.
        level: 1 for 一、, 2 for （一）, 3 for 1、, 4 for （1） and ①; 0 for what
            stands before the first number.
        number: Its number as it stands in the text; `None` at level 0.
        title: The words behind the number, up to the first stop or colon.
        sentences: Its sentences, the title among them.
    """

    line: int
    level: int
    number: int | None
    title: str
    sentences: tuple[Sentence, ...] = attrs.field(converter=tuple[Sentence, ...])


@attrs.frozen(kw_only=True, repr=False)
class DocumentOutline:
    """
    One plan of a text.

    Attributes:
        title: Its first line; empty if it has none.
        line: The line of the title.
        sections: Its parts, in the order of the text.
        findings: What is odd in its numbering.
    """

    title: str
    line: int
    sections: tuple[OutlineSection, ...] = attrs.field(converter=tuple[OutlineSection, ...])
    findings: tuple[Finding, ...] = attrs.field(default=(), converter=tuple[Finding, ...])

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """
        All sentences, in the order of the text.
        """
        return tuple(sentence for section in self.sections for sentence in section.sentences)

    @property
    def guesses(self) -> tuple[Guess, ...]:
        """
        All guesses, in the order of the text.
        """
        return tuple(guess for sentence in self.sentences for guess in sentence.guesses)

    def __repr__(self) -> str:
        counts = f"{len(self.sections)} sections, {len(self.guesses)} guesses"
        return f"<DocumentOutline {self.title!r}: {counts}>"


@attrs.frozen(kw_only=True, repr=False)
class Outline:
    """
    What a text holds: its plans, and what belongs to none.

    Attributes:
        documents: The plans.
        residue: Lines that the web left, or that stand before the first of
            several plans; nothing was read from them.
    """

    documents: tuple[DocumentOutline, ...] = attrs.field(converter=tuple[DocumentOutline, ...])
    residue: tuple[Sentence, ...] = attrs.field(default=(), converter=tuple[Sentence, ...])

    def document(self, number: int) -> DocumentOutline:
        """
        Return a plan by its number in the text, counted from 1.

        Raises:
            NoSuchDocumentError: The text has fewer.
        """
        if not 1 <= number <= len(self.documents):
            raise NoSuchDocumentError(number, len(self.documents))
        return self.documents[number - 1]

    @property
    def guesses(self) -> tuple[Guess, ...]:
        """
        All guesses of all plans, in the order of the text.
        """
        return tuple(guess for document in self.documents for guess in document.guesses)

    def __repr__(self) -> str:
        documents = ", ".join(map(repr, self.documents))
        return f"<Outline {documents or 'of nothing'}; {len(self.residue)} lines of residue>"
