"""
What a reader of phrases had to choose, and what it could not read.
"""

from community_edu.base import Finding, FindingKind, Text

READ_AS = FindingKind(
    "phrase-choice",
    "info",
    zh="“{text}”有两种读法：取“{taken}”，也可指“{other}”",
    en="'{text}' can be read in two ways: taken as {taken}; it may also mean {other}",
)
VAGUE_WORDS = FindingKind(
    "vague-words",
    "warning",
    zh="“{text}”没有说出日期或次数，原样保留",
    en="'{text}' names no date and no number; it is kept as it is",
)
MASKED_YEAR = FindingKind(
    "masked-year",
    "warning",
    zh="年份“{text}”被隐去，不作猜测",
    en="the year '{text}' is masked; it is not guessed",
)
RELATIVE_TIME = FindingKind(
    "relative-time",
    "info",
    zh="“{text}”是相对于成文时间说的，原文没有给出那一年",
    en="'{text}' is told from the day of writing, which the phrase does not give",
)
DAYS_NOT_STATED = FindingKind(
    "days-not-stated",
    "info",
    zh="“{text}”说了多久一次，没有说哪一天",
    en="'{text}' says how often, but not on which days",
)
OPEN_LIST = FindingKind(
    "open-list",
    "info",
    zh="“{text}”以“等”结尾，只取列出的各项",
    en="the list '{text}' is open; only what it names is taken",
)
OTHER_MONTH = FindingKind(
    "phrase-other-month",
    "warning",
    zh="“{text}”不在所说的月份（{month} 月）",
    en="'{text}' does not fall in the month that is stated ({month})",
)
NAME_DATE_DIFFERS = FindingKind(
    "name-date-differs",
    "warning",
    zh="写明的日期 {stated} 与“{name}”的规则 {rule} 不符，以写明的为准",
    en="the stated date {stated} is not that of '{name}', {rule}; what is stated is kept",
)
NOT_UNDERSTOOD = FindingKind(
    "time-not-understood",
    "warning",
    zh="“{text}”像是时间，但没有读懂",
    en="'{text}' looks like time, but was not understood",
)
NO_SUCH_DAY = FindingKind(
    "no-such-day",
    "error",
    zh="“{text}”不存在：{why}",
    en="'{text}' cannot be: {why}",
)
WEEKEND_UNSAID = FindingKind(
    "weekend-unsaid",
    "info",
    zh="“{text}”没有说遇周末或节假日怎么办，日期照旧",
    en="'{text}' does not say what happens on a weekend or holiday; the day stays",
)
SECOND_COUNT = FindingKind(
    "second-count",
    "warning",
    zh="“{text}”是又一个次数要求，只保留“{kept}”，请另立一条任务",
    en="'{text}' is a second count; only '{kept}' is kept: make it a duty of its own",
)
HOUR_NOT_STATED = FindingKind(
    "hour-not-stated",
    "info",
    zh="“{text}”没有说几点",
    en="'{text}' does not say at what hour",
)
LENGTH_APART = FindingKind(
    "length-apart",
    "warning",
    zh="“{text}”说的是持续多久，没有归入日期",
    en="'{text}' says how long it lasts; the days do not say so",
)

CHOICES: dict[str, tuple[Text, Text]] = {
    "week-scheme": (
        Text(
            "ISO 周（周一至周日，按周四归月）",
            en="ISO weeks, Monday to Sunday, of the month of their Thursday",
        ),
        Text("挂历上周日开头的行", en="rows of a wall calendar that start on Sunday"),
    ),
    "last-week": (
        Text("当月最后七天", en="the last seven days of the month"),
        Text("最后一个 ISO 周", en="its last ISO week"),
    ),
    "month-end": (
        Text("当月最后一天", en="the last day of the month"),
        Text("下旬", en="its last third"),
    ),
    "month-start": (
        Text("上旬", en="the first ten days of the month"),
        Text("1 日，或头几天", en="its first day or days"),
    ),
    "month-middle": (
        Text("中旬", en="the middle ten days of the month"),
        Text("15 日前后", en="the days around the 15th"),
    ),
    "half-year-end": (
        Text("6 月和 12 月的最后一天", en="the last days of June and December"),
        Text("那两个月的下旬", en="the last thirds of these months"),
    ),
    "season": (
        Text("按月份（春季为 3 至 5 月）", en="months (spring is March to May)"),
        Text("按节气（立春至立夏）", en="solar terms (from Start of Spring)"),
    ),
    "heat": (
        Text("三伏", en="the dog days"),
        Text("气象上的高温期", en="days that are hot indeed"),
    ),
    "weekend": (
        Text("周末中选一天", en="some day among weekends"),
        Text("每个周末都办", en="every weekend"),
    ),
    "last-term": (
        Text("第一学期", en="the first term"),
        Text("刚过去的学期", en="the term before this one"),
    ),
    "anchor": (
        Text("每期最后一天", en="the last day of each period"),
        Text("从别的月份算起", en="periods from another month"),
    ),
    "every-second": (
        Text("每隔一周", en="every other week"),
        Text("每月第二个", en="the second one of each month"),
    ),
    "second-of-month": (
        Text("每月第二个", en="the second one of each month"),
        Text("每隔一周", en="every other week"),
    ),
    "bi": (
        Text("每两期一次", en="once in two periods"),
        Text("每期两次", en="twice in each period"),
    ),
    "biannual": (
        Text("每半年一次", en="twice a year"),
        Text("每两年一次", en="once in two years"),
    ),
    "interval": (
        Text("每 n 天（周、月、年）一次", en="once in n days, weeks, months or years"),
        Text("中间空 n 天（周、月、年）", en="with n of them between"),
    ),
    "per-term": (
        Text("每学期一次或多次", en="once or more in each term"),
        Text("整个学期持续", en="all through the term"),
    ),
    "before-day": (
        Text("含当天", en="that day included"),
        Text("不含当天", en="that day excluded"),
    ),
    "before-month": (
        Text("上月最后一天", en="the last day of the month before"),
        Text("当月最后一天", en="the last day of that month"),
    ),
    "before-year": (
        Text("上一年最后一天", en="the last day of the year before"),
        Text("当年最后一天", en="the last day of that year"),
    ),
    "by-year": (
        Text("当年最后一天", en="the last day of that year"),
        Text("上一年最后一天", en="the last day of the year before"),
    ),
    "after-year": (
        Text("从下一年起", en="from the year after on"),
        Text("从当年起", en="from that year on"),
    ),
    "after-new-year": (
        Text("春节", en="Spring Festival"),
        Text("元旦", en="1 January"),
    ),
    "members": (
        Text("按对象逐个计数", en="each of them, one by one"),
        Text("按活动次数计数", en="the occasions, however many they reach"),
    ),
    "list-scope": (
        Text("列表中的每一个", en="every one of the list"),
        Text("只指最后一个", en="the last one only"),
    ),
    "dotted": (
        Text("月.日", en="month.day"),
        Text("小数", en="a decimal number"),
    ),
    "slashed": (
        Text("月/日", en="month/day"),
        Text("日/月", en="day/month"),
    ),
    "open-end": (
        Text("到年底", en="to the end of the year"),
        Text("没有终点", en="without an end"),
    ),
    "half-day": (
        Text("240 分钟", en="240 minutes"),
        Text("当地的半个工作日", en="half a working day of the place"),
    ),
    "parity": (
        Text("从学期第一周数起", en="weeks counted from the first of the term"),
        Text("按年内周次", en="weeks of the year"),
    ),
    "term-week": (
        Text("学期的教学周", en="weeks of the term"),
        Text("全年的周次", en="weeks of the year"),
    ),
    "weekday": (
        Text("周一至周五", en="Monday to Friday"),
        Text("工作日（含调休）", en="working days, with shifted ones"),
    ),
    "once-each": (
        Text("每个对象至少一次", en="at least once for each"),
        Text("恰好一次", en="exactly once"),
    ),
    "day-per-month": (
        Text("每月", en="every month"),
        Text("某一个月", en="one month"),
    ),
    "all-of-set": (
        Text("每个对象至少一次", en="at least once for each"),
        Text("没有要求次数", en="no number is asked for"),
    ),
    "count": (
        Text("至少一次", en="at least once"),
        Text("次数未说明", en="a number that is not said"),
    ),
    "about": (
        Text("恰好这个数", en="just that number"),
        Text("上下浮动", en="a little more or less"),
    ),
    "month-length": (
        Text("一个月按 30 天", en="a month as 30 days"),
        Text("日历月", en="a calendar month"),
    ),
    "approximate": (
        Text("正好那一天", en="just that day"),
        Text("它前后的几天", en="the days around it"),
    ),
    "within-of": (
        Text("在其后", en="after it"),
        Text("其前后都算", en="before or after it"),
    ),
    "after-opening": (
        Text(
            "学期的第几周，含开学那一周", en="weeks of the term, the one of its first day included"
        ),
        Text("开学那一周之后的第几周", en="weeks after the one in which it opens"),
    ),
    "hours": (
        Text("按次数计", en="that many times"),
        Text("按总时长计", en="that much time in all"),
    ),
    "festivals": (
        Text("法定节假日", en="the public holidays"),
        Text("其他节日", en="other festivals, too"),
    ),
    "holidays": (
        Text("法定节假日", en="the public holidays"),
        Text("学校假期", en="the school holidays"),
    ),
    "fair-days": (
        Text("公历各月尾数相同的日子", en="those days of each month of the year"),
        Text("农历的这些日子", en="those days of each lunar month"),
    ),
}
"""
The readings between which a phrase leaves the choice: the one taken, and the other.
"""


def choice(code: str, text: str) -> Finding:
    """
    Say that *text* was read in one of two ways.
    """
    taken, other = CHOICES[code]
    items = {"text": text, "taken": taken, "other": other, "choice": code}
    return Finding(READ_AS, items=items)
