"""
Observances (节日、纪念日、宣传日): days that plans call by name.
"""

import pkgutil
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any

import attrs

from community_edu.base import CommunityEduError, Text, text
from community_edu.calendars.rule_texts import parse_rule
from community_edu.calendars.rules import Named, Rule, UnknownNameError

MOST_RULES = 300
"""
Of how many rules an observance may be made, so that dating it takes no time.
"""


@attrs.define(slots=False)
class InvalidKeyError(CommunityEduError, ValueError):
    """
    A key that no rule could name.
    """

    code = "invalid-key"
    en = "'{value}' cannot be the key of an observance; write a-z, 0-9 and '_', a letter first"
    zh = "“{value}”不能作节日的键，请用小写字母、数字和 _，以字母开头"

    value: str


_KEY = re.compile(r"[a-z][a-z0-9_]{0,79}", re.ASCII)


def observance_key(value: str) -> str:
    """
    Return *value* if rules can name an observance by it.

    Raises:
        InvalidKeyError: It is no word of small letters, digits and ``_``.

    Example:
        >>> observance_key("double_ninth")
        'double_ninth'
    """
    if not _KEY.fullmatch(value):
        raise InvalidKeyError(value)
    return value


@attrs.frozen(kw_only=True)
class Observance:
    """
    One day or week with a name and a rule.

    Attributes:
        key: The name in rules and on the command line: ``double_ninth``.
        name: What people call it.
        rule: When it is.
        aliases: Other Chinese names in use.
        source: Where the rule is stated.
        verified: Whether that source has been read; shipped rows say so.
        note: What a user of the day should know.
    """

    key: str = attrs.field(converter=observance_key)
    name: Text = attrs.field(converter=text)
    rule: Rule
    aliases: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    source: str = ""
    verified: bool = True
    note: str = ""


class ObservanceCatalog(Mapping[str, Observance]):
    """
    Observances by key. Rules are read when they are first asked for.

    Example:
        >>> print(shipped_observances()["double_ninth"].rule)
        lunar(9, 9)
    """

    def __init__(self, entries: Mapping[str, Observance | Mapping[str, Any]]) -> None:
        self._entries = dict(entries)

    def __getitem__(self, key: str) -> Observance:
        entry = self._entries[key]
        if not isinstance(entry, Observance):
            fields: dict[str, Any] = {**entry, "rule": parse_rule(entry["rule"])}
            entry = Observance(**fields)
            self._entries[key] = entry
        return entry

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def with_own(self, observances: Iterable[Observance]) -> "ObservanceCatalog":
        """
        Return a catalogue in which *observances* are added, or replace those of their key.

        Raises:
            CircularNamesError: Some of them are defined by one another.
            TangledNamesError: One of them stands for too many others.
        """
        own = {observance.key: observance for observance in observances}
        catalog = ObservanceCatalog({**self._entries, **own})
        sizes: dict[str, int] = {}
        for key in own:
            catalog.check_names(key, sizes)
        return catalog

    def check_names(self, key: str, sizes: dict[str, int]) -> None:
        """
        Refuse a name that is defined by itself, or by too many others.

        Args:
            key: The name.
            sizes: Of how many rules each name is made that was looked at
                before; those of this one are added.

        Raises:
            CircularNamesError: It is defined by itself, over however many others.
            TangledNamesError: It is made of too many rules.
        """
        trail = {key: self._names_in(key)}
        while trail:
            current = next(reversed(trail))
            name = next((name for name in trail[current] if name not in sizes), None)
            if name in trail:
                names = tuple(trail)
                raise CircularNamesError((*names[names.index(name) :], name))
            if name is not None:
                trail[name] = self._names_in(name)
                continue
            sizes[current] = self._size(self[current].rule, sizes) if current in self else 1
            if sizes[current] > MOST_RULES:
                raise TangledNamesError(current, MOST_RULES)
            del trail[current]

    def _key(self, name: str) -> str:
        """
        Return the key of an observance that may go by a Chinese name; another name as it is.
        """
        return name if name in self else self.by_name.get(name, name)

    def _names_in(self, key: str) -> Iterator[str]:
        """
        Yield the keys that the rule of *key* refers to.
        """
        return map(self._key, self[key].rule.named()) if key in self else iter(())

    def _size(self, rule: Rule, sizes: Mapping[str, int]) -> int:
        """
        Count the rules of which *rule* is made, those behind its names included.
        """
        behind = sizes[self._key(rule.name)] if isinstance(rule, Named) else 0
        return 1 + behind + sum(self._size(part, sizes) for part in rule.parts())

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """
        The key of each Chinese name. No rule is read for it.
        """
        keys: dict[str, str] = {}
        for key, entry in self._entries.items():
            if isinstance(entry, Observance):
                names = (*entry.aliases, entry.name.zh)
            else:
                names = (*entry.get("aliases", ()), text(entry["name"]).zh)
            keys |= dict.fromkeys(names, key)
        return keys

    def find(self, name: str) -> Observance:
        """
        Return the observance with that key or Chinese name.

        Raises:
            UnknownNameError: There is none.
        """
        key = self._key(name)
        if key in self:
            return self[key]
        raise UnknownNameError(name, (*self, *self.by_name))


@attrs.define(slots=False)
class CircularNamesError(CommunityEduError, ValueError):
    """
    Observances that are defined by one another.
    """

    code = "circular-names"
    en = "these observances are defined by one another: {names}; give one of them a date"
    zh = "这些节日互相定义：{names}，请给其中一个写明日期"

    names: tuple[str, ...]


@attrs.define(slots=False)
class TangledNamesError(CommunityEduError, ValueError):
    """
    An observance that is made of more rules than any calendar needs.
    """

    code = "tangled-names"
    en = "'{key}' is made of more than {most} rules, those of the names in it included; simplify it"
    zh = "“{key}”连同其中引用的节日共含 {most} 条以上的规则，请简化"

    key: str
    most: int


@cache
def shipped_observances() -> ObservanceCatalog:
    """
    Return the observances that come with the library (``packs/observances.toml``).
    """
    data = pkgutil.get_data("community_edu.packs", "observances.toml") or b""
    entries = tomllib.loads(data.decode())["observances"]
    return ObservanceCatalog({entry["key"]: entry for entry in entries})
