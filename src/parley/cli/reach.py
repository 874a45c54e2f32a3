# SPDX-License-Identifier: Apache-2.0
"""How a command reaches its station: the running one, or the folder at rest.

Traffic needs a running station.  Ceremonies and reading also work on a folder whose
station is stopped, with the station's own passphrase; the answers are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from parley.cli.face import Ask, Face

ANSWER_S_MAX = 60.0


def running(face: Face, timeout_s: float = ANSWER_S_MAX) -> Ask:
    """Return the asker of the station that runs in the folder."""
    from parley.station.client import call  # noqa: PLC0415 - kept out of `--help`

    def ask(method: str, /, **params: object) -> Any:  # noqa: ANN401 - JSON
        return call(face.folder, method, params, timeout_s=timeout_s)

    return ask


@contextmanager
def running_or_at_rest(face: Face, passphrase_file: Path | None) -> Iterator[Ask]:
    """Give the asker of the running station, or else open its folder at rest."""
    from parley.station.client import is_running  # noqa: PLC0415

    if is_running(face.folder):
        yield running(face)
        return
    from parley.cli.at_rest import at_rest  # noqa: PLC0415 - loads the whole station

    with at_rest(face, passphrase_file) as ask:
        yield ask
