# SPDX-License-Identifier: Apache-2.0
"""A release inside an entry: two fields for a software key, four for any other."""

from __future__ import annotations

from parley.model.identity import KeyScheme
from parley.model.message import Release
from parley.wire.cbor import Value
from parley.wire.limits import (
    ED25519_SIGNATURE_BYTES,
    INDEX_MAX,
    RELEASE_BYTES_MAX,
    RELEASE_DETAIL_BYTES_MAX,
)
from parley.wire.shape import Fields

_SHORT, _LONG = 2, 4


def release_fields(release: Release) -> Value:
    """Return a release as it stands in an entry."""
    # SPEC 2.16: "A release by a software key is [officer, signature]; any other is
    # [officer, signature, scheme, detail]."
    if release.scheme is KeyScheme.SOFTWARE_ED25519:
        assert not release.detail, "a software key has no detail"
        return [release.officer, release.signature]
    return [release.officer, release.signature, release.scheme, release.detail]


def read_release(value: Value) -> Release:
    """Return the release in an array.

    Raises:
        CounterpartFault: PLY-WIR-003.

    """
    fields = Fields(value, "release")
    if fields.left == _SHORT:
        return Release(
            fields.uint(INDEX_MAX),
            KeyScheme.SOFTWARE_ED25519,
            fields.exactly(ED25519_SIGNATURE_BYTES),
        )
    officer = fields.uint(INDEX_MAX)
    signature = fields.raw(ED25519_SIGNATURE_BYTES, RELEASE_BYTES_MAX)
    scheme = fields.one_of(KeyScheme)
    if scheme is KeyScheme.SOFTWARE_ED25519:
        raise fields.wrong("a software key's release has two fields")
    detail = fields.raw(0, RELEASE_DETAIL_BYTES_MAX)
    fields.end()
    return Release(officer, scheme, signature, detail)
