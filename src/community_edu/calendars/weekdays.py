"""
Days of the week.
"""

from typing import Literal, TypeAlias, get_args

Weekday: TypeAlias = Literal["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
"""
Monday first, as in ISO 8601 and in `datetime.date.weekday`.
"""
