# SPDX-License-Identifier: Apache-2.0
"""The root folder: a party's root keys and every delegation they ever signed.

It lies on a machine apart, which no circuit reaches, or on a stick in a safe.  Nothing
that a station runs with reads it; what goes between the two are small files.
"""

from __future__ import annotations

from pathlib import Path

from parley.core.statements import check_delegation, delegate, verify_statement
from parley.crypto.root import RootPair
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import Fixed
from parley.keystore.file.store import FileKeystore
from parley.model.identity import Delegation
from parley.ports.keystore import Keystore
from parley.station.growing import make_folder
from parley.station.places import unwritable, write_file
from parley.station.secrets import draw_seed, refuse_short, station_keystore
from parley.wire.delegation import DelegationRequest, decode_request
from parley.wire.limits import DELEGATION_BYTES_MAX
from parley.wire.statement import StatementKind, decode_statement

SEALED = "root.sealed"
_ENDING = ".delegation"
_ED25519, _MLDSA87 = "root_ed25519", "root_mldsa87"
_DAY_MS = 86_400_000
# The clock of a machine apart is set by hand.
_EARLY_MS = 2 * _DAY_MS
DAYS_MAX = 3_660


class RootFolder(Fixed):
    """The paths of one root."""

    path: Path

    @property
    def sealed(self) -> Path:
        """The keystore with both seeds."""
        return self.path / SEALED

    def refuse_unless_root(self) -> None:
        """Check that a root lies there.

        Raises:
            LocalFault: PLY-KEY-166.

        """
        if not self.sealed.is_file():
            raise LocalFault("PLY-KEY-166", folder=self.path)

    def file_of(self, station: str, number: int) -> Path:
        """Return where a delegation is kept; a number has one file."""
        return self.path / f"{station}.{number:06}{_ENDING}"

    def issued(self) -> tuple[Delegation, ...]:
        """Return every delegation that was signed here, by station and number.

        Raises:
            LocalFault: PLY-KEY-166, -168 a file is not what it was.

        """
        self.refuse_unless_root()
        return tuple(_checked(each) for each in sorted(self.path.glob(f"*{_ENDING}")))


def make_root(
    folder: Path, passphrase: bytes, *, frighteningly_weak: bool = False
) -> RootFolder:
    """Make a root folder, whole or not at all.

    Raises:
        LocalFault: PLY-CFG-007 something is there already; PLY-CFG-008 it cannot be
            written; PLY-CFG-024 the passphrase is too short.

    """
    refuse_short(passphrase)
    seeds = {_ED25519: draw_seed(), _MLDSA87: draw_seed()}
    made = make_folder(
        folder,
        lambda growing: station_keystore(
            growing.root / SEALED, frighteningly_weak=frighteningly_weak
        ).save(passphrase, seeds),
    )
    return RootFolder(made.root)


def sign_request(
    root: RootFolder, passphrase: bytes, data: bytes, now_ms: int, days: int
) -> Delegation:
    """Sign what a station asks for and keep it in the root folder.

    Raises:
        LocalFault: PLY-KEY-166 no root; -168 it is no request; PLY-KEY faults of the
            keystore.

    """
    request = read_request(data)
    # SPEC 7.155: "A root MUST NOT sign two delegations of one number for one station."
    issued = [each.number for each in root.issued() if each.station == request.station]
    number = 1 + max(issued, default=0)
    pair = _open(FileKeystore(root.sealed), passphrase, root)
    valid_ms = (max(0, now_ms - _EARLY_MS), now_ms + days * _DAY_MS)
    signed = delegate(pair, request, number, *valid_ms)
    write_file(root.file_of(request.station, number), signed)
    return check_delegation(signed)


def read_request(data: bytes) -> DelegationRequest:
    """Return a request that the keys it names have signed.

    Raises:
        LocalFault: PLY-KEY-168.

    """
    try:
        statement = decode_statement(
            data[: DELEGATION_BYTES_MAX + 1], StatementKind.DELEGATION_REQUEST
        )
        request = decode_request(statement.payload)
        # SPEC 7.156: "A request is signed by the keys it names; a root MUST NOT
        # delegate to keys that have not signed it."
        verify_statement(statement, request.keys)
    except CounterpartFault as fault:
        raise LocalFault("PLY-KEY-168", reason=fault.what.rstrip(".")) from None
    return request


def _open(keystore: Keystore, passphrase: bytes, root: RootFolder) -> RootPair:
    found = keystore.load(passphrase)
    if {_ED25519, _MLDSA87} - found.keys():
        raise LocalFault("PLY-KEY-166", folder=root.path)
    return RootPair(found[_ED25519], found[_MLDSA87])


def _checked(path: Path) -> Delegation:
    try:
        return check_delegation(path.read_bytes())
    except CounterpartFault as fault:
        reason = f"{path.name}: {fault.what.rstrip('.')}"
        raise LocalFault("PLY-KEY-168", reason=reason) from None
    except OSError as refused:
        raise unwritable(path, refused) from refused
