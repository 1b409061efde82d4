"""
Timetabling problems, timetables and changes as files, and tables beside them.
"""

from community_edu.exchange.timetabling.change_files import load_changes, read_changes
from community_edu.exchange.timetabling.problem_texts import (
    problem_document,
    problem_to_toml,
    save_problem,
    toml_document,
)
from community_edu.exchange.timetabling.problems import load_problem, read_problem
from community_edu.exchange.timetabling.timetable_texts import (
    save_timetable,
    timetable_record,
    timetable_sheet,
)
from community_edu.exchange.timetabling.timetables import load_timetable, read_timetable

__all__ = [
    "load_changes",
    "load_problem",
    "load_timetable",
    "problem_document",
    "problem_to_toml",
    "read_changes",
    "read_problem",
    "read_timetable",
    "save_problem",
    "save_timetable",
    "timetable_record",
    "timetable_sheet",
    "toml_document",
]
