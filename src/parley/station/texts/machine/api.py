# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that is about machine translation."""

from __future__ import annotations

from pathlib import Path

from parley.model.identity import KeyScheme
from parley.model.message import Release
from parley.station.names import enum_named, parse_ref
from parley.station.texts.machine.machine import Machine
from parley.station.texts.machine.models import Models
from parley.station.texts.machine.views import ApprovalRequest, BackView, ModelView
from parley.station.texts.views import TranslationView


class MachineActs:
    """Mixed into `StationApi`, which sets what is named here."""

    _models: Models
    _machine: Machine

    async def models(self) -> tuple[ModelView, ...]:
        """Return every model, by name, and whether it translates."""
        return self._models.listed()

    async def install_model(
        self,
        path: str,
        name: str | None = None,
        source: str | None = None,
        target: str | None = None,
        licence: str | None = None,
        origin: str | None = None,
    ) -> ModelView:
        """Take in a model from a folder or zip of this machine; nothing uses it yet.

        What is given counts before what the package says of itself.
        """
        given = {
            "name": name,
            "source": source,
            "target": target,
            "licence": licence,
            "origin": origin,
        }
        said = {key: value for key, value in given.items() if value is not None}
        return await self._models.install(Path(path), said)

    async def model_request(self, name: str, officer: int) -> ApprovalRequest:
        """Return what an officer signs to approve a model."""
        return self._models.request(name, officer)

    async def approve_model(
        self,
        name: str,
        officer: int,
        created_ms: int,
        scheme: str,
        signature: bytes,
        detail: bytes = b"",
    ) -> ModelView:
        """File one officer's approval; two persons' make the model translate."""
        release = Release(
            officer, enum_named(KeyScheme, scheme, "scheme"), signature, detail
        )
        return await self._models.approve(name, created_ms, release)

    async def remove_model(self, name: str) -> None:
        """Take a model out of this station."""
        await self._models.remove(name)

    async def machine_translation(
        self,
        ref: str,
        into: str,
        language: str | None = None,
        model: str | None = None,
    ) -> TranslationView:
        """Translate a message by machine and attach it under its grade."""
        return await self._machine.translate(parse_ref(ref), into, language, model)

    async def back_translation(
        self, number: int, into: str, language: str | None = None
    ) -> BackView:
        """Translate a draft there and back, so that its writer sees what may go."""
        return await self._machine.there_and_back(number, into, language)
