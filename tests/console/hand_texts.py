# SPDX-License-Identifier: Apache-2.0
"""A station by hand has nothing beside its texts."""

from __future__ import annotations

from parley.errors import LocalFault


class HandTexts:
    """No translation, no question, no model."""

    async def translations(self, _ref: str) -> tuple[()]:
        return ()

    async def clarifications(self, _ref: str) -> tuple[()]:
        return ()

    async def glossary(self, _link: str | None = None) -> tuple[()]:
        return ()

    async def back_translation(self, *_: object) -> None:
        raise LocalFault("PLY-TXT-011", source="en", target="ru")

    async def read_foreign(self, _data: bytes) -> None:
        raise LocalFault("PLY-XCH-009")

    async def models(self) -> tuple[()]:
        return ()
