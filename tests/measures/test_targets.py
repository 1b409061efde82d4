"""
Indicators and targets: names that formulas can use, and values as given.
"""

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import InvalidIdentifierError, Source, Text
from community_edu.measures import (
    PLAIN,
    Indicator,
    IndicatorNameError,
    Measure,
    MeasureSyntaxError,
    Target,
    Threshold,
    Unit,
    indicator_id,
    target_id,
)
from community_edu.measures.expressions import Name


class TestIndicatorId:
    @pytest.mark.parametrize("value", ["employees", "visits_2026", "a1", "x", "match", "maximum"])
    def test_good(self, value: str) -> None:
        """
        A word that formulas can use names an indicator.
        """
        assert indicator_id(value) == value

    @pytest.mark.parametrize(
        "value",
        [
            *["", "Employees", "2026", "a-b", "a.b", "a b", "_a", "人数", "é", "ﬁ", "a\n"],
            *["class", "if", "prev", "min", "max"],
        ],
    )
    def test_bad(self, value: str) -> None:
        """
        A name that formulas could not use, or that means something else there, is refused.
        """
        with pytest.raises(IndicatorNameError) as caught:
            indicator_id(value)
        assert str(caught.value) == (
            f"'{value}' cannot name an indicator; write lowercase letters, digits and '_', "
            "a letter first, and none of the words of the measure language"
        )
        assert caught.value.sentence("zh-CN") == (
            f"“{value}”不能作指标名，请用小写字母、数字和 _，以字母开头，且不用算式的保留字"
        )

    @given(st.text(st.sampled_from("aAz09_-.é人"), max_size=4) | st.sampled_from(keyword.kwlist))
    def test_what_may_be_named_can_be_read(self, value: str) -> None:
        """
        Every name that is taken is read by the measure language as just that name.
        """
        try:
            name = indicator_id(value)
        except IndicatorNameError:
            return
        assert Measure.parse(name).tree == Name(name)
        assert Measure.parse(f"prev.{name}").tree == Name(name, previous=True)

    def test_words_of_the_language(self) -> None:
        """
        The words that an indicator may not have are those that formulas already use.
        """
        assert Measure.parse("max(a, min(b, prev.c))").names == (
            Name("a"),
            Name("b"),
            Name("c", previous=True),
        )
        with pytest.raises(MeasureSyntaxError, match=r"'prev\.if' cannot be read"):
            Measure.parse("prev.if")


class TestIndicator:
    def test_plain_words(self) -> None:
        """
        An indicator takes plain text for its name and note, and is a plain number by default.
        """
        indicator = Indicator(id="employees", name="从业人员", note="不含退休返聘人员")
        assert indicator.name == Text("从业人员")
        assert indicator.note == Text("不含退休返聘人员")
        assert (indicator.unit, Indicator(id="a", name="甲").note) == (PLAIN, None)

    def test_bad_name(self) -> None:
        """
        An indicator cannot have a name that formulas cannot use.
        """
        with pytest.raises(IndicatorNameError, match="'Employees' cannot name an indicator"):
            Indicator(id="Employees", name="从业人员")


class TestTarget:
    def test_words_only(self) -> None:
        """
        A target may be words alone, and is a duty of every year unless said otherwise.
        """
        target = Target(id="quality", name="提高居民素质")
        assert (target.measure, target.threshold, target.trend, target.lever) == (None,) * 4
        assert (target.per, target.hardness, target.note) == ("year", "hard", None)
        assert target.formulas == ()

    def test_formulas(self) -> None:
        """
        What may count is the measure, or where none is said the candidates.
        """
        one, other = Measure.parse("registered"), Measure.parse("invested")
        open_ = Target(id="money", name="招商引资", candidates=[one, other])
        assert open_.formulas == (one, other)
        assert Target(id="money", name="招商引资", measure=one).formulas == (one,)

    def test_all_of_it(self) -> None:
        """
        A target keeps what it is given, with its source.
        """
        source = Source("001-2", 28, "培训率达到50%以上")
        target = Target(
            id="training-rate",
            name={"zh": "培训率", "en": "training rate"},
            measure=Measure.parse("trained / employees"),
            threshold=Threshold.parse(">= 50%"),
            hardness="aspire",
            lever="trained",
            source=source,
        )
        assert target.name.to("en") == "training rate"
        assert (target.lever, target.source) == ("trained", source)

    def test_bad_names(self) -> None:
        """
        Its own id is an identifier, its lever the name of an indicator.
        """
        with pytest.raises(InvalidIdentifierError, match="Rate is not an identifier"):
            Target(id="Rate", name="率")
        with pytest.raises(IndicatorNameError, match="'a-b' cannot name an indicator"):
            Target(id="rate", name="率", lever="a-b")
        assert target_id("training-rate") == "training-rate"


class TestUnitOfIndicators:
    def test_persons_and_person_times(self) -> None:
        """
        The unit of an indicator is part of its value: persons are not person-times.
        """
        persons = Indicator(id="a", name="甲", unit=Unit.parse("person"))
        times = Indicator(id="a", name="甲", unit=Unit.parse("person_time"))
        assert persons != times
