# SPDX-License-Identifier: Apache-2.0
"""Models: taken in from files, approved by two persons, kept read-only, looked up.

What is approved stands in the record and is sealed with it; the folder holds nothing
but bytes, and the child compares them with their digests before it looks at them.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from parley.core.releasing import RELEASE_LABEL
from parley.core.texts.models import (
    APPROVALS,
    SHELF,
    approvers,
    decode_model,
    encode_model,
    judge_approval,
)
from parley.crypto.digest import tagged
from parley.crypto.fingerprint import release_code
from parley.errors import CounterpartFault, LocalFault
from parley.model.engine import Approval, Model, ModelFile
from parley.model.message import Release
from parley.model.precedence import Mode
from parley.model.record import Drop, Put
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.authority.audit import AuditLog, Deed
from parley.station.places import make_private_folder, unwritable
from parley.station.queries import Queries
from parley.station.texts.machine.packages import Package, read_package
from parley.station.texts.machine.views import (
    ApprovalRequest,
    ModelFileView,
    ModelView,
)
from parley.wire.cbor import dumps
from parley.wire.model import approval_manifest, model_fields
from parley.wire.text import language_problem, name_problem

MODELS_MAX: Final = 64
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
_READ_ONLY_FILE, _READ_ONLY_FOLDER = 0o400, 0o500
_UNKNOWN = "not stated"


class Models:
    """The models of one station; one for a folder, whoever has it open."""

    def __init__(
        self,
        folder: Path,
        station: str,
        mode: Mode,
        queries: Queries,
        store: Store,
        clock: Clock,
        audit: AuditLog,
    ) -> None:
        """`folder` is where the files lie, a folder a model."""
        self._folder = folder.absolute()
        self._station = station
        self._mode = mode
        self._queries = queries
        self._store = store
        self._clock = clock
        self._audit = audit
        self._turn = asyncio.Lock()

    def listed(self) -> tuple[ModelView, ...]:
        """Return every model by name, whether it translates or not."""
        return tuple(
            self._view(*decode_model(data)) for _, data in self._store.shelf(SHELF)
        )

    def folder_of(self, model: Model) -> Path:
        """Return where the files of a model lie."""
        return self._folder / model.name

    def between(self, source: str, target: str, name: str | None) -> Model:
        """Return the model that translates so, the first by name or the one named.

        Raises:
            LocalFault: PLY-TXT-011 there is none; -013, -015 it may not translate.

        """
        every = [decode_model(data) for _, data in self._store.shelf(SHELF)]
        wanted = [
            (model, approvals)
            for model, approvals in every
            if (_main(model.source), _main(model.target))
            == (_main(source), _main(target))
            and name in {None, model.name}
        ]
        ready = [one for one in wanted if self._problem(*one) is None]
        if ready:
            return ready[0][0]
        if not wanted:
            raise LocalFault("PLY-TXT-011", source=source, target=target)
        self._refuse_fixture(wanted[0][0])
        raise LocalFault("PLY-TXT-015", name=wanted[0][0].name, needed=APPROVALS)

    async def install(self, path: Path, given: Mapping[str, str]) -> ModelView:
        """Take in a model's files; it translates once two persons have approved it.

        `given` overrides what the package says of itself.

        Raises:
            LocalFault: PLY-TXT-012 it cannot be taken; -013 it is for tests only;
                PLY-CFG-008 the folder cannot be written.

        """
        package = await asyncio.to_thread(read_package, path)
        model = _described(path, package, given)
        self._refuse_fixture(model)
        async with self._turn:
            kept = self._store.value(SHELF, model.name.encode())
            approvals: tuple[Approval, ...] = ()
            if kept is not None:
                known, approvals = decode_model(kept)
                if known != model:
                    reason = f"another model is called {model.name}; remove it first"
                    raise LocalFault("PLY-TXT-012", file=path.name, reason=reason)
            elif sum(1 for _ in self._store.shelf(SHELF)) >= MODELS_MAX:
                reason = f"there are {MODELS_MAX} models already"
                raise LocalFault("PLY-TXT-012", file=path.name, reason=reason)
            await asyncio.to_thread(self._lay_down, model, package)
            put = Put(SHELF, model.name.encode(), encode_model(model, approvals))
            about = f"{model.name} {_digest(model)}"
            await self._audit.note(Deed.MODEL_INSTALLED, None, about, (put,))
        return self._view(model, approvals)

    def request(self, name: str, officer: int) -> ApprovalRequest:
        """Return what an officer signs to approve a model."""
        model, _ = self._known(name)
        self._queries.officer_view(officer)
        created_ms = self._clock.now().wall_ms
        manifest = approval_manifest(self._station, self._mode, model, created_ms)
        digest = tagged(RELEASE_LABEL, manifest)
        return ApprovalRequest(
            name=name,
            officer=officer,
            created_ms=created_ms,
            manifest=manifest.hex(),
            digest=digest.hex(),
            release_code=release_code(digest),
        )

    async def approve(self, name: str, created_ms: int, release: Release) -> ModelView:
        """File one officer's approval; the second person's makes it translate.

        Raises:
            LocalFault: PLY-TXT-014 his approval does not count; -016 there is no such
                model.

        """
        async with self._turn:
            model, approvals = self._known(name)
            made = Approval(created_ms, self._clock.now().wall_ms, release)
            person = self._queries.officer_view(release.officer).name
            roster = self._queries.facts.roster
            try:
                judge_approval(roster, self._station, self._mode, model, made)
            except CounterpartFault as fault:
                reason = fault.what.rstrip(".")
                raise LocalFault("PLY-TXT-014", officer=person, reason=reason) from None
            before = self._approvers(model, approvals)
            if len(self._approvers(model, (*approvals, made))) == len(before):
                reason = "the same person has approved it already"
                raise LocalFault("PLY-TXT-014", officer=person, reason=reason)
            signed = (*approvals, made)
            put = Put(SHELF, name.encode(), encode_model(model, signed))
            about = f"{name} {_digest(model)}"
            await self._audit.note(Deed.MODEL_APPROVED, release.officer, about, (put,))
        return self._view(model, signed)

    async def remove(self, name: str) -> None:
        """Take a model out; what it translated stays, under its grade."""
        async with self._turn:
            model, _ = self._known(name)
            await asyncio.to_thread(_clear, self.folder_of(model))
            drop = Drop(SHELF, name.encode())
            about = f"{name} {_digest(model)}"
            await self._audit.note(Deed.MODEL_REMOVED, None, about, (drop,))

    def _known(self, name: str) -> tuple[Model, tuple[Approval, ...]]:
        data = self._store.value(SHELF, name.encode())
        if data is None:
            raise LocalFault("PLY-TXT-016", name=name)
        return decode_model(data)

    def _approvers(
        self, model: Model, approvals: tuple[Approval, ...]
    ) -> tuple[int, ...]:
        roster = self._queries.facts.roster
        return approvers(roster, self._station, self._mode, model, approvals)

    def _problem(self, model: Model, approvals: tuple[Approval, ...]) -> str | None:
        """Return why a model does not translate, or None."""
        # SPEC 11.23: "A model whose use begins with TEST FIXTURE translates in mode
        # test only."
        if model.is_fixture and self._mode is not Mode.TEST:
            return "it is for tests only"
        # SPEC 11.20: "A model translates only while two persons' approvals of every
        # byte of it count."
        missing = APPROVALS - len(self._approvers(model, approvals))
        if missing > 0:
            return f"approvals missing: {missing}"
        if not self.folder_of(model).is_dir():
            return "its files are not here"
        return None

    def _refuse_fixture(self, model: Model) -> None:
        if model.is_fixture and self._mode is not Mode.TEST:
            raise LocalFault("PLY-TXT-013", name=model.name, mode=self._mode.name)

    def _lay_down(self, model: Model, package: Package) -> None:
        """Write the files beside their place and move them there, read-only."""
        make_private_folder(self._folder)
        place = self.folder_of(model)
        growing = place.with_name(f".{model.name}.growing-{os.getpid()}")
        try:
            growing.mkdir(0o700)
            for name, data in package.files.items():
                (growing / name).write_bytes(data)
                (growing / name).chmod(_READ_ONLY_FILE)
            growing.chmod(_READ_ONLY_FOLDER)
            _clear(place)
            growing.rename(place)
        except OSError as refused:
            raise unwritable(growing, refused) from refused
        finally:
            _clear(growing)

    def _view(self, model: Model, approvals: tuple[Approval, ...]) -> ModelView:
        problem = self._problem(model, approvals)
        return ModelView(
            name=model.name,
            engine=model.engine,
            source=model.source,
            target=model.target,
            licence=model.licence,
            origin=model.origin,
            use=model.use,
            digest=_digest(model),
            files=tuple(
                ModelFileView(each.name, each.size, each.sha256.hex())
                for each in model.files
            ),
            approved_by=tuple(
                self._queries.officer_view(index).name
                for index in self._approvers(model, approvals)
            ),
            needed=APPROVALS,
            ready=problem is None,
            state="translates" if problem is None else problem,
        )


def _main(language: str) -> str:
    return language.partition("-")[0]


def _digest(model: Model) -> str:
    return hashlib.sha256(dumps(model_fields(model))).hexdigest()


def _clear(folder: Path) -> None:
    with suppress(OSError):
        folder.chmod(0o700)
        shutil.rmtree(folder)


def _described(path: Path, package: Package, given: Mapping[str, str]) -> Model:
    told = {**package.told, **given}
    model = Model(
        name=told.get("name", ""),
        engine=package.engine,
        source=told.get("source", ""),
        target=told.get("target", ""),
        licence=told.get("licence", _UNKNOWN),
        origin=told.get("origin", _UNKNOWN),
        use=told.get("use", "reading aid"),
        files=tuple(
            ModelFile(name, len(data), hashlib.sha256(data).digest())
            for name, data in sorted(package.files.items())
        ),
    )
    reason = _odd(model)
    if reason is not None:
        raise LocalFault("PLY-TXT-012", file=path.name, reason=reason)
    return model


def _odd(model: Model) -> str | None:
    """Return what of a description cannot be kept."""
    if not _NAME.fullmatch(model.name):
        return "it needs a name of at most 40 of a-z, 0-9, '.', '_' and '-'"
    for language in (model.source, model.target):
        if language_problem(language) is not None:
            return "it needs the language it reads and the one it writes, as en and ru"
    if _main(model.source) == _main(model.target):
        return "it reads and writes one language"
    for words in (model.licence, model.origin, model.use):
        if name_problem(words) is not None:
            return f"licence, origin or use: {name_problem(words)}"
    return None
