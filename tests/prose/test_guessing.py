import pytest

from community_edu.prose import Guess, read_outline

pytest.importorskip("lark")  # prose is read with the parser of phrases


def guesses(text: str, *kinds: str) -> list[Guess]:
    """
    Return the guesses of some kinds in a sentence.
    """
    return [guess for guess in read_outline(text).guesses if guess.kind in kinds]


def values(text: str, *kinds: str) -> list[tuple[str, str]]:
    """
    Return the words of the guesses of some kinds with their values.
    """
    return [(guess.text, guess.value) for guess in guesses(text, *kinds)]


class TestTimes:
    @pytest.mark.parametrize(
        ("text", "kind", "words", "value"),
        [
            (
                "4、每季度集中授课不少于一次。",
                "quota",
                "每季度集中授课不少于一次",
                ">= 1 per quarter",
            ),
            (
                "积极探索寒暑假对青少年教育的新形式",
                "within",
                "寒暑假",
                "any_of([winter_vacation, summer_vacation])",
            ),
            ("定期组织社区教育基本技能培训", "cadence", "定期", "regular"),
            ("三月份:3.24世界结核病防治宣传日", "within", "三月份:3.24", "month(3)"),
            ("组织开展“第六届全民终身学习周”活动", "edition", "第六届全民终身学习周", "6"),
            ("每月8日对村级财务进行公布", "when", "每月8日", "monthly(8)"),
        ],
    )
    def test_in_few_words(self, text: str, kind: str, words: str, value: str) -> None:
        """
        A time is found in a sentence of a plan, in no more words than it takes.
        """
        (found,) = guesses(text, kind)
        assert found.value == value
        assert found.text.startswith(words[:2])
        assert len(found.text) <= len(words) + 4

    def test_two_in_a_clause(self) -> None:
        """
        What stands behind a time in the same clause is looked through, too.
        """
        text = "利用每季度一期的人口理论学校及每月一期的黑板报丰富宣传内容"
        assert [value for _, value in values(text, "quota")] == [
            "== 1 per quarter",
            "== 1 per month",
        ]

    def test_name_behind_its_date(self) -> None:
        """
        The name of a day behind its date is no second time.
        """
        assert values("三月份:3.24世界结核病防治宣传日", "when") == [
            ("三月份:3.24", "fixed(3, 24)")
        ]

    @pytest.mark.parametrize(
        ("text", "words"),
        [("we hold an exchange meeting", "hold an exchange"), ("the annual plan", "annual")],
    )
    def test_whole_latin_words(self, text: str, words: str) -> None:
        """
        Latin words are not cut in the middle.
        """
        ((found, _),) = values(text, "quota")
        assert found == words

    def test_not_without_end(self) -> None:
        """
        A clause is looked through three times at most.
        """
        assert len(guesses("定期定期定期定期定期", "cadence")) == 3

    @pytest.mark.parametrize(
        "text",
        [
            "加强继续教育",
            "促进可持续发展",
            "各部门培训场所要发挥各自的特长",
            "加大宣传力度",
            "9725人次参加",
            "与《XX日报》合作",
            "降低缺陷发生率",
        ],
    )
    def test_no_time(self, text: str) -> None:
        """
        Words that only look like time are none, and 各部门 asks for no number of times.
        """
        assert guesses(text, "when", "within", "quota", "cadence") == []

    def test_doubts(self) -> None:
        """
        What the reader of times was in doubt about goes with the guess.
        """
        (guess,) = guesses("定期走访老人", "cadence")
        assert [finding.code for finding in guess.findings] == ["vague-words"]


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("占户籍总人口的22.4%", "22.4%"),
            ("随访率达到95%以上", ">= 95%"),
            ("每年提高五个百分点以上", ">= 5pp"),
            ("预计受教育人次达2000余人次", "> 2000 person_time"),
            ("共提供了 1720 余个就业岗位", "> 1720 post"),
            ("有60岁以上老年人", ">= 60 year_of_age"),
            ("对辖区内0—18岁儿童", "0..18 year_of_age"),
            ("在2—3批中", "2..3 batch"),
            ("十余种社区教育课程", "> 10 course"),
            ("十几个委办局", "> 10 department"),
            ("二十五名教师", "25 person"),
            ("人均不低于2元", ">= 2 CNY"),
            ("不超过1,200元", "<= 1200 CNY"),
            ("增值税237万元", "2370000 CNY"),
            ("一万元", "10000 CNY"),
        ],
    )
    def test_with_unit(self, text: str, value: str) -> None:
        """
        A number is found with its unit and with the words that make it a bound.
        """
        assert [found for _, found in values(text, "number")] == [value]

    def test_full_stop_for_a_point(self) -> None:
        """
        A full stop within a number is read as its point, and that is said.
        """
        (guess,) = guesses("完成固定资产投资3。5亿元。", "number")
        assert (guess.text, guess.value) == ("3。5亿元", "350000000 CNY")
        assert [finding.message("en") for finding in guess.findings] == [
            "the full stop in '3。5亿元' was taken for a decimal point; check it"
        ]

    @pytest.mark.parametrize(
        "text", ["一个目标", "第3期", "三五个人", "2至三五个", "2023年", "三个代表"[:1]]
    )
    def test_none(self, text: str) -> None:
        """
        An article, the number of an issue or of a year, and 三五个 are no amounts.
        """
        assert guesses(text, "number") == []


class TestBodies:
    @pytest.mark.parametrize(
        ("text", "words", "kind"),
        [
            ("以社区家庭教育指导中心为阵地", "社区家庭教育指导中心", "family_education_center"),
            ("在成立家庭教育讲师团的基础上", "家庭教育讲师团", "lecturer_team"),
            ("曙光路西社区在街办党工委的正确领导下", "曙光路西社区", "community"),
            (
                "“京泰路街道社区教育委员会领导小组”",
                "京泰路街道社区教育委员会领导小组",
                "leading_group",
            ),
            ("南桂、桂园社区的成功", "桂园社区", "community"),
            ("西樵山复退军人医院", "西樵山复退军人医院", "hospital"),
            ("xx镇社区学校", "xx镇社区学校", "community_school"),
        ],
    )
    def test_name(self, text: str, words: str, kind: str) -> None:
        """
        The name of a body reaches back from its end to a word that no name has.
        """
        assert values(text, "body")[0] == (words, kind)

    @pytest.mark.parametrize(
        "text",
        [
            "创建学习型社区",
            "提高社区居民的素质",
            "与学校教育紧密配合",
            "坚持一个中心",
            "全社区的工作",
        ],
    )
    def test_none(self, text: str) -> None:
        """
        A place without a name of its own, and words that end like bodies, are none.
        """
        assert values(text, "body") == []

    def test_list(self) -> None:
        """
        Each body of a list is one.
        """
        text = "一级为社区党校、社区教育学校、宣传文化中心"
        assert [kind for _, kind in values(text, "body")] == [
            "party_school",
            "community_school",
            "culture_center",
        ]


class TestAudiencesAndMasks:
    def test_audiences(self) -> None:
        """
        Groups of people are found, the longest word first.
        """
        text = "特别是弱势群体(下岗人员、老年人、残疾人)的教育需求"
        assert [code for _, code in values(text, "audience")] == [
            "vulnerable",
            "laid_off",
            "elderly",
            "disabled",
        ]

    def test_not_in_a_body(self) -> None:
        """
        The parents in the name of a parents' committee are no audience.
        """
        assert values("切实发挥家长委员会作用", "audience") == []

    def test_masks(self) -> None:
        """
        What has been blotted out is told where it stands.
        """
        text = "201-年以邓-平理论和“-”重要思想、党的十qi大精神为指导,20xx年xx镇"
        assert [words for words, _ in values(text, "mask")] == [
            "201-",
            "-",
            "-",
            "十qi大",
            "20xx",
            "xx",
        ]
