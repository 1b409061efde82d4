"""
Numbers to be read: rounded, and marked where that changes them.
"""

from fractions import Fraction

from community_edu.base import decimal_text


def rounded(value: Fraction | None) -> str:
    """
    Write a number with at most two decimals, ≈ where that rounds it; nothing for `None`.

    Example:
        >>> rounded(Fraction(9, 2)), rounded(Fraction(2, 3)), rounded(Fraction(-1, 2))
        ('4.5', '≈0.67', '-0.5')
    """
    if value is None:
        return ""
    near = Fraction(round(value * 100), 100)
    return decimal_text(near) if near == value else f"≈{decimal_text(near)}"


def percent(share: Fraction) -> str:
    """
    Write a share in percent, rounded to be read.

    Example:
        >>> percent(Fraction(2, 3))
        '≈66.67%'
    """
    return f"{rounded(share * 100)}%"
