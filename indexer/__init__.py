"""Copybook's indexer: a plain library that reads case studies, checks them, and finds them by words and by meaning.

    cli
     └─ index (the door to engines: embedded, ...)
         ├─ corpus ─ rules ─ frontmatter ─ fault
         ├─ passages  embedding  ranking  snippets
         ├─ query  filters  evidence
         └─ casestudy  fields  vocabulary

Imports point down. This module is the door: the portal uses these names and no others.
"""

from indexer.casestudy import (
    Adoption,
    Asset,
    CaseStudy,
    Contact,
    Cost,
    Outcome,
    PartialDate,
    Procurement,
    Section,
    Source,
    anchor_for,
)
from indexer.corpus import check_case_study, sketch
from indexer.evidence import Evidence, Tick, evidence, is_measured, readiness
from indexer.fault import Fault
from indexer.fields import CASE_STUDY_FIELDS, NEEDED_HEADINGS, NOT_KNOWN, OPTIONAL_HEADINGS, Field
from indexer.filters import FILTER_NAMES, FILTERS, filter_values, value_name
from indexer.index import Index, IndexMissing, build_index, load_engine, open_index
from indexer.look import Look, last_look
from indexer.query import Built, Completion, Count, Hit, NearestPassage, Piece, Query, Results, Scores, Similar, Sort, Why
from indexer.safe_yaml import load_yaml
from indexer.vocabulary import Council, Partner, Term, Vocabulary, Withdrawn, read_vocabulary

__all__ = [
    "CASE_STUDY_FIELDS",
    "FILTERS",
    "FILTER_NAMES",
    "NEEDED_HEADINGS",
    "NOT_KNOWN",
    "OPTIONAL_HEADINGS",
    "Adoption",
    "Asset",
    "Built",
    "CaseStudy",
    "Completion",
    "Contact",
    "Cost",
    "Council",
    "Count",
    "Evidence",
    "Fault",
    "Field",
    "Hit",
    "Index",
    "IndexMissing",
    "Look",
    "NearestPassage",
    "Outcome",
    "PartialDate",
    "Partner",
    "Piece",
    "Procurement",
    "Query",
    "Results",
    "Scores",
    "Section",
    "Similar",
    "Sort",
    "Source",
    "Term",
    "Tick",
    "Vocabulary",
    "Why",
    "Withdrawn",
    "anchor_for",
    "build_index",
    "check_case_study",
    "evidence",
    "filter_values",
    "is_measured",
    "last_look",
    "load_engine",
    "load_yaml",
    "open_index",
    "read_vocabulary",
    "readiness",
    "sketch",
    "value_name",
]
