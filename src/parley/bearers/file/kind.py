# SPDX-License-Identifier: Apache-2.0
"""What the settings of a file circuit are, and how one is made of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from parley.bearers.file.bearer import FileBearer
from parley.bearers.file.config import FileSettings
from parley.carriage.ends import carrier_keys, no_address
from parley.ports.kind import BearerKind, CircuitTable, Ends

Folder = Annotated[str, Field(min_length=1, max_length=1_024)]


class FileTable(CircuitTable):
    """Sealed files in folders: a stick, a data diode, a shared drive."""

    bearer: Literal["file"] = Field(description="Kind of carrier.")
    outgoing: Folder | None = Field(
        default=None,
        description="Folder that files for the counterpart are put into. A relative "
        "path is below the station folder. Without it the circuit only receives.",
    )
    incoming: Folder | None = Field(
        default=None,
        description="Folder that files of the counterpart are read from; what was "
        "read is removed. Without it the circuit only sends.",
    )
    repair_percent: int = Field(
        default=28,
        ge=0,
        le=400,
        description="Repair chunks for a hundred chunks. 28 bear the loss of a fifth "
        "of all chunks; give 100 for a diode that loses in long bursts.",
    )
    again_s: float = Field(
        default=3_600.0,
        ge=1.0,
        le=31 * 86_400.0,
        description="The same frame is not written again for so many seconds: about "
        "as long as the medium takes there and back.",
    )
    spool_mib_max: int = Field(
        default=256,
        ge=4,
        le=1_048_576,
        description="Mebibytes the outgoing folder may hold; the oldest files give "
        "way.",
    )

    @model_validator(mode="after")
    def _a_direction(self) -> Self:
        if self.outgoing is None and self.incoming is None:
            raise ValueError("outgoing: a folder, unless incoming is given")
        if self.outgoing == self.incoming:
            raise ValueError("incoming: another folder than outgoing")
        return self


def settings_of(table: FileTable, station_folder: Path) -> FileSettings:
    """Return what the bearer needs; relative folders are below the station's."""
    outgoing, incoming = (
        None if given is None else station_folder / given
        for given in (table.outgoing, table.incoming)
    )
    return FileSettings(
        outgoing=outgoing,
        incoming=incoming,
        repair_percent=table.repair_percent,
        again_s=table.again_s,
        spool_bytes_max=table.spool_mib_max * 1024 * 1024,
        ours=tuple(
            folder
            for folder in (outgoing, incoming)
            if folder is not None and folder.is_relative_to(station_folder)
        ),
    )


def make(table: FileTable, ends: Ends) -> FileBearer:
    """Make the bearer of one circuit; it opens nothing yet.

    Raises:
        LocalFault: PLY-CFG-025 the counterpart's card has no certificate.

    """
    settings = settings_of(table, ends.folder.parent.parent)
    return FileBearer(settings, *carrier_keys(table, ends, "file"))


FILE: Final = BearerKind("file", FileTable, make, no_address)
