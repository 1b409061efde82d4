"""
Evidence files: what is known of one body, as TOML or JSON.
"""

import os
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import PurePath
from typing import ClassVar, cast

import attrs

from community_edu.base import CommunityEduError, Text, UnknownReferenceError
from community_edu.evaluation import CRITERION, INDICATOR, Standard
from community_edu.evaluation.evidence import EvidenceValue, Missing
from community_edu.evaluation.standards import VALUE
from community_edu.exchange._reading import Reading
from community_edu.exchange.converting import (
    BOOLEAN,
    TABLE,
    TEXT,
    UnknownKeyError,
    WrongTypeError,
    found_in,
    structure,
)
from community_edu.exchange.documents import Document, read_document
from community_edu.exchange.tables import spellings
from community_edu.measures import YES_NO

NUMBER = Text("数（不加引号）", en="a number, without quotes")
CLAIMED = "claimed"
"""
The table of an evidence file with the points that a body gives itself (自评分).
"""
MISSING = "missing"
"""
The key that stands for a value that is not known, with the reason why.
"""


@attrs.frozen(kw_only=True)
class BodyEvidence:
    """
    What a file, or one row of a table, says of one body.

    Attributes:
        id: The name of the file without its ending; of a row what the columns
            ``id``, ``编号``, ``name`` or ``名称`` call the body, else the number
            of the row.
        evidence: The value of each indicator and category that is known.
        previous: The same for the period before, as far as a table says it.
        claimed: The points that the body gives itself, by criterion.
        parent: The body above it, if a table was asked for it.
    """

    id: str
    evidence: dict[str, EvidenceValue]
    previous: dict[str, EvidenceValue] = attrs.field(factory=dict[str, EvidenceValue])
    claimed: dict[str, Fraction] = attrs.field(factory=dict[str, Fraction])
    parent: str | None = None


@attrs.define(slots=False)
class DerivedIndicatorError(CommunityEduError, ValueError):
    """
    A value for an indicator that is worked out from others.
    """

    code: ClassVar[str] = "derived-indicator"
    en: ClassVar[str] = "'{name}' is worked out as {measure}; leave it out"
    zh: ClassVar[str] = "“{name}”由 {measure} 算出，请不要填写"

    name: str
    measure: str


def load_evidence(path: str | os.PathLike[str], standard: Standard) -> dict[str, EvidenceValue]:
    """
    Read what is known of one body: a TOML or JSON file of ``name = value``.

    An indicator has a number, taken exactly, or if it is a yes-or-no one ``true``
    or ``false``; a category has one of its values, by its identifier or name.
    ``{ missing = "…" }`` says why a value is not known; what is unknown for no
    special reason is left out.

    Raises:
        ProblemsError: The file cannot be read, names something that *standard*
            does not ask for, or holds a value of the wrong kind; every problem
            at once, with its place.

    Example:
        >>> from community_edu.exchange import load_standard
        >>> standard = load_standard("examples/plans/jingtai-street.toml")
        >>> evidence = load_evidence("examples/evidence/jingtai-street.toml", standard)
        >>> evidence["employees"]
        Fraction(120, 1)
    """
    return load_body(path, standard).evidence


def load_body(path: str | os.PathLike[str], standard: Standard) -> BodyEvidence:
    """
    Read an evidence file with all that it says, also the points claimed.

    Raises:
        ProblemsError: As `load_evidence`; or the table ``claimed`` names no
            criterion, or holds what is not a number.

    Example:
        >>> from community_edu.exchange import load_standard
        >>> standard = load_standard("examples/plans/jingtai-street.toml")
        >>> load_body("examples/evidence/jingtai-street.toml", standard).id
        'jingtai-street'
    """
    return read_body(read_document(path), standard)


def read_body(document: Document, standard: Standard) -> BodyEvidence:
    """
    Turn a document that has been read into evidence; see `load_body`.
    """
    reading = Reading(document)
    form = Form(standard)
    data = dict(document.data)
    claims = None if CLAIMED in form.names else data.pop(CLAIMED, None)
    evidence: dict[str, EvidenceValue] = {}
    for name, value in data.items():
        try:
            evidence[name] = form.value(name, value)
        except CommunityEduError as error:
            reading.problems.append(((name,), error))
    claimed = {} if claims is None else _claimed(reading, claims, standard)
    if reading.problems:
        raise reading.refusal("evidence")
    return BodyEvidence(id=PurePath(document.name).stem, evidence=evidence, claimed=claimed)


def _claimed(reading: Reading, claims: object, standard: Standard) -> dict[str, Fraction]:
    """
    Return the points claimed, noting what is no criterion or no number.
    """
    if not isinstance(claims, dict):
        reading.problems.append(((CLAIMED,), WrongTypeError(TABLE, found_in(claims))))
        return {}
    found: dict[str, Fraction] = {}
    for name, value in cast("dict[str, object]", claims).items():
        path = (CLAIMED, name)
        if name not in standard.by_id:
            problem = UnknownReferenceError(path, *CRITERION, name, tuple(standard.by_id))
            reading.problems.append((path, problem))
        elif type(value) not in {int, Decimal}:
            reading.problems.append((path, WrongTypeError(NUMBER, found_in(value))))
        else:
            found[name] = Fraction(cast("Decimal", value))
    return found


@attrs.frozen(slots=False)
class Form:
    """
    What the evidence for a standard may say.
    """

    standard: Standard

    @cached_property
    def derived(self) -> Mapping[str, str]:
        """
        The formulas of the indicators that are worked out from others.
        """
        measures = {entry.id: entry.measure for entry in self.standard.indicators}
        return {name: str(measure) for name, measure in measures.items() if measure is not None}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """
        Every indicator and category that evidence may give.
        """
        standard = self.standard
        given = (name for name in standard.units if name not in self.derived)
        return (*given, *standard.category_by_id)

    @cached_property
    def known(self) -> frozenset[str]:
        """
        The same names, to look one up.
        """
        return frozenset(self.names)

    @cached_property
    def states(self) -> Mapping[str, Mapping[str, str]]:
        """
        For each category the identifiers of its values, by themselves and by their names.
        """
        return {
            category.id: spellings({value.id: value.name for value in category.values})
            for category in self.standard.categories
        }

    def check_name(self, name: str) -> None:
        """
        Refuse a name that evidence has no place for.

        Raises:
            DerivedIndicatorError: The indicator is worked out from others.
            UnknownReferenceError: The standard has nothing of that name.
        """
        if name in self.derived:
            raise DerivedIndicatorError(name, self.derived[name])
        if name not in self.known:
            raise UnknownReferenceError((), *INDICATOR, name, self.names)

    def value(self, name: str, value: object) -> EvidenceValue:
        """
        Return what a value of a document says of an indicator or a category.

        Raises:
            CommunityEduError: The value says nothing that could be of *name*.
        """
        self.check_name(name)
        missing = _missing(value)
        if missing is not None:
            return missing
        if name in self.states:
            if isinstance(value, str):
                return self.state(name, value)
            raise WrongTypeError(TEXT, found_in(value))
        if self.standard.units[name] == YES_NO:
            if isinstance(value, bool):
                return value
            raise WrongTypeError(BOOLEAN, found_in(value))
        if type(value) in {int, Decimal}:
            return Fraction(cast("Decimal", value))
        raise WrongTypeError(NUMBER, found_in(value))

    def state(self, name: str, value: str) -> str:
        """
        Return the identifier of the value of a category that goes by *value*.

        Raises:
            UnknownReferenceError: The category has no such value.
        """
        if value not in self.states[name]:
            known = tuple(self.states[name])
            raise UnknownReferenceError((), *VALUE, value, known)
        return self.states[name][value]


def _missing(value: object) -> Missing | None:
    """
    Read ``{ missing = "…" }``; `None` if it is anything else.
    """
    table = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    if MISSING not in table:
        return None
    for key in table:
        if key != MISSING:
            raise UnknownKeyError(key, (MISSING,))
    return Missing(cast("Text", structure(table[MISSING], Text)))
