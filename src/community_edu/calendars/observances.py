"""
Catalogues of observances (节日、纪念日、宣传日): the days that plans call by name.
"""

import pkgutil
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any

import attrs

from community_edu.base import CommunityEduError, Finding, FindingKind, text
from community_edu.calendars.observance_days import Observance, ObservanceYear, observance_year
from community_edu.calendars.rule_texts import parse_rule
from community_edu.calendars.rules import Named, Names, Rule, UnknownNameError, checked_year
from community_edu.calendars.terms import TERM_NAMES

MOST_RULES = 300
"""
Of how many rules an observance may be made, so that dating it takes no time.
"""


PUBLIC_HOLIDAYS = "public_holidays"
RESERVED_KEYS = (*TERM_NAMES, PUBLIC_HOLIDAYS)
"""
The names whose days an almanac takes from the school terms and from the announced holidays.
"""

OBSERVANCE_REPLACED = FindingKind(
    "observance-replaced",
    "info",
    zh="“{name}”（{key}）原为 {before}，现为 {after}",
    en="'{name}' ({key}) was {before} and is now {after}",
)
OBSERVANCE_NAME_TAKEN = FindingKind(
    "observance-name-taken",
    "warning",
    zh="“{name}”原指 {before}，现指 {after}",
    en="the name '{name}' stood for {before} and now stands for {after}",
)


class _Unread:
    """
    An observance as it stands in a file; its rule is read once, for all catalogues that have it.
    """

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields

    @property
    def names(self) -> tuple[str, ...]:
        return (*self._fields.get("aliases", ()), text(self._fields["name"]).zh)

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(self._fields.get("tags", ()))

    @cached_property
    def observance(self) -> Observance:
        fields: dict[str, Any] = {**self._fields, "rule": parse_rule(self._fields["rule"])}
        return Observance(**fields)


class ObservanceCatalog(Mapping[str, Observance]):
    """
    Observances by key. Rules are read when they are first asked for.

    Args:
        entries: The observances, or what stands of them in a file, by key.
        whole: The catalogue of which this one is a part, where names in its
            rules are looked up; by default itself.

    Example:
        >>> print(shipped_observances()["double_ninth"].rule)
        lunar(9, 9)
        >>> len(shipped_observances().tagged("women", "international"))
        2
    """

    def __init__(
        self,
        entries: "Mapping[str, Observance | _Unread | Mapping[str, Any]]",
        *,
        whole: "ObservanceCatalog | None" = None,
    ) -> None:
        self._entries: dict[str, Observance | _Unread] = {
            key: _Unread(entry) if isinstance(entry, Mapping) else entry
            for key, entry in entries.items()
        }
        self._whole = self if whole is None else whole
        self._years: dict[int, ObservanceYear] = {}

    def __getitem__(self, key: str) -> Observance:
        entry = self._entries[key]
        return entry if isinstance(entry, Observance) else entry.observance

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def tagged(self, *tags: str) -> "ObservanceCatalog":
        """
        Return the observances that have all of *tags*. No rule is read for it.
        """
        wanted = set(tags)
        found = {key: entry for key, entry in self._entries.items() if wanted <= set(entry.tags)}
        return ObservanceCatalog(found, whole=self._whole)

    @property
    def tags(self) -> tuple[str, ...]:
        """
        Every tag that an observance has, in order.
        """
        return tuple(sorted({tag for entry in self._entries.values() for tag in entry.tags}))

    def in_year(self, year: int, names: Names | None = None) -> ObservanceYear:
        """
        Date all observances in *year*.

        Without *names* the year is made once and kept: everybody who asks for
        it gets the same.

        Args:
            year: A civil year, 1901 to 2100.
            names: What the keys and the names in rules stand for: an almanac
                that has these observances; a school vacation is then as its
                terms say. By default an almanac of the catalogue alone.

        Raises:
            YearOutOfRangeError: *year* is before 1901 or after 2100.
            UnknownNameError: A rule uses a name that *names* does not have.

        Example:
            >>> shipped_observances().in_year(2026).days[0].observance.name.zh
            '元旦'
        """
        if names is not None:
            return observance_year(self, checked_year(year), names)
        if year not in self._years:
            from community_edu.calendars.almanacs import Almanac

            almanac = Almanac(observances=self._whole)
            self._years[year] = observance_year(self, checked_year(year), almanac)
        return self._years[year]

    def changes(self, before: "ObservanceCatalog") -> tuple[Finding, ...]:
        """
        Say which observances and names mean something else than they did *before*.

        Each finding stands at the key of the observance as it is now.
        """
        return tuple(
            finding
            for key, observance in self.items()
            if observance != before.get(key)
            for finding in _changes(observance, before)
        )

    def with_own(self, observances: Iterable[Observance]) -> "ObservanceCatalog":
        """
        Return a catalogue in which *observances* are added, or replace those of their key.

        Without any it is this one: thousands of plans share the shipped catalogue.

        Raises:
            ReservedKeyError: One has a key that an almanac would pass over.
            CircularNamesError: Some of them are defined by one another.
            TangledNamesError: One of them stands for too many others.
        """
        own = {check_own_key(observance.key): observance for observance in observances}
        if not own:
            return self
        whole = None if self._whole is self else self._whole.with_own(own.values())
        catalog = ObservanceCatalog({**self._entries, **own}, whole=whole)
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

    def key_of(self, name: str) -> str:
        """
        Return the key of an observance that may go by a Chinese name; another name as it is.

        Example:
            >>> shipped_observances().key_of("寒假"), shipped_observances().key_of("first_term")
            ('winter_vacation', 'first_term')
        """
        return name if name in self else self.by_name.get(name, name)

    def _names_in(self, key: str) -> Iterator[str]:
        """
        Yield the keys that the rule of *key* refers to.
        """
        return map(self.key_of, self[key].rule.named()) if key in self else iter(())

    def _size(self, rule: Rule, sizes: Mapping[str, int]) -> int:
        """
        Count the rules of which *rule* is made, those behind its names included.
        """
        behind = sizes[self.key_of(rule.name)] if isinstance(rule, Named) else 0
        return 1 + behind + sum(self._size(part, sizes) for part in rule.parts())

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """
        The key of each Chinese name. No rule is read for it.
        """
        keys: dict[str, str] = {}
        for key, entry in self._entries.items():
            keys |= dict.fromkeys(entry.names, key)
        return keys

    def find(self, name: str) -> Observance:
        """
        Return the observance with that key or Chinese name.

        Raises:
            UnknownNameError: There is none.
        """
        key = self.key_of(name)
        if key in self:
            return self[key]
        raise UnknownNameError(name, (*self, *self.by_name))


def _changes(observance: Observance, before: ObservanceCatalog) -> Iterator[Finding]:
    """
    Yield what *observance* changes.
    """
    key, former = observance.key, before.get(observance.key)
    if former is not None and former.rule != observance.rule:
        items = {"key": key, "name": observance.name}
        rules = {"before": str(former.rule), "after": str(observance.rule)}
        yield Finding(OBSERVANCE_REPLACED, (key,), items | rules)
    for name in observance.names:
        other = before.by_name.get(name, key)
        if other != key:
            items = {"name": name, "before": other, "after": key}
            yield Finding(OBSERVANCE_NAME_TAKEN, (key,), items)


@attrs.define(slots=False)
class ReservedKeyError(CommunityEduError, ValueError):
    """
    A key of one's own whose days come from the school terms or the announced holidays.
    """

    code = "reserved-key"
    en = (
        "the days of '{key}' come from the school terms or the announced holidays, so that "
        "this rule would be passed over; choose another key"
    )
    zh = "“{key}”的日期取自校历或法定节假日，这里的规则不会生效，请换一个键"

    key: str


def check_own_key(key: str) -> str:
    """
    Return *key* if an observance of one's own may have it.

    Raises:
        ReservedKeyError: It is one of `RESERVED_KEYS`.
    """
    if key in RESERVED_KEYS:
        raise ReservedKeyError(key)
    return key


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
