"""
Days of the week.
"""

from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

from community_edu.base import Text

Weekday: TypeAlias = Literal["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
"""
Monday first, as in ISO 8601 and in `datetime.date.weekday`.
"""

WEEKDAY_LABELS: Mapping[Weekday, Text] = {
    "MON": Text("周一", en="Monday"),
    "TUE": Text("周二", en="Tuesday"),
    "WED": Text("周三", en="Wednesday"),
    "THU": Text("周四", en="Thursday"),
    "FRI": Text("周五", en="Friday"),
    "SAT": Text("周六", en="Saturday"),
    "SUN": Text("周日", en="Sunday"),
}
"""
What a reader calls them.
"""
