# SPDX-License-Identifier: Apache-2.0
"""Times, places and quantities as text, by tables of the book and by nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_TIMES_TEN = " \u00d7 10"
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DAY = 1440
_ERA_DAYS = 146_097  # 400 years
_CENTURY_DAYS = 36_524
_FOUR_YEARS_DAYS = 1_461
_TO_MARCH_2000 = 60  # days from 2000-01-01 to 2000-03-01


def civil(days: int) -> tuple[int, int, int]:
    """Return year, month and day of so many days after 2000-01-01.

    Years are counted from March, so that the leap day is the last of its year.
    """
    shifted = days - _TO_MARCH_2000
    era, left = divmod(shifted, _ERA_DAYS)
    century = min(left // _CENTURY_DAYS, 3)
    left -= century * _CENTURY_DAYS
    four, left = divmod(left, _FOUR_YEARS_DAYS)
    one = min(left // 365, 3)
    left -= one * 365
    month = (5 * left + 2) // 153
    day = left - (153 * month + 2) // 5 + 1
    year = 2000 + 400 * era + 100 * century + 4 * four + one
    return (year, month + 3, day) if month < 10 else (year + 1, month - 9, day)  # noqa: PLR2004 - January and February


def time_words(minutes: int, months: Sequence[str], date: str) -> str:
    """Return a time twice: as a standard writes it and with its month by name."""
    days, left = divmod(minutes, _DAY)
    hour, minute = divmod(left, 60)
    year, month, day = civil(days)
    clock = f"{hour:02}:{minute:02}"
    said = (
        date.replace("{day}", str(day))
        .replace("{month}", months[month - 1])
        .replace("{year}", str(year))
    )
    return f"{year:04}-{month:02}-{day:02} {clock}Z ({said}, {clock} UTC)"


def place_words(latitude: int, longitude: int, hemispheres: Mapping[str, str]) -> str:
    """Return a place in degrees, minutes and seconds."""
    north = hemispheres["north" if latitude >= 0 else "south"]
    east = hemispheres["east" if longitude >= 0 else "west"]
    return f"{_arc(abs(latitude), 2)}{north} {_arc(abs(longitude), 3)}{east}"


def _arc(seconds: int, digits: int) -> str:
    minutes, second = divmod(seconds, 60)
    degree, minute = divmod(minutes, 60)
    return f"{degree:0{digits}}°{minute:02}'{second:02}\""


def quantity(mantissa: int, exponent: int, point: str) -> str:
    """Return a decimal as sent: every digit of it, never grouped, never rounded."""
    digits = str(mantissa)
    if exponent > 0:
        tail = digits[1:]
        front = f"{digits[0]}{point}{tail}" if tail else digits
        power = str(exponent + len(tail)).translate(_SUPERSCRIPT)
        return f"{front}{_TIMES_TEN}{power}"
    if exponent == 0:
        return digits
    padded = digits.rjust(1 - exponent, "0")
    return f"{padded[:exponent]}{point}{padded[exponent:]}"
