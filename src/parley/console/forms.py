# SPDX-License-Identifier: Apache-2.0
"""Forms as the console's own pages post them: small, urlencoded, each name once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from starlette.requests import Request

from parley.errors import LocalFault

FORM_BYTES_MAX = 16_384
_DAY_MS = 86_400_000
_MINUTE_MS = 60_000
_DIGITS = 4
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIELDS_MAX = 16
# A page for writing takes as much as a watch reads in an hour, in any script; what is
# longer goes through the command line.
TEXT_FORM_BYTES_MAX = 524_288


async def read_form(
    request: Request, fields_max: int = FIELDS_MAX, bytes_max: int = FORM_BYTES_MAX
) -> dict[str, str]:
    """Return the fields of a posted form; its lines end as ours do.

    Raises:
        LocalFault: PLY-UI-004 it is too large, not urlencoded or not UTF-8.

    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > bytes_max:
            raise LocalFault("PLY-UI-004", reason="it is too large")
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=fields_max,
        )
    except ValueError:
        raise LocalFault("PLY-UI-004", reason="it is not a form") from None
    # A form without scripts posts CR LF, which no text of ours may hold.
    return {name: value.replace("\r\n", "\n") for name, value in pairs}


def whole_number(form: dict[str, str], name: str, digits_max: int) -> int:
    """Return one field that is a whole number.

    Raises:
        LocalFault: PLY-UI-004 it is missing, or none of at most so many digits.

    """
    text = field(form, name)
    if not text.isascii() or not text.isdecimal() or len(text) > digits_max:
        raise LocalFault("PLY-UI-004", reason=f"the field {name} is no number")
    return int(text)


def zulu_field(form: dict[str, str], name: str) -> int:
    """Return one field that is a day and a time of Zulu, in ms since 1970.

    Raises:
        LocalFault: PLY-UI-004 it is missing or no such time.

    """
    try:
        given = field(form, name)[:16] + "+0000"
        when = datetime.strptime(given, "%Y-%m-%dT%H:%M%z")
    except ValueError:
        reason = "a time is a day and four digits of Zulu"
        raise LocalFault("PLY-UI-004", reason=reason) from None
    return (when - _EPOCH) // timedelta(milliseconds=1)


def minutes_of(text: str) -> int:
    """Return the minutes since midnight of `0934` or `0934Z`."""
    digits = text.strip().upper().removesuffix("Z")
    if len(digits) == _DIGITS and digits.isascii() and digits.isdigit():
        hour, minute = int(digits[:2]), int(digits[2:])
        if hour < 24 and minute < 60:  # noqa: PLR2004 - a day and an hour
            return hour * 60 + minute
    raise LocalFault("PLY-UI-004", reason="a time is four digits, such as 0934")


def next_time(text: str, now_ms: int) -> int:
    """Return the next moment at which a clock shows this time."""
    at_ms = now_ms - now_ms % _DAY_MS + minutes_of(text) * _MINUTE_MS
    return at_ms if at_ms > now_ms else at_ms + _DAY_MS


def field(form: dict[str, str], name: str) -> str:
    """Return one field.

    Raises:
        LocalFault: PLY-UI-004 it is missing.

    """
    value = form.get(name, "")
    if not value:
        raise LocalFault("PLY-UI-004", reason=f"the field {name} is empty")
    return value
