"""
Out to files and back: plans, standards and evidence as TOML and JSON.
"""

from community_edu.exchange.documents import (
    Document,
    parse_document,
    read_document,
    read_stream,
)
from community_edu.exchange.evidence import (
    BodyEvidence,
    load_evidence,
    load_evidence_table,
    load_standard,
    read_standard,
)
from community_edu.exchange.files import read_bytes
from community_edu.exchange.places import Place, PlacedError
from community_edu.exchange.plans import load_plan, read_plan
from community_edu.exchange.tables import READERS, MissingExtraError
from community_edu.exchange.writing import write_file, write_files

__all__ = [
    "READERS",
    "BodyEvidence",
    "Document",
    "MissingExtraError",
    "Place",
    "PlacedError",
    "load_evidence",
    "load_evidence_table",
    "load_plan",
    "load_standard",
    "parse_document",
    "read_bytes",
    "read_document",
    "read_plan",
    "read_standard",
    "read_stream",
    "write_file",
    "write_files",
]
