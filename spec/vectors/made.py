# SPDX-License-Identifier: Apache-2.0
"""Keeps what randomness went into, so that vectors stay the same from run to run."""

from __future__ import annotations

from parley.crypto.epoch import open_secret, seal_secret
from parley.crypto.keys import StationKeys, verify_mldsa44
from parley.crypto.prekey import PrekeyPair
from parley.crypto.root import RootPair, verify_root
from parley.errors import CounterpartFault
from parley.wire.statement import Algorithm, Statement, StatementKind, to_be_signed
from spec.vectors.pages import Kept


class Made(Kept):
    """Signatures and sealed secrets by name; made only where none is kept."""

    def statement(
        self, name: str, keys: StationKeys, kind: StatementKind, payload: bytes
    ) -> Statement:
        """Return a signed statement."""
        data_ml = to_be_signed(kind, payload, Algorithm.ML_DSA_44)
        try:
            kept = self._used.get(name) or self.kept.get(name, "")
            signature = bytes.fromhex(kept)
            verify_mldsa44(keys.public.mldsa44, data_ml, signature)
        except CounterpartFault:
            signature = keys.sign_mldsa44(data_ml)
        self._used[name] = signature.hex()
        data_ed = to_be_signed(kind, payload, Algorithm.ED25519)
        return Statement(kind, payload, keys.sign_ed25519(data_ed), signature)

    def delegation(self, name: str, root: RootPair, payload: bytes) -> Statement:
        """Return a delegation statement."""
        kind = StatementKind.DELEGATION
        data_ed = to_be_signed(kind, payload, Algorithm.ED25519)
        data_ml = to_be_signed(kind, payload, Algorithm.ML_DSA_87)
        ed25519, signature = root.sign(data_ed, data_ml)
        kept = bytes.fromhex(self._used.get(name) or self.kept.get(name, ""))
        try:
            verify_root(root.public, data_ed, data_ml, ed25519, kept)
            signature = kept
        except CounterpartFault:
            pass
        self._used[name] = signature.hex()
        return Statement(kind, payload, ed25519, signature)

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
