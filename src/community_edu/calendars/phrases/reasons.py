"""
Why words of time cannot be turned into dates, in both languages.
"""

from community_edu.base import Text

NO_TEXT = Text("没有文字", en="there is no text")
NO_TIME = Text("没有说到时间", en="it says nothing of time")
NOTHING_MADE = Text("从中得不出日期或数字", en="no day or number can be made of it")
NO_MONTH = Text("没有说是哪个月", en="of which month is not said")
NO_MONTH_OR_TERM = Text("没有说是哪个月或哪个学期", en="of which month or term is not said")
NO_DAY = Text("没有说是哪一天", en="no day is named")
NO_COUNTED = Text("没有说数的是什么", en="what is counted is not said")
NO_START = Text("从哪天算起没有日期", en="what it is counted from has no date")
NO_LENGTH = Text("没有说有多少天", en="how many days it has is not said")
NO_COUNT = Text("不按这样的期间计数", en="no count is kept per such a period")
NO_RULE = Text("没有规则能表示这样的日期", en="no rule of days says this")
