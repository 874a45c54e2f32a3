# SPDX-License-Identifier: Apache-2.0
"""A stopped station, opened for one command with the station's own passphrase."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from parley.cli import passphrases
from parley.cli.face import Ask, Face
from parley.fixed import as_plain
from parley.station.config import load_settings
from parley.station.judging import Progress
from parley.station.offline import offline


@contextmanager
def at_rest(face: Face, passphrase_file: Path | None) -> Iterator[Ask]:
    """Hold the station's folder for a block and give its asker."""
    name = load_settings(face.folder).station.name
    passphrase = passphrases.ask(passphrase_file, f"the station {name}")
    with offline(face.folder, passphrase) as station:

        def ask(method: str, /, **params: object) -> Any:  # noqa: ANN401 - JSON
            return station.ask(method, params)

        yield ask


def fsck_at_rest(
    face: Face, passphrase_file: Path | None, progress: Callable[[Progress], None]
) -> dict[str, Any]:
    """Verify the record of a stopped station, telling how far it is."""
    name = load_settings(face.folder).station.name
    passphrase = passphrases.ask(passphrase_file, f"the station {name}")
    with offline(face.folder, passphrase) as station:
        return as_plain(station.run(station.api.fsck_telling(progress)))
