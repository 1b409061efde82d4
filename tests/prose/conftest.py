"""
Prose is read with the parser of phrases: without that extra there is nothing to test.
"""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("lark") else ["test_*.py"]
