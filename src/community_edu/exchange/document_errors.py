"""
What may be wrong with a file or a value in it, before anybody asks what it means.
"""

from typing import ClassVar, Final

import attrs

from community_edu.base import CommunityEduError, Text

# What is wrong with a file as a whole.


@attrs.define(slots=False)
class MissingFileError(CommunityEduError, LookupError):
    """
    A file that is not there.
    """

    code: ClassVar[str] = "file-missing"
    en: ClassVar[str] = "there is no such file; check its name and its folder"
    zh: ClassVar[str] = "没有这个文件，请检查文件名和所在文件夹"


@attrs.define(slots=False)
class NotAFileError(CommunityEduError, ValueError):
    """
    A folder, a pipe or a device where a file should be.
    """

    code: ClassVar[str] = "not-a-file"
    en: ClassVar[str] = "this is a {kind}, not a file; name a file that ends in {suffixes}"
    zh: ClassVar[str] = "这是{kind}，不是文件，请指定以 {suffixes} 结尾的文件"

    kind: Text
    suffixes: tuple[str, ...]


@attrs.define(slots=False)
class UnknownFormatError(CommunityEduError, ValueError):
    """
    A file whose name does not say how to read it.
    """

    code: ClassVar[str] = "unknown-format"
    en: ClassVar[str] = "the name does not tell the format; it must end in {suffixes}"
    zh: ClassVar[str] = "文件名看不出格式，应以 {suffixes} 结尾"

    suffixes: tuple[str, ...]


@attrs.define(slots=False)
class UnreadableFileError(CommunityEduError, ValueError):
    """
    A file that the system does not let us read.
    """

    code: ClassVar[str] = "file-unreadable"
    en: ClassVar[str] = "the file cannot be read ({reason}); check who may read it"
    zh: ClassVar[str] = "无法读取文件（{reason}），请检查读取权限"

    reason: str


@attrs.define(slots=False)
class FileTooLargeError(CommunityEduError, ValueError):
    """
    A file longer than any plan.
    """

    code: ClassVar[str] = "file-too-large"
    en: ClassVar[str] = "the file has more than {most} bytes; split it, or name the right one"
    zh: ClassVar[str] = "文件超过 {most} 字节，请拆分，或检查是否选错了文件"

    most: int


@attrs.define(slots=False)
class EmptyFileError(CommunityEduError, ValueError):
    """
    A file with nothing in it.
    """

    code: ClassVar[str] = "file-empty"
    en: ClassVar[str] = "the file is empty; write a plan into it, or name the right one"
    zh: ClassVar[str] = "文件是空的，请写入内容，或检查是否选错了文件"


@attrs.define(slots=False)
class NotUtf8Error(CommunityEduError, ValueError):
    """
    A file that is no text in UTF-8.
    """

    code: ClassVar[str] = "not-utf-8"
    en: ClassVar[str] = "this is not text in UTF-8 but {guess}; save the file as UTF-8"
    zh: ClassVar[str] = "这不是 UTF-8 文本，而是{guess}，请将文件另存为 UTF-8 编码"

    guess: Text


@attrs.define(slots=False)
class BadSyntaxError(CommunityEduError, ValueError):
    """
    A text that breaks the rules of its format.

    Attributes:
        format: The format, in capitals.
        advice: What to do about it.
        detail: What the parser says, in English.
    """

    code: ClassVar[str] = "bad-syntax"
    en: ClassVar[str] = "not valid {format}: {advice} ({detail})"
    zh: ClassVar[str] = "不是有效的 {format}：{advice}（{detail}）"

    format: str
    advice: Text
    detail: str


@attrs.define(slots=False)
class NotAnObjectError(CommunityEduError, ValueError):
    """
    A JSON file that holds a list, a text or a number.
    """

    code: ClassVar[str] = "not-an-object"
    en: ClassVar[str] = "JSON must have an object at the top; put all between {{ and }}"
    zh: ClassVar[str] = "JSON 的最外层必须是对象，请把全部内容放在 {{ 与 }} 之间"


@attrs.define(slots=False)
class MoreProblemsError(CommunityEduError, ValueError):
    """
    More problems than anybody would read.
    """

    code: ClassVar[str] = "more-problems"
    en: ClassVar[str] = "more is wrong than these {told}; mend them first"
    zh: ClassVar[str] = "问题不止以上 {told} 个，请先改正这些"

    told: int


# What is wrong with one value.


@attrs.define(slots=False)
class RepeatedKeyError(CommunityEduError, ValueError):
    """
    A key that one object gives more than once.
    """

    code: ClassVar[str] = "repeated-key"
    en: ClassVar[str] = "the key '{key}' is given more than once; keep one of them"
    zh: ClassVar[str] = "键“{key}”重复出现，请只保留一个"

    key: str


@attrs.define(slots=False)
class BadNumberError(CommunityEduError, ValueError):
    """
    A number that nothing can be reckoned with, or that would take hours.
    """

    code: ClassVar[str] = "bad-number"
    en: ClassVar[str] = "{value} is no number to reckon with; write a finite one below 1e{most}"
    zh: ClassVar[str] = "{value} 不能用于计算，请写小于 1e{most} 的有限数"

    value: str
    most: int


@attrs.define(slots=False)
class TooDeepError(CommunityEduError, ValueError):
    """
    A value inside a value inside a value, and so on.
    """

    code: ClassVar[str] = "too-deep"
    en: ClassVar[str] = "the values are nested more than {most} deep; no plan needs that"
    zh: ClassVar[str] = "嵌套超过 {most} 层，计划文件不需要这么深的结构"

    most: int


@attrs.define(slots=False)
class HalfCharacterError(CommunityEduError, ValueError):
    r"""
    A text with one half of a pair such as ``\ud83d\ude00``, which no file can hold.
    """

    code: ClassVar[str] = "half-character"
    en: ClassVar[str] = "the text has half a character ({value}); write both \\u parts, or itself"
    zh: ClassVar[str] = "文字中有半个字符（{value}），请写全两个 \\u 编码，或直接写该字符"

    value: str


# What the parsers say, in words that help: the first row whose beginning fits.
_ADVICE: Final[tuple[tuple[tuple[str, ...], Text], ...]] = (
    (
        ("Invalid value", "Expecting value"),
        Text(
            "此处没有可读的值，文字要放在英文半角双引号内，true 与 false 用小写",
            en="no value can be read here; text stands between straight double quotes, "
            "true and false are lowercase",
        ),
    ),
    (
        ("Invalid statement",),
        Text(
            "每行只能是 [表]、键 = 值 或 # 注释",
            en="a line is a [table], a key = value or a # comment",
        ),
    ),
    (("Expected '='",), Text("键与值之间要写 =", en="between a key and its value stands =")),
    (("Expecting ':'",), Text("键与值之间要写 :", en="between a key and its value stands :")),
    (("Expecting ','",), Text("两项之间要写半角逗号", en="between two things stands a comma")),
    (
        ("Expected newline", "Extra data"),
        Text(
            "此处不能再有内容，请换行，或把整个值放在引号内",
            en="nothing more may stand here; begin a new line, or quote the whole value",
        ),
    ),
    (
        ("Cannot ", "Duplicate "),
        Text(
            "此键或表前面已经写过，请只保留一个",
            en="this key or table has been given before; keep one of them",
        ),
    ),
    (
        ("Unclosed ", "Expected ']"),
        Text("缺少逗号或右括号", en="a comma or the closing bracket is missing"),
    ),
    (
        ("Unterminated", "Expected ", "Illegal character", "Found invalid", "Invalid control"),
        Text(
            "文字缺少结尾的引号，或含有控制字符",
            en="a text lacks its closing quote, or has a control character in it",
        ),
    ),
    (
        ("Unescaped ", "Invalid hex", "Escaped ", "Invalid \\"),
        Text(
            "反斜杠用于转义，要写反斜杠本身请连写两个",
            en="a backslash begins an escape; to have one in the text write two",
        ),
    ),
    (
        ("Invalid initial", "Expecting property name", "Illegal trailing comma"),
        Text(
            "此处应是键，键要放在英文半角双引号内，最后一项后不写逗号",
            en="a key should stand here, in straight double quotes; no comma follows the last one",
        ),
    ),
    (("Invalid date",), Text("没有这个日期", en="there is no such date")),
    (("",), Text("此处不完整或不合规则", en="it breaks off or breaks a rule here")),
)

_CHINESE_MARKS: Final = str.maketrans(
    "“”„＂‘’＇＝：，、．。【】［］｛｝＃", '""""\'\'\'=:,,..[][]{}#'
)


def advice(detail: str, character: str) -> Text:
    """
    Say what to do where the parser said *detail* at *character*.
    """
    plain = character.translate(_CHINESE_MARKS)
    if plain != character:
        if character == "：" and detail.startswith("Expected '='"):
            plain = "="
        return Text(
            f"此处是中文标点「{character}」，应写英文半角「{plain}」",
            en=f"the Chinese mark {character} stands here; write a straight {plain}",
        )
    if not character.isascii() and character.isspace():
        return Text(
            "此处是全角空格，应写半角空格", en="a wide space stands here; write a plain one"
        )
    if not character.isascii() and character.isalpha():
        return Text(
            "中文等文字要放在英文半角双引号内",
            en="words with other letters than a-z stand between straight double quotes",
        )
    return next(text for beginnings, text in _ADVICE if detail.startswith(beginnings))
