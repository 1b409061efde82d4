"""
What every room stands on: errors, text in two languages, identifiers, findings, sources.
"""

from community_edu.base.errors import (
    CommunityEduError,
    MissingExtraError,
    Path,
    ProblemsError,
    format_path,
)
from community_edu.base.extras import extra
from community_edu.base.findings import Finding, FindingKind, Severity
from community_edu.base.identifiers import (
    DuplicateIdError,
    InvalidIdentifierError,
    UnknownReferenceError,
    closest,
    identifier,
)
from community_edu.base.labels import Labels, label, labels, own_labels
from community_edu.base.references import References
from community_edu.base.sources import Cited, Source
from community_edu.base.texts import LANGUAGES, Language, Text, decimal_text, text, words
from community_edu.base.web_addresses import BadWebAddressError, WebAddress, web_address

__all__ = [
    "LANGUAGES",
    "BadWebAddressError",
    "Cited",
    "CommunityEduError",
    "DuplicateIdError",
    "Finding",
    "FindingKind",
    "InvalidIdentifierError",
    "Labels",
    "Language",
    "MissingExtraError",
    "Path",
    "ProblemsError",
    "References",
    "Severity",
    "Source",
    "Text",
    "UnknownReferenceError",
    "WebAddress",
    "closest",
    "decimal_text",
    "extra",
    "format_path",
    "identifier",
    "label",
    "labels",
    "own_labels",
    "text",
    "web_address",
    "words",
]
