# SPDX-License-Identifier: Apache-2.0
"""What a face shows of models, and of a draft translated there and back."""

from __future__ import annotations

from parley.fixed import Fixed


class ModelFileView(Fixed):
    """One file of a model."""

    name: str
    size: int  # bytes
    sha256: str  # hex


class ModelView(Fixed):
    """One model; `state` says in words whether it translates, and if not, why."""

    name: str
    engine: str
    source: str
    target: str
    licence: str
    origin: str
    use: str
    digest: str  # hex, SHA-256 of what is approved
    files: tuple[ModelFileView, ...]
    approved_by: tuple[str, ...]
    needed: int
    ready: bool
    state: str


class ApprovalRequest(Fixed):
    """What an officer signs to approve a model."""

    name: str
    officer: int
    created_ms: int
    manifest: str  # hex
    digest: str  # hex
    release_code: str


class ThereAndBack(Fixed):
    """One sentence of a draft, translated, and translated back."""

    original: str
    there: str
    back: str


class BackView(Fixed):
    """A draft there and back by machine; nothing of it is kept.

    `findings` compare the draft with what came back.  An error can hide by being
    undone on the way home, so nothing found proves nothing.
    """

    number: int
    language: str
    into: str
    grade: str
    label: str
    there_by: str
    back_by: str
    sentences: tuple[ThereAndBack, ...]
    findings: tuple[str, ...]
