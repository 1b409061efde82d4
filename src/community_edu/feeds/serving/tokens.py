"""
Tokens (访问令牌) of private feeds: who has the address has the calendar, until it is revoked.

A calendar client cannot log in, so the address itself is the secret. A book keeps
only hashes: who reads the file cannot subscribe. A plain SHA-256 is enough, for a
token is 256 bits of chance, more than anybody can try.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Final

import attrs

from community_edu.base import (
    CommunityEduError,
    Text,
    UnknownReferenceError,
    identifier,
)
from community_edu.feeds._nodes import (
    Node,
    UnreadableFileError,
    UnreadableLedgerError,
    instant_text,
)
from community_edu.feeds.instants import exact_instant, read_instant

FORMAT: Final = "community-edu-tokens"
VERSION: Final = 1

_SALT: Final = b"community-edu token "
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43,128}")
_WEAK: Final = Text(
    "不是 43 至 128 个 A-Z a-z 0-9 - _ 字符，请用 new_token() 生成",
    en="it is not of 43 to 128 letters, digits, '-' and '_'; make it with new_token()",
)
_TAKEN: Final = Text(
    "已经发出过，请另行生成", en="it has been given out before; make another with new_token()"
)


@attrs.define(slots=False)
class UnusableTokenError(CommunityEduError, ValueError):
    """
    A token that cannot be given out. The error does not tell the token.
    """

    code: ClassVar[str] = "unusable-token"
    en: ClassVar[str] = "the token cannot be given out: {reason}"
    zh: ClassVar[str] = "此令牌不能发出：{reason}"

    reason: Text


class UnreadableTokensError(UnreadableFileError):
    """
    A file of tokens that this library did not write, or that was changed since.
    """

    code: ClassVar[str] = "unreadable-tokens"
    en: ClassVar[str] = (
        "the file of tokens cannot be used, {place_en}: {reason}; give it as it was written, "
        "or give out new tokens"
    )
    zh: ClassVar[str] = "令牌文件不能使用，{place_zh}：{reason}；请使用原文件，或重新发放令牌"


@attrs.frozen(kw_only=True, order=True)
class IssuedToken:
    """
    One token that was given out, without the token.

    Attributes:
        owner: Whose private feed it opens: the identifier of an educator or a body.
        issued: When it was given out.
        fingerprint: A hash of it.
    """

    owner: str = attrs.field(converter=identifier)
    issued: datetime = attrs.field(converter=exact_instant)
    fingerprint: str = attrs.field(validator=attrs.validators.matches_re(r"[0-9a-f]{64}"))


def _in_order(tokens: Iterable[IssuedToken]) -> tuple[IssuedToken, ...]:
    return tuple(sorted(tokens))


@attrs.frozen
class TokenBook:
    """
    Which tokens are good, and whose they are.

    Attributes:
        tokens: What was given out and not revoked, by owner and instant.

    Example:
        >>> from datetime import UTC
        >>> book, token = TokenBook(), "k" * 43  # in earnest: new_token()
        >>> book = book.issue("lecturer-03", token, at=datetime(2026, 1, 5, tzinfo=UTC))
        >>> book.owner_of(token), book.revoke("lecturer-03").owner_of(token)
        ('lecturer-03', None)
    """

    tokens: tuple[IssuedToken, ...] = attrs.field(default=(), converter=_in_order)

    def issue(self, owner: str, token: str, *, at: datetime) -> "TokenBook":
        """
        Return the book with one more token of *owner*; those they have stay good.

        Args:
            owner: Whose private feed it opens, by an identifier.
            token: The token itself, from `new_token`. Give it to the owner: the
                book does not keep it.
            at: When it is given out.

        Raises:
            UnusableTokenError: The token could be guessed, or is in the book.
            InvalidIdentifierError: *owner* is no identifier.
            UnusableInstantError: *at* has no time zone, or is before 1970.

        Example:
            >>> from datetime import UTC
            >>> at = datetime(2026, 1, 5, tzinfo=UTC)
            >>> TokenBook().issue("lecturer-03", "k" * 43, at=at).tokens[0].owner
            'lecturer-03'
        """
        if not _TOKEN.fullmatch(token):
            raise UnusableTokenError(_WEAK)
        if self.owner_of(token) is not None:
            raise UnusableTokenError(_TAKEN)
        issued = IssuedToken(owner=owner, issued=at, fingerprint=_fingerprint(token))
        return TokenBook((*self.tokens, issued))

    def rotate(self, owner: str, token: str, *, at: datetime) -> "TokenBook":
        """
        Return the book with *token* in the place of all that *owner* has.

        Raises:
            UnknownReferenceError: *owner* has none.
            UnusableTokenError: As for `issue`; also if it is one they have.

        Example:
            >>> from datetime import UTC
            >>> at = datetime(2026, 1, 5, tzinfo=UTC)
            >>> book = TokenBook().issue("lecturer-03", "k" * 43, at=at)
            >>> book = book.rotate("lecturer-03", "m" * 43, at=at)
            >>> book.owner_of("k" * 43), book.owner_of("m" * 43)
            (None, 'lecturer-03')
        """
        kept = self.revoke(owner)
        if self.owner_of(token) is not None:
            raise UnusableTokenError(_TAKEN)
        return kept.issue(owner, token, at=at)

    def revoke(self, owner: str) -> "TokenBook":
        """
        Return the book without the tokens of *owner*: their addresses are dead.

        Raises:
            UnknownReferenceError: *owner* has none; a name that is mistyped must
                not leave an address alive.

        Example:
            >>> from datetime import UTC
            >>> at = datetime(2026, 1, 5, tzinfo=UTC)
            >>> TokenBook().issue("lecturer-03", "k" * 43, at=at).revoke("lecturer-03")
            TokenBook(tokens=())
        """
        kept = [token for token in self.tokens if token.owner != owner]
        if len(kept) == len(self.tokens):
            owners = tuple(dict.fromkeys(token.owner for token in self.tokens))
            raise UnknownReferenceError(
                ("owner",), "holder of a token", "令牌持有人", owner, owners
            )
        return TokenBook(kept)

    def owner_of(self, token: str) -> str | None:
        """
        Return whose feed *token* opens, or `None`.

        It is compared with every token of the book, and each comparison takes the
        same time: how long the answer takes tells nothing.

        Example:
            >>> print(TokenBook().owner_of("anything"))
            None
        """
        sought = _fingerprint(token)
        owner = None
        for known in self.tokens:
            if hmac.compare_digest(known.fingerprint, sought):
                owner = known.owner
        return owner

    def to_json(self) -> str:
        """
        Return the book as JSON, to be kept where the server reads it.

        Example:
            >>> print(TokenBook().to_json().splitlines()[1])
              "format": "community-edu-tokens",
        """
        value = {
            "format": FORMAT,
            "version": VERSION,
            "tokens": [
                {
                    "owner": token.owner,
                    "issued": instant_text(token.issued),
                    "sha256": token.fingerprint,
                }
                for token in self.tokens
            ],
        }
        return json.dumps(value, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "TokenBook":
        """
        Read a book, whole or not at all.

        Raises:
            UnreadableTokensError: It is damaged, of a later version, or another file.

        Example:
            >>> TokenBook.from_json(TokenBook().to_json())
            TokenBook(tokens=())
        """
        try:
            return cls(_read(Node.parse(text)))
        except UnreadableLedgerError as error:
            raise UnreadableTokensError(error.path, error.reason) from None


def new_token() -> str:
    """
    Return a token that nobody can guess: 256 bits of chance, in 43 characters for addresses.

    It is the one function here that gives another result each time.

    Example:
        >>> len(new_token())
        43
    """
    return secrets.token_urlsafe(32)


def _fingerprint(token: str) -> str:
    return hashlib.sha256(_SALT + token.encode(errors="surrogatepass")).hexdigest()


def _read(root: Node) -> Iterable[IssuedToken]:
    """
    Return the tokens of a file, none of them twice.
    """
    root.field("format").one_of([FORMAT])
    root.field("version").whole(VERSION, VERSION)
    seen: set[str] = set()
    tokens: list[IssuedToken] = []
    for item in root.fields("format", "version", "tokens")["tokens"].items():
        fields = item.fields("owner", "issued", "sha256")
        token = IssuedToken(
            owner=fields["owner"].made(identifier),
            issued=_issued(fields["issued"]),
            fingerprint=fields["sha256"].fingerprint(),
        )
        if token.fingerprint in seen:
            item.refuse("令牌出现两次", "the token is there twice")
        seen.add(token.fingerprint)
        tokens.append(token)
    return tokens


def _issued(node: Node) -> datetime:
    """
    Return an instant that is written as the library writes it, and is not before 1970.
    """
    node.instant()
    return node.made(read_instant)
