# SPDX-License-Identifier: Apache-2.0
"""What a face shows of the audit log."""

from __future__ import annotations

from parley.fixed import Fixed


class AuditView(Fixed):
    """One line: who did what, when; `officer` is None where nobody signed on."""

    index: int
    time_ms: int
    deed: str
    officer: int | None
    subject: str


class AuditCheckView(Fixed):
    """Whether the audit log is whole, against its own signed head."""

    origin: str
    size: int
    root: str  # hex
    good: bool
    problem: str
