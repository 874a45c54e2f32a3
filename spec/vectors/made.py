# SPDX-License-Identifier: Apache-2.0
"""Keeps what randomness went into, so that vectors stay the same from run to run."""

from __future__ import annotations

import json
from pathlib import Path

from parley.crypto.epoch import open_secret, seal_secret
from parley.crypto.keys import StationKeys, verify_mldsa44
from parley.crypto.prekey import PrekeyPair
from parley.errors import CounterpartFault
from parley.wire.statement import Algorithm, Statement, StatementKind, to_be_signed


class Made:
    """Signatures and sealed secrets by name; made only where none is kept."""

    def __init__(self, kept: dict[str, str]) -> None:
        """Take what was made before, in hexadecimal."""
        self.kept = kept
        self._used: dict[str, str] = {}

    @classmethod
    def load(cls, path: Path) -> Made:
        """Read what was made before; nothing, if the file is not there."""
        return cls(json.loads(path.read_text("utf-8")) if path.exists() else {})

    def save(self, path: Path) -> None:
        """Write what was used in this run and nothing else."""
        text = json.dumps(self._used, indent=1, sort_keys=True) + "\n"
        path.write_text(text, encoding="utf-8")

    def statement(
        self, name: str, keys: StationKeys, kind: StatementKind, payload: bytes
    ) -> Statement:
        """Return a signed statement."""
        data_ml = to_be_signed(kind, payload, Algorithm.ML_DSA_44)
        try:
            signature = bytes.fromhex(self.kept.get(name, ""))
            verify_mldsa44(keys.public.mldsa44, data_ml, signature)
        except CounterpartFault:
            signature = keys.sign_mldsa44(data_ml)
        self._used[name] = signature.hex()
        data_ed = to_be_signed(kind, payload, Algorithm.ED25519)
        return Statement(kind, payload, keys.sign_ed25519(data_ed), signature)

    def sealed(self, name: str, pair: PrekeyPair, info: bytes, secret: bytes) -> bytes:
        """Return a sealed secret."""
        try:
            sealed = bytes.fromhex(self.kept.get(name, ""))
            if open_secret(pair, info, sealed) != secret:
                sealed = seal_secret(pair.public, info, secret)
        except CounterpartFault:
            sealed = seal_secret(pair.public, info, secret)
        self._used[name] = sealed.hex()
        return sealed
