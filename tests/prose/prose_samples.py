"""
Texts as they might come: pieces of plans in any order, with anything between.
"""

from hypothesis import strategies as st

PIECES = st.sampled_from(
    (
        *(
            "一、",
            "（二）",
            "3、",
            "①",
            "(4)",
            "\n",
            "。",
            "；",
            ",",
            " ",
            "“",
            "”",
            "x",
            "20xx年",
            "201-年",
        ),
        *(
            "每月5日",
            "每季度不少于一次",
            "定期",
            "10月28日",
            "达2000余人次",
            "3。5亿",
            "50%以上",
            "1至2次",
        ),
        *(
            "社区学校",
            "曙光路西社区在",
            "学习型社区",
            "居民",
            "老年人",
            "家长学校",
            "社区教育",
            "Second, ",
            "每周三",
        ),
    )
)
PROSE = st.lists(PIECES | st.text(max_size=3), max_size=30).map("".join)
