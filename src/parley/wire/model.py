# SPDX-License-Identifier: Apache-2.0
"""What two officers sign before a model translates: every file by its digest."""

from __future__ import annotations

from parley.model.engine import Model
from parley.model.precedence import Mode
from parley.wire.cbor import Value, dumps

APPROVAL = "parley/1 model"


def model_fields(model: Model) -> list[Value]:
    """Return everything of a model, in its order."""
    return [
        model.name,
        model.engine,
        model.source,
        model.target,
        model.licence,
        model.origin,
        model.use,
        [[each.name, each.size, each.sha256] for each in model.files],
    ]


def approval_manifest(station: str, mode: Mode, model: Model, created_ms: int) -> bytes:
    """Return what an officer of `station` signs."""
    # SPEC 11.22: "The manifest is `["parley/1 model", station, mode, created, model]`,
    # where `model` is its name, engine, both languages, licence, origin, use and, for
    # each file, name, size and SHA-256."
    return dumps([APPROVAL, station, mode, created_ms, model_fields(model)])
