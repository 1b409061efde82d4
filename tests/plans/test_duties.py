import pickle
from datetime import time
from typing import cast

import pytest
from plan_samples import duty_of

from community_edu.base import BadWebAddressError, InvalidIdentifierError, Text
from community_edu.calendars import CADENCES, Cadence
from community_edu.plans import Duty, duty_id
from community_edu.plans.duties import BadLengthError, BadTagError, UnknownCadenceError, tag


class TestDuty:
    def test_needs_an_identifier_and_a_name(self) -> None:
        """
        A duty is a name with an identifier; all else is unsaid until it is said.
        """
        duty = Duty(id="report", name="月报")
        assert duty.name == Text("月报")
        assert duty.kind == "event"
        assert (duty.when, duty.due, duty.within, duty.quota, duty.cadence) == (None,) * 5
        assert (duty.trigger, duty.about, duty.note, duty.starts, duty.venue) == (None,) * 5

    def test_takes_plain_values(self) -> None:
        """
        Texts, identifiers and lists may be given as plain values.
        """
        duty = Duty(
            id="class",
            name={"zh": "讲座", "en": "lecture"},
            audiences=["residents"],
            courses=["hall"],
            by=["school"],
            venue="room",
            trigger="发现问题时",
            starts=time(14),
            facts=["001-2-01"],
        )
        assert duty.name == Text("讲座", en="lecture")
        assert duty.trigger == Text("发现问题时")
        assert (duty.audiences, duty.courses, duty.by) == (("residents",), ("hall",), ("school",))
        assert (duty.minutes, duty.facts) == (60, ("001-2-01",))

    def test_identifier(self) -> None:
        """
        The identifier of a duty is a short ASCII name, since feeds are keyed by it.
        """
        assert duty_id("half-yearly-meeting") == "half-yearly-meeting"
        with pytest.raises(InvalidIdentifierError, match=r"半年会 is not an identifier"):
            Duty(id="半年会", name="半年会")


class TestAddresses:
    @pytest.mark.parametrize("field", ["url", "online"])
    def test_are_of_the_web(self, field: str) -> None:
        """
        Its page and its meeting are addresses of the web.
        """
        assert getattr(duty_of(), field) is None
        assert getattr(duty_of(**{field: "https://meet.example/7"}), field) == (
            "https://meet.example/7"
        )
        with pytest.raises(BadWebAddressError, match="'会议号 123' is not a web address"):
            duty_of(**{field: "会议号 123"})


class TestTags:
    def test_each_once(self) -> None:
        """
        Tags stay in their order, each once.
        """
        assert duty_of().tags == ()
        assert duty_of(tags=["health", "公益 讲座", "health"]).tags == ("health", "公益 讲座")

    @pytest.mark.parametrize(
        "value", ["", " ", "a ", "a,b", "甲，乙", "a\nb", "a\x07", "a\u202eb", "x" * 41]
    )
    def test_wrong(self, value: str) -> None:
        """
        A tag is a short word: clients part tags at commas and show them in one line.
        """
        with pytest.raises(BadTagError) as caught:
            duty_of(tags=["health", value])
        assert caught.value.value == value[:40]
        assert tag("x" * 40) == "x" * 40


class TestCadence:
    @pytest.mark.parametrize("cadence", CADENCES)
    def test_is_one_of_the_vague_words(self, cadence: Cadence) -> None:
        """
        Each vague word has its Chinese and its English.
        """
        assert Duty(id="x", name="x", cadence=cadence).cadence == cadence
        assert CADENCES[cadence].en

    def test_other_words(self) -> None:
        """
        Another word is refused, with those that there are.
        """
        with pytest.raises(UnknownCadenceError) as caught:
            Duty(id="x", name="x", cadence=cast("Cadence", "sometimes"))
        assert str(caught.value) == (
            "'sometimes' is not a vague cadence; it can be regular, often, irregular, timely, "
            "timed, opportune, gradual, continuing, annual"
        )
        assert caught.value.sentence("zh-CN").startswith(
            "“sometimes”不是模糊频次，可以是 regular、"
        )
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301


class TestLength:
    @pytest.mark.parametrize("minutes", [1, 60, 1440])
    def test_is_within_a_day(self, minutes: int) -> None:
        """
        An event may take a minute or a whole day.
        """
        assert Duty(id="x", name="x", minutes=minutes).minutes == minutes

    @pytest.mark.parametrize("minutes", [0, -5, 1441])
    def test_impossible(self, minutes: int) -> None:
        """
        It cannot take no time, or more than a day.
        """
        with pytest.raises(BadLengthError) as caught:
            Duty(id="x", name="x", minutes=minutes)
        assert str(caught.value) == f"an event cannot last {minutes} minutes; give 1 to 1440"
        assert caught.value.sentence("zh-CN") == (
            f"活动时长不能是 {minutes} 分钟，可以是 1 至 1440 分钟"
        )
