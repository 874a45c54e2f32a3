# SPDX-License-Identifier: Apache-2.0
"""What a face shows of translations.  No view holds a translated text without grade."""

from __future__ import annotations

from parley.fixed import Fixed


class SentencePair(Fixed):
    """One sentence beside its translation, and the words in each that deny."""

    original: str
    translation: str
    denials: tuple[str, ...]
    denials_translation: tuple[str, ...]


class DifferenceView(Fixed):
    """One finding for a face that words it itself; `findings` has it in English."""

    sort: str
    kind: str
    detail: str


class TranslationView(Fixed):
    """One version; `label` is its grade in words and stands wherever its text does."""

    ref: str
    version: int
    grade: str
    label: str
    language: str
    into: str
    by: str
    created_ms: int
    supersedes: int | None
    superseded_by: int | None
    reason: str
    text: str
    pairs: tuple[SentencePair, ...]
    findings: tuple[str, ...]
    denials: int
    denials_translation: int
    differences: tuple[DifferenceView, ...]
    words: bool  # number words and denials of both languages were compared too


class CertificateRequest(Fixed):
    """What a linguist signs: the digest, and the bytes that it is over."""

    ref: str
    version: int
    grade: str
    officer: int
    created_ms: int
    leaf: str  # hex
    manifest: str  # hex
    digest: str  # hex
    release_code: str
