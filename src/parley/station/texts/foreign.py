# SPDX-License-Identifier: Apache-2.0
"""Files of other systems on the console: read by a child that has no keys.

The station starts it, gives it the bytes and believes none of what it says: the answer
is bounded in size and time and held to its shape.  No parser of such a file is ever
imported here, which an import contract holds.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from parley.errors import CATALOGUE, LocalFault
from parley.station.texts.apart import MODULE, NotStartedError, asked, child

COMMAND: Final = (*MODULE, "parley.cli.read_apart")
DEADLINE_S: Final = 30.0
FILE_BYTES_MAX: Final = 8_388_608  # as the command takes in
_ANSWER_BYTES_MAX: Final = 16_777_216
_THEIRS: Final = "PLY-XCH-"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TakenLine(_Strict):
    """One value of a file: where it stands there, and where it went, if anywhere."""

    place: str
    value: str
    into: str


class TakenView(_Strict):
    """A file that was read: what a draft would hold of it, and all that it would not.

    `format` with `fields` is a draft of the code book; `texts` are one in free text.
    """

    kind: str
    sha256: str
    format: str | None
    fields: dict[str, str]
    texts: tuple[tuple[str, str], ...]
    precedence: str | None
    carried: tuple[TakenLine, ...]
    left: tuple[TakenLine, ...]
    notes: tuple[str, ...]


class _Answer(_Strict):
    taken: TakenView | None = None
    fault: str | None = None
    facts: dict[str, str] = {}


class ForeignFiles:
    """Has files read, one at a time."""

    def __init__(
        self,
        hidden: Path,
        command: tuple[str, ...] = COMMAND,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        """`hidden` is the station's folder, which the child may not see."""
        self._command = (*command, str(hidden.absolute()))
        self._deadline_s = deadline_s
        self._turn = asyncio.Lock()

    async def read(self, data: bytes) -> TakenView:
        """Return what a file comes to; nothing is kept of it.

        Raises:
            LocalFault: PLY-XCH-001 to -009 as the command says; -010 the child failed.

        """
        if len(data) > FILE_BYTES_MAX:
            raise LocalFault("PLY-XCH-001", limit=FILE_BYTES_MAX)
        async with self._turn:
            said = await self._said(data)
        try:
            answer = _Answer.model_validate_json(said)
        except ValidationError:
            raise _failed("its answer is none") from None
        if answer.taken is not None:
            return answer.taken
        code = answer.fault or ""
        if not code.startswith(_THEIRS) or code not in CATALOGUE:
            raise _failed("its answer is none")
        try:
            fault = LocalFault(code, **answer.facts)
        except KeyError:  # its sentences name what it does not say
            raise _failed("its answer is none") from None
        raise fault

    async def _said(self, data: bytes) -> bytes:
        try:
            async with (
                child(self._command, _ANSWER_BYTES_MAX) as process,
                asyncio.timeout(self._deadline_s),
            ):
                return await (await asked(process, data)).readuntil(b"\n")
        except NotStartedError as reason:
            raise _failed(f"it cannot be started: {reason}") from None
        except TimeoutError:
            raise _failed(f"it took longer than {self._deadline_s:g} s") from None
        except asyncio.IncompleteReadError:
            raise _failed("it ended before it was done") from None
        except asyncio.LimitOverrunError:
            raise _failed("it wrote more than a draft") from None


def _failed(reason: str) -> LocalFault:
    return LocalFault("PLY-XCH-010", reason=reason)
