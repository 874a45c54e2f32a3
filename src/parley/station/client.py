# SPDX-License-Identifier: Apache-2.0
"""Asks a running station over its control socket; for commands and scripts.

Blocking and small on purpose: a command that asks one question must not load the
whole station first.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from parley.errors import CATALOGUE, CounterpartFault, Fault, LocalFault

SOCKET: Final = "control.sock"
_PATH_BYTES_MAX: Final = 100  # of sun_path's 108
_FACTS: Final = "facts"


def call(
    folder: Path,
    method: str,
    params: Mapping[str, object] | None = None,
    *,
    timeout_s: float = 60.0,
) -> Any:  # noqa: ANN401 - the JSON of the method's answer
    """Ask the station running in `folder`; bytes in `params` travel as hex.

    Returns:
        The answer, as JSON values: a dict, a list, a text.

    Raises:
        Fault: PLY-CFG-010 no station runs there; PLY-CFG-012 it did not answer; or
            the code of the station's own refusal.

    """
    body = json.dumps(dict(params or {}), default=_hex).encode()
    with _Connected(folder, timeout_s) as link:
        link.request(
            "POST",
            f"/v1/{method}",
            body=body,
            headers={"Content-Type": "application/json"},
        )
        answer = json.loads(link.getresponse().read())
    if "error" in answer:
        raise _refusal(answer["error"])
    return answer["ok"]


def events(folder: Path) -> Iterator[int]:
    """Yield a growing number whenever something shown may have changed.

    Raises:
        LocalFault: PLY-CFG-010 no station runs there; PLY-CFG-012 it went away.

    """
    with _Connected(folder, None) as link:
        link.request("GET", "/v1/events")
        response = link.getresponse()
        while line := response.readline():
            if line.startswith(b"data:"):
                yield int(line[5:])


def is_running(folder: Path) -> bool:
    """Say whether a station answers in `folder`."""
    try:
        with _Connected(folder, 5.0):
            return True
    except LocalFault:
        return False


def _hex(value: object) -> str:
    if isinstance(value, bytes | bytearray):
        return bytes(value).hex()
    raise AssertionError(f"{type(value).__name__} cannot be sent to a station")


def _refusal(error: Mapping[str, Any]) -> Fault:
    """Rebuild the station's fault with its own words, whatever their facts were."""
    code = str(error["code"])
    if code not in CATALOGUE:
        return LocalFault("PLY-CFG-012", folder="the station", reason=error["what"])
    theirs = error["side"] == CounterpartFault.side
    return (_TheirsTold if theirs else _OursTold)(code, error)


class _Told(Fault):
    """A fault with the sentences as the station filled them in."""

    def __init__(self, code: str, error: Mapping[str, Any]) -> None:
        self._error = error
        super().__init__(code, **error.get(_FACTS, {}))

    @property
    def what(self) -> str:
        return str(self._error["what"])

    @property
    def kept(self) -> str:
        return str(self._error["kept"])

    @property
    def then(self) -> str:
        return str(self._error["then"])

    @property
    def do(self) -> str:
        return str(self._error["do"])


class _OursTold(_Told, LocalFault):
    """Told by the station, of our side."""


class _TheirsTold(_Told, CounterpartFault):
    """Told by the station, of the other side."""


class _Connected:
    """An HTTP line over the Unix socket, with its faults in our words."""

    def __init__(self, folder: Path, timeout_s: float | None) -> None:
        self._folder = folder
        self._timeout_s = timeout_s

    def __enter__(self) -> http.client.HTTPConnection:
        link = http.client.HTTPConnection("localhost")
        try:
            link.sock = _dialled(self._folder / SOCKET, self._timeout_s)
        except OSError as nobody:
            raise LocalFault("PLY-CFG-010", folder=self._folder) from nobody
        self._link = link
        return link

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        self._link.close()
        if isinstance(error, OSError | http.client.HTTPException | ValueError):
            reason = str(error) or type(error).__name__
            raise LocalFault(
                "PLY-CFG-012", folder=self._folder, reason=reason
            ) from error


def _dialled(path: Path, timeout_s: float | None) -> socket.socket:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(timeout_s)
    try:
        if len(os.fsencode(path)) <= _PATH_BYTES_MAX:
            line.connect(os.fspath(path))
        else:
            # A long path does not fit into a socket address; the descriptor of its
            # folder does.
            folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
            try:
                line.connect(f"/proc/self/fd/{folder}/{path.name}")
            finally:
                os.close(folder)
    except BaseException:
        line.close()
        raise
    return line
