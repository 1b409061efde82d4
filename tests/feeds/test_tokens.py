import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from community_edu.base import InvalidIdentifierError, UnknownReferenceError
from community_edu.feeds.instants import UnusableInstantError
from community_edu.feeds.serving.tokens import (
    IssuedToken,
    TokenBook,
    UnreadableTokensError,
    UnusableTokenError,
    new_token,
)

AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
FIRST, SECOND, THIRD = "a" * 43, "b" * 43, "c-_" * 20
BOOK = TokenBook().issue("lecturer-1", FIRST, at=AT).issue("school", SECOND, at=AT)


class TestIssue:
    def test_owner(self) -> None:
        """
        A token opens the feed of the one to whom it was given, and no other does.
        """
        assert [BOOK.owner_of(token) for token in (FIRST, SECOND, THIRD)] == [
            "lecturer-1",
            "school",
            None,
        ]

    def test_one_more(self) -> None:
        """
        Who gets one more token keeps those they have.
        """
        book = BOOK.issue("school", THIRD, at=AT)
        assert book.owner_of(SECOND) == book.owner_of(THIRD) == "school"

    @pytest.mark.parametrize("token", ["", "password", "a" * 42, "a" * 42 + "/", "a" * 129])
    def test_weak(self, token: str) -> None:
        """
        What could be guessed, or would not go into an address, is not given out.
        """
        with pytest.raises(UnusableTokenError, match="not of 43 to 128 letters") as caught:
            TokenBook().issue("school", token, at=AT)
        assert caught.value.sentence("zh-CN").startswith("此令牌不能发出：不是 43 至 128 个")

    @pytest.mark.parametrize("owner", ["school", "lecturer-1"])
    def test_twice(self, owner: str) -> None:
        """
        No token is given out twice, not even to the one who has it; the error does not tell it.
        """
        with pytest.raises(UnusableTokenError, match="given out before") as caught:
            BOOK.issue(owner, FIRST, at=AT)
        assert FIRST not in str(caught.value)

    def test_bad_owner(self) -> None:
        """
        An owner is an identifier, and the instant has a zone.
        """
        with pytest.raises(InvalidIdentifierError, match="not an identifier"):
            BOOK.issue("王老师", THIRD, at=AT)
        with pytest.raises(UnusableInstantError, match="offset from UTC"):
            BOOK.issue("school", THIRD, at=AT.replace(tzinfo=None))


class TestRevoke:
    def test_dead(self) -> None:
        """
        All tokens of one owner are dead at once, and those of others are not.
        """
        book = BOOK.issue("school", THIRD, at=AT).revoke("school")
        assert [book.owner_of(token) for token in (FIRST, SECOND, THIRD)] == [
            "lecturer-1",
            None,
            None,
        ]

    def test_rotate(self) -> None:
        """
        The new token takes the place of the old ones.
        """
        book = BOOK.rotate("school", THIRD, at=AT + timedelta(days=1))
        assert (book.owner_of(SECOND), book.owner_of(THIRD)) == (None, "school")
        assert book.owner_of(FIRST) == "lecturer-1"

    @pytest.mark.parametrize("token", [FIRST, SECOND])
    def test_rotate_to_an_old_one(self, token: str) -> None:
        """
        A token that is known, to its owner or to another, is no new one.
        """
        with pytest.raises(UnusableTokenError, match="given out before"):
            BOOK.rotate("school", token, at=AT)

    def test_mistyped(self) -> None:
        """
        A name without tokens is refused: the address one meant would stay alive.
        """
        with pytest.raises(UnknownReferenceError, match="did you mean 'lecturer-1'"):
            BOOK.revoke("lecturer1")
        with pytest.raises(UnknownReferenceError, match="no holder of a token 'new'"):
            BOOK.rotate("new", THIRD, at=AT)


class TestSecrecy:
    def test_only_hashes(self) -> None:
        """
        Neither the book nor its file has a token.
        """
        for shown in (BOOK.to_json(), repr(BOOK)):
            assert FIRST not in shown
            assert SECOND not in shown

    def test_salted(self) -> None:
        """
        The hash is of this use alone: it is not the plain one of the token.
        """
        assert hashlib.sha256(FIRST.encode()).hexdigest() not in BOOK.to_json()

    @pytest.mark.parametrize("token", [FIRST, SECOND, THIRD, "", "街道", "\udcff"])
    def test_every_entry_is_compared(self, token: str) -> None:
        """
        Each look-up compares whole hashes, with every token of the book, by `hmac`.
        """
        with mock.patch.object(hmac, "compare_digest", wraps=hmac.compare_digest) as compared:
            BOOK.owner_of(token)
        assert compared.call_count == len(BOOK.tokens)
        assert {len(text) for call in compared.call_args_list for text in call.args} == {64}

    def test_new_tokens(self) -> None:
        """
        New tokens differ, can be given out, and need no quoting in an address.
        """
        tokens = {new_token() for _ in range(50)}
        assert len(tokens) == 50
        book = TokenBook()
        for token in tokens:
            book = book.issue("school", token, at=AT)
        assert {book.owner_of(token) for token in tokens} == {"school"}

    def test_fingerprint(self) -> None:
        """
        What is no hash is not kept.
        """
        with pytest.raises(ValueError, match="fingerprint"):
            IssuedToken(owner="school", issued=AT, fingerprint=FIRST)


class TestJson:
    def test_text(self) -> None:
        """
        The file is text that people can read, in an order that does not depend on theirs.
        """
        found = json.loads(BOOK.to_json())
        assert [token["owner"] for token in found["tokens"]] == ["lecturer-1", "school"]
        assert found["tokens"][0]["issued"] == "2026-03-02T08:30:00Z"
        again = TokenBook().issue("school", SECOND, at=AT).issue("lecturer-1", FIRST, at=AT)
        assert again == BOOK
        assert again.to_json() == BOOK.to_json()

    def test_there_and_back(self) -> None:
        """
        A book read from its file is the same book.
        """
        assert TokenBook.from_json(BOOK.to_json()) == BOOK

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("{", "", "as a whole: it is not JSON"),
            ("tokens", "ledger", "at format: it is not one of community-edu-tokens"),
            ('"version": 1', '"version": 2', "at version: it is not a whole number from 1 to 1"),
            ('"owner"', '"name"', r"at tokens\[0\]: 'owner' is missing"),
            ('"sha256"', '"expires": 1, "sha256"', r"at tokens\[0\]: 'expires' is not known"),
            ("lecturer-1", "Lecturer 1", r"at tokens\[0\].owner: Lecturer 1 is not an identifier"),
            ("2026-03-02T08:30:00Z", "2026-03-02", r"at tokens\[0\].issued: it is not an instant"),
            ("2026-03-02T", "1066-03-02T", r"at tokens\[0\].issued: .* since 1970"),
            ('": "', '": "x', "at format: it is not one of"),
        ],
    )
    def test_damaged(self, old: str, new: str, said: str) -> None:
        """
        A file that was changed is refused as a whole, with the place.
        """
        text = BOOK.to_json().replace(old, new, 1)
        with pytest.raises(UnreadableTokensError, match=said) as caught:
            TokenBook.from_json(text)
        assert caught.value.sentence("zh-CN").startswith("令牌文件不能使用")

    def test_twice(self) -> None:
        """
        One token is of one owner.
        """
        value = json.loads(BOOK.to_json())
        value["tokens"].append(value["tokens"][0] | {"owner": "other"})
        with pytest.raises(
            UnreadableTokensError, match=r"at tokens\[2\]: the token is there twice"
        ):
            TokenBook.from_json(json.dumps(value))

    def test_cut_hash(self) -> None:
        """
        A hash that is cut opens nothing: it is refused.
        """
        value = json.loads(BOOK.to_json())
        value["tokens"][1]["sha256"] = value["tokens"][1]["sha256"][:32]
        with pytest.raises(UnreadableTokensError, match=r"tokens\[1\]\.sha256: .* fingerprint"):
            TokenBook.from_json(json.dumps(value))

    @given(st.data())
    def test_any_change(self, data: st.DataObject) -> None:
        """
        With any character changed it is refused, or gives a book that opens no more than this.
        """
        text = BOOK.to_json()
        place = data.draw(st.integers(0, len(text) - 1))
        changed = text[:place] + data.draw(st.characters(codec="utf-8")) + text[place + 1 :]
        try:
            book = TokenBook.from_json(changed)
        except UnreadableTokensError:
            return
        kept = [token.fingerprint for token in BOOK.tokens]
        assert len(book.tokens) == len(kept)
        assert len({token.fingerprint for token in book.tokens} - set(kept)) <= 1


class TokenHistory(RuleBasedStateMachine):
    """
    A book beside a plain dictionary of tokens, through any history.
    """

    def __init__(self) -> None:
        super().__init__()
        self.book = TokenBook()
        self.good: dict[str, str] = {}
        self.dead: set[str] = set()

    @rule(owner=st.sampled_from("abc"), rotate=st.booleans(), number=st.integers(0, 99))
    def give_out(self, owner: str, rotate: bool, number: int) -> None:  # noqa: FBT001 - drawn
        token = f"{number:043}"
        if token in self.good or (rotate and owner not in self.good.values()):
            return
        give = self.book.rotate if rotate else self.book.issue
        if rotate:
            self.forget(owner)
        self.book = give(owner, token, at=AT)
        self.good[token] = owner
        self.dead.discard(token)

    @rule(owner=st.sampled_from("abc"))
    def revoke(self, owner: str) -> None:
        if owner in self.good.values():
            self.book = self.book.revoke(owner)
            self.forget(owner)

    @rule()
    def restart(self) -> None:
        self.book = TokenBook.from_json(self.book.to_json())

    @invariant()
    def opens_what_it_should(self) -> None:
        assert {token: self.book.owner_of(token) for token in self.good} == self.good
        assert all(self.book.owner_of(token) is None for token in self.dead)

    def forget(self, owner: str) -> None:
        gone = {token for token, known in self.good.items() if known == owner}
        self.dead |= gone
        self.good = {token: known for token, known in self.good.items() if token not in gone}


class TestHistory:
    def test_any_history(self) -> None:
        """
        Through any history, a token is good from when it is given out until it is revoked.
        """
        run_state_machine_as_test(
            TokenHistory, settings=settings(max_examples=30, stateful_step_count=20)
        )
