"""
Brands: values as given.
"""

import pytest

from community_edu.base import InvalidIdentifierError, Text
from community_edu.courses import Brand, brand_id


class TestBrand:
    def test_values(self) -> None:
        """
        A brand is a name; its age, its carrier and its idea are known only if they are said.
        """
        brand = Brand(id="livelihood", name="民生课堂")
        assert (brand.role, brand.carrier, brand.concept, brand.years) == ("", None, None, None)
        told = Brand(
            id="care", name="养老", carrier="school", concept="养教结合", years=4, note="x"
        )
        assert (told.carrier, told.concept, told.years) == ("school", Text("养教结合"), 4)

    def test_bad_ids(self) -> None:
        """
        A brand and its carrier are named by identifiers.
        """
        assert brand_id("care") == "care"
        with pytest.raises(InvalidIdentifierError, match="养老 is not an identifier"):
            Brand(id="养老", name="养老")
        with pytest.raises(InvalidIdentifierError, match="学校 is not an identifier"):
            Brand(id="care", name="养老", carrier="学校")
