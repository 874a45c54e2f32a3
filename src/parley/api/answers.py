# SPDX-License-Identifier: Apache-2.0
"""How the API answers: JSON, and faults as RFC 9457 problems with their sentences."""

from __future__ import annotations

import json

from starlette.responses import Response

from parley.errors import Fault

PROBLEM = "application/problem+json"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_STATUS = {
    "PLY-API-001": 401,
    "PLY-API-002": 403,
    "PLY-API-003": 404,
    "PLY-API-004": 403,
    "PLY-API-005": 429,
    "PLY-API-006": 503,
    "PLY-API-009": 500,
    "PLY-CFG-013": 404,
    "PLY-CFG-014": 422,
    "PLY-REL-001": 404,
    "PLY-REL-008": 404,
    "PLY-LNK-001": 404,
}
_REFUSED = 409


def answer(value: object, status: int = 200) -> Response:
    """Return plain values as JSON."""
    return Response(_json(value), status, HEADERS, "application/json")


def problem(fault: Fault) -> Response:
    """Return a fault: its code, side and four sentences."""
    status = _STATUS.get(fault.code, _REFUSED)
    told = {
        "type": "about:blank",
        "status": status,
        "title": fault.what,
        "code": fault.code,
        "side": fault.side,
        "kept": fault.kept,
        "then": fault.then,
        "do": fault.do,
    }
    headers = dict(HEADERS)
    if status == 401:  # noqa: PLR2004 - RFC 9110, section 11.6.1
        headers["WWW-Authenticate"] = 'Bearer realm="parley"'
    if status == 429:  # noqa: PLR2004 - RFC 6585, section 4
        headers["Retry-After"] = "1"
    return Response(_json(told), status, headers, PROBLEM)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
