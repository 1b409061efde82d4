"""
Reading a ledger by hand: every value is looked at before it is believed.
"""

import json
import re
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime
from typing import ClassVar, Final, NoReturn, TypeAlias, TypeVar, cast

import attrs

from community_edu.base import CommunityEduError, Path, Text, format_path
from community_edu.feeds._characters import clean

_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")

Code = TypeVar("Code", bound=str)
Made = TypeVar("Made")
_NOTHING: Final = (None, ())
_Object: TypeAlias = dict[str, object]


@attrs.define(slots=False)
class UnreadableFileError(CommunityEduError, ValueError):
    """
    A file of ours that this library did not write, or that was changed since.
    """

    path: Path
    reason: Text

    def facts(self) -> dict[str, object]:
        """
        Return the fields, with the place as a reader would look for it.
        """
        place = format_path(self.path)
        return super().facts() | {
            "place_en": f"at {place}" if place else "as a whole",
            "place_zh": f"{place} 处" if place else "整体有误",
        }


class UnreadableLedgerError(UnreadableFileError):
    """
    A ledger that this library did not write, or that was changed since.
    """

    code: ClassVar[str] = "unreadable-ledger"
    en: ClassVar[str] = (
        "the ledger cannot be used, {place_en}: {reason}; give it as the last publication wrote it"
    )
    zh: ClassVar[str] = "发布台账不能使用，{place_zh}：{reason}；请使用上次发布时写出的原文件"


@attrs.frozen
class Node:
    """
    One value of a JSON text, and where it stands.
    """

    value: object
    path: Path = ()

    @classmethod
    def parse(cls, text: str) -> "Node":
        """
        Read *text* as JSON, in which no object may have one key twice.
        """
        try:
            return cls(json.loads(text, object_pairs_hook=_unique))
        except UnreadableLedgerError:
            raise
        except RecursionError:
            cls(None).refuse("嵌套过深", "it is nested too deeply")
        except ValueError:  # also for numbers of thousands of digits
            cls(None).refuse("不是 JSON 文本", "it is not JSON")

    def refuse(self, zh: str, en: str) -> NoReturn:
        """
        Say that the value is not what it should be.
        """
        raise UnreadableLedgerError(self.path, Text(zh, en=en))

    def fields(self, *names: str, besides: Collection[str] = ()) -> dict[str, "Node"]:
        """
        Return the fields of an object that has all those *names*, and maybe some *besides*.

        Those that it does not have read as nothing: as no items, or as `None`.
        """
        found = self._object()
        for name in names:
            if name not in found:
                self.refuse(f"缺少“{name}”", f"'{name}' is missing")
        for name in found:
            if name not in names and name not in besides:
                self.refuse(f"有不认识的“{clean(name)}”", f"'{clean(name)}' is not known")
        known = (*names, *besides)
        return {name: Node(found.get(name, ()), (*self.path, name)) for name in known}

    def field(self, name: str) -> "Node":
        """
        Return one field of an object, or a node without a value.
        """
        return Node(self._object().get(name), (*self.path, name))

    def items(self) -> "list[Node]":
        """
        Return the items of a list.
        """
        if not isinstance(self.value, list | tuple):
            self.refuse("不是列表", "it is not a list")
        items = cast("Sequence[object]", self.value)
        return [Node(item, (*self.path, index)) for index, item in enumerate(items)]

    def strings(self) -> list[str]:
        """
        Return a list of texts.
        """
        return [item.string() for item in self.items()]

    def text(self) -> Text:
        """
        Return a text in one language or two.
        """
        fields = self.fields("zh", "en")
        return Text(fields["zh"].string(), en=fields["en"].optional_string())

    def optional_text(self) -> Text | None:
        """
        Return such a text or `None`.
        """
        return None if self.value in _NOTHING else self.text()

    def optional(self, make: Callable[[str], Made]) -> Made | None:
        """
        Return what *make* reads from the text here, or `None`.
        """
        return None if self.value in _NOTHING else self.made(make)

    def made(self, make: Callable[[str], Made]) -> Made:
        """
        Return what *make* reads from the text here.
        """
        text = self.string()
        try:
            return make(text)
        except CommunityEduError as error:
            self.refuse(error.sentence("zh-CN"), error.sentence("en"))

    def string(self) -> str:
        """
        Return a text that a calendar can hold.
        """
        if not isinstance(self.value, str):
            self.refuse("不是文字", "it is not a text")
        if clean(self.value) != self.value:
            self.refuse("含有控制字符", "it holds control characters")
        return self.value

    def optional_string(self) -> str | None:
        """
        Return a text or `None`.
        """
        return None if self.value in _NOTHING else self.string()

    def whole(self, least: int, most: int) -> int:
        """
        Return a whole number from *least* to *most*.
        """
        value = self.value
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.refuse(
                f"不是 {least} 至 {most} 的整数", f"it is not a whole number from {least} to {most}"
            )
        return value

    def one_of(self, known: Collection[Code]) -> Code:
        """
        Return the one of *known* that stands here.
        """
        text = self.string()
        found = next((code for code in known if code == text), None)
        if found is None:
            self.refuse(f"不是 {'、'.join(known)} 之一", f"it is not one of {', '.join(known)}")
        return found

    def fingerprint(self) -> str:
        """
        Return a SHA-256 in hexadecimal digits.
        """
        text = self.string()
        if not _FINGERPRINT.fullmatch(text):
            self.refuse("不是 SHA-256 指纹", "it is not a SHA-256 fingerprint")
        return text

    def moment(self) -> date:
        """
        Return a day, or a local time without zone.
        """
        text = self.string()
        try:
            moment: date = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
        except ValueError:
            moment = date.min
        if moment.isoformat() != text or (isinstance(moment, datetime) and moment.tzinfo):
            self.refuse("不是日期或当地时间", "it is not a day or a local time")
        return moment

    def instant(self) -> datetime:
        """
        Return an instant written in UTC, as `instant_text` writes it.
        """
        text = self.string()
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            instant = datetime.min.replace(tzinfo=UTC)
        if not instant.tzinfo or instant.microsecond or instant_text(instant) != text:
            self.refuse("不是 UTC 时刻", "it is not an instant in UTC")
        return instant.replace(tzinfo=UTC)

    def _object(self) -> _Object:
        if not isinstance(self.value, dict):
            self.refuse("不是对象", "it is not an object")
        return cast("_Object", self.value)


def instant_text(instant: datetime) -> str:
    """
    Write an instant of UTC.

    Example:
        >>> instant_text(datetime(2026, 1, 5, tzinfo=UTC))
        '2026-01-05T00:00:00Z'
    """
    return f"{instant.replace(tzinfo=None).isoformat()}Z"


def _unique(pairs: list[tuple[str, object]]) -> _Object:
    found: _Object = {}
    for name, value in pairs:
        if name in found:
            Node(None).refuse(f"“{clean(name)}”出现两次", f"'{clean(name)}' is there twice")
        found[name] = value
    return found
