"""
``python -m community_edu``: the same as the ``community-edu`` command.
"""

import sys

from community_edu.cli import main

sys.exit(main())
