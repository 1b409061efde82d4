"""
Reading the files of course timetabling.
"""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, ProblemsError
from community_edu.calendars import WEEKDAYS
from community_edu.calendars.teaching_weeks import MOST_PERIODS
from community_edu.scheduling.ctt.courses import Course, CourseInstance

LONGEST_TEXT = 4_000_000
MOST = 10_000
SHOWN = 40

_HEADER = ("Courses", "Rooms", "Days", "Periods_per_day", "Curricula", "Constraints")
_PARTS = ("COURSES", "ROOMS", "CURRICULA", "UNAVAILABILITY_CONSTRAINTS")
_COUNTS = dict(zip(_PARTS, ("Courses", "Rooms", "Curricula", "Constraints"), strict=True))
_NUMBER = re.compile(r"\d{1,6}")


@attrs.define(slots=False)
class CourseFileError(CommunityEduError, ValueError):
    """
    A line of a course timetabling file that cannot be read, or be true.
    """

    code: ClassVar[str] = "bad-course-file"
    en: ClassVar[str] = "{file}:{line}: {en_text}"
    zh: ClassVar[str] = "{file} 第{line}行：{zh_text}"

    file: str
    line: int
    zh_text: str
    en_text: str


def read_courses(text: str, file: str = "courses.ctt") -> CourseInstance:
    """
    Read a ``.ctt`` file of curriculum-based course timetabling.

    Args:
        text: The text of the file.
        file: Its name, for errors.

    Raises:
        ProblemsError: All lines that cannot be read or be true, with their numbers.

    Example:
        >>> small = read_courses('''Name: small
        ... Courses: 1
        ... Rooms: 1
        ... Days: 2
        ... Periods_per_day: 2
        ... Curricula: 1
        ... Constraints: 1
        ... COURSES:
        ... ink li 2 2 12
        ... ROOMS:
        ... hall 10
        ... CURRICULA:
        ... q1 1 ink
        ... UNAVAILABILITY_CONSTRAINTS:
        ... ink 0 0
        ... END.
        ... ''')
        >>> small.courses[0].students, small.rooms
        (12, (('hall', 10),))
    """
    return _Reader(file).read(text)


class _Reader:
    """
    Reads one file, and collects what is wrong with it.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[CommunityEduError] = []

    def wrong(self, line: int, en: str, zh: str) -> None:
        self.problems.append(CourseFileError(self.file, line, zh, en))

    def read(self, text: str) -> CourseInstance:
        if len(text) > LONGEST_TEXT:
            self.wrong(1, f"the text is longer than {LONGEST_TEXT} characters", "文本过长")
            raise self.refusal()
        header, parts, name = self.split(text)
        sizes = {key: self.size(header, key) for key in _HEADER}
        if self.problems:
            raise self.refusal()
        for part, key in _COUNTS.items():
            found = len(parts[part])
            if found != sizes[key]:
                self.wrong(
                    header[key][0],
                    f"{key} says {sizes[key]}, and {part} has {found} lines; let them agree",
                    f"{key} 为 {sizes[key]}，而 {part} 有 {found} 行，二者应一致",
                )
        courses = [one for line, words in parts["COURSES"] for one in self.course(line, words)]
        rooms = [one for line, words in parts["ROOMS"] for one in self.room(line, words)]
        known = {course.name for course in courses}
        curricula = [
            one for line, words in parts["CURRICULA"] for one in self.curriculum(line, words, known)
        ]
        barred = [
            one
            for line, words in parts["UNAVAILABILITY_CONSTRAINTS"]
            for one in self.barred(line, words, known, sizes)
        ]
        for part, names in (("COURSES", [course.name for course in courses]),
                            ("ROOMS", [room for room, _ in rooms])):  # fmt: skip
            self.twice(parts[part], names)
        if self.problems:
            raise self.refusal()
        return CourseInstance(
            name=name,
            days=sizes["Days"],
            periods=sizes["Periods_per_day"],
            courses=tuple(courses),
            rooms=tuple(rooms),
            curricula=tuple(curricula),
            unavailable=frozenset(barred),
        )

    def refusal(self) -> ProblemsError:
        return ProblemsError(f"'{self.file}' is no course timetabling file", self.problems)

    def split(
        self, text: str
    ) -> tuple[dict[str, tuple[int, str]], dict[str, list[tuple[int, list[str]]]], str]:
        header: dict[str, tuple[int, str]] = {}
        parts: dict[str, list[tuple[int, list[str]]]] = {part: [] for part in _PARTS}
        part, name = "", ""
        for number, raw in enumerate(text.splitlines(), start=1):
            line = raw.strip()
            if line == "END.":
                break
            if line.rstrip(":") in parts and line.endswith(":"):
                part = line.rstrip(":")
            elif part and line:
                parts[part].append((number, line.split()))
            elif line:
                key, _, value = line.partition(":")
                if key == "Name":
                    name = value.strip()
                else:
                    header[key] = (number, value.strip())
        return header, parts, name

    def size(self, header: dict[str, tuple[int, str]], key: str) -> int:
        line, value = header.get(key, (1, ""))
        most = {"Days": len(WEEKDAYS), "Periods_per_day": MOST_PERIODS}.get(key, MOST)
        least = 0 if key in {"Curricula", "Constraints"} else 1
        if not _NUMBER.fullmatch(value) or not least <= int(value) <= most:
            self.wrong(
                line,
                f"the header needs '{key}:' with a number from {least} to {most}, "
                f"not '{value[:SHOWN]}'",
                f"文件头需要“{key}:”和 {least} 到 {most} 的数，而不是“{value[:SHOWN]}”",
            )
            return 0
        return int(value)

    def numbers(self, line: int, words: Sequence[str], least: int) -> list[int] | None:
        for word in words:
            if not _NUMBER.fullmatch(word) or int(word) < least:
                self.wrong(
                    line,
                    f"'{word[:SHOWN]}' is no whole number from {least} up",
                    f"“{word[:SHOWN]}”不是不小于 {least} 的整数",
                )
                return None
        return [int(word) for word in words]

    def many(self, line: int, words: Sequence[str], number: int, form: str) -> bool:
        if len(words) != number:
            self.wrong(line, f"a line is '{form}'", f"此行应为“{form}”")
        return len(words) == number

    def course(self, line: int, words: Sequence[str]) -> Iterator[Course]:
        if self.many(line, words, 5, "course teacher lectures days students"):
            found = self.numbers(line, words[2:], 0)
            if found and not 1 <= found[0] <= MOST:
                self.wrong(line, f"a course has 1 to {MOST} lectures", f"每门课 1 到 {MOST} 次")
            elif found:
                yield Course(words[0], words[1], found[0], found[1], found[2])

    def room(self, line: int, words: Sequence[str]) -> Iterator[tuple[str, int]]:
        if self.many(line, words, 2, "room capacity"):
            found = self.numbers(line, words[1:], 0)
            if found:
                yield words[0], found[0]

    def curriculum(
        self, line: int, words: Sequence[str], known: set[str]
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        found = self.numbers(line, words[1:2], 0)
        if found is None:
            return
        number = found[0] if found else 0
        right = self.many(line, words, 2 + number, "curriculum number course …")
        if right and len([word for word in words[2:] if self.known(line, word, known)]) == number:
            yield words[0], tuple(words[2:])

    def barred(
        self, line: int, words: Sequence[str], known: set[str], sizes: dict[str, int]
    ) -> Iterator[tuple[str, int, int]]:
        if not self.many(line, words, 3, "course day period"):
            return
        found = self.numbers(line, words[1:], 0)
        if found and self.known(line, words[0], known):
            day, period = found
            if day < sizes["Days"] and period < sizes["Periods_per_day"]:
                yield words[0], day, period
            else:
                self.wrong(
                    line,
                    f"there is no period {period} of day {day}; both count from 0",
                    f"没有第 {day} 天第 {period} 节，均从 0 数起",
                )

    def known(self, line: int, word: str, known: set[str]) -> bool:
        if word not in known:
            self.wrong(line, f"there is no course '{word[:SHOWN]}'", f"没有课程“{word[:SHOWN]}”")
        return word in known

    def twice(self, lines: Sequence[tuple[int, list[str]]], names: Sequence[str]) -> None:
        seen: set[str] = set()
        for line, words in lines:
            if words[0] in seen and words[0] in names:
                self.wrong(
                    line,
                    f"'{words[0][:SHOWN]}' is there twice; give each its own name",
                    f"“{words[0][:SHOWN]}”出现两次，请各取其名",
                )
            seen.add(words[0])
