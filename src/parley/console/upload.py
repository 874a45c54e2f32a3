# SPDX-License-Identifier: Apache-2.0
"""One file, as a form of ours posts it: multipart, the file its only part."""

from __future__ import annotations

import re
from typing import Final

from starlette.requests import Request

from parley.errors import LocalFault

_ROOM_BYTES: Final = 4_096  # of the lines around the file
_HEAD_BYTES_MAX: Final = 2_048
_BOUNDARY: Final = re.compile(
    r"multipart/form-data;\s*boundary=\"?([A-Za-z0-9'()+_,./:=?-]{1,70})\"?"
)


async def read_upload(request: Request, bytes_max: int) -> bytes:
    """Return the bytes of the one file that a form posted.

    Raises:
        LocalFault: PLY-UI-004 it is too large, or not the form of one file.

    """
    found = _BOUNDARY.fullmatch(request.headers.get("content-type", ""))
    if found is None:
        raise LocalFault("PLY-UI-004", reason="it is not the form of a file")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > bytes_max + _ROOM_BYTES:
            raise LocalFault("PLY-UI-004", reason="it is too large")
    return _only_part(bytes(body), b"--" + found[1].encode())


def _only_part(body: bytes, border: bytes) -> bytes:
    start, end = border + b"\r\n", b"\r\n" + border + b"--"
    ends = body.rstrip(b"\r\n").endswith(end)
    if not body.startswith(start) or not ends or body.count(border) != 2:  # noqa: PLR2004 - in front and behind
        raise LocalFault("PLY-UI-004", reason="it is not the form of a file")
    head, empty, file = body[len(start) :].partition(b"\r\n\r\n")
    if not empty or len(head) > _HEAD_BYTES_MAX or b"filename=" not in head:
        raise LocalFault("PLY-UI-004", reason="it is not the form of a file")
    return file[: file.rindex(end)]
