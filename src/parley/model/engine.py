# SPDX-License-Identifier: Apache-2.0
"""A model for machine translation: what it is, file by file, and who approved it."""

from __future__ import annotations

from parley.fixed import Fixed
from parley.model.message import Release

FIXTURE = "TEST FIXTURE"
"""A model whose use begins so is for tests of stations, never for a reader."""


class ModelFile(Fixed):
    """One file under its kept name."""

    name: str
    size: int  # bytes
    sha256: bytes


class Model(Fixed):
    """What people approve: all of it stands in the digest that they sign."""

    name: str
    engine: str
    source: str  # language, BCP 47
    target: str
    licence: str
    origin: str
    use: str
    files: tuple[ModelFile, ...]

    @property
    def is_fixture(self) -> bool:
        """It is for tests of stations only."""
        return self.use.upper().startswith(FIXTURE)


class Approval(Fixed):
    """One officer's word for a model; times are milliseconds since 1970 UTC."""

    created_ms: int
    filed_ms: int
    release: Release
