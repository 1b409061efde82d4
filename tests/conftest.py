"""
How Hypothesis runs: without a stopwatch, and on the integration machine without chance.

A deadline would make the tests of a busy machine fail. Chance finds what nobody thought
of, where somebody is there to see it; whoever waits for a landing wants the same run twice.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "community_edu",
    max_examples=int(os.environ.get("COMMUNITY_EDU_EXAMPLES", "100")),
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("community_edu")
