# SPDX-License-Identifier: Apache-2.0
"""The folder of a relay: its settings, certificate, key and admission."""

from __future__ import annotations

import base64
import os
import secrets
import tomllib
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError

from parley.crypto.certificate import certificate_and_key_pem, make_certificate
from parley.errors import LocalFault
from parley.fixed import FixedSecret
from parley.ports.address import Address
from parley.ports.kind import Table

FILE: Final = "relay.toml"
CERTIFICATE: Final = "certificate.pem"
PIN: Final = "certificate.der"
KEY: Final = "key.pem"
ADMISSION: Final = "admission"
STORE: Final = "boxes.db"
ADMISSION_BYTES: Final = 32
_LIFE = (1_577_836_800, 4_102_444_800)  # 2020 to 2100; nobody looks at the dates
_MIB = 1_048_576


class RelayTable(Table):
    """`relay.toml`: where a relay listens, and what it takes at most."""

    listen: Address = Field(description="`HOST:PORT` to listen on.")
    address: Address = Field(description="`HOST:PORT` as the stations reach it.")
    days_max: float = Field(
        default=7.0, gt=0, le=366, description="A slip is dropped after so many days."
    )
    boxes_max: int = Field(
        default=20_000, ge=1, le=10_000_000, description="Boxes that hold something."
    )
    box_slips_max: int = Field(
        default=4_096, ge=1, le=1_000_000, description="Slips in one box."
    )
    box_mib_max: int = Field(
        default=32, ge=2, le=10_240, description="Mebibytes in one box."
    )
    mib_max: int = Field(
        default=4_096, ge=4, le=10_485_760, description="Mebibytes in all boxes."
    )
    callers_max: int = Field(
        default=2_048, ge=1, le=65_536, description="Open calls at once."
    )
    callers_one_place_max: int = Field(
        default=64, ge=1, le=65_536, description="Open calls from one address at once."
    )
    requests_per_s_max: float = Field(
        default=50.0,
        gt=0,
        le=100_000,
        description="Requests a second from one address, on average.",
    )


class RelayFolder(FixedSecret):
    """What a relay needs to run."""

    root: Path
    table: RelayTable
    admission: bytes

    @property
    def box_bytes_max(self) -> int:
        """Bytes in one box."""
        return self.table.box_mib_max * _MIB

    @property
    def bytes_max(self) -> int:
        """Bytes in all boxes."""
        return self.table.mib_max * _MIB


def make_folder(root: Path, listen: str, address: str) -> None:
    """Make the folder of a new relay.

    Raises:
        LocalFault: PLY-BRR-052 it exists or cannot be written.

    """
    certificate, key = make_certificate(address, *_LIFE)
    certificate_pem, key_pem = certificate_and_key_pem(certificate, key)
    text = f'listen = "{listen}"\naddress = "{address}"\n'
    try:
        root.mkdir(mode=0o700, parents=True)
        for name, data in (
            (FILE, text.encode()),
            (CERTIFICATE, certificate_pem),
            (PIN, certificate),
            (KEY, key_pem),
            (ADMISSION, secrets.token_hex(ADMISSION_BYTES).encode()),
        ):
            flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC
            with os.fdopen(os.open(root / name, flags, 0o600), "wb") as file:
                file.write(data)
                os.fsync(file.fileno())
    except OSError as refused:
        raise _unusable(root, refused) from refused


def open_folder(root: Path) -> RelayFolder:
    """Read the folder of a relay.

    Raises:
        LocalFault: PLY-BRR-052 it cannot be read; PLY-BRR-053 its settings are wrong.

    """
    try:
        text = (root / FILE).read_text("utf-8")
        admission = bytes.fromhex((root / ADMISSION).read_text("ascii").strip())
    except OSError as refused:
        raise _unusable(root, refused) from refused
    except ValueError:
        raise LocalFault(
            "PLY-BRR-053", file=root / ADMISSION, reason="it is not hexadecimal"
        ) from None
    try:
        table = RelayTable.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as bad:
        reason = " ".join(str(bad).split())[:300]
        raise LocalFault("PLY-BRR-053", file=root / FILE, reason=reason) from None
    return RelayFolder(root, table, admission)


def ticket(folder: RelayFolder) -> str:
    """Return what a station must be given to use the relay, as TOML.

    Raises:
        LocalFault: PLY-BRR-052 the certificate cannot be read.

    """
    try:
        certificate = (folder.root / PIN).read_bytes()
    except OSError as refused:
        raise _unusable(folder.root, refused) from refused
    return (
        f'address = "{folder.table.address}"\n'
        f'admission = "{folder.admission.hex()}"\n'
        f'certificate = "{base64.b64encode(certificate).decode()}"\n'
    )


def _unusable(root: Path, refused: OSError) -> LocalFault:
    reason = (refused.strerror or str(refused)).lower()
    return LocalFault("PLY-BRR-052", folder=root, reason=reason)
