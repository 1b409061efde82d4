"""
Vague words about time (定期、经常、及时…): kept as they are, never turned into dates.
"""

from typing import Literal, TypeAlias

from community_edu.base import Text

Cadence: TypeAlias = Literal[
    "regular",
    "often",
    "irregular",
    "timely",
    "timed",
    "opportune",
    "gradual",
    "continuing",
    "annual",
]

CADENCES: dict[Cadence, Text] = {
    "regular": Text("定期", en="regularly"),
    "often": Text("经常", en="often"),
    "irregular": Text("不定期", en="irregularly"),
    "timely": Text("及时", en="in time"),
    "timed": Text("定时", en="at set times"),
    "opportune": Text("适时", en="at a suitable time"),
    "gradual": Text("逐步", en="step by step"),
    "continuing": Text("继续", en="on from before"),
    "annual": Text("每年", en="every year, on no stated day"),
}
"""
Words about time that name no date.
"""
