"""
How the documentation is built: ``sphinx-build -n -W --keep-going -q docs build/docs``.

Nothing is fetched, neither while building nor by the pages.
"""

import logging
import sys
from pathlib import Path

import jieba

import community_edu

sys.path.insert(0, str(Path(__file__).parent / "_ext"))
jieba.setLogLevel(logging.WARNING)  # it would tell how long its dictionary took to load

project = "community_edu"
author = "the community_edu authors"
project_copyright = author
version = release = community_edu.__version__
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "code_tables",
    "prose_docstrings",
    "room_names",
    "room_references",
    "signatures",
]
exclude_patterns = ["_ext"]
nitpicky = True
default_role = "py:obj"
smartquotes = False  # sentences stand on the pages as the library says them

# Names that have no page here: those of Python and of the libraries below us.
nitpick_ignore_regex = [
    (
        r"py:.*",
        r"(builtins|collections|concurrent|datetime|decimal|enum|fractions|functools|io|os|typing|uuid)\..*",
    ),
    (r"py:.*", r"[a-z]+|[A-Z]|[A-Z][A-Za-z]*(Error|Group)|Fraction|Iterable|Iterator|Mapping"),
]

# ---- pages in Markdown
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3
myst_links_external_new_tab = False

# ---- the reference, from docstrings
autodoc_default_options = {"members": True}
autodoc_inherit_docstrings = False  # what a rule overrides is documented once
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
napoleon_attr_annotations = False  # the signature has the types
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True

# ---- pages for browsers
html_theme = "furo"
html_title = "community_edu"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_search_language = "zh"  # finds English words as well; `jieba` divides the Chinese ones
