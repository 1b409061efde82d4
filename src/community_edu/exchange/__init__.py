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
    load_report,
    load_standard,
    read_report,
    read_standard,
)
from community_edu.exchange.files import read_bytes
from community_edu.exchange.label_files import load_labels, read_labels
from community_edu.exchange.observances import load_observances, read_observances
from community_edu.exchange.places import Place, PlacedError
from community_edu.exchange.plain import from_plain, to_plain
from community_edu.exchange.plans import load_plan, read_plan
from community_edu.exchange.records import load_record
from community_edu.exchange.tables import READERS
from community_edu.exchange.text_files import read_text, read_text_stream
from community_edu.exchange.toml_texts import plan_to_toml
from community_edu.exchange.writing import write_file, write_files
from community_edu.exchange.year_data import (
    load_holidays,
    load_school_terms,
    read_holidays,
    read_school_terms,
)

__all__ = [
    "READERS",
    "BodyEvidence",
    "Document",
    "Place",
    "PlacedError",
    "from_plain",
    "load_evidence",
    "load_evidence_table",
    "load_holidays",
    "load_labels",
    "load_observances",
    "load_plan",
    "load_record",
    "load_report",
    "load_school_terms",
    "load_standard",
    "parse_document",
    "plan_to_toml",
    "read_bytes",
    "read_document",
    "read_holidays",
    "read_labels",
    "read_observances",
    "read_plan",
    "read_report",
    "read_school_terms",
    "read_standard",
    "read_stream",
    "read_text",
    "read_text_stream",
    "to_plain",
    "write_file",
    "write_files",
]
