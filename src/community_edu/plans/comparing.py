"""
What changed (变化) from one plan to another, such as from last year's to this year's.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias, cast

import attrs

from community_edu.base import Language, Text, words
from community_edu.plans.plans import Plan

PlanChangeKind: TypeAlias = Literal["added", "removed", "changed"]

NOTHING = Text("无", en="nothing")
PARTS = ("network", "report")
"""
The fields of a plan whose sections stand beside its own, as in a plan file.
"""

Key: TypeAlias = tuple[str, ...]


@attrs.frozen
class FieldChange:
    """
    One field of an entry that changed.

    Attributes:
        key: The field, as in a plan file.
        before: What it was, for a reader; `None` if nothing.
        after: What it is.
    """

    key: str
    before: Text | None
    after: Text | None

    def message(self, language: Language = "zh-CN") -> str:
        """
        Say it: ``when: fixed(5, 8) → fixed(5, 9)``.
        """
        before, after = (words(value or NOTHING, language) for value in (self.before, self.after))
        return f"{self.key}: {before} → {after}"


@attrs.frozen
class PlanChange:
    """
    One entry that was added, removed or changed.

    Attributes:
        kind: Which of these.
        path: Its section and its identifier, as ``("duties", "class")``; of an
            entry in another, then the list and the identifier in that. Entries
            without an identifier go by what they say; the heads of plan and
            report are ``("plan",)`` and ``("report",)``.
        name: What a reader calls it, after the change.
        fields: The fields that changed.
    """

    kind: PlanChangeKind
    path: Key
    name: Text
    fields: tuple[FieldChange, ...] = ()

    def message(self, language: Language = "zh-CN") -> str:
        """
        Say it in one line.
        """
        place, name = "/".join(self.path), self.name.to(language)
        zh = language == "zh-CN"
        verbs = {"added": "新增", "removed": "删除", "changed": "变动"}
        verb = verbs[self.kind] if zh else self.kind
        about = "" if name == self.path[-1] else f"“{name}”" if zh else f"'{name}'"
        said = ("；" if zh else "; ").join(field.message(language) for field in self.fields)
        return f"{verb} {place} {about}".rstrip() + (f": {said}" if said else "")

    def __str__(self) -> str:
        return self.message()


def compare_plans(before: Plan, after: Plan) -> tuple[PlanChange, ...]:
    """
    Tell what changed from one plan to another (计划对照), entry by entry.

    Entries are the same if their identifiers are, wherever they stand: the order
    is no change. A relation or a remark has no identifier, and is the same if it
    says the same.

    Args:
        before: The plan that was.
        after: The plan that is.

    Returns:
        First what changed in the head of the plan, then section by section what
        is in *after*, in its order, then what is in *before* alone. Equal plans
        give nothing.

    Example:
        >>> from community_edu.calendars import parse_rule
        >>> from community_edu.plans import Duty
        >>> def school(day: int) -> Plan:
        ...     when = parse_rule(f"fixed(5, {day})")
        ...     return Plan(id="p", title="学校", duties=[Duty(id="class", name="授课", when=when)])
        >>> for change in compare_plans(school(8), school(9)):
        ...     print(change)
        变动 duties/class “授课”: when: fixed(5, 8) → fixed(5, 9)
    """
    old, new = _entries(before), _entries(after)
    return tuple(_changes(old, new))


def _changes(old: Mapping[Key, object], new: Mapping[Key, object]) -> Iterator[PlanChange]:
    for path, entry in new.items():
        if path not in old:
            yield PlanChange("added", path, _name(path, entry))
            continue
        fields = tuple(_field_changes(old[path], entry))
        if fields:
            yield PlanChange("changed", path, _name(path, entry), fields)
    for path, entry in old.items():
        if path not in new:
            yield PlanChange("removed", path, _name(path, entry))


def _field_changes(before: object, after: object) -> Iterator[FieldChange]:
    was, now = _own_fields(before), _own_fields(after)
    for key in dict.fromkeys((*now, *was)):
        if was.get(key) != now.get(key):
            yield FieldChange(key.rstrip("_"), _said(was.get(key)), _said(now.get(key)))


def _entries(plan: Plan) -> dict[Key, object]:
    """
    Return the head of a plan and all entries of its lists, by their paths.
    """
    found: dict[Key, object] = {("plan",): plan}
    found |= _listed((), plan)
    found |= _listed((), plan.network)
    if plan.report is not None:
        found["report",] = plan.report
        found |= _listed((), plan.report)
    return found


def _listed(path: Key, value: object) -> dict[Key, object]:
    """
    Return the entries of the lists of a value, and those in them, by their paths.
    """
    found: dict[Key, object] = {}
    for key, entries in _fields(value).items():
        for entry in _list(entries):
            place = (*path, key.rstrip("_"), _key(entry))
            found[place] = entry
            found |= _listed(place, entry)
    return found


def _own_fields(value: object) -> dict[str, object]:
    """
    Return the fields of a value that are no lists of entries and not empty.
    """
    return {
        key: field
        for key, field in _fields(value).items()
        if key not in PARTS and not _list(field) and field not in {None, "", ()}
    }


def _fields(value: object) -> dict[str, object]:
    fields = attrs.fields(cast("type[attrs.AttrsInstance]", type(value)))
    return {field.name: getattr(value, field.name) for field in fields}


def _list(value: object) -> tuple[object, ...]:
    """
    Return the entries of a list of entries; nothing for any other value.
    """
    if not isinstance(value, tuple):
        return ()
    entries = cast("tuple[object, ...]", value)
    return entries if entries and _is_entry(entries[0]) else ()


def _is_entry(value: object) -> bool:
    """
    Tell whether a value has fields of its own to compare, and no form as one text.
    """
    return attrs.has(type(value)) and type(value).__str__ is object.__str__


def _key(entry: object) -> str:
    """
    Return by what an entry is known: its identifier, or else what it must say.
    """
    fields = _fields(entry)
    known = fields.get("id") or fields.get("key")
    if known is not None:
        return str(known)
    kinds = attrs.fields(cast("type[attrs.AttrsInstance]", type(entry)))
    needed = (fields[field.name] for field in kinds if field.default is attrs.NOTHING)
    return " ".join(map(str, needed))


def _name(path: Key, entry: object) -> Text:
    named: object = getattr(entry, "name", None) or getattr(entry, "title", None)
    return named if isinstance(named, Text) else Text(path[-1])


def _said(value: object) -> Text | None:
    return None if value is None else Text(words(value, "zh-CN"), en=words(value, "en"))
