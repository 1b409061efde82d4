"""
Broken and hostile calendar files, made by rule: the same in every run.
"""

import random
from collections.abc import Callable, Iterator

GOOD = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//library//EN
X-WR-CALNAME:区图书馆
BEGIN:VTIMEZONE
TZID:Our Zone
BEGIN:STANDARD
DTSTART:16010101T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0900
TZOFFSETTO:+0800
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0800
TZOFFSETTO:+0900
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:story@library
DTSTAMP:20260101T000000Z
DTSTART;TZID=Our Zone:20260105T100000
DURATION:PT1H30M
RRULE:FREQ=WEEKLY;BYDAY=MO,SA;COUNT=40
EXDATE;TZID=Our Zone:20260112T100000,20260117T100000
RDATE;VALUE=PERIOD:20260801T020000Z/PT1H,20260802T020000Z/20260802T040000Z
SUMMARY:绘本故事会\\, 亲子
LOCATION:少儿阅览室
DESCRIPTION:报名电话 020-8888\\n请提前
  到场
CATEGORIES:阅读,亲子
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT1H
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:story@library
RECURRENCE-ID;TZID=Our Zone:20260119T100000
DTSTART;TZID=Our Zone:20260120T140000
DTEND;TZID=Our Zone:20260120T160000
SUMMARY:绘本故事会（改期）
END:VEVENT
BEGIN:VEVENT
UID:closed@library
DTSTART;VALUE=DATE:20260217
DTEND;VALUE=DATE:20260220
SUMMARY:春节闭馆
TRANSP:TRANSPARENT
STATUS:CONFIRMED
SEQUENCE:2
END:VEVENT
BEGIN:VTODO
UID:report@library
DUE;VALUE=DATE:20261130
SUMMARY:年度总结
END:VTODO
BEGIN:VFREEBUSY
UID:hall@library
FREEBUSY;FBTYPE=BUSY:20260301T010000Z/PT3H,20260302T010000Z/20260302T020000Z
END:VFREEBUSY
BEGIN:VAVAILABILITY
UID:free@library
PRIORITY:1
BEGIN:AVAILABLE
UID:mornings@library
DTSTART;TZID=Asia/Shanghai:20260105T080000
DTEND;TZID=Asia/Shanghai:20260105T120000
RRULE:FREQ=WEEKLY
END:AVAILABLE
END:VAVAILABILITY
END:VCALENDAR
""".replace("\n", "\r\n").encode()

STRANGE = (
    "",
    "::;;==,,",
    '"',
    "\x00\x07\x1b",
    "99999999999999999999999999",
    "-1",
    "00000000T000000Z",
    "20260230",
    "20261008T250000",
    "99991231T235959Z",
    "00010101T000000Z",
    "２０２６１００８",
    "P99999999999999999999D",
    "-PT1S",
    "P",
    "FREQ=SECONDLY",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "20260101T000000Z/20250101T000000Z",
    "+9999",
    "A" * 5000,
    "/" * 300,
    "../../../etc/passwd",
)
PROPERTIES = (
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "EXDATE",
    "RDATE",
    "RECURRENCE-ID",
    "TZOFFSETTO",
    "TZID",
    "UID",
    "BEGIN",
    "FREEBUSY",
    "SEQUENCE",
    "SUMMARY",
)


def mutated() -> Iterator[tuple[str, bytes]]:
    """
    Yield the good calendar with something broken, with what was done to it.
    """
    dice = random.Random(7)  # noqa: S311 - not for secrets
    lines = GOOD.split(b"\r\n")
    for part in range(1, 31):
        yield f"cut at {part}/31", GOOD[: len(GOOD) * part // 31]
        yield f"begun at {part}/31", GOOD[len(GOOD) * part // 31 :]
    for number in range(40):
        flipped = bytearray(GOOD)
        for _ in range(1 + number * 5):
            flipped[dice.randrange(len(flipped))] ^= 1 << dice.randrange(8)
        yield f"bits flipped {number}", bytes(flipped)
    changes: tuple[tuple[str, Callable[[list[bytes]], object]], ...] = (
        ("lines shuffled", dice.shuffle),
        ("line lost", lambda some: some.pop(dice.randrange(len(some)))),
        ("line doubled", lambda some: some.insert(dice.randrange(len(some)), dice.choice(some))),
        ("line of noise", lambda some: some.insert(dice.randrange(len(some)), dice.randbytes(80))),
    )
    for name, change in changes:
        for number in range(15):
            changed = list(lines)
            for _ in range(1 + number):
                change(changed)
            yield f"{name} {number}", b"\r\n".join(changed)
    for name in PROPERTIES:
        for number, value in enumerate(STRANGE):
            changed = [
                name.encode() + b":" + value.encode() if line.startswith(name.encode()) else line
                for line in lines
            ]
            yield f"{name} is strange {number}", b"\r\n".join(changed)


def encoded() -> Iterator[tuple[str, bytes]]:
    """
    Yield the good calendar in other bytes, which all can be read.
    """
    text = GOOD.decode()
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"):
        yield encoding, text.encode(encoding)
    yield "utf-16 with a mark, big end first", b"\xfe\xff" + text.encode("utf-16-be")
    yield "bare LF", GOOD.replace(b"\r\n", b"\n")
    yield "bare CR", GOOD.replace(b"\r\n", b"\r")
    yield "doubled CR", GOOD.replace(b"\r\n", b"\r\r\n")
    yield "empty lines", GOOD.replace(b"\r\n", b"\r\n\r\n")
    yield "folded in characters", folded(GOOD, b"\r\n ")
    yield "folded by tabs", folded(GOOD, b"\r\n\t")
    yield "GB18030 folded in characters", folded(text.encode("gb18030"), b"\r\n ")


def folded(data: bytes, fold: bytes) -> bytes:
    """
    Fold each line after every eleven bytes, whatever character they are in.
    """
    whole = data.replace(b"\r\n ", b"")
    return b"\r\n".join(
        fold.join(line[n : n + 11] for n in range(0, len(line), 11))
        for line in whole.split(b"\r\n")
    )


def event(*lines: str) -> str:
    """
    Write an event.
    """
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def calendar(*parts: str) -> bytes:
    """
    Write a calendar of some parts.
    """
    return "\n".join(["BEGIN:VCALENDAR", *parts, "END:VCALENDAR", ""]).encode()


def zone(name: str, rule: str) -> str:
    """
    Write a definition of a time zone.
    """
    return "\n".join(
        [
            "BEGIN:VTIMEZONE",
            f"TZID:{name}",
            "BEGIN:STANDARD",
            "DTSTART:16010101T000000",
            rule,
            "TZOFFSETFROM:+0800",
            "TZOFFSETTO:+0900",
            "END:STANDARD",
            "END:VTIMEZONE",
        ]
    )


def bombs() -> Iterator[tuple[str, bytes]]:
    """
    Yield files that are small or plain, and would cost much if they were believed.
    """
    start = "DTSTART:20260105T090000"
    days = ",".join(f"2026{1 + n % 12:02}{1 + n % 28:02}T09{n % 60:02}00" for n in range(20_000))
    yield "deep", b"BEGIN:X\n" * 50_000
    yield "deep events", b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 20_000
    yield "only ends", b"END:VEVENT\n" * 50_000
    yield "empty lines", b"BEGIN:VCALENDAR\n" + b"\n" * 400_000
    yield "one line", calendar(event(start, "SUMMARY:" + "x" * 10_000_000))
    yield "one folded line", calendar(event(start, "SUMMARY:" + "x\n " * 300_000))
    yield "quotes", calendar(event('DTSTART;TZID="' + '"' * 100_000 + ":20260105T090000"))
    yield "parameters", calendar(event("DTSTART" + ";A=B" * 100_000 + ":20260105T090000"))
    yield "commas", calendar(event(start, "CATEGORIES:" + "," * 200_000, "EXDATE:" + "," * 200_000))
    yield "backslashes", calendar(event(start, "SUMMARY:" + "\\" * 200_001))
    for number, rule in enumerate(
        (
            "FREQ=SECONDLY",
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
            "FREQ=DAILY;COUNT=999999999",
            "FREQ=YEARLY;BYDAY=53SU;INTERVAL=1;COUNT=99999",
            "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23",
            "FREQ=YEARLY;BYYEARDAY=366;BYDAY=MO;BYSETPOS=366;COUNT=9",
            "FREQ=DAILY;INTERVAL=" + "9" * 4400,
        )
    ):
        events = (
            event(f"UID:{n}", "DTSTART:19010101T090000", "DURATION:P3000D", f"RRULE:{rule}")
            for n in range(100)
        )
        yield f"rules {number}", calendar(*events)
    yield "exceptions", calendar(event(start, "RRULE:FREQ=DAILY", f"EXDATE:{days}"))
    yield (
        "bad exceptions",
        calendar(event(start, "SUMMARY:" + "长" * 20_000, "EXDATE:x" + ",x" * 50_000)),
    )
    yield "additions", calendar(event(start, f"RDATE:{days}"))
    yield (
        "one UID",
        calendar(
            *(
                event(
                    "UID:1", f"DTSTART:{20260101 + n % 28}T{n % 24:02}{n % 60:02}{n // 60 % 60:02}"
                )
                for n in range(10_000)
            )
        ),
    )
    yield (
        "one UID, masters and exceptions",
        calendar(
            *(
                event(
                    "UID:1",
                    f"DTSTART:20260101T{n // 60:02}{n % 60:02}00",
                    "RRULE:FREQ=DAILY;COUNT=3",
                )
                for n in range(1_000)
            ),
            *(
                event(
                    "UID:1",
                    f"RECURRENCE-ID;RANGE=THISANDFUTURE:20260102T{n // 60:02}{n % 60:02}00",
                    start,
                )
                for n in range(1_000)
            ),
        ),
    )
    zoned = event("DTSTART;TZID=Z:20260105T090000", "RRULE:FREQ=DAILY")
    for number, rule in enumerate(
        (
            "RRULE:FREQ=SECONDLY",
            "RRULE:FREQ=DAILY",
            "RRULE:FREQ=YEARLY;BYYEARDAY=" + ",".join(map(str, range(1, 366))),
            "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            f"RDATE:{days}",
        )
    ):
        yield f"zone {number}", calendar(zone("Z", rule), zoned)
    yield (
        "many zones",
        calendar(
            *(zone(f"Z{n}", "RRULE:FREQ=YEARLY;BYDAY=1SU") for n in range(25)),
            *(event(f"DTSTART;TZID=Z{n}:20260105T090000") for n in range(25)),
        ),
    )
    yield (
        "unknown zones",
        calendar(*(event(f"DTSTART;TZID={'z/' * 500}{n}:20260105T090000") for n in range(25))),
    )
    yield (
        "taken times",
        calendar(
            "BEGIN:VFREEBUSY", "FREEBUSY:" + "20260301T010000Z/PT3H," * 20_000, "END:VFREEBUSY"
        ),
    )
