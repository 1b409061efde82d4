"""
The converter: plain data from files to values and back, with the path of all that is wrong.

It takes nothing for something else: ``"3"`` is not a number, ``3`` is not a
text, and a key that nobody reads is an error, since it is most often a typing
error in one that somebody does.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import GenericAlias
from typing import Any, ClassVar, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

import attrs
from cattrs import Converter
from cattrs.errors import (
    AttributeValidationNote,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from community_edu import calendars, courses, evaluation, measures, organizations, plans
from community_edu.base import (
    CommunityEduError,
    DuplicateIdError,
    Path,
    ProblemsError,
    Text,
    WebAddress,
    closest,
    web_address,
)
from community_edu.calendars import (
    ClassPeriod,
    ImpossibleDateError,
    Observance,
    ObservanceCatalog,
    Quota,
    Rule,
    Span,
    WeeklyHours,
    WeekPattern,
    parse_rule,
)
from community_edu.measures import (
    AnyThreshold,
    Comparison,
    Condition,
    FormulaThreshold,
    Measure,
    Quantity,
    StatedNumber,
    Threshold,
    Unit,
    parse_threshold,
)
from community_edu.organizations import BusyTime, Coordinates
from community_edu.plans.duties import Tag, tag

T = TypeVar("T")
Value = TypeVar("Value", bound=attrs.AttrsInstance)


@attrs.define(slots=False)
class UnknownKeyError(CommunityEduError, ValueError):
    """
    A key that nothing reads.
    """

    code: ClassVar[str] = "unknown-key"
    en: ClassVar[str] = "the key '{key}' is not known here; {advice_en}"
    zh: ClassVar[str] = "这里没有“{key}”这一项，{advice_zh}"

    key: str
    known: tuple[str, ...]

    def facts(self) -> dict[str, object]:
        """
        Return the fields, with the key that was most likely meant.
        """
        near = closest(self.key, self.known)
        advice = {"advice_en": f"did you mean '{near}'?", "advice_zh": f"是否应为“{near}”？"}
        if near is None:
            known = ", ".join(self.known)
            advice = {"advice_en": f"it can be {known}", "advice_zh": f"可以是 {known}"}
        return super().facts() | advice


@attrs.define(slots=False)
class MissingKeyError(CommunityEduError, ValueError):
    """
    A key that must be there.
    """

    code: ClassVar[str] = "missing-key"
    en: ClassVar[str] = "the key '{key}' is missing; add it"
    zh: ClassVar[str] = "缺少“{key}”，请补上"

    key: str


@attrs.define(slots=False)
class WrongTypeError(CommunityEduError, TypeError):
    """
    A value of another type than the key asks for.
    """

    code: ClassVar[str] = "wrong-type"
    en: ClassVar[str] = "expected {wanted}, found {found}"
    zh: ClassVar[str] = "应为{wanted}，却是{found}"

    wanted: Text
    found: Text


@attrs.define(slots=False)
class WrongChoiceError(CommunityEduError, ValueError):
    """
    A word that is none of the words that the key takes.
    """

    code: ClassVar[str] = "wrong-choice"
    en: ClassVar[str] = "'{value}' is not possible here; it can be {choices}"
    zh: ClassVar[str] = "这里不能是“{value}”，可以是 {choices}"

    value: object
    choices: tuple[str, ...]


@attrs.define(slots=False)
class EmptyTextError(CommunityEduError, ValueError):
    """
    A text for people in which nothing stands.
    """

    code: ClassVar[str] = "empty-text"
    en: ClassVar[str] = "the text is empty; write something, or leave the key out"
    zh: ClassVar[str] = "文字是空的，请填写，或删去这一项"


TEXT = Text("文字", en="a text in quotes")
TABLE = Text("一组键值", en="a table of keys and values")
LIST = Text("列表", en="a list in [ ]")
NUMBER = Text("整数", en="a whole number")
BOOLEAN = Text("true 或 false", en="true or false")
CLOCK_TIME = Text("时刻，例如 14:00:00", en="a time such as 14:00:00")
MOMENT = Text(
    "日期和时刻，不带时区，例如 2026-10-08T09:00:00",
    en="a day and a time without a zone such as 2026-10-08T09:00:00",
)
DAYS = Text(
    "日期或起止日期，例如 2027-01-01 或 2027-01-01/2027-01-03",
    en="a day or a run of days such as 2027-01-01/2027-01-03",
)
BILINGUAL = Text('文字，或 { zh = "…", en = "…" }', en='a text, or { zh = "…", en = "…" }')

_FOUND: tuple[tuple[type, Text], ...] = (
    (bool, BOOLEAN),
    (int, NUMBER),
    (str, TEXT),
    (list, LIST),
    (dict, TABLE),
)


def found_in(value: object) -> Text:
    """
    Name the type of a value from a file.
    """
    for kind, name in _FOUND:
        if isinstance(value, kind):
            return name
    return Text(type(value).__name__)


def _plain(kind: type[T], wanted: Text) -> Callable[[object, object], T]:
    """
    Return a hook that takes values of exactly *kind*.
    """

    def structure(value: object, _: object) -> T:
        if type(value) is not kind:
            raise WrongTypeError(wanted, found_in(value))
        return value

    return structure


_string = _plain(str, TEXT)


def _read_with(read: Callable[[str], T]) -> Callable[[object, object], T]:
    """
    Return a hook that reads a text with *read*.
    """
    return lambda value, kind: read(_string(value, kind))


def _structure_text(value: object, _: object) -> Text:
    if isinstance(value, str):
        return Text(_filled(value))
    if not isinstance(value, dict):
        raise WrongTypeError(BILINGUAL, found_in(value))
    table = cast("dict[str, object]", value)
    for key in table:
        if key not in {"zh", "en"}:
            raise UnknownKeyError(key, ("zh", "en"))
    if "zh" not in table:
        raise MissingKeyError("zh")
    english = table.get("en")
    return Text(
        _filled(_string(table["zh"], str)),
        en=None if english is None else _filled(_string(english, str)),
    )


def _filled(value: str) -> str:
    if not value.strip():
        raise EmptyTextError
    return value


def _structure_time(value: object, _: object) -> time:
    if isinstance(value, time) and value.tzinfo is None:
        return value
    try:
        return time.fromisoformat(_string(value, str))
    except (ValueError, WrongTypeError):
        raise WrongTypeError(CLOCK_TIME, found_in(value)) from None


def _structure_datetime(value: object, _: object) -> datetime:
    if isinstance(value, datetime):
        moment = value
    else:
        try:
            moment = datetime.fromisoformat(_string(value, str))
        except (ValueError, WrongTypeError):
            raise WrongTypeError(MOMENT, found_in(value)) from None
    if moment.tzinfo:
        raise WrongTypeError(MOMENT, Text("带时区的时刻", en="one with a time zone"))
    return moment


def _structure_date(value: object, _: object) -> date:
    if type(value) is date:
        return value
    text = _string(value, str)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ImpossibleDateError(Text("日期", en="date"), repr(text), "'2027-01-31'") from None


def _structure_span(value: object, _: object) -> Span:
    if type(value) is date:
        return Span.day(value)
    if not isinstance(value, str):
        raise WrongTypeError(DAYS, found_in(value))
    return Span.parse(value)


def _unstructure_span(value: Span) -> str:
    return str(value.start) if value.days == 1 else f"{value.start}/{value.last}"


_RATIO = re.compile(r"-?\d{1,300}/[1-9]\d{0,299}", re.ASCII)


def _structure_fraction(value: object, _: object) -> Fraction:
    if type(value) in {int, Decimal} or (isinstance(value, str) and _RATIO.fullmatch(value)):
        return Fraction(cast("Decimal | str", value))
    raise WrongTypeError(Text('数，或 "2/3"', en='a number, or "2/3"'), found_in(value))


def _unstructure_fraction(value: Fraction) -> int | str:
    return value.numerator if value.denominator == 1 else str(value)


def _unstructure_text(value: Text) -> str | dict[str, str]:
    return value.zh if value.en is None else {"zh": value.zh, "en": value.en}


def _unstructure_catalog(value: ObservanceCatalog) -> dict[str, object]:
    return {"observances": converter().unstructure(list(value.values()))}


def _structure_catalog(value: object, _: object) -> ObservanceCatalog:
    table = converter().structure(value, _Observances)
    problems = list(repeated_keys(table.observances))
    if problems:
        raise ProblemsError("a catalogue has each key once", problems)
    return ObservanceCatalog({entry.key: entry for entry in table.observances})


def repeated_keys(observances: Iterable[Observance]) -> Iterator[DuplicateIdError]:
    """
    Yield a problem for each observance with the key of one before it.
    """
    first: dict[str, Path] = {}
    for index, observance in enumerate(observances):
        path = ("observances", index, "key")
        if observance.key in first:
            yield DuplicateIdError(path, observance.key, first[observance.key])
        first.setdefault(observance.key, path)


@attrs.frozen
class _Observances:
    """
    The table that a catalogue of observances is in a file.
    """

    observances: tuple[Observance, ...]


def _structure_choice(value: object, kind: object) -> object:
    choices = cast("tuple[str, ...]", get_args(kind))
    if value not in choices:
        raise WrongChoiceError(value, choices)
    return value


def fields_of(kind: type[attrs.AttrsInstance]) -> dict[str, object]:
    """
    Return the fields of *kind* with their types.
    """
    return {field.name: field.type for field in attrs.fields(kind)}


def sections_of(kind: type[attrs.AttrsInstance]) -> dict[str, object]:
    """
    Return the fields of *kind* that are lists of values, with the type of an entry.
    """
    return {
        name: get_args(entries)[0]
        for name, entries in fields_of(kind).items()
        if get_origin(entries) is tuple and attrs.has(get_args(entries)[0])
    }


def _is_choice(kind: object) -> bool:
    return get_origin(kind) is Literal


def _is_list(kind: object) -> bool:
    return get_origin(kind) is tuple


def _list_hook(kind: object, converter: Converter) -> Callable[[object, object], object]:
    entries = cast("type[list[object]]", GenericAlias(list, get_args(kind)[0]))

    def structure(value: object, _: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise WrongTypeError(LIST, found_in(value))
        return tuple(converter.structure(value, entries))

    return structure


RENAMED = {"from_": "from", "except_": "except"}
"""
Fields whose key in files is a word that Python keeps for itself.
"""


def _is_value(kind: type) -> bool:
    return attrs.has(kind)


def _renamed(kind: type[attrs.AttrsInstance]) -> dict[str, Any]:
    names = [field.name for field in attrs.fields(kind)]
    return {name: override(rename=RENAMED[name]) for name in names if name in RENAMED}


def _table_hook(
    kind: type[attrs.AttrsInstance], converter: Converter
) -> Callable[[object], dict[str, object]]:
    return make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True, **_renamed(kind))


def _value_hook(
    kind: type[attrs.AttrsInstance], converter: Converter
) -> Callable[[object, object], object]:
    structure_table = make_dict_structure_fn(
        kind, converter, _cattrs_forbid_extra_keys=True, **_renamed(kind)
    )

    def structure(value: object, target: object) -> object:
        if not isinstance(value, dict):
            raise WrongTypeError(TABLE, found_in(value))
        return structure_table(cast("Mapping[str, Any]", value), target)

    return structure


def _text_or_table(
    kind: type[Value], read: Callable[[str], Value], converter: Converter
) -> tuple[Callable[[object, object], Value], Callable[[Value], object]]:
    """
    Return the hooks of a value that a file has as a text, or as a table if it says more.
    """
    value_of, table_of = _value_hook(kind, converter), _table_hook(kind, converter)

    def structure(value: object, target: object) -> Value:
        return read(value) if isinstance(value, str) else cast("Value", value_of(value, target))

    def unstructure(value: Value) -> object:
        short = str(value)
        return short if read(short) == value else table_of(value)

    return structure, unstructure


@cache
def converter() -> Converter:
    """
    Return the one converter of the library.
    """
    made = Converter(
        detailed_validation=True,
        forbid_extra_keys=True,
        unstruct_collection_overrides={tuple: list},
    )
    made.register_structure_hook_factory(_is_value, _value_hook)
    made.register_structure_hook_factory(_is_list, _list_hook)
    made.register_structure_hook_func(_is_choice, _structure_choice)
    made.register_structure_hook(str, _string)
    made.register_structure_hook(int, _plain(int, NUMBER))
    made.register_structure_hook(bool, _plain(bool, BOOLEAN))
    made.register_structure_hook(time, _structure_time)
    made.register_structure_hook(date, _structure_date)
    made.register_structure_hook(datetime, _structure_datetime)
    made.register_structure_hook(Span, _structure_span)
    made.register_structure_hook(Fraction, _structure_fraction)
    made.register_structure_hook(Text, _structure_text)
    made.register_unstructure_hook_factory(_is_value, _table_hook)
    made.register_unstructure_hook(time, time.isoformat)
    made.register_unstructure_hook(date, date.isoformat)
    made.register_unstructure_hook(datetime, datetime.isoformat)
    made.register_unstructure_hook(Span, _unstructure_span)
    made.register_unstructure_hook(Fraction, _unstructure_fraction)
    made.register_unstructure_hook(Text, _unstructure_text)
    made.register_structure_hook(ObservanceCatalog, _structure_catalog)
    made.register_unstructure_hook(ObservanceCatalog, _unstructure_catalog)
    readers: tuple[tuple[type, Callable[[str], object]], ...] = (
        (Rule, parse_rule),
        (Quota, Quota.parse),
        (Measure, Measure.parse),
        (Threshold, Threshold.parse),
        (FormulaThreshold, FormulaThreshold.parse),
        (Condition, Condition.parse),
        (Quantity, Quantity.parse),
        (Unit, Unit.parse),
        (StatedNumber, StatedNumber.parse),
        (Comparison, Comparison.parse),
        (WeeklyHours, WeeklyHours.parse),
        (WeekPattern, WeekPattern),
        (Coordinates, Coordinates.parse),
    )
    for kind, read in readers:
        made.register_structure_hook(kind, _read_with(read))
        made.register_unstructure_hook(kind, str)
    for kind, read in ((ClassPeriod, ClassPeriod.parse), (BusyTime, BusyTime.parse)):
        structure_hook, unstructure_hook = _text_or_table(kind, read, made)
        made.register_structure_hook(kind, structure_hook)
        made.register_unstructure_hook(kind, unstructure_hook)
    either = _read_with(parse_threshold)
    made.register_structure_hook(AnyThreshold, either)
    made.register_structure_hook(
        AnyThreshold | None, lambda value, kind: None if value is None else either(value, kind)
    )
    made.register_structure_hook(WebAddress, _read_with(web_address))
    made.register_structure_hook(Tag, _read_with(tag))
    for identifier, read in _identifiers():
        made.register_structure_hook(identifier, _read_with(read))
    return made


def _identifiers() -> Iterator[tuple[Any, Callable[[str], object]]]:
    """
    Yield every kind of identifier with the function that makes it.
    """
    for room in (calendars, measures, organizations, courses, evaluation, plans):
        for name in room.__all__:
            if name.endswith("_id"):
                make = getattr(room, name)
                yield get_type_hints(make)["return"], make


def structure(data: object, kind: object) -> object:
    """
    Turn plain data into a value of *kind*, a class or a type such as ``tuple[int, ...]``.

    Raises:
        BaseValidationError: Something does not fit; see `problems_in`.
        CommunityEduError: The data is not even of the right shape.
    """
    return converter().structure(data, cast("type[object]", kind))


def unstructure(value: object) -> object:
    """
    Turn a value into plain data, from which `structure` makes an equal value.

    What has a text form is written in it: rules, quotas, measures. What is as
    it would be without saying is left out.
    """
    return converter().unstructure(value)


def problems_in(error: Exception, path: Path) -> Iterator[tuple[Path, CommunityEduError]]:
    """
    Yield each problem that the converter met, with its path below *path*.

    Args:
        error: What `structure` raised.
        path: Where the data stood.
    """
    if isinstance(error, (ClassValidationError, IterableValidationError)):
        for inner in error.exceptions:
            step = _step(inner)
            yield from problems_in(inner, path if step is None else (*path, step))
    elif isinstance(error, ForbiddenExtraKeysError):
        names = [str(field.name) for field in attrs.fields(error.cl)]
        known = tuple(RENAMED.get(name, name) for name in names)
        for key in sorted(error.extra_fields):
            yield (*path, key), UnknownKeyError(key, known)
    elif isinstance(error, KeyError):
        yield path[:-1], MissingKeyError(str(path[-1]))
    elif isinstance(error, ProblemsError):
        for problem in error.problems:
            yield (*path, *cast("Path", getattr(problem, "path", ()))), problem
    elif isinstance(error, CommunityEduError):
        yield path, error
    else:
        raise error


def _step(error: Exception) -> str | int | None:
    """
    Return the key or the number of the entry that *error* is about, if it is about one.
    """
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return RENAMED.get(note.name, note.name)
        if isinstance(note, IterableValidationNote):
            return cast("int", note.index)
    return None
