"""
Collecting what is wrong with a value made of many parts, so as to say it all at once.
"""

from collections.abc import Collection, Iterable

import attrs

from community_edu.base.errors import CommunityEduError, Path, ProblemsError
from community_edu.base.identifiers import DuplicateIdError, UnknownReferenceError


@attrs.frozen
class References:
    """
    The check of identifiers and of references to them.

    Attributes:
        problems: What was found so far, in order.
    """

    problems: list[CommunityEduError] = attrs.field(factory=list[CommunityEduError])

    def unique(self, section: str, ids: Iterable[str], seen: dict[str, Path] | None = None) -> None:
        """
        Note every identifier of *section* that is used twice.

        Args:
            section: The name of the list, as in a plan file.
            ids: The identifiers, in the order of the list.
            seen: Identifiers of other lists that share the name space; those
                of this one are added.
        """
        known: dict[str, Path] = {} if seen is None else seen
        for index, value in enumerate(ids):
            path = (section, index, "id")
            if value in known:
                self.problems.append(DuplicateIdError(path, value, known[value]))
            else:
                known[value] = path

    def known(
        self, path: Path, kind: tuple[str, str], value: str | None, among: Collection[str]
    ) -> None:
        """
        Note a reference to something that is not there; `None` refers to nothing.

        Args:
            path: Where the reference stands.
            kind: What it should refer to, in English and in Chinese.
            value: The reference.
            among: What there is.
        """
        if value is not None and value not in among:
            self.problems.append(UnknownReferenceError(path, *kind, value, tuple(among)))

    def all_known(
        self, path: Path, kind: tuple[str, str], values: Iterable[str], among: Collection[str]
    ) -> None:
        """
        Do the same for each of several references.
        """
        for index, value in enumerate(values):
            self.known((*path, index), kind, value, among)

    def finish(self, title: str) -> None:
        """
        Raise what was found.

        Raises:
            ProblemsError: Something was.
        """
        if self.problems:
            raise ProblemsError(title, self.problems)
