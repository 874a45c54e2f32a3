# SPDX-License-Identifier: Apache-2.0
"""A station at rest asks its root for a delegation, and takes the answer in.

Fresh keys are drawn here and never leave the folder; what goes to the root are their
public halves, what comes back is a signature.  Until it is taken in the old keys stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from parley.core.statements import check_delegation, make_statement
from parley.crypto.keys import StationKeys
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import replace
from parley.model.identity import Delegation
from parley.ports.keystore import Keystore
from parley.station.catalogue import open_store
from parley.station.config import Settings, load_settings
from parley.station.halves import half_of
from parley.station.holding import lock
from parley.station.marks import mark_rebuilt
from parley.station.places import StationFolder
from parley.station.secrets import (
    Secrets,
    draw_seeds,
    keys_of,
    load_secrets,
    save_secrets,
    station_keystore,
)
from parley.wire.delegation import DelegationRequest, encode_request
from parley.wire.limits import DELEGATION_BYTES_MAX
from parley.wire.statement import StatementKind


def request_of(settings: Settings, keys: StationKeys) -> bytes:
    """Return a request for a delegation, signed with the keys it names."""
    request = DelegationRequest(
        settings.station.party,
        settings.station.name,
        settings.mode,
        keys.public,
        keys.witness.public,
    )
    kind = StatementKind.DELEGATION_REQUEST
    return make_statement(kind, encode_request(request), keys)


def ask_root(folder: Path, passphrase: bytes) -> bytes:
    """Return a request, for the same keys until it is answered.

    A station that has a delegation asks for fresh keys, drawn and sealed first.

    Raises:
        LocalFault: PLY-CFG-006 the station runs; PLY-CFG and PLY-KEY faults.

    """
    with _opened(folder, passphrase) as (settings, keystore, secrets):
        if not secrets.delegation:
            return request_of(settings, secrets.keys())
        coming = secrets.coming or draw_seeds()
        if not secrets.coming:
            drawn = replace(secrets, coming=coming)
            _save(settings, keystore, passphrase, drawn)
        return request_of(settings, keys_of(coming))


def take_delegation(folder: Path, passphrase: bytes, data: bytes) -> Delegation:
    """Take in what the root signed: from the next start on the station speaks by it.

    Raises:
        LocalFault: PLY-KEY-169 it is not what this station asked for; PLY-CFG-006 the
            station runs.
        CounterpartFault: it is no delegation; PLY-KEY-161 not signed by its root.

    """
    said = check_delegation(data[: DELEGATION_BYTES_MAX + 1])
    with _opened(folder, passphrase) as (settings, keystore, secrets):
        before = check_delegation(secrets.delegation) if secrets.delegation else None
        reason = _problem(settings, secrets, before, said)
        if reason is not None:
            raise LocalFault("PLY-KEY-169", number=said.number, reason=reason)
        turned = (
            replace(secrets, delegation=data)
            if before is None
            else secrets.turned(data)
        )
        if before is None and said.number > 1:
            # The lost station had spoken: whoever heard it gives it its record back.
            with closing(open_store(StationFolder(folder), turned)) as store:
                mark_rebuilt(store)
        _save(settings, keystore, passphrase, turned)
    return said


def present_delegation(folder: Path, passphrase: bytes) -> Delegation:
    """Return the delegation under which a station at rest will speak.

    Raises:
        LocalFault: PLY-KEY-165 it has none; PLY-CFG and PLY-KEY faults.

    """
    with _opened(folder, passphrase) as (_, _, secrets):
        if not secrets.delegation:
            raise LocalFault("PLY-KEY-165", reason="the root has not signed one yet")
        try:
            return check_delegation(secrets.delegation)
        except CounterpartFault as fault:
            raise LocalFault("PLY-KEY-165", reason=fault.what.rstrip(".")) from None


def _problem(
    settings: Settings, secrets: Secrets, before: Delegation | None, said: Delegation
) -> str | None:
    station = settings.station
    if (said.party, said.station) != (station.party, station.name):
        return "it is for another station"
    if said.mode is not settings.mode:
        return f"it is for {said.mode.name} traffic"
    reason = None if before is None else _not_after(secrets, before, said)
    if reason is not None:
        return reason
    keys = secrets.keys() if before is None else keys_of(secrets.coming)
    if (said.keys, said.witness) != (keys.public, keys.witness.public):
        return "it is for other keys than were asked for"
    return None


def _not_after(secrets: Secrets, before: Delegation, said: Delegation) -> str | None:
    if said.root != before.root:
        return "another root signed it"
    if said.number <= before.number:
        return f"number {before.number} is in force"
    return None if secrets.coming else "nothing was asked for"


@contextmanager
def _opened(
    folder: Path, passphrase: bytes
) -> Iterator[tuple[Settings, Keystore, Secrets]]:
    root = StationFolder(folder)
    settings = load_settings(folder)
    root.refuse_unless_station()
    with lock(folder):
        keystore = station_keystore(root.keys, half_of(settings))
        yield settings, keystore, load_secrets(keystore, passphrase, root.keys)


def _save(
    settings: Settings, keystore: Keystore, passphrase: bytes, secrets: Secrets
) -> None:
    alone = settings.keystore.unattended
    save_secrets(keystore, passphrase, secrets, alone=alone)
