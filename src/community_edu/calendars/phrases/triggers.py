"""
What sets something off without being a date: 发现违规行为, in case of fire.
"""

import re

TRIGGERS = (
    re.compile(
        r"(?:一旦|凡是?|如果?|若|遇)?(?:发现|接到|收到|遇到|遇有|发生|出现)[^,，。;；、]{1,20}?"
        r"(?=及时|立即|第一时间|后|时|即|,|，|随时|马上|尽快|的?[要应须]|的[,，]|\d"
        r"|[一二三四五六七八九十]+[天日个小]|$)"
    ),
    re.compile(
        r"(?:一旦|凡是|凡(?!事)|如遇|如有|每当|若有|遇)[^,，。;；]{2,20}?"
        r"(?=时|的[,，]|[,，]|后|及时|立即)"
    ),
    re.compile(
        r"[^,，。;；()（）“”:：]*(?:偶发|突发|紧急)性?(?:公共)?(?:事件|情况|状况|灾害|任务)"
        r"[^,，。;；()（）“”]*"
    ),
    re.compile(
        r"\b(?:whenever|when(?! appropriate)|if(?! it falls)|upon(?! a time)|in case of"
        r"|in the event of|as soon as(?! possible))\s[^,.;]{3,60}",
        re.IGNORECASE,
    ),
)
"""
The patterns, tried in their order.
"""
