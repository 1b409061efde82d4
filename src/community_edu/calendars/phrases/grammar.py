"""
The grammar of phrases of time; the only module that knows its parser.

The grammar is LALR(1), in ``packs/phrases.lark``. From each token the longest phrase
is taken that the grammar knows, so that the time is linear in the tokens, but for the
few that are looked at twice.
"""

import pkgutil
from collections.abc import Iterator
from functools import cache
from typing import Protocol, TypeAlias, cast

import attrs
from lark import Lark, Token, Tree, UnexpectedInput
from lark.lexer import Lexer

from community_edu.calendars.phrases.values import PhraseToken

LONGEST_PHRASE = 40
"""
So many tokens may belong to one phrase.
"""


@attrs.frozen
class Phrase:
    """
    A rule of the grammar with what it was found to be made of.

    Attributes:
        rule: Its name.
        parts: The rules and tokens in it.
    """

    rule: str
    parts: tuple["Part", ...]

    def child(self, rule: str) -> "Phrase | None":
        """
        Return the first rule of that name right in this one.
        """
        return next((p for p in self.parts if isinstance(p, Phrase) and p.rule == rule), None)

    def the(self, rule: str) -> "Phrase":
        """
        Return the rule of that name right in this one, which the grammar puts there.
        """
        return next(p for p in self.parts if isinstance(p, Phrase) and p.rule == rule)

    def token(self, *kinds: str) -> PhraseToken | None:
        """
        Return the first token of one of these kinds right in this rule.
        """
        return next((p for p in self.parts if isinstance(p, PhraseToken) and p.kind in kinds), None)

    def tokens(self) -> Iterator[PhraseToken]:
        """
        Yield every token in it, however deep, in their order.
        """
        for part in self.parts:
            if isinstance(part, Phrase):
                yield from part.tokens()
            else:
                yield part

    @property
    def start(self) -> int:
        """
        Where it begins in the text.
        """
        return min(token.start for token in self.tokens())

    @property
    def end(self) -> int:
        """
        Where it ends in the text.
        """
        return max(token.end for token in self.tokens())


Part: TypeAlias = Phrase | PhraseToken


class _Parser(Protocol):
    """
    What is used of the parser that `Lark` makes.
    """

    def parse(self, text: object) -> Tree[Token]: ...

    def parse_interactive(self, text: object = None) -> "_Steps": ...


class _Steps(Protocol):
    def feed_token(self, token: Token) -> object: ...

    def choices(self) -> dict[str, object]: ...


class _Tokens(Lexer):
    """
    A lexer for what is cut into tokens before.
    """

    def __init__(self, configuration: object) -> None:
        """
        Take no configuration.
        """

    def lex(self, lexer_state: object, parser_state: object = None) -> Iterator[Token]:  # noqa: ARG002
        """
        Return the tokens as they are.
        """
        return iter(cast("list[Token]", lexer_state))


@cache
def _parser() -> _Parser:
    grammar = pkgutil.get_data("community_edu.packs", "phrases.lark") or b""
    return cast("_Parser", Lark(grammar.decode(), parser="lalr", lexer=_Tokens))


def phrases_in(tokens: tuple[PhraseToken, ...]) -> Iterator[Part]:
    """
    Yield the phrases in *tokens*, and the tokens that belong to none, in their order.
    """
    marks = [Token(token.kind, str(index)) for index, token in enumerate(tokens)]
    at = 0
    while at < len(tokens):
        found = _longest(marks[at : at + LONGEST_PHRASE])
        if found is None:
            yield tokens[at]
            at += 1
        else:
            length, tree = found
            yield _phrase(tree, tokens)
            at += length


def _longest(marks: list[Token]) -> tuple[int, Tree[Token]] | None:
    """
    Return the longest phrase at the beginning of *marks*, with the number of its tokens.
    """
    parser = _parser()
    steps = parser.parse_interactive()
    ends: list[int] = []
    for index, mark in enumerate(marks):
        if mark.type not in steps.choices():
            break
        try:
            steps.feed_token(mark)
        except UnexpectedInput:
            break
        if "$END" in steps.choices():
            ends.append(index + 1)
    for end in reversed(ends):
        try:
            return end, parser.parse(marks[:end])
        except UnexpectedInput:
            continue
    return None


def _phrase(tree: Tree[Token], tokens: tuple[PhraseToken, ...]) -> Phrase:
    parts = tuple(
        _phrase(child, tokens) if isinstance(child, Tree) else tokens[int(child)]
        for child in tree.children
    )
    return Phrase(str(tree.data), parts)
