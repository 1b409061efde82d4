"""
What the classes, rooms and people of a town made up from a seed are called.
"""

from community_edu.base import Text

CLASS_NAMES: dict[str, Text] = {
    "music": Text("音乐", en="music"),
    "calligraphy": Text("书法", en="calligraphy"),
    "painting": Text("国画", en="painting"),
    "erhu": Text("二胡", en="erhu"),
    "piano": Text("钢琴", en="piano"),
    "choir": Text("合唱", en="choir"),
    "fashion": Text("时装表演", en="fashion show"),
    "huju": Text("沪剧", en="Huju opera"),
    "dance": Text("舞蹈", en="dance"),
    "tai_chi": Text("太极", en="tai chi"),
    "smartphone": Text("智能手机", en="smartphones"),
    "english": Text("英语", en="English"),
    "handicraft": Text("手工", en="handicraft"),
}
LECTURE_NAMES: dict[str, Text] = {
    "law": Text("法律", en="law"),
    "psychology": Text("心理", en="psychology"),
    "home": Text("家庭", en="the home"),
    "weather": Text("气象", en="the weather"),
    "prices": Text("物价", en="prices"),
    "health": Text("健康", en="health"),
}
ROOM_NAMES: dict[str, Text] = {
    "music_room": Text("音乐室", en="music room"),
    "art_room": Text("书画室", en="art room"),
    "piano_room": Text("钢琴房", en="piano room"),
    "dance_room": Text("舞蹈房", en="dance room"),
    "computer_room": Text("电脑房", en="computer room"),
    "classroom": Text("教室", en="classroom"),
    "hall": Text("礼堂", en="hall"),
}
TIMETABLE = Text("秋季课程表", en="autumn timetable")
TEACHER = Text("教师", en="teacher")
LECTURER = Text("讲师", en="lecturer")
ITINERANT = Text("流动教师", en="itinerant teacher")
NOWHERE = Text("", en="")


def town_name(number: int) -> Text:
    """
    Name a town of a district.
    """
    return Text(f"{number:02} 镇 ", en=f"town {number:02}: ")


def class_name(subject: str, number: int) -> Text:
    """
    Name a class.

    Example:
        >>> class_name("erhu", 12)
        Text(zh='二胡班 012', en='erhu 012')
    """
    name = CLASS_NAMES[subject]
    return Text(f"{name.zh}班 {number:03}", en=f"{name.en} {number:03}")


def lecture_name(topic: str, number: int) -> Text:
    """
    Name a lecture.

    Example:
        >>> lecture_name("law", 12)
        Text(zh='法律讲座 012', en='lecture on law 012')
    """
    name = LECTURE_NAMES[topic]
    return Text(f"{name.zh}讲座 {number:03}", en=f"lecture on {name.en} {number:03}")


def room_name(point: int, kind: str, number: int) -> Text:
    """
    Name a room by its place, the school being point 0, and its number there.

    Example:
        >>> room_name(0, "music_room", 1)
        Text(zh='学校音乐室 1', en='school, music room 1')
        >>> room_name(6, "classroom", 2)
        Text(zh='06 号教学点 教室 2', en='teaching point 06, classroom 2')
    """
    name = ROOM_NAMES[kind]
    if point == 0:
        return Text(f"学校{name.zh} {number}", en=f"school, {name.en} {number}")
    return Text(
        f"{point:02} 号教学点 {name.zh} {number}",
        en=f"teaching point {point:02}, {name.en} {number}",
    )


def person_name(role: Text, number: int) -> Text:
    """
    Name an educator.

    Example:
        >>> person_name(TEACHER, 81)
        Text(zh='教师 81', en='teacher 81')
    """
    return Text(f"{role.zh} {number:02}", en=f"{role.en} {number:02}")


def joined(town: Text, name: Text) -> Text:
    """
    Put the name of a town in front of a name.

    Example:
        >>> joined(town_name(1), class_name("erhu", 12))
        Text(zh='01 镇 二胡班 012', en='town 01: erhu 012')
    """
    return Text(f"{town.zh}{name.zh}", en=f"{town.en}{name.en}")
