"""
Files of observances: the days of a district, over those that come with the library.
"""

import os
from collections.abc import Iterable, Mapping, Sequence

from community_edu.base import Path, ProblemsError, UnknownReferenceError
from community_edu.calendars import (
    Almanac,
    CircularNamesError,
    Observance,
    ObservanceCatalog,
    ReservedKeyError,
    Rule,
    TangledNamesError,
    check_own_key,
    shipped_observances,
)
from community_edu.exchange._reading import Reading
from community_edu.exchange.converting import MissingKeyError, repeated_keys
from community_edu.exchange.documents import Document, read_document

SECTION = "observances"
"""
The list of the entries, in a file of observances as in a plan.
"""


def load_observances(
    path: str | os.PathLike[str], *, base: ObservanceCatalog | None = None
) -> ObservanceCatalog:
    """
    Read a file of observances (``.toml`` or ``.json``): a list ``observances`` as in a plan.

    Args:
        path: The file.
        base: The catalogue to which its observances are added, replacing those
            of their key; by default the shipped one. `ObservanceCatalog.changes`
            tells what was replaced.

    Returns:
        The whole catalogue.

    Raises:
        ProblemsError: The file cannot be read, or something in it is wrong:
            every problem at once, in the order of the file, each with
            ``file:line:column``.

    Example:
        >>> catalog = load_observances("examples/observances/district.toml")
        >>> [(f.path[0], f.code) for f in catalog.changes(shipped_observances())]
        [('lifelong_learning_week', 'observance-replaced')]
    """
    return read_observances(read_document(path), base=base)


def read_observances(
    document: Document, *, base: ObservanceCatalog | None = None
) -> ObservanceCatalog:
    """
    Turn a document that has been read into a catalogue; see `load_observances`.
    """
    reading = Reading(document)
    reading.only(("format", SECTION))
    reading.check_version()
    if SECTION not in document.data:
        reading.problems.append(((), MissingKeyError(SECTION)))
    own: list[Observance] = reading.section(SECTION, Observance)
    if repeated := list(repeated_keys(own)):
        reading.note(ProblemsError("a catalogue has each key once", repeated))
    catalog = add_own(reading, own, base)
    if catalog is not None:
        rules: dict[Path, Rule] = {
            (SECTION, index, "rule"): entry.rule for index, entry in enumerate(own)
        }
        check_names(reading, rules, catalog)
    if catalog is None or reading.problems:
        raise reading.refusal("a catalogue of observances")
    return catalog


def add_own(
    reading: Reading, own: Sequence[Observance], base: ObservanceCatalog | None
) -> ObservanceCatalog | None:
    """
    Add the observances of a file to *base*, or note why they cannot be.

    Those with a key that is not theirs to give are left out.
    """
    allowed: list[Observance] = []
    for index, observance in enumerate(own):
        try:
            check_own_key(observance.key)
        except ReservedKeyError as error:
            reading.problems.append((reading.place((SECTION, index, "key")), error))
        else:
            allowed.append(observance)
    try:
        return (shipped_observances() if base is None else base).with_own(allowed)
    except (CircularNamesError, TangledNamesError) as error:
        reading.problems.append(((SECTION,), error))
        return None


def check_names(
    reading: Reading,
    rules: Mapping[Path, Rule],
    catalog: ObservanceCatalog,
    others: Iterable[str] = (),
) -> None:
    """
    Note each name in a day rule that stands for nothing.

    Args:
        reading: Where to note it.
        rules: The rules by their paths.
        catalog: The observances that the file may name.
        others: What else it may name: the days of duties, in a plan.
    """
    known = {*Almanac(observances=catalog).names(), *others, *reading.broken}
    kind = ("observance or school holiday", "节日或假期")
    for path, rule in rules.items():
        for name in rule.named():
            if name not in known:
                problem = UnknownReferenceError(path, *kind, name, tuple(known))
                reading.problems.append((reading.place(path), problem))
