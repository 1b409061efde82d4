"""
Out to files and back: plans, standards and evidence as TOML and JSON.
"""

from community_edu.exchange.documents import (
    Document,
    parse_document,
    read_document,
    read_stream,
)
from community_edu.exchange.evidence import BodyEvidence, load_body, load_evidence, read_body
from community_edu.exchange.evidence_tables import load_evidence_table, read_evidence_table
from community_edu.exchange.files import read_bytes
from community_edu.exchange.label_files import load_labels, read_labels
from community_edu.exchange.observances import load_observances, read_observances
from community_edu.exchange.parquet_files import evaluate_parquet
from community_edu.exchange.places import Place, PlacedError
from community_edu.exchange.plain import from_plain, to_plain
from community_edu.exchange.plans import load_plan, read_plan
from community_edu.exchange.records import load_record
from community_edu.exchange.reports import load_report, read_report
from community_edu.exchange.selections import load_candidates, load_selection, read_selection
from community_edu.exchange.standards import (
    is_standard,
    load_standard,
    read_standard,
    shipped_standards,
    standard_document,
)
from community_edu.exchange.surveys import (
    load_grouped_responses,
    load_responses,
    load_survey,
    read_survey,
    shipped_surveys,
)
from community_edu.exchange.tables import READERS
from community_edu.exchange.text_files import read_text, read_text_stream
from community_edu.exchange.toml_texts import plan_to_toml, standard_to_toml
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
    "evaluate_parquet",
    "from_plain",
    "is_standard",
    "load_body",
    "load_candidates",
    "load_evidence",
    "load_evidence_table",
    "load_grouped_responses",
    "load_holidays",
    "load_labels",
    "load_observances",
    "load_plan",
    "load_record",
    "load_report",
    "load_responses",
    "load_school_terms",
    "load_selection",
    "load_standard",
    "load_survey",
    "parse_document",
    "plan_to_toml",
    "read_body",
    "read_bytes",
    "read_document",
    "read_evidence_table",
    "read_holidays",
    "read_labels",
    "read_observances",
    "read_plan",
    "read_report",
    "read_school_terms",
    "read_selection",
    "read_standard",
    "read_stream",
    "read_survey",
    "read_text",
    "read_text_stream",
    "shipped_standards",
    "shipped_surveys",
    "standard_document",
    "standard_to_toml",
    "to_plain",
    "write_file",
    "write_files",
]
